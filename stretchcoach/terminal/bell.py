"""The outlet that rings the terminal's own bell where no sound can be played."""

from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

from stretchcoach.core.session import Event
from stretchcoach.core.timeline import Chime

_MAIN = frozenset((Chime.BEGIN, Chime.SWITCH, Chime.CHANGE, Chime.FINISH, Chime.STOP))


class Bell:
    """Rings at the main moments while `needed` says so."""

    note = ""
    latency_ms = 0

    def __init__(self, out: TextIO, needed: Callable[[], bool]) -> None:
        self._out = out
        self._needed = needed

    def open(self) -> None:
        pass

    def hear(self, event: Event) -> None:
        if event.cue.chime in _MAIN and self._needed():
            with suppress(OSError):
                print(end="\a", file=self._out, flush=True)

    def hush(self) -> None:
        pass
