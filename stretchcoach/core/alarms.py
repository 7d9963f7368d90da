"""The plan of reminders as a calendar with alarms, for phones and other programs.

A calendar knows nothing of active time, so it has fixed times within the plan's hours.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from stretchcoach.core.exported import icalendar, in_calendar, utc
from stretchcoach.core.plan import DAYS, Plan
from stretchcoach.core.reminders import text
from stretchcoach.core.routine import Routine

_BREAK = timedelta(minutes=5)


def alarms_as_ics(
    plan: Plan, routine: Routine | None, posture: Sequence[str], now: datetime
) -> str:
    """A repeating entry for each time of the day, with an alarm, from today on.

    Times have no zone: nine o'clock is nine wherever the person is. No entry makes them busy.
    """
    return icalendar("stretch remind", _events(plan, routine, posture, now=now))


def _events(
    plan: Plan, routine: Routine | None, posture: Sequence[str], now: datetime
) -> Iterator[str]:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    first = plan.next_begin(midnight - timedelta(microseconds=1)).replace(tzinfo=None)
    for number, into in enumerate(_times(plan)):
        words = text(routine, posture, number)
        what = f"stretch {words.routine}" if words.routine else ""
        begin = first + into
        # Times after midnight are on the next day.
        shift = (begin.date() - first.date()).days
        by_day = ",".join(DAYS[(day + shift) % 7][:2].upper() for day in plan.days)
        yield "BEGIN:VEVENT"
        yield f"UID:remind-{begin:%H%M}@stretchcoach"
        yield f"DTSTAMP:{utc(now)}"
        yield f"DTSTART:{begin:%Y%m%dT%H%M%S}"
        yield f"DTEND:{begin + _BREAK:%Y%m%dT%H%M%S}"
        yield f"RRULE:FREQ=WEEKLY;BYDAY={by_day}"
        yield f"SUMMARY:{in_calendar(words.line)}"
        yield f"DESCRIPTION:{in_calendar(f'{words.proposal} {what}'.strip())}"
        yield "TRANSP:TRANSPARENT"
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield "TRIGGER:PT0S"
        yield f"DESCRIPTION:{in_calendar(words.line)}"
        yield "END:VALARM"
        yield "END:VEVENT"


def _times(plan: Plan) -> list[timedelta]:
    """The times of the alarms, counted from the beginning of the hours."""
    begin = timedelta(hours=plan.begin.hour, minutes=plan.begin.minute)
    end = timedelta(hours=plan.end.hour, minutes=plan.end.minute)
    length = end - begin if begin < end else end - begin + timedelta(days=1)
    every = timedelta(milliseconds=plan.every_ms)
    return [number * every for number in range(1, -(-length // every))]
