"""What each key does to a session."""

import pytest

from stretchcoach.core.english import ENGLISH
from stretchcoach.core.outcome import Ended, Held
from stretchcoach.core.session import (
    BACK_TO_PREVIOUS_MS,
    LEAD_IN_MS,
    Command,
    Mode,
    Reason,
    Session,
    advance,
    begin,
    next_cue_ms,
    step,
)
from stretchcoach.core.timeline import Chime, Cue, Kind, Rank
from tests.making import BOTH, begun, in_stage, laid_out, passed, routine, timeline

LEFT, RIGHT = BOTH
HOLD, NEXT_HOLD, LAST_HOLD = 2, 4, 12
SWITCH = 3


def paused(session: Session, reason: Reason = Reason.PERSON) -> Session:
    by = {
        Reason.PERSON: Command.TOGGLE,
        Reason.AWAY: Command.AWAY,
        Reason.PAIN: Command.PAIN,
    }
    return passed(session, 0, by[reason])


def where(session: Session) -> tuple[int, int]:
    return session.stage_no, session.into_ms


def waiting() -> Session:
    return begin(timeline(), 0)[0]


def stopped() -> Session:
    return passed(begun(), 0, Command.STOP)


def finished() -> Session:
    return passed(begun(), 237_000)


def test_a_session_waits_at_its_gate_and_says_welcome() -> None:
    session, events = begin(timeline(), 7)
    assert (session.mode, session.now_ms) == (Mode.WAITING, 7)
    assert [event.cue.words for event in events] == ["Made. About 4 minutes."]


def test_at_the_gate_no_time_passes_however_long_it_takes() -> None:
    session, events = advance(waiting(), 10**9)
    assert (session.mode, session.active_ms, where(session)) == (Mode.WAITING, 0, (0, 0))
    assert events == ()


def test_the_first_stage_begins_at_the_moment_of_the_key() -> None:
    session, events = advance(waiting(), 60_000, Command.TOGGLE)
    assert (session.mode, where(session)) == (Mode.RUNNING, (1, 0))
    assert [(event.at_ms, event.cue.words) for event in events] == [
        (0, "Get ready. Left arm. Hand at the shoulder. Hold for 30 seconds.")
    ]


@pytest.mark.parametrize("gate", [True, False])
def test_a_session_that_does_not_wait_begins_at_once(gate: bool) -> None:
    session, _ = begin(timeline(gate=gate), 0, waits=False)
    assert session.mode is Mode.RUNNING
    assert session.stage.kind is Kind.READY


def test_a_timeline_without_a_gate_never_waits() -> None:
    assert begin(timeline(gate=False), 0)[0].mode is Mode.RUNNING


ALL_BUT_SHOWN = [c for c in Command if c not in (Command.MUTE, Command.HELP)]
SIGNS = (Command.IT_IS_PAIN, Command.IT_IS_NUMBNESS, Command.IT_IS_AN_EMERGENCY)
AT_THE_GATE = (Command.TOGGLE, Command.STOP, Command.SKIP, Command.BACK)
INAPPLICABLE = [
    *(("gate", waiting(), c) for c in ALL_BUT_SHOWN if c not in AT_THE_GATE),
    *(("hold", in_stage(HOLD, 4_000), c) for c in SIGNS),
    *(("paused", paused(in_stage(HOLD, 4_000)), c) for c in SIGNS),
    *(("stopped", stopped(), c) for c in Command),
    *(("finished", finished(), c) for c in Command),
    *(
        ("hurt", paused(in_stage(HOLD, 4_000), Reason.PAIN), c)
        for c in ALL_BUT_SHOWN
        if c not in (Command.TOGGLE, Command.STOP, *SIGNS)
    ),
    ("paused", paused(in_stage(HOLD, 4_000)), Command.AWAY),
    ("ready", in_stage(1, 4_000), Command.RESTART),
    ("switch", in_stage(SWITCH, 4_000), Command.RESTART),
    ("paused in a switch", paused(in_stage(SWITCH, 4_000)), Command.RESTART),
]


@pytest.mark.parametrize(
    ("session", "command"),
    [pytest.param(session, c, id=f"{name}-{c.name}") for name, session, c in INAPPLICABLE],
)
def test_a_command_that_does_not_apply_changes_nothing(session: Session, command: Command) -> None:
    assert advance(session, session.now_ms, command) == (session, ())


@pytest.mark.parametrize("session", [waiting(), in_stage(HOLD, 4_000), paused(in_stage(HOLD))])
def test_mute_and_help_turn_themselves_on_and_off_and_nothing_else(session: Session) -> None:
    muted = passed(session, 0, Command.MUTE)
    assert muted == session._replace(muted=True)
    assert passed(muted, 0, Command.MUTE) == session
    helped = passed(session, 0, Command.HELP)
    assert helped == session._replace(help=True)
    assert passed(helped, 0, Command.HELP) == session


def test_at_the_gate_skip_and_back_turn_its_pages_and_do_nothing_else() -> None:
    turned, events = advance(waiting(), 0, Command.SKIP)
    assert (turned, events) == (waiting()._replace(page=1), ())
    assert passed(passed(turned, 0, Command.BACK), 0, Command.BACK).page == -1


def test_a_pause_stands_still_and_is_told_once() -> None:
    session, events = advance(in_stage(HOLD, 4_000), 14_000, Command.TOGGLE)
    assert (session.mode, session.reason) == (Mode.PAUSED, Reason.PERSON)
    assert [event.cue for event in events] == [Cue(4_000, ENGLISH.paused)]
    later, events = advance(session, 10**9)
    assert events == ()
    assert later == session._replace(now_ms=10**9)


def test_going_on_in_a_hold_leads_back_into_position_first() -> None:
    resting = paused(in_stage(HOLD, 4_000))
    session, events = advance(resting, resting.now_ms, Command.TOGGLE)
    assert (session.mode, session.lead_ms, where(session)) == (Mode.RUNNING, 3_000, (HOLD, 4_000))
    assert [event.cue for event in events] == [
        Cue(4_000, "Back into position: left arm, shoulder.", rank=Rank.INSTRUCTION)
    ]
    assert next_cue_ms(session) == LEAD_IN_MS
    assert where(passed(session, 3_000)) == (HOLD, 4_000)
    assert where(passed(session, 3_001)) == (HOLD, 4_001)


@pytest.mark.parametrize("stage_no", [1, SWITCH, 7])
def test_going_on_in_any_other_stage_needs_no_lead_in(stage_no: int) -> None:
    resting = paused(in_stage(stage_no, 2_000))
    session, events = advance(resting, resting.now_ms + 500, Command.TOGGLE)
    assert events == ()
    assert (session.lead_ms, where(session)) == (0, (stage_no, 2_000))


@pytest.mark.parametrize("reason", [Reason.PERSON, Reason.AWAY])
def test_a_pause_during_the_lead_in_gives_a_whole_one_again(reason: Reason) -> None:
    led = passed(paused(in_stage(HOLD, 4_000)), 0, Command.TOGGLE)
    session = passed(paused(passed(led, 1_700), reason), 9_000, Command.TOGGLE)
    assert (session.lead_ms, where(session)) == (LEAD_IN_MS, (HOLD, 4_000))


def test_a_gap_of_exactly_two_seconds_is_still_a_session() -> None:
    before = in_stage(HOLD, 4_000)
    assert where(advance(before, before.now_ms + 2_000)[0]) == (HOLD, 6_000)
    away, events = advance(before, before.now_ms + 2_001)
    assert (where(away), away.reason) == ((HOLD, 4_000), Reason.AWAY)
    assert [event.cue for event in events] == [
        Cue(4_000, ENGLISH.away, Chime.STOP, Rank.INSTRUCTION)
    ]


def test_a_clock_that_is_faster_has_a_gap_of_its_own() -> None:
    before = begun(gap_ms=20_000)
    assert advance(before, 20_000)[0].mode is Mode.RUNNING
    assert advance(before, 20_001)[0].reason is Reason.AWAY


def test_the_terminal_that_was_away_throws_away_the_time_since_the_last_look() -> None:
    before = in_stage(HOLD, 4_000)
    away, _ = advance(before, before.now_ms + 1_500, Command.AWAY)
    assert (where(away), away.reason, away.active_ms) == ((HOLD, 4_000), Reason.AWAY, 14_000)


def test_a_key_pressed_in_a_gap_is_not_obeyed() -> None:
    before = in_stage(HOLD, 4_000)
    away, _ = advance(before, before.now_ms + 60_000, Command.SKIP)
    assert (where(away), away.reason) == ((HOLD, 4_000), Reason.AWAY)


def test_a_clock_that_goes_back_stands_still() -> None:
    before = in_stage(HOLD, 4_000)
    after, events = advance(before, before.now_ms - 5_000)
    assert events == ()
    assert after == before._replace(now_ms=before.now_ms - 5_000)


def test_skipping_a_hold_records_what_was_held_and_leads_to_the_next() -> None:
    before = in_stage(HOLD, 4_000)
    session, events = advance(before, before.now_ms, Command.SKIP)
    assert (session.stage.kind, where(session)) == (Kind.SWITCH, (SWITCH, 0))
    shoulder = before.timeline.routine.positions[0]
    assert session.holds == (Held(LEFT, shoulder, 4_000, Ended.SKIPPED),)
    assert [event.cue.chime for event in events] == [Chime.SWITCH]


def test_skipping_a_switch_leads_into_the_hold() -> None:
    before = in_stage(SWITCH, 4_000)
    session, events = advance(before, before.now_ms, Command.SKIP)
    assert (session.lead_ms, where(session)) == (LEAD_IN_MS, (NEXT_HOLD, 0))
    assert [event.cue.words for event in events] == ["Into position: left arm, chest."]
    assert [held.ended for held in session.holds] == [Ended.DONE]


def test_skipping_the_last_hold_finishes() -> None:
    session = passed(in_stage(LAST_HOLD, 4_000), 0, Command.SKIP)
    assert session.mode is Mode.FINISHED
    assert session.holds[-1].ended is Ended.SKIPPED


@pytest.mark.parametrize("stage_no", [HOLD, SWITCH, 7])
def test_back_at_the_beginning_of_a_stage_goes_to_the_one_before(stage_no: int) -> None:
    before = in_stage(stage_no, BACK_TO_PREVIOUS_MS - 1)
    assert where(passed(before, 0, Command.BACK)) == (stage_no - 1, 0)


@pytest.mark.parametrize("stage_no", [1, HOLD, SWITCH, 7])
def test_back_later_on_begins_the_stage_again(stage_no: int) -> None:
    before = in_stage(stage_no, BACK_TO_PREVIOUS_MS)
    assert where(passed(before, 0, Command.BACK)) == (stage_no, 0)


@pytest.mark.parametrize("gate", [True, False])
def test_back_never_goes_before_the_first_stage(gate: bool) -> None:
    session = passed(begun(timeline(gate=gate)), 100, Command.BACK)
    assert (session.mode, session.stage.kind, session.into_ms) == (Mode.RUNNING, Kind.READY, 0)


def test_back_twice_in_a_hold_goes_to_the_stage_before_it() -> None:
    again = passed(in_stage(NEXT_HOLD, 9_000), 0, Command.BACK)
    assert (again.lead_ms, where(again)) == (LEAD_IN_MS, (NEXT_HOLD, 0))
    assert where(passed(again, 1_000, Command.BACK)) == (SWITCH, 0)


@pytest.mark.parametrize(
    ("start", "command", "stage_no"),
    [
        (in_stage(HOLD, 9_000), Command.RESTART, HOLD),
        (in_stage(HOLD, 9_000), Command.BACK, HOLD),
        (in_stage(SWITCH, 100), Command.BACK, HOLD),
        (in_stage(1, 4_000), Command.SKIP, HOLD),
        (paused(in_stage(HOLD, 9_000)), Command.RESTART, HOLD),
        (paused(in_stage(SWITCH, 4_000)), Command.SKIP, NEXT_HOLD),
    ],
)
def test_a_hold_that_a_key_led_into_begins_with_a_lead_in_before_its_first_cues(
    start: Session, command: Command, stage_no: int
) -> None:
    session, events = advance(start, start.now_ms, command)
    assert (session.mode, session.reason) == (Mode.RUNNING, None)
    assert (session.lead_ms, where(session)) == (LEAD_IN_MS, (stage_no, 0))
    place = {HOLD: "shoulder", NEXT_HOLD: "chest"}[stage_no]
    said = Cue(0, f"Into position: left arm, {place}.", rank=Rank.INSTRUCTION)
    assert [event.cue for event in events] == [said]
    led, events = advance(session._replace(gap_ms=9_000), session.now_ms + 2_999)
    assert (where(led), events) == ((stage_no, 0), ())
    _, events = advance(led, led.now_ms + 1)
    assert [event.cue.chime for event in events] == [Chime.BEGIN]
    assert laid_out(events) == list(events)


def test_a_late_wake_up_spends_on_the_hold_only_what_the_lead_in_leaves() -> None:
    again = passed(in_stage(HOLD, 9_000), 0, Command.RESTART)._replace(gap_ms=60_000)
    session, events = advance(again, again.now_ms + 5_000)
    assert (session.lead_ms, where(session)) == (0, (HOLD, 2_000))
    assert session.active_ms == again.active_ms + 5_000
    assert [event.cue.chime for event in events] == [Chime.BEGIN, Chime.INHALE]


def test_a_hold_that_time_led_into_begins_at_once() -> None:
    session = in_stage(HOLD)
    assert (session.lead_ms, where(session), session.heard_ms) == (0, (HOLD, 0), 0)


def test_a_restarted_hold_is_heard_from_its_beginning_again() -> None:
    again = passed(passed(in_stage(HOLD, 9_000), 0, Command.RESTART), 3_000)
    _, events = advance(again._replace(gap_ms=60_000), again.now_ms + 29_999)
    hold = again.stage.cues
    assert [event.cue for event in events] == [cue for cue in hold if cue.at_ms > 0]


@pytest.mark.parametrize("rest", [False, True])
def test_stopping_in_a_hold_records_what_was_held(rest: bool) -> None:
    before = in_stage(NEXT_HOLD, 12_345)
    before = paused(before) if rest else before
    session, events = advance(before, before.now_ms, Command.STOP)
    assert (session.mode, session.over) == (Mode.STOPPED, True)
    assert [(held.held_ms, held.ended) for held in session.holds] == [
        (30_000, Ended.DONE),
        (12_345, Ended.STOPPED),
    ]
    assert [event.cue.words for event in events] == [ENGLISH.stopped]


@pytest.mark.parametrize("session", [waiting(), in_stage(1, 4_000), in_stage(HOLD)])
def test_stopping_where_nothing_is_held_records_nothing(session: Session) -> None:
    assert passed(session, 0, Command.STOP).holds == ()


def test_a_session_of_one_hold_without_sides_is_ready_hold_and_end() -> None:
    session = passed(begun(timeline(routine(["hip"], sides=()))), 40_000)
    assert session.mode is Mode.FINISHED
    assert [(held.side, held.held_ms) for held in session.holds] == [(None, 30_000)]


# One step tells what passed by itself, what the key brought, and whether the flow was disturbed.


def test_a_step_without_a_key_tells_what_passed_and_is_undisturbed() -> None:
    before = in_stage(HOLD, 3_500)
    moved = step(before, before.now_ms + 1_000)
    assert [event.cue.words for event in moved.passed] == ["Breathe out"]
    assert (moved.answered, moved.disturbed) == ((), False)


def test_a_step_with_a_key_tells_both_apart_and_is_disturbed() -> None:
    before = in_stage(HOLD, 3_500)
    moved = step(before, before.now_ms + 1_000, Command.TOGGLE)
    assert [event.cue.words for event in moved.passed] == ["Breathe out"]
    assert [event.cue.words for event in moved.answered] == [ENGLISH.paused]
    assert moved.disturbed


@pytest.mark.parametrize("command", [Command.MUTE, Command.HELP, Command.IT_IS_PAIN])
def test_a_key_that_changes_nothing_of_the_flow_does_not_disturb_it(command: Command) -> None:
    before = in_stage(HOLD, 3_500)
    assert not step(before, before.now_ms + 1_000, command).disturbed


def test_turning_the_pages_of_the_gate_does_not_disturb_it() -> None:
    assert not step(waiting(), 1_000, Command.SKIP).disturbed


def test_a_gap_disturbs_the_flow_and_nothing_passes_in_it() -> None:
    before = in_stage(HOLD, 3_500)
    moved = step(before, before.now_ms + 60_000)
    assert [event.cue.words for event in moved.answered] == [ENGLISH.away]
    assert (moved.passed, moved.disturbed) == ((), True)


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ((Command.HELP, Command.TOGGLE), False),
        ((Command.HELP, Command.SKIP), False),
        ((Command.HELP, Command.PAIN), False),
        ((Command.HELP, Command.MUTE), True),
        ((Command.HELP, Command.IT_IS_PAIN), True),  # does nothing here
        ((Command.HELP, Command.HELP), False),
    ],
)
def test_a_key_that_does_something_puts_the_page_of_keys_away(
    keys: tuple[Command, ...], shown: bool
) -> None:
    session = in_stage(2, 5_000)
    for key in keys:
        session, _ = advance(session, session.now_ms, key)
    assert session.help is shown
