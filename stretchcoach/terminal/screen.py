"""The session on the alternate screen: drawn when it changes, and only the lines that did."""

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TextIO

from rich.console import Console
from rich.control import Control
from rich.segment import Segment, Segments
from rich.style import Style

from stretchcoach.core.frame import frame, next_change_ms
from stretchcoach.core.session import Event, Session
from stretchcoach.terminal.charset import can_show_unicode
from stretchcoach.terminal.draw import draw, gauge_columns, room_of
from stretchcoach.terminal.lines import Line, cell_len

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
    "stop": Style(bold=True, color="color(160)"),
}


class Screen:
    """A Viewer, and the surface that the terminal takes and gives back."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._console = Console(file=self._out, highlight=False, markup=False, emoji=False)
        self._unicode = can_show_unicode(self._out)
        self._shown: list[Line] = []
        self._size = (0, 0)

    def open(self) -> None:
        self._console.control(Control.alt_screen(True), Control.show_cursor(False))
        self._size = (0, 0)  # whatever is there now, it is not ours

    def close(self) -> None:
        with suppress(OSError):  # where the terminal is gone there is nothing to give back
            self._console.control(Control.show_cursor(True), Control.alt_screen(False))

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        """Draw the session as it is now. Events are for the ear; the frame has their captions."""
        del events
        columns, rows = size = self._measured()
        lines = draw(frame(session, note), columns, rows, self._unicode)
        segments: list[Segment] = []
        if size != self._size:
            segments += [Control.clear().segment]
            self._size = size
            self._shown = [((" " * columns, ""),)] * rows
        for row, (old, new) in enumerate(zip(self._shown, lines, strict=True)):
            if old != new:
                segments += _changed(row, old, new)
        if segments:
            self._console.print(Segments(segments), end="", soft_wrap=True)
        self._shown = lines
        return next_change_ms(session, gauge_columns(room_of(columns)))

    def _measured(self) -> tuple[int, int]:
        try:
            size = os.get_terminal_size(self._out.fileno())
        except (OSError, ValueError):
            return self._console.width, self._console.height
        return (size.columns or 80), (size.lines or 24)


def _changed(row: int, old: Line, new: Line) -> list[Segment]:
    """What writes the new line over the old: without the spans at both ends that are the same."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    same = 0
    while same < min(len(old), len(new)) - start and old[-1 - same] == new[-1 - same]:
        same += 1
    column = sum(cell_len(text) for text, _ in new[:start])
    spans = new[start : len(new) - same]
    return [
        Control.move_to(column, row).segment,
        *(Segment(text, STYLES[style]) for text, style in spans),
    ]
