"""The ticks as a marked block in the person's crontab, where there is no systemd."""

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from stretchcoach.errors import CoachError
from stretchcoach.system.running import ask, is_there
from stretchcoach.system.scheduled import Scheduled, environment_of

_FIRST = "# >>> stretch remind: written by `stretch remind on`, taken away by `stretch remind off`"
_LAST = "# <<< stretch remind"
_BLOCK = re.compile(rf"^{re.escape(_FIRST)}\n.*?^{re.escape(_LAST)}\n", re.MULTILINE | re.DOTALL)
_WITHIN_S = 10.0
_PROCESSES = Path("/proc")
_CRONS = {"cron", "crond", "fcron", "bcron-sched"}


def is_here() -> bool:
    return is_there("crontab")


def block(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """Our lines of the crontab."""
    variables = "".join(f"{name}={shlex.quote(value)} " for name, value in environment.items())
    # For cron, a percent sign ends the command.
    run = f"{variables}{shlex.join(command)}".replace("%", "\\%")
    return f"{_FIRST}\n*/10 * * * * {run} >/dev/null 2>&1\n{_LAST}\n"


def with_block(table: str, lines: str) -> str:
    """The table with these lines in place of our old ones."""
    table = _BLOCK.sub("", table)
    apart = "\n" if table and not table.endswith("\n") and lines else ""
    return f"{table}{apart}{lines}"


def install(command: Sequence[str]) -> None:
    """Write the block. Raises CoachError."""
    _write(with_block(_table(), planned(command)))


def planned(command: Sequence[str]) -> str:
    """The lines that `install` would add."""
    return block(command, environment_of(os.environ, shown={}, bus=True))


def remove() -> bool:
    """Remove the block; return whether there was one. Raises CoachError."""
    table = _table() if is_here() else ""
    if not _BLOCK.search(table):
        return False
    _write(with_block(table, ""))
    return True


def found() -> Scheduled | None:
    match = None
    with suppress(CoachError):
        match = _BLOCK.search(_table()) if is_here() else None
    if match is None:
        return None
    try:
        words = shlex.split(match[0].splitlines()[1].replace("\\%", "%"))[5:]
    except ValueError:
        words = []
    program = next((word for word in words if not re.match(r"[A-Z_]+=", word)), "")
    doubt = "no cron is seen to run here" if is_run(_PROCESSES) is False else ""
    return Scheduled(
        "cron", "the block in crontab -l", active=True, next=None, program=program, doubt=doubt
    )


def is_run(processes: Path) -> bool | None:
    """Whether a cron program runs; None if other people's processes are hidden.

    In a container, for example, there may be a crontab, but no program that reads it.
    """
    names = set()
    for process in processes.glob("[0-9]*/comm"):
        with suppress(OSError):  # the process has ended meanwhile
            names.add(process.read_text(encoding="utf-8", errors="replace").strip())
    if names & _CRONS:
        return True
    return False if (processes / "1" / "comm").exists() else None


def _table() -> str:
    """The present table. Raises CoachError if it is not known, since it must not be lost."""
    ran = ask(("crontab", "-l"), within_s=_WITHIN_S)
    if ran.code == 0:
        return ran.out
    if "no crontab" in ran.err.lower():
        return ""
    raise CoachError(f"The crontab cannot be read: {ran.told}.")


def _write(table: str) -> None:
    command = ("crontab", "-") if table.strip() else ("crontab", "-r")
    ran = ask(command, said=table if table.strip() else None, within_s=_WITHIN_S)
    if ran.code != 0:
        raise CoachError(f"The crontab was not changed: {ran.told}.")
