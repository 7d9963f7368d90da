"""Finds the person's editor, and starts it until a file is without faults."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import typer

from stretchcoach.errors import CoachError
from stretchcoach.files.regular import Opened, read_regular
from stretchcoach.files.write import cannot_be_written, new_file


class Editor(NamedTuple):
    """The editor as a command, and what to do if it does not work."""

    command: list[str]
    instead: str

    def edit(self, path: Path) -> None:
        """Edit this file. Raises CoachError where the editor fails."""
        try:
            code = subprocess.run([*self.command, str(path)], check=False).returncode
            ended = f"ended with {code}" if code else ""
        except OSError as error:
            ended = f"could not be started: {error.strerror}"
        if ended:
            told = f"The editor {self.command[0]!r} {ended}."
            raise CoachError(told, f"Set EDITOR, {self.instead}")

    def edit_copy(
        self,
        original: bytes,
        path: Path,
        again: str,
        faulty: Callable[[Opened], bool] = lambda _: False,
    ) -> bool:
        """Edit a copy of `original`. It is moved to `path` only if it was changed.

        Until then it is a hidden file beside `path`: however the editor or we end, no unfinished
        file is at `path`. The typed text is kept, and the next edit begins with it. So a `faulty`
        copy stays hidden if the editor failed. `again` is the command to go on with then.
        """
        draft = path.with_name(f".{path.name}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not draft.exists():
                new_file(draft, original)
            try:
                self.edit(draft)
            except BaseException as error:
                typed = _typed(draft, original)
                if typed is None or not faulty(typed):
                    _put(typed, draft, path)
                    raise
                print(f"What you wrote has faults. It is kept in {draft}", file=sys.stderr)
                if isinstance(error, CoachError):
                    hint = f"Set EDITOR, and go on with: {again}"
                    raise CoachError(error.message, hint) from None
                raise
            typed = _typed(draft, original)
            _put(typed, draft, path)
        except OSError as error:
            raise cannot_be_written(path, error) from None
        return typed is not None

    def edit_until_right(self, path: Path, check: Callable[[], str], again: str) -> None:
        """Show the faults that `check` finds, and offer the editor again. The typed text is kept.

        `again` is the command to go on with later. Raises CoachError if faults are left.
        """
        while faults := check():
            print(faults, file=sys.stderr)
            if not sys.stdin.isatty() or not typer.confirm("Edit again?", default=True):
                hint = f"What you wrote is kept. Go on with: {again}"
                raise CoachError(f"{path} has faults.", hint)
            self.edit(path)


def _typed(draft: Path, original: bytes) -> Opened | None:
    """The draft as it is now; None if it was not changed."""
    now = read_regular(draft) if draft.exists() else None
    return None if now is None or now.data == original else now


def _put(typed: Opened | None, draft: Path, path: Path) -> None:
    """Write the typed text to `path`, which must be free, and delete the draft."""
    if typed is not None:
        new_file(path, typed.data)
        print(f"Made {path}")
    draft.unlink(missing_ok=True)


def find_editor(command: str, instead: str) -> Editor:
    """The person's editor, for this command of ours. Raises CoachError if none is set."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise CoachError("No editor is set.", f"Set one (EDITOR=nano {command}), {instead}")
    words = editor_command(editor, windows=os.name == "nt")
    if not words or not shutil.which(words[0]):
        raise CoachError(f"The editor {editor!r} was not found.", f"Set EDITOR, {instead}")
    return Editor(words, instead)


def editor_command(editor: str, *, windows: bool) -> list[str]:
    """The words of the command in EDITOR; none if a quote is not closed.

    It may be a path with spaces, without quotes. On Windows a backslash is no escape.
    """
    if shutil.which(editor):
        return [editor]
    try:
        words = shlex.split(editor, posix=not windows)
    except ValueError:
        return []
    return [word.strip('"') for word in words] if windows else words
