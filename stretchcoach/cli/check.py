"""`stretch check` and `stretch schema`."""

import json as json_format
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from stretchcoach.cli.options import complete_name
from stretchcoach.core.notes import notes
from stretchcoach.errors import EXIT_FAULT, CoachError
from stretchcoach.files.folders import entries
from stretchcoach.files.format import schema as routine_schema
from stretchcoach.files.names import path_of
from stretchcoach.files.nodes import Fault, value_at
from stretchcoach.files.routine_file import RoutineFileError, excerpt, located, read_with_source

Found = tuple[Path, str, Fault]


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
    names = files or [str(entry.path) for entry in entries() if entry.yours]
    paths, found = [], []
    for name in names:
        try:
            path = path_of(name)
        except CoachError as error:
            path, faults = Path(name), [(Path(name), "fault", Fault(what=error.message))]
        else:
            faults = _found(path)
        paths.append(path)
        found += faults
    if json:
        print(json_format.dumps([_record(*one) for one in found], indent=2))
    else:
        _print(paths, found)
    if any(kind == "fault" for _, kind, _ in found):
        raise typer.Exit(EXIT_FAULT)


def schema() -> None:
    """Print the JSON Schema of the routine format, for editors."""
    print(json_format.dumps(routine_schema(), indent=2))


def _found(path: Path) -> list[Found]:
    """The faults of this file, or else its notes; a file that cannot be read has one fault."""
    try:
        routine, source = read_with_source(path)
    except RoutineFileError as error:
        return [(path, "fault", fault) for fault in error.faults]
    except CoachError as error:
        return [(path, "fault", Fault(what=error.message))]
    return [
        (
            path,
            "note",
            Fault(value_at(source.root, *note.path).place, ".".join(note.path), note.what),
        )
        for note in notes(routine)
    ]


def _print(paths: list[Path], found: list[Found]) -> None:
    for path, kind, fault in found:
        line = located(path, fault, "note: " if kind == "note" else "")
        print(line + (excerpt(path, fault.place) if sys.stdout.isatty() else ""))
    faulty = {path for path, kind, _ in found if kind == "fault"}
    if not paths:
        print("You have no routines of your own yet. Make one with: stretch new NAME")
    elif not faulty:
        print("In order: " + ", ".join(path.stem for path in paths))


def _record(path: Path, kind: str, fault: Fault) -> dict[str, Any]:
    return {
        "kind": kind,
        "file": fault.place.file or str(path),
        "line": fault.place.line,
        "column": fault.place.column,
        "where": fault.where,
        "what": fault.what,
    }
