"""The whole history for other programs: rows of a table, JSON lines, entries of a calendar."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone

from stretchcoach.core.harmless import harmless
from stretchcoach.core.history import Past, as_line
from stretchcoach.core.outcome import Ended, Sign

_HEADS = (
    *("id", "begin", "routine", "title", "how", "active_ms", "felt"),
    *("side", "position", "held_ms", "ended", "sign"),
)
_CALENDAR_LINE_BYTES = 75


def as_csv(sessions: Iterable[Past]) -> str:
    """One row for each hold. A session without holds has one row, too."""
    rows = [_HEADS, *(row for past in sessions for row in _rows(past))]
    return "".join(f"{','.join(map(_quoted, row))}\r\n" for row in rows)


def as_jsonl(sessions: Iterable[Past]) -> str:
    """One line for each session, as in the history's files."""
    lines = (json.dumps(as_line(past), ensure_ascii=False) for past in sessions)
    return "".join(f"{line}\n" for line in lines)


def as_ics(sessions: Iterable[Past]) -> str:
    """One entry for each session, which leaves the time free."""
    lines = list[str]()
    for past in sessions:
        end = past.begin + timedelta(milliseconds=past.active_ms)
        lines += [
            "BEGIN:VEVENT",
            f"UID:{in_calendar(past.id)}@stretchcoach",
            f"DTSTAMP:{utc(end)}",
            f"DTSTART:{utc(past.begin)}",
            *([f"DTEND:{utc(end)}"] if past.active_ms else []),
            f"SUMMARY:{in_calendar(past.title or past.routine)}",
            f"DESCRIPTION:{in_calendar(_described(past))}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    return icalendar("stretch history", lines)


def icalendar(product: str, events: Iterable[str]) -> str:
    """A calendar of these lines (RFC 5545)."""
    begin = ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//stretchcoach//{product}//EN")
    lines = (*begin, *events, "END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


FORMATS: dict[str, Callable[[Sequence[Past]], str]] = {
    ".csv": as_csv,
    ".jsonl": as_jsonl,
    ".ics": as_ics,
}


def _rows(past: Past) -> Iterator[tuple[object, ...]]:
    begin = past.begin.isoformat(timespec="seconds")
    felt = past.felt
    own = (past.id, begin, past.routine, past.title, past.how.value, past.active_ms, felt)
    for hold in past.holds:
        side = hold.side.value if hold.side else ""
        sign = hold.sign.value if hold.sign else ""
        yield (*own, side, hold.position, hold.held_ms, hold.ended.value, sign)
    if not past.holds:
        yield (*own, "", "", "", "", "")


def _quoted(cell: object) -> str:
    """A quoted cell that no program takes for a formula."""
    text = harmless(str(cell))
    if text.startswith(("=", "+", "-", "@")):
        text = f"'{text}"
    return '"{}"'.format(text.replace('"', '""')) if any(c in text for c in ',"\n') else text


def utc(at: datetime) -> str:
    """A moment as a calendar's value."""
    return f"{at.astimezone(timezone.utc):%Y%m%dT%H%M%SZ}"


def _described(past: Past) -> str:
    done = sum(hold.ended is Ended.DONE for hold in past.holds)
    told = f"{past.how.value}; {done} of {len(past.holds)} holds to their end"
    hurt = ", ".join(
        dict.fromkeys(f"{hold.position} ({(hold.sign or Sign.PAIN).value})" for hold in past.hurt)
    )
    return f"{told}; hurt: {hurt}" if hurt else told


def in_calendar(text: str) -> str:
    """A text as a calendar's value."""
    for plain in ("\\", ";", ","):
        text = text.replace(plain, f"\\{plain}")
    return harmless(text)


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 bytes; all but the first begin with a blank."""
    piece = ""
    for char in line:
        if len((piece + char).encode()) > _CALENDAR_LINE_BYTES:
            yield piece
            piece = " "
        piece += char
    yield piece
