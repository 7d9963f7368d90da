"""When a person wants to be reminded, read and written; hours and days."""

from datetime import datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core import plan
from stretchcoach.core.plan import Plan, plan_of
from stretchcoach.core.settings import Settings

ZONE = timezone(timedelta(hours=1))
# 23 November 2026 is a Monday.
MONDAY = datetime(2026, 11, 23, tzinfo=ZONE)


def at(day: int, clock: str) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time.fromisoformat(clock), ZONE)


@pytest.mark.parametrize(
    ("text", "minutes"), [("50m", 50), ("50", 50), ("1h", 60), ("1h15m", 75), (" 45 min ", 45)]
)
def test_an_interval_is_read(text: str, minutes: int) -> None:
    assert plan.every_ms(text) == minutes * 60_000


@pytest.mark.parametrize("text", ["", "m", "19m", "91m", "2h", "50s", "often"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"interval|within"):
        plan.every_ms(text)


@pytest.mark.parametrize(
    ("text", "clock"),
    [("9:00", time(9)), ("9", time(9)), ("17:30", time(17, 30))],
)
def test_a_time_of_the_day_is_read(text: str, clock: time) -> None:
    assert plan.clock(text) == clock


@pytest.mark.parametrize("text", ["", "24:00", "9:60", "nine", "9:0"])
def test_what_is_no_time_of_the_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no time of the day"):
        plan.clock(text)


@pytest.mark.parametrize(
    ("text", "numbers", "written"),
    [
        ("mon-fri", (0, 1, 2, 3, 4), "mon-fri"),
        ("Monday, Wed", (0, 2), "mon,wed"),
        ("sat-mon", (0, 5, 6), "mon,sat,sun"),
        ("sun", (6,), "sun"),
        ("mon-sun", (0, 1, 2, 3, 4, 5, 6), "mon-sun"),
    ],
)
def test_days_are_read_and_written(text: str, numbers: tuple[int, ...], written: str) -> None:
    assert plan.days(text) == numbers
    assert plan.days_written(numbers) == written


@pytest.mark.parametrize("text", ["", "mo", "mon-", "mon-xyz", "weekdays", "monkey"])
def test_what_are_no_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="are no days"):
        plan.days(text)


@given(st.sets(st.integers(0, 6), min_size=1), st.times(), st.integers(20, 90))
def test_what_is_written_reads_as_the_same(days: set[int], clock: time, minutes: int) -> None:
    clock = clock.replace(second=0, microsecond=0)
    assert plan.days(plan.days_written(days)) == tuple(sorted(days))
    assert plan.clock(plan.clock_written(clock)) == clock
    assert plan.every_ms(plan.every_written(minutes * 60_000)) == minutes * 60_000


def test_the_settings_have_the_default_plan() -> None:
    assert plan_of(Settings()) == Plan()
    assert plan_of(Settings(remind_routine="calves")).routine == "calves"


@pytest.mark.parametrize(
    ("now", "holds", "next_begin"),
    [
        (at(0, "08:59"), False, at(0, "09:00")),
        (at(0, "09:00"), True, at(1, "09:00")),
        (at(0, "17:29"), True, at(1, "09:00")),
        (at(0, "17:30"), False, at(1, "09:00")),
        (at(4, "18:00"), False, at(7, "09:00")),
        (at(5, "12:00"), False, at(7, "09:00")),
    ],
)
def test_hours_and_days(now: datetime, holds: bool, next_begin: datetime) -> None:
    assert (Plan().holds(now), Plan().next_begin(now)) == (holds, next_begin)


@pytest.mark.parametrize(
    ("now", "holds"),
    [
        (at(0, "21:59"), False),
        (at(0, "22:00"), True),
        (at(1, "05:59"), True),
        (at(1, "06:00"), False),
        (at(5, "03:00"), True),  # Friday's night goes on
        (at(5, "23:00"), False),
        (at(0, "03:00"), False),  # Sunday's night never began
    ],
)
def test_a_night_belongs_to_the_day_it_begins_on(now: datetime, holds: bool) -> None:
    assert Plan(begin=time(22), end=time(6)).holds(now) is holds
