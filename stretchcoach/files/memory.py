"""The file of the memory of pain, in the data folder. Lines are only ever added."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from stretchcoach.core.memory import Remembered, record, remembered
from stretchcoach.files import lines
from stretchcoach.files.folders import data_folder


class Memories(NamedTuple):
    """The lines that were read. `damaged` ones are not understood, and stay in the file."""

    lines: tuple[Remembered, ...] = ()
    damaged: int = 0


def memory_path() -> Path:
    return data_folder() / "memory.jsonl"


def read_memory() -> Memories:
    """All that is remembered, oldest first. Raises OSError where it cannot be read."""
    read = lines.read(memory_path())
    found = [remembered(kept) for kept in read.records]
    known = tuple(line for line in found if line is not None)
    return Memories(known, read.damaged + len(found) - len(known))


def keep(line: Remembered, now: datetime) -> None:
    """Add this line, dated now, and flush it to the disk. Raises OSError."""
    lines.append(memory_path(), record(line, now.isoformat(timespec="seconds")))
