"""Reads the large figures of a session's screen, and when each second appeared."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pyte
from child import COLUMNS, ROWS, Chunk
from report import MeasureError

from stretchcoach.terminal.figures import figures

_INK = str.maketrans({"█": "#", "▒": "#"})
_SCALES = (3, 2, 1)


class _Place(NamedTuple):
    scale: int
    row: int
    column: int


class Second(NamedTuple):
    """A number of the countdown, and when it appears or should appear."""

    number: int
    at_s: float


def seconds_shown(chunks: Sequence[Chunk], since_s: float) -> list[Second]:
    """When each number of the countdown was complete on the screen, without the first one."""
    seconds: list[Second] = []
    before: int | None = None
    for at_s, shown in _numbers(chunks):
        if at_s < since_s:
            continue
        if before is not None and shown != before:
            seconds.append(Second(shown, at_s))
        before = shown
    return seconds


def planned(lengths_ms: Sequence[int], start_s: float) -> list[Second]:
    """When each number should appear in stages of these lengths. There is no 0."""
    seconds: list[Second] = []
    start_ms = 0
    for length_ms in lengths_ms:
        for number in range(-(-length_ms // 1_000), 0, -1):
            at_ms = start_ms + max(0, length_ms - number * 1_000)
            seconds.append(Second(number, start_s + at_ms / 1_000))
        start_ms += length_ms
    return seconds


def lateness_s(seen: Sequence[Second], plan: Sequence[Second]) -> list[float]:
    """How much later than planned each number was seen. A number that was not shown is skipped."""
    late_s, coming = [], iter(plan)
    for second in seen:
        due = next((one for one in coming if one.number == second.number), None)
        if due is None:
            raise MeasureError(f"the number {second.number} was seen, and no plan has it")
        late_s.append(second.at_s - due.at_s)
    return late_s


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
    """The place of the figures, which is fixed for a screen of one size."""
    for scale in _SCALES:
        for text in known[scale]:
            # A row of two figures that begins at their left edge shows their place.
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
