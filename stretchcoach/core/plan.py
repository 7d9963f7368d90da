"""When a person wants to be reminded: how often, within which hours, on which days.

A plan's values are texts as a person writes them (`50m`, `9:00`, `mon-fri`). Each function reads
one, and raises a ValueError with a message for the person. Hours may go past midnight. They belong
to the day on which they begin.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from stretchcoach.core.settings import Settings

# The Health and Safety Executive and the Canadian Centre for Occupational Health and Safety advise
# a short break in every 50 to 60 minutes.
EVERY_MIN_MS, EVERY_MAX_MS = 20 * 60_000, 90 * 60_000
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAYS = tuple(name[:3] for name in _NAMES)
_DAY = timedelta(days=1)


class Plan(NamedTuple):
    """`every_ms` counts active time. `days` are days of the week; Monday is 0.

    `routine` is always proposed; "" means that memory chooses. Once or twice a day it chooses
    `main`.
    """

    every_ms: int = 50 * 60_000
    begin: time = time(9)
    end: time = time(17, 30)
    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    routine: str = ""
    main: str = "upper-back"

    def holds(self, now: datetime) -> bool:
        """Whether this moment is within the plan's hours, on one of its days."""
        return any(begin <= now < end for begin, end in self._hours(now, (-1, 0)))

    def next_begin(self, now: datetime) -> datetime:
        """When the plan's hours begin next."""
        return min(begin for begin, _ in self._hours(now, range(9)) if begin > now)

    def is_of(self, day: date) -> bool:
        return day.weekday() in self.days

    def _hours(self, now: datetime, ahead: Iterable[int]) -> Iterable[tuple[datetime, datetime]]:
        for number in ahead:
            day = now.date() + number * _DAY
            if self.is_of(day):
                last = day if self.begin < self.end else day + _DAY
                yield (
                    datetime.combine(day, self.begin, now.tzinfo),
                    datetime.combine(last, self.end, now.tzinfo),
                )


def plan_of(settings: Settings) -> Plan:
    """The plan in these settings."""
    routine = settings.remind_routine
    return Plan(
        every_ms(settings.remind_every),
        clock(settings.remind_from),
        end=clock(settings.remind_to),
        days=days(settings.remind_days),
        routine="" if routine == "auto" else routine,
        main=settings.routine,
    )


def interval_ms(text: str) -> int:
    """The milliseconds of `50m`, `50`, `1h` or `1h15m`."""
    match = re.fullmatch(r"(?:(\d{1,2})h)?(?:(\d{1,3})(?:m|min)?)?", text.strip().replace(" ", ""))
    if match is None or not text.strip():
        raise ValueError(f"{text!r} is no interval; write it like 50m or 1h")
    return (int(match[1] or 0) * 60 + int(match[2] or 0)) * 60_000


def every_ms(text: str) -> int:
    ms = interval_ms(text)
    if not EVERY_MIN_MS <= ms <= EVERY_MAX_MS:
        raise ValueError(f"{text!r} is not within 20m to 90m")
    return ms


def clock(text: str) -> time:
    """The time of `9:00` or `9`."""
    match = re.fullmatch(r"(\d{1,2})(?::([0-5]\d))?", text.strip())
    if match is None or int(match[1]) > 23:
        raise ValueError(f"{text!r} is no time of the day; write it like 9:00 or 17:30")
    return time(int(match[1]), int(match[2] or 0))


def days(text: str) -> tuple[int, ...]:
    """The days of `mon-fri`, or `mon,wed,fri`."""
    found = set[int]()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        try:
            begin, end = _day(first), _day(last if dash else first)
        except ValueError:
            raise ValueError(f"{text!r} are no days; write them like mon-fri or mon,wed") from None
        found.update((begin + number) % 7 for number in range((end - begin) % 7 + 1))
    return tuple(sorted(found))


def every_written(ms: int) -> str:
    return f"{ms // 60_000}m"


def clock_written(at: time) -> str:
    return f"{at.hour}:{at.minute:02}"


def days_written(numbers: Iterable[int]) -> str:
    """The days as `days` reads them. Three or more in a row become a range."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(
        f"{DAYS[run[0]]}-{DAYS[run[-1]]}" if len(run) > 2 else ",".join(DAYS[one] for one in run)
        for run in runs
    )


def _day(text: str) -> int:
    """The number of a day. Raises ValueError if it is none."""
    number = DAYS.index(text[:3])
    if not _NAMES[number].startswith(text):
        raise ValueError(text)
    return number
