"""Large figures, legible from across the room: rows of characters, without styles."""

from functools import lru_cache
from typing import Final

# Each row of a figure has three pixels. A pixel has twice as many columns as rows.
_FIGURES: Final = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", "###", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", "  #", "  #"),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    "S": ("###", "#  ", "###", "  #", "###"),
    "T": ("###", " # ", " # ", " # ", " # "),
    "O": ("###", "# #", "# #", "# #", "###"),
    "P": ("###", "# #", "###", "#  ", "#  "),
    "C": ("###", "#  ", "#  ", "#  ", "###"),
    "A": ("###", "# #", "###", "# #", "# #"),
    "L": ("#  ", "#  ", "#  ", "#  ", "###"),
    " ": ("   ", "   ", "   ", "   ", "   "),
}
ROWS = 5
_COLUMNS = 6


def figures_width(count: int, scale: int) -> int:
    """Columns of so many figures side by side, a pixel apart."""
    return (count * (_COLUMNS + 2) - 2) * scale


@lru_cache(maxsize=128)  # each hold shows the same seconds
def figures(text: str, scale: int, ink: str) -> tuple[str, ...]:
    """The text in figures of `5 * scale` rows, drawn with the character `ink`."""
    rows = []
    for row in range(ROWS):
        pixels = " ".join(_FIGURES[figure][row] for figure in text)
        line = "".join((ink if pixel == "#" else " ") * (2 * scale) for pixel in pixels)
        rows += [line] * scale
    return tuple(rows)
