"""When in a hold something is said: clear of the marks, of the breath tones, and of other words.

Somebody who breathes by the tones must hear them, and is not to be told to breathe out while a tone
says in. So words wait for the quiet after a tone, or come a little before their time; words that
speak of the breath are said in a phase of that way, or not at all.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from stretchcoach.core.breath import Phase, Way

# So much quiet lies between a breath tone and words, before it and after it.
CLEAR_MS = 800
# And between words and other words.
APART_MS = 400
# Words that would have to move by more stay where they are, under a softened tone.
FARTHEST_MS = 6_000


class Span(NamedTuple):
    """A time in a hold in which nothing else is said."""

    start_ms: int
    end_ms: int


class Line(NamedTuple):
    """Words that are wanted at a moment, and how long they take; `way` is the breath they name."""

    at_ms: int
    takes_ms: int
    way: Way | None = None


def around(at_ms: int, takes_ms: int, clear_ms: int = CLEAR_MS) -> Span:
    """The time of a sound, and the quiet around it."""
    return Span(at_ms - clear_ms, at_ms + takes_ms + clear_ms)


def moment(line: Line, taken: Sequence[Span], phases: Iterable[Phase]) -> int | None:
    """The moment nearest to the wanted one at which the line is clear; None if there is none."""
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
    # Of two that are as near, the later one: after the tone rather than before it.
    return min(clear, key=lambda at_ms: (abs(at_ms - line.at_ms), -at_ms), default=None)


def is_clear(line: Line, taken: Iterable[Span]) -> bool:
    until_ms = line.at_ms + line.takes_ms
    return not any(line.at_ms < span.end_ms and span.start_ms < until_ms for span in taken)


def moments(
    lines: Iterable[Line], taken: Sequence[Span], phases: Sequence[Phase]
) -> list[int | None]:
    """The moment of each line, the most important first; None for one that is not to be said.

    A line for which no clear moment is near enough stays where it was wanted, unless it speaks of
    the breath.
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
