"""A figure's picture written over the last one: only the cells that changed, in few codes.

A cell costs three bytes, its two colours up to twenty, and a picture has hundreds of cells. So
unchanged cells are skipped, and a colour is written only where it changes.
"""

from collections.abc import Callable, Sequence

from stretchcoach.figure.cells import Cell, Picture
from stretchcoach.terminal.body import inked, pattern_style
from stretchcoach.terminal.charset import Look

_PLAIN = "\x1b[0m"
Row = Sequence[Cell] | None


def rewritten(
    old: Sequence[Row],
    new: Picture,
    place: tuple[int, int],
    look: Look,
    codes: Callable[[str], tuple[str, str]],
) -> str:
    """The output that turns one picture into another. An old row that is None is unknown.

    `place` is the column and row of the first cell. `codes` begin and end a style.
    """
    pen = _Pen() if look is Look.COLOUR else _Patterns(codes)
    left, top = place
    for number, row in enumerate(new):
        before = old[number] if number < len(old) else None
        if before == row:
            continue
        at = -1
        for column, cell in enumerate(row):
            if before is not None and before[column] == cell:
                continue
            if at < 0:
                pen.told.append(f"\x1b[{top + number + 1};{left + column + 1}H")
            elif at < column:
                pen.told.append(f"\x1b[{column - at}C")
            pen.write(cell)
            at = column + 1
    return pen.ended()


class _Pen:
    """Writes cells in two of the 256 colours each, and keeps the current ones."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self._ink = self._ground = -1

    def write(self, cell: Cell) -> None:
        char, ink, ground = inked(cell)
        codes = []
        if char != " " and ink != self._ink:
            codes.append(f"38;5;{ink}")
            self._ink = ink
        if ground != self._ground:
            codes.append(f"48;5;{ground}")
            self._ground = ground
        self.told.append(f"\x1b[{';'.join(codes)}m{char}" if codes else char)

    def ended(self) -> str:
        return "".join(self.told) + _PLAIN if self.told else ""


class _Patterns(_Pen):
    """Writes cells of the pattern look, in the styles of the screen."""

    def __init__(self, codes: Callable[[str], tuple[str, str]]) -> None:
        super().__init__()
        self._codes, self._style, self._off = codes, "", ""

    def write(self, cell: Cell) -> None:
        style = pattern_style(cell)
        if style != self._style:
            on, off = self._codes(style)
            self.told.append(self._off + on)
            self._style, self._off = style, off
        self.told.append(cell.char)

    def ended(self) -> str:
        return "".join(self.told) + self._off
