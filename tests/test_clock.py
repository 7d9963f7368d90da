"""The clock of a session, over a real one that the tests hold in their hands."""

import sys
import time
from datetime import timedelta

import pytest

from stretchcoach import clock
from stretchcoach.clock import Clock

STARTED_NS = 5_000_000_000_123


class RealTime:
    """Stands for the system's clock, in nanoseconds."""

    def __init__(self) -> None:
        self.ns = STARTED_NS

    def __call__(self) -> int:
        return self.ns


@pytest.fixture
def real(monkeypatch: pytest.MonkeyPatch) -> RealTime:
    real = RealTime()
    monkeypatch.setattr(clock, "_real_ns", real)
    return real


def test_a_clock_starts_at_nought(real: RealTime) -> None:
    assert real.ns == STARTED_NS
    assert Clock().now_ms() == 0


@pytest.mark.parametrize(
    ("speed", "passed_ns", "now_ms"),
    [
        (1.0, 999_999, 0),
        (1.0, 1_000_000, 1),
        (1.0, 1_500_000_000, 1_500),
        (20.0, 1_500_000_000, 30_000),
        (0.5, 3_000_000_000, 1_500),
        (1.0, 30 * 86_400 * 10**9, 30 * 86_400_000),
    ],
)
def test_a_clock_counts_whole_milliseconds_at_its_speed(
    real: RealTime, speed: float, passed_ns: int, now_ms: int
) -> None:
    started = Clock(speed)
    real.ns += passed_ns
    reading: int = started.now_ms()
    assert reading == now_ms
    assert isinstance(reading, int)


@pytest.mark.parametrize(("speed", "seconds"), [(1.0, 7.0), (2.0, 3.0), (20.0, -0.0)])
def test_the_wait_for_a_moment_is_in_real_seconds_and_never_negative(
    real: RealTime, speed: float, seconds: float
) -> None:
    started = Clock(speed)
    real.ns += 3_000_000_000 if speed < 2 else 2_000_000_000
    assert started.seconds_until(10_000) == pytest.approx(max(0.0, seconds))


def test_who_waits_as_long_as_told_is_there_at_the_moment(real: RealTime) -> None:
    started = Clock(3.0)
    real.ns += 1_234_567
    real.ns += round(started.seconds_until(10_000) * 1e9) + 1
    assert started.now_ms() == 10_000


def test_every_clock_has_a_start_of_its_own(real: RealTime) -> None:
    first = Clock()
    real.ns += 10**9
    second = Clock()
    real.ns += 10**9
    assert (first.now_ms(), second.now_ms()) == (2_000, 1_000)


if sys.platform == "linux":

    def test_the_real_clock_counts_the_time_that_the_machine_sleeps() -> None:
        before = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        read = clock._real_ns()
        after = time.clock_gettime_ns(time.CLOCK_BOOTTIME)
        assert before <= read <= after


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has no TZ that a test can set")
@pytest.mark.parametrize(
    ("zone", "offset"),
    [("XXX-3", timedelta(hours=3)), ("XXX-24:59:59", timedelta())],
)
def test_the_moment_of_a_zone_that_there_cannot_be_is_told_in_utc(
    zone: str, offset: timedelta, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    request.addfinalizer(time.tzset)
    with monkeypatch.context() as changes:
        changes.setenv("TZ", zone)
        time.tzset()
        now = clock.now()
    assert now.utcoffset() == offset
    assert abs(now.timestamp() - time.time()) < 3_600
