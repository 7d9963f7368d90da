"""`stretch check` and `stretch schema`."""

import json as json_format
import sys
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from stretchcoach.cli.commands import COMMANDS
from stretchcoach.cli.options import complete_name
from stretchcoach.core.notes import notes
from stretchcoach.errors import EXIT_FAULT, CoachError
from stretchcoach.files.folders import Known, look
from stretchcoach.files.format import schema as routine_schema
from stretchcoach.files.names import path_in
from stretchcoach.files.nodes import Fault, value_at
from stretchcoach.files.routine_file import (
    Excerpts,
    RoutineFileError,
    located,
    read_with_source,
    reading_with,
)


class Found(NamedTuple):
    """A fault or a note (its `kind`), with its line of the file."""

    path: Path
    kind: str
    fault: Fault
    excerpt: str = ""


def check(
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME|FILE]...", help="Or all of your own.", autocompletion=complete_name
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Check routine files: every fault at its place, and what is worth knowing."""
    known = look()
    names = files or [str(entry.path) for entry in known.entries() if entry.yours]
    paths: list[Path] = []
    found: list[Found] = []
    for name in names:
        try:
            paths.append(path_in(known, name))
        except CoachError as error:
            paths.append(Path(name))
            found.append(Found(Path(name), "fault", Fault(what=error.message)))
        else:
            found += _found(paths[-1], known)
    if json:
        print(json_format.dumps([_record(one) for one in found], indent=2))
    else:
        _print(paths, found)
    if any(one.kind == "fault" for one in found):
        raise typer.Exit(EXIT_FAULT)


def schema() -> None:
    """Print the JSON Schema of the routine format, for editors."""
    print(json_format.dumps(routine_schema(), indent=2))


def _found(path: Path, known: Known) -> list[Found]:
    """The faults of this file, or else its notes. A file that cannot be read has one fault."""
    reading = reading_with(known)
    try:
        routine, source = read_with_source(path, reading)
    except RoutineFileError as error:
        excerpts = error.excerpts
        return [
            Found(path, "fault", one, excerpt=excerpts.at(one.location)) for one in error.faults
        ]
    except CoachError as error:
        return [Found(path, "fault", Fault(what=error.message))]
    excerpts = Excerpts(reading.texts)
    found = []
    if routine.name in COMMANDS:
        what = f"{routine.name!r} is a command: lead this by its path, or give it another name"
        found.append(Found(path, "note", Fault(source.root.location, "", what)))
    for note in notes(routine):
        location = value_at(source.root, *note.path).location
        fault = Fault(location, ".".join(note.path), note.what)
        found.append(Found(path, "note", fault, excerpt=excerpts.at(location)))
    return found


def _print(paths: list[Path], found: list[Found]) -> None:
    for path, kind, fault, excerpt in found:
        line = located(path, fault, "note: " if kind == "note" else "")
        print(line + (excerpt if sys.stdout.isatty() else ""))
    faulty = {one.path for one in found if one.kind == "fault"}
    if not paths:
        print("You have no routines of your own yet. Make one with: stretch new NAME")
    elif not faulty:
        print("In order: " + ", ".join(path.stem for path in paths))


def _record(found: Found) -> dict[str, Any]:
    path, kind, fault, _ = found
    return {
        "kind": kind,
        "file": fault.location.file or str(path),
        "line": fault.location.line,
        "column": fault.location.column,
        "where": fault.where,
        "what": fault.what,
    }
