"""Durations as people write them: `30`, `30s`, `1:30`, `2m`, `1m30s`, `4.5s`."""

import re

_CLOCK = r"(\d{1,3}):([0-5]\d)"
_UNITS = r"(?:(\d{1,3})\s*m(?:in)?)?\s*(?:(\d{1,4}(?:\.\d{1,3})?)\s*s?)?"
# The same for a JSON Schema, whose patterns have no lookaround and match anywhere unless anchored.
DURATION_PATTERN = rf"^\s*({_CLOCK}|{_UNITS})\s*$".replace("?:", "")


def parse_ms(text: str) -> int:
    """Milliseconds of a written duration. Raises ValueError, with a message for the person."""
    match = re.fullmatch(_CLOCK, text.strip()) or re.fullmatch(_UNITS, text.strip())
    if match is None or not text.strip():
        raise ValueError(f"{text!r} is not a duration; write 30s, 1m30s or 1:30")
    minutes, seconds = int(match[1] or 0), match[2] or "0"
    whole, _, fraction = seconds.partition(".")
    return minutes * 60_000 + int(whole) * 1_000 + int(fraction.ljust(3, "0") or 0)


def written(ms: int) -> str:
    """The shortest form that `parse_ms` reads back: `30s`, `1m30s`, `4.5s`."""
    minutes, rest_ms = divmod(ms, 60_000)
    seconds = f"{rest_ms / 1_000:.3f}".rstrip("0").rstrip(".")
    return (f"{minutes}m" if minutes else "") + (f"{seconds}s" if rest_ms or not minutes else "")
