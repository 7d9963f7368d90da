"""The session on the alternate screen. A change redraws only the lines that differ."""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from stretchcoach.core.frame import Frame, frame, gauge_ahead, next_change_ms
from stretchcoach.core.session import Event, Mode, Session, advance, next_cue_ms
from stretchcoach.terminal.charset import Look, can_show_unicode
from stretchcoach.terminal.codes import (
    ALTERNATE_SCREEN,
    AUTOWRAP_OFF,
    AUTOWRAP_ON,
    ERASE_SCREEN,
    HIDE_CURSOR,
    NORMAL_SCREEN,
    SHOW_CURSOR,
    Codes,
)
from stretchcoach.terminal.draw import MOVING, gauge_columns, moving, paged, room_of, still
from stretchcoach.terminal.lines import Line
from stretchcoach.terminal.out import Out
from stretchcoach.terminal.pace import Pace
from stretchcoach.terminal.places import Hole, holes

if TYPE_CHECKING:
    # The modules that draw a figure are loaded after the first picture.
    from stretchcoach.core.figures import Instant
    from stretchcoach.figure.cells import Cell, Picture
    from stretchcoach.terminal.acting import Act

# How soon to try again if the terminal takes no output.
_RETRY_MS = 100
# The figure comes with the second picture: its modules are loaded once the first one is shown.
_AT_ONCE_MS = 1
# How soon to try again to write a picture of the figure that `Pace` did not allow.
_PACED_MS = 125
# How far ahead moves are made. Several seconds at once cost half as much as one by one.
_AHEAD_MS = 4_000


class _Page(NamedTuple):
    """The lines of frames that differ only in the moving lines, and the rows of those."""

    unmoved: tuple[object, ...]
    lines: tuple[Line, ...]
    rows: dict[int, int]


class _Move(NamedTuple):
    """Output that turns the lines `before` into those `after` when the clock reads `at_ms`.

    A `whole` move leaves a complete picture of that moment; others move the gauge only.
    """

    at_ms: int
    whole: bool
    before: list[Line]
    after: list[Line]
    written: bytes
    crossed: list[int]


class _Plan(NamedTuple):
    """The session that the moves were made for. Until `until_ms` it needs no other picture."""

    session: Session
    note: str
    until_ms: int


class Screen:
    """A Viewer, and the Surface of the terminal.

    Its `moves` are all changes that need no input: of the gauge, of the seconds and by cues. `show`
    makes them ahead, since a processor that has just woken up is slow. So at the moment itself
    there is little left to do, and a second is seen when it begins.
    """

    def __init__(self, out: Out, *, motion: bool = True) -> None:
        self._out = out
        self._motion = motion
        self._unicode = can_show_unicode(out)
        self._codes = Codes()
        self._look: Look | None = None
        self._shown: list[Line] = []
        self._size = (0, 0)
        self._page = _Page((), (), {})
        self._pages_ahead: list[_Page] = []
        self._plan: _Plan | None = None
        self._moves: deque[_Move] = deque()
        self._pace = Pace()
        self._late: Hole | None = None
        self._act: Act | None = None
        self._holes: tuple[Hole, ...] = ()
        self._drawn: dict[Hole, Sequence[Sequence[Cell] | None]] = {}

    def open(self) -> None:
        self._out.control(ALTERNATE_SCREEN + HIDE_CURSOR + AUTOWRAP_OFF)
        self._out.flush()
        self._size = (0, 0)  # so that the next picture erases the screen
        self._forget_plan()

    def close(self) -> None:
        with suppress(OSError):  # the terminal is gone
            self._out.last_words(AUTOWRAP_ON + SHOW_CURSOR + NORMAL_SCREEN)

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        """Draw the session as it is now. The frame has the captions of the events."""
        del events
        self._out.flush()
        size = self._out.size()
        plan = None if self._out.behind else self._plan
        if plan and self._as_planned(plan, session, note, size=size):
            return self._next_ms(plan) - session.now_ms
        self._forget_plan()
        if self._out.behind:
            return _RETRY_MS  # it has not taken the last picture yet
        now = frame(session, note)
        self._page, lines = self._paged(now, size)
        self._put_all(lines[:-1], size)
        self._act = _act(now) if self._holes else None
        figure_ms = self._put_figure(now, session.now_ms)
        # The line that says how to stop comes last: once it is seen, the picture is complete.
        self._put(size[1] - 1, lines[-1])
        self._out.flush()
        if self._look is None and now.figure:
            self._look = self.look
            return _AT_ONCE_MS
        change_ms = self._look_ahead(session, now, note, figure_ms=figure_ms)
        if change_ms is None:
            return None
        self._plan = _Plan(session, note, session.now_ms + change_ms)
        return self._next_ms(self._plan) - session.now_ms

    @property
    def write(self) -> Callable[[bytes], bool]:
        """Writes a move; returns whether the terminal took all of it."""
        return self._out.put

    def moves(self, until_ms: int) -> list[tuple[int, bytes]]:
        """The moves until then: the clock's reading for each, and the bytes to write."""
        if self._out.behind or (self._moves and self._shown is not self._moves[0].before):
            self._forget_plan()  # the screen is no longer as the moves expect it
        return [(move.at_ms, move.written) for move in self._moves if move.at_ms <= until_ms]

    def moved(self, count: int) -> None:
        """Note that so many moves were written."""
        for move in [self._moves.popleft() for _ in range(count)]:
            self._pace.wrote(move.at_ms, len(move.written), 0)
            for row in move.crossed:
                self._forget(row)
            self._shown = move.after

    def _as_planned(self, plan: _Plan, session: Session, note: str, size: tuple[int, int]) -> bool:
        """Whether the session is as planned, and every move until now was made."""
        until_ms = self._moves[0].at_ms if self._moves else plan.until_ms
        as_it_was = session.now_ms < until_ms and note == plan.note and size == self._size
        return as_it_was and session == advance(plan.session, session.now_ms)[0]

    def _next_ms(self, plan: _Plan) -> int:
        """The clock's reading at the next change that is more than a move of the gauge."""
        return next((move.at_ms for move in self._moves if move.whole), plan.until_ms)

    def _forget_plan(self) -> None:
        self._plan = None
        self._moves.clear()

    def _look_ahead(
        self, session: Session, now: Frame, note: str, figure_ms: int | None
    ) -> int | None:
        """Make the next moves; return the ms until `show` has to draw again."""
        self._pages_ahead = []
        page, lines, start_ms, moment = self._page, self._shown, session.now_ms, self._moment(now)
        end_ms = start_ms + (_AHEAD_MS if figure_ms is None else figure_ms)
        while (change_ms := _change_ms(session)) is not None:
            change_at_ms = session.now_ms + change_ms
            for in_ms, breath in gauge_ahead(session, gauge_columns(room_of(self._size[0]))):
                at_ms, then = session.now_ms + in_ms, now._replace(breath=breath)
                if at_ms >= min(change_at_ms, end_ms):
                    break
                if self._moment(then) != moment:
                    return at_ms - start_ms  # the figure breathes with it
                if 0 in page.rows:
                    moved = list(lines)
                    moved[page.rows[0]] = moving(then, self._size[0], self._unicode, number=0)
                    lines = self._add_move(at_ms, lines, moved, whole=False)
            if change_at_ms > end_ms:
                return end_ms - start_ms
            later, _ = advance(session, change_at_ms)
            then = frame(later, note)
            page, after = self._paged(then, self._size)
            if later.mode is not Mode.RUNNING or holes(after) != self._holes:
                return change_at_ms - start_ms
            self._pages_ahead.append(page)
            lines = self._add_move(change_at_ms, lines, after, whole=True)
            if later.stage_no != session.stage_no or self._moment(then) != moment:
                return change_at_ms - start_ms
            session, now = later, then
        return figure_ms

    def _moment(self, now: Frame) -> "Instant | None":
        return self._act.moment(now, moves=self._motion) if self._act else None

    def _add_move(
        self, at_ms: int, before: list[Line], after: list[Line], *, whole: bool
    ) -> list[Line]:
        rows = [row for row, line in enumerate(after) if line != before[row]]
        written = [self._codes.over(row, before[row], after[row]) for row in rows]
        crossed = [row for row, (_, crosses) in zip(rows, written, strict=True) if crosses]
        data = self._out.encoded("".join(text for text, _ in written))
        self._moves.append(
            _Move(at_ms, whole, before=before, after=after, written=data, crossed=crossed)
        )
        return after

    def _paged(self, now: Frame, size: tuple[int, int]) -> tuple[_Page, list[Line]]:
        """The page of this frame, known or new, and its lines with the moving ones of now."""
        unmoved = *still(now), self._look, size
        moved = [moving(now, size[0], self._unicode, number=number) for number in range(MOVING)]
        for page in (self._page, *self._pages_ahead):
            if page.unmoved == unmoved:
                lines = list(page.lines)
                for number, row in page.rows.items():
                    lines[row] = moved[number]
                return page, lines
        lines = paged(now, *size, unicode=self._unicode, look=self._look)
        rows = {number: lines.index(line) for number, line in enumerate(moved) if line in lines}
        return _Page(unmoved, tuple(lines), rows), lines

    @property
    def look(self) -> Look:
        """How a figure is drawn here."""
        return self._codes.look if self._unicode else Look.ASCII

    def page(self, made: Callable[[int, int], list[Line]]) -> None:
        """Show a page that is made for the screen's columns and rows."""
        size = self._out.size()
        self._forget_plan()
        self._out.flush()
        if not self._out.behind:
            self._put_all(made(*size), size)
            self._out.flush()

    def _put_all(self, lines: Sequence[Line], size: tuple[int, int]) -> None:
        columns, rows = size
        if size != self._size:
            self._out.control(ERASE_SCREEN)
            self._size = size
            self._shown = [((" " * columns, ""),)] * rows
            self._drawn = {}
        self._holes = holes(lines)
        self._drawn = {hole: rows for hole, rows in self._drawn.items() if hole in self._holes}
        for number, line in enumerate(lines):
            self._put(number, line)

    def _put_figure(self, now: Frame, now_ms: int) -> int | None:
        """Draw the figure if it has changed; return the ms until it may change again."""
        others = self._out.behind
        wait_ms = self._pace.next_ms - now_ms
        if wait_ms > 0 and self._drawn.keys() >= set(self._holes):
            self._pace.wrote(now_ms, others, 0)
            return wait_ms
        pictures, figure_ms = self._pictures(now)
        written, late, self._late = 0, self._late, None
        # If `Pace` allows only one view, the one that had to wait comes first.
        for hole, shown in sorted(pictures.items(), key=lambda one: one[0] != late):
            text = self._rewritten(hole, shown)
            size = len(text.encode())
            if hole in self._drawn and not self._pace.allows(now_ms, others, size, written=written):
                self._late = hole
                break
            written += size
            self._out.control(text)
            self._drawn[hole] = shown
        self._pace.wrote(now_ms, others, written)
        return _PACED_MS if self._late else figure_ms

    def _pictures(self, now: Frame) -> tuple[dict[Hole, "Picture"], int | None]:
        """The figure's picture for each hole, and the ms until it changes."""
        if self._look is None or self._act is None:
            return {}, None
        at = self._act.moment(now, moves=self._motion)
        pictures = {
            hole: self._act.picture(
                hole.view_no, at, columns=hole.columns, rows=hole.rows, look=self._look
            )
            for hole in self._holes
        }
        return pictures, self._act.next_picture_ms(now) if self._motion else None

    def _rewritten(self, hole: Hole, shown: "Picture") -> str:
        drawn = self._drawn.get(hole, ())
        if shown is drawn or self._look is None:
            return ""
        from stretchcoach.terminal.inked import rewritten

        place = hole.column, hole.row
        return rewritten(drawn, shown, place, look=self._look, codes=self._codes.__getitem__)

    def _put(self, row: int, line: Line) -> None:
        if line == self._shown[row]:
            return
        text, crosses = self._codes.over(row, self._shown[row], line)
        self._out.control(text)
        if crosses:
            self._forget(row)
        self._shown[row] = line

    def _forget(self, row: int) -> None:
        """Forget this row of the figure: a line was written over its holes."""
        for hole, shown in self._drawn.items():
            number = row - hole.row
            if 0 <= number < len(shown):
                self._drawn[hole] = (*shown[:number], None, *shown[number + 1 :])


def _change_ms(session: Session) -> int | None:
    """Milliseconds until the picture changes by more than a move of the gauge."""
    waits = next_change_ms(session), next_cue_ms(session)
    return min((ms for ms in waits if ms is not None), default=None)


def _act(now: Frame) -> "Act | None":
    from stretchcoach.terminal.acting import act

    return act(now)
