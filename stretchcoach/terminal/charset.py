"""Whether the terminal can show more than ASCII, and the looks of a figure."""

import os
from enum import Enum, auto
from typing import Protocol


class Look(Enum):
    """How a figure is drawn: as an image in colours, or in characters that differ by part."""

    COLOUR = auto()
    PATTERN = auto()
    ASCII = auto()


class Encoded(Protocol):
    """A stream with an encoding."""

    @property
    def encoding(self) -> str: ...


def can_show_unicode(out: Encoded) -> bool:
    """Whether this stream's encoding and the person's locale have box-drawing characters.

    Python treats the C locale as UTF-8 (PEP 538 and 540). A terminal that is set to it may not.
    """
    try:
        "▒█━╸▐→·…".encode(out.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    lang, ctype = os.environ.get("LANG", ""), os.environ.get("LC_CTYPE", "")
    if lang in ("C", "POSIX") and ctype == "C.UTF-8":
        ctype = ""  # set by Python at its start, not by the person
    locale = os.environ.get("LC_ALL") or ctype or lang
    return not locale or "utf" in locale.lower()
