"""The session on the alternate screen: drawn when it changes, and only the lines that did."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import groupby, zip_longest
from operator import itemgetter
from typing import TYPE_CHECKING

from rich.color import ColorSystem
from rich.control import Control
from rich.style import Style

from stretchcoach.core.frame import Frame, frame, next_change_ms
from stretchcoach.core.session import Event, Session
from stretchcoach.terminal.charset import Look, can_show_unicode
from stretchcoach.terminal.draw import MOVING, gauge_columns, moving, paged, room_of, still
from stretchcoach.terminal.lines import Line, Span, cell_len
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
# So many cells that stay the same are written anew rather than stepped over, which costs as much.
_STEP_OVER = 6
# The lines of a gauge or a bar change in so many spans, ten times a second; a figure's in more.
_FEW_SPANS = 4
# How soon a terminal that takes nothing is tried again.
_RETRY_MS = 100
# The figure comes with the second picture: what draws it is loaded once the first one is up.
_AT_ONCE_MS = 1
# How soon a picture of the figure is tried again for which there was no room on the line.
_PACED_MS = 125


class Screen:
    """A Viewer, and the surface that the terminal takes and gives back."""

    def __init__(self, out: Out, *, motion: bool = True) -> None:
        self._out = out
        self._motion = motion
        self._unicode = can_show_unicode(out)
        self._codes = _Codes()
        self._look: Look | None = None
        self._shown: list[Line] = []
        self._size = (0, 0)
        self._still: tuple[object, ...] = ()
        self._moving_rows: dict[int, int] = {}
        self._pace = Pace()
        self._act: Act | None = None
        self._holes: tuple[Hole, ...] = ()
        self._drawn: dict[Hole, Sequence[Sequence[Cell] | None]] = {}

    def open(self) -> None:
        self._out.control(f"{Control.alt_screen(True)}{Control.show_cursor(False)}{_AUTOWRAP_OFF}")
        self._out.flush()
        self._size = (0, 0)  # whatever is there now, it is not ours

    def close(self) -> None:
        with suppress(OSError):  # where the terminal is gone there is nothing to give back
            self._out.last_words(
                f"{_AUTOWRAP_ON}{Control.show_cursor(True)}{Control.alt_screen(False)}"
            )

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        """Draw the session as it is now. Events are for the ear; the frame has their captions."""
        del events
        self._out.flush()
        if self._out.behind:
            return _RETRY_MS  # it has not taken the last picture yet
        columns, rows = size = self._out.size()
        now = frame(session, note)
        unmoved = still(now), self._look
        if size == self._size and self._still == unmoved:
            lines = self._shown
            for number, row in self._moving_rows.items():
                self._put(row, moving(now, columns, self._unicode, number))
        else:
            lines = paged(now, columns, rows, self._unicode, self._look)
            self._put_all(lines[:-1], size)
            moved = (moving(now, columns, self._unicode, number) for number in range(MOVING))
            self._moving_rows = {
                number: lines.index(line) for number, line in enumerate(moved) if line in lines
            }
            self._still = unmoved
            self._act = _act(now) if self._holes else None
        figure_ms = self._put_figure(now, session.now_ms)
        # The way to stop comes last: where it stands, there is the whole picture.
        self._put(rows - 1, lines[-1])
        self._out.flush()
        if self._look is None and now.figure:
            self._look = self.look
            return _AT_ONCE_MS
        change_ms = next_change_ms(session, gauge_columns(room_of(columns)))
        return min((ms for ms in (change_ms, figure_ms) if ms is not None), default=None)

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
        others, text = self._out.behind, ""
        wait_ms = self._pace.next_ms - now_ms
        if wait_ms > 0 and self._drawn.keys() >= set(self._holes):
            self._pace.wrote(now_ms, others, 0)
            return wait_ms
        pictures, figure_ms = self._pictures(now)
        for hole, shown in pictures.items():
            text += self._rewritten(hole, shown)
        new = not self._drawn.keys() >= pictures.keys()
        if text and not new and not self._pace.allows(now_ms, others, len(text.encode())):
            self._pace.wrote(now_ms, others, 0)
            return _PACED_MS
        self._pace.wrote(now_ms, others, len(text.encode()))
        self._out.control(text)
        self._drawn.update(pictures)
        return figure_ms

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
        if line == self._shown[row]:
            return
        for column, spans in _changed(self._shown[row], line):
            whole = spans == line
            self._out.control(f"{Control.move_to(column, row)}{_ERASE_ROW if whole else ''}")
            for text, style in spans:
                if style.startswith(HOLE):
                    self._forget(row)
                    self._out.control(f"\x1b[{len(text)}C")
                    continue
                on, off = self._codes[style]
                self._out.control(on)
                self._out.write(text)
                self._out.control(off)
        self._shown[row] = line

    def _forget(self, row: int) -> None:
        """What was written into this row went through the figure's holes."""
        for hole, shown in self._drawn.items():
            number = row - hole.row
            if 0 <= number < len(shown):
                self._drawn[hole] = (*shown[:number], None, *shown[number + 1 :])


def _changed(old: Line, new: Line) -> Iterator[tuple[int, Line]]:
    """What to write over the old line: from which column on, and which spans.

    What is the same stays, but where a terminal may take another width for what stands in the line:
    then all of it is written.
    """
    if not all(map(_sure, (*old, *new))):
        yield 0, new
        return
    first = same = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    while same < min(len(old), len(new)) - first and old[-1 - same] == new[-1 - same]:
        same += 1
    left = sum(len(text) for text, _ in new[:first])
    old, new = old[first : len(old) - same], new[first : len(new) - same]
    if len(old) == len(new) == 1 and old[0][1] == new[0][1]:
        # As in a countdown, of whose rows only the end is another one.
        (was, style), (text, _) = old[0], new[0]
        same = next(number for number, char in enumerate(text) if was[number : number + 1] != char)
        yield left + same, ((text[same:], style),)
        return
    if len(new) <= _FEW_SPANS:
        if new:
            yield left, new
        return
    before, after = _cells(old), _cells(new)
    changes = [at for at, (a, b) in enumerate(zip_longest(before, after)) if a != b]
    while changes:
        start = end = changes[0]
        for at in changes:
            if at - end > _STEP_OVER:
                break
            end = at
        changes = [at for at in changes if at > end]
        runs = groupby(after[start : end + 1], key=itemgetter(1))
        yield left + start, tuple(("".join(char for char, _ in run), style) for style, run in runs)


def _cells(line: Line) -> list[Span]:
    return [(char, style) for text, style in line for char in text]


def _sure(span: Span) -> bool:
    """Whether each character of it takes one column everywhere."""
    text = span[0]
    return text.isascii() or cell_len(text) == len(text)


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
