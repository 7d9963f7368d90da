"""Runs other programs with a time limit."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# A program that answers at all does so within some hundredths of a second.
WITHIN_S = 2.0


class RunResult(NamedTuple):
    """How a program ended, and its output. `code` is None if it is missing, or was too slow.

    `late` says that it was too slow.
    """

    code: int | None
    out: str = ""
    err: str = ""
    late: bool = False

    @property
    def told(self) -> str:
        """The failure in one line."""
        lines = (self.err.strip() or self.out.strip()).splitlines()
        return lines[-1] if lines else "no answer" if self.code is None else f"exit {self.code}"


def is_there(name: str) -> bool:
    """Whether this program exists. `shutil` is not used: it loads modules for archives."""
    folders = os.environ.get("PATH", os.defpath).split(os.pathsep)
    paths = (os.path.join(folder, name) for folder in folders)  # noqa: PTH118 - a Path takes longer
    return any(os.access(path, os.X_OK) for path in paths)


def ask(
    command: Sequence[str],
    *,
    said: str | None = None,
    within_s: float = 0,
    variables: Mapping[str, str] | None = None,
) -> RunResult:
    """Run this program to its end, in the C locale. `said` is its input.

    Without `within_s` its limit is `WITHIN_S`. Its environment has these `variables`, too.
    """
    try:
        done = subprocess.run(
            command,
            input=None if said is None else said.encode(),
            stdin=subprocess.DEVNULL if said is None else None,
            capture_output=True,
            timeout=within_s or WITHIN_S,
            env=os.environ | {"LC_ALL": "C"} | dict(variables or {}),
            start_new_session=True,
            # Otherwise Windows would open a window for it.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return RunResult(None, late=True)
    except (OSError, ValueError):  # no such program, or a word with a NUL
        return RunResult(None)
    return RunResult(done.returncode, decoded(done.stdout), decoded(done.stderr))


def decoded(printed: bytes, console: str = "oem" if sys.platform == "win32" else "utf-8") -> str:
    """The output as text. Windows' own programs print UTF-16, or the code page of a console."""
    if printed.startswith(b"\xff\xfe"):
        text = printed.decode("utf-16", "replace")
    elif printed[1:2] == b"\0":
        text = printed.decode("utf-16-le", "replace")
    else:
        try:
            text = printed.decode()
        except UnicodeDecodeError:
            text = printed.decode(console, "replace")
    return text.replace("\r\n", "\n")


def said_by(*command: str) -> str | None:
    """The output of this program; None if it is missing, fails, or takes too long."""
    if not is_there(command[0]):
        return None
    ran = ask(command)
    return ran.out if ran.code == 0 else None
