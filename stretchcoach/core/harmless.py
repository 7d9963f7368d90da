"""Makes foreign text harmless for a terminal."""

import re

# C0 and C1 controls other than tab and line ends, and marks that reorder or hide text.
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff9-\uffff"
    "\U000e0000-\U000e007f]"
)
# Text of unknown width, since some terminals combine it with the character before and others do
# not: variation selectors, flags, keycaps, skin tones, joined pictures, and more marks on a letter
# than any language has.
UNSURE = re.compile(
    "[\u00ad\u20e3\ufe00-\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0100-\U000e01ef]"
    "|\u200d(?=[\u2190-\u2bff\U0001f000-\U0001ffff])"
    "|[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f]{3,}"
)


def harmless(text: str, keep: str = "") -> str:
    """The text with a question mark for each sign that could move the cursor or hide text.

    That includes line ends and tabs, except those in `keep`.
    """
    if text.isascii() and text.isprintable():
        return text
    text = CONTROLS.sub("?", text)
    for char in "\r\n\t\x85":
        if char not in keep:
            text = text.replace(char, "?")
    return text
