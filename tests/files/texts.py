"""Routine files for the tests, as text; and what a faulty one is told."""

from pathlib import Path

import pytest

from stretchcoach.core.routine import Routine
from stretchcoach.files.routine_file import RoutineFileError, read_routine

GOOD = """\
title: Made
sides: [left, right]
breath: {in: 4s, out: 6s}
times:
  ready: 10s
  hold: 30s
safety:
  before: [Go slowly.]
  stop_signs: [sharp pain]
  during: "Any pain: stop."
positions:
  hip:
    title: Hip
    hand: Hand at the hip.
    cues:
      - at: 2s
        say: Stay tall.
    drawing: |
      ab
finish: Done.
"""

Faults = list[str]


def put(folder: Path, text: str | bytes, name: str = "made.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def read(folder: Path, text: str | bytes) -> Routine:
    return read_routine(put(folder, text))


def faults(folder: Path, text: str | bytes) -> Faults:
    """The lines that a person is told of this file, each without the file's path."""
    path = put(folder, text)
    with pytest.raises(RoutineFileError) as caught:
        read_routine(path)
    assert caught.value.hint == "Mend the file and try again."
    lines = caught.value.message.split("\n")
    assert all(line.startswith(f"{path}:") for line in lines)
    return [line.removeprefix(f"{path}:") for line in lines]


def changed(old: str, new: str) -> str:
    """The good file with one thing in it changed, which must be there once."""
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)
