"""Files come to their place whole or not at all, and never over another unasked."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stretchcoach.errors import CoachError
from stretchcoach.files.write import aside, new_file, replace_file, write_routine


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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    made.mkdir()
    return made


def put(folder: Path, *names: str, over: bool = False, breaks: bool = False) -> None:
    with aside(*(folder / name for name in names), over=over) as files:
        for file in files:
            file.beside.write_bytes(file.place.name.encode())
            assert file.beside.parent == folder
        if breaks:
            raise KeyboardInterrupt


def test_files_come_into_their_places_together_and_nothing_is_left_beside(folder: Path) -> None:
    put(folder, "a.wav", "a.lrc")
    assert names(folder) == ["a.lrc", "a.wav"]
    assert (folder / "a.wav").read_bytes() == b"a.wav"
    if os.name == "posix":
        mask = os.umask(0)
        os.umask(mask)
        assert (folder / "a.wav").stat().st_mode & 0o777 == 0o666 & ~mask


def test_what_is_broken_off_leaves_nothing_behind(folder: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        put(folder, "a.wav", "a.lrc", breaks=True)
    assert names(folder) == []


def test_where_one_place_is_taken_none_of_the_files_comes(folder: Path) -> None:
    (folder / "a.lrc").write_text("mine")
    with pytest.raises(FileExistsError):
        put(folder, "a.wav", "a.lrc")
    assert names(folder) == ["a.lrc"]
    assert (folder / "a.lrc").read_text() == "mine"


def test_a_file_is_replaced_where_that_is_wanted_and_keeps_its_rights(folder: Path) -> None:
    before = folder / "a.wav"
    before.write_text("mine")
    before.chmod(0o640)
    put(folder, "a.wav", "a.lrc", over=True)
    assert before.read_bytes() == b"a.wav"
    assert names(folder) == ["a.lrc", "a.wav"]
    if os.name == "posix":
        assert before.stat().st_mode & 0o777 == 0o640


def test_in_a_folder_that_is_not_there_nothing_is_begun(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        put(folder / "gone", "a.wav")
    assert names(folder) == []
