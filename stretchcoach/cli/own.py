"""Routines of the person's own: `stretch new`, `edit`, `add` and `where`."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from stretchcoach.cli.options import complete_name
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import (
    Entry,
    built_in_folder,
    cache_folder,
    expanded,
    log_folder,
    personal_folder,
)
from stretchcoach.files.names import entry_of, is_path
from stretchcoach.files.routine_file import RoutineFileError, read_routine
from stretchcoach.files.write import minimal, personal_path, variation, write_routine

NewName = Annotated[str, typer.Argument(metavar="NAME", help="Lower case, digits and hyphens.")]


def new(
    name: NewName,
    from_: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="NAME",
            help="Begin with a copy of this one.",
            autocompletion=complete_name,
        ),
    ] = None,
    extend: Annotated[
        str | None,
        typer.Option(
            "--extend",
            metavar="NAME",
            help="Begin with a variation of it.",
            autocompletion=complete_name,
        ),
    ] = None,
) -> None:
    """Make a routine of your own."""
    _must_be_free(name)
    if from_ and extend:
        raise typer.BadParameter("--from and --extend exclude each other.")
    if from_:
        text = entry_of(from_).path.read_text(encoding="utf-8")
    else:
        text = variation(name, entry_of(extend).name) if extend else minimal(name)
    path = write_routine(name, text)
    print(f"Made {path}\nChange it with: stretch edit {name}\nRun it with:    stretch {name}")


def edit(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A routine.", autocompletion=complete_name)
    ],
    extend: Annotated[
        bool, typer.Option("--extend", help="Vary a built-in one instead of copying it.")
    ] = False,
) -> None:
    """Open a routine in your editor, and check it after."""
    entry = entry_of(name)
    original = ""
    if not entry.yours:
        original = variation(name, name) if extend else entry.path.read_text(encoding="utf-8")
        entry = Entry(name, write_routine(name, original), True)
    _edit(entry.path)
    if original and entry.path.read_text(encoding="utf-8", errors="replace") == original:
        # A copy that nobody changed would only keep newer versions of the routine away.
        entry.path.unlink()
        print(f"Nothing was changed; {name} stays the built-in one.")
    else:
        _edit_until_right(entry.path)


def add(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A routine file.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Add it without asking.")] = False,
) -> None:
    """Take a routine file from somebody else into your own, after showing it."""
    from stretchcoach.cli.routines import show_routine

    path = expanded(file)
    name = path.stem
    _must_be_a_name(name)
    read_routine(path)
    show_routine(str(path) if is_path(str(path)) else f"./{path}")
    target = personal_path(name)
    over = target.exists()
    question = f"Replace your own {name}?" if over else f"Add it as {name}?"
    if over or not yes:
        _ask_or_leave(question)
    write_routine(name, path.read_text(encoding="utf-8-sig"), over=over)
    print(f"Added {target}\nRun it with: stretch {name}")


def where() -> None:
    """Say where routines lie, and what else the program keeps."""
    for name, folder in (
        ("yours", personal_folder()),
        ("built-in", built_in_folder()),
        ("cache", cache_folder()),
        ("log", log_folder()),
    ):
        print(f"{name:<8}  {folder}")


def _must_be_a_name(name: str) -> None:
    from stretchcoach.cli.app import COMMANDS

    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name):
        hint = "A name has lower case letters, digits and single hyphens, like neck-slow."
        raise CoachError(f"{name!r} is no name for a routine.", hint)
    if name in COMMANDS:
        raise CoachError(f"{name!r} is a command, so it cannot name a routine.", "Choose another.")


def _must_be_free(name: str) -> None:
    _must_be_a_name(name)
    if personal_path(name).exists():
        hint = f"Change it with: stretch edit {name}"
        raise CoachError(f"You have a routine named {name} already.", hint)


def _ask_or_leave(question: str) -> None:
    if not sys.stdin.isatty():
        hint = "Add it with --yes if the name is free, or under another name."
        raise CoachError(f"{question} There is nobody to ask.", hint)
    if not typer.confirm(question):
        raise CoachError("Nothing was added.")


def _edit_until_right(path: Path) -> None:
    """Check, show the faults, and offer the editor again; the file keeps what was typed."""
    while True:
        try:
            read_routine(path)
        except RoutineFileError as error:
            print(error.told(excerpts=sys.stderr.isatty()), file=sys.stderr)
            if not sys.stdin.isatty() or not typer.confirm("Edit again?", default=True):
                hint = f"What you wrote is kept. Go on with: stretch edit {path.stem}"
                raise CoachError(f"{path} has faults.", hint) from None
            _edit(path)
        else:
            print(f"{path} is in order. Run it with: stretch {path.stem}")
            return


def _edit(path: Path) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        hint = f"Set one (EDITOR=nano stretch edit {path.stem}), or open the file yourself: {path}"
        raise CoachError("No editor is set.", hint)
    command = shlex.split(editor, posix=os.name == "posix")
    hint = f"Set EDITOR, or open the file yourself: {path}"
    if not command or not shutil.which(command[0]):
        raise CoachError(f"The editor {editor!r} was not found.", hint)
    code = subprocess.run([*command, str(path)], check=False).returncode
    if code:
        raise CoachError(f"The editor {editor!r} ended with {code}.", hint)
