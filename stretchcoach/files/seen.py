"""The file of the routines that were led before. If it cannot be read, it counts as empty."""

from contextlib import suppress
from pathlib import Path

from stretchcoach.core.routine import Routine
from stretchcoach.core.seen import line_of, with_it
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import data_folder
from stretchcoach.files.regular import read_regular
from stretchcoach.files.write import replace_file


def seen_path() -> Path:
    return data_folder() / "seen"


def is_seen(routine: Routine) -> bool:
    return line_of(routine) in _lines()


def note_seen(routine: Routine) -> None:
    """Note that this routine was led. Ignores OSError."""
    old = _lines()
    new = with_it(old, routine)
    if new != old:
        with suppress(OSError):
            seen_path().parent.mkdir(parents=True, exist_ok=True)
            replace_file(seen_path(), "".join(f"{line}\n" for line in new).encode(), lasting=False)


def _lines() -> tuple[str, ...]:
    try:
        data = read_regular(seen_path()).data
    except CoachError:
        return ()
    return tuple(data.decode(errors="replace").splitlines())
