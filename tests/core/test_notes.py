"""Notes on a routine: worth knowing, and not wrong."""

import pytest

from stretchcoach.core.notes import Note, notes
from stretchcoach.core.routine import (
    Position,
    Routine,
    Safety,
    Side,
    SoundOptions,
    Times,
    WrittenCue,
)
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


def test_words_that_can_only_lie_under_a_tone_or_against_the_breath_are_told() -> None:
    routine = with_cues(
        WrittenCue(4_000, "One two three four five six seven eight nine ten eleven twelve."),
        WrittenCue(26_000, "Slow breath in, as long as you like, and as deep."),
    )
    under, against = notes(routine)
    assert "lies within 0.8s of a breath tone: there is no quiet of 3.9s near" in under.what
    assert against.what == (
        "'Slow breath in, as long as you like, and as deep.' speaks of the breath, and is not "
        "said: no such breath is near"
    )
    silent = notes(routine._replace(sound=SoundOptions(breath_tones=False)))
    assert not any("breath" in note.what for note in silent if "Slow breath" not in note.what)


def test_what_is_said_to_who_knows_it_is_looked_at_too() -> None:
    routine = with_cues(WrittenCue(26_000, "Out.", briefly="Slow breath in, as deep as you like."))
    (note,) = notes(routine)
    assert note.path == ("positions", "one", "cues")
    assert note.what.startswith("'Slow breath in, as deep as you like.' speaks of the breath")


def test_cues_within_two_seconds_are_told_once_for_both_sides() -> None:
    routine = with_cues(WrittenCue(4_000, "One."), WrittenCue(5_000, "Two."))
    routine = routine._replace(sound=SoundOptions(breath_tones=False))  # they are not moved apart
    what = "two cues within 2s of each other, at 4s and 5s"
    assert notes(routine) == [Note(("positions", "one", "cues"), what)]


def test_words_that_there_is_no_time_to_say_are_told() -> None:
    long = " ".join(["word"] * 13)
    routine = with_cues(WrittenCue(4_000, long), WrittenCue(8_000, "Two."))
    routine = routine._replace(sound=SoundOptions(breath_tones=False))
    what = f"'{long}' takes longer to say than the 3.8s there are for it"
    assert notes(routine) == [Note(("positions", "one", "cues"), what)]


def test_a_hand_that_takes_too_long_to_say_before_the_hold_is_told() -> None:
    second = ONE._replace(id="two", hand=" ".join(["word"] * 12))
    routine = ROUTINE._replace(positions=(ONE, second), times=Times(switch_ms=3_000))
    found = notes(routine)
    too_short, too_long = found
    assert too_short.path == ("times", "switch")
    assert too_long.path == ("positions", "two", "hand")
    assert f"{second.hand!r}, and what is said before it, takes longer" in too_long.what
    assert "2.1s" in too_long.what


def test_a_lead_in_that_leaves_no_time_to_follow_its_words_is_told() -> None:
    routine = ROUTINE._replace(
        positions=(ONE, ONE._replace(id="two")), times=Times(20_000, 30_000, 7_700, 20_000)
    )
    # The chime takes 0.7 s, "Ease out slowly. Left side. Hand here." 3 s.
    assert notes(routine) == []
    assert notes(routine._replace(times=Times(20_000, 30_000, 7_000, 20_000))) == [
        Note(
            ("times", "switch"),
            "7s are short: what is said takes until 3.7s, and 4s are needed to do it",
        )
    ]


def test_a_blank_without_a_noun_is_told() -> None:
    hand, cue = "Ear to the {side} shoulder.", WrittenCue(4_000, "Ear to the {other side}.")
    routine = ROUTINE._replace(positions=(ONE._replace(hand=hand, cues=(cue,)),))
    (note,) = notes(routine)
    assert note.path == ("positions", "one", "cues")
    assert "a noun is missing" in note.what
    routine = ROUTINE._replace(stand="Look to the {side}.", positions=(ONE,))
    assert [(note.path, "a noun is missing" in note.what) for note in notes(routine)] == [
        (("stand",), True)
    ]
