"""What hurts in a session is remembered at once. Nothing is loaded for it before it is needed."""

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
    """What is remembered, if there is a file of it, or something in its way."""
    if is_missing(data_folder() / "memory.jsonl"):
        return None
    from stretchcoach.cli.caring import Memory

    return Memory()


class Remembering:
    """A Viewer before another one: what is said of pain is on the disk a moment after it is said.

    It is written on a thread, since a disk may take its time and the person is to see at once what
    to do. What could not be written is tried again with what comes next, and at the end. Where it
    is not `wanted` it is a preview. `id_of` gives the session's id, and `fault` says why what hurt
    before is not known.
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
        """Return when all of it is on the disk, or has been tried once more."""
        self._background.wait()
        self._write()
        self._background.wait()

    def told(self, session: Session) -> str:
        """What to say of it at the end: that it is kept, or why it is not; "" for nothing."""
        kept = self._wanted and outcome(session).hurt
        return self._failed() or (self._own.pain_is_kept if kept else "")

    def _failed(self) -> str:
        fault = self._background.fault
        return self._own.pain_is_not_kept.format(reason=fault) if fault else ""

    def _has_news(self, session: Session) -> bool:
        """Whether a hold has ended, or the session has begun or ended, since the last look."""
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
        """Keep each of them that is not kept by now. Raises what the last to fail raised."""
        from stretchcoach.files.memory import keep

        failed: Exception | None = None
        for line, at in missing:
            if line in self._kept:
                continue
            try:
                keep(line, at)
            except Exception as error:  # whatever it is, the next line is worth a try
                failed = error
            else:
                self._kept.add(line)
        if failed is not None:
            raise failed
        self._background.fault = ""  # what failed before is among these
