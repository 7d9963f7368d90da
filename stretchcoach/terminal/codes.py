"""The escape sequences for a style, and for the change from one line to another."""

import os
import sys
from functools import lru_cache

from rich.color import ColorSystem
from rich.style import Style

from stretchcoach.core.harmless import harmless
from stretchcoach.terminal.changes import changed
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.lines import Line
from stretchcoach.terminal.places import HOLE

# Legible on dark and light backgrounds alike: the terminal's own colour, weight, and hues of
# middle lightness. Colour alone never carries a meaning.
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

# `rich.control` has these, but to load it takes a fiftieth of the time until the first picture. It
# has none for autowrap. With autowrap off, a line that is drawn too wide stays in its row.
ALTERNATE_SCREEN, NORMAL_SCREEN = "\x1b[?1049h\x1b[H", "\x1b[?1049l"
HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
AUTOWRAP_OFF, AUTOWRAP_ON = "\x1b[?7l", "\x1b[?7h"
ERASE_SCREEN = "\x1b[2J"
_ERASE_ROW = "\x1b[2K"


class Codes(dict[str, tuple[str, str]]):
    """The sequences that begin and end each style on this terminal, as rich renders them."""

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
        # The gauge moves through the same lines with each breath.
        self.over = lru_cache(maxsize=512)(self._over)

    @property
    def look(self) -> Look:
        """The look of figures: sixteen colours are too few."""
        many = self._colours is ColorSystem.EIGHT_BIT and not self._plain
        return Look.COLOUR if many else Look.PATTERN

    def __missing__(self, name: str) -> tuple[str, str]:
        style = STYLES[name] if name in STYLES else _of_figure(name)
        shown = style.without_color if self._plain else style
        on, _, off = shown.render("\0", color_system=self._colours).partition("\0")
        self[name] = on, off
        return on, off

    def _over(self, row: int, old: Line, new: Line) -> tuple[str, bool]:
        """The output that turns one line into another, and whether it crosses the holes."""
        written, crosses = "", False
        for column, spans in changed(old, new):
            written += f"\x1b[{row + 1};{column + 1}H{_ERASE_ROW if spans == new else ''}"
            for text, style in spans:
                if style.startswith(HOLE):
                    crosses = True
                    written += f"\x1b[{len(text)}C"
                    continue
                on, off = self[style]
                written += on + harmless(text, keep="\n\t") + off
        return written, crosses


def _of_figure(name: str) -> Style:
    from stretchcoach.terminal.body import figure_style

    return figure_style(name)
