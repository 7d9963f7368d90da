"""The real program, run in a fork of a Python that stands by: half of a call is Python's own start.

The server has loaded the libraries that each command loads, and nothing of stretchcoach. For each
call it forks. The child gets streams, a folder and an environment of its own, and becomes what
`python -m stretchcoach` becomes; it loads stretchcoach anew, and ends as every Python ends.

What differs from a real start: those libraries are loaded before, and hashes are the same in all
calls. What Python and they decide as they start, such as encodings, is decided once. So no other
environment is served but the one that each test begins with, where only names differ that are
looked at when they are needed. Nor is a call that is given input: the streams are taken over.
"""

import atexit
import gc
import json
import os
import runpy
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from io import BytesIO, TextIOWrapper
from pathlib import Path
from struct import Struct

_LIBRARIES = ("platformdirs", "rich.console", "typer.main", "yaml")
_NEEDED_LATER = {
    *("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TMPDIR"),
    *("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"),
    *("STRETCH_HOME", "STRETCH_SOUND", "STRETCH_VOICE", "REDUCED_MOTION"),
    *("TERM", "COLUMNS", "LINES", "NO_COLOR", "DISPLAY", "PULSE_SERVER"),
    *("PATH", "EDITOR", "VISUAL", "PAGER", "LESS", "PYTEST_CURRENT_TEST"),
}
_NUMBER = Struct("i")
_Rest = frozenset[tuple[str, str]]
_usual: list[_Rest] = []


def begin_with(env: Mapping[str, str]) -> None:
    """The environment that a test begins with is this one."""
    _usual[:] = [_rest(env)]


def serves(env: Mapping[str, str]) -> bool:
    """Whether a call in this environment is the same in a fork."""
    return hasattr(os, "fork") and [_rest(env)] == _usual


def run(
    arguments: Sequence[str], env: Mapping[str, str], limit_s: float
) -> "subprocess.CompletedProcess[str]":
    """The program with these arguments to its end, as `subprocess.run` would do it."""
    code, *told = _server(_rest(env)).call(arguments, env, limit_s)
    texts = (TextIOWrapper(BytesIO(data), "utf-8", "replace").read() for data in told)
    return subprocess.CompletedProcess(arguments, code, *texts)


def _rest(env: Mapping[str, str]) -> _Rest:
    return frozenset((name, value) for name, value in env.items() if name not in _NEEDED_LATER)


class _Server:
    def __init__(self, rest: _Rest) -> None:
        self._socket, other = socket.socketpair()
        # Its streams are pipes and nothing, as those of its children: it is known from the start.
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(other.fileno())],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=[other.fileno()],
            env=dict(rest),
        )
        other.close()
        atexit.register(self._close)

    def call(
        self, arguments: Sequence[str], env: Mapping[str, str], limit_s: float
    ) -> tuple[int, bytes, bytes]:
        """The exit code of the program, and what it wrote."""
        end = time.monotonic() + limit_s
        order, out, err = os.pipe(), os.pipe(), os.pipe()
        theirs = [os.open(os.devnull, os.O_RDONLY), out[1], err[1], order[0]]
        socket.send_fds(self._socket, [b"!"], theirs)
        for fd in theirs:
            os.close(fd)
        with os.fdopen(order[1], "w", encoding="ascii") as file:
            json.dump((arguments, str(Path.cwd()), dict(env)), file)
        pid = self._number()
        told = {out[0]: b"", err[0]: b""}
        with selectors.DefaultSelector() as open_ones:
            for fd in told:
                open_ones.register(fd, selectors.EVENT_READ)
            while open_ones.get_map():
                ready = open_ones.select(max(0, end - time.monotonic()))
                if not ready:
                    with suppress(ProcessLookupError):
                        os.kill(pid, signal.SIGKILL)
                    self._number()
                    raise subprocess.TimeoutExpired(arguments, limit_s, *told.values())
                for key, _ in ready:
                    data = os.read(key.fd, 65_536)
                    told[key.fd] += data
                    if not data:
                        open_ones.unregister(key.fd)
                        os.close(key.fd)
        return self._number(), told[out[0]], told[err[0]]

    def _number(self) -> int:
        data = self._socket.recv(_NUMBER.size)
        assert data, self._process.communicate()
        return int(_NUMBER.unpack(data)[0])

    def _close(self) -> None:
        self._socket.close()
        with self._process:
            pass


_server = cache(_Server)


def _become(fds: Sequence[int]) -> None:
    """Take these streams, and an order from the last of these files."""
    with os.fdopen(fds[-1], encoding="ascii") as file:
        arguments, folder, env = json.load(file)
    for number, fd in enumerate(fds[:-1]):
        os.dup2(fd, number)
        os.close(fd)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    sys.argv[1:] = arguments
    sys.path[0] = folder


def _serve(orders: socket.socket) -> None:
    """Fork for each order; return in a child that is ready to run."""
    while True:
        data, fds, _, _ = socket.recv_fds(orders, 1, 4)
        if not data:
            sys.exit()
        pid = os.fork()
        if not pid:
            orders.close()
            return _become(fds)
        for fd in fds:
            os.close(fd)
        orders.sendall(_NUMBER.pack(pid))
        status = os.waitpid(pid, 0)[1]
        orders.sendall(_NUMBER.pack(os.waitstatus_to_exitcode(status)))


if __name__ == "__main__":
    for library in _LIBRARIES:
        import_module(library)
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("stretchcoach", run_name="__main__", alter_sys=True)
