"""The history on the disk: a file a year, and one of the pauses, in the person's data folder."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from stretchcoach.core import history
from stretchcoach.core.history import History, Past, Record
from stretchcoach.files.folders import data_folder
from stretchcoach.files.lines import append, backwards, read, read_last, rewrite

# Two machines whose files git has merged stand one after the other in it. Where they were merged
# at least this often, nothing of what is looked for lies behind older lines.
_MERGED_WITHIN = timedelta(days=31)
# So many lines are enough to know what was felt the last times.
_RECENT_LINES = 60
_NAME = re.compile(r"history-(\d{4})\.jsonl")


def year_path(year: int) -> Path:
    return data_folder() / f"history-{year:04}.jsonl"


def pauses_path() -> Path:
    return data_folder() / "pauses.jsonl"


def keep(past: Past) -> None:
    """Add a line for this session. Raises OSError."""
    append(year_path(past.begin.year), history.as_line(past))


def since(first: date) -> History:
    """The sessions from this day on, without reading what lies before. Raises OSError."""
    lines: list[Record] = []
    damaged, whole = 0, True
    enough = (first - _MERGED_WITHIN).isoformat()
    for year in _years():
        if year < first.year:
            whole = False
            break
        for block in backwards(year_path(year)):
            wanted = [line for line in block.records if not _is_before(line, first)]
            lines[:0] = wanted  # blocks come from the end, and of two lines the later one counts
            whole = whole and len(wanted) == len(block.records)
            damaged += block.damaged
            if not block.whole and _latest(block.records) < enough:
                whole = False
                break
    return history.history(lines, damaged, whole=whole)


def everything() -> History:
    """All of it. Raises OSError."""
    lines: list[Record] = []
    damaged = 0
    for year in _years():
        found = read(year_path(year))
        lines += found.records
        damaged += found.damaged
    return history.history(lines, damaged)


def recent(now: datetime) -> tuple[Past, ...]:
    """The last sessions up to now: some dozens, also at the begin of a year. Raises OSError.

    What a clock that was wrong has put into the future is passed over.
    """
    lines: list[Record] = []
    for year in _years():
        if year <= now.year + 1:  # a person may have travelled
            lines[:0] = read_last(year_path(year)).records
        if len(lines) >= _RECENT_LINES:
            break
    return tuple(past for past in history.history(lines).sessions if past.begin <= now)


def forget(past: Past) -> None:
    """Take every line of this session out, for good. Raises OSError."""

    def others(line: Record) -> bool:
        return line.get("id") != past.id

    for year in _years():
        rewrite(year_path(year), others)


def pauses() -> tuple[Record, ...]:
    """The lines of the pauses. Raises OSError."""
    return read_last(pauses_path()).records


def keep_pause(line: Record) -> None:
    """Add a line of a pause. Raises OSError."""
    append(pauses_path(), line)


def _is_before(line: Record, day: date) -> bool:
    """Whether this session began before the day; known without decoding all of it."""
    begin = line.get("begin")
    return isinstance(begin, str) and begin[:10] < day.isoformat()


def _latest(records: Sequence[Record]) -> str:
    """When the latest of these began; as texts, local times sort as far as their days go."""
    begins = (record.get("begin") for record in records)
    return max((begin for begin in begins if isinstance(begin, str)), default="9")


def _years() -> list[int]:
    """The years that there is a file of, the last first. Raises OSError."""
    try:
        names = [path.name for path in data_folder().iterdir()]
    except FileNotFoundError:
        return []
    found = filter(None, map(_NAME.fullmatch, names))
    return sorted((int(name[1]) for name in found), reverse=True)
