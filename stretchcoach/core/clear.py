"""When words are said in a hold: clear of the marks, the breath tones and other words.

A person who breathes by the tones must hear them, and must not hear "breathe out" while a tone says
in. So words wait for the quiet after a tone, or come a little early. Words that name a way of the
breath come in a phase of that way, or not at all.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from stretchcoach.core.breath import Phase, Way

# The quiet between words and a breath tone, before it and after it.
CLEAR_MS = 800
# The quiet between words and other words.
APART_MS = 400
# Words that would have to move farther stay where they are, under a softened tone.
FARTHEST_MS = 6_000


class Span(NamedTuple):
    """A time in a hold that other words keep out of."""

    start_ms: int
    end_ms: int


class Line(NamedTuple):
    """Words, their wanted moment and their length. `way` is the way of the breath they name."""

    at_ms: int
    takes_ms: int
    way: Way | None = None


def around(at_ms: int, takes_ms: int, clear_ms: int = CLEAR_MS) -> Span:
    """The time of a sound, and the quiet around it."""
    return Span(at_ms - clear_ms, at_ms + takes_ms + clear_ms)


def moment(line: Line, taken: Sequence[Span], phases: Iterable[Phase]) -> int | None:
    """The clear moment nearest to the wanted one; None if there is none."""
    allowed = [phase for phase in phases if line.way in (None, phase.way)]
    starts = [line.at_ms]
    starts += [span.end_ms for span in taken] + [phase.start_ms for phase in allowed]
    starts += [span.start_ms - line.takes_ms for span in taken]
    clear = [
        at_ms
        for at_ms in starts
        if at_ms >= 0
        and abs(at_ms - line.at_ms) <= FARTHEST_MS
        and is_clear(line._replace(at_ms=at_ms), taken)
        and any(phase.start_ms <= at_ms < phase.end_ms for phase in allowed)
    ]
    # Of two equally near moments, the later one: after the tone rather than before it.
    return min(clear, key=lambda at_ms: (abs(at_ms - line.at_ms), -at_ms), default=None)


def is_clear(line: Line, taken: Iterable[Span]) -> bool:
    until_ms = line.at_ms + line.takes_ms
    return not any(line.at_ms < span.end_ms and span.start_ms < until_ms for span in taken)


def moments(
    lines: Iterable[Line], taken: Sequence[Span], phases: Sequence[Phase]
) -> list[int | None]:
    """The moment of each line, the most important first; None if it is left out.

    A line without a clear moment near enough stays at its wanted moment. If it names a way of the
    breath, it is left out.
    """
    taken, found = list(taken), []
    for line in lines:
        at_ms = moment(line, taken, phases)
        if at_ms is None and line.way is None:
            at_ms = line.at_ms
        if at_ms is not None:
            taken.append(around(at_ms, line.takes_ms, APART_MS))
        found.append(at_ms)
    return found
