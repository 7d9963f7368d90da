"""The session on the alternate screen: drawn when it changes, and only the lines that did."""

import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from rich.color import ColorSystem
from rich.control import Control
from rich.style import Style

from stretchcoach.core.frame import Frame, frame, gauge_ahead, next_change_ms
from stretchcoach.core.harmless import harmless
from stretchcoach.core.session import Event, Mode, Session, advance
from stretchcoach.terminal.changes import changed
from stretchcoach.terminal.charset import Look, can_show_unicode
from stretchcoach.terminal.draw import MOVING, gauge_columns, moving, paged, room_of, still
from stretchcoach.terminal.lines import Line
from stretchcoach.terminal.out import Out
from stretchcoach.terminal.pace import Pace
from stretchcoach.terminal.places import HOLE, Hole, holes

if TYPE_CHECKING:
    # What draws a figure is loaded after the first picture.
    from stretchcoach.figure.cells import Cell, Picture
    from stretchcoach.terminal.acting import Act

# Legible on dark and light backgrounds alike: the terminal's own colour, weight, and two hues of
# middle lightness. Nothing is told by colour alone.
STYLES = {
    "": Style(),
    "bold": Style(bold=True),
    "quiet": Style(dim=True),
    "state": Style(bold=True, color="color(31)"),
    "figures": Style(bold=True),
    "between": Style(color="color(31)"),
    "breath": Style(color="color(31)"),
    "bar": Style(color="color(31)"),
    "picture": Style(dim=True),
    "arm": Style(bold=True, color="color(31)"),
    "felt": Style(bold=True, color="color(136)"),
    "turn": Style(bold=True, color="color(136)"),
    "stop": Style(bold=True, color="color(160)"),
}


# A line that is wider than the terminal thinks stays in its row; rich has no control for this.
_AUTOWRAP_OFF, _AUTOWRAP_ON = "\x1b[?7l", "\x1b[?7h"
_ERASE_ROW = "\x1b[2K"
# How soon a terminal that takes nothing is tried again.
_RETRY_MS = 100
# The figure comes with the second picture: what draws it is loaded once the first one is up.
_AT_ONCE_MS = 1
# How soon a picture of the figure is tried again for which there was no room on the line.
_PACED_MS = 125


class _Page(NamedTuple):
    """The lines of frames that differ only in what moves, and in which rows that is."""

    unmoved: tuple[object, ...]
    lines: list[Line]
    rows: dict[int, int]


class _Move(NamedTuple):
    """What makes the lines `after` of those `before` when the clock reads `at_ms`."""

    at_ms: int
    before: list[Line]
    after: list[Line]
    text: str
    crossed: list[int]


class Screen:
    """A Viewer, and the surface that the terminal takes and gives back.

    What moves by itself is written by `move`: the gauge, and the next second where no stage ends
    with it. Each picture makes these moves ahead, since a processor that was just woken up is slow:
    so little is left to do at the moment itself, and a second is seen when it begins.
    """

    def __init__(self, out: Out, *, motion: bool = True) -> None:
        self._out = out
        self._motion = motion
        self._unicode = can_show_unicode(out)
        self._codes = _Codes()
        self._look: Look | None = None
        self._shown: list[Line] = []
        self._size = (0, 0)
        self._page = self._page_ahead = _Page((), [], {})
        self._moves: deque[_Move] = deque()
        self._pace = Pace()
        self._late: Hole | None = None
        self._act: Act | None = None
        self._holes: tuple[Hole, ...] = ()
        self._drawn: dict[Hole, Sequence[Sequence[Cell] | None]] = {}

    def open(self) -> None:
        self._out.control(f"{Control.alt_screen(True)}{Control.show_cursor(False)}{_AUTOWRAP_OFF}")
        self._out.flush()
        self._size = (0, 0)  # whatever is there now, it is not ours
        self._moves.clear()

    def close(self) -> None:
        with suppress(OSError):  # where the terminal is gone there is nothing to give back
            self._out.last_words(
                f"{_AUTOWRAP_ON}{Control.show_cursor(True)}{Control.alt_screen(False)}"
            )

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        """Draw the session as it is now. Events are for the ear; the frame has their captions."""
        del events
        self._moves.clear()
        self._out.flush()
        if self._out.behind:
            return _RETRY_MS  # it has not taken the last picture yet
        size = self._out.size()
        now = frame(session, note)
        page = self._page_of(now, size)
        if page is not self._page or size != self._size:
            self._page = page
            lines = self._lines(page, now, size)
            self._put_all(lines[:-1], size)
            self._act = _act(now) if self._holes else None
        else:
            lines = self._lines(page, now, size)
            for row in page.rows.values():
                self._put(row, lines[row])
        figure_ms = self._put_figure(now, session.now_ms)
        # The way to stop comes last: where it stands, there is the whole picture.
        self._put(size[1] - 1, lines[-1])
        self._out.flush()
        if self._look is None and now.figure:
            self._look = self.look
            return _AT_ONCE_MS
        return self._look_ahead(session, now, note, figure_ms)

    @property
    def move_ms(self) -> int | None:
        """What the clock reads when something moves by itself next."""
        return self._moves[0].at_ms if self._moves else None

    def move(self) -> None:
        """Write the next move, unless something else has come between."""
        move = self._moves.popleft()
        if self._out.behind or self._shown != move.before:
            self._moves.clear()
            return
        self._out.control(move.text)
        self._pace.wrote(move.at_ms, self._out.behind, 0)
        self._out.flush()
        for row in move.crossed:
            self._forget(row)
        self._shown = move.after

    def _look_ahead(
        self, session: Session, now: Frame, note: str, figure_ms: int | None
    ) -> int | None:
        """Make the moves of the time to come; return the ms until a picture is to be made."""
        shown, second_ms = self._shown, next_change_ms(session)
        change_ms = min((ms for ms in (second_ms, figure_ms) if ms is not None), default=None)
        for in_ms, breath in gauge_ahead(session, gauge_columns(room_of(self._size[0]))):
            then = now._replace(breath=breath)
            if change_ms is None or in_ms >= change_ms:
                return change_ms
            if self._act and self._motion and self._act.moment(then) != self._act.moment(now):
                return in_ms  # the figure breathes with it
            if 0 in self._page.rows:
                lines = list(shown)
                lines[self._page.rows[0]] = moving(then, self._size[0], self._unicode, 0)
                shown = self._add_move(session.now_ms + in_ms, shown, lines)
        if second_ms is None or second_ms != change_ms:
            return change_ms
        later, _ = advance(session, session.now_ms + second_ms)
        if later.mode is Mode.RUNNING and later.stage_no == session.stage_no:
            then = frame(later, note)
            self._page_ahead = self._page_of(then, self._size)
            lines = self._lines(self._page_ahead, then, self._size)
            if holes(lines) == self._holes:
                self._add_move(later.now_ms, shown, lines)
        return change_ms

    def _add_move(self, at_ms: int, before: list[Line], after: list[Line]) -> list[Line]:
        rows = [row for row, line in enumerate(after) if line != before[row]]
        written = [self._over(row, before[row], after[row]) for row in rows]
        crossed = [row for row, (_, crosses) in zip(rows, written, strict=True) if crosses]
        text = "".join(text for text, _ in written)
        self._moves.append(_Move(at_ms, before, after, text, crossed))
        return after

    def _page_of(self, now: Frame, size: tuple[int, int]) -> _Page:
        """The page of this frame: one that there is, or a new one."""
        unmoved = *still(now), self._look, size
        for page in (self._page, self._page_ahead):
            if page.unmoved == unmoved:
                return page
        lines = paged(now, *size, self._unicode, self._look)
        moved = (moving(now, size[0], self._unicode, number) for number in range(MOVING))
        rows = {number: lines.index(line) for number, line in enumerate(moved) if line in lines}
        return _Page(unmoved, lines, rows)

    def _lines(self, page: _Page, now: Frame, size: tuple[int, int]) -> list[Line]:
        lines = list(page.lines)
        for number, row in page.rows.items():
            lines[row] = moving(now, size[0], self._unicode, number)
        return lines

    @property
    def look(self) -> Look:
        """How a figure is drawn here."""
        return self._codes.look if self._unicode else Look.ASCII

    def page(self, made: Callable[[int, int], list[Line]]) -> None:
        """Show a page that is made for the screen's columns and rows."""
        size = self._out.size()
        self._out.flush()
        if not self._out.behind:
            self._put_all(made(*size), size)
            self._out.flush()

    def _put_all(self, lines: Sequence[Line], size: tuple[int, int]) -> None:
        columns, rows = size
        if size != self._size:
            self._out.control(f"{Control.clear()}")
            self._size = size
            self._shown = [((" " * columns, ""),)] * rows
            self._drawn = {}
        self._holes = holes(lines)
        self._drawn = {hole: rows for hole, rows in self._drawn.items() if hole in self._holes}
        for number, line in enumerate(lines):
            self._put(number, line)

    def _put_figure(self, now: Frame, now_ms: int) -> int | None:
        """Draw the figure where it is another one, and say in how many ms it may be."""
        others = self._out.behind
        wait_ms = self._pace.next_ms - now_ms
        if wait_ms > 0 and self._drawn.keys() >= set(self._holes):
            self._pace.wrote(now_ms, others, 0)
            return wait_ms
        pictures, figure_ms = self._pictures(now)
        written, late, self._late = 0, self._late, None
        # Where there is no room for both views, the one that had to wait comes first.
        for hole, shown in sorted(pictures.items(), key=lambda one: one[0] != late):
            text = self._rewritten(hole, shown)
            size = len(text.encode())
            if hole in self._drawn and not self._pace.allows(now_ms, others, size, written):
                self._late = hole
                break
            written += size
            self._out.control(text)
            self._drawn[hole] = shown
        self._pace.wrote(now_ms, others, written)
        return _PACED_MS if self._late else figure_ms

    def _pictures(self, now: Frame) -> tuple[dict[Hole, "Picture"], int | None]:
        """The figure in each of its holes, and in how many ms it is another one."""
        if self._look is None or self._act is None:
            return {}, None
        at = self._act.moment(now, moves=self._motion)
        pictures = {
            hole: self._act.picture(hole.view_no, at, hole.columns, hole.rows, self._look)
            for hole in self._holes
        }
        return pictures, self._act.next_picture_ms(now) if self._motion else None

    def _rewritten(self, hole: Hole, shown: "Picture") -> str:
        drawn = self._drawn.get(hole, ())
        if shown is drawn or self._look is None:
            return ""
        from stretchcoach.terminal.inked import rewritten

        place = hole.column, hole.row
        return rewritten(drawn, shown, place, self._look, self._codes.__getitem__)

    def _put(self, row: int, line: Line) -> None:
        text, crosses = self._over(row, self._shown[row], line)
        self._out.control(text)
        if crosses:
            self._forget(row)
        self._shown[row] = line

    def _over(self, row: int, old: Line, new: Line) -> tuple[str, bool]:
        """What makes one line of another, and whether that goes through the figure's holes."""
        if old == new:
            return "", False
        written, crosses = "", False
        for column, spans in changed(old, new):
            written += f"{Control.move_to(column, row)}{_ERASE_ROW if spans == new else ''}"
            for text, style in spans:
                if style.startswith(HOLE):
                    crosses = True
                    written += f"\x1b[{len(text)}C"
                    continue
                on, off = self._codes[style]
                written += on + harmless(text, keep="\n\t") + off
        return written, crosses

    def _forget(self, row: int) -> None:
        """What was written into this row went through the figure's holes."""
        for hole, shown in self._drawn.items():
            number = row - hole.row
            if 0 <= number < len(shown):
                self._drawn[hole] = (*shown[:number], None, *shown[number + 1 :])


class _Codes(dict[str, tuple[str, str]]):
    """What begins and ends each style on this terminal, as rich renders it."""

    def __init__(self) -> None:
        super().__init__()
        self._colours = ColorSystem.STANDARD
        kind = os.environ.get("TERM", "").lower().rpartition("-")[2]
        many = os.environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit")
        if many or kind in ("256color", "kitty") or sys.platform == "win32":
            self._colours = ColorSystem.EIGHT_BIT
        self._plain = bool(os.environ.get("NO_COLOR"))
        for name in STYLES:
            self[name]

    @property
    def look(self) -> Look:
        """Sixteen colours are too few for a figure."""
        many = self._colours is ColorSystem.EIGHT_BIT and not self._plain
        return Look.COLOUR if many else Look.PATTERN

    def __missing__(self, name: str) -> tuple[str, str]:
        style = STYLES[name] if name in STYLES else _of_figure(name)
        shown = style.without_color if self._plain else style
        on, _, off = shown.render("\0", color_system=self._colours).partition("\0")
        self[name] = on, off
        return on, off


def _act(now: Frame) -> "Act | None":
    from stretchcoach.terminal.acting import act

    return act(now)


def _of_figure(name: str) -> Style:
    from stretchcoach.terminal.body import figure_style

    return figure_style(name)
