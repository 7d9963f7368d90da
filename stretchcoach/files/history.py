"""The history on the disk, in the data folder: one file for each year, and one of the pauses."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from stretchcoach.core import history
from stretchcoach.core.history import History, Past, Record
from stretchcoach.files.folders import data_folder
from stretchcoach.files.lines import append, backwards, read, read_last, rewrite

# In a file that git has merged, the lines of two machines follow each other. If they are merged at
# least this often, all lines from a day on come after lines that are this much older.
_MERGED_WITHIN = timedelta(days=31)
# Enough lines to know what was felt lately.
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
    """The sessions from this day on. Older lines are not read. Raises OSError."""
    lines: list[Record] = []
    damaged, whole = 0, True
    enough = (first - _MERGED_WITHIN).isoformat()
    for year in _years():
        if year < first.year:
            whole = False
            break
        for block in backwards(year_path(year)):
            wanted = [line for line in block.records if not _is_before(line, first)]
            lines[:0] = wanted  # blocks come last first; for one session the later line counts
            whole = whole and len(wanted) == len(block.records)
            damaged += block.damaged
            if not block.whole and _latest(block.records) < enough:
                whole = False
                break
    return history.history(lines, damaged, whole=whole)


def everything() -> History:
    """The whole history. Raises OSError."""
    lines: list[Record] = []
    damaged = 0
    for year in _years():
        found = read(year_path(year))
        lines += found.records
        damaged += found.damaged
    return history.history(lines, damaged)


def recent(now: datetime) -> tuple[Past, ...]:
    """The last sessions up to now: some dozens, also at the start of a year. Raises OSError.

    Sessions in the future, from a clock that was wrong, are skipped.
    """
    lines: list[Record] = []
    for year in _years():
        if year <= now.year + 1:  # the year of another time zone may be ahead
            lines[:0] = read_last(year_path(year)).records
        if len(lines) >= _RECENT_LINES:
            break
    return tuple(past for past in history.history(lines).sessions if past.begin <= now)


def forget(past: Past) -> None:
    """Delete every line of this session for good. Raises OSError."""

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
    """Whether this session began before the day, without decoding the whole line."""
    begin = line.get("begin")
    return isinstance(begin, str) and begin[:10] < day.isoformat()


def _latest(records: Sequence[Record]) -> str:
    """When the latest of these began. Sorting local times as text is exact to the day."""
    begins = (record.get("begin") for record in records)
    return max((begin for begin in begins if isinstance(begin, str)), default="9")


def _years() -> list[int]:
    """The years that have a file, the last first. Raises OSError."""
    try:
        names = [path.name for path in data_folder().iterdir()]
    except FileNotFoundError:
        return []
    found = filter(None, map(_NAME.fullmatch, names))
    return sorted((int(name[1]) for name in found), reverse=True)
