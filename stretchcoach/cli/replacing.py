"""Asks the person before a file is replaced, or something is lost for good."""

import sys
from pathlib import Path

import typer

from stretchcoach.core.harmless import harmless
from stretchcoach.errors import CoachError
from stretchcoach.files.write import new_file, replace_file

_HINT = "Name another file."


def write_named(path: Path, data: bytes) -> None:
    """Write the file. Raises CoachError if it may not or cannot be written."""
    put = replace_file if may_replace(path) else new_file
    try:
        put(path, data)
    except OSError as error:
        reason = error.strerror or str(error)
        told = f"{harmless(str(path))} cannot be written: {reason}."
        raise CoachError(told, _HINT) from None


def may_replace(*places: Path, hint: str = _HINT) -> bool:
    """Whether any of these files exists. If so, the person has agreed to replace it.

    Raises CoachError if not; with the `hint` if nobody can be asked.
    """
    there = [harmless(str(place)) for place in places if place.exists()]
    if not there:
        return False
    named, are = " and ".join(there), "is" if len(there) == 1 else "are"
    nobody = f"{named} {are} there already."
    ask_or_leave(f"Replace {named}?", no="Nothing was written.", hint=hint, nobody=nobody)
    return True


def ask_or_leave(question: str, *, no: str, hint: str, nobody: str = "") -> None:
    """Return if the answer is yes.

    Raises CoachError with `no` if it is no; with `nobody` and the `hint` if nobody can be asked.
    """
    if not sys.stdin.isatty():
        raise CoachError(nobody or f"{question} There is nobody to ask.", hint)
    if not typer.confirm(question):
        raise CoachError(no)
