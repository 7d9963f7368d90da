"""The program's folders, and the routines in them: built-in ones and personal ones, which win."""

import os
from pathlib import Path
from typing import NamedTuple

from stretchcoach.errors import CoachError

_PACKAGE = Path(__file__).resolve().parent.parent
SCHEMA_NAME = "routine.schema.json"


class Entry(NamedTuple):
    """A routine file that can be found by name. `yours` means: in the person's own folder."""

    name: str
    path: Path
    yours: bool
    hides_built_in: bool = False


class Known(NamedTuple):
    """The routines that were in the folders when we looked, by name."""

    built_in: dict[str, Entry]
    yours: dict[str, Entry]

    def entries(self) -> list[Entry]:
        """Every routine by name; a personal one hides a built-in one of its name."""
        found = self.built_in | self.yours
        return [found[name] for name in sorted(found)]

    def extended_by(self, child: Path, name: str) -> Path | None:
        """The file that `child` extends by this name. It is never `child` itself.

        A built-in routine extends only built-in ones, so that a person's own cannot change it.
        """
        is_built_in = any(entry.path == child for entry in self.built_in.values())
        for entries in (self.built_in,) if is_built_in else (self.yours, self.built_in):
            entry = entries.get(name)
            if entry is not None and not _is_same(entry.path, child):
                return entry.path
        return None


def built_in_folder() -> Path:
    """`routines/` in the installed package, or at the top level of a checkout."""
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
    """The file of the person's settings."""
    return _config_folder() / "settings.yaml"


def log_folder() -> Path:
    """Where the details of a defect are written."""
    home = _home()
    if home:
        return home / "log"
    from platformdirs import user_log_path

    return user_log_path("stretchcoach", appauthor=False)


def data_folder() -> Path:
    """Where the history and the memory are kept."""
    home = _home()
    if home:
        return home / "data"
    from platformdirs import user_data_path

    return user_data_path("stretchcoach", appauthor=False)


def cache_folder() -> Path:
    """The cache of decoded routines and sounds. All of it can be made again."""
    home = _home()
    if home:
        return home / "cache"
    from platformdirs import user_cache_path

    return user_cache_path("stretchcoach", appauthor=False)


def look() -> Known:
    """Look into both folders. A command does so once."""
    built_in = _yaml_files(built_in_folder())
    return Known(
        {name: Entry(name, path, yours=False) for name, path in built_in.items()},
        {
            name: Entry(name, path, yours=True, hides_built_in=name in built_in)
            for name, path in _yaml_files(personal_folder()).items()
        },
    )


def expanded(path: str) -> Path:
    """The path with `~` expanded. Raises CoachError where there is no such home folder."""
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
        return {}  # no such folder, or one that we may not read
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
        return False  # reading the file reports the fault
