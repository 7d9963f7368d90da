"""The loop: it waits, lets the engine move the session on, and hands round what happened.

The ear lives a little ahead of the eye. A player takes its time from being told to being heard,
some much longer than others; so outlets are told each cue `latency_ms` before its moment, and it is
heard at its moment. That needs no plan of its own: the engine is a pure function, so the loop
simply keeps a second session, `ear`, that nobody has disturbed and that is advanced `latency_ms`
further. A key, a pause or a gap ends what the ear was told, and sets it back to where the session
really is.
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

# Well under the gap that counts as "nobody was being led", so that the loop is never its own gap.
LOOK_AT_LEAST_EVERY_MS = 1_000


class Keys(Protocol):
    def wait(self, until_ms: int) -> Command | None:
        """Wait for a command until the clock reads `until_ms`, or return early with None."""


class Viewer(Protocol):
    """What the person looks at: a screen, a transcript, a stream of JSON lines."""

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        """Show the session; return the ms until its picture changes of itself, if it does."""


class Outlet(Protocol):
    """What the person hears. No call may wait or raise; `note` says what fails, if anything."""

    @property
    def note(self) -> str: ...

    @property
    def latency_ms(self) -> int:
        """How long it takes from `hear` until something is heard, in the session's milliseconds."""

    def open(self) -> None:
        """Get ready to be heard; called when the first picture is up, which is not to wait."""

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
    """Live a session that was just begun until it is over, and return it as it ended."""
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
            # What is being said or sung belongs to a moment that the key or the gap has ended.
            ear = _ear(session)
            _hush(outlets)
            _sound(outlets, ear, moved.answered)
        elif session.muted is not ear.muted:
            ear = ear._replace(muted=session.muted)
            _hush(outlets)
        mode = ear.mode
        if together and not moved.disturbed:
            ear, sounding = _ear(session), moved.passed  # the engine need not do it twice
        else:
            ear, sounding = advance(ear, max(ear.now_ms, session.now_ms + latency_ms))
        if ear.mode is not mode:
            _hush(outlets)  # the end is near, and is to be heard by itself
        _sound(outlets, ear, sounding)


def _ear(session: Session) -> Session:
    """The session as it would go on undisturbed; a gap is for the session itself to notice."""
    return session._replace(gap_ms=2 * session.gap_ms)


def _sound(outlets: Sequence[Outlet], ear: Session, events: Sequence[Event]) -> None:
    if not ear.muted:
        for event in events:
            for outlet in outlets:
                outlet.hear(event)


def _hush(outlets: Sequence[Outlet]) -> None:
    for outlet in outlets:
        outlet.hush()
