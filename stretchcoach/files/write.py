"""Writing files, whole or not at all. A routine is overwritten only on request."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from stretchcoach.core.harmless import harmless
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import SCHEMA_NAME, built_in_folder, look, personal_folder

_LANGUAGE_SERVER = f"# yaml-language-server: $schema={SCHEMA_NAME}\n"


def personal_path(name: str) -> Path:
    """The path for the person's own routine of this name."""
    there = look().yours.get(name)
    return there.path if there else personal_folder() / f"{name}.yaml"


def write_routine(name: str, data: bytes, *, over: bool = False) -> Path:
    """Write a personal routine, and the schema beside it. Raises CoachError."""
    path = personal_path(name)
    is_there = CoachError(
        f"{harmless(str(path))} is there already.", f"Change it with: stretch edit {name}"
    )
    if not over and path.exists():
        raise is_there
    try:
        write_schema()
        try:
            (replace_file if over else new_file)(path, data)
        except FileExistsError:  # it was made since we looked
            raise is_there from None
    except OSError as error:
        raise cannot_be_written(path, error) from None
    return path


def write_schema() -> None:
    """Put the schema beside the person's own routines, for their editor. Raises OSError."""
    folder = personal_folder()
    folder.mkdir(parents=True, exist_ok=True)
    schema = built_in_folder() / SCHEMA_NAME
    if schema.exists():
        replace_file(folder / SCHEMA_NAME, schema.read_bytes())


def cannot_be_written(path: Path, error: OSError) -> CoachError:
    reason = error.strerror or str(error)
    return CoachError(f"{harmless(str(path))} cannot be written: {reason}.", "See: stretch where")


def replace_file(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write a temporary file and move it into place, so that there is never half a file.

    A `lasting` file is flushed to the disk before it is moved.
    """
    beside = _beside(path, data, lasting)
    try:
        with suppress(FileNotFoundError):
            beside.chmod(path.stat().st_mode)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def new_file(path: Path, data: bytes) -> None:
    """Write a new file as `replace_file` does. Raises FileExistsError if the path is taken."""
    beside = _beside(path, data, lasting=True)
    try:
        _move_to_free(beside, path)
    finally:
        beside.unlink(missing_ok=True)


class Aside(NamedTuple):
    """A temporary file: it is written beside its place, and moved there when it is whole."""

    place: Path
    beside: Path


@contextmanager
def aside(*places: Path, over: bool) -> Iterator[list[Aside]]:
    """Files that are moved into place together once all are whole, or not at all.

    However this ends, no part of a file is left. With `over` it replaces existing files. Raises
    OSError, and FileExistsError for a place that is taken.
    """
    files: list[Aside] = []
    moved: list[Path] = []
    try:
        for place in places:
            files.append(Aside(place, _beside(place, b"", lasting=False)))
        yield files
        for file in files:
            with file.beside.open("rb+") as written:
                os.fsync(written.fileno())
            _give_rights(file)
        for file in files:
            if over:
                file.beside.replace(file.place)
            else:
                _move_to_free(file.beside, file.place)
                moved.append(file.place)
        moved = []
    finally:
        for left in (*moved, *(file.beside for file in files)):
            left.unlink(missing_ok=True)


def _give_rights(file: Aside) -> None:
    """Set the rights of the file that it replaces, or of a new one. So far they are ours alone."""
    try:
        rights = file.place.stat().st_mode
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        rights = 0o666 & ~mask
    file.beside.chmod(rights)


def _move_to_free(beside: Path, path: Path) -> None:
    try:
        path.hardlink_to(beside)
    except FileExistsError:
        raise
    except OSError:
        # On a file system without hard links an empty file takes the place first.
        path.touch(exist_ok=False)
        try:
            beside.replace(path)
        except OSError:
            path.unlink()
            raise


def _beside(path: Path, data: bytes, lasting: bool) -> Path:
    # Loading `tempfile` takes longer than all else that a tick of reminders does.
    beside = path.parent / f".{os.getpid()}-{os.urandom(4).hex()}.new"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
        try:
            file.write(data)
            file.flush()
            if lasting:
                os.fsync(file.fileno())
        except BaseException:
            beside.unlink(missing_ok=True)
            raise
    return beside


def minimal(name: str) -> str:
    """A short routine that runs unchanged, with a comment on each part."""
    return _filled("new.yaml", name)


def variation(name: str, parent: str) -> str:
    """A file that extends another routine and changes nothing yet."""
    return _filled("variation.yaml", name).replace("PARENT", parent)


def _filled(template: str, name: str) -> str:
    text = (Path(__file__).parent / "templates" / template).read_text(encoding="utf-8")
    return _LANGUAGE_SERVER + text.replace("NAME", name).replace("TITLE", _title(name))


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()[:32]
