"""Signals as something to be waited for, like keys, instead of something that strikes anywhere."""

import os
import signal
import sys
from contextlib import suppress
from types import FrameType, TracebackType

# The ones that end a session; their default actions would leave the terminal as it is now.
ENDING = {
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
    if hasattr(signal, name)
}
HANGUP = 1  # the number of SIGHUP, also where there is none
SUSPEND = getattr(signal, "SIGTSTP", None)
RESUME = getattr(signal, "SIGCONT", None)
_RESIZE = getattr(signal, "SIGWINCH", None)


class Signals:
    """While entered, signals are noted and make `wake_fd` readable; `take` hands them over."""

    def __init__(self) -> None:
        others = {number for number in (SUSPEND, RESUME, _RESIZE) if number is not None}
        self._numbers = ENDING | others
        self._before: dict[int, object] = {}
        self._caught: list[int] = []
        # Windows can wait for sockets only, and there the keyboard is asked again and again anyway.
        self._pipe = None if sys.platform == "win32" else os.pipe()
        self.wake_fd = self._pipe[0] if self._pipe else None
        self._wake_fd_before = -1

    def __enter__(self) -> "Signals":
        if self._pipe:
            for fd in self._pipe:
                os.set_blocking(fd, False)
            self._wake_fd_before = signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        for number in self._numbers:
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type]
        if self._pipe:
            signal.set_wakeup_fd(self._wake_fd_before)
            for fd in self._pipe:
                os.close(fd)

    def take(self) -> list[int]:
        """The signals caught since the last call, in order."""
        if self._pipe:
            with suppress(BlockingIOError):
                os.read(self._pipe[0], 4096)
        caught, self._caught = self._caught, []
        return caught

    def stop_here(self) -> None:
        """Let SIGTSTP do what it does by default; returns when the process is continued."""
        if SUSPEND is None:
            return
        signal.signal(SUSPEND, signal.SIG_DFL)
        signal.raise_signal(SUSPEND)
        signal.signal(SUSPEND, self._note)

    def _note(self, number: int, _: FrameType | None) -> None:
        self._caught.append(number)
