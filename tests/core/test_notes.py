"""Notes on a routine: worth knowing, and not wrong."""

import pytest

from stretchcoach.core.notes import Note, notes
from stretchcoach.core.routine import Position, Routine, Safety, Side, Times, WrittenCue
from stretchcoach.files.folders import look
from stretchcoach.files.names import find

ONE = Position("one", "One", "Hand here.")
ROUTINE = Routine("r", "R", Safety(("b",), ("s",), "Stop."), (ONE,), sides=(Side.LEFT, Side.RIGHT))


def with_cues(*cues: WrittenCue) -> Routine:
    return ROUTINE._replace(positions=(ONE._replace(cues=cues),))


@pytest.mark.parametrize("name", sorted(look().built_in))
def test_the_built_in_routines_give_no_cause_for_one(name: str) -> None:
    assert notes(find(name)) == []


def test_a_hold_that_is_not_a_whole_number_of_breaths_is_told_the_nearest_that_is() -> None:
    routine = ROUTINE._replace(
        times=Times(hold_ms=28_000),
        positions=(ONE, ONE._replace(id="two", hold_ms=45_000)),
    )
    assert notes(routine) == [
        Note(("times", "hold"), "28s is not a whole number of breaths of 10s; 30s would be"),
        Note(
            ("positions", "two", "hold"),
            "45s is not a whole number of breaths of 10s; 50s would be",
        ),
    ]


def test_cues_within_two_seconds_are_told_once_for_both_sides() -> None:
    routine = with_cues(WrittenCue(4_000, "One."), WrittenCue(5_000, "Two."))
    what = "two cues within 2s of each other, at 4s and 5s"
    assert notes(routine) == [Note(("positions", "one", "cues"), what)]


def test_words_that_there_is_no_time_to_say_are_told() -> None:
    long = " ".join(["word"] * 13)
    routine = with_cues(WrittenCue(4_000, long), WrittenCue(8_000, "Two."))
    what = f"'{long}' takes longer to say than the 3.8s there are for it"
    assert notes(routine) == [Note(("positions", "one", "cues"), what)]


def test_a_hand_that_takes_too_long_to_say_before_the_hold_is_told() -> None:
    second = ONE._replace(id="two", hand=" ".join(["word"] * 12))
    routine = ROUTINE._replace(positions=(ONE, second), times=Times(switch_ms=3_000))
    found = notes(routine)
    assert [note.path for note in found] == [("positions", "two", "hand")]
    assert f"{second.hand!r}, and what is said before it, takes longer" in found[0].what
    assert "2.1s" in found[0].what
