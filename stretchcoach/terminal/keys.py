"""Keys as commands, and reading them without ever blocking for longer than asked.

Written by hand, because it has to be quick to load: the key libraries cost 100 ms and more to
import (see docs/decisions.md), which is most of what a person waits for the first screen.
"""

import errno
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Protocol

from stretchcoach.core.session import Command

_COMMANDS = {
    "\r": Command.TOGGLE,
    "\n": Command.TOGGLE,
    " ": Command.TOGGLE,
    "n": Command.SKIP,
    "\x1b[C": Command.SKIP,
    "\x1bOC": Command.SKIP,
    "\xe0M": Command.SKIP,  # the arrow keys as Windows sends them
    "b": Command.BACK,
    "\x1b[D": Command.BACK,
    "\x1bOD": Command.BACK,
    "\xe0K": Command.BACK,
    "r": Command.RESTART,
    "x": Command.PAIN,
    "1": Command.IT_IS_PAIN,
    "2": Command.IT_IS_NUMBNESS,
    "3": Command.IT_IS_AN_EMERGENCY,
    "m": Command.MUTE,
    "?": Command.HELP,
    "q": Command.STOP,
    "\x1b": Command.STOP,
    "\x03": Command.STOP,
}
# A whole escape sequence, one that was cut off, a key held with Alt, a Windows function key, or one
# character.
_KEY = r"(?s:\x1b\[[0-?]*[ -/]*[@-~]|\x1bO.|\x1b[\[O]\Z|\x1b[^\x1b\[O]|[\x00\xe0].|.)"
_UNFINISHED = r"\x1b(?:\[[0-?]*[ -/]*|O)?\Z"
# How long the rest of an arrow key may take after its Esc, on a slow line, before it is an Esc.
_ESCAPE_S = 0.06
_WINDOWS_POLL_S = 0.03


def commands(typed: str) -> Iterator[Command]:
    """The commands in what was typed; keys that mean nothing are passed over."""
    for key in re.findall(_KEY, typed):
        command = _COMMANDS.get(key if len(key) > 1 else key.lower())
        if command is not None:
            yield command


class Keyboard(Protocol):
    """A source of typed text; `open` and `close` may be called again and again.

    `gone` tells that the terminal has hung up, so that nothing will ever be typed again.
    """

    gone: bool

    def open(self) -> None: ...

    def close(self) -> None: ...

    def read(self, seconds: float) -> str:
        """What was typed within this time: at once if something was, "" if nothing or woken."""


class NoKeyboard:
    """Where stdin is no terminal: only signals end the waiting."""

    gone = False

    def __init__(self, wake_fd: int | None) -> None:
        self._wake_fd = wake_fd

    def open(self) -> None:
        pass

    def close(self) -> None:
        pass

    def read(self, seconds: float) -> str:
        if self._wake_fd is None:
            time.sleep(seconds)  # on Windows, where there is nothing that could be waited for
        else:
            _readable([self._wake_fd], seconds)
        return ""


if sys.platform == "win32":
    import msvcrt

    class WindowsKeyboard:
        """The console of Windows, which can only be asked again and again."""

        gone = False

        def open(self) -> None:
            pass

        def close(self) -> None:
            pass

        def read(self, seconds: float) -> str:
            end = time.perf_counter() + seconds
            while not msvcrt.kbhit():
                left = end - time.perf_counter()
                if left <= 0:
                    return ""
                time.sleep(min(left, _WINDOWS_POLL_S))
            typed = ""
            while msvcrt.kbhit():
                typed += msvcrt.getwch()
            return typed

else:
    import select
    import termios

    class PosixKeyboard:
        """A terminal on `fd`: no echo, no waiting for Enter, while it is open.

        Ctrl-C and Ctrl-Z stay signals, so that they work even if the loop were stuck.
        """

        def __init__(self, fd: int, wake_fd: int | None) -> None:
            self._fd = fd
            self._wake_fd = wake_fd
            self._before: list[Any] | None = None
            self.gone = False

        def open(self) -> None:
            try:
                before = termios.tcgetattr(self._fd)
                mode = termios.tcgetattr(self._fd)
            except termios.error:
                self.gone = True
                return
            mode[3] &= ~(termios.ICANON | termios.ECHO)
            mode[6][termios.VMIN], mode[6][termios.VTIME] = 1, 0
            self._set(mode)
            self._before = before

        def close(self) -> None:
            if self._before is None:
                return
            before, self._before = self._before, None
            with suppress(termios.error):
                # Keys meant for the session must not be typed into the shell after it.
                termios.tcflush(self._fd, termios.TCIFLUSH)
            self._set(before)

        def read(self, seconds: float) -> str:
            fds = [self._fd] if self._wake_fd is None else [self._fd, self._wake_fd]
            if self._fd not in _readable(fds, seconds):
                return ""
            typed = self._read_now()
            while re.search(_UNFINISHED, typed) and self._fd in _readable([self._fd], _ESCAPE_S):
                more = self._read_now()
                if not more:
                    break
                typed += more
            return typed

        def _set(self, mode: list[Any]) -> None:
            while not self.gone:
                try:
                    termios.tcsetattr(self._fd, termios.TCSANOW, mode)
                except termios.error as error:
                    # From the background a first try stops us, and being continued interrupts it.
                    self.gone = error.args[0] != errno.EINTR
                else:
                    return

        def _read_now(self) -> str:
            try:
                data = os.read(self._fd, 1024)
            except OSError:
                data = b""
            self.gone = not data
            return data.decode("utf-8", "replace")

    def _readable(fds: list[int], seconds: float) -> list[int]:
        return select.select(fds, [], [], seconds)[0]


def keyboard(wake_fd: int | None) -> Keyboard:
    """The keyboard on stdin; `wake_fd` ends a wait when it becomes readable."""
    if not sys.stdin or not sys.stdin.isatty():
        return NoKeyboard(wake_fd)
    if sys.platform == "win32":
        return WindowsKeyboard()
    fd = sys.stdin.fileno()
    try:
        in_foreground = os.tcgetpgrp(fd) == os.getpgrp()
    except OSError:
        in_foreground = True  # not our controlling terminal, so no job control to mind
    # Touching the terminal from the background would stop us.
    return PosixKeyboard(fd, wake_fd) if in_foreground else NoKeyboard(wake_fd)
