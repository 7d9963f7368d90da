"""The last weeks as a calendar of cells: characters carry the meaning, and colour repeats it."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.history import Past
from stretchcoach.core.lookback import Day, Extent, Lookback, Week
from stretchcoach.terminal.bars import bar
from stretchcoach.terminal.lines import Line, in_ascii, wrap

_OWN = words.of("en")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# The least widths for the grid, and for gaps between its columns.
_GRID, _ROOMY = 36, 60
_WIDEST_BAR = 24
_HURTS_TOLD = 5
_FELT_TOLD = 8


class _Mark(NamedTuple):
    """The mark of a cell: its character, the one in ASCII, its meaning and its style."""

    character: str
    in_ascii: str
    means: str
    style: str

    def shown(self, unicode: bool) -> str:
        return self.character if unicode else self.in_ascii


_MARKS = {
    Extent.WHOLE: _Mark("■", "#", "done", "done"),
    Extent.PART: _Mark("□", "o", "in part", "done"),
    Extent.BEGUN: _Mark("◦", "~", "only begun", "quiet"),
    Extent.NOTHING: _Mark("·", ".", "", "quiet"),
}
_PAUSE = _Mark("–", "-", "pause", "quiet")
_HURT = _Mark("x", "x", "pain", "hurt")


def calendar(
    back: Lookback, sessions: Sequence[Past], columns: int, unicode: bool, *, plain: bool = False
) -> list[Line]:
    """The weeks, then a summary. If `plain` or narrow, in words, with a line for each week."""
    lines: list[Line] = []
    if plain or columns < _GRID:
        lines += [((text, ""),) for week in back.weeks for text in _wrapped(_told(week), columns)]
    else:
        lines += _grid(back, columns, unicode)
        lines.append(())
    for text in _texts(back, sessions):
        lines += [((part, ""),) for part in _wrapped(text, columns)]
    return lines if unicode else [in_ascii(line) for line in lines]


def _grid(back: Lookback, columns: int, unicode: bool) -> Iterator[Line]:
    roomy = columns >= _ROOMY
    size, gap = (4, "  ") if roomy else (3, " ")
    names = "".join(name[:2].ljust(size) for name in _OWN.weekdays)
    heads = ("days", " minutes") if roomy else (" d", " min")
    year = back.weeks[0].monday.year
    yield ((f"{year:>6}{gap}{names}{''.join(heads)}", "quiet"),)
    most = max(week.minutes for week in back.weeks)
    room = columns - 6 - len(gap) - 7 * size - sum(map(len, heads)) - len(gap)
    for week in back.weeks:
        if week.monday.year != year:
            year = week.monday.year
            yield ((f"{year:>6}", "quiet"),)
        days = [span for day in week.days for span in _cell(day, size, unicode)]
        count = str(len(week.done)) if week.open else _PAUSE.shown(unicode)
        minutes = str(week.minutes) if week.minutes else ""
        filled, _ = bar(week.minutes, most or 1, min(room, _WIDEST_BAR), unicode=unicode)
        yield (
            (f"{_short(week.monday):>6}{gap}", "quiet"),
            *days,
            (f"{count:>{len(heads[0])}}{minutes:>{len(heads[1])}}", ""),
            (gap if filled else "", ""),
            (filled, "done"),
        )
    used = [day for week in back.weeks for day in week.days]
    yield from _legend(used, columns, unicode)


def _cell(day: Day, size: int, unicode: bool) -> Iterator[tuple[str, str]]:
    mark = _PAUSE if day.paused else _MARKS[day.extent]
    yield (" " if day.ahead and not day.paused else mark.shown(unicode)), mark.style
    yield (_HURT.shown(unicode) if day.hurt else " "), _HURT.style
    yield " " * (size - 2), ""


def _legend(days: Sequence[Day], columns: int, unicode: bool) -> Iterator[Line]:
    """The meanings of the marks that occur."""
    reached = {day.extent for day in days if not day.paused}
    marks = [mark for extent, mark in _MARKS.items() if mark.means and extent in reached]
    marks += [_HURT] if any(day.hurt for day in days) else []
    marks += [_PAUSE] if any(day.paused for day in days) else []
    lines = [""]
    for mark in marks:
        told = f"{mark.shown(unicode)} {mark.means}"
        longer = f"{lines[-1]}   {told}" if lines[-1] else told
        lines = [*lines[:-1], longer] if len(longer) <= columns else [*lines, told]
    yield from (((line, "quiet"),) for line in lines if line)


def _told(week: Week) -> str:
    """`Week of 23 Nov 2026: Mon, Wed · 2 of 5 days · 9 minutes. Pain: Wed. Only begun: Thu.`"""
    told = f"Week of {_dated(week.monday)}: "
    if not week.open:
        return f"{told}pause."
    minutes = f" · {_counted(week.minutes, 'minute')}" if week.minutes else ""
    done, goal = len(week.done), week.goal.days
    count = f" · {done} of {_counted(goal, 'day')}" if 0 < done <= goal else ""
    told += f"{_days(week.done) or 'no day'}{count}{minutes}."
    for name, days in (
        ("Pain", [day for day in week.days if day.hurt]),
        ("Only begun", [day for day in week.days if day.extent is Extent.BEGUN]),
        ("Pause", [day for day in week.days if day.paused]),
    ):
        told += f" {name}: {_days(days)}." if days else ""
    return told


def _texts(back: Lookback, sessions: Sequence[Past]) -> Iterator[str]:
    """A summary of the weeks, in sentences."""
    if this_week := words.this_week(_OWN, back.this_week):
        yield this_week
    if back.good:
        which = f"{back.good} of the last {back.counted} weeks"
        which = "Last week" if back.counted == 1 else which
        fewer = ", fewer with a pause" if back.eased else ""
        yield f"{which} had {_counted(back.goal.good, 'day')} or more{fewer}."
    if back.pause:
        yield f"Pause until {_long(back.pause.last)}. End it with: stretch pause --end"
    hurts = [(past, hold) for past in sessions for hold in past.hurt]
    for past, hold in hurts[-_HURTS_TOLD:]:
        place = f"{hold.position}, {hold.side.value}" if hold.side else hold.position
        kind = f" ({hold.sign.value})" if hold.sign else ""
        yield f"Pain: {_long(past.day)}, {past.routine}: {place}{kind}"
    for routine in sorted({past.routine for past in sessions if past.felt}):
        felt = [past.felt for past in sessions if past.routine == routine and past.felt]
        yield f"Felt, {routine}: {_in_runs(felt[-_FELT_TOLD:])}"
    if sessions:
        past = sessions[-1]
        yield f"Last: {_long(past.day)}, {past.begin:%H:%M}, {past.routine} ({past.id})"


def _in_runs(felt: Sequence[str]) -> str:
    """`neck, blades 3 times`: what was felt, the newest last."""
    runs = [(what, len(list(same))) for what, same in groupby(felt)]
    return ", ".join(what if times == 1 else f"{what} {times} times" for what, times in runs)


def _wrapped(text: str, columns: int) -> list[str]:
    lines = wrap(text, columns)
    first, *more = lines if len(lines) == 1 else wrap(text, columns - 2)
    return [first, *(f"  {line}" for line in more)]


def _days(days: Sequence[Day]) -> str:
    return ", ".join(_OWN.weekdays[day.date.weekday()] for day in days)


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _short(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _dated(day: date) -> str:
    return f"{_short(day)} {day.year}"


def _long(day: date) -> str:
    return f"{_OWN.weekdays[day.weekday()]}, {_dated(day)}"
