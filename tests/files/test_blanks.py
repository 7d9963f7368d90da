"""`{side}` and `{other side}` in a position's words."""

from pathlib import Path

import pytest

from stretchcoach.core.choices import Choices, choose, for_side
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.routine import Side
from stretchcoach.core.timeline import Kind
from stretchcoach.files.routine_file import RoutineFileError, read_routine

ROUTINE = """\
title: T
{sides}
safety: {{before: [b], stop_signs: [s], during: d}}
positions:
  one:
    title: One
    hand: {hand}
    cues:
      - at: 3s
        say: Turn from the {{side}} arm to the {{other side}} one.
        briefly: Turn from the {{side}} arm.
"""


def made(
    tmp_path: Path, sides: str = "sides: [left, right]", hand: str = "The {side} hand."
) -> Path:
    path = tmp_path / "blanks.yaml"
    path.write_text(ROUTINE.format(sides=sides, hand=hand), encoding="utf-8")
    return path


def test_they_stand_for_the_working_side_and_the_other(tmp_path: Path) -> None:
    timeline = choose(read_routine(made(tmp_path)), Choices())
    holds = [stage for stage in timeline.stages if stage.kind is Kind.HOLD]
    said = [
        next(cue.words for cue in stage.cues if cue.words.startswith("Turn")) for stage in holds
    ]
    assert said == ["Turn from the left arm to the right one.", "Turn from the right arm."]
    leads = [s.cues[-2].words for s in timeline.stages if s.kind in (Kind.READY, Kind.CHANGE_SIDES)]
    # The side is named once: the words for the hand have it.
    assert leads[0].startswith("Get ready. The left hand.")
    assert leads[1] == "Same again. The right hand."


def test_where_no_side_is_meant_they_stand_for_the_working_and_the_other(tmp_path: Path) -> None:
    (position,) = read_routine(made(tmp_path)).positions
    assert for_side(ENGLISH, position, None).hand == "The working hand."
    assert for_side(ENGLISH, position, Side.RIGHT).hand == "The right hand."


def test_anything_else_in_braces_is_a_fault_that_names_the_ones_there_are(tmp_path: Path) -> None:
    with pytest.raises(
        RoutineFileError, match=r"7:11: positions.one.hand: \{sid\} stands for noth"
    ) as caught:
        read_routine(made(tmp_path, hand='"The {sid} hand."'))
    assert "{side} and {other side}" in caught.value.message


def test_a_routine_without_sides_has_nothing_to_fill_in(tmp_path: Path) -> None:
    with pytest.raises(RoutineFileError, match="need `sides`"):
        read_routine(made(tmp_path, sides="limb: arm"))
