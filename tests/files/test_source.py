"""Variations: what `extends` merges, and what is wrong with some of them."""

import os
import sys
from pathlib import Path

import pytest

from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.routine import Routine, Side
from stretchcoach.core.timeline import Kind
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import built_in_folder
from stretchcoach.files.names import find
from stretchcoach.files.routine_file import (
    RoutineFileError,
    read_routine,
    read_with_source,
    reading_with,
)


@pytest.fixture
def mine(home: Path) -> Path:
    folder = home / "routines"
    folder.mkdir()
    return folder


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def ids(routine: Routine) -> list[str]:
    return [position.id for position in routine.positions]


def faults(path: Path) -> list[str]:
    with pytest.raises(RoutineFileError) as caught:
        read_routine(path)
    return [line.removeprefix(f"{path}:") for line in caught.value.message.splitlines()]


def error_of(path: Path) -> RoutineFileError:
    with pytest.raises(RoutineFileError) as caught:
        read_routine(path)
    return caught.value


def test_a_variation_in_three_lines_is_the_other_routine_but_for_what_it_says(mine: Path) -> None:
    text = "extends: upper-back\ntitle: Mine\npositions: {hip: {hold: 45s}}\n"
    varied, original = read_routine(written(mine, "mine", text)), find("upper-back")
    assert (varied.name, varied.title, varied.extends) == ("mine", "Mine", "upper-back")
    assert varied.changes == ("title", "positions.hip.hold")
    assert [varied.hold_ms(position) for position in varied.positions] == [30_000, 30_000, 45_000]
    hip = original.positions[2]._replace(hold_ms=45_000)
    assert varied.positions == (*original.positions[:2], hip)
    assert varied.safety == original.safety


def test_positions_can_be_left_out_added_and_put_in_another_order(mine: Path) -> None:
    text = """\
extends: upper-back
positions:
  chest: null
  low: {title: Low, hand: Hand below the hip.}
order: [low, hip, shoulder]
"""
    varied = read_routine(written(mine, "mine", text))
    assert ids(varied) == ["low", "hip", "shoulder"]
    assert varied.changes == ("positions.chest (left out)", "positions.low (added)", "order")


def test_times_breath_and_safety_are_changed_key_by_key(mine: Path) -> None:
    text = """\
extends: upper-back
times: {hold: 20s}
breath: {out: 7s}
safety: {during: "Pain? Stop."}
sides: [right]
"""
    varied, original = read_routine(written(mine, "mine", text)), find("upper-back")
    assert varied.times == original.times._replace(hold_ms=20_000)
    assert varied.breath == original.breath._replace(out_ms=7_000)
    assert varied.safety == original.safety._replace(during="Pain? Stop.")
    assert varied.sides == (Side.RIGHT,)


def test_a_variation_can_be_varied_in_turn(mine: Path) -> None:
    written(mine, "first", "extends: upper-back\ntitle: First\npositions: {chest: null}\n")
    second = written(mine, "second", "extends: first\npositions: {hip: null}\n")
    routine = read_routine(second)
    assert (routine.title, ids(routine), routine.extends) == ("First", ["shoulder"], "first")
    assert [find(name).root for name in ("second", "first", "upper-back")] == [
        *("upper-back", "upper-back", "")
    ]


def test_a_file_that_bears_the_name_of_what_it_extends_means_the_built_in_one(mine: Path) -> None:
    written(mine, "upper-back", "extends: upper-back\ntitle: My own\n")
    assert (find("upper-back").title, ids(find("upper-back"))) == (
        "My own",
        ["shoulder", "chest", "hip"],
    )


def test_a_built_in_variation_stays_as_it_is_whatever_a_person_makes_of_its_parent(
    mine: Path,
) -> None:
    names = ("upper-back-quick", "upper-back-neck")
    before = [find(name) for name in names]
    assert [routine.extends for routine in before] == ["upper-back", "upper-back"]
    changed = "positions: {shoulder: {hold: 45s, hand: Elsewhere.}}"
    written(mine, "upper-back", f"extends: upper-back\nfinish: My own.\n{changed}\n")
    assert find("upper-back").finish == "My own."
    assert [find(name) for name in names] == before
    # What a person extends by that name is the person's own, as ever.
    (position, *_) = read_routine(written(mine, "mine", "extends: upper-back\n")).positions
    assert (position.hand, position.hold_ms) == ("Elsewhere.", 45_000)


@pytest.mark.parametrize("name", ["upper-back", "upper-back-neck", "upper-back-quick"])
@pytest.mark.parametrize("hold", ["10s", "20s", "30s", "40s", "50s", "60s"])
def test_a_corner_routine_can_be_varied_to_any_whole_number_of_breaths(
    mine: Path, name: str, hold: str
) -> None:
    varied = read_routine(written(mine, "mine", f"extends: {name}\ntimes: {{hold: {hold}}}\n"))
    assert varied.times.hold_ms == int(hold[:-1]) * 1_000


def test_a_circle_is_a_fault_with_its_place(mine: Path) -> None:
    first = written(mine, "first", "extends: second\n")
    written(mine, "second", "title: x\nextends: first\n")
    with pytest.raises(RoutineFileError) as caught:
        read_routine(first)
    (fault,) = caught.value.faults
    assert (fault.location.file, fault.location.line) == (str(mine / "second.yaml"), 2)
    assert "round and round" in fault.what


def test_a_file_cannot_extend_itself(mine: Path) -> None:
    (fault,) = faults(written(mine, "alone", "extends: alone\n"))
    assert fault.startswith("1:10: extends: no routine is named 'alone'; did you mean 'calves'?")


def chain(folder: Path, count: int) -> Path:
    """So many files of which each extends the one before, and the first a built-in routine."""
    for number in range(count):
        before = f"c{number - 1}" if number else "calves"
        last = written(folder, f"c{number}", f"extends: {before}\n")
    return last


def test_a_chain_of_eight_files_is_read_and_one_of_nine_is_a_fault(mine: Path) -> None:
    assert read_routine(chain(mine, 7)).title == find("calves").title
    (fault,) = error_of(chain(mine, 8)).faults
    assert fault.what == "more than 8 files in a chain that extend each other"
    assert (fault.location.file, fault.location.line) == (str(mine / "c0.yaml"), 1)


def test_a_chain_of_a_thousand_files_is_not_followed_to_its_end(mine: Path) -> None:
    path = chain(mine, 1_000)
    reading = reading_with()
    with pytest.raises(RoutineFileError, match="more than 8 files"):
        read_with_source(path, reading)
    assert len(reading.chain) == 8


def test_a_reading_looks_into_the_folders_once(mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = chain(mine, 7)
    looks: list[Path] = []
    listdir = os.listdir

    def counted(folder: Path) -> list[str]:
        looks.append(folder)
        return listdir(folder)

    monkeypatch.setattr(os, "listdir", counted)
    read_routine(path)
    assert sorted(looks) == sorted([built_in_folder(), mine])


if sys.platform != "win32":

    def test_a_link_to_itself_is_one_faulty_file_and_the_rest_works(mine: Path) -> None:
        (mine / "round.yaml").symlink_to("round.yaml")
        varied = written(mine, "mine", "extends: upper-back\ntitle: Mine\n")
        assert read_routine(varied).title == "Mine"
        (fault,) = error_of(written(mine, "two", "extends: ruond\n")).faults
        assert "did you mean 'round'?" in fault.what
        with pytest.raises(CoachError, match="cannot be read"):
            read_routine(written(mine, "three", "extends: round\n"))

    def test_a_link_to_a_file_that_extends_it_means_the_built_in_one(mine: Path) -> None:
        varied = written(mine, "mine", "extends: upper-back\ntitle: Mine\n")
        (mine / "upper-back.yaml").symlink_to(varied)
        assert [find(name).title for name in ("mine", "upper-back")] == ["Mine", "Mine"]


def test_two_slips_of_a_variation_are_told_together(mine: Path) -> None:
    text = "extends: upper-back\npositions: {chets: null}\norder: [sholder, chest]\n"
    assert faults(written(mine, "mine", text)) == [
        "2:13: positions: there is no 'chets' to leave out; did you mean 'chest'?",
        "3:9: order: there is no position 'sholder'; did you mean 'shoulder'?",
    ]


def test_a_mapping_of_very_many_keys_is_merged_in_one_go(mine: Path) -> None:
    many = "".join(f"k{number}: 1\n" for number in range(9_000))
    written(mine, "first", f"extends: upper-back\n{many}")
    assert "more faults" in faults(written(mine, "second", f"extends: first\n{many}"))[-1]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "extends: uper-back\n",
            "1:10: extends: no routine is named 'uper-back'; did you mean 'upper-back'?",
        ),
        ("extends: [a]\n", "1:10: extends: the name of a routine is needed here"),
        (
            "extends: upper-back\npositions: {chets: null}\n",
            "2:13: positions: there is no 'chets' to leave out; did you mean 'chest'?",
        ),
        (
            "extends: upper-back\npositions: {low: {hold: 20s}}\n",
            "2:18: positions.low: the key 'title' is missing",
        ),
        (
            "extends: upper-back\norder: [hip, chest]\n",
            "2:8: order: each position must stand here once: shoulder, chest, hip",
        ),
        (
            "extends: upper-back\ntitle: a\ntitle: b\n",
            "3:1: the key 'title' stands twice; first in line 2",
        ),
        (
            "extends: upper-back\npositions: {hip: {hold: 45s, hold: 50s}}\n",
            "2:30: positions.hip: the key 'hold' stands twice; first in line 2",
        ),
        (
            "extends: upper-back\ntimes: {hold: 61s}\n",
            "2:15: times.hold: 61s is out of range; use 10s to 1m",
        ),
    ],
)
def test_what_is_wrong_with_a_variation_is_told_at_its_place(
    mine: Path, text: str, fault: str
) -> None:
    assert fault in faults(written(mine, "mine", text))


def test_a_fault_that_is_inherited_is_told_in_the_file_where_it_stands(mine: Path) -> None:
    written(mine, "base", "title: Base\npositions: {one: {title: One}}\nsafety: 3\n")
    child = written(mine, "child", "extends: base\n")
    with pytest.raises(CoachError) as caught:
        read_routine(child)
    assert caught.value.message.splitlines() == [
        f"{mine}/base.yaml:2:18: positions.one: the key 'hand' is missing",
        f"{mine}/base.yaml:3:9: safety: a mapping of keys is needed here, not text",
    ]


@pytest.mark.parametrize("name", sorted(path.stem for path in built_in_folder().glob("*.yaml")))
@pytest.mark.parametrize("hold", ["10s", "30s", "60s"])
def test_a_variation_may_have_any_hold_whatever_the_moments_of_its_cues(
    mine: Path, name: str, hold: str
) -> None:
    varied = read_routine(written(mine, "mine", f"extends: {name}\ntimes: {{hold: {hold}}}\n"))
    assert varied.changes == ("times.hold",)


def test_where_an_inherited_cue_comes_to_stand_at_half_way_the_one_for_half_way_stays(
    mine: Path,
) -> None:
    varied = read_routine(written(mine, "mine", "extends: desk-break\ntimes: {hold: 30s}\n"))
    hold = next(s for s in choose(varied, Choices()).stages if s.kind is Kind.HOLD)
    assert [cue.words for cue in hold.cues if cue.at_ms == 15_000 and cue.words] == [
        "Half-way. Right shoulder down."
    ]


def test_two_cues_at_one_moment_are_a_fault_where_they_are_written(mine: Path) -> None:
    cues = "[{at: 15s, say: One.}, {at: half, say: Two.}]"
    text = f"extends: upper-back\npositions: {{hip: {{cues: {cues}}}}}\n"
    assert [fault for fault in faults(written(mine, "mine", text)) if "same moment" in fault]
