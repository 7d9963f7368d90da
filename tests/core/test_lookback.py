"""Days and weeks out of a history: what counts, what a pause takes out, and what is said of it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core import words
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.history import Hold, How, Past
from stretchcoach.core.lookback import (
    DAY,
    Extent,
    Goal,
    Lookback,
    Pause,
    end_line,
    first_day,
    look_back,
    pause_line,
    pauses_of,
)
from stretchcoach.core.outcome import Ended

TODAY = date(2026, 11, 27)  # a Friday
MONDAY = date(2026, 11, 23)
DONE = Hold("hip", None, 30_000, Ended.DONE)
HURT = Hold("hip", None, 3_000, Ended.HURT)


def past(day: date, *, how: How = How.FINISHED, holds: tuple[Hold, ...] = (DONE,)) -> Past:
    begin = datetime(day.year, day.month, day.day, 23, 50, tzinfo=timezone(timedelta(hours=-8)))
    return Past(f"{day}", begin, "made", "Made", how=how, active_ms=240_000, holds=holds)


def days(monday: date, *numbers: int) -> list[Past]:
    return [past(monday + number * DAY) for number in numbers]


def back(
    sessions: Iterable[Past], *pauses: Pause, count: int = 4, earlier: bool = False
) -> Lookback:
    return look_back(list(sessions), pauses, TODAY, count=count, earlier=earlier)


@pytest.mark.parametrize(
    ("how", "holds", "extent", "hurt"),
    [
        (How.FINISHED, (DONE,), Extent.WHOLE, False),
        (How.FINISHED, (DONE, HURT), Extent.WHOLE, True),
        (How.STOPPED, (DONE, HURT), Extent.PART, True),
        (How.SIGNAL, (DONE,), Extent.PART, False),
        (How.CRASHED, (DONE,), Extent.PART, False),
        (How.STOPPED, (HURT,), Extent.BEGUN, True),
        (How.FINISHED, (DONE._replace(ended=Ended.SKIPPED),), Extent.BEGUN, False),
        (How.UNKNOWN, (), Extent.BEGUN, False),
    ],
)
def test_a_day_counts_when_something_was_held_to_its_end(
    how: How, holds: tuple[Hold, ...], extent: Extent, hurt: bool
) -> None:
    day = back([past(MONDAY, how=how, holds=holds)]).this_week.days[0]
    assert (day.extent, day.hurt) == (extent, hurt)
    assert day.counts is (extent in (Extent.WHOLE, Extent.PART))


def test_the_day_is_the_one_where_the_person_was_and_shows_the_most_that_was_done() -> None:
    twice = [past(MONDAY, how=How.STOPPED, holds=(HURT,)), past(MONDAY)]
    week = back(twice).this_week
    assert [day.date for day in week.done] == [MONDAY]
    assert (week.days[0].extent, week.days[0].hurt) == (Extent.WHOLE, True)
    assert week.minutes == 8
    assert [day.ahead for day in week.days] == [False] * 5 + [True] * 2


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ((), ""),
        ((0,), "This week: Mon · 1 of 5 days."),
        ((0, 2), "This week: Mon, Wed · 2 of 5 days."),
        ((0, 1, 2, 3, 4), "This week: Mon, Tue, Wed, Thu, Fri · 5 of 5 days."),
        (range(6), "This week: Mon, Tue, Wed, Thu, Fri, Sat."),
    ],
)
def test_this_week_is_told_in_a_line_and_nothing_is_said_of_nothing(
    numbers: Iterable[int], told: str
) -> None:
    assert words.this_week(ENGLISH, back(days(MONDAY, *numbers)).this_week) == told


def weeks(*counts: int) -> list[Past]:
    """So many days in each week before this one, the last week first."""
    return [
        one
        for number, count in enumerate(counts, start=1)
        for one in days(MONDAY - number * 7 * DAY, *range(count))
    ]


@pytest.mark.parametrize(
    ("sessions", "earlier", "good", "counted"),
    [
        ([], False, 0, 0),
        (days(MONDAY, 0, 1, 2), False, 0, 0),  # this week is not over
        (weeks(3, 2, 4, 0), True, 2, 4),
        (weeks(3, 3, 3, 3, 3), True, 4, 4),
        (weeks(3, 2), False, 1, 2),
        (weeks(0, 0, 1), False, 0, 3),  # from the first day on
        (days(MONDAY - 4 * DAY, 0), False, 0, 0),  # began in the midst of last week
        (days(MONDAY - 4 * DAY, 0, 1, 2), False, 1, 1),  # and made a good one of it
    ],
)
def test_weeks_are_counted_from_the_first_session_on(
    sessions: list[Past], earlier: bool, good: int, counted: int
) -> None:
    found = back(sessions, earlier=earlier)
    assert (found.good, found.counted) == (good, counted)


def test_weeks_from_before_the_first_session_are_not_shown() -> None:
    assert [week.monday for week in back([]).weeks] == [MONDAY]
    assert len(back(weeks(0, 1)).weeks) == 3
    assert len(back(weeks(0, 1), earlier=True).weeks) == 4
    assert len(back(weeks(1, 1, 1, 1, 1, 1, 1, 1), count=2).weeks) == 2


def test_a_week_of_nothing_but_pause_is_passed_over() -> None:
    pause = Pause(MONDAY - 14 * DAY, MONDAY - 8 * DAY)
    found = back(weeks(3, 0, 3, 2), pause, earlier=True)
    assert (found.good, found.counted, found.eased) == (2, 3, False)
    assert not found.weeks[1].open


def test_who_only_looked_at_a_session_in_a_pause_was_in_a_pause_all_the_same() -> None:
    pause = Pause(MONDAY - 14 * DAY, MONDAY - 8 * DAY)
    looked = past(MONDAY - 10 * DAY, how=How.UNKNOWN, holds=())
    sessions = [*weeks(3, 0, 3, 2), looked]
    assert back(sessions, pause, earlier=True).counted == 2 + 1


def test_of_a_week_with_a_pause_less_is_asked() -> None:
    pause = Pause(MONDAY, MONDAY + 3 * DAY)
    week = back([past(TODAY)], pause).this_week
    assert week.goal == Goal(2, 1)
    assert week.good
    assert back([past(TODAY)], Pause(MONDAY, MONDAY + DAY)).this_week.goal == Goal(3, 2)
    only = back([past(TODAY)], Pause(MONDAY, MONDAY + 30 * DAY)).this_week
    assert words.this_week(ENGLISH, only) == "This week: Fri."


def test_who_stretches_in_a_pause_has_done_so_all_the_same() -> None:
    found = back([past(MONDAY)], Pause(MONDAY, TODAY))
    assert found.pause == Pause(MONDAY, TODAY)
    assert [day.date for day in found.this_week.done] == [MONDAY]
    assert [day.paused for day in found.this_week.days] == [False, *[True] * 4, False, False]


def test_a_new_pause_and_an_end_take_the_place_of_what_was_left() -> None:
    first, last = date(2026, 11, 20), date(2026, 12, 31)
    lines = [pause_line(first, last)]
    assert pauses_of(lines) == (Pause(first, last),)
    ended = [*lines, end_line(TODAY)]
    assert pauses_of(ended) == (Pause(first, TODAY - DAY),)
    longer = [*lines, pause_line(TODAY, last + DAY)]
    assert pauses_of(longer) == (Pause(first, TODAY - DAY), Pause(TODAY, last + DAY))
    assert pauses_of([*lines, end_line(first)]) == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"format": 2},
        {"event": "begun"},
        {"from": "soon"},
        {"until": None},
        {"from": "0001-01-01", "until": "0000-00-00"},
    ],
)
def test_what_is_no_pause_is_passed_over(changed: dict[str, object]) -> None:
    assert pauses_of([pause_line(MONDAY, TODAY) | changed]) == ()
    for_ever = [pause_line(date.min, date.max)]
    assert pauses_of([*for_ever, end_line(date.min)]) == pauses_of(for_ever)


nearby = st.integers(-40, 10).map(lambda number: TODAY + number * DAY)
spans = st.tuples(nearby, nearby).map(lambda ends: Pause(min(ends), max(ends)))
sessions = st.lists(nearby.map(past), max_size=20)


@given(sessions, st.lists(spans, max_size=3))
def test_a_pause_counts_neither_for_nor_against(done: list[Past], pauses: list[Pause]) -> None:
    with_it, without = back(done, *pauses, earlier=True), back(done, earlier=True)
    for one, other in zip(with_it.weeks, without.weeks, strict=True):
        assert one.done == other.done  # no day that was done is lost, and none is won
        assert one.goal <= other.goal
        if one.open:
            assert one.good >= other.good
    assert with_it.counted <= without.counted


@given(sessions, st.integers(1, 8))
def test_the_weeks_follow_one_another_up_to_this_one(done: list[Past], count: int) -> None:
    found = look_back(done, (), TODAY, count=count, earlier=True)
    assert len(found.weeks) == count
    every = [day.date for week in found.weeks for day in week.days]
    assert every == [every[0] + number * DAY for number in range(7 * count)]
    assert found.this_week.monday <= TODAY <= every[-1]
    assert first_day(TODAY, count) <= every[0]
