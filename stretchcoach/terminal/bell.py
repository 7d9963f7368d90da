"""The outlet that rings the terminal's own bell where no sound can be played."""

from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from stretchcoach.core.session import Event
from stretchcoach.core.timeline import Chime

_MAIN = frozenset((Chime.BEGIN, Chime.SWITCH, Chime.CHANGE, Chime.FINISH, Chime.STOP))


class Obeying(Protocol):
    """A terminal that takes control sequences."""

    def control(self, sequence: str) -> None: ...

    def flush(self) -> None: ...


class Bell:
    """Rings at the main moments while `needed` says so."""

    note = ""
    latency_ms = 0

    def __init__(self, out: Obeying, needed: Callable[[], bool]) -> None:
        self._out = out
        self._needed = needed

    def open(self) -> None:
        pass

    def hear(self, event: Event) -> None:
        if event.cue.chime in _MAIN and self._needed():
            with suppress(OSError):
                self._out.control("\a")
                self._out.flush()

    def hush(self) -> None:
        pass
