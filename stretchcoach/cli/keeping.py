"""Writes the history: a line when a session begins, and one when it ends, however it ends.

The session never waits for it. Its modules are loaded after the first picture, and the lines are
written in the background.
"""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from signal import SIGINT
from typing import TYPE_CHECKING

from stretchcoach.cli.background import Background
from stretchcoach.clock import now
from stretchcoach.core.session import Command, Event, Mode, Session, advance, outcome
from stretchcoach.core.timeline import Kind

if TYPE_CHECKING:
    from datetime import datetime

    from stretchcoach.core.choices import Choices
    from stretchcoach.core.history import How, Past
    from stretchcoach.play import Viewer


def new_id() -> str:
    """An id for a session, for the history and the memory of pain.

    A random part makes it differ from another one of the same second.
    """
    return f"{now():%Y%m%d-%H%M%S}-{os.urandom(2).hex()}"


class Keeping:
    """A Viewer that wraps another one and keeps the last session shown, to write how it ended.

    `id_of` gives the session's id. Unless `wanted`, it only passes on.
    """

    def __init__(
        self, viewer: "Viewer", chosen: "Choices", id_of: Callable[[], str], *, wanted: bool
    ) -> None:
        self._viewer = viewer
        self._chosen = chosen
        self._id_of = id_of
        self._wanted = wanted
        self._past: Past | None = None
        self._seen: Session | None = None
        self._background = Background()
        self._ended = False

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        change_ms = self._viewer.show(session, events, note)
        if self._wanted and session.stage.kind is not Kind.GATE:
            first, self._seen = self._seen is None, session
            if first:
                at, id_ = now().replace(microsecond=0), self._id_of()
                self._background.do(lambda: self._begin(session, at, id_))
        return change_ms

    def end(self, session: Session, ended_by: int | None) -> None:
        """Write the end of the session, with the signal that ended it; return when that is done."""
        from stretchcoach.core.history import How

        # Ctrl-C comes as a signal, but is the person's own.
        how = How.STOPPED if ended_by in (None, SIGINT) else How.SIGNAL
        self._end(session, How.FINISHED if session.mode is Mode.FINISHED else how)

    @property
    def kept(self) -> "Past | None":
        """The session as it is in the history; None if it is not there."""
        return None if self._background.fault else self._past

    def keep_felt(self, said: str) -> str:
        """Add the answer to the session; return what went wrong, or ""."""
        if self._past is not None:
            from stretchcoach.files.history import keep

            past = self._past = self._past._replace(felt=said)
            self._background.do(lambda: keep(past))
            self._background.wait()
        return self._background.fault

    def close(self) -> None:
        """Write the end if `end` was not called: then an exception ends the session."""
        if self._seen is None or self._ended:
            return
        with suppress(ImportError):  # the package may have been removed
            from stretchcoach.core.history import How

            # A terminal that has gone is no crash.
            how = How.SIGNAL if isinstance(sys.exc_info()[1], OSError) else How.CRASHED
            # Stop it where it was last seen, to record its current hold, too.
            stopped, _ = advance(self._seen, self._seen.now_ms, Command.STOP)
            self._end(stopped, how)

    def told(self, session: Session) -> str:
        """The line after the summary, or ""."""
        if self._background.fault:
            return (
                f"This session is not in the history: {self._background.fault}. See: stretch doctor"
            )
        if self._past is None or outcome(session).hurt:
            return ""  # after pain, the advice about it comes last
        from stretchcoach.cli.week import this_week

        return this_week(self._past.day, session.timeline.routine.language)

    def _begin(self, session: Session, at: "datetime", id_: str) -> None:
        from stretchcoach.core.history import begun
        from stretchcoach.files.history import keep

        self._past = begun(session.timeline.routine, self._chosen, at, id_=id_)
        keep(self._past)

    def _end(self, session: Session, how: "How") -> None:
        self._ended = True
        if self._seen is None:
            return  # it ended at the gate, before it began
        self._background.do(lambda: self._keep_end(session, how))
        self._background.wait()

    def _keep_end(self, session: Session, how: "How") -> None:
        if self._past is None:
            return  # the modules could not be loaded
        from stretchcoach.core.history import ended
        from stretchcoach.files.history import keep

        self._past = ended(self._past, outcome(session), how)
        keep(self._past)
        self._background.fault = ""  # the second line repeats all of the first
