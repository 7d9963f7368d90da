"""Text from outside, made harmless for a terminal."""

import re

# C0 and C1 controls but for tab and line ends, and the marks that reorder or hide text.
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e"
    "\u2028\u2029\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\uffff]"
)


def harmless(text: str) -> str:
    """The text with a question mark for all that could move the cursor or hide something."""
    if text.isascii() and text.isprintable():
        return text
    return re.sub(r"[\r\n\t\x85]", "?", CONTROLS.sub("?", text))
