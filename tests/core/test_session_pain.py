"""Any pain at all: stop; and what hurt is not tried again, on either side."""

import pytest

from stretchcoach.core.english import ENGLISH
from stretchcoach.core.frame import frame
from stretchcoach.core.outcome import Ended, Held, Sign
from stretchcoach.core.session import Command, Mode, Reason, Session, advance, outcome
from stretchcoach.core.timeline import Chime, Cue, Kind, Rank
from tests.making import BOTH, begun, in_stage, kinds, passed, routine, timeline

LEFT, RIGHT = BOTH
READY, SHOULDER, SWITCH, CHEST, HIP, CHANGE_SIDES, LAST = 1, 2, 3, 4, 6, 7, 12


def hurt_in(stage_no: int, into_ms: int = 4_000) -> Session:
    return passed(in_stage(stage_no, into_ms), 0, Command.PAIN)


def went_on(session: Session) -> Session:
    return passed(session, 20_000, Command.TOGGLE)


def to_come(session: Session) -> list[tuple[Kind, str]]:
    return [
        (stage.kind, f"{stage.side.value} {stage.position.id}")
        for stage in session.timeline.stages[session.stage_no :]
        if stage.side and stage.position
    ]


def test_pain_stops_at_once_and_records_the_hold_as_hurt() -> None:
    before = in_stage(CHEST, 4_000)
    session, events = advance(before, before.now_ms + 500, Command.PAIN)
    assert (session.mode, session.reason) == (Mode.PAUSED, Reason.PAIN)
    assert [event.cue for event in events] == [Cue(4_500, ENGLISH.pain, Chime.STOP, Rank.SAFETY)]
    chest = session.timeline.routine.positions[1]
    assert session.holds[-1] == Held(LEFT, chest, 4_500, Ended.HURT)


@pytest.mark.parametrize(("stage_no", "held_ms"), [(READY, 0), (SWITCH, 30_000)])
def test_pain_between_two_holds_is_that_of_the_one_before(stage_no: int, held_ms: int) -> None:
    (held,) = hurt_in(stage_no).holds
    assert (held.position.id, held.held_ms, held.ended) == ("shoulder", held_ms, Ended.HURT)


def test_after_pain_between_two_holds_neither_is_held_again() -> None:
    session = went_on(hurt_in(SWITCH))
    coming = session.timeline.stages[session.stage_no :]
    assert {stage.position.id for stage in coming if stage.position} == {"hip"}


def test_pain_is_recorded_from_a_pause_too() -> None:
    resting = passed(in_stage(CHEST, 4_000), 0, Command.TOGGLE)
    session = passed(resting, 60_000, Command.PAIN)
    assert session.reason is Reason.PAIN
    assert (session.holds[-1].held_ms, session.holds[-1].ended) == (4_000, Ended.HURT)


def test_stopping_after_pain_keeps_it_on_record() -> None:
    session = passed(hurt_in(CHEST), 5_000, Command.STOP)
    assert session.mode is Mode.STOPPED
    assert [held.ended for held in session.holds] == [Ended.DONE, Ended.HURT]


def test_the_session_goes_on_without_the_position_on_both_sides() -> None:
    session = went_on(hurt_in(CHEST))
    assert to_come(session) == [
        (Kind.SWITCH, "left hip"),
        (Kind.HOLD, "left hip"),
        (Kind.CHANGE_SIDES, "right shoulder"),
        (Kind.HOLD, "right shoulder"),
        (Kind.SWITCH, "right hip"),
        (Kind.HOLD, "right hip"),
    ]


def test_going_on_is_said_and_then_the_next_stage_begins() -> None:
    hurt = hurt_in(CHEST)
    session, events = advance(hurt, hurt.now_ms + 20_000, Command.TOGGLE)
    assert [event.cue.words for event in events] == [
        "Going on without the chest position.",
        "Ease out slowly. Left arm. Hand at the hip.",
    ]
    assert (session.mode, session.reason, session.into_ms) == (Mode.RUNNING, None, 0)
    assert session.active_ms == hurt.active_ms


@pytest.mark.parametrize(
    ("stage_no", "next_kind", "next_place"),
    [
        (SHOULDER, Kind.SWITCH, "left chest"),
        (SWITCH, Kind.SWITCH, "left hip"),
        (HIP, Kind.CHANGE_SIDES, "right shoulder"),
        (CHANGE_SIDES, Kind.CHANGE_SIDES, "right chest"),
        (8, Kind.SWITCH, "right chest"),
        (10, Kind.SWITCH, "right hip"),
    ],
)
def test_after_pain_the_next_hold_is_led_into_by_the_right_stage(
    stage_no: int, next_kind: Kind, next_place: str
) -> None:
    session = went_on(hurt_in(stage_no))
    assert to_come(session)[0] == (next_kind, next_place)
    assert session.stage.kind is next_kind


def test_pain_before_the_first_hold_does_not_change_sides() -> None:
    session = went_on(hurt_in(READY))
    assert to_come(session)[1] == (Kind.HOLD, "left chest")
    assert session.stage.kind is not Kind.CHANGE_SIDES


def test_pain_in_the_last_position_can_only_be_stopped_at() -> None:
    session = went_on(hurt_in(LAST))
    assert session.mode is Mode.STOPPED
    assert session.holds[-1].ended is Ended.HURT


def test_pain_in_the_only_position_can_only_be_stopped_at() -> None:
    hurt = passed(begun(timeline(routine(["hip"]))), 12_000, Command.PAIN)
    session = went_on(hurt)
    assert session.mode is Mode.STOPPED
    assert [held.ended for held in session.holds] == [Ended.HURT]


def test_pain_without_sides_leads_to_the_next_position() -> None:
    made = timeline(routine(["chest", "hip"], sides=()))
    session = went_on(passed(begun(made), 12_000, Command.PAIN))
    assert kinds(session.timeline.stages[session.stage_no :]) == [
        Kind.SWITCH,
        Kind.HOLD,
        Kind.END,
    ]


def test_pain_in_two_positions_leaves_out_both() -> None:
    session = went_on(hurt_in(SHOULDER))
    session = went_on(passed(session, 10_000, Command.PAIN))
    assert [place for kind, place in to_come(session) if kind is Kind.HOLD] == [
        "left hip",
        "right hip",
    ]


def test_pain_during_a_lead_in_leaves_nothing_of_it_to_the_next_stage() -> None:
    led = passed(passed(in_stage(CHEST, 4_000), 0, Command.TOGGLE), 0, Command.TOGGLE)
    hurt = passed(led, 1_000, Command.PAIN)
    session, events = advance(hurt, hurt.now_ms, Command.TOGGLE)
    assert (session.stage.kind, session.lead_ms) == (Kind.SWITCH, 0)
    assert [event.cue.chime for event in events] == [None, Chime.SWITCH]


@pytest.mark.parametrize("stage_no", [SHOULDER, CHEST, HIP, 8, 10])
@pytest.mark.parametrize("presses", [1, 2, 5])
def test_back_after_pain_does_not_lead_into_what_hurt(stage_no: int, presses: int) -> None:
    hurt = hurt_in(stage_no)
    session = went_on(hurt)
    for _ in range(presses):
        session = passed(session, 100, Command.BACK)
        assert session.stage.position is not None
        assert session.stage.position.id != hurt.holds[-1].position.id


@pytest.mark.parametrize("command", [Command.BACK, Command.RESTART, Command.SKIP, Command.AWAY])
def test_after_pain_a_position_cannot_be_gone_back_to(command: Command) -> None:
    hurt = hurt_in(CHEST)
    assert advance(hurt, hurt.now_ms, command) == (hurt, ())


SIGNS = [
    (Command.IT_IS_PAIN, Sign.PAIN),
    (Command.IT_IS_NUMBNESS, Sign.NUMBNESS),
    (Command.IT_IS_AN_EMERGENCY, Sign.EMERGENCY),
]


@pytest.mark.parametrize(("command", "sign"), SIGNS)
@pytest.mark.parametrize("stage_no", [READY, SHOULDER, SWITCH, CHANGE_SIDES])
def test_what_the_pain_is_goes_on_record(stage_no: int, command: Command, sign: Sign) -> None:
    hurt = hurt_in(stage_no)
    assert frame(hurt).sign is None
    told, events = advance(hurt, hurt.now_ms + 5_000, command)
    assert frame(told).sign is sign
    assert outcome(told).sign is sign
    assert [held.sign for held in told.holds if held.ended is Ended.HURT] == [sign]
    assert [event.cue.words for event in events] == [ENGLISH.signs[sign]]
    assert told.reason is Reason.PAIN


@pytest.mark.parametrize("command", [Command.IT_IS_NUMBNESS, Command.IT_IS_AN_EMERGENCY])
def test_after_a_grave_sign_the_session_can_only_end(command: Command) -> None:
    told, events = advance(hurt_in(SHOULDER), 20_000, command)
    assert [event.cue.rank for event in events] == [Rank.SAFETY]
    assert frame(told).without == ""
    assert passed(told, 1_000, Command.TOGGLE).mode is Mode.STOPPED


@pytest.mark.parametrize(
    ("ids", "stage_no", "why"),
    [
        (("chest", "hip"), 3, ENGLISH.nothing_without_two.format(one="chest", two="hip")),
        (("hip",), 2, ENGLISH.nothing_without_one.format(one="hip")),
    ],
)
def test_where_nothing_is_left_to_go_on_with_it_is_said_why(
    ids: tuple[str, ...], stage_no: int, why: str
) -> None:
    session = in_stage(stage_no, 1_000, timeline(routine(ids)))
    hurt = passed(session, 0, Command.PAIN)
    assert frame(hurt).without == why
    assert frame(passed(hurt, 1_000, Command.IT_IS_PAIN)).without == why
    assert passed(hurt, 1_000, Command.TOGGLE).mode is Mode.STOPPED


def test_after_plain_pain_the_session_can_go_on_as_before() -> None:
    told = passed(hurt_in(CHEST), 1_000, Command.IT_IS_PAIN)
    assert "without the chest position" in frame(told).without
    assert to_come(went_on(told)) == to_come(went_on(hurt_in(CHEST)))


@pytest.mark.parametrize(("first", "sign"), SIGNS)
@pytest.mark.parametrize(("then", "other"), SIGNS)
def test_a_sign_can_be_made_graver_and_never_lighter(
    first: Command, sign: Sign, then: Command, other: Sign
) -> None:
    told = passed(passed(hurt_in(CHEST), 1_000, first), 1_000, then)
    assert frame(told).sign is max(sign, other, key=lambda one: one.gravity)


def test_the_gravest_sign_of_a_session_is_that_of_its_outcome() -> None:
    session = went_on(passed(hurt_in(SHOULDER), 0, Command.IT_IS_PAIN))
    hurt = passed(session, 12_000, Command.PAIN)
    session = passed(hurt, 0, Command.IT_IS_NUMBNESS)
    assert [held.sign for held in session.holds] == [Sign.PAIN, Sign.NUMBNESS]
    assert outcome(session).sign is Sign.NUMBNESS


def test_pain_after_going_back_belongs_to_the_hold_that_was_gone_back_to() -> None:
    session = in_stage(CHEST, 5_000)
    session = passed(session, 0, Command.SKIP)  # chest is on record, and the hip comes
    for _ in range(3):  # to the chest, to the switch before it, to the shoulder
        session = passed(session, 100, Command.BACK)
    session = passed(session, 100, Command.SKIP)  # the shoulder's hold is over, easing out
    assert session.stage_no == SWITCH
    hurt = passed(session, 500, Command.PAIN)
    assert [held.position.id for held in hurt.holds if held.ended is Ended.HURT] == ["shoulder"]


@pytest.mark.parametrize(("command", "sign"), SIGNS)
def test_pain_again_while_easing_out_is_asked_of_anew(command: Command, sign: Sign) -> None:
    session = went_on(passed(hurt_in(SHOULDER), 0, Command.IT_IS_PAIN))
    again = passed(session, 1_000, Command.PAIN)
    assert again.stage.kind is Kind.SWITCH
    assert frame(again).sign is None
    told, events = advance(again, again.now_ms, command)
    assert [event.cue.words for event in events] == [ENGLISH.signs[sign]]
    assert (frame(told).sign, outcome(told).sign) == (sign, sign)


def test_a_lighter_pain_on_the_same_record_does_not_hide_a_graver_one() -> None:
    session = passed(hurt_in(SHOULDER), 0, Command.IT_IS_PAIN)
    (hurt,) = session.holds
    session = session._replace(holds=(hurt._replace(sign=Sign.NUMBNESS),), sign=None)
    assert outcome(passed(session, 0, Command.IT_IS_PAIN)).sign is Sign.NUMBNESS
