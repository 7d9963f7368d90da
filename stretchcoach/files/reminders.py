"""Two files in the data folder: the tally of the ticks, and the offer of a notification that waits
for an answer.

The tally's file also caches the recent history, with the size and time of the history's files, so
that most ticks need not read them. A damaged or foreign file counts as missing.
"""

import json
import os
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from stretchcoach.core.due import OFFER_MS, Done, Recent, Tally
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import data_folder
from stretchcoach.files.regular import read_regular

if TYPE_CHECKING:
    from stretchcoach.core.history import Past, Record
    from stretchcoach.core.reminders import ReminderText

_FORMAT = 1
Stamps = list[list[Any]]


def tally_path() -> Path:
    return data_folder() / "reminders.json"


def offer_path() -> Path:
    return data_folder() / "reminder-shown.json"


def read_tally() -> Tally:
    with suppress(Exception):  # a foreign file may hold anything
        return _tally(_read()["tally"])
    return Tally()


def read_recent(now: datetime) -> Recent:
    """The recent history and the pauses; empty where they cannot be read."""
    stamps = _stamps()
    with suppress(Exception):
        found = _read()
        if found["stamps"] == stamps:
            return _recent(found["recent"])
    from stretchcoach.core.lookback import pauses_of
    from stretchcoach.core.recent import recent_of
    from stretchcoach.files.history import pauses, recent

    sessions: tuple[Past, ...] = ()
    paused: tuple[Record, ...] = ()
    with suppress(OSError):
        sessions = recent(now)
    with suppress(OSError):
        paused = pauses()
    noted, asks = _pain()
    return recent_of(sessions, pauses_of(paused), now.date(), noted=noted, asks=asks)


def _pain() -> tuple[list[datetime], bool]:
    """When pain was noted outside sessions, and whether to ask about a grave sign."""
    from stretchcoach.core.memory import What, asking, recall
    from stretchcoach.files.lines import read_last
    from stretchcoach.files.memory import memory_path, read_memory

    try:
        if not memory_path().exists():
            return [], False
        asks = asking(recall(read_memory().lines)) is not None
        lines = read_last(memory_path()).records
    except OSError:
        return [], False
    noted = []
    for line in lines:
        if line.get("what") == What.ADDED.value:
            with suppress(ValueError):
                noted.append(_begin(str(line.get("at"))))
    return noted, asks


def save(tally: Tally, recent: Recent) -> None:
    """Keep both. Raises OSError."""
    from stretchcoach.files.write import replace_file

    value = {
        "format": _FORMAT,
        "tally": [_plain(part) for part in tally],
        "stamps": _stamps(),
        "recent": {
            "done": [[_plain(part) for part in done] for done in recent.done],
            "pauses": [[day.isoformat() for day in pause] for pause in recent.pauses],
            "pain_hour": recent.pain_hour,
            "asks": recent.asks,
        },
    }
    tally_path().parent.mkdir(parents=True, exist_ok=True)
    replace_file(tally_path(), json.dumps(value).encode(), lasting=False)


def keep_offer(now: datetime, text: "ReminderText") -> None:
    """Keep a notification's offer for the process that gets the answer. Raises OSError."""
    from stretchcoach.files.write import replace_file

    offer_path().parent.mkdir(parents=True, exist_ok=True)
    value = {"at": now.isoformat(), "text": list(text)}
    replace_file(offer_path(), json.dumps(value).encode(), lasting=False)


def take_offer(now: datetime) -> "ReminderText | None":
    """The offer of the last notification, only once, and only while that can be seen."""
    from stretchcoach.core.reminders import ReminderText

    with suppress(Exception):  # a foreign file may hold anything
        read = json.loads(read_regular(offer_path()).data)
        line, proposal, routine = (str(part) for part in read["text"])
        offer_path().unlink()
        if timedelta() <= now - _begin(read["at"]) <= timedelta(milliseconds=OFFER_MS):
            return ReminderText(line, proposal, routine)
    return None


def forget() -> None:
    """Delete the files. Raises OSError."""
    tally_path().unlink(missing_ok=True)
    offer_path().unlink(missing_ok=True)


def _read() -> Any:
    try:
        found = json.loads(read_regular(tally_path()).data)
    except CoachError:
        return {}
    return found if found["format"] == _FORMAT else {}


def _stamps() -> Stamps:
    """Values that differ once a history file has changed."""
    found: Stamps = []
    with suppress(OSError), os.scandir(data_folder()) as entries:
        for entry in entries:
            if entry.name.endswith(".jsonl"):
                status = entry.stat()
                found.append([entry.name, status.st_size, status.st_mtime_ns])
    return sorted(found)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _tally(values: Any) -> Tally:
    ticked, active_ms, reminded, unanswered, not_before, owed, turn = values
    numbers = active_ms, unanswered, turn
    if any(type(number) is not int or number < 0 for number in numbers):
        raise ValueError("no numbers")
    return Tally(
        _moment(ticked),
        active_ms,
        reminded=_moment(reminded),
        unanswered=unanswered,
        not_before=_moment(not_before),
        owed=bool(owed),
        turn=turn,
    )


def _recent(values: Any) -> Recent:
    hour = values["pain_hour"]
    return Recent(
        tuple(
            Done(_begin(begin), str(routine), hurt=bool(hurt), rest=bool(rest))
            for begin, routine, hurt, rest in values["done"]
        ),
        tuple(
            (date.fromisoformat(first), date.fromisoformat(last))
            for first, last in values["pauses"]
        ),
        pain_hour=hour if hour is None else range(24)[hour],
        asks=bool(values["asks"]),
    )


def _moment(text: Any) -> datetime | None:
    return None if text is None else _begin(text)


def _begin(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no moment of ours")
    return moment
