"""Runs programs on a real pseudo-terminal, with a time stamp on all their output."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from report import MeasureError

COLUMNS, ROWS = 80, 24
_LIMIT_S = 20.0
_POLL_S = 0.001


class Chunk(NamedTuple):
    """The bytes of one read, and when they arrived."""

    at_s: float
    data: bytes


class Cost(NamedTuple):
    """The use of a process until now, with its threads and ended children."""

    at_s: float
    cpu_s: float
    wakeups: int


def environment(home: Path) -> dict[str, str]:
    """Our environment, without variables that affect the figures; `home` has compiled modules."""
    dropped = {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}
    dropped |= {"STRETCH_HOME", "NO_COLOR", "COLUMNS", "LINES"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    own = {"HOME": str(home), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    own |= {f"XDG_{kind}_HOME": str(home / kind) for kind in ("CONFIG", "DATA", "STATE", "CACHE")}
    return kept | own | {"PYTHONPYCACHEPREFIX": str(home / "compiled")}


def took_s(command: Sequence[str], home: Path) -> float:
    """How long the program takes to its end. It must succeed."""
    with Child(command, home) as child:
        seconds = child.gone() - child.started_s
    if child.code:
        raise MeasureError(f"{' '.join(command)}: exit code {child.code}")
    return seconds


class Child:
    """A program on a terminal of its own; end it with `gone` or `kill`."""

    def __init__(self, command: Sequence[str], home: Path) -> None:
        env = environment(home)
        self.chunks: list[Chunk] = []
        self._eof = False
        self.code: int | None = None
        self.started_s = time.monotonic()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
                os.chdir(home)  # not a checkout, which `python -m` would import from
                os.execve(command[0], list(command), env)
            finally:
                os._exit(127)

    def __enter__(self) -> "Child":
        return self

    def __exit__(self, *_: object) -> None:
        if self.code is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._fd)

    def send(self, key: bytes) -> float:
        """Type a key; return the moment before."""
        at_s = time.monotonic()
        os.write(self._fd, key)
        return at_s

    def signal(self, number: int) -> float:
        at_s = time.monotonic()
        os.kill(self.pid, number)
        return at_s

    def attributes(self) -> list[Any]:
        """The terminal's modes: echo, line mode, signal keys."""
        return termios.tcgetattr(self._fd)

    def until(self, mark: bytes, limit_s: float = _LIMIT_S) -> float:
        """Read until the program has written this since the call; return that moment."""
        end_s, seen = time.monotonic() + limit_s, b""
        while time.monotonic() < end_s and not self._eof:
            chunk = self._read(end_s - time.monotonic())
            if chunk:
                seen += chunk.data
                if mark in seen:
                    return chunk.at_s
        tail = b"".join(chunk.data for chunk in self.chunks)[-200:]
        raise MeasureError(f"{mark!r} did not appear on the terminal; last was {tail!r}")

    def drain(self, seconds: float) -> None:
        """Go on reading for so long."""
        end_s = time.monotonic() + seconds
        while (left_s := end_s - time.monotonic()) > 0:
            if self._eof:
                time.sleep(left_s)
            else:
                self._read(left_s)

    def watch(self, seconds: float) -> None:
        """Go on reading for so long, without sleep: late wake-ups would be in each stamp."""
        end_s = time.monotonic() + seconds
        while time.monotonic() < end_s and not self._eof:
            self._read(0)
        time.sleep(max(0.0, end_s - time.monotonic()))

    def gone(self, limit_s: float = _LIMIT_S) -> float:
        """Read until the process has ended; return that moment."""
        end_s = time.monotonic() + limit_s
        while time.monotonic() < end_s:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            at_s = time.monotonic()
            if pid:
                self.code = os.waitstatus_to_exitcode(status)
                return at_s
            if self._eof:
                time.sleep(_POLL_S / 5)
            else:
                self._read(_POLL_S)
        raise MeasureError("the process did not end")

    def rest(self) -> bytes:
        """All output, with the rest that is still in the terminal after the end."""
        while not self._eof and self._read(0):
            pass
        return b"".join(chunk.data for chunk in self.chunks)

    def _read(self, seconds: float) -> Chunk | None:
        if not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return None
        at_s = time.monotonic()
        data = b""
        with suppress(OSError):  # EIO: nobody has the terminal open any more
            data = os.read(self._fd, 65_536)
        if not data:
            self._eof = True
            return None
        self.chunks.append(Chunk(at_s, data))
        return self.chunks[-1]

    def cost(self) -> Cost:
        folder = _proc(self.pid)
        numbers = (folder / "stat").read_text().rpartition(")")[2].split()[11:15]
        wakeups = 0
        for task in (folder / "task").iterdir():
            with suppress(OSError):  # a thread that has just ended
                wakeups += _status(task, "voluntary_ctxt_switches")
        ticks = sum(map(int, numbers))  # user, system, and both of the children waited for
        return Cost(time.monotonic(), ticks / os.sysconf("SC_CLK_TCK"), wakeups)

    def peak_kb(self) -> int:
        return _status(_proc(self.pid), "VmHWM")

    def children(self) -> list[int]:
        """The children of this process that still run."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
                if int(parent) == self.pid and state != "Z":
                    found.append(int(folder.name))
        return found


def running(pid: int) -> bool:
    """Whether a process runs, and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _proc(pid: int) -> Path:
    folder = Path(f"/proc/{pid}")
    if not folder.exists():
        raise MeasureError("CPU, wake-ups and memory are read from /proc, which is not here")
    return folder


def _status(folder: Path, name: str) -> int:
    for line in (folder / "status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise MeasureError(f"/proc has no {name}")


@contextmanager
def burners(home: Path, limit_s: float) -> Iterator[None]:
    """Keep every core busy, but no longer than this, even if we are killed."""
    loop = f"import time\nend = time.monotonic() + {limit_s}\nwhile time.monotonic() < end: pass"
    command = [sys.executable, "-c", loop]
    children = [Child(command, home) for _ in range(os.cpu_count() or 1)]
    try:
        time.sleep(0.5)
        yield
    finally:
        for child in children:
            child.__exit__()
