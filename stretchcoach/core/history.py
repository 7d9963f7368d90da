"""Past sessions, and the lines of the history.

A session has one line when it begins, and one when it ends, however it ends. The second line
repeats all of the first, so only the second counts. If there is only the first, nobody knows how
the session ended: its process was killed, or it still runs. Lines of another format, or foreign
ones, are skipped and counted.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple

from stretchcoach.core.choices import Choices
from stretchcoach.core.outcome import Ended, Outcome, Sign
from stretchcoach.core.routine import Routine, Side

FORMAT = 1
# How many finished sessions make a routine known.
KNOWN_AFTER = 3
# Longer than any session. A line that says more was not written by us.
_LONGEST_MS = 10 * 24 * 3_600_000
Record = Mapping[str, object]


class How(Enum):
    """How a session ended."""

    FINISHED = "finished"
    STOPPED = "stopped"  # by the person
    SIGNAL = "signal"  # by the system, or by a window that was closed
    CRASHED = "crashed"
    UNKNOWN = "unknown"


class Hold(NamedTuple):
    """One position on one side: how long it was held, how it ended, and the kind of pain."""

    position: str
    side: Side | None
    held_ms: int
    ended: Ended
    sign: Sign | None = None


class Past(NamedTuple):
    """A session in the history.

    `begin` is local time with its offset. `chosen` are the person's choices. `felt` is the answer
    to where it was felt, "" without one.
    """

    id: str
    begin: datetime
    routine: str
    title: str
    chosen: Choices = Choices()
    how: How = How.UNKNOWN
    active_ms: int = 0
    holds: tuple[Hold, ...] = ()
    felt: str = ""

    @property
    def day(self) -> date:
        """The day of its begin, in local time."""
        return self.begin.date()

    @property
    def held(self) -> bool:
        """Whether any hold was held to its end."""
        return any(hold.ended is Ended.DONE for hold in self.holds)

    @property
    def is_whole(self) -> bool:
        """Whether it was led to its end, with a hold that was held to its end."""
        return self.how is How.FINISHED and self.held

    @property
    def hurt(self) -> tuple[Hold, ...]:
        return tuple(hold for hold in self.holds if hold.ended is Ended.HURT)


def is_known(sessions: Iterable[Past]) -> bool:
    """Whether, after these sessions of a routine, few words are enough for the next."""
    return sum(past.is_whole for past in sessions) >= KNOWN_AFTER


class History(NamedTuple):
    """Sessions in the order of their begin. `damaged` lines could not be read.

    If it is not `whole`, there are earlier sessions, which were not read.
    """

    sessions: tuple[Past, ...] = ()
    damaged: int = 0
    whole: bool = True


def begun(routine: Routine, chosen: Choices, begin: datetime, id_: str) -> Past:
    """A session that begins now."""
    return Past(id_, begin, routine=routine.kept_name, title=routine.title, chosen=chosen)


def ended(past: Past, outcome: Outcome, how: How) -> Past:
    """The same session at its end."""
    holds = tuple(
        Hold(held.position.id, held.side, held_ms=held.held_ms, ended=held.ended, sign=held.sign)
        for held in outcome.holds
    )
    return past._replace(how=how, active_ms=outcome.active_ms, holds=holds)


def as_line(past: Past) -> dict[str, Any]:
    """The session as a line of the history, or as JSON."""
    line: dict[str, Any] = {
        "format": FORMAT,
        "event": "begun" if past.how is How.UNKNOWN else "ended",
        "id": past.id,
        "begin": past.begin.isoformat(timespec="seconds"),
        "routine": past.routine,
        "title": past.title,
        "chosen": _chosen(past.chosen),
    }
    if past.how is How.UNKNOWN:
        return line
    line |= {
        "how": past.how.value,
        "active_ms": past.active_ms,
        "holds": [
            {
                "position": hold.position,
                "side": hold.side.value if hold.side else None,
                "held_ms": hold.held_ms,
                "ended": hold.ended.value,
                "sign": hold.sign.value if hold.sign else None,
            }
            for hold in past.holds
        ],
    }
    return line | {"felt": past.felt} if past.felt else line


def _chosen(chosen: Choices) -> dict[str, Any]:
    """The choices that differ from the routine's own values."""
    plain = {
        "side": chosen.side.value if chosen.side else None,
        "only": None if chosen.only is None else list(chosen.only),
        "hold_ms": chosen.hold_ms,
        "total_ms": chosen.total_ms,
    }
    return {name: value for name, value in plain.items() if value is not None}


def from_line(line: Record) -> Past | None:
    """The session in this line; None if the line is foreign."""
    if line.get("format") != FORMAT or line.get("event") not in ("begun", "ended"):
        return None
    try:
        return _past(line)
    except (KeyError, TypeError, ValueError):
        return None


def history(lines: Iterable[Record], damaged: int = 0, *, whole: bool = True) -> History:
    """The sessions in these lines, each once."""
    found: dict[str, Past] = {}
    # Ends come first. If a session has one, its other line need not be read.
    for line in sorted(lines, key=lambda line: line.get("event") != "ended"):
        id_ = line.get("id")
        if line.get("event") == "begun" and isinstance(id_, str) and id_ in found:
            continue
        past = from_line(line)
        if past is None:
            damaged += 1
        else:
            found[past.id] = past
    sessions = sorted(found.values(), key=lambda past: (past.begin, past.id))
    return History(tuple(sessions), damaged, whole)


def _past(line: Record) -> Past:
    """Raises KeyError, TypeError or ValueError if the line is not in our format."""
    begin = datetime.fromisoformat(_text(line["begin"]))
    if begin.tzinfo is None or not 1970 <= begin.year < 9999:
        raise ValueError("no moment of ours")
    chosen = _mapping(line.get("chosen", {}))
    side, only = chosen.get("side"), chosen.get("only")
    past = Past(
        _text(line["id"]),
        begin,
        routine=_text(line["routine"]),
        title=_text(line.get("title", "")),
        chosen=Choices(
            None if side is None else Side(side),
            None if only is None else tuple(map(_text, _list(only))),
            hold_ms=_optional_ms(chosen.get("hold_ms")),
            total_ms=_optional_ms(chosen.get("total_ms")),
        ),
    )
    if line["event"] == "begun":
        return past
    return past._replace(
        how=How(line["how"]),
        active_ms=_ms(line["active_ms"]),
        holds=tuple(_hold(_mapping(hold)) for hold in _list(line["holds"])),
        felt=_text(line.get("felt", "")),
    )


def _hold(hold: Mapping[str, object]) -> Hold:
    side, sign = hold["side"], hold.get("sign")
    return Hold(
        _text(hold["position"]),
        None if side is None else Side(side),
        held_ms=_ms(hold["held_ms"]),
        ended=Ended(hold["ended"]),
        sign=None if sign is None else Sign(sign),
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("no text")
    value.encode()  # a lone surrogate, which JSON can hold, is a ValueError
    return value


def _ms(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _LONGEST_MS:
        raise TypeError("no milliseconds")
    return value


def _optional_ms(value: object) -> int | None:
    return None if value is None else _ms(value)


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("no list")
    return value


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("no mapping")
    return value
