"""Decoded routines are kept, and taken from there only while nothing about them has changed."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stretchcoach.errors import CoachError
from stretchcoach.files import kept
from stretchcoach.files.folders import look
from stretchcoach.files.kept import Kept, Listed, kept_path, plain, routine_of
from stretchcoach.files.names import find
from stretchcoach.files.routine_file import read_routine
from tests.files.texts import GOOD
from tests.making import built_in, built_in_files

LONG_AGO_NS = 1_700_000_000 * 10**9
VARIED = "extends: base\ntitle: Varied\n"


@pytest.fixture
def mine(home: Path) -> Path:
    folder = home / "routines"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, text: str, mtime_ns: int = LONG_AGO_NS) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    os.utime(path, ns=(mtime_ns, mtime_ns))
    return path


def is_taken_from_there(monkeypatch: pytest.MonkeyPatch, name: str) -> bool:
    """Whether this routine is found without its file being decoded."""
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "stretchcoach.files.routine_file", None)
        try:
            find(name)
        except ImportError:
            return False
    return True


@pytest.mark.parametrize("path", built_in_files(), ids=lambda path: path.stem)
def test_what_is_kept_of_a_routine_is_all_of_it(path: Path) -> None:
    routine = read_routine(path)
    made = routine_of(plain(routine))
    assert made == routine
    assert repr(made) == repr(routine)  # the same types, too, all the way down


def test_what_is_found_once_is_not_decoded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_taken_from_there(monkeypatch, "calves")
    first = find("calves")
    assert is_taken_from_there(monkeypatch, "calves")
    assert find("calves") == first == built_in("calves")


def test_on_a_hit_neither_yaml_nor_the_decoders_are_loaded() -> None:
    program = (
        "import sys; from stretchcoach.files.names import find; find('calves');"
        "print([name for name in sys.modules if 'yaml' in name or 'decode' in name])"
    )
    find("calves")
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "yaml" not in done.stdout
    assert "files.decode" not in done.stdout


def test_a_file_that_has_changed_is_decoded(mine: Path) -> None:
    put(mine, "base", GOOD)
    assert find("base").title == "Made"
    put(mine, "base", GOOD.replace("Made", "Mode"), LONG_AGO_NS + 1)
    assert find("base").title == "Mode"
    put(mine, "base", GOOD.replace("Made", "Longer"), LONG_AGO_NS + 1)
    assert find("base").title == "Longer"


def test_a_variation_is_decoded_when_what_it_extends_has_changed(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(mine, "base", GOOD)
    put(mine, "varied", VARIED)
    assert find("varied").finish == "Done."
    assert is_taken_from_there(monkeypatch, "varied")
    put(mine, "base", GOOD.replace("Done.", "Gone."), LONG_AGO_NS + 1)
    assert find("varied").finish == "Gone."


def test_a_variation_is_decoded_when_its_name_means_another_file(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(mine, "varied", "extends: calves\ntitle: Varied\n")
    assert find("varied").finish == built_in("calves").finish
    assert is_taken_from_there(monkeypatch, "varied")
    own = put(mine, "calves", GOOD)
    assert find("varied").finish == "Done."
    own.unlink()
    assert find("varied").finish == built_in("calves").finish


def test_a_file_that_was_written_just_now_is_not_kept_yet(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(mine, "base", GOOD)
    path.touch()
    find("base")
    assert not is_taken_from_there(monkeypatch, "base")


def test_a_file_that_is_not_among_ones_own_is_not_kept(tmp_path: Path) -> None:
    assert find(str(put(tmp_path, "base", GOOD))).title == "Made"
    assert not kept_path().exists()


def cut_short(data: bytes) -> bytes:
    return data[:-1]


def a_bit_turned(data: bytes) -> bytes:
    return data[:99] + bytes([data[99] ^ 1]) + data[100:]


def something_else(data: bytes) -> bytes:
    return b"title: " + data


def well_formed(data: bytes) -> bytes:
    return kept.checked(data[:0] + b"N")


def foreign(data: bytes) -> bytes:
    return kept.checked(data[4:].replace(b"calves", b"wrists"))


@pytest.mark.parametrize("damage", [cut_short, a_bit_turned, something_else, well_formed, foreign])
def test_what_is_damaged_or_foreign_is_not_taken(
    damage: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    find("calves")
    kept_path().write_bytes(damage(kept_path().read_bytes()))
    assert not is_taken_from_there(monkeypatch, "calves")
    assert find("calves") == built_in("calves")
    assert is_taken_from_there(monkeypatch, "calves")


def test_what_another_edition_kept_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    find("calves")
    monkeypatch.setattr(kept, "_edition", lambda: ("another",))
    assert not is_taken_from_there(monkeypatch, "calves")


@pytest.mark.parametrize("there", ["a file for the folder", "a folder for the file"])
def test_a_cache_that_cannot_be_had_is_no_fault(home: Path, there: str) -> None:
    if there == "a file for the folder":
        (home / "cache").write_text("", encoding="utf-8")
    else:
        kept_path().mkdir(parents=True)
    assert find("calves") == built_in("calves")
    assert [path for path in home.rglob("*") if path.is_file() and path.name != "cache"] == []


def test_a_fault_is_told_each_time(mine: Path) -> None:
    put(mine, "base", "title: x\n")
    for _ in range(2):
        with pytest.raises(CoachError, match="the key 'safety' is missing"):
            find("base")


def test_what_has_gone_is_kept_no_longer(mine: Path) -> None:
    put(mine, "going", GOOD)
    put(mine, "staying", GOOD)
    with Kept(look()) as first:
        titles = [first.read(mine / f"{name}.yaml").title for name in ("going", "staying")]
    assert titles == ["Made", "Made"]
    (mine / "going.yaml").unlink()
    find("calves")
    data = kept_path().read_bytes()
    assert b"going.yaml" not in data
    assert b"staying.yaml" in data


def test_a_list_is_told_the_same_with_and_without_what_is_kept(mine: Path) -> None:
    put(mine, "own", GOOD)

    def told() -> list[Listed]:
        known = look()
        with Kept(known) as cached:
            return [cached.listed(entry.path) for entry in known.entries()]

    first = told()
    assert kept_path().exists()
    assert told() == first
    routine = find("own")
    (own,) = (one for one in first if one.title == routine.title)
    assert own.length_ms == routine.length_ms
    assert (own.positions, own.sides) == (len(routine.positions), len(routine.sides))


def test_a_list_makes_no_routine_of_what_is_kept(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = put(mine, "own", GOOD)
    find("own")
    monkeypatch.setattr(kept, "routine_of", None)
    with Kept(look()) as cached:
        assert cached.listed(path).title == "Made"
