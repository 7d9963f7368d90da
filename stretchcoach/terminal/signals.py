"""Signals as events to wait for, like keys, instead of interruptions anywhere in the code."""

import os
import signal
import sys
from contextlib import suppress
from types import FrameType, TracebackType


def _numbers(*names: str) -> set[int]:
    return {getattr(signal, name) for name in names if hasattr(signal, name)}


SUSPEND = getattr(signal, "SIGTSTP", None)
RESUME = getattr(signal, "SIGCONT", None)
HANGUP = 1  # the number of SIGHUP, which Windows lacks
_OTHERS = _numbers("SIGTSTP", "SIGCONT", "SIGWINCH")
# Signals that by default are ignored or stop the process; that cannot be caught; or that report a
# crash of Python, after which the program cannot go on.
_NOT_ENDING = _numbers("SIGCHLD", "SIGCLD", "SIGURG", "SIGINFO", "SIGTTIN", "SIGTTOU")
_NOT_ENDING |= _numbers("SIGKILL", "SIGSTOP")
_NOT_ENDING |= _numbers("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGABRT", "SIGTRAP", "SIGSYS")
# Signals that end a session. Their default action would not restore the terminal.
ENDING = {int(number) for number in signal.valid_signals()} - _OTHERS - _NOT_ENDING


class Signals:
    """While entered, signals are noted and make `wake_fd` readable; `take` returns them.

    A signal that was ignored before, as by `nohup`, stays ignored.
    """

    def __init__(self) -> None:
        self._before: dict[int, object] = {}
        self._caught: list[int] = []
        # Windows can wait for sockets only. There the keyboard is polled.
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
                with suppress(OSError, ValueError):  # one that the system reserves
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
        """Whether there are signals to take."""
        return bool(self._caught)

    def take(self) -> list[int]:
        """The signals caught since the last call, in order."""
        if self._pipe:
            with suppress(BlockingIOError):
                os.read(self._pipe[0], 4096)
        caught, self._caught = self._caught, []
        return caught

    def stop_here(self) -> None:
        """Suspend the process by SIGTSTP's default action; return once it is continued."""
        if SUSPEND is None:
            return
        signal.signal(SUSPEND, signal.SIG_DFL)
        signal.raise_signal(SUSPEND)
        signal.signal(SUSPEND, self._catch)

    def _catch(self, number: int, _: FrameType | None) -> None:
        self._caught.append(number)
