"""What a session's summary says of its week."""

from datetime import date

from stretchcoach.core import words
from stretchcoach.core.lookback import Goal, first_day, look_back, pauses_of
from stretchcoach.files import history as kept
from stretchcoach.files.settings import settled_here


def this_week(day: date, language: str) -> str:
    """What the record says of the week of this day, "" where there is nothing to say."""
    try:
        found, pauses = kept.since(first_day(day, 1)), pauses_of(kept.pauses())
    except OSError:
        return ""
    back = look_back(found.sessions, pauses, day, count=1, goal=goal())
    return words.this_week(words.of(language), back.this_week)


def goal() -> Goal:
    """As settled; three days are good in any case, or all of a smaller goal."""
    days = settled_here()[0].settings.goal
    return Goal(days, min(Goal().good, days))
