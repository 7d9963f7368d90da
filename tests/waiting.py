"""Waiting for something to become true, for as long as it takes but not for ever."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event


def until(is_so: Callable[[], object], what: str, seconds: float = 20) -> None:
    """Return once `is_so()`; fail the test, saying what was awaited, if that never comes."""
    end = time.monotonic() + seconds
    nothing = Event()
    while not is_so():
        assert time.monotonic() < end, f"waited {seconds} s in vain: {what}"
        nothing.wait(0.01)


class Latch:
    """A file at which another program waits until this is opened, or closed with the test.

    `wait` is that program's Python.
    """

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.wait = f"open({str(path)!r}).read()"
        self._path = path
        # Open for both, it waits for nobody; and readers wait for as long as it is.
        self._end: int | None = os.open(path, os.O_RDWR)

    def open(self) -> None:
        """Let all go on who wait, and all who come."""
        empty = self._path.with_name(f"{self._path.name}-opened")
        empty.touch()
        empty.replace(self._path)
        self.close()

    def close(self) -> None:
        """Let all go on who wait."""
        if self._end is not None:
            os.close(self._end)
            self._end = None
