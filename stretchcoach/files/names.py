"""Finding routines by name."""

import os
from difflib import get_close_matches
from pathlib import Path

from stretchcoach.core.routine import Routine
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import Entry, entries, expanded
from stretchcoach.files.routine_file import read_routine


def find(name_or_path: str) -> Routine:
    """The routine of this name or in this file. Raises CoachError, naming the nearest."""
    return read_routine(path_of(name_or_path))


def path_of(name_or_path: str) -> Path:
    """The file of the routine of this name, or the file itself. Raises CoachError."""
    if is_path(name_or_path):
        return expanded(name_or_path)
    return entry_of(name_or_path).path


def entry_of(name: str) -> Entry:
    """The routine of this name. Raises CoachError, naming the nearest."""
    known = {entry.name: entry for entry in entries()}
    if name in known:
        return known[name]
    near = get_close_matches(name.lower(), known, n=3, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"There are {', '.join(known)}."
    raise CoachError(f"There is no routine named {name!r}.", f"{hint} See: stretch list")


def is_path(text: str) -> bool:
    """Whether this names a file rather than a routine."""
    return text.endswith((".yaml", ".yml")) or "/" in text or os.sep in text
