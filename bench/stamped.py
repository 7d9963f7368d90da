"""The real `stretch`, which records its own times: `stamped.py FILE ARGUMENTS…`.

Its loop gets one more outlet, the last. It records the moment at which a cue was passed to the
others: the chimes and the bell. The rest is the command as installed. When the loop has ended, the
moments are written to FILE, with the clock's own start.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import MethodType
from typing import cast

from stretchcoach import play as loop
from stretchcoach.__main__ import main
from stretchcoach.clock import Clock
from stretchcoach.core.session import Event, Moved, Session

_FAR_MS = 1_000_000_000
_play = loop.play


class Stamps:
    """A silent outlet that records the times of events."""

    note = ""
    latency_ms = 0

    def __init__(self) -> None:
        self.cues: list[tuple[float, int]] = []

    def open(self) -> None:
        pass

    def hear(self, event: Event) -> None:
        self.cues.append((time.monotonic(), event.at_ms))

    def hush(self) -> None:
        pass


def play(
    first: Moved,
    now_ms: Callable[[], int],
    keys: loop.Keys,
    viewer: loop.Viewer,
    outlets: Sequence[loop.Outlet],
) -> Session:
    clock = cast(MethodType, now_ms).__self__
    assert isinstance(clock, Clock)
    zero_s = time.monotonic() + clock.seconds_until(_FAR_MS) - _FAR_MS / 1_000
    stamps = Stamps()
    session = _play(first, now_ms, keys, viewer, [*outlets, stamps])
    record = {
        "start_s": zero_s + first[0].now_ms / 1_000,
        "cues": stamps.cues,
        "end_s": time.monotonic(),
        "lengths_ms": [stage.length_ms for stage in session.timeline.stages],
    }
    Path(file).write_text(json.dumps(record))
    return session


if __name__ == "__main__":
    file = sys.argv.pop(1)
    loop.play = play
    main()
