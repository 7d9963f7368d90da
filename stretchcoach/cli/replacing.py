"""Asks the person: no file that is there is replaced unasked, and nothing is lost for good."""

import sys
from pathlib import Path

import typer

from stretchcoach.core.harmless import harmless
from stretchcoach.errors import CoachError
from stretchcoach.files.write import new_file, replace_file

_HINT = "Name another file."


def write_named(path: Path, data: bytes) -> None:
    """Write the file. Raises CoachError where it may not be, or cannot be."""
    put = replace_file if may_replace(path) else new_file
    try:
        put(path, data)
    except OSError as error:
        reason = error.strerror or str(error)
        told = f"{harmless(str(path))} cannot be written: {reason}."
        raise CoachError(told, _HINT) from None


def may_replace(*places: Path, hint: str = _HINT) -> bool:
    """Whether anything is there, which may then be replaced.

    Raises CoachError where it may not; the `hint` is for who cannot be asked.
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

    Raises CoachError where it is `no`; and where nobody can be asked, with `nobody` and the `hint`.
    """
    if not sys.stdin.isatty():
        raise CoachError(nobody or f"{question} There is nobody to ask.", hint)
    if not typer.confirm(question):
        raise CoachError(no)
