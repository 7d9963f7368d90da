"""`stretch settings`: shows all settings with their origins, and changes them."""

import json as json_format
import os
import sys
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from stretchcoach.cli.editor import find_editor
from stretchcoach.core.settings import FROM_FILE, MEANINGS, Settings, written
from stretchcoach.errors import EXIT_FAULT, CoachError
from stretchcoach.files.folders import settings_path
from stretchcoach.files.regular import is_missing, read_regular, read_text
from stretchcoach.files.settings import SettingsFile, settled_here
from stretchcoach.files.settings_format import decoded, value_of, with_setting
from stretchcoach.files.write import cannot_be_written, replace_file


class SettingsAction(str, Enum):
    SET = "set"
    UNSET = "unset"
    EDIT = "edit"


def _complete_key(incomplete: str) -> list[str]:
    return [key for key in Settings._fields if key.startswith(incomplete)]


def settings(
    action: Annotated[
        SettingsAction | None, typer.Argument(help="Change one, take it back, or open the file.")
    ] = None,
    key: Annotated[
        str | None, typer.Argument(metavar="[KEY]", autocompletion=_complete_key)
    ] = None,
    value: Annotated[str | None, typer.Argument(metavar="[VALUE]")] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show what holds in every session, or change it."""
    needed = {None: 0, SettingsAction.EDIT: 0, SettingsAction.UNSET: 1, SettingsAction.SET: 2}
    if sum(given is not None for given in (key, value)) != needed[action]:
        ways = "settings; settings set KEY VALUE; settings unset KEY; settings edit"
        raise typer.BadParameter(f"it is one of: {ways}.")
    if action is SettingsAction.EDIT:
        _edit()
    elif key is not None:
        _change(key, value)
    else:
        _show(json=json)


def _show(*, json: bool) -> None:
    kept, file = settled_here()
    values = kept.settings._asdict()
    if json:
        told = {key: {"value": values[key], "from": kept.origins[key]} for key in values}
        print(json_format.dumps(told, indent=2))
    else:
        rows = [(key, written(values[key]), kept.origins[key], MEANINGS[key]) for key in values]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        for row in rows:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=False))
            print("  ".join((*cells, row[3])))
        print(f"\nKept in {settings_path()}\nChange one with: stretch settings set KEY VALUE")
    _tell_faults(file)


def _change(key: str, value: str | None) -> None:
    key = key.replace("-", "_")
    change(key, value)
    kept, file = settled_here()
    holds, origin = written(kept.settings._asdict()[key]), kept.origins[key]
    over = (
        f" (by {origin}, which wins over the file)" if origin not in (FROM_FILE, "default") else ""
    )
    print(f"{key}: {holds}{over}")
    _tell_faults(file)


def change(key: str, value: str | None) -> None:
    """Set this key, or remove it from the file. All else in the file stays."""
    wanted = value_of(key, value) if value is not None else None
    if value is None and key not in Settings._fields:
        value_of(key, "")  # raises, and says what may have been meant
    path = Path(os.path.realpath(settings_path()))  # a symbolic link stays one
    old = b"" if is_missing(path) else read_text(path)
    text = None if wanted is None else written(wanted)
    new = with_setting(old.decode(), key, text).encode()
    # Whatever the old text was, the new one must change only this setting.
    before, after = decoded(old, path), decoded(new, path)
    said = {name: had for name, had in before.values.items() if name != key}
    if after.values != (said if wanted is None else said | {key: wanted}):
        raise CoachError(
            f"{key} cannot be changed in {path} as it stands.", "Try: stretch settings edit"
        )
    if new != old:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, new)
        except OSError as error:
            raise cannot_be_written(path, error) from None


def _edit() -> None:
    path = settings_path()
    editor = find_editor("stretch settings edit", f"or open the file yourself: {path}")
    if path.exists():
        read_regular(path)  # so that no editor opens a pipe or a huge file
        editor.edit(path)
    elif not editor.edit_copy(_template().encode(), path, "stretch settings edit"):
        print("Nothing was changed.")
        return

    def check() -> str:
        return "\n".join(decoded(read_regular(path).data, path).faults)

    editor.edit_until_right(path, check, "stretch settings edit")
    _show(json=False)


def _template() -> str:
    """A settings file in which each key and its default is a comment."""
    lines = ["# What holds in every session. Take the # away to change a value.", ""]
    for key, default in Settings()._asdict().items():
        lines += [f"# {MEANINGS[key]}", f"# {key}: {written(default)}", ""]
    return "\n".join(lines)


def _tell_faults(file: SettingsFile) -> None:
    for told in (*file.faults, *file.unknown):
        print(told, file=sys.stderr)
    if file.faults:
        raise typer.Exit(EXIT_FAULT)
