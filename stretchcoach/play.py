"""The loop: it waits, advances the session, and passes on its events.

A player has a latency: a sound is heard some time after `hear` was called. So each outlet gets each
event `latency_ms` ahead of its moment. This needs no schedule of its own, since the engine is a
pure function. The loop keeps a second session, `ear`, which is advanced `latency_ms` further than
the session. A key, a pause or a gap hushes the outlets, and resets `ear` to the session.
"""

from collections.abc import Callable, Sequence
from typing import Protocol

from stretchcoach.core.session import (
    Command,
    Event,
    Moved,
    Session,
    advance,
    next_cue_ms,
    step,
)

# Well below the gap that counts as "nobody was being led", so that a wait is never such a gap.
LOOK_AT_LEAST_EVERY_MS = 1_000


class Keys(Protocol):
    def wait(self, until_ms: int) -> Command | None:
        """Wait for a command until the clock reads `until_ms`, or return early with None."""


class Viewer(Protocol):
    """What the person looks at: a screen, a transcript, a stream of JSON lines."""

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        """Show the session; return the ms until its picture changes by itself, or None."""


class Outlet(Protocol):
    """What the person hears. No call may block or raise. `note` says what fails, if anything."""

    @property
    def note(self) -> str: ...

    @property
    def latency_ms(self) -> int:
        """The time from `hear` until the sound is heard, in the session's milliseconds."""

    def open(self) -> None:
        """Load what is needed. Called after the first picture, which must not wait for it."""

    def hear(self, event: Event) -> None: ...

    def hush(self) -> None:
        """Be silent at once."""


def play(
    first: Moved,
    now_ms: Callable[[], int],
    keys: Keys,
    viewer: Viewer,
    outlets: Sequence[Outlet],
) -> Session:
    """Run a session from its first move to its end, and return it as it ended."""
    session, events = first
    ear = _ear(session)
    _sound(outlets, ear, events)
    unopened = list(outlets)
    while True:
        notes = " ".join(outlet.note for outlet in outlets if outlet.note)
        change_ms = viewer.show(session, events, notes)
        if session.over:
            return session
        while unopened:
            unopened.pop().open()
        latency_ms = max((outlet.latency_ms for outlet in outlets), default=0)
        ear_cue_ms = next_cue_ms(ear)
        waits = (
            LOOK_AT_LEAST_EVERY_MS,
            change_ms,
            next_cue_ms(session),
            None if ear_cue_ms is None else ear.now_ms + ear_cue_ms - latency_ms - session.now_ms,
        )
        command = keys.wait(session.now_ms + min(ms for ms in waits if ms is not None))
        together = not latency_ms and ear.now_ms == session.now_ms
        moved = step(session, now_ms(), command)
        session, events = moved.session, moved.passed + moved.answered
        if moved.disturbed:
            # The sound that is heard now belongs to a moment that the key or the gap has ended.
            ear = _ear(session)
            _hush(outlets)
            _sound(outlets, ear, moved.answered)
        elif session.muted is not ear.muted:
            ear = ear._replace(muted=session.muted)
            _hush(outlets)
        mode = ear.mode
        if together and not moved.disturbed:
            ear, sounding = _ear(session), moved.passed  # saves a second `advance`
        else:
            ear, sounding = advance(ear, max(ear.now_ms, session.now_ms + latency_ms))
        if ear.mode is not mode:
            _hush(outlets)  # the last chime is to be heard alone
        _sound(outlets, ear, sounding)


def _ear(session: Session) -> Session:
    """A copy that runs ahead undisturbed. Its gap is longer: only the session notices gaps."""
    return session._replace(gap_ms=2 * session.gap_ms)


def _sound(outlets: Sequence[Outlet], ear: Session, events: Sequence[Event]) -> None:
    if not ear.muted:
        for event in events:
            for outlet in outlets:
                outlet.hear(event)


def _hush(outlets: Sequence[Outlet]) -> None:
    for outlet in outlets:
        outlet.hush()
