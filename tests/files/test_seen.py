"""The file of the routines that were led before: whatever is wrong with it, it is never a fault."""

from pathlib import Path

import pytest

from stretchcoach.files.seen import is_seen, note_seen, seen_path
from tests.making import built_in


def test_what_was_noted_is_known_until_the_routine_changes(home: Path) -> None:
    routine = built_in("upper-back")
    assert not is_seen(routine)
    note_seen(routine)
    note_seen(built_in("calves"))
    assert seen_path().is_relative_to(home)
    assert is_seen(routine)
    assert is_seen(built_in("calves"))
    assert not is_seen(routine._replace(finish="Otherwise."))
    assert [path.name for path in seen_path().parent.iterdir()] == ["seen"]


def written() -> tuple[object, ...]:
    """All that the system says of the file but when it was read, which is no writing."""
    found = seen_path().stat()
    return (
        *(found.st_mode, found.st_ino, found.st_nlink, found.st_uid, found.st_gid, found.st_size),
        *(found.st_mtime_ns, found.st_ctime_ns),
    )


def test_noting_again_writes_nothing() -> None:
    note_seen(built_in("calves"))
    before = written()
    note_seen(built_in("calves"))
    assert written() == before


@pytest.mark.parametrize("junk", [b"\xff\0\n", b"x" * 2_000_000, b"", b"calves"])
def test_a_damaged_file_makes_everything_new_and_is_no_fault(junk: bytes) -> None:
    seen_path().parent.mkdir(parents=True)
    seen_path().write_bytes(junk)
    assert not is_seen(built_in("calves"))
    note_seen(built_in("calves"))
    assert is_seen(built_in("calves"))


def test_a_folder_that_cannot_be_made_is_no_fault() -> None:
    seen_path().parent.parent.mkdir(parents=True, exist_ok=True)
    seen_path().parent.write_text("in the way")
    note_seen(built_in("calves"))
    assert not is_seen(built_in("calves"))


def test_a_folder_in_the_place_of_the_file_is_no_fault() -> None:
    seen_path().mkdir(parents=True)
    note_seen(built_in("calves"))
    assert not is_seen(built_in("calves"))
