"""What stands on a screen of pyte."""

from typing import Any


def rows_of(screen: Any) -> list[str]:
    """Its rows, as `screen.display` has them, without asking for the width of every cell.

    The second cell of a wide character is empty.
    """
    columns = range(screen.columns)
    rows = (screen.buffer[number] for number in range(screen.lines))
    return ["".join([row[column].data for column in columns]) for row in rows]
