"""The person's settings, as their file and the environment have them.

The file's decoded values are cached as routines are, so that a session need not load yaml for them.
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
    """The right values of the file, and in words what is wrong with the others.

    `unknown` are keys that this version does not know; another may.
    """

    values: Values
    faults: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def settled_here() -> tuple[Settled, SettingsFile]:
    """What holds on this machine, and the file that is part of it."""
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
