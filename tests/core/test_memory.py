"""What hurt changes the next session: history in, session out."""

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.care import NothingLeftError, cared
from stretchcoach.core.choices import ChoiceError, Choices, choose
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.frame import frame
from stretchcoach.core.memory import (
    Place,
    Remembered,
    What,
    asking,
    place_of,
    recall,
    record,
    remembered,
    said,
)
from stretchcoach.core.outcome import Ended, Sign
from stretchcoach.core.routine import AREAS, Routine
from stretchcoach.core.session import Command, Mode, Session, begin
from stretchcoach.core.speech import phrases
from stretchcoach.core.timeline import Kind, Timeline
from tests.making import (
    BOTH,
    Script,
    built_in,
    in_stage,
    lived,
    passed,
    position,
    routine,
    scripts,
)

TODAY = date(2026, 11, 27)
_NONE = Choices()
BACK = routine()._replace(name="back")  # shoulder, chest and hip, of which none names an area
NECK = routine()._replace(name="neck", extends="back")
DOOR = routine(positions=[position("low")._replace(areas=("shoulder",)), position("high")])
DOOR = DOOR._replace(name="door")
WALL = routine(positions=[position("flat")._replace(areas=("shoulder", "chest"))])
WALL = WALL._replace(name="wall")
DESK = routine(["neck-left", "neck-right", "wrists"], sides=())._replace(name="desk")
ALL = (BACK, NECK, DOOR, WALL, DESK)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def at(of: Routine, id_: str) -> Place:
    return next(place_of(of, one) for one in of.positions if one.id == id_)


def hurt(days: int, of: Routine, id_: str, sign: Sign | None = None) -> Remembered:
    """Pain so many days ago, in a session of its own."""
    return Remembered(What.HURT, ago(days), at(of, id_), f"{days} days ago", sign)


def asked(days: int, of: Routine, id_: str) -> Remembered:
    return Remembered(What.ASKED_BACK, ago(days), at(of, id_))


def returned(days: int, of: Routine, id_: str) -> Remembered:
    return Remembered(What.RETURNED, ago(days), at(of, id_))


def cleared(place: Place = Place()) -> Remembered:  # noqa: B008 - a value
    return Remembered(What.CLEARED, TODAY, place)


def added(days: int, place: Place) -> Remembered:
    return Remembered(What.ADDED, ago(days), place)


def session(
    of: Routine, lines: Iterable[Remembered], choices: Choices = _NONE, on: date = TODAY
) -> Timeline:
    return cared(of, choices, recall(lines), on)


def held(timeline: Timeline) -> str:
    """The holds of a side: `shoulder 30, hip 15`, and "" where none is left."""
    side = timeline.stages[-2].side
    return ", ".join(
        f"{stage.position.id} {stage.length_ms // 1_000}"
        for stage in timeline.stages
        if stage.kind is Kind.HOLD and stage.position and stage.side is side
    )


def outcome(of: Routine, lines: Iterable[Remembered]) -> str:
    try:
        return held(session(of, lines))
    except NothingLeftError:
        return ""


ALL_OF_BACK = "shoulder 30, chest 30, hip 30"
OFTEN = [hurt(90, BACK, "chest"), hurt(60, BACK, "chest"), hurt(30, BACK, "chest")]
RULES = {
    "nothing is remembered": ([], BACK, ALL_OF_BACK),
    "what hurt is left out": ([hurt(1, BACK, "chest")], BACK, "shoulder 30, hip 30"),
    "on the same day, too": ([hurt(0, BACK, "chest")], BACK, "shoulder 30, hip 30"),
    "for 14 days": ([hurt(13, BACK, "chest")], BACK, "shoulder 30, hip 30"),
    "and is then back for 15 s": ([hurt(14, BACK, "chest")], BACK, "shoulder 30, chest 15, hip 30"),
    "however long ago": ([hurt(900, BACK, "chest")], BACK, "shoulder 30, chest 15, hip 30"),
    "once": ([hurt(20, BACK, "chest"), returned(1, BACK, "chest")], BACK, ALL_OF_BACK),
    "asked back it is there for 15 s": (
        [hurt(1, BACK, "chest"), asked(0, BACK, "chest")],
        BACK,
        "shoulder 30, chest 15, hip 30",
    ),
    "until it was held again": (
        [hurt(2, BACK, "chest"), asked(1, BACK, "chest"), returned(1, BACK, "chest")],
        BACK,
        ALL_OF_BACK,
    ),
    "pain after it was asked back leaves it out anew": (
        [hurt(9, BACK, "chest"), asked(1, BACK, "chest"), hurt(1, BACK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
    "pain when it was back leaves it out anew": (
        [hurt(20, BACK, "chest"), returned(6, BACK, "chest"), hurt(5, BACK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
    "after three sessions it stays out": (OFTEN, BACK, "shoulder 30, hip 30"),
    "also if it was asked back": ([*OFTEN, asked(1, BACK, "chest")], BACK, "shoulder 30, hip 30"),
    "and between them it was held again": (
        [OFTEN[0], returned(70, BACK, "chest"), *OFTEN[1:]],
        BACK,
        "shoulder 30, hip 30",
    ),
    "until it is cleared": ([*OFTEN, cleared(at(BACK, "chest"))], BACK, ALL_OF_BACK),
    "after which it is counted from the start": (
        [*OFTEN, cleared(at(BACK, "chest")), hurt(20, BACK, "chest")],
        BACK,
        "shoulder 30, chest 15, hip 30",
    ),
    "two pains of one session are one": (
        [OFTEN[1], OFTEN[2], OFTEN[2]._replace(sign=Sign.PAIN)],
        BACK,
        "shoulder 30, chest 15, hip 30",
    ),
    "what is added by hand is no session": (
        [*OFTEN[1:], added(20, at(BACK, "chest"))],
        BACK,
        "shoulder 30, chest 15, hip 30",
    ),
    "it counts in a variation": ([hurt(1, BACK, "chest")], NECK, "shoulder 30, hip 30"),
    "and in what that varies": ([hurt(1, NECK, "chest")], BACK, "shoulder 30, hip 30"),
    "and the sessions of both count": (
        [OFTEN[0], OFTEN[1], hurt(30, NECK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
    "held again in the one it is still short in the other": (
        [hurt(20, BACK, "chest"), returned(1, NECK, "chest")],
        BACK,
        "shoulder 30, chest 15, hip 30",
    ),
    "in another routine nothing counts without areas": (
        [hurt(1, BACK, "chest")],
        DOOR,
        "low 30, high 30",
    ),
    "and with areas the same one does": ([hurt(1, WALL, "flat")], DOOR, "high 30"),
    "where nothing is left there is no session": ([hurt(1, DOOR, "low")], WALL, ""),
    "in the same routine the areas do not count": ([hurt(1, DOOR, "high")], DOOR, "low 30"),
    "an area counts everywhere": ([added(1, Place(position="shoulder"))], DOOR, "high 30"),
    "and comes back like all else": (
        [added(14, Place(position="shoulder"))],
        DOOR,
        "low 15, high 30",
    ),
    "at each position for itself": (
        [added(14, Place(position="shoulder")), returned(0, DOOR, "low")],
        WALL,
        "flat 15",
    ),
    "another area does not": ([added(1, Place(position="neck"))], DOOR, "low 30, high 30"),
    "an area can be cleared": (
        [added(1, Place(position="shoulder")), cleared(Place(position="shoulder"))],
        DOOR,
        "low 30, high 30",
    ),
    "or one position be cleared of what hurt elsewhere": (
        [hurt(1, WALL, "flat"), cleared(at(DOOR, "low"))],
        DOOR,
        "low 30, high 30",
    ),
    "which stays where it hurt": ([hurt(1, WALL, "flat"), cleared(at(DOOR, "low"))], WALL, ""),
    "or a whole routine": (
        [hurt(1, WALL, "flat"), cleared(Place("door"))],
        DOOR,
        "low 30, high 30",
    ),
    "a routine is cleared with all its positions": (
        [hurt(1, BACK, "chest"), hurt(1, BACK, "hip"), cleared(Place("back"))],
        BACK,
        ALL_OF_BACK,
    ),
    "pain after it was cleared counts": (
        [hurt(3, WALL, "flat"), cleared(Place("wall")), hurt(0, WALL, "flat")],
        WALL,
        "",
    ),
    "a side that is a position of its own has its twin left out": (
        [hurt(1, DESK, "neck-left")],
        DESK,
        "wrists 30",
    ),
    "of two reasons the stricter one counts": (
        [added(1, Place(position="shoulder")), hurt(20, DOOR, "low")],
        DOOR,
        "high 30",
    ),
    "a clock that was wrong leaves out, and no less": (
        [hurt(-900, BACK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
    "what cannot be, a return on the day of pain, is none": (
        [hurt(1, BACK, "chest"), returned(1, BACK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule(rule: str) -> None:
    lines, of, expected = RULES[rule]
    assert outcome(of, lines) == expected


ASKS = {
    "nothing is asked without pain": ([], None),
    "nor after plain pain": ([hurt(1, BACK, "hip", Sign.PAIN)], None),
    "nor if nothing was said of it": ([hurt(1, BACK, "hip")], None),
    "after numbness it is asked": ([hurt(1, BACK, "hip", Sign.NUMBNESS)], Sign.NUMBNESS),
    "however long ago": ([hurt(400, BACK, "hip", Sign.NUMBNESS)], Sign.NUMBNESS),
    "the gravest first": (
        [hurt(2, BACK, "hip", Sign.EMERGENCY), hurt(1, BACK, "chest", Sign.NUMBNESS)],
        Sign.EMERGENCY,
    ),
    "not lightened by what was said later": (
        [hurt(2, BACK, "hip", Sign.EMERGENCY), hurt(1, BACK, "hip", Sign.PAIN)],
        Sign.EMERGENCY,
    ),
    "once": ([hurt(1, BACK, "hip", Sign.EMERGENCY), Remembered(What.PASSED, TODAY)], None),
    "and again after the next time": (
        [
            hurt(1, BACK, "hip", Sign.EMERGENCY),
            Remembered(What.PASSED, TODAY),
            hurt(0, BACK, "hip", Sign.NUMBNESS),
        ],
        Sign.NUMBNESS,
    ),
    "not after it was cleared": ([hurt(1, BACK, "hip", Sign.NUMBNESS), cleared()], None),
    "nor after that position was": (
        [hurt(1, BACK, "hip", Sign.NUMBNESS), cleared(at(BACK, "hip"))],
        None,
    ),
    "another position does not answer it": (
        [hurt(1, BACK, "hip", Sign.NUMBNESS), cleared(at(BACK, "chest"))],
        Sign.NUMBNESS,
    ),
}


@pytest.mark.parametrize("rule", ASKS)
def test_what_the_next_start_asks(rule: str) -> None:
    lines, expected = ASKS[rule]
    pain = asking(recall(lines))
    assert (pain and pain.asks) == expected


def test_what_has_passed_is_left_out_all_the_same() -> None:
    lines = [hurt(1, BACK, "chest", Sign.NUMBNESS), Remembered(What.PASSED, TODAY)]
    assert outcome(BACK, lines) == "shoulder 30, hip 30"


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
    one_side = session(BACK, [hurt(20, BACK, "chest")], Choices(side=BOTH[0]))
    start, _ = begin(one_side, 0, waits=False, gap_ms=10**9)
    assert told(passed(start, 10**6)) == [(What.RETURNED, "chest", None)]


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


# As it is kept.


def test_every_line_is_kept_and_read_as_it_was() -> None:
    rules = [lines for lines, _, _ in RULES.values()] + [lines for lines, _ in ASKS.values()]
    for line in (line for lines in rules for line in lines):
        assert remembered(record(line, f"{line.on.isoformat()}T10:00:00+01:00")) == line


@pytest.mark.parametrize(
    "changed",
    [
        {"what": "felt"},
        {"what": None},
        {"what": ["hurt"]},
        {"at": "yesterday"},
        {"at": 5},
        {"at": "9999-12-31T10:00:00+00:00"},
        {"sign": "itch"},
        {"sign": ["pain"]},
        {"position": ""},
        {"position": None},
    ],
)
def test_what_was_changed_by_hand_into_nonsense_is_not_understood(
    changed: dict[str, object],
) -> None:
    kept = record(hurt(0, BACK, "chest", Sign.PAIN), "2026-11-27T10:00:00+01:00")
    assert remembered(kept)
    assert remembered({**kept, **changed}) is None
    assert remembered({}) is None


@pytest.mark.parametrize("areas", [None, 5, "shoulder", ["shoulder", "tail", 5, ["x"]]])
def test_areas_that_are_not_known_are_left_out(areas: object) -> None:
    kept = record(hurt(0, DOOR, "low"), "2026-11-27T10:00:00+01:00")
    line = remembered({**kept, "areas": areas})
    assert line is not None
    assert set(line.place.areas) <= set(AREAS)


# Laws.


@st.composite
def histories(draw: st.DrawFn) -> list[Remembered]:
    """Anything that a file may hold of these routines, in order of time."""
    lines = []
    for days in sorted(draw(st.lists(st.integers(-3, 60), max_size=12)), reverse=True):
        of = draw(st.sampled_from(ALL))
        place = place_of(of, draw(st.sampled_from(of.positions)))
        what = draw(st.sampled_from(What))
        if what is What.ADDED and draw(st.booleans()):
            place = Place(position=draw(st.sampled_from(("shoulder", "chest", "neck"))))
        sign = draw(st.sampled_from([None, *Sign])) if what is What.HURT else None
        name = str(days) if what is What.HURT else ""
        lines.append(Remembered(what, ago(days), place, name, sign))
    return lines


@given(lines=histories(), of=st.sampled_from(ALL))
def test_clear_undoes_everything(lines: list[Remembered], of: Routine) -> None:
    assert recall([*lines, cleared()]) == ()
    whole = choose(of, Choices())
    assert session(of, [*lines, cleared()]) == whole
    assert session(of, [*lines, cleared(Place(of.name, "", of.extends))]) == whole
    each = [cleared(place_of(of, one)) for one in of.positions]
    assert session(of, [*lines, *each]) == whole


@given(lines=histories(), of=st.sampled_from(ALL), days=st.integers(0, 13), data=st.data())
def test_what_hurts_is_in_no_session_before_its_time(
    lines: list[Remembered], of: Routine, days: int, data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(of.positions))
    # Whatever else the session itself would write.
    after = [hurt(0, of, one.id), returned(0, of, one.id)]
    on = TODAY + timedelta(days=days)
    try:
        timeline = session(of, [*lines, *after], on=on)
    except NothingLeftError:
        return
    assert one.id not in {stage.position.id for stage in timeline.stages if stage.position}
    assert one.id in timeline.care.left_out
    assert any(one.title.lower() in told for told in timeline.care.told)


_KEYS = (None, *(command for command in Command if command is not Command.AWAY))


@given(lines=histories(), of=st.sampled_from(ALL), script=scripts(20_000, _KEYS))
def test_whatever_is_pressed_what_hurt_is_in_no_session_of_the_next_days(
    lines: list[Remembered], of: Routine, script: Script
) -> None:
    try:
        timeline = session(of, lines)
    except NothingLeftError:
        return
    now, _ = begin(timeline, 0, gap_ms=10**9)
    kept: dict[Remembered, None] = {}
    for piece in [*script, (0, Command.STOP)]:
        now, _ = lived(now, [piece])
        kept |= dict.fromkeys(line._replace(on=TODAY) for line in said(now, "now"))
    hurts = {held.position.id for held in now.holds if held.ended is Ended.HURT}
    assert {line.place.position for line in kept if line.what is What.HURT} == hurts
    for days in (0, 1, 13):
        on = TODAY + timedelta(days=days)
        try:
            later = session(of, [*lines, *kept], on=on)
        except NothingLeftError:
            continue
        assert hurts.isdisjoint(stage.position.id for stage in later.stages if stage.position)


@given(lines=histories(), of=st.sampled_from(ALL))
def test_both_sides_are_the_same_and_nothing_is_changed_without_a_word(
    lines: list[Remembered], of: Routine
) -> None:
    try:
        timeline = session(of, lines)
    except NothingLeftError:
        return
    holds = [
        (stage.side, stage.position.id, stage.length_ms)
        for stage in timeline.stages
        if stage.kind is Kind.HOLD and stage.position
    ]
    sides = [[hold[1:] for hold in holds if hold[0] is side] for side in of.sides or (None,)]
    assert all(side == sides[0] for side in sides)
    changed = {one.id for one in of.positions} - {id_ for id_, ms in sides[0] if ms > 15_000}
    assert changed == {*timeline.care.left_out, *timeline.care.short}
    told = " ".join(timeline.care.told)
    assert all(one.title.lower() in told for one in of.positions if one.id in changed)


@given(lines=histories(), of=st.sampled_from(ALL), data=st.data())
def test_what_has_passed_clears_no_pain(
    lines: list[Remembered], of: Routine, data: st.DataObject
) -> None:
    del data
    passed_ = [*lines, Remembered(What.PASSED, TODAY)]
    assert asking(recall(passed_)) is None
    assert outcome(of, passed_) == outcome(of, lines)


def test_the_built_in_routines_name_the_areas_that_they_load() -> None:
    names = ("upper-back", "chest-doorway", "desk-break", "neck-side-bend", "calves")
    assert all(position.areas for name in names for position in built_in(name).positions)
    shoulder = [added(0, Place(position="shoulder"))]
    for name in ("upper-back", "chest-doorway"):
        with pytest.raises(NothingLeftError):
            session(built_in(name), shoulder)
    assert held(session(built_in("calves"), shoulder)) == "straight 30, bent 30"
