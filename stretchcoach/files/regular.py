"""Reading files: only regular ones are opened, and at most a limit is read."""

import os
import stat
from pathlib import Path
from typing import NamedTuple

from stretchcoach.core.harmless import harmless
from stretchcoach.errors import CoachError

FILE_MAX_BYTES = 1024 * 1024
# Opening never blocks, even if a pipe took the file's place after the first check.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class TooLargeError(CoachError):
    """A file with more bytes in it than the limit."""


class Stamp(NamedTuple):
    """Values that differ once the file has changed."""

    path: str
    size: int
    mtime_ns: int


class Opened(NamedTuple):
    """A file's bytes, its stamp from before they were read, and its identity under any name."""

    data: bytes
    stamp: Stamp
    identity: tuple[int, int]


def stamp_of(path: str) -> Stamp | None:
    """The stamp of the file as it is now; None where there is no file that we may see."""
    try:
        found = os.stat(path)  # noqa: PTH116 - a path for each of a thousand files takes its time
    except (OSError, ValueError):
        return None
    return Stamp(path, found.st_size, found.st_mtime_ns)


def is_missing(path: Path) -> bool:
    """Whether there is certainly no file at this path. On other errors there may be one."""
    try:
        os.stat(path)  # noqa: PTH116 - pathlib takes some errors for "no"
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        pass
    return False


def read_regular(path: Path, most_bytes: int = FILE_MAX_BYTES) -> Opened:
    """The file at this path. Raises CoachError if it is not a regular file, or too large."""
    told = harmless(str(path))
    try:
        _must_be_regular(path.stat().st_mode, told)
        with os.fdopen(os.open(path, _FLAGS), "rb") as file:
            found = os.fstat(file.fileno())
            _must_be_regular(found.st_mode, told)
            data = file.read(most_bytes + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CoachError(f"{told} cannot be read: {reason}.", "Check the path.") from None
    if len(data) > most_bytes:
        most = most_bytes // 1024 // 1024
        told = f"{told} is larger than {most} MiB, which no file here needs to be."
        raise TooLargeError(told, "Check the path.")
    stamp = Stamp(str(path), found.st_size, found.st_mtime_ns)
    return Opened(data, stamp, (found.st_dev, found.st_ino))


def read_text(path: Path) -> bytes:
    """The bytes of a file that is text in UTF-8. Raises CoachError."""
    data = read_regular(path).data
    try:
        data.decode()
    except UnicodeDecodeError:
        told = harmless(str(path))
        raise CoachError(f"{told} is not UTF-8.", "Save the file as UTF-8.") from None
    return data


def _must_be_regular(mode: int, told: str) -> None:
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "a pipe or a device"
        raise CoachError(f"{told} is {what}, where a file is needed.", "Check the path.")
