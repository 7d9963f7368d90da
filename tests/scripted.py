"""Hand-written fakes. Waiting is the only thing that takes time, so one object is both the clock
and the keyboard: a session of four minutes is lived in milliseconds, to the exact millisecond."""

from collections.abc import Sequence

from stretchcoach.core.session import Command, Event, Session


class Scripted:
    """A clock that moves only while somebody waits, and keys pressed at given times.

    `late_ms` is how much later than asked each wait ends, as on a busy machine.
    """

    def __init__(self, keys: Sequence[tuple[int, Command]] = (), late_ms: int = 0) -> None:
        self._keys = sorted(keys, key=lambda key: key[0])
        self._late_ms = late_ms
        self._now_ms = 0

    def now_ms(self) -> int:
        return self._now_ms

    def wait(self, until_ms: int) -> Command | None:
        until_ms = max(self._now_ms, until_ms)
        if self._keys and self._keys[0][0] <= until_ms:
            at_ms, command = self._keys.pop(0)
            self._now_ms = max(self._now_ms, at_ms)
            return command
        self._now_ms = until_ms + self._late_ms
        return None


class Watching:
    """A viewer that remembers what it was shown, and never wants to be drawn of itself."""

    def __init__(self) -> None:
        self.sessions: list[Session] = []
        self.events: list[Event] = []
        self.notes: list[str] = []

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        self.sessions.append(session)
        self.events += events
        self.notes.append(note)
        return None


class Listening:
    """An outlet that remembers what it heard, with None for each time that it was hushed."""

    def __init__(self, note: str = "", latency_ms: int = 0) -> None:
        self.note = note
        self.latency_ms = latency_ms
        self.opened = 0
        self.heard: list[Event | None] = []

    def open(self) -> None:
        self.opened += 1

    def hear(self, event: Event) -> None:
        self.heard.append(event)

    def hush(self) -> None:
        self.heard.append(None)
