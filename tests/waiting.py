"""Waiting for something to become true, for as long as it takes but not for ever."""

import time
from collections.abc import Callable
from threading import Event


def until(is_so: Callable[[], object], what: str, seconds: float = 20) -> None:
    """Return once `is_so()`; fail the test, saying what was awaited, if that never comes."""
    end = time.monotonic() + seconds
    nothing = Event()
    while not is_so():
        assert time.monotonic() < end, f"waited {seconds} s in vain: {what}"
        nothing.wait(0.01)
