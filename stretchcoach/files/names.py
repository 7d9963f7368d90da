"""Finding routines by name."""

import os
from pathlib import Path

from stretchcoach.core.routine import Routine
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import Entry, Known, expanded, look
from stretchcoach.files.kept import Kept


def find(name_or_path: str) -> Routine:
    """The routine of this name or in this file. Raises CoachError, naming the nearest."""
    known = look()
    with Kept(known) as kept:
        return kept.read(path_in(known, name_or_path))


def path_in(known: Known, name_or_path: str) -> Path:
    """The file of the routine of this name, or the file itself. Raises CoachError."""
    if is_path(name_or_path):
        return expanded(name_or_path)
    return _entry_in(known, name_or_path).path


def entry_of(name: str) -> Entry:
    """The routine of this name. Raises CoachError, naming the nearest."""
    return _entry_in(look(), name)


def is_path(text: str) -> bool:
    """Whether this names a file rather than a routine."""
    return text.endswith((".yaml", ".yml")) or "/" in text or os.sep in text


def _entry_in(known: Known, name: str) -> Entry:
    found = known.yours.get(name) or known.built_in.get(name)
    if found is not None:
        return found
    from stretchcoach.core.harmless import harmless
    from stretchcoach.nearest import nearest, some

    names = tuple(harmless(entry.name) for entry in known.entries())
    near = nearest(name, names)
    listed = some(names)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"{listed[0].upper()}{listed[1:]}."
    raise CoachError(f"There is no routine named {name!r}.", f"{hint} See: stretch list")
