"""The person's settings, from their file and the environment.

The file's decoded values are cached as routines are, so that a session need not load yaml.
"""

import os
from contextlib import suppress
from typing import NamedTuple

from stretchcoach.core.settings import Settled, Values, settled
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import cache_folder, settings_path
from stretchcoach.files.kept import is_old_enough, load, save
from stretchcoach.files.regular import is_missing, read_regular, stamp_of


class SettingsFile(NamedTuple):
    """The valid values of the file, and messages about the others.

    `unknown` are messages about keys that another version may know.
    """

    values: Values
    faults: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def settled_here() -> tuple[Settled, SettingsFile]:
    """The settings that hold on this machine, and the settings file."""
    found = read_settings()
    return settled(found.values, os.environ), found


def read_settings() -> SettingsFile:
    """The settings file. Where there is none, it has no values."""
    path = settings_path()
    if is_missing(path):
        return SettingsFile({})
    stamp = stamp_of(str(path))
    cached = cache_folder() / "settings.kept"
    with suppress(Exception):  # a foreign file may hold anything
        kept_stamp, values = load(cached)
        if kept_stamp == stamp:
            return SettingsFile(values)
    from stretchcoach.files.settings_format import decoded

    try:
        found = decoded(read_regular(path).data, path)
    except CoachError as error:
        return SettingsFile({}, (error.message,))
    if stamp and not found.faults and not found.unknown and is_old_enough(stamp.mtime_ns):
        save(cached, (tuple(stamp), found.values))
    return found
