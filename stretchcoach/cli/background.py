"""Writes to the disk while a session goes on."""

from collections.abc import Callable
from threading import Thread


class Background:
    """Does one thing after the other, each on a thread, since a disk may take its time.

    `fault` says in words why the last one that failed has. A thread is not given up at the end:
    where Ctrl-C ends the waiting for it, Python itself waits on.
    """

    def __init__(self) -> None:
        self._last: Thread | None = None
        self.fault = ""

    def do(self, work: Callable[[], None]) -> None:
        before = self._last

        def guarded() -> None:
            if before is not None:
                before.join()
            try:
                work()
            except OSError as error:
                self.fault = error.strerror or str(error)
            except Exception as error:  # no picture is to be spoilt by what a thread has to say
                self.fault = f"{type(error).__name__}: {error}"

        self._last = Thread(target=guarded)
        try:
            self._last.start()
        except RuntimeError:  # no thread can be had
            self._last = None
            guarded()

    def wait(self) -> None:
        """Return when all of it is done."""
        if self._last is not None:
            self._last.join()
