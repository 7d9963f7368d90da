"""Keeps what was done: a line when a session begins, and one when it ends in whatever way.

Nothing of it is waited for while a session is led. The first picture is up before anything is
loaded for it, and the lines are written in the background.
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
    """An id for a session, by which the history and what is remembered of pain know it.

    Chance tells it from another one of the same second.
    """
    return f"{now():%Y%m%d-%H%M%S}-{os.urandom(2).hex()}"


class Keeping:
    """A Viewer before another one: it sees what is shown, so that whatever ends it can be kept.

    `id_of` gives the session's id. Where keeping is not `wanted` it only hands on.
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
        """The session is over, by this signal if by any; return when that is on the disk."""
        from stretchcoach.core.history import How

        # Ctrl-C comes as a signal, and from the person.
        how = How.STOPPED if ended_by in (None, SIGINT) else How.SIGNAL
        self._end(session, How.FINISHED if session.mode is Mode.FINISHED else how)

    @property
    def kept(self) -> "Past | None":
        """The session as it is in the history, where it is, so that something can be added."""
        return None if self._background.fault else self._past

    def keep_felt(self, said: str) -> str:
        """Keep what was felt with the session; what went wrong, "" if nothing."""
        if self._past is not None:
            from stretchcoach.files.history import keep

            past = self._past = self._past._replace(felt=said)
            self._background.do(lambda: keep(past))
            self._background.wait()
        return self._background.fault

    def close(self) -> None:
        """Whatever has ended it: where nothing was said of that, it is what passes through here."""
        if self._seen is None or self._ended:
            return
        with suppress(ImportError):  # the package may be what has gone
            from stretchcoach.core.history import How

            # A terminal that has gone is no defect of ours.
            how = How.SIGNAL if isinstance(sys.exc_info()[1], OSError) else How.CRASHED
            # Stopped where it was last seen, so that the hold it was in is there, too.
            stopped, _ = advance(self._seen, self._seen.now_ms, Command.STOP)
            self._end(stopped, how)

    def told(self, session: Session) -> str:
        """What to say of it after the summary, "" for nothing."""
        if self._background.fault:
            return (
                f"This session is not in the history: {self._background.fault}. See: stretch doctor"
            )
        if self._past is None or outcome(session).hurt:
            return ""  # after pain, what to do about it is the last word
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
            return  # it was left at the gate, before it began
        self._background.do(lambda: self._keep_end(session, how))
        self._background.wait()

    def _keep_end(self, session: Session, how: "How") -> None:
        if self._past is None:
            return  # what the record needs could not be loaded
        from stretchcoach.core.history import ended
        from stretchcoach.files.history import keep

        self._past = ended(self._past, outcome(session), how)
        keep(self._past)
        self._background.fault = ""  # the end says all that the first line would have
