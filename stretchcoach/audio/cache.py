"""The folder of sounds that took time to make: words, long tones, quieter copies of the chimes.

A sound's name is made of all that it depends on, so that the next session finds it. It is written
in a folder of its own, which has our process id in its name, and moved into place when it is whole.
"""

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
# A prime of 127 bits. `hashlib` would load OpenSSL for the names, which takes 3.7 MB.
_PRIME = 2**127 - 1
_MAKING = re.compile(r"making-([0-9]+)-\w+")
# No engine takes longer to make a file: its limit is 15 s.
_MAKING_AT_MOST_S = 60.0


def place(folder: Path, depends_on: bytes) -> Path:
    """The path for the sound that depends on this."""
    number = int.from_bytes(b"\1" + depends_on, "big") % _PRIME
    return folder / f"{number:032x}.wav"


def kept(path: Path) -> Sound | None:
    """The sound at this path, if it is there and whole."""
    sound = read_sound(path)
    if sound is not None:
        with suppress(OSError):
            path.touch()  # `clean` deletes the least recently used files
    return sound


def make(path: Path, write: Callable[[Path], None]) -> Sound:
    """Have the sound written, and move it to its path.

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

    The least recently used files go first. Unfinished files of killed sessions go, too.
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
    """Whether the process that was making a file has ended, or had too much time."""
    if time.time() - changed_s > _MAKING_AT_MOST_S:
        return True
    if os.name != "posix":
        return False  # on Windows os.kill ends the process
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False
