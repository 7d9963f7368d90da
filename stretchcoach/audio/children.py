"""Child processes: they cannot touch our terminal, and they end when we end.

They read no keys and write nothing to the screen. Ctrl-C and Ctrl-Z reach us alone. Each child
leads a process group. So its own children, as those of a wrapper script, are ended with it.

After `kill -9` no code of ours can run. So a shell, the guard, keeps a list of the children. We
send the list through a pipe. When we are gone, the pipe closes, and the guard ends the children.
On Linux `preexec_fn` could do that, but it costs 3 ms a child, and is unsafe in a process with
threads.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import Protocol

# How long a child may take to end before it is killed.
ENDS_WITHIN_S = 0.05
# How much of a program's output is kept.
_KEPT_BYTES = 64 * 1024

_GUARD = """
last=
while read -r groups; do last=$groups; done
[ "$last" ] || exit
kill -s TERM -- $last
command -p sleep 0.2
kill -s KILL -- $last
"""
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)

Child = subprocess.Popen[bytes]


class Waited(Protocol):
    """A child process, or a sound that plays within this process."""

    def wait(self) -> int: ...


class Children:
    """The child processes of one session. `close` ends them, and lets no more begin."""

    def __init__(self) -> None:
        self._running: dict[int, Child] = {}
        self._guard: Child | None = None
        self._closed = False
        self._lock = threading.Lock()  # guards the three above

    @property
    def closed(self) -> bool:
        return self._closed

    def __enter__(self) -> "Children":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self, command: Sequence[str], *, talks: bool = False) -> Child:
        """Start a program. If it `talks`, its stdin and stdout are pipes to us.

        Raises OSError where it cannot be started.
        """
        with self._lock:
            self._post_guard()
        stream = subprocess.PIPE if talks else subprocess.DEVNULL
        child = subprocess.Popen(
            command,
            bufsize=0,
            stdin=stream,
            stdout=stream,
            stderr=subprocess.STDOUT if talks else stream,
            start_new_session=True,
            creationflags=_NO_WINDOW,
        )
        with self._lock:
            self._running[child.pid] = child
            self._tell_guard()
            closed = self._closed
        if closed:
            kill(child)
        return child

    def forget(self, child: Child) -> None:
        """Reap a child that has ended. Processes that it left running are killed first."""
        with self._lock:
            if self._running.pop(child.pid, None) is None:
                return
            kill(child)
            with suppress(subprocess.TimeoutExpired):
                child.wait(ENDS_WITHIN_S)
            self._tell_guard()

    def close(self) -> None:
        with self._lock:
            self._closed = True
            running = list(self._running.values())
        for child in running:
            kill(child)
        for child in running:
            self.forget(child)
        with self._lock:
            guard, self._guard = self._guard, None
        if guard is not None and guard.stdin is not None:
            guard.stdin.close()
            with suppress(subprocess.TimeoutExpired):
                guard.wait(ENDS_WITHIN_S)

    def _post_guard(self) -> None:
        if self._guard is not None or self._closed or os.name != "posix":
            return
        # Without a guard, orphaned sounds end by themselves after some seconds.
        with suppress(OSError):
            self._guard = subprocess.Popen(
                ["/bin/sh", "-c", _GUARD],
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )

    def _tell_guard(self) -> None:
        if self._guard is not None and self._guard.stdin is not None:
            groups = " ".join(f"-{pid}" for pid in self._running)
            with suppress(OSError):  # somebody has ended the guard
                self._guard.stdin.write(f"{groups}\n".encode())


def terminate(child: Child) -> None:
    """Terminate a child and all processes that it started."""
    _signal(child, signal.SIGTERM)


def kill(child: Child) -> None:
    """Kill a child and all processes that it started."""
    _signal(child, getattr(signal, "SIGKILL", signal.SIGTERM))


def _signal(child: Child, number: int) -> None:
    if child.returncode is not None:
        return  # it was reaped: another process may have its number by now
    # macOS raises PermissionError for a group that has ended.
    with suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(child.pid, number)
        else:
            child.terminate()


def until_ended(process: "Waited") -> None:
    """Wait for the end of a process. A child is not reaped here where possible: see `forget`."""
    if isinstance(process, subprocess.Popen) and hasattr(os, "waitid"):
        with suppress(ChildProcessError):
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    else:
        process.wait()


def ends_within(process: "Waited", limit_s: float) -> bool:
    """Whether a process ends in time. Raises RuntimeError where no thread can be started."""
    waiter = threading.Thread(target=until_ended, args=(process,), daemon=True)
    waiter.start()
    waiter.join(limit_s)
    return not waiter.is_alive()


def answer(
    children: Children, command: Sequence[str], told: str, limit_s: float
) -> tuple[int, str]:
    """Write to a program's stdin; return its exit code and the beginning of its output.

    Raises TimeoutError where it does not end in time; OSError, RuntimeError where it cannot start.
    """
    child = children.start(command, talks=True)
    kept = bytearray()
    listener = threading.Thread(target=listen, args=(child, kept), daemon=True)
    try:
        listener.start()
        _tell(child, told)
        listener.join(limit_s)
        if listener.is_alive():
            raise TimeoutError
    finally:
        children.forget(child)
    return child.returncode, kept.decode("utf-8", "replace")


def _tell(child: Child, told: str) -> None:
    assert child.stdin is not None
    with suppress(OSError), child.stdin:  # it reads no more: its exit code says why
        child.stdin.write(told.encode())


def listen(child: Child, kept: bytearray) -> None:
    """Read the output of a child until it ends, and keep the first `_KEPT_BYTES` of it."""
    assert child.stdout is not None
    with child.stdout:
        while data := child.stdout.read(_KEPT_BYTES):
            kept += data[: _KEPT_BYTES - len(kept)]
    until_ended(child)
