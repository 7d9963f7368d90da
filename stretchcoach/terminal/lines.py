"""Lines of styled text, before anything is written: spans, widths, wrapping, alignment.

A span is some text with the name of its style; a line is a tuple of spans.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from rich.cells import cell_len as cell_len
from rich.cells import set_cell_size

from stretchcoach.core.drawing import to_ascii
from stretchcoach.core.words import shorter

Span = tuple[str, str]
Line = tuple[Span, ...]

BLANK: Line = ()


def wrap(text: str, room: int) -> list[str]:
    """Text in lines of at most `room` columns, broken at blanks, and within what is too long."""
    lines: list[str] = []
    for word in text.split():
        if cell_len(word) > room:
            lines += _pieces(word, room)
        elif lines and cell_len(lines[-1]) + 1 + cell_len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def beside(texts: Iterable[str], room: int) -> list[str]:
    """Texts in lines of at most `room` columns, each of them in one line if it fits into one."""
    lines: list[str] = []
    for text in texts:
        if lines and cell_len(lines[-1]) + len(" · ") + cell_len(text) <= room:
            lines[-1] += f" · {text}"
        else:
            lines += wrap(text, room)
    return lines


def whole_sentences(text: str, room: int, count: int) -> str:
    """As many sentences from the first on as fit into `count` lines, and at least that one."""
    while len(wrap(text, room)) > count and shorter(text):
        text = shorter(text)
    return text


def first_caution(cautions: Sequence[str], more: str, room: int) -> str:
    """What there is room for in a line, or at least a sentence, and `more` if there are others."""
    text = " ".join(cautions)
    first = whole_sentences(text, room, 1)
    return first if first == text else f"{first} {more}"


def noted(note: str, in_short: str, *, room: int, count: int) -> list[str]:
    """A note on the sound in at most `count` lines: whole, or else in short."""
    lines = wrap(note, room)
    if len(lines) > count:
        lines = wrap(in_short, room)
    return lines if len(lines) <= count else []


def _pieces(word: str, room: int) -> list[str]:
    """A word too long for one line, or text of a language that writes without blanks."""
    pieces, size = [""], 0
    for number, char in enumerate(word):
        columns = cell_len(char)
        # A mark that takes no column of its own stays with its letter.
        if columns and number and size + columns > room:
            pieces.append("")
            size = 0
        pieces[-1] += char
        size += columns
    return pieces


def paragraph(text: str, room: int, style: str = "", indent: str = "") -> list[Line]:
    """Wrapped text; lines after the first stand under the text behind `indent`'s first column."""
    hanging = " " * len(indent)
    return [
        ((f"{hanging if number else indent}{line}", style),)
        for number, line in enumerate(wrap(text, room - len(indent)))
    ]


def ends(left: Span, right: Span, room: int) -> Line:
    """Two texts at the two ends of a line; the right one gives way where there is no room."""
    space = room - cell_len(left[0]) - cell_len(right[0])
    return (left,) if space < 1 else (left, (" " * space, ""), right)


@lru_cache(maxsize=512)  # most lines of a picture are those of the one before
def padded(line: Line, columns: int) -> Line:
    """The line at exactly this width, cut or filled up."""
    spans: list[Span] = []
    left = columns
    for text, style in line:
        size = cell_len(text)
        if size > left:
            text, size = set_cell_size(text, left), left
        spans.append((text, style))
        left -= size
    return (*spans, (" " * left, "")) if left else tuple(spans)


def in_ascii(line: Line) -> Line:
    """The line with nothing but ASCII in it."""
    return tuple((text if text.isascii() else to_ascii((text,))[0], style) for text, style in line)
