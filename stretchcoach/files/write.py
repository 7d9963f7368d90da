"""Putting routine files in their place: whole or not at all, and never over another unasked."""

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from stretchcoach.errors import CoachError
from stretchcoach.files.folders import SCHEMA_NAME, built_in_folder, personal_folder

_LANGUAGE_SERVER = f"# yaml-language-server: $schema={SCHEMA_NAME}\n"


def personal_path(name: str) -> Path:
    """Where the person's own routine of this name is, or would be."""
    return personal_folder() / f"{name}.yaml"


def write_routine(name: str, text: str, *, over: bool = False) -> Path:
    """Write a personal routine; the schema comes to lie beside it. Raises CoachError."""
    path = personal_path(name)
    if not over and path.exists():
        raise CoachError(f"{path} is there already.", f"Change it with: stretch edit {name}")
    schema = built_in_folder() / SCHEMA_NAME
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if schema.exists():
            _replace(path.parent / SCHEMA_NAME, schema.read_text(encoding="utf-8"))
        _replace(path, text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise CoachError(f"{path} cannot be written: {reason}.", "See: stretch where") from None
    return path


def minimal(name: str) -> str:
    """A short routine that runs as it stands, with a word on each part."""
    return _filled("new.yaml", name)


def variation(name: str, parent: str) -> str:
    """A file that extends another routine and changes nothing yet."""
    return _filled("variation.yaml", name).replace("PARENT", parent)


def _filled(template: str, name: str) -> str:
    text = (Path(__file__).parent / "templates" / template).read_text(encoding="utf-8")
    return _LANGUAGE_SERVER + text.replace("NAME", name).replace("TITLE", _title(name))


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()[:32]


def _replace(path: Path, text: str) -> None:
    """Write beside the place and move into it, so that nobody ever finds half a file."""
    with NamedTemporaryFile(
        "w", dir=path.parent, prefix=".", delete=False, encoding="utf-8", newline="\n"
    ) as file:
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    Path(file.name).replace(path)
