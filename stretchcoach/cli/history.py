"""`stretch history` and `stretch pause`: the last weeks, from the history."""

import os
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stretchcoach.cli.week import goal
from stretchcoach.clock import now
from stretchcoach.core.harmless import harmless
from stretchcoach.core.history import History, How, Past, Record
from stretchcoach.core.lookback import (
    Lookback,
    as_record,
    end_line,
    first_day,
    look_back,
    pause_line,
    pauses_of,
)
from stretchcoach.errors import CoachError
from stretchcoach.files import history as kept
from stretchcoach.files.names import find

if TYPE_CHECKING:
    from stretchcoach.terminal.lines import Line
    from stretchcoach.terminal.out import Out

_WEEKS = 8
# A session without an end counts as running for so long.
_LONGEST_RUN = timedelta(hours=12)
# Ten years: nobody reads further down.
_WEEKS_MOST = 520
_STYLES = {"done": "36", "hurt": "1;31", "quiet": "2"}


def history(
    forgotten: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[forget ID|last]", help="Take this session, or the last, out for good."
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Forget it without asking.")] = False,
    weeks: Annotated[
        int, typer.Option("--weeks", metavar="N", min=1, max=_WEEKS_MOST, help="So many weeks.")
    ] = _WEEKS,
    plain: Annotated[bool, typer.Option("--plain", help="In words.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE", help="All of it, as .csv, .jsonl or .ics."),
    ] = None,
) -> None:
    """Look back on the last weeks: days, minutes, pain."""
    if yes and not forgotten:
        raise typer.BadParameter("--yes goes with: stretch history forget ID, or forget last.")
    if forgotten:
        if len(forgotten) != 2 or forgotten[0] != "forget":
            raise typer.BadParameter("It is: stretch history forget ID, or forget last.")
        _forget(forgotten[1], asks=not yes)
    elif export:
        _export(export)
    else:
        back, sessions, damaged = _looked_back(weeks)
        if json:
            from json import dumps

            print(dumps(as_record(back, sessions, damaged), indent=2))
        elif not sessions and not back.counted:
            print("Nothing is remembered of these weeks. Begin with: stretch upper-back")
        else:
            _show(back, sessions, plain)


def pause(
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DATE", help="From today until this day."),
    ] = None,
    end: Annotated[bool, typer.Option("--end", help="It is over from today on.")] = False,
) -> None:
    """Take days of illness or holiday out: they count neither for nor against."""
    if until and end:
        raise typer.BadParameter("--until and --end exclude each other.")
    today = now().date()
    if until:
        last = _day(until)
        if last < today:
            raise typer.BadParameter(f"{until} is before today.")
        _keep_pause(pause_line(today, last))
    last_day = pause_on(today)
    if end and last_day:
        _keep_pause(end_line(today))
        print("The pause is over.")
        return
    until_then = (
        last_day and f"Pause until {last_day.isoformat()}. End it with: stretch pause --end"
    )
    print(until_then or "No pause.")


def _looked_back(count: int) -> tuple[Lookback, tuple[Past, ...], int]:
    """So many weeks, their sessions, and the number of damaged lines."""
    today = now().date()
    with _readable():
        found: History = kept.since(first_day(today, count))
        pauses = pauses_of(kept.pauses())
    back = look_back(
        found.sessions,
        pauses,
        today,
        count=count,
        earlier=not found.whole,
        goal=goal(),
    )
    first = back.weeks[0].monday
    return back, tuple(past for past in found.sessions if past.day >= first), found.damaged


def _show(back: Lookback, sessions: Sequence[Past], plain: bool) -> None:
    from stretchcoach.terminal.calendar import calendar
    from stretchcoach.terminal.charset import can_show_unicode
    from stretchcoach.terminal.out import Out

    out = Out(sys.stdout)
    at_terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    columns = min(out.size()[0], 100)
    sessions = _in_words(sessions)
    unicode = can_show_unicode(out)
    lines = calendar(back, sessions, columns, unicode=unicode, plain=plain or not at_terminal)
    coloured = at_terminal and not os.environ.get("NO_COLOR") and out.obeys()
    for line in lines:
        _print(out, line, coloured)
    out.finish(None)


def _print(out: "Out", line: "Line", coloured: bool) -> None:
    while line and not line[-1][0].strip():
        line = line[:-1]
    for text, style in line:
        code = _STYLES.get(style, "") if coloured and text.strip() else ""
        out.control(f"\x1b[{code}m" if code else "")
        out.write(text)
        out.control("\x1b[m" if code else "")
    out.write("\n")


def _in_words(sessions: Sequence[Past]) -> list[Past]:
    """The sessions, with each answer in its routine's words, if that routine is known."""
    felt: dict[tuple[str, str], str] = {}
    for name in {past.routine for past in sessions if past.felt}:
        with suppress(CoachError):
            felt |= {(name, answer.id): answer.felt for answer in find(name).after}
    return [past._replace(felt=felt.get((past.routine, past.felt), past.felt)) for past in sessions]


def _forget(which: str, *, asks: bool) -> None:
    with _readable():
        past = _last() if which == "last" else _named(which)
    if past is None:
        raise CoachError("Nothing is remembered yet.")
    told = f"{past.begin:%Y-%m-%d, %H:%M}, {past.routine} ({past.id})"
    if asks:
        from stretchcoach.cli.replacing import ask_or_leave

        hint = f"Forget it unasked with: stretch history forget {which} --yes"
        ask_or_leave(f"Forget {told} for good?", no="Nothing was forgotten.", hint=hint)
    try:
        kept.forget(past)
    except OSError as error:
        raise _not_written(error) from None
    print(f"Forgotten: {told}")
    if past.hurt:
        print(f"What hurt is still left out: stretch pain clear {past.routine}")


def _last() -> Past | None:
    """The session that began last, except one that may still be running."""
    at = now()
    return next(
        (
            past
            for past in reversed(kept.everything().sessions)
            if past.how is not How.UNKNOWN or at - past.begin > _LONGEST_RUN
        ),
        None,
    )


def _named(id_: str) -> Past:
    """The session with this id, or the one whose id begins so. Raises CoachError."""
    found = [past for past in kept.everything().sessions if past.id.startswith(id_)]
    exact = [past for past in found if past.id == id_]
    if len(exact or found) == 1:
        return (exact or found)[0]
    told = f"{len(found)} sessions have" if found else "No session has"
    raise CoachError(f"{told} an id that begins with {id_!r}.", "See: stretch history --json")


def _export(path: Path) -> None:
    from stretchcoach.cli.replacing import write_named
    from stretchcoach.core.exported import FORMATS

    export = FORMATS.get(path.suffix.lower())
    if export is None:
        raise typer.BadParameter(f"The name must end in {', '.join(FORMATS)}.")
    with _readable():
        sessions = kept.everything().sessions
    write_named(path, export(sessions).encode())
    print(f"{len(sessions)} session{'' if len(sessions) == 1 else 's'} in {path}")


def pause_on(day: date) -> date | None:
    """The last day of the pause on this day, or None.

    Raises CoachError if the pauses cannot be read.
    """
    with _readable():
        pauses = pauses_of(kept.pauses())
    return next((one.last for one in pauses if one.first <= day <= one.last), None)


def _keep_pause(line: Record) -> None:
    try:
        kept.keep_pause(line)
    except OSError as error:
        raise _not_written(error) from None


def _day(text: str) -> date:
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; write it like 2026-12-31.") from None


@contextmanager
def _readable() -> Iterator[None]:
    """Turn an OSError of the history into a CoachError."""
    try:
        yield
    except OSError as error:
        named, reason = harmless(str(error.filename or "")), error.strerror or str(error)
        told = f"The history cannot be read: {': '.join(filter(None, (named, reason)))}."
        raise CoachError(told, "Mend that file, or move it away. See: stretch doctor") from None


def _not_written(error: OSError) -> CoachError:
    reason = error.strerror or str(error)
    return CoachError(f"The history cannot be written: {reason}.", "See: stretch doctor")
