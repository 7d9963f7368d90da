"""A call in a fork is what a call of the real program is."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli import forked
from tests.cli.program import PROGRAM, environment, run

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")

# What a process is made of, as far as the program or a library could look at it.
LOOK = """
import json, os, signal, sys
{more}
streams = sys.stdin, sys.stdout, sys.stderr
print(json.dumps({{
    "streams": [
        (s.encoding, s.errors, s.line_buffering, s.write_through, s.newlines, s.isatty(), s.mode)
        for s in streams
    ],
    "signals": [str(signal.getsignal(number)) for number in signal.valid_signals()],
    "open": [number for number in range(20) if os.path.exists(f"/dev/fd/{{number}}")],
    "path": sys.path,
    "arguments": sys.argv,
    "flags": list(sys.flags),
    "name": __name__,
    "file": __file__,
    "main": sys.modules["__main__"].__file__,
    "folder": os.getcwd(),
    "environment": dict(os.environ),
    "group": os.getpgrp(),
    "mask": os.umask(0),
    "ours": [name for name in sys.modules if name.startswith("stretchcoach")],
}}))
"""


def real(arguments: Sequence[str]) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [*PROGRAM, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env=environment(),
        check=False,
    )


def instead(folder: Path, text: str) -> Path:
    """A program that is found in this folder instead of ours."""
    package = folder / "stretchcoach"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "__main__.py").write_text(text)
    return package / "__main__.py"


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("show", "upper-back"), ("pain", "add"), ("nothing",), ("--wrong",), ("due",)],
)
def test_it_says_and_ends_with_the_same(arguments: tuple[str, ...]) -> None:
    there = real(arguments)
    here = forked.run(arguments, environment(), 60)
    assert here.returncode == there.returncode
    assert (here.stdout, here.stderr) == (there.stdout.decode(), there.stderr.decode())


@pytest.mark.parametrize(
    "more",
    ["", "import atexit; atexit.register(print, 'over')", "sys.stdout.buffer.write(b'x\\r\\n')"],
)
def test_its_process_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    instead(tmp_path, LOOK.format(more=more))
    monkeypatch.chdir(tmp_path)
    there = real(["a", "\udcff"])
    here = forked.run(["a", "\udcff"], environment(), 60)
    assert there.returncode == 0
    assert (here.stdout, here.stderr) == (
        there.stdout.decode().replace("\r\n", "\n"),
        there.stderr.decode(),
    )
    assert '"ours": ["stretchcoach"]' in here.stdout
    assert f'"folder": {json.dumps(str(tmp_path))}' in here.stdout


@pytest.mark.parametrize(
    ("does", "code"), [("sys.exit('why')", 1), ("1 / 0", 1), ("os.kill(os.getpid(), 9)", -9)]
)
def test_it_ends_as_any_python_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, code: int
) -> None:
    instead(tmp_path, f"import os, sys\nprint('said', flush=True)\n{does}\n")
    monkeypatch.chdir(tmp_path)
    there, here = real([]), forked.run([], environment(), 60)
    assert here.returncode == there.returncode == code
    assert here.stdout == there.stdout.decode() == "said\n"
    assert here.stderr.splitlines()[-1:] == there.stderr.decode().splitlines()[-1:]


def test_what_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = instead(tmp_path, "import signal\nprint('begun', flush=True)\nsignal.pause()\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(subprocess.TimeoutExpired):
        forked.run([], environment(), 0)
    program.write_text("print('next')\n")
    assert forked.run([], environment(), 60).stdout == "next\n"


@pytest.mark.parametrize(
    "changes",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}, {"TZ": "UTC"}, {"PYTHONPATH": None}],
)
def test_where_python_would_start_otherwise_it_starts(changes: dict[str, str | None]) -> None:
    assert not forked.serves(environment(**changes))


def test_where_what_differs_is_needed_later_it_is_a_fork(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert forked.serves(environment(STRETCH_HOME=str(tmp_path), COLUMNS="30", PATH=None))
    monkeypatch.delattr(subprocess, "run")
    assert run("--version").returncode == 0
