"""The words of a reminder, and what the record says to it."""

from datetime import date, datetime, timedelta, timezone

import pytest

from stretchcoach.core.alarms import alarms_as_ics
from stretchcoach.core.due import Done, Recent, Wait, WaitReason
from stretchcoach.core.history import Hold, How, Past
from stretchcoach.core.lookback import Pause
from stretchcoach.core.outcome import Ended, Sign
from stretchcoach.core.plan import Plan
from stretchcoach.core.recent import recent_of
from stretchcoach.core.reminders import ReminderText, shortest, text, why_no_reminder
from tests.making import built_in, built_in_files

ZONE = timezone(timedelta(hours=1))
POSTURE = ("Shoulders up?", "Jaw tight?")


def at(clock: str, day: int = 23) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE)


def past(begin: datetime, routine: str = "calves", sign: Sign | None = None) -> Past:
    ended = Ended.HURT if sign else Ended.DONE
    holds = (Hold("hip", None, 30_000, ended, sign),)
    return Past("id", begin, routine, "Title", how=How.FINISHED, holds=holds)


def test_the_lines_take_turns_and_the_proposal_has_its_minutes() -> None:
    calves = built_in("calves")
    assert text(calves, POSTURE, 0) == ReminderText("Shoulders up?", "Calves, 3 minutes?", "calves")
    assert text(calves, POSTURE, 3).line == "Jaw tight?"
    assert text(None, POSTURE, 2) == ReminderText("Shoulders up?", "A walk of a few minutes?", "")
    assert text(None, (), 5).line == "Sitting the same way for long? Change position."


def test_it_says_why_it_comes_earlier() -> None:
    told = text(None, POSTURE, 0, pain_hour=15).proposal
    assert told.endswith("? Earlier today: pain was mostly noted around 15:00.")


@pytest.mark.parametrize("path", built_in_files(), ids=lambda path: path.stem)
def test_each_built_in_routine_makes_one_calm_line(path: object) -> None:
    routine = built_in(getattr(path, "stem", ""))
    for turn in range(len(routine.posture) or 1):
        line = text(routine, routine.posture, turn).line
        assert len(line) <= 80
        assert "!" not in line


def test_the_shortest_routine() -> None:
    names = ("upper-back", "upper-back-quick", "calves")
    found = shortest(map(built_in, names))
    assert found
    assert found.name == "upper-back-quick"
    assert shortest(()) is None


def test_what_the_record_says() -> None:
    sessions = [
        past(at("15:10", 20), sign=Sign.PAIN),
        past(at("15:50", 21), sign=Sign.PAIN),
        past(at("9:00"), "upper-back"),
        past(at("15:20"), "calves", Sign.NUMBNESS),
    ]
    pauses = [Pause(date(2026, 11, 1), date(2026, 11, 22)), Pause(date(2026, 12, 1), date.max)]
    assert recent_of(sessions, pauses, date(2026, 11, 23)) == Recent(
        (
            Done(at("9:00"), "upper-back"),
            Done(at("15:20"), "calves", hurt=True, rest=True),
        ),
        ((date(2026, 12, 1), date.max),),
        15,
    )
    assert recent_of([], [], date(2026, 11, 23)) == Recent()
    noted = [at("15:00", day) for day in (20, 21, 22)]
    found = recent_of([], [], date(2026, 11, 23), noted=noted, asks=True)
    assert found == Recent(pain_hour=15, asks=True)


@pytest.mark.parametrize(
    ("wait", "told"),
    [
        (Wait(WaitReason.ACTIVE, at("11:20")), "not yet; 11:20 at the earliest"),
        (
            Wait(WaitReason.DAY, at("9:00", 24)),
            "not a day of the plan; Tuesday 09:00 at the earliest",
        ),
        (Wait(WaitReason.MEETING), "due; the microphone is in use, so it comes after that"),
    ],
)
def test_why_there_is_none_now(wait: Wait, told: str) -> None:
    assert why_no_reminder(wait, at("11:00")) == told


@pytest.mark.parametrize("reason", WaitReason)
def test_each_reason_has_words(reason: WaitReason) -> None:
    assert why_no_reminder(Wait(reason), at("11:00"))


def test_the_plan_as_a_calendar() -> None:
    plan = Plan(every_ms=90 * 60_000, days=(0, 2))
    # On a Tuesday: it begins on Wednesday.
    told = alarms_as_ics(plan, built_in("calves"), POSTURE, at("11:00", 24))
    lines = told.split("\r\n")
    assert [line for line in lines if line.startswith("DTSTART")] == [
        f"DTSTART:20261125T{clock}00" for clock in ("1030", "1200", "1330", "1500", "1630")
    ]
    assert lines.count("RRULE:FREQ=WEEKLY;BYDAY=MO,WE") == 5
    assert lines.count("TRIGGER:PT0S") == lines.count("END:VALARM") == 5
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert "DESCRIPTION:Calves\\, 3 minutes? stretch calves" in lines
    assert len({line for line in lines if line.startswith("UID")}) == 5
    assert max(len(line.encode()) for line in lines) <= 75


def test_what_lies_behind_midnight_is_on_the_next_day() -> None:
    plan = Plan(every_ms=90 * 60_000, begin=at("22:00").time(), end=at("2:00").time(), days=(0, 6))
    lines = alarms_as_ics(plan, None, POSTURE, at("11:00")).split("\r\n")
    rules = [line for line in lines if line.startswith(("DTSTART", "RRULE"))]
    assert rules == [
        "DTSTART:20261123T233000",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,SU",
        "DTSTART:20261124T010000",
        "RRULE:FREQ=WEEKLY;BYDAY=TU,MO",
    ]
