"""What a person is told of what hurt, and what of a session is remembered."""

from datetime import timedelta

import pytest

from stretchcoach.core.care import NothingLeftError, cared
from stretchcoach.core.choices import ChoiceError, Choices
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.frame import frame
from stretchcoach.core.memory import (
    Place,
    Remembered,
    What,
    recall,
    said,
)
from stretchcoach.core.outcome import Sign
from stretchcoach.core.session import Command, Mode, Session, begin
from stretchcoach.core.speech import phrases
from stretchcoach.core.timeline import Kind
from tests.core.hurting import (
    ALL_OF_BACK,
    BACK,
    DESK,
    DOOR,
    OFTEN,
    TODAY,
    WALL,
    added,
    held,
    hurt,
    session,
)
from tests.making import (
    BOTH,
    in_stage,
    passed,
)

TOLD = {
    "Left out: chest – it hurt on 24 November. Back for 15 s on 8 December.": (
        [hurt(3, BACK, "chest")],
        BACK,
    ),
    "Left out: shoulder, chest – it hurt on 24 November. Back for 15 s on 8 December.": (
        [hurt(3, BACK, "shoulder"), hurt(3, BACK, "chest")],
        BACK,
    ),
    "Left out: chest – it hurt on 20 December. Back for 15 s on 3 January 2027.": (
        [hurt(-23, BACK, "chest")],
        BACK,
    ),
    "Back for 15 s only: chest – it hurt on 7 November.": ([hurt(20, BACK, "chest")], BACK),
    "Left out: chest – it hurt in 3 sessions. See a doctor or physiotherapist. "
    "Back only with: stretch pain clear back chest": (OFTEN, BACK),
    "Left out: low – flat of wall hurt on 26 November. Back for 15 s on 10 December.": (
        [hurt(1, WALL, "flat")],
        DOOR,
    ),
    "Left out: low – shoulder pain on 26 November. Back for 15 s on 10 December.": (
        [added(1, Place(position="shoulder"))],
        DOOR,
    ),
}


@pytest.mark.parametrize("told", TOLD)
def test_it_is_said_in_plain_words(told: str) -> None:
    lines, of = TOLD[told]
    assert " ".join(session(of, lines).care.told) == told


def test_what_is_left_out_can_be_asked_back_at_the_gate_and_is_there_for_15_s() -> None:
    timeline = session(BACK, [hurt(1, BACK, "chest"), hurt(1, BACK, "hip")])
    gate, _ = begin(timeline, 0)
    assert "15 s" in frame(gate).ask_back
    back = passed(gate, 1_000, Command.ASK_BACK)
    assert held(back.timeline) == "shoulder 30, chest 15, hip 15"
    assert back.mode is Mode.WAITING
    assert (frame(back).ask_back, frame(back).remembered) == ("", back.timeline.care.told)
    assert " ".join(back.timeline.care.told).startswith("Back for 15 s only: chest")


def test_what_hurt_too_often_is_not_asked_back_by_a_key() -> None:
    timeline = session(BACK, [*OFTEN, hurt(1, BACK, "hip")])
    gate, _ = begin(timeline, 0)
    assert held(passed(gate, 0, Command.ASK_BACK).timeline) == "shoulder 30, hip 15"
    only, _ = begin(session(BACK, OFTEN), 0)
    assert frame(only).ask_back == ""
    assert passed(only, 0, Command.ASK_BACK) == only


def test_once_the_session_runs_the_key_does_nothing() -> None:
    gate, _ = begin(session(BACK, [hurt(1, BACK, "chest")]), 0)
    running = passed(gate, 0, Command.TOGGLE)
    assert passed(running, 0, Command.ASK_BACK) == running


def test_the_voice_has_the_words_of_what_may_be_asked_back() -> None:
    said_ = {phrase.words for phrase in phrases(session(BACK, [hurt(1, BACK, "chest")]))}
    assert any("Hand at the chest." in text for text in said_)


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        (Choices(only=("shoulder", "chest")), "shoulder 30"),
        (Choices(hold_ms=10_000), "shoulder 10, hip 10"),
        (Choices(total_ms=100_000), "shoulder 30"),
        (Choices(side=BOTH[0]), "shoulder 30, hip 30"),
    ],
)
def test_what_is_chosen_is_chosen_of_what_is_left(choices: Choices, expected: str) -> None:
    assert held(session(BACK, [hurt(1, BACK, "chest")], choices)) == expected


def test_a_chosen_hold_does_not_make_the_return_longer() -> None:
    lines = [hurt(20, BACK, "chest")]
    longer = session(BACK, lines, Choices(hold_ms=45_000))
    assert held(longer) == "shoulder 45, chest 15, hip 45"
    assert held(session(BACK, lines, Choices(hold_ms=10_000))) == "shoulder 10, chest 10, hip 10"


def test_only_what_is_left_out_leaves_nothing_and_says_how_to_have_it_back() -> None:
    with pytest.raises(NothingLeftError) as nothing:
        session(BACK, [hurt(3, BACK, "chest")], Choices(only=("chest",)))
    assert str(nothing.value) == "Nothing of Made is left to hold."
    assert nothing.value.undo == "stretch pain clear back chest"
    assert nothing.value.told[0].startswith("Left out: chest – it hurt on 24 November.")


def test_what_is_not_chosen_is_not_told_of() -> None:
    timeline = session(BACK, [hurt(1, BACK, "chest")], Choices(only=("hip",)))
    assert timeline.care.told == ()


def test_an_unknown_position_is_told_before_anything_else() -> None:
    with pytest.raises(ChoiceError, match="no position 'chets'"):
        session(BACK, [hurt(1, BACK, "chest")], Choices(only=("chets",)))


def test_without_a_gate_what_is_left_out_is_told_aside() -> None:
    timeline = cared(BACK, Choices(), recall([hurt(3, BACK, "chest")]), TODAY, gate=False)
    begun, _ = begin(timeline, 0)
    assert frame(begun).note.startswith("Left out: chest – it hurt on 24 November.")
    assert frame(begun).note_in_short == ENGLISH.care_in_short
    assert frame(passed(begun, 12_000)).note == ""


# What of a session is remembered.

READY, SHOULDER, SWITCH, CHEST = 1, 2, 3, 4


def told(of: Session) -> list[tuple[What, str, Sign | None]]:
    return [(line.what, line.place.position, line.sign) for line in said(of, "s")]


def test_pain_is_remembered_when_it_is_said_and_its_sign_when_that_is() -> None:
    hurts = passed(in_stage(CHEST, 5_000), 0, Command.PAIN)
    assert told(hurts) == [(What.HURT, "chest", None)]
    assert told(passed(hurts, 0, Command.IT_IS_NUMBNESS)) == [(What.HURT, "chest", Sign.NUMBNESS)]


def test_pain_while_easing_out_is_remembered_of_the_hold_before() -> None:
    assert told(passed(in_stage(SWITCH, 500), 0, Command.PAIN)) == [(What.HURT, "shoulder", None)]


@pytest.mark.parametrize("back", [1, 2, 3])
def test_after_going_back_it_is_remembered_of_where_one_is(back: int) -> None:
    session = passed(in_stage(CHEST, 5_000), 0, Command.SKIP)
    for _ in range(back):
        session = passed(session, 100, Command.BACK)
    # In the chest's hold; in the switch to it, so easing out of the shoulder; in the shoulder's.
    where = ("chest", "shoulder", "shoulder")[back - 1]
    hurts = passed(passed(session, 500, Command.PAIN), 0, Command.IT_IS_PAIN)
    assert told(hurts) == [(What.HURT, where, Sign.PAIN)]


def test_nothing_is_remembered_of_a_session_without_pain() -> None:
    assert told(passed(in_stage(CHEST, 5_000), 0, Command.STOP)) == []


def test_what_was_asked_back_is_remembered_once_the_session_has_begun() -> None:
    gate, _ = begin(session(BACK, [hurt(1, BACK, "chest")]), 0, gap_ms=10**9)
    back = passed(gate, 0, Command.ASK_BACK)
    assert told(back) == []
    assert told(passed(back, 0, Command.STOP)) == []
    assert told(passed(back, 0, Command.TOGGLE)) == [(What.ASKED_BACK, "chest", None)]


def test_what_was_held_again_is_remembered_at_the_end_of_the_session() -> None:
    start, _ = begin(session(BACK, [hurt(20, BACK, "chest")]), 0, waits=False, gap_ms=10**9)
    running = passed(start, 70_000)
    assert told(running) == []
    assert told(passed(start, 10**6)) == [(What.RETURNED, "chest", None)]
    skipped = passed(passed(start, 50_000, Command.SKIP), 0, Command.STOP)
    assert told(skipped) == []


def test_what_was_held_again_on_one_side_only_has_not_returned() -> None:
    start, _ = begin(session(BACK, [hurt(20, BACK, "chest")]), 0, waits=False, gap_ms=10**9)
    assert told(passed(passed(start, 100_000), 0, Command.STOP)) == []
    fitted = session(BACK, [hurt(20, BACK, "hip")], Choices(total_ms=100_000))
    start, _ = begin(fitted, 0, waits=False, gap_ms=10**9)
    assert told(passed(start, 10**6)) == []
    for side in BOTH:
        one_side = session(BACK, [hurt(20, BACK, "chest")], Choices(side=side))
        start, _ = begin(one_side, 0, waits=False, gap_ms=10**9)
        assert told(passed(start, 10**6)) == []


def test_without_sides_held_once_it_has_returned() -> None:
    start, _ = begin(session(DESK, [hurt(20, DESK, "wrists")]), 0, waits=False, gap_ms=10**9)
    assert told(passed(start, 10**6)) == [(What.RETURNED, "wrists", None)]


def test_what_hurts_when_held_again_has_not_returned() -> None:
    start, _ = begin(session(BACK, [hurt(20, BACK, "chest")]), 0, waits=False, gap_ms=10**9)
    second_side = next(
        number
        for number, stage in enumerate(start.timeline.stages)
        if stage.kind is Kind.HOLD and stage.side is BOTH[1] and stage.number == 2
    )
    at_ms = start.timeline.starts_ms[second_side] + 4_000
    over = passed(passed(start, at_ms, Command.PAIN), 0, Command.STOP)
    assert told(over) == [(What.HURT, "chest", None)]


def test_a_session_teaches_the_next_one() -> None:
    """Five sessions on five days, each remembered as the program does it."""
    lines: list[Remembered] = []
    shown = []
    for day, keys in enumerate([Command.PAIN, None, Command.ASK_BACK, None, None]):
        on = TODAY + timedelta(days=day)
        session_, _ = begin(session(BACK, lines, on=on), 0, gap_ms=10**9)
        if keys is Command.ASK_BACK:
            session_ = passed(session_, 0, keys)
        session_ = passed(session_, 0, Command.TOGGLE)
        if keys is Command.PAIN:
            session_ = passed(session_, 50_000, keys)
            session_ = passed(session_, 0, Command.TOGGLE)
        begun = said(session_, str(day))
        session_ = passed(session_, 10**6)
        shown.append(held(session_.timeline))
        lines += [
            line._replace(on=on) for line in dict.fromkeys([*begun, *said(session_, str(day))])
        ]
    assert shown[1:] == [
        "shoulder 30, hip 30",
        "shoulder 30, chest 15, hip 30",
        ALL_OF_BACK,
        ALL_OF_BACK,
    ]
