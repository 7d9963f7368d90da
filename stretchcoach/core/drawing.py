"""Drawings made of characters: mirrored for the other side, and in ASCII for a plain terminal."""

import re

_TWINS = "()[]{}<>/\\╱╲┌┐└┘├┤╭╮╰╯┏┓┗┛┣┫╔╗╚╝╠╣▌▐▏▕▖▗▘▝▙▟▛▜▞▚←→◀▶◁▷◄►↖↗↙↘╴╶╸╺"
_MIRROR = str.maketrans(
    _TWINS, "".join(b + a for a, b in zip(_TWINS[::2], _TWINS[1::2], strict=True))
)
_WORD, _MARKS = r"[^\W_]{2,}", r"[,.;:!?]*"
_WORDS = rf"{_WORD}(?:{_MARKS} {_MARKS}{_WORD})*"

_ASCII = str.maketrans(
    {
        **dict.fromkeys("─╌╍┄┅┈┉╴╶╸╺–—", "-"),
        **dict.fromkeys("━═", "="),
        **dict.fromkeys("│┃║╎╏┆┇┊┋╵╷╹╻▏▕▌▐", "|"),
        **dict.fromkeys("┌┐└┘├┤┬┴┼┣┫┳┻╋╔╗╚╝╠╣╦╩╬", "+"),
        **dict.fromkeys("╭╯╱┏┛▟▛↗↙", "/"),
        **dict.fromkeys("╮╰╲┓┗▙▜↖↘", "\\"),
        **dict.fromkeys("█▇▆▅■", "#"),
        **dict.fromkeys("▓▒", ":"),
        **dict.fromkeys("░▄▂▁▗▖·", "."),
        **dict.fromkeys("▀▝▘", "'"),
        **dict.fromkeys("●○•", "@"),
        "◎": "*",
        **dict.fromkeys("▶▷►→", ">"),
        **dict.fromkeys("◀◁◄←", "<"),
        **dict.fromkeys("▲△↑", "^"),
        **dict.fromkeys("▼▽↓", "v"),
        "×": "x",
        "…": "~",
    }
)


def width(rows: tuple[str, ...]) -> int:
    """Columns of the widest row; drawings hold only characters of one column."""
    return max(map(len, rows), default=0)


def mirror(rows: tuple[str, ...]) -> tuple[str, ...]:
    """The mirrored drawing. Words of two letters and more stay readable."""
    columns = width(rows)
    return tuple(_mirror_row(row.ljust(columns)).rstrip() for row in rows)


def to_ascii(rows: tuple[str, ...]) -> tuple[str, ...]:
    """The drawing in ASCII. A character without a counterpart becomes `*`."""
    return tuple(
        "".join(char if char.isascii() else "*" for char in row.translate(_ASCII)) for row in rows
    )


def _mirror_row(row: str) -> str:
    columns = len(row)
    turned = list(row[::-1].translate(_MIRROR))
    for word in re.finditer(_WORDS, row):
        turned[columns - word.end() : columns - word.start()] = word.group()
    return "".join(turned)
