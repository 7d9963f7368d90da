"""The real program under a pty: typed at, resized and sent signals, its screen read by pyte.

Everything waits for a condition (what stands on the screen, that the process has ended), never for
a time; the limit is only there so that a test that would wait for ever fails instead.
"""

import fcntl
import os
import pty
import signal
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pexpect
import pyte

from tests.cli.program import PROGRAM, environment
from tests.rows import rows_of

ALT_SCREEN, MAIN_SCREEN = b"\x1b[?1049h", b"\x1b[?1049l"
HIDE_CURSOR, SHOW_CURSOR = b"\x1b[?25l", b"\x1b[?25h"
CLEAR = b"\x1b[2J"
_STOP = "Any pain: stop (q)"
_LIMIT_S = 30.0
_READ_S = 0.2
_PTY_BYTES = 4_000  # what a terminal holds for a reader that is slow, at least


def _make_odd(fd: int) -> None:
    """Attributes that no program would set by itself, so that restored means as they were."""
    mode = termios.tcgetattr(fd)
    mode[0] &= ~termios.IXON
    mode[3] &= ~termios.ECHOK
    mode[6][termios.VERASE] = b"\x08"
    termios.tcsetattr(fd, termios.TCSANOW, mode)


def attributes_before() -> list[Any]:
    """The attributes of each program's terminal before it runs."""
    hand, fd = pty.openpty()
    try:
        _make_odd(fd)
        return termios.tcgetattr(fd)
    finally:
        os.close(hand)
        os.close(fd)


def _unread(fd: int) -> int:
    return int.from_bytes(fcntl.ioctl(fd, termios.FIONREAD, b"\0" * 4), sys.byteorder)


class Real:
    """A program in a terminal of its own, with a normal and an alternate screen as real ones have.

    Use it as a context manager: whatever is left is ended at its end. `first` is called in the new
    process, before the program runs.
    """

    def __init__(
        self,
        *arguments: str,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str] | None = None,
        program: Sequence[str] = PROGRAM,
        first: Callable[[], None] = lambda: None,
    ) -> None:
        self.written = b""
        self.ended = False
        self._rest = b""
        self._normal = pyte.HistoryScreen(columns, rows, history=1_000)
        self._screen = self._normal
        self._stream = pyte.ByteStream(self._screen)
        command, *options = program

        def prepare() -> None:
            _make_odd(0)
            first()

        self._child = pexpect.spawn(
            command,
            [*options, *arguments],
            env=dict(environment() if env is None else env),
            dimensions=(rows, columns),
            timeout=_LIMIT_S,
            preexec_fn=prepare,
        )
        self._child.delaybeforesend = None
        self._child.ptyproc.delayafterclose = 0
        self.pid: int = self._child.pid

    def __enter__(self) -> "Real":
        return self

    def __exit__(self, *_: object) -> None:
        if self._child.isalive():
            self._child.kill(signal.SIGKILL)
            self._child.wait()
        self._child.close()

    @property
    def on_alternate_screen(self) -> bool:
        return self._screen is not self._normal

    @property
    def cursor_hidden(self) -> bool:
        return bool(self._screen.cursor.hidden)

    @property
    def rows(self) -> list[str]:
        return [row.rstrip() for row in rows_of(self._screen)]

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    @property
    def normal_text(self) -> str:
        """The normal screen with what has scrolled off it."""
        above = [
            "".join(row[column].data for column in range(self._normal.columns)).rstrip()
            for row in self._normal.history.top
        ]
        return "\n".join([*above, *(row.rstrip() for row in rows_of(self._normal))])

    @property
    def attributes(self) -> list[Any]:
        """The terminal's attributes now."""
        return termios.tcgetattr(self._child.child_fd)

    def type(self, keys: str | bytes) -> None:
        self._child.send(keys)

    @property
    def times_cleared(self) -> int:
        """How often the program has begun its picture from nothing."""
        return self.written.count(CLEAR)

    def until_drawn_anew(self, since: int, told: str) -> "Real":
        """Until the picture was begun from nothing more often than `since`, and is whole: this
        stands on it, and the way to stop in its last row, which is drawn last."""
        return self.until(
            lambda: self.times_cleared > since and told in self.text and _STOP in self.rows[-1]
        )

    def resize(self, columns: int, rows: int) -> None:
        """As a terminal does: its own picture first, then the program is told."""
        self._screen.resize(rows, columns)
        if self.on_alternate_screen:
            self._normal.resize(rows, columns)
        self._child.setwinsize(rows, columns)

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def stop_and_continue(self) -> None:
        """Stopped as by a shell's `kill -STOP`, wait until it is, and continued."""
        self.signal(signal.SIGSTOP)
        os.waitpid(self.pid, os.WUNTRACED)
        self.signal(signal.SIGCONT)

    def let_the_shell_have_it(self) -> None:
        """Set the terminal as a shell does for itself while the program is stopped."""
        termios.tcsetattr(self._child.child_fd, termios.TCSANOW, attributes_before())

    def until(self, told: str | Callable[[], bool]) -> "Real":
        """Read until this stands on the screen, or this is so."""
        holds = told if callable(told) else lambda: told in self.text
        end = time.monotonic() + _LIMIT_S
        while not holds():
            if self.ended:
                raise AssertionError(f"ended before {told!r}:\n{self.normal_text}")
            if time.monotonic() > end:
                raise AssertionError(f"never {told!r}:\n{self.text}")
            self._read()
        return self

    def exit_code(self) -> int:
        """Read to the end; what the process ended with, 128 and its number for a signal."""
        end = time.monotonic() + _LIMIT_S
        while not self.ended:
            if time.monotonic() > end:
                raise AssertionError(f"never ended:\n{self.text}")
            self._read()
        self._child.wait()
        if self._child.signalstatus is not None:
            raise AssertionError(f"died of signal {self._child.signalstatus}")
        return int(self._child.exitstatus)

    def hang_up(self) -> int:
        """Close the terminal under the program, as a window does; what it ended with."""
        watch = threading.Timer(_LIMIT_S, os.kill, (self.pid, signal.SIGKILL))
        watch.start()
        self._child.ptyproc.fileobj.close()
        self._child.wait()
        watch.cancel()
        assert self._child.signalstatus is None, f"died of signal {self._child.signalstatus}"
        return int(self._child.exitstatus)

    def until_stuck(self) -> "Real":
        """Read nothing until the terminal has no room for more."""
        end = time.monotonic() + _LIMIT_S
        while _unread(self._child.child_fd) < _PTY_BYTES:
            assert time.monotonic() < end, "the terminal was never full"
        return self

    def end_unread(self) -> int:
        """Wait for the end without reading; what the process ended with."""
        watch = threading.Timer(_LIMIT_S, os.kill, (self.pid, signal.SIGKILL))
        watch.start()
        self._child.wait()
        watch.cancel()
        assert self._child.signalstatus is None, f"died of signal {self._child.signalstatus}"
        return int(self._child.exitstatus)

    def left_over(self) -> bool:
        """Whether any process of the program's group is still there."""
        try:
            os.killpg(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def _read(self) -> None:
        try:
            data: bytes = self._child.read_nonblocking(65_536, _READ_S)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            self.ended = True
            return
        self.written += data
        self._feed(self._rest + data)

    def _feed(self, data: bytes) -> None:
        """Feed the screen whose turn it is; pyte itself has no alternate screen."""
        while True:
            found = [
                (at, mark) for mark in (ALT_SCREEN, MAIN_SCREEN) if (at := data.find(mark)) >= 0
            ]
            if not found:
                break
            at, mark = min(found)
            self._stream.feed(data[:at])
            self._turn(mark == ALT_SCREEN)
            data = data[at + len(mark) :]
        keep = next(
            (
                size
                for size in range(len(ALT_SCREEN) - 1, 0, -1)
                if data.endswith(ALT_SCREEN[:size])
            ),
            0,
        )
        cut = len(data) - keep
        self._stream.feed(data[:cut])
        self._rest = data[cut:]

    def _turn(self, alternate: bool) -> None:
        hidden = self._screen.cursor.hidden
        if alternate:
            self._screen = pyte.HistoryScreen(self._screen.columns, self._screen.lines)
        else:
            self._screen = self._normal
        self._screen.cursor.hidden = hidden
        self._stream = pyte.ByteStream(self._screen)
