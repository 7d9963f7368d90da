"""Routines are found by name or path, and the built-in ones are as they are promised to be."""

import os
import shutil
from pathlib import Path

import pytest

from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.figures import scene_of
from stretchcoach.core.routine import Position, Routine, Side
from stretchcoach.errors import CoachError
from stretchcoach.figure.pose import body_of, palm_of
from stretchcoach.files.folders import (
    Entry,
    built_in_folder,
    log_folder,
    look,
    personal_folder,
)
from stretchcoach.files.names import find
from stretchcoach.files.routine_file import RoutineFileError, read_routine
from tests.files.texts import GOOD, put
from tests.making import CORNER, built_in, built_in_files

NAMES = [path.stem for path in built_in_files()]


@pytest.fixture
def personal() -> Path:
    folder = personal_folder()
    folder.mkdir(parents=True)
    return folder


def hand_height(position: Position) -> float:
    """How high the working hand is in the end, in centimetres."""
    assert position.figure
    scene = scene_of(position.figure, False)
    assert scene
    assert scene.working == {"left arm"}
    return palm_of(body_of(scene.motion.end).points, "left")[2]


def test_the_corner_routines_are_built_in_among_others() -> None:
    assert set(CORNER) < set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_routine_is_found_by_its_name(name: str) -> None:
    assert find(name) == built_in(name)
    assert find(name).name == name


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_routine_tells_of_safety_and_where_it_is_from(name: str) -> None:
    routine = built_in(name)
    assert any("pain" in line for line in routine.safety.before)
    assert "pain" in routine.safety.during
    assert len(routine.safety.stop_signs) >= 4
    assert routine.source
    assert routine.summary


@pytest.mark.parametrize("name", CORNER)
def test_a_corner_routine_stretches_both_sides(name: str) -> None:
    assert built_in(name).sides == (Side.LEFT, Side.RIGHT)


@pytest.mark.parametrize("name", NAMES)
def test_a_built_in_routine_says_in_every_position_what_to_do_and_to_feel(name: str) -> None:
    for position in built_in(name).positions:
        assert position.how
        assert position.felt
        assert position.not_felt
        assert position.cues


@pytest.mark.parametrize("name", CORNER)
def test_in_corner_figures_the_hand_goes_from_high_to_low(name: str) -> None:
    heights = [hand_height(position) for position in built_in(name).positions]
    assert heights
    assert heights == sorted(set(heights), reverse=True)


def test_the_hand_is_at_the_same_height_for_the_same_position() -> None:
    heights = {
        (position.id, round(hand_height(position)))
        for name in CORNER
        for position in built_in(name).positions
    }
    assert len(heights) == len({id_ for id_, _ in heights})


@pytest.mark.parametrize(
    ("name", "length_ms"),
    [("upper-back", 320_000), ("upper-back-quick", 104_800), ("upper-back-neck", 320_000)],
)
def test_a_built_in_routine_takes_as_long_as_it_is_known_for(name: str, length_ms: int) -> None:
    assert choose(built_in(name), Choices()).length_ms == length_ms


def test_the_quick_one_is_quick() -> None:
    assert choose(built_in("upper-back-quick"), Choices()).length_ms < 105_000


def test_without_a_folder_of_ones_own_there_are_only_the_built_in_ones() -> None:
    assert look().entries() == [
        Entry(name, built_in_folder() / f"{name}.yaml", False) for name in sorted(NAMES)
    ]


def test_a_personal_routine_stands_among_the_others_by_name(personal: Path) -> None:
    mine = put(personal, GOOD, "neck.yaml")
    short = put(personal, GOOD, "aa.yml")
    put(personal, "no routine", "notes.txt")
    found = look().entries()
    assert [entry.name for entry in found] == sorted([*NAMES, "neck", "aa"])
    assert [entry for entry in found if entry.yours] == [
        Entry("aa", short, True),
        Entry("neck", mine, True),
    ]


def test_a_personal_routine_wins_over_the_built_in_one_of_its_name(personal: Path) -> None:
    mine = put(personal, GOOD, "upper-back.yaml")
    assert find("upper-back").title == "Made"
    assert Entry("upper-back", mine, True, hides_built_in=True) in look().entries()
    assert len(look().entries()) == len(NAMES)


def test_a_faulty_personal_routine_is_told_and_hides_the_built_in_one(personal: Path) -> None:
    mine = put(personal, "title: [", "upper-back.yaml")
    with pytest.raises(RoutineFileError) as caught:
        find("upper-back")
    assert caught.value.path == mine


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("uper-back", "Did you mean upper-back or "),
        ("UPPER-BACK", "Did you mean upper-back or "),
        ("upper-back-nekc", "Did you mean upper-back-neck or "),
        ("zzz", f"There are {', '.join(sorted(NAMES)[:6])} and {len(NAMES) - 6} more."),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest_known(name: str, hint: str) -> None:
    with pytest.raises(CoachError) as caught:
        find(name)
    assert caught.value.message == f"There is no routine named {name!r}."
    assert caught.value.hint.startswith(hint)
    assert caught.value.hint.endswith(" See: stretch list")


def test_the_nearest_names_are_those_of_ones_own_routines_too(personal: Path) -> None:
    put(personal, GOOD, "xylophone.yaml")
    with pytest.raises(CoachError) as caught:
        find("xylofone")
    assert caught.value.hint == "Did you mean xylophone? See: stretch list"


def test_of_a_thousand_names_a_few_are_told(personal: Path) -> None:
    for number in range(1_000):
        (personal / f"mine-{number}.yaml").touch()
    with pytest.raises(CoachError) as near:
        find("mine-12345")
    assert near.value.hint.count("mine-") == 3
    with pytest.raises(CoachError) as far:
        find("zzz")
    assert far.value.hint.endswith(f" and {1_000 + len(NAMES) - 6} more. See: stretch list")
    assert len(far.value.hint) < 200


def test_a_file_in_yaml_is_not_hidden_by_one_in_yml(personal: Path) -> None:
    put(personal, "title: x", "mine.yml")
    put(personal, GOOD, "mine.yaml")
    assert find("mine").title == "Made"


def test_hidden_files_are_no_routines(personal: Path) -> None:
    put(personal, GOOD, ".mine.yaml")
    put(personal, GOOD, "._theirs.yaml")
    assert len(look().entries()) == len(NAMES)


@pytest.mark.parametrize("name", ["mine.yaml", "mine.yml", "folder/mine", "./mine"])
def test_what_looks_like_a_path_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "folder").mkdir()
    put(tmp_path, GOOD, name)
    monkeypatch.chdir(tmp_path)
    assert find(name).name == "mine"
    assert find(os.path.abspath(name)).title == "Made"  # noqa: PTH100 - as a person types it


def test_a_path_may_begin_with_the_home_folder(home: Path) -> None:
    put(home, GOOD, "mine.yaml")
    assert find("~/mine.yaml").name == "mine"


def test_the_home_folder_of_nobody_is_an_expected_fault() -> None:
    with pytest.raises(CoachError):
        find("~nobody-of-this-name/mine.yaml")


def test_a_name_is_never_looked_for_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, GOOD, "mine.yaml")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(CoachError, match="no routine named 'mine'"):
        find("mine")


def test_a_copy_of_a_built_in_file_is_the_same_routine_under_its_own_name(tmp_path: Path) -> None:
    copy = shutil.copy(built_in_folder() / "upper-back.yaml", tmp_path / "mine.yaml")
    assert read_routine(Path(copy)) == built_in("upper-back")._replace(name="mine")


def test_everything_personal_lies_under_the_folder_that_was_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRETCH_HOME", str(tmp_path / "mine"))
    assert personal_folder() == tmp_path / "mine" / "routines"
    assert log_folder() == tmp_path / "mine" / "log"


def test_the_named_folder_may_begin_with_the_home_folder(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRETCH_HOME", "~/mine")
    assert personal_folder() == home / "mine" / "routines"


@pytest.mark.parametrize("named", [None, ""])
def test_with_no_folder_named_the_systems_own_place_in_the_home_folder_is_used(
    home: Path, monkeypatch: pytest.MonkeyPatch, named: str | None
) -> None:
    monkeypatch.delenv("STRETCH_HOME")
    if named is not None:
        monkeypatch.setenv("STRETCH_HOME", named)
    for folder in (personal_folder(), log_folder()):
        assert folder.is_relative_to(home)
        assert "stretchcoach" in folder.parts


def test_a_personal_folder_that_is_a_file_has_no_routines_in_it(home: Path) -> None:
    put(home, "", "routines")
    assert personal_folder().is_file()
    assert len(look().entries()) == len(NAMES)


def test_every_built_in_file_makes_a_routine() -> None:
    assert all(isinstance(read_routine(path), Routine) for path in built_in_files())
