"""Files come to their place whole or not at all, and never over another unasked."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stretchcoach.errors import CoachError
from stretchcoach.files.write import new_file, replace_file, write_routine


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def tried(number: int) -> bool:
    try:
        write_routine("wanted", f"title: {number}\n".encode())
    except CoachError as error:
        return "is there already" not in error.message
    return True


def test_of_fifty_at_once_who_want_one_name_one_gets_it(home: Path) -> None:
    with ThreadPoolExecutor(50) as many:
        made = list(many.map(tried, range(50)))
    assert made.count(True) == 1
    written = (home / "routines" / "wanted.yaml").read_text(encoding="utf-8")
    assert written == f"title: {made.index(True)}\n"
    assert names(home / "routines") == ["routine.schema.json", "wanted.yaml"]


def no_links(self: Path, target: Path) -> None:
    raise PermissionError(1, "Operation not permitted", str(self), None, str(target))


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_a_place_that_is_taken_stays_as_it_is(
    home: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", no_links)
    path = home / "one"
    new_file(path, b"first")
    with pytest.raises(FileExistsError):
        new_file(path, b"second")
    assert path.read_bytes() == b"first"
    assert names(home) == ["one"]


def full(_: int) -> None:
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("put", [new_file, replace_file])
def test_where_there_is_no_room_nothing_is_left_behind(
    home: Path, monkeypatch: pytest.MonkeyPatch, put: Callable[[Path, bytes], None]
) -> None:
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        put(home / "one", b"data")
    assert names(home) == []


def test_a_file_that_is_ended_in_yml_keeps_its_name_taken(home: Path) -> None:
    folder = home / "routines"
    folder.mkdir()
    (folder / "mine.yml").write_bytes(b"mine")
    with pytest.raises(CoachError, match=r"mine\.yml is there already"):
        write_routine("mine", b"other")
    assert write_routine("mine", b"other", over=True) == folder / "mine.yml"
    assert names(folder) == ["mine.yml", "routine.schema.json"]
