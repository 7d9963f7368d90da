"""The output of a session: a buffered stream that never blocks the session.

A terminal that was stopped by Ctrl-S, a window whose program hangs or a full pipe takes no output,
for seconds or for ever. A plain write would block. So output that is not taken at once is buffered
here. `write` makes text harmless; only `control` sends escape sequences.
"""

import os
import select
import sys
import time
from contextlib import suppress
from typing import Protocol, TextIO

from stretchcoach.core.harmless import harmless

# A pipe that can be written to at all takes at least this many bytes at once, on every system.
_AT_ONCE_BYTES = 512
# How long to wait for a reader to take a whole picture. After one that hangs there is no wait.
_MOMENT_S = 0.05
_LAST_WORDS_S = 0.1
_POLL_S = 0.005
_OBEY_CONTROLS = 4  # ENABLE_VIRTUAL_TERMINAL_PROCESSING


class Printable(Protocol):
    """An object that `print` can print to."""

    def write(self, text: str, /) -> object: ...

    def flush(self) -> object: ...


class Out:
    """The output through a stream of the process."""

    def __init__(self, stream: TextIO) -> None:
        stream.flush()
        self._stream = stream
        self._encoding = stream.encoding or "utf-8"
        if "\x1b".encode(self._encoding, "replace") != b"\x1b":
            self._encoding = "utf-8"  # no terminal speaks UTF-16
        self._waiting = bytearray()
        self._hangs = False
        # A console of Windows cannot tell whether it would block.
        self._fd = None if sys.platform == "win32" else _way_to(stream.fileno())
        self._never_waits = self._fd != stream.fileno()

    @property
    def encoding(self) -> str:
        return self._encoding

    @property
    def behind(self) -> int:
        """How many bytes are buffered."""
        return len(self._waiting)

    def size(self) -> tuple[int, int]:
        """Columns and rows of the terminal, or 80 and 24 where it has none."""
        try:
            size = os.get_terminal_size(self._stream.fileno())
        except (OSError, ValueError):
            return 80, 24
        return size.columns or 80, size.lines or 24

    def obeys(self) -> bool:
        """Whether a terminal here obeys `control`. A console of Windows is switched to do so."""
        if sys.platform == "win32":
            import ctypes
            import msvcrt

            kernel, mode = ctypes.windll.kernel32, ctypes.c_ulong()
            handle = msvcrt.get_osfhandle(self._stream.fileno())
            if not kernel.GetConsoleMode(handle, ctypes.byref(mode)):
                return False
            return bool(kernel.SetConsoleMode(handle, mode.value | _OBEY_CONTROLS))
        return True

    def write(self, text: str, /) -> None:
        """Write text from any source, made harmless."""
        self.control(harmless(text, keep="\n\t"))

    def control(self, sequence: str) -> None:
        """Write an escape sequence of our own."""
        self._waiting += self.encoded(sequence)

    def encoded(self, sequence: str) -> bytes:
        """The bytes of this text for `put`."""
        return sequence.replace("\n", os.linesep).encode(self._encoding, "replace")

    def put(self, data: bytes) -> bool:
        """Write bytes in the stream's encoding; return whether all were taken."""
        if not self._waiting:
            data = data[self._at_once(data) :]
            if not data:
                return True
        self._waiting += data
        self.flush()
        return not self._waiting

    def flush(self) -> None:
        """Write as much of the buffer as is taken now."""
        self._hangs = not self.finish(0 if self._hangs else _MOMENT_S)

    def finish(self, seconds: float | None) -> bool:
        """Write the whole buffer, within `seconds` if given; return whether it was taken."""
        del self._waiting[: self._at_once(self._waiting)]  # mostly the whole buffer
        if not self._waiting:
            return True
        end_s = None if seconds is None else time.monotonic() + seconds
        while self._waiting:
            left_s = None if end_s is None else max(0.0, end_s - time.monotonic())
            if not self._ready(left_s):
                return False
            taken = self._send(bytes(self._waiting[:_AT_ONCE_BYTES]))
            if not taken and left_s == 0:
                return False
            del self._waiting[:taken]
        return True

    def last_words(self, sequence: str) -> None:
        """Write this even to a terminal that takes nothing; discard output it has not shown."""
        self._waiting.clear()
        self.control(sequence)
        if not self.finish(_LAST_WORDS_S):
            self._forget()
            self.finish(_LAST_WORDS_S)

    def _at_once(self, data: bytes | bytearray) -> int:
        """Write without `select`, where that cannot block; return how many bytes were taken."""
        if data and self._never_waits and self._fd is not None:
            with suppress(BlockingIOError):
                return os.write(self._fd, data)
        return 0

    def _ready(self, seconds: float | None) -> bool:
        return self._fd is None or bool(select.select([], [self._fd], [], seconds)[1])

    def _send(self, data: bytes) -> int:
        if self._fd is None:
            self._stream.buffer.write(data)
            self._stream.buffer.flush()
            return len(data)
        try:
            return os.write(self._fd, data)
        except BlockingIOError:
            # There is room for one byte, but not for a line end. `select` would return again at
            # once, since it only asks for one byte.
            time.sleep(_POLL_S)
            return 0

    def _forget(self) -> None:
        """Discard output that the terminal has not shown."""
        if sys.platform != "win32" and self._fd is not None:
            import termios

            with suppress(termios.error):
                termios.tcflush(self._fd, termios.TCOFLUSH)


def _way_to(fd: int) -> int:
    """A new, non-blocking descriptor of the terminal; the shell's own stays as it is.

    For a pipe or file it is `fd` itself: there a small write never blocks once `select` says so.
    """
    if sys.platform != "win32":
        with suppress(OSError):
            return os.open(os.ttyname(fd), os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK)
    return fd
