"""Records that are kept for good: one JSON object a line, in files that only grow.

A writer takes a lock, ends a line that a crash left unfinished, writes its own line in one call and
flushes it to the disk. A process that is killed at any moment can damage only its own line. Once
`append` has returned, the line is safe. A reader takes no lock. It skips and counts damaged,
foreign and too long lines, which stay in the file.
"""

import errno
import json
import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from stretchcoach.files.write import replace_file

LINE_MAX_BYTES = 64 * 1024
LAST_BYTES = 64 * 1024
# Centuries of sessions. A larger file is damaged, and is neither read as a whole nor rewritten.
FILE_MAX_BYTES = 64 * 1024 * 1024
# How long a writer waits for the lock. Each other writer holds it for some milliseconds.
PATIENCE_S = 3.0
_LOOK_EVERY_S = 0.005
# Opening never blocks, even if the path is a pipe.
_FLAGS = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
# A person's sessions and pains are private.
_MODE = 0o600

Record = Mapping[str, object]


class Lines(NamedTuple):
    """What was read. `damaged` lines were skipped; unless `whole`, so were all earlier lines."""

    records: tuple[Record, ...] = ()
    damaged: int = 0
    whole: bool = True


def append(path: Path, record: Record) -> None:
    """Add a line, and flush it to the disk. Missing folders are made. Raises OSError."""
    line = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
    if len(line) > LINE_MAX_BYTES:
        raise OSError(errno.EFBIG, "Too long a line", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with _locked(path.parent), _opened(path, os.O_RDWR | os.O_APPEND | os.O_CREAT) as file:
        size = file.seek(0, os.SEEK_END)
        if size:
            file.seek(size - 1)
            line = line if file.read(1) == b"\n" else b"\n" + line
        written = os.write(file.fileno(), line)
        if written < len(line):
            os.ftruncate(file.fileno(), size)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        os.fsync(file.fileno())
        if not size:
            _keep_entry(path.parent)


def read(path: Path) -> Lines:
    """All lines; none where there is no such file. Raises OSError where it cannot be read."""
    try:
        with _opened_whole(path) as file:
            return _lines(_split(file))
    except FileNotFoundError:
        return Lines()


def read_last(path: Path, limit_bytes: int = LAST_BYTES) -> Lines:
    """The lines that begin in the last so many bytes of a file of any size. Raises as `read`."""
    try:
        with _opened(path, os.O_RDONLY) as file:
            start = max(0, file.seek(0, os.SEEK_END) - limit_bytes)
            # From one byte before `start`, so that a line that begins right there is not lost.
            file.seek(max(0, start - 1))
            data = file.read(limit_bytes + 1)
    except FileNotFoundError:
        return Lines()
    if start:
        data = data.partition(b"\n")[2]
    return _lines(data.split(b"\n"))._replace(whole=not start)


def backwards(path: Path, block_bytes: int = LAST_BYTES) -> Iterator[Lines]:
    """All lines, block by block, the last block first. The order in a block is the file's.

    A caller may stop early: earlier blocks are not read then. No lines where there is no such file.
    Raises OSError where it cannot be read.
    """
    try:
        with _opened_whole(path) as file:
            start, rest = file.seek(0, os.SEEK_END), b""
            while start:
                size = min(block_bytes, start)
                start -= size
                file.seek(start)
                data = file.read(size) + rest
                # The piece before the first line end belongs to a line of an earlier block. Of a
                # line that is too long, only enough is kept to show that it is.
                rest, _, data = data.partition(b"\n") if start else (b"", b"", data)
                rest = rest[: LINE_MAX_BYTES + 1] + b"\n"
                yield _lines(data.split(b"\n"))._replace(whole=not start)
    except FileNotFoundError:
        return


def rewrite(path: Path, keep: Callable[[Record], bool]) -> int:
    """Remove the records that are not to be kept; return how many. Raises OSError.

    All other lines, also damaged ones, stay byte by byte. The file is replaced as a whole.
    """
    path = path.resolve()  # a link to the file stays one
    with _locked(path.parent):
        with _opened_whole(path) as file:
            lines = file.readlines()
        kept = [line for line in lines if (record := _record(line)) is None or keep(record)]
        if len(kept) < len(lines):
            replace_file(path, b"".join(kept))
            _keep_entry(path.parent)
    return len(lines) - len(kept)


def _lines(lines: Iterable[bytes]) -> Lines:
    found = [_record(line) for line in lines if line.strip()]
    records = tuple(record for record in found if record is not None)
    return Lines(records, len(found) - len(records))


def _record(line: bytes) -> Record | None:
    """The record in this line; None if it is damaged, foreign or too long."""
    if len(line) > LINE_MAX_BYTES:
        return None
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _split(file: IO[bytes]) -> Iterator[bytes]:
    """Each line. A line that is too long is cut just above the limit, to save memory."""
    while line := file.readline(LINE_MAX_BYTES + 1):
        yield line
        while len(line) > LINE_MAX_BYTES and not line.endswith(b"\n"):
            line = file.readline(LINE_MAX_BYTES + 1)


@contextmanager
def _opened(path: Path, flags: int) -> Iterator[IO[bytes]]:
    """The file, if it is a regular one. Raises OSError."""
    descriptor = os.open(path, flags | _FLAGS, _MODE)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise OSError(errno.EINVAL, "Not a regular file", str(path))
    with os.fdopen(descriptor, "rb") as file:
        yield file


@contextmanager
def _opened_whole(path: Path) -> Iterator[IO[bytes]]:
    """The file, opened to read all of it. Raises OSError, also where it is too large."""
    with _opened(path, os.O_RDONLY) as file:
        if os.fstat(file.fileno()).st_size > FILE_MAX_BYTES:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        yield file


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Lock this folder against other writers. Raises OSError; TimeoutError after `PATIENCE_S`.

    The lock is a file of its own: those who wait for a lock on a file that is replaced would get
    the lock of the old file. The system frees the lock however its holder ends.
    """
    descriptor = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | _FLAGS, _MODE)
    try:
        until = time.monotonic() + PATIENCE_S
        while not _take(descriptor):
            if time.monotonic() > until:
                raise TimeoutError(errno.ETIMEDOUT, "Another program keeps it locked", str(folder))
            # The systems' own waiting has no time limit, or, on Windows, one of ten seconds.
            time.sleep(_LOOK_EVERY_S)
        yield
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _take(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _keep_entry(_: Path) -> None:
        """Do nothing: Windows itself keeps a folder's entries."""

else:
    import fcntl

    def _take(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _keep_entry(folder: Path) -> None:
        """Flush this folder, so that a new name in it survives a power failure, too."""
        descriptor = os.open(folder, os.O_RDONLY)
        with suppress(OSError):  # some file systems cannot; the line itself is on the disk
            os.fsync(descriptor)
        os.close(descriptor)
