"""Keys as commands, and reading them with a time limit.

No key library is used: they take 100 ms and more to import (see docs/decisions.md), which is most
of the wait for the first screen.
"""

import codecs
import errno
import os
import re
import select
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, Protocol

from stretchcoach.core.session import Command
from stretchcoach.terminal.signals import ENDING, RESUME, SUSPEND, Signals

_COMMANDS = {
    "\r": Command.TOGGLE,
    "\n": Command.TOGGLE,
    " ": Command.TOGGLE,
    "n": Command.SKIP,
    "\x1b[C": Command.SKIP,
    "\x1bOC": Command.SKIP,
    "b": Command.BACK,
    "\x1b[D": Command.BACK,
    "\x1bOD": Command.BACK,
    "r": Command.RESTART,
    "x": Command.PAIN,
    "1": Command.IT_IS_PAIN,
    "2": Command.IT_IS_NUMBNESS,
    "3": Command.IT_IS_AN_EMERGENCY,
    "m": Command.MUTE,
    "a": Command.ASK_BACK,
    "s": Command.READ,
    "?": Command.HELP,
    "q": Command.STOP,
    "\x1b": Command.STOP,
    "\x03": Command.STOP,
}
# An escape sequence, whole or cut off; a key pressed with Alt; or one character.
_KEY = r"(?s:\x1b\[[0-?]*[ -/]*[@-~]?|\x1bO.|\x1bO\Z|\x1b[^\x1b\[O]|.)"
_UNFINISHED = r"\x1b(?:\[[0-?]*[ -/]*|O)?\Z"
# No key sends more. A longer sequence is read in pieces, which mean nothing.
_SEQUENCE_MAX = 64
# How long to wait for the rest of an arrow key, on a slow line, before an Esc counts as Esc.
_ESCAPE_S = 0.06
_POLL_S = 0.03
# The second character of an arrow key on Windows, also on the number pad (without NumLock).
_WINDOWS_ARROWS = {"M": "\x1b[C", "K": "\x1b[D"}
_WINDOWS_SECOND = frozenset("GHIKMOPQRSstuvw;<=>?@ABCD\x85\x86\x8d\x91\x92\x93")


def commands(typed: str) -> Iterator[Command]:
    """The commands in this typed text. Other keys are skipped."""
    for key in re.findall(_KEY, typed):
        command = _COMMANDS.get(key if len(key) > 1 else key.lower())
        if command is not None:
            yield command


class Keyboard(Protocol):
    """A source of typed text. `open` and `close` may be called repeatedly.

    `gone`: the terminal has hung up, and no key will ever come. `back` is true once after our
    process has come to the foreground, when the terminal must be opened.
    """

    gone: bool

    def open(self) -> None: ...

    def close(self) -> None: ...

    def back(self) -> bool: ...

    def wait(self, seconds: float) -> bool:
        """Wait up to `seconds` for a key or a signal; return whether one came."""

    def read(self, seconds: float) -> str:
        """Wait up to `seconds` for a key; return the typed text, "" after a signal or no key."""


class NoKeyboard:
    """The keyboard if stdin is no terminal: only a signal ends a wait."""

    gone = False

    def __init__(self, signals: Signals) -> None:
        self._signals = signals

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def back(self) -> bool:
        return False

    def wait(self, seconds: float) -> bool:
        if self._signals.wake_fd is None:
            return _poll(lambda: self._signals.caught, seconds)
        return bool(_readable([self._signals.wake_fd], seconds))

    def read(self, seconds: float) -> str:
        self.wait(seconds)
        return ""


class Console(Protocol):
    """The console of Windows, as the module `msvcrt` has it."""

    def kbhit(self) -> bool: ...

    def getwch(self) -> str: ...


class WindowsKeyboard:
    """The console of Windows, which can only be polled."""

    gone = False

    def __init__(self, console: Console, signals: Signals) -> None:
        self._console = console
        self._signals = signals

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def back(self) -> bool:
        return False

    def wait(self, seconds: float) -> bool:
        return _poll(lambda: self._console.kbhit() or self._signals.caught, seconds)

    def read(self, seconds: float) -> str:
        self.wait(seconds)
        typed = ""
        while self._console.kbhit():
            typed += self._key()
        return typed

    def _key(self) -> str:
        """One key. Keys that Windows sends as two characters become escape sequences."""
        first = self._console.getwch()
        if first not in "\x00\xe0" or not self._console.kbhit():
            return first
        second = self._console.getwch()
        if second in _WINDOWS_SECOND:
            return _WINDOWS_ARROWS.get(second, "")
        return first + second  # "à" is the same character: two keys were typed


def _poll(is_so: Callable[[], object], seconds: float) -> bool:
    """Poll until this is true or the time is over, on Windows; return whether it is true.

    `select` takes only sockets there. One can wait for the handle of a console, but not together
    with a signal, and each move of the mouse and each released key ends that wait.
    """
    end = time.perf_counter() + seconds
    while not (found := is_so()) and (left := end - time.perf_counter()) > 0:
        time.sleep(min(left, _POLL_S))
    return bool(found)


def _readable(fds: list[int], seconds: float) -> list[int]:
    return select.select(fds, [], [], seconds)[0]


if sys.platform != "win32":
    import termios

    class PosixKeyboard:
        """A terminal on `fd`: no echo, no waiting for Enter, no Ctrl-S, while it is open.

        Ctrl-C and Ctrl-Z stay signals, so that they work even if the loop were stuck. A program
        that was started in the background leaves the terminal alone until it is in front.
        """

        def __init__(self, fd: int, wake_fd: int | None) -> None:
            self._fd = fd
            self._before: list[Any] | None = None
            self._fds = [] if wake_fd is None else [wake_fd]
            self._in_background = not _in_foreground(fd)
            self._decode = _decoder()
            self.gone = False

        def open(self) -> None:
            if self._in_background:
                return  # touching the terminal would stop us
            try:
                before = termios.tcgetattr(self._fd)
                mode = termios.tcgetattr(self._fd)
            except termios.error:
                self.gone = True
                return
            mode[0] &= ~termios.IXON
            mode[3] &= ~(termios.ICANON | termios.ECHO)
            # A read must not block: Ctrl-C discards typed keys even after `select` saw them.
            mode[6][termios.VMIN], mode[6][termios.VTIME] = 0, 0
            self._before = before
            self._fds.append(self._fd)
            self._set(mode)
            with suppress(termios.error):
                termios.tcflow(self._fd, termios.TCOON)  # undoes a Ctrl-S from before

        def close(self) -> None:
            if self._before is None:
                return
            before, self._before = self._before, None
            self._fds.remove(self._fd)
            with suppress(termios.error):
                # Keys meant for the session must not be typed into the shell after it.
                termios.tcflush(self._fd, termios.TCIFLUSH)
            self._set(before)

        def back(self) -> bool:
            was_in_background = self._in_background
            self._in_background = was_in_background and not _in_foreground(self._fd)
            return was_in_background and not self._in_background

        def wait(self, seconds: float) -> bool:
            return bool(select.select(self._fds, (), (), seconds)[0])

        def read(self, seconds: float) -> str:
            if self._fd not in _readable(self._fds, seconds):
                return ""
            typed = self._read_now()
            while len(typed) < _SEQUENCE_MAX and re.search(_UNFINISHED, typed):
                # A signal ends this wait, too.
                if _readable(self._fds, _ESCAPE_S) != [self._fd] or not (more := self._read_now()):
                    break
                typed += more
            return typed

        def _set(self, mode: list[Any]) -> None:
            while not self.gone:
                try:
                    termios.tcsetattr(self._fd, termios.TCSANOW, mode)
                except termios.error as error:
                    # In the background the first try stops us. SIGCONT then interrupts it.
                    self.gone = error.args[0] != errno.EINTR
                else:
                    return

        def _read_now(self) -> str:
            try:
                data = os.read(self._fd, 1024)
                if not data:
                    termios.tcgetattr(self._fd)  # raises if the terminal has hung up
            except (OSError, termios.error):
                data = b""
                self.gone = True
            return self._decode(data)

    def _in_foreground(fd: int) -> bool:
        try:
            return os.tcgetpgrp(fd) == os.getpgrp()
        except OSError:
            return True  # it is not our controlling terminal: there is no job control

    def _decoder() -> Callable[[bytes], str]:
        """A decoder of bytes, which may arrive in pieces, to characters."""
        encoding = (sys.stdin and sys.stdin.encoding) or "utf-8"
        if "q".encode(encoding, "replace") != b"q":
            encoding = "utf-8"
        return codecs.getincrementaldecoder(encoding)("replace").decode


def keyboard(signals: Signals) -> Keyboard:
    """The keyboard on stdin. A signal ends a wait for a key."""
    if not sys.stdin or not sys.stdin.isatty():
        return NoKeyboard(signals)
    if sys.platform != "win32":
        return PosixKeyboard(sys.stdin.fileno(), signals.wake_fd)
    import msvcrt

    return WindowsKeyboard(msvcrt, signals)


def one_key(seconds: float) -> str:
    """The key that is typed within this time; "" if none is, or a signal ends the program.

    Resizing the window, or suspending the program, does not end the wait.
    """
    end_s = time.monotonic() + seconds
    with Signals() as signals:
        asked = keyboard(signals)
        asked.open()
        try:
            while True:
                typed = asked.read(max(0.0, end_s - time.monotonic()))
                caught = signals.take()
                if not ENDING.isdisjoint(caught):
                    return ""
                if typed or not caught:
                    return next(iter(re.findall(_KEY, typed)), "")
                if SUSPEND in caught or RESUME in caught:
                    asked.close()  # restores the shell's modes
                    if SUSPEND in caught:
                        signals.stop_here()
                    asked.open()
        finally:
            asked.close()
