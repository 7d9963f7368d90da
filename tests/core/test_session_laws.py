"""The laws of the engine, over any routine, any keys and any readings of the clock."""

from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.english import ENGLISH
from stretchcoach.core.frame import frame, next_change_ms
from stretchcoach.core.session import (
    LEAD_IN_MS,
    Command,
    Event,
    Mode,
    Reason,
    Session,
    advance,
    begin,
    next_cue_ms,
    outcome,
)
from stretchcoach.core.timeline import Kind, Timeline
from tests.making import (
    ENDLESS_MS,
    Script,
    all_cues,
    begun,
    commands,
    laid_out,
    lived,
    scripts,
    sessions,
    timelines,
)

# Pieces long enough for a script to get through a whole session.
LONG_MS = 30_000


def readings() -> st.SearchStrategy[Script]:
    """Readings of any clock, however broken, each with a command or none."""
    any_ms = st.integers(-(10**6), 10**6) | st.integers(-(10**18), 10**18)
    return st.lists(st.tuples(any_ms, commands()), max_size=40)


def left_ms(session: Session) -> int:
    """How long this session goes on if nobody touches it."""
    return session.lead_ms + session.timeline.length_ms - session.at_ms


def assert_sound(session: Session) -> None:
    stage = session.stage
    assert 0 <= session.stage_no < len(session.timeline.stages)
    assert 0 <= session.into_ms <= stage.length_ms
    assert session.into_ms < stage.length_ms or stage.kind in (Kind.GATE, Kind.END)
    assert -1 <= session.heard_ms <= session.into_ms
    assert 0 <= session.lead_ms <= LEAD_IN_MS
    assert session.active_ms >= 0
    assert (session.reason is not None) == (session.mode is Mode.PAUSED) or (
        session.mode is Mode.STOPPED
    )
    assert (session.mode is Mode.FINISHED) == (stage.kind is Kind.END)
    assert session.mode in (Mode.WAITING, Mode.STOPPED) or stage.kind is not Kind.GATE
    running = session.mode is Mode.RUNNING
    assert ((next_cue_ms(session) or 0) > 0) == running
    assert ((next_change_ms(session) or 0) > 0) == running
    places = [(held.side, held.position.id) for held in session.holds]
    assert len(set(places)) == len(places)


@given(sessions(), st.integers(0, 2_000), commands(), st.data())
def test_how_time_is_sliced_does_not_matter(
    session: Session, ms: int, command: Command | None, data: st.DataObject
) -> None:
    # What nobody was led through is thrown away since the last look, so its moment does matter.
    command = None if command is Command.AWAY else command
    cuts = sorted(data.draw(st.lists(st.integers(0, ms), max_size=8)))
    whole, at_once = advance(session, session.now_ms + ms, command)
    sliced, events = session, tuple[Event, ...]()
    for cut_ms in cuts:
        sliced, more = advance(sliced, session.now_ms + cut_ms)
        events += more
    sliced, more = advance(sliced, session.now_ms + ms, command)
    assert sliced == whole
    assert events + more == at_once


@given(timelines(), st.lists(st.integers(500, LONG_MS), min_size=1, max_size=20))
def test_every_cue_of_an_undisturbed_session_is_heard_once_and_in_order(
    of: Timeline, steps_ms: list[int]
) -> None:
    session, events = begin(of, 0, waits=False, gap_ms=ENDLESS_MS)
    while not session.over:
        session, more = lived(session, [(ms, None) for ms in steps_ms])
        events += more
    assert list(events) == all_cues(of)
    assert session.active_ms == of.length_ms


@given(timelines())
def test_waking_only_for_the_next_cue_hears_each_at_its_very_moment(of: Timeline) -> None:
    session, events = begin(of, 0, waits=False, gap_ms=ENDLESS_MS)
    heard = [(session.now_ms, event) for event in events]
    while (wait_ms := next_cue_ms(session)) is not None:
        session, events = advance(session, session.now_ms + wait_ms)
        heard += [(session.now_ms, event) for event in events]
    assert heard == [(event.at_ms, event) for event in all_cues(of)]


@given(sessions(), scripts(3_000))
def test_time_is_neither_lost_nor_invented(session: Session, script: Script) -> None:
    given_ms = session.active_ms
    for elapsed_ms, command in script:
        led = elapsed_ms <= session.gap_ms and command is not Command.AWAY
        if session.mode is Mode.RUNNING and led:
            given_ms += min(elapsed_ms, left_ms(session))
        session, _ = advance(session, session.now_ms + elapsed_ms, command)
        assert session.active_ms == given_ms


@given(sessions(), st.integers(0, LEAD_IN_MS) | st.integers(LEAD_IN_MS, LONG_MS))
def test_all_of_the_time_goes_into_the_lead_in_and_the_stages(before: Session, ms: int) -> None:
    before = before._replace(gap_ms=ENDLESS_MS)
    after, _ = advance(before, before.now_ms + ms)
    moved_ms = before.lead_ms - after.lead_ms + after.at_ms - before.at_ms
    assert moved_ms == (min(ms, left_ms(before)) if before.mode is Mode.RUNNING else 0)


@given(timelines(), readings(), st.booleans())
def test_no_keys_and_no_clock_break_a_session(of: Timeline, script: Script, waits: bool) -> None:
    session, _ = begin(of, 0, waits=waits)
    assert_sound(session)
    for now_ms, command in script:
        session, _ = advance(session, now_ms, command)
        assert session.now_ms == now_ms
        assert_sound(session)
        frame(session)
        outcome(session)


@given(timelines(), scripts(LONG_MS), st.booleans())
def test_no_keys_break_a_session_that_nobody_leaves(
    of: Timeline, script: Script, waits: bool
) -> None:
    session, _ = begin(of, 0, waits=waits, gap_ms=ENDLESS_MS)
    for elapsed_ms, command in script:
        command = None if command in (Command.STOP, Command.AWAY) else command
        session, _ = advance(session, session.now_ms + elapsed_ms, command)
        assert_sound(session)


@given(timelines(), scripts(3_000, [Command.TOGGLE, Command.SKIP, Command.PAIN]))
def test_a_lead_in_is_only_ever_before_a_hold(of: Timeline, script: Script) -> None:
    session = begun(of, gap_ms=ENDLESS_MS)
    for elapsed_ms, command in script:
        session, _ = advance(session, session.now_ms + elapsed_ms, command)
        assert session.lead_ms == 0 or session.stage.kind is Kind.HOLD


@given(sessions(), st.integers(2_001, 10**12), commands())
def test_a_gap_of_over_two_seconds_pauses_where_the_person_last_was(
    before: Session, gap_ms: int, command: Command | None
) -> None:
    after, events = advance(before, before.now_ms + gap_ms, command)
    if before.mode is not Mode.RUNNING:
        return
    assert (after.stage_no, after.into_ms) == (before.stage_no, before.into_ms)
    assert (after.lead_ms, after.active_ms) == (before.lead_ms, before.active_ms)
    assert laid_out(events) == []
    expected = {
        Command.PAIN: (Mode.PAUSED, Reason.PAIN),
        Command.STOP: (Mode.STOPPED, Reason.AWAY),
    }
    led_away = (Mode.PAUSED, Reason.AWAY)
    assert (after.mode, after.reason) == (expected.get(command, led_away) if command else led_away)


@given(sessions(), st.integers(2_001, 10**12), st.booleans())
def test_where_nobody_can_press_a_key_a_gap_is_told_and_the_session_goes_on_from_there(
    before: Session, gap_ms: int, away: bool
) -> None:
    if before.mode is not Mode.RUNNING:
        return
    keyless = before._replace(keyless=True)
    after, events = advance(keyless, before.now_ms + gap_ms, Command.AWAY if away else None)
    assert (after.mode, after.reason) == (Mode.RUNNING, None)
    assert (after.stage_no, after.into_ms) == (before.stage_no, before.into_ms)
    assert after.active_ms == before.active_ms
    assert after.lead_ms == (LEAD_IN_MS if before.stage.kind is Kind.HOLD else 0)
    assert events[0].cue.words == ENGLISH.away_briefly
    on, more = advance(after._replace(gap_ms=ENDLESS_MS), after.now_ms + left_ms(after))
    assert on.mode is Mode.FINISHED
    undisturbed = advance(before._replace(gap_ms=ENDLESS_MS), before.now_ms + left_ms(before))[1]
    assert laid_out((*events, *more)) == laid_out(undisturbed)


@given(sessions(), st.integers(2_001, 10**12))
def test_a_session_without_keys_can_still_be_ended_after_a_gap(
    before: Session, gap_ms: int
) -> None:
    after, _ = advance(before._replace(keyless=True), before.now_ms + gap_ms, Command.STOP)
    assert after.over


@given(timelines(), st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 5_000)), max_size=12))
def test_nothing_is_heard_twice_or_lost_by_pausing_at_any_moments(
    of: Timeline, pauses: list[tuple[int, int]]
) -> None:
    session, begins = begin(of, 0, waits=False, gap_ms=ENDLESS_MS)
    script: Script = []
    for run_ms, pause_ms in pauses:
        script += [(run_ms, Command.TOGGLE), (pause_ms, Command.TOGGLE)]
    session, events = lived(session, [*script, (ENDLESS_MS, None)])
    assert session.mode is Mode.FINISHED
    assert laid_out((*begins, *events)) == all_cues(of)


@given(timelines(), scripts(LONG_MS))
def test_during_a_lead_in_nothing_of_the_hold_is_heard_and_the_point_stands_still(
    of: Timeline, script: Script
) -> None:
    session = begun(of, gap_ms=ENDLESS_MS)
    for elapsed_ms, command in script:
        if session.mode is Mode.RUNNING and session.lead_ms:
            led, events = advance(session, session.now_ms + session.lead_ms - 1)
            assert events == ()
            assert (led.at_ms, led.lead_ms) == (session.at_ms, 1)
        command = None if command is Command.STOP else command
        session, _ = advance(session, session.now_ms + elapsed_ms, command)


@given(timelines(least=2), scripts(LONG_MS))
def test_nobody_is_ever_led_back_into_a_position_that_hurt(of: Timeline, script: Script) -> None:
    session = begun(of, gap_ms=ENDLESS_MS)
    for elapsed_ms, command in script:
        command = None if command is Command.STOP else command
        session, _ = advance(session, session.now_ms + elapsed_ms, command)
        if session.mode is Mode.RUNNING and session.stage.position:
            hurt = {held.position.id for held in outcome(session).hurt}
            assert session.stage.position.id not in hurt
