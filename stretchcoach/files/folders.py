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


class Known(NamedTuple):
    """The routines that there were at one look into the folders, by name."""

    built_in: dict[str, Entry]
    yours: dict[str, Entry]

    def entries(self) -> list[Entry]:
        """Every routine by name; a personal one hides a built-in one of its name."""
        found = self.built_in | self.yours
        return [found[name] for name in sorted(found)]

    def extended_by(self, child: Path, name: str) -> Path | None:
        """The file that is meant where `child` extends this name; a child never means itself.

        A built-in child stays as it is, whatever a person makes of the routine that it extends.
        """
        is_built_in = any(entry.path == child for entry in self.built_in.values())
        for entries in (self.built_in,) if is_built_in else (self.yours, self.built_in):
            entry = entries.get(name)
            if entry is not None and not _is_same(entry.path, child):
                return entry.path
        return None


def built_in_folder() -> Path:
    """Beside the package in an installed one; in a checkout the top level's `routines/`."""
    installed = _PACKAGE / "routines"
    return installed if installed.is_dir() else _PACKAGE.parent / "routines"


def _config_folder() -> Path:
    home = _home()
    if home:
        return home
    from platformdirs import user_config_path

    return user_config_path("stretchcoach", appauthor=False)


def personal_folder() -> Path:
    """The person's own routines, under `STRETCH_HOME` where that is set."""
    return _config_folder() / "routines"


def settings_path() -> Path:
    """The file of what the person has settled for good."""
    return _config_folder() / "settings.yaml"


def log_folder() -> Path:
    """Where the details of a defect are written."""
    home = _home()
    if home:
        return home / "log"
    from platformdirs import user_log_path

    return user_log_path("stretchcoach", appauthor=False)


def data_folder() -> Path:
    """Where the program keeps what it must not forget."""
    home = _home()
    if home:
        return home / "data"
    from platformdirs import user_data_path

    return user_data_path("stretchcoach", appauthor=False)


def cache_folder() -> Path:
    """Where decoded routines and spoken words are kept; all in it can be made again."""
    home = _home()
    if home:
        return home / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("stretchcoach", appauthor=False)


def look() -> Known:
    """Look into both folders; a command looks once."""
    built_in = _yaml_files(built_in_folder())
    return Known(
        {name: Entry(name, path, yours=False) for name, path in built_in.items()},
        {
            name: Entry(name, path, yours=True, hides_built_in=name in built_in)
            for name, path in _yaml_files(personal_folder()).items()
        },
    )


def expanded(path: str) -> Path:
    """The path with `~` as the folder it means. Raises CoachError where that is nobody's."""
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise CoachError(f"{path} is nobody's home folder.", "Write the path out.") from None


def _home() -> Path | None:
    named = os.environ.get("STRETCH_HOME")
    return expanded(named) if named else None


def _yaml_files(folder: Path) -> dict[str, Path]:
    """The routine files in a folder by name: `x.yaml` rather than `x.yml`, and no hidden ones."""
    try:
        names = os.listdir(folder)  # noqa: PTH208 - names are all we need
    except OSError:
        return {}  # no such folder, or one that we may not read: it has no routines
    found = {}
    for suffix in (".yml", ".yaml"):
        for name in sorted(names):
            if name.endswith(suffix) and not name.startswith("."):
                found[name.removesuffix(suffix)] = folder / name
    return found


def _is_same(one: Path, other: Path) -> bool:
    try:
        return one == other or one.samefile(other)
    except (OSError, ValueError):
        return False  # the fault is told when the file is read
