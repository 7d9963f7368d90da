"""The line about the week in a session's summary."""

from datetime import date

from stretchcoach.core import words
from stretchcoach.core.lookback import Goal, first_day, look_back, pauses_of
from stretchcoach.files import history as kept
from stretchcoach.files.settings import settled_here


def this_week(day: date, language: str) -> str:
    """The line about the week of this day, or ""."""
    try:
        found, pauses = kept.since(first_day(day, 1)), pauses_of(kept.pauses())
    except OSError:
        return ""
    back = look_back(found.sessions, pauses, day, count=1, goal=goal())
    return words.this_week(words.of(language), back.this_week)


def goal() -> Goal:
    """The goal of the settings. Three days are always good, or all days of a smaller goal."""
    days = settled_here()[0].settings.goal
    return Goal(days, min(Goal().good, days))
