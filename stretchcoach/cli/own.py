"""Routines of the person's own: `stretch new`, `edit`, `add` and `where`."""

import re
import sys
from typing import Annotated

import typer

from stretchcoach.cli.editor import find_editor
from stretchcoach.cli.options import complete_name
from stretchcoach.cli.replacing import ask_or_leave
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import (
    built_in_folder,
    cache_folder,
    data_folder,
    expanded,
    log_folder,
    look,
    personal_folder,
    settings_path,
)
from stretchcoach.files.names import entry_of
from stretchcoach.files.regular import Opened, read_regular, read_text
from stretchcoach.files.routine_file import (
    RoutineFileError,
    read_routine,
    read_with_source,
    reading_with,
)
from stretchcoach.files.write import (
    cannot_be_written,
    minimal,
    personal_path,
    variation,
    write_routine,
    write_schema,
)

# On Windows a file with one of these names is a device, whatever its suffix. A routine may be made
# here and used there.
_DEVICES = {"con", "prn", "aux", "nul"} | {f"{at}{n}" for at in ("com", "lpt") for n in range(10)}

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
        path = entry_of(from_).path
        opened = read_regular(path)
        read_with_source(path, reading_with(), opened)  # a copy of a faulty routine cannot be led
        data = opened.data
    elif extend:
        parent = entry_of(extend)
        read_routine(parent.path)  # a variation of a faulty routine cannot be led
        data = variation(name, parent.name).encode()
    else:
        data = minimal(name).encode()
    path = write_routine(name, data)
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
    path = personal_path(name)
    instead = f"or open the file yourself: {path}"
    if not path.exists():
        instead = f"or copy it (stretch new my-{name} --from {name}) and open the copy yourself."
    again = f"stretch edit {name}"
    editor = find_editor(again, instead)
    if entry.yours:
        path = entry.path
        read_regular(path)  # so that no editor opens a pipe or a huge file
        editor.edit(path)
    else:
        original = variation(name, name).encode() if extend else read_text(entry.path)
        try:
            write_schema()
        except OSError as error:
            raise cannot_be_written(path, error) from None

        def faulty(opened: Opened) -> bool:
            try:
                read_with_source(path, reading_with(), opened)
            except CoachError:
                return True
            return False

        if not editor.edit_copy(original, path, again, faulty=faulty):
            print(f"Nothing was changed; {name} stays the built-in one.")
            return

    def check() -> str:
        try:
            read_routine(path)
        except RoutineFileError as error:
            return error.told(excerpts=sys.stderr.isatty())
        return ""

    editor.edit_until_right(path, check, again)
    print(f"{path} is in order. Run it with: stretch {path.stem}")


def add(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A routine file.")],
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Add it without asking.")] = False,
) -> None:
    """Take a routine file from somebody else into your own, after showing it."""
    from stretchcoach.cli.routines import whole_text
    from stretchcoach.core.choices import Choices, choose

    path = expanded(file)
    name = path.stem
    _must_be_a_name(name)
    # It is read only once, so that the bytes that are checked and shown are those that are written.
    opened = read_regular(path)
    routine, _ = read_with_source(path, reading_with(), opened)
    print(whole_text(choose(routine, Choices())))
    target = personal_path(name)
    over = target.exists()
    question = f"Replace your own {name}?" if over else f"Add it as {name}?"
    if over or not yes:
        hint = "Add it with --yes if the name is free, or under another name."
        ask_or_leave(question, no="Nothing was added.", hint=hint)
    write_routine(name, opened.data, over=over)
    print(f"Added {target}\nRun it with: stretch {name}")


def where() -> None:
    """Say where routines lie, and what else the program keeps."""
    for name, folder in (
        ("yours", personal_folder()),
        ("built-in", built_in_folder()),
        ("settings", settings_path()),
        ("data", data_folder()),
        ("cache", cache_folder()),
        ("log", log_folder()),
    ):
        print(f"{name:<8}  {folder}")


def _must_be_a_name(name: str) -> None:
    from stretchcoach.cli.commands import COMMANDS

    if not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name):
        hint = "A name has lower case letters, digits and single hyphens, like neck-slow."
        raise CoachError(f"{name!r} is no name for a routine.", hint)
    if name in _DEVICES:
        told = f"{name!r} is a device on Windows, so it cannot name a routine."
        raise CoachError(told, "Choose another.")
    if name in COMMANDS:
        raise CoachError(f"{name!r} is a command, so it cannot name a routine.", "Choose another.")


def _must_be_free(name: str) -> None:
    _must_be_a_name(name)
    if name in look().yours:
        hint = f"Change it with: stretch edit {name}"
        raise CoachError(f"You have a routine named {name} already.", hint)
