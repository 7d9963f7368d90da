"""The loop: it waits, lets the engine move the session on, and hands round what happened."""

from collections.abc import Callable, Sequence
from typing import Protocol

from stretchcoach.core.session import Command, Event, Session, Step, advance, next_cue_ms

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

    def open(self) -> None:
        """Get ready to be heard; called when the first picture is up, which is not to wait."""

    def hear(self, event: Event) -> None: ...

    def hush(self) -> None:
        """Be silent at once."""


def play(
    first: Step,
    now_ms: Callable[[], int],
    keys: Keys,
    viewer: Viewer,
    outlets: Sequence[Outlet],
) -> Session:
    """Live a session that was just begun until it is over, and return it as it ended."""
    session, events = first
    unopened = list(outlets)
    while True:
        if not session.muted:
            for event in events:
                for outlet in outlets:
                    outlet.hear(event)
        notes = " ".join(outlet.note for outlet in outlets if outlet.note)
        change_ms = viewer.show(session, events, notes)
        if session.over:
            return session
        while unopened:
            unopened.pop().open()
        waits = (LOOK_AT_LEAST_EVERY_MS, change_ms, next_cue_ms(session))
        command = keys.wait(session.now_ms + min(ms for ms in waits if ms is not None))
        before = session
        session, events = advance(session, now_ms(), command)
        if session.mode is not before.mode or command not in (None, Command.HELP):
            # What was being said or sung belongs to a moment that the key or the pause has ended.
            for outlet in outlets:
                outlet.hush()
