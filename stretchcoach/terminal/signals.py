"""Signals as something to be waited for, like keys, instead of something that strikes anywhere."""

import signal
import socket
from contextlib import suppress
from types import FrameType, TracebackType

# The ones that end a session; their default actions would leave the terminal as it is now.
ENDING = {
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGBREAK")
    if hasattr(signal, name)
}
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
        self._wake, self._woken = socket.socketpair()
        self._wake.setblocking(False)
        self._woken.setblocking(False)
        self.wake_fd = self._woken.fileno()
        self._wake_fd_before = -1

    def __enter__(self) -> "Signals":
        self._wake_fd_before = signal.set_wakeup_fd(self._wake.fileno(), warn_on_full_buffer=False)
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
        signal.set_wakeup_fd(self._wake_fd_before)
        self._wake.close()
        self._woken.close()

    def take(self) -> list[int]:
        """The signals caught since the last call, in order."""
        with suppress(BlockingIOError):
            self._woken.recv(4096)
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
