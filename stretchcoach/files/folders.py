"""Where routines lie: the built-in ones, and the person's own, which win."""

import os
from pathlib import Path
from typing import NamedTuple

from stretchcoach.errors import CoachError

_PACKAGE = Path(__file__).resolve().parent.parent
SCHEMA_NAME = "routine.schema.json"


class Entry(NamedTuple):
    """A routine file that can be found by name; `yours` if it is in the person's own folder."""

    name: str
    path: Path
    yours: bool
    hides_built_in: bool = False


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


def cache_folder() -> Path:
    """Where the voice keeps what it has said; all in it can be made again."""
    home = _home()
    if home:
        return home / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("stretchcoach", appauthor=False)


def entries() -> list[Entry]:
    """Every routine there is, by name; a personal one hides a built-in one of its name."""
    found = built_in_entries()
    for path in _yaml_files(personal_folder()):
        found[path.stem] = Entry(path.stem, path, True, path.stem in found)
    return [found[name] for name in sorted(found)]


def built_in_entries() -> dict[str, Entry]:
    """The routines that come with the program, by name."""
    return {path.stem: Entry(path.stem, path, False) for path in _yaml_files(built_in_folder())}


def expanded(path: str) -> Path:
    """The path with `~` as the folder it means. Raises CoachError where that is nobody's."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise CoachError(f"{path} is nobody's home folder.", "Write the path out.") from None


def _home() -> Path | None:
    named = os.environ.get("STRETCH_HOME")
    return expanded(named) if named else None


def _yaml_files(folder: Path) -> list[Path]:
    try:
        return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    except OSError:
        return []  # no such folder, or none of our business: then there are no routines in it
