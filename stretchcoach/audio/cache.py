"""The folder of sounds that took time to make: words, long tones, quieter copies of the chimes.

A sound lies under a name made of all that it depends on, so that the next session has it at once.
It is made in a folder of its own that names our process, and moved into its place when it is whole.
"""

import hashlib
import os
import re
import shutil
import stat
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from stretchcoach.audio.clips import Sound, UnfitError, read_sound

CACHE_MAX_BYTES = 64 * 1024 * 1024
_KEPT = re.compile(r"[0-9a-f]{32}\.wav")
_MAKING = re.compile(r"making-([0-9]+)-\w+")
# No engine takes longer to make a file: it is given 15 s.
_MAKING_AT_MOST_S = 60.0


def place(folder: Path, depends_on: bytes) -> Path:
    """Where the sound that depends on this lies, or would."""
    return folder / f"{hashlib.sha256(depends_on).hexdigest()[:32]}.wav"


def kept(path: Path) -> Sound | None:
    """The sound at its place, if it is there and whole."""
    sound = read_sound(path)
    if sound is not None:
        with suppress(OSError):
            path.touch()  # so that what is used is kept longest
    return sound


def make(path: Path, write: Callable[[Path], None]) -> Sound:
    """Have the sound written, and put it in its place.

    Raises what `write` raises, OSError, and UnfitError where it wrote no whole sound.
    """
    folder = path.parent
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=f"making-{os.getpid()}-") as making:
        new = Path(making) / path.name
        write(new)
        made = read_sound(new)
        if made is None:
            raise UnfitError(lambda own: own.file_is_not_whole)
        new.replace(path)
    return made._replace(path=path)


def clean(folder: Path) -> None:
    """Keep the folder small. Only our own files are deleted, and never through a link.

    The least recently used files go first, and half files of sessions that were killed go, too.
    Raises OSError.
    """
    if folder.is_symlink():
        return
    files = []
    for path in folder.iterdir():
        found = path.lstat()
        making = _MAKING.fullmatch(path.name)
        if stat.S_ISREG(found.st_mode) and _KEPT.fullmatch(path.name):
            files.append((found.st_mtime, found.st_size, path))
        elif stat.S_ISDIR(found.st_mode) and making and _is_over(int(making[1]), found.st_mtime):
            shutil.rmtree(path, ignore_errors=True)
    left_bytes = sum(size for _, size, _ in files)
    for _, size, path in sorted(files):
        if left_bytes <= CACHE_MAX_BYTES:
            return
        path.unlink(missing_ok=True)
        left_bytes -= size


def _is_over(pid: int, changed_s: float) -> bool:
    """Whether the process that was making a file here has ended, or must have."""
    if time.time() - changed_s > _MAKING_AT_MOST_S:
        return True
    if os.name != "posix":
        return False  # there os.kill does more than ask
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False
