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

# Removed before a mark for the rest of a text: the stop of a sentence, and signs between words.
_STOPS, _PAUSES = ".!?。！？｡", " ,;:、，；："


def wrap(text: str, room: int) -> list[str]:
    """Text in lines of at most `room` columns, broken at spaces, or within a longer word."""
    return list(_wrapped(text, room))


@lru_cache(maxsize=256)  # most texts are the same on the next page
def _wrapped(text: str, room: int) -> tuple[str, ...]:
    lines: list[str] = []
    for word in text.split():
        if cell_len(word) > room:
            lines += _pieces(word, room)
        elif lines and cell_len(lines[-1]) + 1 + cell_len(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines)


def beside(texts: Iterable[str], room: int) -> list[str]:
    """Texts side by side in lines of at most `room` columns. One that fits a line is not broken."""
    lines: list[str] = []
    for text in texts:
        if lines and cell_len(lines[-1]) + len(" · ") + cell_len(text) <= room:
            lines[-1] += f" · {text}"
        else:
            lines += wrap(text, room)
    return lines


def whole_sentences(text: str, room: int, count: int) -> str:
    """As many of the first sentences as fit into `count` lines, but at least one."""
    while len(wrap(text, room)) > count and shorter(text):
        text = shorter(text)
    return text


@lru_cache(maxsize=64)  # most lines are the same in the next picture
def shortened(text: str, room: int, count: int, mark: str) -> tuple[str, ...]:
    """Text in at most `count` lines. If it does not fit, it is cut and ends in the `mark`.

    It keeps whole sentences, or else the words of the first one that fit.
    """
    lines = wrap(text, room)
    if len(lines) <= count:
        return tuple(lines)
    if count < 1:
        return ()
    said = shorter(text)
    while said:
        between = " " if said[-1] in ".!?" else ""
        for ended in (f"{said}{between}{mark}", f"{said.rstrip(_STOPS)}{mark}"):
            if len(wrap(ended, room)) <= count:
                return tuple(wrap(ended, room))
        said = shorter(said)
    *whole, last = lines[:count]
    return (*whole, _cut(f"{last} {lines[count]}", room, mark))


def marked(text: str, room: int, mark: str) -> str:
    """Text in one line. If it is too long, it is cut, even within a word, and ends in `mark`."""
    return text if cell_len(text) <= room else _fitting(text, room - len(mark)) + mark[:room]


def _cut(text: str, room: int, mark: str) -> str:
    """The words that fit before the mark; of a word longer than a line, the characters that fit.

    Wide characters without spaces between them count as such a word.
    """
    left = room - len(mark)
    line = _fitting(text, left)
    word = text[len(line.rpartition(" ")[0]) :].split()[0]
    within = text[len(line) :].lstrip(",;:")[:1] not in ("", " ")
    if within and cell_len(word) <= left and cell_len(word) == len(word):
        line = line.rpartition(" ")[0]
    return line.rstrip(_PAUSES) + mark[:room]


def _fitting(text: str, room: int) -> str:
    """As much of the text as fits into these columns."""
    return "" if room < 1 else _pieces(text, room)[0] if cell_len(text[0]) <= room else ""


def first_caution(cautions: Sequence[str], more: str, room: int) -> str:
    """The sentences that fit into a line, but at least one, and `more` if some are left out."""
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
    """The pieces of a word longer than a line, or of text in a language without spaces."""
    pieces, size = [""], 0
    for number, char in enumerate(word):
        columns = cell_len(char)
        # A combining mark stays with its letter.
        if columns and number and size + columns > room:
            pieces.append("")
            size = 0
        pieces[-1] += char
        size += columns
    return pieces


def paragraph(text: str, room: int, style: str = "", indent: str = "") -> list[Line]:
    """Wrapped text. The first line begins with `indent`, and the others with as many spaces."""
    hanging = " " * len(indent)
    return [
        ((f"{hanging if number else indent}{line}", style),)
        for number, line in enumerate(wrap(text, room - len(indent)))
    ]


def ends(left: Span, right: Span, room: int) -> Line:
    """Two texts at the ends of a line. If they do not fit, the right one is left out."""
    space = room - cell_len(left[0]) - cell_len(right[0])
    return (left,) if space < 1 else (left, (" " * space, ""), right)


@lru_cache(maxsize=512)  # most lines are the same in the next picture
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
