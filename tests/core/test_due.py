"""Each row of when to remind, and when not."""

from datetime import date, datetime, timedelta, timezone

import pytest

from stretchcoach.core.due import (
    Done,
    Proposal,
    Recent,
    Remind,
    Sensed,
    Tally,
    Wait,
    WaitReason,
    counted,
    decide,
    is_open,
    pain_hour,
    put_off,
    shown,
)
from stretchcoach.core.plan import Plan

ZONE = timezone(timedelta(hours=1))
MIN_MS = 60_000
PLAN = Plan()
NOTHING, UNKNOWN = Recent(), Sensed()
DUE = Tally(active_ms=50 * MIN_MS)


def at(clock: str, day: int = 23) -> datetime:
    """On this day of November 2026; the 23rd is a Monday."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def after(now: datetime, minutes: int) -> datetime:
    return now + timedelta(minutes=minutes)


def ticks(
    begin: datetime,
    minutes: list[int],
    *,
    sensed: Sensed = UNKNOWN,
    recent: Recent = NOTHING,
    tally: Tally | None = None,
) -> Tally:
    """The tally after ticks at so many minutes each after the one before."""
    now, tally = begin, counted(begin, tally or Tally(), recent, sensed)
    for passed in minutes:
        now = after(now, passed)
        tally = counted(now, tally, recent, sensed)
    return tally


def test_ticks_count_active_time() -> None:
    assert ticks(at("9:00"), []).active_ms == 0
    assert ticks(at("9:00"), [10] * 4).active_ms == 40 * MIN_MS
    assert ticks(at("9:00"), [10, 11, 9]).active_ms == 30 * MIN_MS


@pytest.mark.parametrize(
    ("sensed", "passed", "active"),
    [
        (UNKNOWN, 10, 50),
        (UNKNOWN, 15, 55),
        (UNKNOWN, 16, 0),  # a missing tick: the machine slept
        (UNKNOWN, 120, 0),
        (UNKNOWN, -60, 0),  # the clock was put back
        (Sensed(idle_ms=4 * MIN_MS), 10, 50),
        (Sensed(idle_ms=5 * MIN_MS), 10, 0),
        (Sensed(idle_ms=40 * MIN_MS, meeting=True), 10, 50),  # who listens sits all the same
        (Sensed(idle_ms=40 * MIN_MS, sharing=True), 10, 50),
        (Sensed(locked=True), 10, 40),  # not counted, and not lost
        (Sensed(do_not_disturb=True), 10, 50),
    ],
)
def test_what_counts_as_active(sensed: Sensed, passed: int, active: int) -> None:
    tally = Tally(ticked=at("10:00"), active_ms=40 * MIN_MS)
    assert counted(after(at("10:00"), passed), tally, NOTHING, sensed).active_ms == active * MIN_MS


def test_a_session_begins_the_count_anew_and_answers_all() -> None:
    tally = Tally(
        at("10:00"), 40 * MIN_MS, at("9:50"), unanswered=2, not_before=at("10:20"), owed=True
    )
    recent = Recent((Done(at("10:05"), "calves"),))
    new = counted(at("10:10"), tally, recent, UNKNOWN)
    assert new == Tally(at("10:10"), 0, at("9:50"))
    # An earlier one, and one that the clock says is yet to come, change nothing.
    for begin in (at("9:55"), at("10:30")):
        recent = Recent((Done(begin, "calves"),))
        assert counted(at("10:10"), tally, recent, UNKNOWN).active_ms == 50 * MIN_MS


@pytest.mark.parametrize(("reminded", "unanswered"), [("9:50", 0), ("9:40", 0), ("9:30", 2)])
def test_a_break_soon_after_a_reminder_is_its_answer(reminded: str, unanswered: int) -> None:
    tally = Tally(at("10:00"), 0, at(reminded), unanswered=2)
    away = Sensed(idle_ms=6 * MIN_MS)
    assert counted(at("10:10"), tally, NOTHING, away).unanswered == unanswered
    assert counted(at("11:30"), tally, NOTHING, UNKNOWN).unanswered == unanswered


@pytest.mark.parametrize(
    ("now", "tally", "recent", "sensed", "wanted"),
    [
        # Due after as much active time as the plan has.
        (at("11:00"), DUE, NOTHING, UNKNOWN, Remind(Proposal.MAIN)),
        (
            at("11:00"),
            Tally(active_ms=40 * MIN_MS),
            NOTHING,
            UNKNOWN,
            Wait(WaitReason.ACTIVE, at("11:10")),
        ),
        # Hours and days.
        (at("8:50"), DUE, NOTHING, UNKNOWN, Wait(WaitReason.HOURS, at("9:00"))),
        (at("17:30"), DUE, NOTHING, UNKNOWN, Wait(WaitReason.HOURS, at("9:00", 24))),
        (at("11:00", 28), DUE, NOTHING, UNKNOWN, Wait(WaitReason.DAY, at("9:00", 30))),
        # A pause silences, to its last day and not beyond.
        (
            at("11:00"),
            DUE,
            Recent(pauses=((date(2026, 11, 20), date(2026, 11, 24)),)),
            UNKNOWN,
            Wait(WaitReason.PAUSE, at("9:00", 25)),
        ),
        (
            at("11:00"),
            DUE,
            Recent(pauses=((date(2026, 11, 24), date(2026, 11, 25)),)),
            UNKNOWN,
            Remind(Proposal.MAIN),
        ),
        (
            at("11:00"),
            DUE,
            Recent(pauses=((date(2026, 11, 20), date.max),)),
            UNKNOWN,
            Wait(WaitReason.PAUSE),
        ),
        # Not while it would disturb; until when, nobody knows.
        (at("11:00"), DUE, NOTHING, Sensed(do_not_disturb=True), Wait(WaitReason.DO_NOT_DISTURB)),
        (at("11:00"), DUE, NOTHING, Sensed(meeting=True), Wait(WaitReason.MEETING)),
        (at("11:00"), DUE, NOTHING, Sensed(sharing=True), Wait(WaitReason.SHARING)),
        (at("11:00"), DUE, NOTHING, Sensed(locked=True), Wait(WaitReason.LOCKED)),
        (at("11:00"), DUE, NOTHING, Sensed(idle_ms=5 * MIN_MS), Wait(WaitReason.AWAY)),
        (at("11:00"), DUE, NOTHING, Sensed(0, False, False, False, False), Remind(Proposal.MAIN)),
        # Snoozed: not before, and then in any case.
        (
            at("11:00"),
            Tally(not_before=at("11:20"), owed=True),
            NOTHING,
            UNKNOWN,
            Wait(WaitReason.LATER, at("11:20")),
        ),
        (
            at("11:20"),
            Tally(not_before=at("11:20"), owed=True),
            NOTHING,
            UNKNOWN,
            Remind(Proposal.MAIN),
        ),
        # A time that the clock has since left far behind keeps nothing back.
        (
            at("11:00"),
            DUE._replace(not_before=at("11:20", 29)),
            NOTHING,
            UNKNOWN,
            Remind(Proposal.MAIN),
        ),
        # Skipped twice, skipped three times.
        (
            at("11:00"),
            DUE._replace(reminded=at("10:10"), unanswered=1),
            NOTHING,
            UNKNOWN,
            Remind(Proposal.MAIN),
        ),
        (
            at("11:00"),
            DUE._replace(reminded=at("10:10"), unanswered=2),
            NOTHING,
            UNKNOWN,
            Remind(Proposal.SHORTEST),
        ),
        (
            at("11:00"),
            DUE._replace(reminded=at("10:10"), unanswered=3),
            NOTHING,
            UNKNOWN,
            Wait(WaitReason.QUIET, at("9:00", 24)),
        ),
        (at("11:00"), DUE, Recent(asks=True), UNKNOWN, Wait(WaitReason.ASKS)),
        # After a grave sign there is nothing more to propose today.
        (
            at("11:00"),
            DUE,
            Recent((Done(at("9:10"), "calves", hurt=True, rest=True),)),
            UNKNOWN,
            Wait(WaitReason.REST, at("9:00", 24)),
        ),
        (
            at("11:00", 24),
            DUE,
            Recent((Done(at("9:10"), "calves", hurt=True, rest=True),)),
            UNKNOWN,
            Remind(Proposal.MAIN),
        ),
    ],
)
def test_when_to_remind_and_when_to_wait(
    now: datetime, tally: Tally, recent: Recent, sensed: Sensed, wanted: Remind | Wait
) -> None:
    assert decide(now, PLAN, tally, recent, sensed) == wanted


@pytest.mark.parametrize(
    "keeps",
    [
        Sensed(do_not_disturb=True),
        Sensed(meeting=True),
        Sensed(sharing=True),
        Sensed(locked=True),
    ],
)
def test_what_was_kept_back_comes_at_the_first_tick_after(keeps: Sensed) -> None:
    tally = ticks(at("10:00"), [10] * 6)
    tally = ticks(at("11:10"), [10] * 5, sensed=keeps, tally=tally)
    now = at("12:10")
    tally = counted(now, tally, NOTHING, UNKNOWN)
    assert decide(now, PLAN, tally, NOTHING, UNKNOWN) == Remind(Proposal.MAIN)


def test_two_hours_of_sleep_are_not_work() -> None:
    tally = ticks(at("9:00"), [10] * 4)
    now = at("11:40")
    tally = counted(now, tally, NOTHING, UNKNOWN)
    assert decide(now, PLAN, tally, NOTHING, UNKNOWN) == Wait(WaitReason.ACTIVE, at("12:30"))


def test_a_break_while_put_off_does_away_with_what_is_owed() -> None:
    tally = put_off(at("11:00"), shown(at("11:00"), DUE), 20 * MIN_MS, PLAN)
    tally = counted(at("11:00"), tally, NOTHING, UNKNOWN)
    now = at("13:00")
    tally = counted(now, tally, NOTHING, UNKNOWN)
    assert decide(now, PLAN, tally, NOTHING, UNKNOWN) == Wait(WaitReason.ACTIVE, at("13:50"))


@pytest.mark.parametrize(
    ("done", "turn", "what"),
    [
        ((), 0, Proposal.MAIN),
        (("9:00",), 0, Proposal.BETWEEN),  # too soon after it
        (("9:00",), 1, Proposal.WALK),
        (("7:30",), 0, Proposal.MAIN),
        (("6:00", "7:00"), 0, Proposal.BETWEEN),
        (("6:00", "7:00"), 1, Proposal.WALK),
    ],
)
def test_the_main_routine_is_proposed_twice_a_day_and_others_between(
    done: tuple[str, ...], turn: int, what: Proposal
) -> None:
    recent = Recent(tuple(Done(at(clock), "upper-back-quick") for clock in done))
    assert decide(at("11:00"), PLAN, DUE._replace(turn=turn), recent, UNKNOWN) == Remind(what)


def test_other_routines_and_other_days_do_not_count_for_it() -> None:
    recent = Recent((Done(at("10:00"), "calves"),))
    assert decide(at("11:00"), PLAN, DUE, recent, UNKNOWN) == Remind(Proposal.MAIN)
    recent = Recent(tuple(Done(at(clock, 22), "upper-back") for clock in ("9:00", "15:00")))
    assert decide(at("11:00"), PLAN, DUE, recent, UNKNOWN) == Remind(Proposal.MAIN)


def test_a_routine_of_the_plan_is_always_proposed_but_not_after_pain() -> None:
    plan = PLAN._replace(routine="calves")
    done = Done(at("10:00"), "upper-back")
    assert decide(at("11:00"), plan, DUE, Recent((done,)), UNKNOWN) == Remind(Proposal.MAIN)
    recent = Recent((done._replace(hurt=True),))
    assert decide(at("11:00"), plan, DUE, recent, UNKNOWN) == Remind(Proposal.WALK)


@pytest.mark.parametrize(
    ("now", "active", "reminded", "wanted"),
    [
        ("13:50", 20, None, Wait(WaitReason.ACTIVE, at("14:20"))),
        ("14:00", 20, None, Remind(Proposal.MAIN, 15)),
        ("14:50", 20, None, Remind(Proposal.MAIN, 15)),
        ("14:50", 20, "13:30", Remind(Proposal.MAIN, 15)),
        ("14:50", 20, "14:00", Wait(WaitReason.ACTIVE, at("15:20"))),  # once
        ("14:50", 10, None, Wait(WaitReason.ACTIVE, at("15:00"))),
        ("14:50", 50, None, Remind(Proposal.MAIN)),  # it was due anyway
        ("15:00", 20, None, Wait(WaitReason.ACTIVE, at("15:30"))),
    ],
)
def test_before_an_hour_of_pain_it_comes_half_an_hour_earlier(
    now: str, active: int, reminded: str | None, wanted: Remind | Wait
) -> None:
    tally = Tally(active_ms=active * MIN_MS, reminded=at(reminded) if reminded else None)
    assert decide(at(now), PLAN, tally, Recent(pain_hour=15), UNKNOWN) == wanted


@pytest.mark.parametrize(
    ("hours", "hour"),
    [((), None), ((15, 15), None), ((15, 15, 15), 15), ((15, 15, 15, 9, 10, 11), None)],
)
def test_pain_has_an_hour_where_most_of_it_was_noted_then(
    hours: tuple[int, ...], hour: int | None
) -> None:
    assert pain_hour(at(f"{one}:20") for one in hours) == hour


def test_later_is_an_answer_and_asking_again_is_none() -> None:
    tally = shown(at("11:00"), DUE)
    assert (tally.unanswered, tally.active_ms, tally.turn) == (1, 0, 1)
    tally = put_off(at("11:01"), tally, 20 * MIN_MS, PLAN)
    assert (tally.unanswered, tally.not_before, tally.owed) == (0, at("11:21"), True)
    again = put_off(at("11:02"), tally._replace(unanswered=2), 20 * MIN_MS, PLAN)
    assert (again.unanswered, again.not_before) == (2, at("11:22"))


@pytest.mark.parametrize(
    ("said", "ticked", "wanted"),
    [
        ("8:50", ["9:00"], Wait(WaitReason.LATER, at("9:10"))),
        ("8:50", ["9:06", "9:16"], Remind(Proposal.MAIN)),
        ("8:50", ["9:00", "9:10"], Remind(Proposal.MAIN)),
        ("8:50", ["14:00"], Wait(WaitReason.ACTIVE, at("14:50"))),  # the machine slept all the time
        (
            "8:30",
            ["9:00"],
            Wait(WaitReason.ACTIVE, at("9:50")),
        ),  # it was asked for before the hours
    ],
)
def test_later_counts_also_where_it_is_said_before_the_hours(
    said: str, ticked: list[str], wanted: Remind | Wait
) -> None:
    tally = Tally(ticked=at("17:20", 20), active_ms=40 * MIN_MS)
    tally = put_off(at(said), tally, 20 * MIN_MS, PLAN)
    for clock in ticked:
        tally = counted(at(clock), tally, NOTHING, UNKNOWN)
    assert decide(at(ticked[-1]), PLAN, tally, NOTHING, UNKNOWN) == wanted


def test_the_next_day_nothing_is_unanswered() -> None:
    tally = Tally(at("17:00"), 0, at("17:00"), unanswered=3)
    assert counted(at("9:00", 24), tally, NOTHING, UNKNOWN).unanswered == 0


@pytest.mark.parametrize(
    ("now", "tally", "opened"),
    [
        ("11:10", Tally(reminded=at("11:00"), unanswered=1), True),
        ("11:51", Tally(reminded=at("11:00"), unanswered=1), False),
        ("11:10", Tally(reminded=at("11:00"), unanswered=0), False),
        ("11:10", Tally(reminded=at("11:00"), unanswered=3), False),
        ("11:10", Tally(reminded=at("11:00"), unanswered=1, owed=True), False),
        ("17:40", Tally(reminded=at("17:20"), unanswered=1), False),
    ],
)
def test_a_reminder_is_open_until_it_is_answered_or_too_old(
    now: str, tally: Tally, opened: bool
) -> None:
    assert is_open(at(now), PLAN, tally) is opened
