"""Reading the large figures off a session's picture, and when each second appeared."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyte
from child import COLUMNS, ROWS, Chunk

from stretchcoach.terminal.figures import figures

_INK = str.maketrans({"█": "#", "▒": "#"})
_SCALES = (3, 2, 1)


class _Place(NamedTuple):
    scale: int
    row: int
    column: int


class Second(NamedTuple):
    """A figure that came `number` seconds after the first one, and when it was seen."""

    number: int
    at_s: float


def seconds_shown(chunks: Sequence[Chunk], since_s: float) -> list[Second]:
    """When each number of the countdown stood whole on the screen, the first since then left out.

    The numbers tell how much time lies between two changes: from 7 to 5 are two seconds (one was
    never shown), from 1 to 30 is one (a stage ended).
    """
    seconds: list[Second] = []
    number = 0
    before: int | None = None
    for at_s, shown in _numbers(chunks):
        if at_s < since_s:
            continue
        if before is not None and shown != before:
            number += before - shown if shown < before else before
            seconds.append(Second(number, at_s))
        before = shown
    return seconds


def _numbers(chunks: Sequence[Chunk]) -> Iterator[tuple[float, int]]:
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.ByteStream(screen)
    known = {
        scale: {tuple(figures(f"{number:>2}", scale, "#")): number for number in range(100)}
        for scale in _SCALES
    }
    place: _Place | None = None
    for chunk in chunks:
        stream.feed(chunk.data)
        rows = [row.translate(_INK) for row in screen.display]
        place = place or _find(rows, known)
        if place is not None:
            shown = known[place.scale].get(_cut(rows, place))
            if shown is not None:
                yield chunk.at_s, shown


def _find(rows: list[str], known: dict[int, dict[tuple[str, ...], int]]) -> _Place | None:
    """Where the figures stand; they never move in a session of one size."""
    for scale in _SCALES:
        for text in known[scale]:
            # A line of two figures that begins at the left edge tells where they stand.
            edge = next((number for number, line in enumerate(text) if line[0] == "#"), None)
            if edge is None:
                continue
            for row in range(ROWS - len(text) + 1):
                column = rows[row + edge].find(text[edge])
                while column >= 0:
                    place = _Place(scale, row, column)
                    if _cut(rows, place) == text:
                        return place
                    column = rows[row + edge].find(text[edge], column + 1)
    return None


def _cut(rows: list[str], place: _Place) -> tuple[str, ...]:
    width = len(figures("00", place.scale, "#")[0])
    end = place.column + width
    return tuple(row[place.column : end] for row in rows[place.row : place.row + 5 * place.scale])
