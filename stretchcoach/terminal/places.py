"""The place of the figure on a page: beside the countdown, in two views, as large as they fit.

A page has a hole for each view: spans with a style of their own. The figure changes more often than
the page, so it is drawn into the holes separately.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.frame import Frame
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.figures import ROWS, figures_width
from stretchcoach.terminal.lines import BLANK, Line, cell_len, padded

# The least size of the large view, and the most rows; the size of a small one.
FIGURE_COLUMNS, FIGURE_ROWS_LEAST, FIGURE_ROWS = 26, 12, 27
SMALL_COLUMNS, SMALL_ROWS = 15, 10
# The name of a hole's style begins so; the number of its view follows.
HOLE = "figure "


class Hole(NamedTuple):
    """Room for a view of the figure on a page: its upper left cell, and its size."""

    view_no: int
    column: int
    row: int
    columns: int
    rows: int


def holes(page: Sequence[Line]) -> tuple[Hole, ...]:
    """The holes of a page, the large view's first."""
    found: dict[int, Hole] = {}
    for row, line in enumerate(page):
        for number, column, columns in _in_line(line):
            hole = found.get(number) or Hole(number, column, row=row, columns=columns, rows=0)
            found[number] = hole._replace(rows=hole.rows + 1)
    return tuple(hole for _, hole in sorted(found.items()))


@lru_cache(maxsize=256)  # most lines are the same on the next page
def _in_line(line: Line) -> tuple[tuple[int, int, int], ...]:
    """The parts of holes in a line: number of the view, first column, columns."""
    found, column = [], 0
    for text, style in line:
        if style.startswith(HOLE):
            found.append((int(style[len(HOLE) :]), column, len(text)))
        column += cell_len(text)
    return tuple(found)


def filled(page: list[Line], frame: Frame, look: Look) -> list[Line]:
    """The page with its figure."""
    found = holes(page)
    if not found:
        return page
    from stretchcoach.terminal.acting import act
    from stretchcoach.terminal.body import lines_of

    acted, page = act(frame), page[:]
    if acted is None:
        return page
    at = acted.moment(frame)
    for number, _, top, columns, rows in found:
        picture = acted.picture(number, at, columns=columns, rows=rows, look=look)
        shown = lines_of(picture, look)
        for row, line in enumerate(shown, start=top):
            page[row] = tuple(
                part
                for span in page[row]
                for part in (line if span[1] == f"{HOLE}{number}" else (span,))
            )
    return page


def figure_body(
    frame: Frame,
    room: int,
    rows: int,
    look: Look | None,
    counted: Callable[[int], list[Line]],
) -> list[Line] | None:
    """The countdown beside or below the figure's two views; None where there is no room.

    `counted` is the countdown in figures of a scale.
    """
    if frame.figure is None:
        return None
    tall = min(rows - 9, FIGURE_ROWS)
    both = len(frame.figure.views) > 1

    def view(number: int, columns: int, rows: int) -> list[Line]:
        return _view(frame, number, columns, rows=rows, look=look)

    below = tall - ROWS * 3 - 1
    beside = room - figures_width(2, 3) - 4
    if both and beside >= FIGURE_COLUMNS and below >= SMALL_ROWS:
        columns = min(beside, 2 * tall)
        right = [*counted(3), BLANK, *view(1, 2 * below, below)]
        return side_by_side(view(0, columns, tall), right, columns, tall=tall, room=room)
    beside = room - figures_width(2, 2) - 4
    if tall >= FIGURE_ROWS_LEAST and beside >= FIGURE_COLUMNS:
        columns = min(beside, 2 * tall + 6)
        if both and beside >= FIGURE_COLUMNS + SMALL_COLUMNS + 1:
            return side_by_side(
                _views(view, beside, tall), counted(2), beside, tall=tall, room=room
            )
        return side_by_side(view(0, columns, tall), counted(2), columns, tall=tall, room=room)
    for scale in (2, 1):
        tall = min(rows - ROWS * scale - 10, FIGURE_ROWS)
        if tall >= FIGURE_ROWS_LEAST and room >= FIGURE_COLUMNS:
            if both and room >= FIGURE_COLUMNS + SMALL_COLUMNS + 1:
                return [*_views(view, room, tall), BLANK, *counted(scale)]
            return [*view(0, min(room, 2 * tall + 6), tall), BLANK, *counted(scale)]
    return None


def _views(view: Callable[[int, int, int], list[Line]], columns: int, tall: int) -> list[Line]:
    """The large view, and the small one beside its lower end."""
    large = min(columns - SMALL_COLUMNS - 1, 2 * tall + 6)
    small = view(1, SMALL_COLUMNS, SMALL_ROWS)
    aside = [BLANK] * (tall - len(small)) + small
    return [
        (*padded(line, large + 1), *other)
        for line, other in zip(view(0, large, tall), aside, strict=True)
    ]


def _view(frame: Frame, number: int, columns: int, rows: int, look: Look | None) -> list[Line]:
    """One view, and its viewpoint in words below: one line, or two below a small view."""
    if frame.figure is None or look is None:
        return [BLANK] * rows
    # Imported here: the first picture of a session has no figure.
    from stretchcoach.terminal.body import named

    names = 2 if number else 1
    name = named(
        words.of(frame.routine.language),
        frame.figure,
        mirrored=frame.mirrored,
        view_no=number,
        columns=columns,
    )
    hole: Line = ((" " * columns, f"{HOLE}{number}"),)
    return [*[hole] * (rows - names), *(name + [BLANK] * names)[:names]]


def side_by_side(
    pictured: Sequence[Line], counted: Sequence[Line], drawing_columns: int, tall: int, room: int
) -> list[Line]:
    figures_columns = len(counted[0][0][0])  # the countdown is never narrower
    left = drawing_columns + max(4, (room - drawing_columns - figures_columns) // 2)
    above = (tall - len(counted)) // 2
    right = [BLANK] * above + list(counted)
    lines = []
    for row in range(tall):
        start = pictured[row] if row < len(pictured) else BLANK
        end = right[row] if row < len(right) else BLANK
        lines.append((*padded(start, left), *end))
    return lines
