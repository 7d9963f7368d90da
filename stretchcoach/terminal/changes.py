"""Finds the parts in which a line differs from the one before it in its place."""

from collections.abc import Iterator
from itertools import groupby, zip_longest
from operator import itemgetter

from stretchcoach.terminal.lines import Line, Span, cell_len

# Up to so many unchanged cells are rewritten: to move the cursor over them costs as many bytes.
_STEP_OVER = 6
# The lines of a gauge or a bar have at most so many spans, and change five times a second.
_FEW_SPANS = 4


def changed(old: Line, new: Line) -> Iterator[tuple[int, Line]]:
    """The parts to write over the old line: the first column of each, and its spans.

    If the line has characters whose width differs between terminals, the whole line is written.
    """
    if not all(map(_sure, (*old, *new))):
        yield 0, new
        return
    first = same = 0
    while first < min(len(old), len(new)) and old[first] == new[first]:
        first += 1
    while same < min(len(old), len(new)) - first and old[-1 - same] == new[-1 - same]:
        same += 1
    left = sum(len(text) for text, _ in new[:first])
    old, new = old[first : len(old) - same], new[first : len(new) - same]
    if len(old) == len(new) == 1 and old[0][1] == new[0][1]:
        # For example a row of the countdown, of which only the end changes.
        (was, style), (text, _) = old[0], new[0]
        same = next(number for number, char in enumerate(text) if was[number : number + 1] != char)
        yield left + same, ((text[same:], style),)
        return
    if len(new) <= _FEW_SPANS:
        if new:
            yield left, new
        return
    before, after = _cells(old), _cells(new)
    changes = [at for at, (a, b) in enumerate(zip_longest(before, after)) if a != b]
    while changes:
        start = end = changes[0]
        for at in changes:
            if at - end > _STEP_OVER:
                break
            end = at
        changes = [at for at in changes if at > end]
        runs = groupby(after[start : end + 1], key=itemgetter(1))
        yield left + start, tuple(("".join(char for char, _ in run), style) for style, run in runs)


def _cells(line: Line) -> list[Span]:
    return [(char, style) for text, style in line for char in text]


def _sure(span: Span) -> bool:
    """Whether each of its characters takes one column in every terminal."""
    text = span[0]
    return text.isascii() or cell_len(text) == len(text)
