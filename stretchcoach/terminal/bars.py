"""Bars and the breath gauge as text, without styles."""


def bar(done: int, length: int, columns: int, unicode: bool) -> tuple[str, str]:
    """A bar that fills from the left: its filled part, and the rest."""
    halves = 2 * columns * done // length if length else 2 * columns
    full, half = divmod(halves, 2)
    if not unicode:
        return "#" * full, "-" * (columns - full)
    return "━" * full + "╸" * half, "─" * (columns - full - half)


def gauge(level: float, columns: int, unicode: bool) -> tuple[str, str]:
    """A gauge that swells from its middle, for a level of 0 to 1: the blank at each end, the rest.

    It has `columns` steps, half a column on each side; `columns` is even.
    """
    full, half = divmod(min(columns, int(level * columns)), 2)
    filled = "▐" * half + "█" * (2 * full) + "▌" * half if unicode else "=" * (2 * full)
    return " " * ((columns - len(filled)) // 2), filled
