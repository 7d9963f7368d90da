"""Writes to the disk while a session goes on."""

from collections.abc import Callable
from threading import Thread


class Background:
    """Runs jobs one after the other, each on a thread, since a disk may be slow.

    `fault` says why the last failed job has failed. No thread is abandoned at the end: if Ctrl-C
    ends our wait, Python itself waits for it.
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
            except Exception as error:  # a thread's traceback would spoil the screen
                self.fault = f"{type(error).__name__}: {error}"

        self._last = Thread(target=guarded)
        try:
            self._last.start()
        except RuntimeError:  # no thread can be started
            self._last = None
            guarded()

    def wait(self) -> None:
        """Return when all jobs are done."""
        if self._last is not None:
            self._last.join()
