"""Whether the terminal can be trusted with more than ASCII, and what that means for a figure."""

import os
from enum import Enum, auto
from typing import Protocol


class Look(Enum):
    """How a figure is drawn: as an image in colours, or its parts told apart by characters."""

    COLOUR = auto()
    PATTERN = auto()
    ASCII = auto()


class Encoded(Protocol):
    """A stream, as far as its characters go."""

    @property
    def encoding(self) -> str: ...


def can_show_unicode(out: Encoded) -> bool:
    """Whether this stream's encoding and the person's locale have box-drawing characters.

    Python itself takes the C locale for UTF-8 (PEP 538 and 540), a terminal set up for it may not.
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
