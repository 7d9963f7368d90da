"""Finding routines by name: the built-in ones, and the person's own, which win."""

import os
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from stretchcoach.core.routine import Routine
from stretchcoach.errors import CoachError
from stretchcoach.files.routine_file import read_routine

_PACKAGE = Path(__file__).resolve().parent.parent


class Entry(NamedTuple):
    """A routine file in the library; `yours` if it is in the person's own folder."""

    name: str
    path: Path
    yours: bool


def built_in_folder() -> Path:
    """Beside the package in an installed one; in a checkout the top level's `routines/`."""
    installed = _PACKAGE / "routines"
    return installed if installed.is_dir() else _PACKAGE.parent / "routines"


def personal_folder() -> Path:
    """The person's own routines, under `STRETCH_HOME` where that is set."""
    home = _home()
    if home:
        return home / "routines"
    from platformdirs import user_config_path

    return user_config_path("stretchcoach", appauthor=False) / "routines"


def log_folder() -> Path:
    """Where the details of a defect are written."""
    home = _home()
    if home:
        return home / "log"
    from platformdirs import user_log_path

    return user_log_path("stretchcoach", appauthor=False)


def _home() -> Path | None:
    named = os.environ.get("STRETCH_HOME")
    return Path(named).expanduser() if named else None


def entries() -> list[Entry]:
    """Every routine there is, by name; a personal one hides a built-in one of its name."""
    found = {path.stem: Entry(path.stem, path, False) for path in _yaml_files(built_in_folder())}
    for path in _yaml_files(personal_folder()):
        found[path.stem] = Entry(path.stem, path, True)
    return [found[name] for name in sorted(found)]


def find(name_or_path: str) -> Routine:
    """The routine of this name or in this file. Raises CoachError, naming the nearest."""
    if _is_path(name_or_path):
        return read_routine(Path(name_or_path).expanduser())
    known = {entry.name: entry for entry in entries()}
    if name_or_path in known:
        return read_routine(known[name_or_path].path)
    near = get_close_matches(name_or_path.lower(), known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join(known)}."
    raise CoachError(f"There is no routine named {name_or_path!r}.", f"{hint} See: stretch list")


def _is_path(text: str) -> bool:
    return text.endswith((".yaml", ".yml")) or "/" in text or os.sep in text


def _yaml_files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    except OSError:
        return []  # no such folder, or none of our business: then there are no routines in it
