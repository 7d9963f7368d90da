"""Signals as something to be waited for, like keys, instead of something that strikes anywhere."""

import os
import signal
import sys
from contextlib import suppress
from types import FrameType, TracebackType


def _numbers(*names: str) -> set[int]:
    return {getattr(signal, name) for name in names if hasattr(signal, name)}


SUSPEND = getattr(signal, "SIGTSTP", None)
RESUME = getattr(signal, "SIGCONT", None)
HANGUP = 1  # the number of SIGHUP, also where there is none
_OTHERS = _numbers("SIGTSTP", "SIGCONT", "SIGWINCH")
# What does nothing or stops by default, what cannot be caught, and what tells of a crash of Python,
# to which there is no coming back.
_NOT_ENDING = _numbers("SIGCHLD", "SIGCLD", "SIGURG", "SIGINFO", "SIGTTIN", "SIGTTOU")
_NOT_ENDING |= _numbers("SIGKILL", "SIGSTOP")
_NOT_ENDING |= _numbers("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGTRAP", "SIGSYS")
# The ones that end a session: their default actions would leave the terminal as it is now.
ENDING = {int(number) for number in signal.valid_signals()} - _OTHERS - _NOT_ENDING


class Signals:
    """While entered, signals are noted and make `wake_fd` readable; `take` hands them over.

    What was ignored before, as by `nohup`, stays ignored.
    """

    def __init__(self) -> None:
        self._before: dict[int, object] = {}
        self._caught: list[int] = []
        # Windows can wait for sockets only, and there the keyboard is asked again and again anyway.
        self._pipe = None if sys.platform == "win32" else os.pipe()
        self.wake_fd = self._pipe[0] if self._pipe else None
        self._wake_fd_before = -1

    def __enter__(self) -> "Signals":
        if sys.platform != "win32" and self._pipe:
            for fd in self._pipe:
                os.set_blocking(fd, False)
            self._wake_fd_before = signal.set_wakeup_fd(self._pipe[1], warn_on_full_buffer=False)
        for number in ENDING | _OTHERS:
            before = signal.getsignal(number)
            if before not in (signal.SIG_IGN, None):
                with suppress(OSError, ValueError):  # one that the system keeps for itself
                    signal.signal(number, self._catch)
                    self._before[number] = before
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

    @property
    def caught(self) -> bool:
        """Whether there is something to take."""
        return bool(self._caught)

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
        signal.signal(SUSPEND, self._catch)

    def _catch(self, number: int, _: FrameType | None) -> None:
        self._caught.append(number)
