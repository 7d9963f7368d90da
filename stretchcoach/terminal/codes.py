"""What the terminal is sent for a style, and for a line in place of another one."""

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

# Written here, since loading rich's own (`rich.control`) takes a fiftieth of the time until the
# first picture; and it has none for autowrap, without which a line that is wider than the terminal
# thinks stays in its row.
ALTERNATE_SCREEN, NORMAL_SCREEN = "\x1b[?1049h\x1b[H", "\x1b[?1049l"
HIDE_CURSOR, SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
AUTOWRAP_OFF, AUTOWRAP_ON = "\x1b[?7l", "\x1b[?7h"
ERASE_SCREEN = "\x1b[2J"
_ERASE_ROW = "\x1b[2K"


class Codes(dict[str, tuple[str, str]]):
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
        # The gauge moves through the same lines with each breath.
        self.over = lru_cache(maxsize=512)(self._over)

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

    def _over(self, row: int, old: Line, new: Line) -> tuple[str, bool]:
        """What makes one line of another, and whether that goes through the figure's holes."""
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
