"""Draws docs/session.svg, the picture in the README, from the program's own screen.

Blocks become rectangles, so that they meet without gaps in every viewer. All else stays text.
Run from the top of the checkout: python scripts/make_picture.py
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path

from rich.color import Color
from rich.terminal_theme import TerminalTheme

from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.frame import frame
from stretchcoach.core.session import Command, advance, begin
from stretchcoach.files.names import find
from stretchcoach.terminal.body import figure_style
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.codes import STYLES
from stretchcoach.terminal.draw import draw
from stretchcoach.terminal.lines import Line

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "session.svg"
# The hold at chest height on the left arm, near the end of its first inhale.
MOMENT_MS, STEP_MS = 70_300, 1_000
COLUMNS, ROWS = 80, 24
WIDE, TALL, MARGIN = 10, 20, 16
BACKGROUND, INK = "#16191d", "#e6e6e6"
THEME = TerminalTheme((22, 25, 29), (230, 230, 230), [(0, 0, 0)] * 8)
# A block as the quarters that it fills: upper left, upper right, lower left, lower right.
QUARTERS = {
    "█": "1111", "▌": "1010", "▐": "0101", "▀": "1100", "▄": "0011",
    "▟": "0111", "▙": "1011", "▜": "1101", "▛": "1110",
    "▘": "1000", "▝": "0100", "▖": "0010", "▗": "0001", "▚": "1001", "▞": "0110",
}  # fmt: skip
SHADES = {"▒": 0.45, "░": 0.18}


def picture() -> str:
    """The screen of `stretch upper-back` at that moment, as SVG."""
    session, _ = begin(choose(find("upper-back"), Choices()), 0)
    session, _ = advance(session, 0, Command.TOGGLE)
    while session.now_ms < MOMENT_MS:
        session, _ = advance(session, min(MOMENT_MS, session.now_ms + STEP_MS))
    lines = draw(frame(session), COLUMNS, ROWS, unicode=True, look=Look.COLOUR)
    width, height = COLUMNS * WIDE + 2 * MARGIN, ROWS * TALL + 2 * MARGIN
    shapes = [shape for row, line in enumerate(lines) for shape in _line(row, line)]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">',
            "<title>A session: the left arm at chest height, 27 seconds left, breathe in</title>",
            f'<rect width="{width}" height="{height}" rx="10" fill="{BACKGROUND}"/>',
            f'<g transform="translate({MARGIN} {MARGIN})" font-size="16.6" '
            'font-family="ui-monospace, Menlo, Consolas, DejaVu Sans Mono, monospace">',
            *shapes,
            "</g>",
            "</svg>\n",
        ]
    )


def _line(row: int, line: Line) -> Iterator[str]:
    column = 0
    for text, name in line:
        style = STYLES[name] if name in STYLES else figure_style(name)
        ink = INK if style.color is None else _hex(style.color)
        paint = f'fill="{ink}"' + (' opacity="0.6"' if style.dim else "")
        if style.bgcolor is not None:
            size = f'width="{len(text) * WIDE}" height="{TALL}" shape-rendering="crispEdges"'
            ground = _hex(style.bgcolor)
            yield f'<rect x="{column * WIDE}" y="{row * TALL}" {size} fill="{ground}"/>'
        weight = ' font-weight="bold"' if style.bold else ""
        for is_block, run in groupby(enumerate(text, column), lambda at: _is_block(at[1])):
            cells = list(run)
            if is_block:
                yield from (_block(at, row, char, paint) for at, char in cells)
            else:
                yield from _words(
                    cells[0][0], row, "".join(char for _, char in cells), paint + weight
                )
        column += len(text)


def _is_block(char: str) -> bool:
    return char in QUARTERS or char in SHADES


def _block(column: int, row: int, char: str, paint: str) -> str:
    x, y = column * WIDE, row * TALL
    if char in SHADES:
        size = f'width="{WIDE}" height="{TALL}" opacity="{SHADES[char]}"'
        return f'<rect x="{x}" y="{y}" {size} fill="{INK}" shape-rendering="crispEdges"/>'
    wide, tall = WIDE // 2, TALL // 2
    path = "".join(
        f"M{x + wide * (number % 2)} {y + tall * (number // 2)}h{wide}v{tall}h-{wide}z"
        for number, filled in enumerate(QUARTERS[char])
        if filled == "1"
    )
    return f'<path d="{path}" {paint} shape-rendering="crispEdges"/>'


def _words(column: int, row: int, text: str, paint: str) -> Iterator[str]:
    """Each run of words at its exact place and width: SVG would merge the spaces between them."""
    for run in re.finditer(r"\S+(?: \S+)*", text):
        x, y = (column + run.start()) * WIDE, row * TALL + 15
        size = f'textLength="{len(run.group()) * WIDE}" lengthAdjust="spacingAndGlyphs"'
        yield f'<text x="{x}" y="{y}" {size} {paint}>{escape(run.group())}</text>'


def _hex(color: Color) -> str:
    return color.get_truecolor(THEME).hex


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8", newline="\n")
