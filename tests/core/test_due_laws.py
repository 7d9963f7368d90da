"""What holds of reminders, whatever the clock, the sensors and the person do."""

from datetime import datetime, time, timedelta, timezone
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.due import (
    QUIET_AFTER,
    Recent,
    Remind,
    Sensed,
    Tally,
    Wait,
    counted,
    decide,
    put_off,
    shown,
)
from stretchcoach.core.plan import EVERY_MIN_MS, Plan

ZONE = timezone(timedelta(hours=1))
BEGIN = datetime(2026, 11, 23, 8, 40, tzinfo=ZONE)
MS = timedelta(milliseconds=1)

plans = st.builds(
    Plan,
    every_ms=st.integers(20, 90).map(lambda minutes: minutes * 60_000),
    begin=st.sampled_from([time(9), time(0), time(22)]),
    end=st.sampled_from([time(17, 30), time(0), time(6)]),
    days=st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
)
maybe = st.sampled_from([None, None, False, True])
senses = st.builds(
    Sensed,
    idle_ms=st.none() | st.integers(0, 400_000),
    locked=maybe,
    do_not_disturb=maybe,
    meeting=maybe,
)
# Mostly a scheduler's ticks; at times a flood of them, a sleep, or a clock that is put on or back.
steps = st.lists(
    st.tuples(
        st.sampled_from([600, 600, 600, 601, 540, 720, 0, 1, 30, 7_200, 90_000, -3_600, -86_400]),
        senses | st.just(Sensed()),
    ),
    max_size=120,
)
hours_of_pain = st.none() | st.integers(0, 23)


def lived(
    plan: Plan, ticks: list[tuple[int, Sensed]], hour: int | None
) -> list[tuple[datetime, datetime, Sensed, Remind | Wait]]:
    """Each tick: its time by the clock, the time that really is, what was sensed and decided."""
    now, real, tally = BEGIN, BEGIN, Tally()
    recent = Recent(pain_hour=hour)
    found = []
    for seconds, sensed in ticks:
        now += timedelta(seconds=seconds)
        real += timedelta(seconds=abs(seconds))
        tally = counted(now, tally, recent, sensed)
        decided = decide(now, plan, tally, recent, sensed)
        if isinstance(decided, Remind):
            tally = shown(now, tally)
        found.append((now, real, sensed, decided))
    return found


@given(plans, steps, hours_of_pain)
def test_never_two_within_the_interval(
    plan: Plan, ticks: list[tuple[int, Sensed]], hour: int | None
) -> None:
    # Whatever the clock was put to: the time that really passed is as long.
    reminded = [(real, one) for _, real, _, one in lived(plan, ticks, hour) if _reminds(one)]
    for (before, _), (after, decided) in pairwise(reminded):
        early = isinstance(decided, Remind) and decided.pain_hour is not None
        least_ms = max(EVERY_MIN_MS, plan.every_ms - 30 * 60_000) if early else plan.every_ms
        assert (after - before) / MS >= least_ms


@given(plans, steps, hours_of_pain)
def test_never_outside_hours_nor_where_it_would_disturb(
    plan: Plan, ticks: list[tuple[int, Sensed]], hour: int | None
) -> None:
    for now, _, sensed, decided in lived(plan, ticks, hour):
        if isinstance(decided, Remind):
            assert plan.holds(now)
            assert True not in (sensed.do_not_disturb, sensed.meeting, sensed.locked, sensed.away)
        elif decided.until is not None:
            assert decided.until > now


@given(plans, steps)
def test_never_more_than_three_in_a_row_that_nobody_answers(
    plan: Plan, ticks: list[tuple[int, Sensed]]
) -> None:
    ticks = [(seconds, Sensed()) for seconds, _ in ticks if 0 < seconds < 1_000]
    days = [now.date() for now, _, _, one in lived(plan, ticks, None) if _reminds(one)]
    assert all(days.count(day) <= QUIET_AFTER for day in days)


@given(plans, st.integers(1, 8 * 60), st.lists(st.integers(1, 900), max_size=60))
def test_later_is_never_earlier(plan: Plan, minutes: int, passed: list[int]) -> None:
    now = BEGIN
    later = put_off(now, counted(now, Tally(), Recent(), Sensed()), minutes * 60_000, plan)
    until = later.not_before
    assert until is not None
    tally = later
    for seconds in passed:
        now += timedelta(seconds=seconds)
        tally = counted(now, tally, Recent(), Sensed())
        if isinstance(decide(now, plan, tally, Recent(), Sensed()), Remind):
            assert now >= until
            return


def _reminds(decided: Remind | Wait) -> bool:
    return isinstance(decided, Remind)
