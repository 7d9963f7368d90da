"""The last weeks: days, minutes, pain and pauses, counted by weeks and never as streaks.

A day counts if a hold was held to its end. A week begins on Monday. Days of a pause (an illness, a
holiday) count neither for nor against: the goal of their week shrinks with them, and a week of
nothing but pause is skipped. If a person stretches on such a day, it counts as any other.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import Any, NamedTuple

from stretchcoach.core.history import FORMAT, How, Past, Record, as_line

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


class Goal(NamedTuple):
    """How many days a week the person wants; with `good` of them a week is good."""

    days: int = 5
    good: int = 3


class Pause(NamedTuple):
    """From the first day to the last one."""

    first: date
    last: date


class Extent(Enum):
    """The best session of a day."""

    NOTHING = "nothing"
    BEGUN = "begun"  # no hold is known to have been held to its end
    PART = "part"
    WHOLE = "whole"


class Day(NamedTuple):
    """A day. It is `paused` only if it does not count, and `ahead` if it is in the future."""

    date: date
    extent: Extent = Extent.NOTHING
    hurt: bool = False
    paused: bool = False
    ahead: bool = False

    @property
    def counts(self) -> bool:
        return self.extent in (Extent.PART, Extent.WHOLE)


class Week(NamedTuple):
    """Monday to Sunday. `goal` is the goal less the days of a pause."""

    days: tuple[Day, ...]
    goal: Goal
    active_ms: int = 0

    @property
    def monday(self) -> date:
        return self.days[0].date

    @property
    def done(self) -> tuple[Day, ...]:
        return tuple(day for day in self.days if day.counts)

    @property
    def open(self) -> bool:
        """Whether it counts. A week of nothing but pause does not."""
        return not all(day.paused for day in self.days)

    @property
    def good(self) -> bool:
        return self.open and len(self.done) >= self.goal.good

    @property
    def minutes(self) -> int:
        """Active minutes, rounded; at least one if a day counts."""
        return max((self.active_ms + 30_000) // 60_000, int(bool(self.done)))


class Lookback(NamedTuple):
    """The weeks from the first to the one of `today`.

    `good` of the last `counted` whole weeks were good. `eased`: a pause has lowered the goal of
    one. `pause` is today's, if any.
    """

    today: date
    weeks: tuple[Week, ...]
    goal: Goal = Goal()
    good: int = 0
    counted: int = 0
    eased: bool = False
    pause: Pause | None = None

    @property
    def this_week(self) -> Week:
        return self.weeks[-1]


# How many whole weeks the summary counts.
WEEKS_COUNTED = 4


def monday_of(day: date) -> date:
    return day - day.weekday() * DAY


def first_day(today: date, count: int) -> date:
    """The first day that `look_back` needs for so many weeks, with this one."""
    return monday_of(today) - max(count - 1, WEEKS_COUNTED) * WEEK


def look_back(
    sessions: Sequence[Past],
    pauses: Sequence[Pause],
    today: date,
    *,
    count: int,
    earlier: bool = False,
    goal: Goal = Goal(),  # noqa: B008 - a value that nobody can change
) -> Lookback:
    """Up to `count` weeks with this one, but none from before the first session.

    The sessions reach back to `first_day`. If there are `earlier` ones, none of these is the first.
    """
    by_monday: dict[date, list[Past]] = {}
    for past in sessions:
        by_monday.setdefault(monday_of(past.day), []).append(past)
    this = monday_of(today)
    known = min((past.day for past in sessions), default=today)
    known = first_day(today, count) if earlier else known

    def weeks(numbers: Iterable[int]) -> list[Week]:
        mondays = [this - number * WEEK for number in numbers]
        return [
            _week(one, by_monday.get(one, ()), pauses, today=today, goal=goal) for one in mondays
        ]

    shown = [w for w in weeks(range(count)) if w.monday == this or w.days[-1].date >= known]
    before = weeks(range(1, WEEKS_COUNTED + 1))
    # The week of the first session may have begun before it, so it counts only if it is good.
    counted = [week for week in before if week.open and (week.monday >= known or week.good)]
    return Lookback(
        today,
        tuple(reversed(shown)),
        goal=goal,
        good=sum(week.good for week in counted),
        counted=len(counted),
        eased=any(week.goal != goal for week in counted),
        pause=next((pause for pause in pauses if pause.first <= today <= pause.last), None),
    )


def _week(
    monday: date, sessions: Sequence[Past], pauses: Sequence[Pause], today: date, goal: Goal
) -> Week:
    days = tuple(_day(monday + number * DAY, sessions, pauses, today=today) for number in range(7))
    left = sum(not day.paused for day in days)
    shrunk = Goal(*(max(1, number * left // 7) for number in goal))
    return Week(days, shrunk, sum(past.active_ms for past in sessions))


def _day(day: date, sessions: Iterable[Past], pauses: Iterable[Pause], today: date) -> Day:
    own = [past for past in sessions if past.day == day]
    extent = max(map(_extent, own), key=list(Extent).index, default=Extent.NOTHING)
    hurt = any(past.hurt for past in own)
    # On a day of a pause, a session that was only begun does not count.
    counts = extent in (Extent.PART, Extent.WHOLE)
    paused = not counts and any(pause.first <= day <= pause.last for pause in pauses)
    return Day(day, extent, hurt=hurt, paused=paused, ahead=day > today)


def _extent(past: Past) -> Extent:
    if not past.held:
        return Extent.BEGUN
    return Extent.WHOLE if past.how is How.FINISHED else Extent.PART


def as_record(back: Lookback, sessions: Sequence[Past], damaged: int) -> dict[str, Any]:
    """The last weeks for JSON; see docs/json.md."""
    return {
        "today": back.today.isoformat(),
        "goal": back.goal._asdict(),
        "weeks": [_week_record(week) for week in back.weeks],
        "good_weeks": back.good,
        "counted_weeks": back.counted,
        "pause_until": back.pause.last.isoformat() if back.pause else None,
        "sessions": [as_line(past) for past in sessions],
        "damaged": damaged,
    }


def _week_record(week: Week) -> dict[str, Any]:
    return {
        "monday": week.monday.isoformat(),
        "done": len(week.done),
        "goal_days": week.goal.days if week.open else 0,
        "good": week.good,
        "active_ms": week.active_ms,
        "days": [
            {
                "date": day.date.isoformat(),
                "most": day.extent.value,
                "hurt": day.hurt,
                "paused": day.paused,
            }
            for day in week.days
        ],
    }


def pause_line(first: date, last: date) -> dict[str, Any]:
    """A pause as a line that is kept."""
    return {
        "format": FORMAT,
        "event": "pause",
        "from": first.isoformat(),
        "until": last.isoformat(),
    }


def end_line(day: date) -> dict[str, Any]:
    """A line that says that the pause ended before this day."""
    return {"format": FORMAT, "event": "pause ended", "on": day.isoformat()}


def pauses_of(lines: Iterable[Record]) -> tuple[Pause, ...]:
    """The pauses in these lines, in order. Foreign lines are skipped.

    A new pause cuts off the rest of an older one.
    """
    found: list[Pause] = []
    for line in lines:
        if line.get("format") != FORMAT:
            continue
        try:
            if line.get("event") == "pause":
                first, last = _date(line.get("from")), _date(line.get("until"))
                found = [*_cut(found, first), *([Pause(first, last)] if first <= last else [])]
            elif line.get("event") == "pause ended":
                found = _cut(found, _date(line.get("on")))
        except (ValueError, OverflowError):
            continue
    return tuple(found)


def _cut(pauses: Iterable[Pause], day: date) -> list[Pause]:
    """The parts of the pauses before this day."""
    cut = (pause._replace(last=min(pause.last, day - DAY)) for pause in pauses)
    return [pause for pause in cut if pause.first <= pause.last]


def _date(value: object) -> date:
    if not isinstance(value, str):
        raise ValueError("no date")
    return date.fromisoformat(value)
