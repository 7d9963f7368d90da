"""Asking other programs, for a bounded time."""

import os
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from typing import NamedTuple

# A program that answers at all does so within some hundredths of a second.
WITHIN_S = 2.0


class Answer(NamedTuple):
    """How a program ended, and what it said; `code` is None where it was not there, or too slow."""

    code: int | None
    out: str = ""
    err: str = ""

    @property
    def told(self) -> str:
        """In one line, what went wrong."""
        lines = (self.err.strip() or self.out.strip()).splitlines()
        return lines[-1] if lines else "no answer" if self.code is None else f"exit {self.code}"


def is_there(name: str) -> bool:
    """Whether this can be run. By hand: `shutil` loads what packs files, which takes long."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    return any(os.access(os.path.join(folder, name), os.X_OK) for folder in folders)  # noqa: PTH118


def ask(command: Sequence[str], *, said: str | None = None, within_s: float = 0) -> Answer:
    """Run this program to its end, in the C locale; `said` is what it reads.

    Without `within_s` it may take `WITHIN_S`.
    """
    with suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(
            command,
            input=said,
            stdin=subprocess.DEVNULL if said is None else None,
            capture_output=True,
            timeout=within_s or WITHIN_S,
            encoding="utf-8",
            errors="replace",
            env=os.environ | {"LC_ALL": "C"},
            start_new_session=True,
            check=False,
        )
        return Answer(done.returncode, done.stdout, done.stderr)
    return Answer(None)


def said_by(*command: str) -> str | None:
    """What this program says; None where it is not there, fails, or takes too long."""
    if not is_there(command[0]):
        return None
    answer = ask(command)
    return answer.out if answer.code == 0 else None
