"""Writes pain to the memory during a session. Its modules are loaded only when needed."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from stretchcoach.cli.background import Background
from stretchcoach.clock import now
from stretchcoach.core import words
from stretchcoach.core.session import Event, Session, outcome
from stretchcoach.files.folders import data_folder
from stretchcoach.files.regular import is_missing

if TYPE_CHECKING:
    from datetime import datetime

    from stretchcoach.cli.caring import Memory
    from stretchcoach.core.memory import Remembered
    from stretchcoach.play import Viewer


def memory() -> "Memory | None":
    """The memory, or None if there is certainly no file of it."""
    if is_missing(data_folder() / "memory.jsonl"):
        return None
    from stretchcoach.cli.caring import Memory

    return Memory()


class Remembering:
    """A Viewer that wraps another one, and writes each pain to the disk at once.

    A thread writes it: a disk may be slow, and the person must see at once what to do. Lines that
    could not be written are tried again with the next ones, and at the end. Unless `wanted`, as in
    a preview, none is written. `id_of` gives the session's id. `fault` says why the memory could
    not be read.
    """

    def __init__(
        self,
        viewer: "Viewer",
        language: str,
        id_of: Callable[[], str],
        *,
        wanted: bool,
        fault: str = "",
    ) -> None:
        self._viewer = viewer
        self._id_of = id_of
        self._own = words.of(language)
        self._note = self._own.pain_is_not_known.format(reason=fault) if fault else ""
        self._wanted = wanted
        self._seen: tuple[object, ...] = ()
        self._said: dict[Remembered, datetime] = {}
        self._kept: set[Remembered] = set()
        self._background = Background()

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        notes = " ".join(filter(None, (note, self._note, self._failed())))
        change_ms = self._viewer.show(session, events, notes)
        if self._wanted and self._has_news(session):
            self._remember(session)
        return change_ms

    def end(self) -> None:
        """Return when all lines are on the disk, or were tried once more."""
        self._background.wait()
        self._write()
        self._background.wait()

    def told(self, session: Session) -> str:
        """The line for the summary: that the pain is kept, or why it is not; "" without pain."""
        kept = self._wanted and outcome(session).hurt
        return self._failed() or (self._own.pain_is_kept if kept else "")

    def _failed(self) -> str:
        fault = self._background.fault
        return self._own.pain_is_not_kept.format(reason=fault) if fault else ""

    def _has_news(self, session: Session) -> bool:
        """Whether a hold has ended, or the session has begun or ended, since the last call."""
        before, self._seen = self._seen, (session.holds, session.stage_no > 0, session.over)
        return len(before) != len(self._seen) or any(
            one is not other for one, other in zip(before, self._seen, strict=True)
        )

    def _remember(self, session: Session) -> None:
        from stretchcoach.core.memory import said

        at = now()
        for line in said(session, self._id_of()):
            self._said.setdefault(line, at)
        self._write()

    def _write(self) -> None:
        missing = [(line, at) for line, at in self._said.items() if line not in self._kept]
        if missing:
            self._background.do(lambda: self._keep(missing))

    def _keep(self, missing: "Sequence[tuple[Remembered, datetime]]") -> None:
        """Write the missing lines. Raises the last failure."""
        from stretchcoach.files.memory import keep

        failed: Exception | None = None
        for line, at in missing:
            if line in self._kept:
                continue
            try:
                keep(line, at)
            except Exception as error:  # the next line may still succeed
                failed = error
            else:
                self._kept.add(line)
        if failed is not None:
            raise failed
        self._background.fault = ""  # these include all that failed before
