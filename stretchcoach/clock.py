"""The two clocks: a session's, which counts the machine's sleep, and the time of day."""

import sys
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


def now() -> "datetime":
    """Now, in local time. Every other part of the program asks here."""
    return at_s(time.time())


def at_s(since_1970_s: float) -> "datetime":
    """The moment so many seconds after the start of 1970, in local time."""
    from datetime import datetime, timezone  # not needed by most commands

    moment = datetime.fromtimestamp(since_1970_s, timezone.utc)
    try:
        return moment.astimezone()
    except ValueError:  # `TZ` names an hour that is more than a day away
        return moment


def day_of_year() -> int:
    """Today's number in the year, without `datetime`, which would delay the first picture."""
    return time.localtime().tm_yday


# This clock goes on while the machine sleeps, so that waking up shows as a gap. Each redraw asks
# it: so it is the system's own function, with none of ours around it.
if sys.platform == "linux":
    _real_ns = partial(time.clock_gettime_ns, time.CLOCK_BOOTTIME)
elif sys.platform == "darwin":
    # Unlike time.monotonic(), which stops with the machine there.
    _real_ns = partial(time.clock_gettime_ns, time.CLOCK_MONOTONIC)
else:
    _real_ns = time.perf_counter_ns


class Clock:
    """Milliseconds of session time since it was made; `speed` of them pass in each real one."""

    def __init__(self, speed: float = 1.0) -> None:
        self._speed = speed
        self.real_ns: Callable[[], int] = _real_ns
        self._start_ns = _real_ns()

    def now_ms(self) -> int:
        return int((_real_ns() - self._start_ns) * self._speed / 1_000_000)

    def real_ns_at(self, at_ms: int) -> int:
        """The value of `real_ns` when the clock reads `at_ms`."""
        return self._start_ns + int(at_ms * 1_000_000 / self._speed)

    def seconds_until(self, at_ms: int) -> float:
        """Real seconds until the clock reads `at_ms`; never negative."""
        return max(0.0, (self.real_ns_at(at_ms) - _real_ns()) / 1e9)
