"""The real program as a process of its own, without a terminal."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence

from tests.cli import forked

PROGRAM = (sys.executable, "-m", "stretchcoach")
_LIMIT_S = 60.0


def environment(**changes: str | None) -> dict[str, str]:
    """This process's environment as a person's terminal would have it; None takes a name out."""
    merged: dict[str, str | None] = {**os.environ, "TERM": "xterm-256color", **changes}
    return {name: value for name, value in merged.items() if value is not None}


def run(
    *arguments: str,
    stdin: str | None = None,
    env: Mapping[str, str] | None = None,
    program: Sequence[str] = PROGRAM,
) -> "subprocess.CompletedProcess[str]":
    """The real program without a terminal, to its end; in a fork, where that is the same."""
    env = environment() if env is None else env
    if program is PROGRAM and stdin is None and forked.serves(env):
        return forked.run(arguments, env, _LIMIT_S)
    return subprocess.run(
        [*program, *arguments],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=_LIMIT_S,
        env=env,
        check=False,
    )


def shell(line: str, env: Mapping[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    """A line of shell in which `stretch` is the real program."""
    defined = f'stretch() {{ {shlex.join(PROGRAM)} "$@"; }}\n{line}'
    return run("-c", defined, program=("bash", "--norc"), env=env)
