"""The person's editor: found, started, and started again until a file is in order."""

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
    """The editor as a command, and what to do where it does not work."""

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
        """Edit a copy of something; it comes to lie at `path` only if it was changed.

        Until then it is hidden beside that, where nobody takes it for the file itself: so whatever
        ends the editor or us, nothing half-made is there. What was typed is kept, and the next time
        begins with it. So a `faulty` copy stays hidden where the editor failed; `again` is the
        command to go on with then.
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
        """Show what `check` says is wrong, and offer the editor again; what was typed is kept.

        `again` is the command to go on with later. Raises CoachError where there are still faults.
        """
        while faults := check():
            print(faults, file=sys.stderr)
            if not sys.stdin.isatty() or not typer.confirm("Edit again?", default=True):
                hint = f"What you wrote is kept. Go on with: {again}"
                raise CoachError(f"{path} has faults.", hint)
            self.edit(path)


def _typed(draft: Path, original: bytes) -> Opened | None:
    """The draft as it is now; None where nothing was changed."""
    now = read_regular(draft) if draft.exists() else None
    return None if now is None or now.data == original else now


def _put(typed: Opened | None, draft: Path, path: Path) -> None:
    """Put what was typed in its place, which must be free; the draft is not needed any more."""
    if typed is not None:
        new_file(path, typed.data)
        print(f"Made {path}")
    draft.unlink(missing_ok=True)


def find_editor(command: str, instead: str) -> Editor:
    """The person's editor, for this command of ours. Raises CoachError where there is none."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        raise CoachError("No editor is set.", f"Set one (EDITOR=nano {command}), {instead}")
    words = editor_command(editor, windows=os.name == "nt")
    if not words or not shutil.which(words[0]):
        raise CoachError(f"The editor {editor!r} was not found.", f"Set EDITOR, {instead}")
    return Editor(words, instead)


def editor_command(editor: str, *, windows: bool) -> list[str]:
    """The words of the command in EDITOR; none where its quotes have no end.

    A path with blanks in it may stand there without quotes. A backslash is one on Windows.
    """
    if shutil.which(editor):
        return [editor]
    try:
        words = shlex.split(editor, posix=not windows)
    except ValueError:
        return []
    return [word.strip('"') for word in words] if windows else words
