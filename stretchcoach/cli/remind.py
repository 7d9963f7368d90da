"""`stretch remind` and `stretch due`: reminders by the system's own scheduler."""

import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from stretchcoach.cli import ticking
from stretchcoach.cli.options import complete_name
from stretchcoach.cli.replacing import write_named
from stretchcoach.cli.settings import change
from stretchcoach.clock import now
from stretchcoach.core.due import (
    LATER_MAX_MS,
    LATER_MIN_MS,
    LATER_MS,
    TICK_MS,
    Proposal,
    Remind,
    is_open,
)
from stretchcoach.core.plan import Plan, clock_written, days_written, every_written, interval_ms
from stretchcoach.core.reminders import why_no_reminder
from stretchcoach.errors import EXIT_FAULT, CoachError
from stretchcoach.files.names import entry_of
from stretchcoach.files.reminders import forget, tally_path
from stretchcoach.files.settings import settled_here
from stretchcoach.files.settings_format import value_of
from stretchcoach.files.write import cannot_be_written, replace_file
from stretchcoach.system import lasting, notifier, scheduler, sensors, terminals
from stretchcoach.system.scheduled import Scheduled

_MINUTE_MS = 60_000
_NOBODY_SHOWS = "No program that shows notifications answers here."


class RemindAction(str, Enum):
    ON = "on"
    OFF = "off"
    LATER = "later"
    TEST = "test"
    SHOW = "show"


def _complete_routine(ctx: typer.Context, incomplete: str) -> list[str]:
    return complete_name(incomplete) if ctx.params.get("action") is RemindAction.ON else []


def remind(
    action: Annotated[
        RemindAction | None,
        typer.Argument(help="Switch it on or off, put it off, try it, show what it would write."),
    ] = None,
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="[ROUTINE|TIME]",
            help="on: what to propose, or auto. later: for how long.",
            autocompletion=_complete_routine,
        ),
    ] = None,
    every: Annotated[
        str | None, typer.Option("--every", metavar="TIME", help="Active time between, 20m to 90m.")
    ] = None,
    from_: Annotated[
        str | None, typer.Option("--from", metavar="TIME", help="The day begins, like 9:00.")
    ] = None,
    to: Annotated[
        str | None, typer.Option("--to", metavar="TIME", help="The day ends, like 17:30.")
    ] = None,
    days: Annotated[
        str | None, typer.Option("--days", metavar="DAYS", help="Like mon-fri or mon,wed.")
    ] = None,
    ics: Annotated[
        Path | None,
        typer.Option("--ics", metavar="FILE", help="A calendar with alarms, for anything else."),
    ] = None,
) -> None:
    """Be reminded before it hurts, by the system's own scheduler."""
    planned = {"every": every, "from": from_, "to": to, "days": days}
    if any(planned.values()) and action is not RemindAction.ON:
        raise typer.BadParameter("--every, --from, --to and --days go with: stretch remind on")
    if what and action not in (RemindAction.ON, RemindAction.LATER):
        raise typer.BadParameter(f"{what!r} goes with: stretch remind on, or later.")
    if ics:
        if action:
            raise typer.BadParameter("--ics stands alone.")
        _calendar(ics)
    elif action is RemindAction.ON:
        _on({**planned, "routine": what})
    elif action is RemindAction.OFF:
        _off()
    elif action is RemindAction.LATER:
        _later(what)
    elif action is RemindAction.TEST:
        _test()
    elif action is RemindAction.SHOW:
        print(scheduler.planned(lasting.tick_command()))
    else:
        _status()


def due() -> None:
    """Say in one line what is due, and end with 0; with 1 where nothing is."""
    raise typer.Exit(ticking.due())


def _on(planned: dict[str, str | None]) -> None:
    lasting.refuse_if_vanishing()
    command = lasting.tick_command()
    scheduler.planned(command)  # raises before any setting is changed
    routine = planned["routine"]
    if routine and routine != "auto":
        entry_of(routine)
    values = {f"remind_{key}": value for key, value in planned.items() if value is not None}
    for key, value in values.items():
        value_of(key, value)  # raises before any is changed
    for key, value in values.items():
        change(key, value)
    try:
        scheduler.install(command, replace_file)
    except OSError as error:
        raise cannot_be_written(Path(error.filename or ""), error) from None
    _status()


def _off() -> None:
    was_on = scheduler.remove()
    try:
        forget()
    except OSError as error:
        raise cannot_be_written(tally_path(), error) from None
    print("Reminders are off." if was_on else "Reminders were off.")


def _later(time: str | None) -> None:
    later_ms = LATER_MS
    if time:
        try:
            later_ms = interval_ms(time)
        except ValueError as error:
            raise typer.BadParameter(f"{error}.") from None
        if not LATER_MIN_MS <= later_ms <= LATER_MAX_MS:
            raise typer.BadParameter(f"{time} is not within 1m to 8h.")
    try:
        until = ticking.put_off_here(later_ms)
    except OSError as error:
        raise cannot_be_written(tally_path(), error) from None
    off = "" if scheduler.found() else ", once reminders are on: stretch remind on"
    plan, at = ticking.plan_here(), now()
    if plan.holds(until) and plan.holds(until + timedelta(milliseconds=TICK_MS)):
        print(f"The next reminder comes at {_day(until, at)}{until:%H:%M} or soon after{off}.")
        return
    begins = plan.next_begin(until if plan.holds(at) else at)
    print(
        "There is none outside the hours of the plan. They begin again at "
        f"{_day(begins, at)}{begins:%H:%M}, and from then on active time counts anew{off}."
    )


def _day(moment: datetime, at: datetime) -> str:
    return "" if moment.date() == at.date() else f"{moment:%A}, "


def _test() -> None:
    seen = ticking.look()
    decided = seen.decided if isinstance(seen.decided, Remind) else Remind(Proposal.MAIN)
    text = ticking.text_of(seen, decided)
    print(f"{text.line} {text.proposal}", flush=True)
    reason = _why_not_shown()
    if not reason and not notifier.answers_later():
        print("It closes when you click it, or by itself after some minutes.", flush=True)
    if not ticking.show(text):
        raise CoachError("It could not be shown.", reason or _NOBODY_SHOWS)


def _why_not_shown() -> str:
    """Why no reminder can be seen here; "" if none is known to fail."""
    if not notifier.is_known():
        return f"{notifier.name()} is missing. {notifier.missing()}"
    return _NOBODY_SHOWS if notifier.answers() is False else ""


def _calendar(path: Path) -> None:
    if path.suffix.lower() != ".ics":
        raise typer.BadParameter("The name must end in .ics.")
    plan = ticking.plan_here()
    write_named(path, ticking.alarms(plan).encode())
    print(f"{_plan(plan)}: {path}")


def _status() -> None:
    found = scheduler.found()
    for told in settled_here()[1].faults:
        print(told, file=sys.stderr)
    rows = [("reminders", _scheduled(found)), ("plan", _plan(ticking.plan_here()))]
    if found:
        rows += _now()
    for name, told in rows:
        print(f"{name:<15}{told}")
    if not found:
        print("\nSwitch them on with: stretch remind on")
    elif not found.active or lasting.has_gone(found.program):
        raise typer.Exit(EXIT_FAULT)


def _scheduled(found: Scheduled | None) -> str:
    if found is None:
        return "off"
    if lasting.has_gone(found.program):
        return f"stretch has gone from {found.program}. Mend it with: stretch remind on"
    if not found.active:
        return f"written, but {found.by} does not run them. Mend it with: stretch remind on"
    at = f"; the next look at {found.next:%H:%M}" if found.next else ""
    doubt = f"; but {found.doubt}" if found.doubt else ""
    return f"on, by {found.where}{at}{doubt}"


def _plan(plan: Plan) -> str:
    hours = f"{clock_written(plan.begin)} to {clock_written(plan.end)}"
    what = f", {plan.routine}" if plan.routine else ""
    return f"every {every_written(plan.every_ms)}, {hours}, {days_written(plan.days)}{what}"


def _now() -> Iterator[tuple[str, str]]:
    seen = ticking.look()
    if isinstance(seen.decided, Remind):
        told = "due; the next look shows it"
    else:
        told = why_no_reminder(seen.decided, seen.now)
    if seen.tally.reminded and is_open(seen.now, seen.plan, seen.tally):
        told += f"; the one of {seen.tally.reminded:%H:%M} has no answer yet"
    yield "now", told
    active, needed = seen.tally.active_ms // _MINUTE_MS, seen.plan.every_ms // _MINUTE_MS
    yield "active", f"{active} of {needed} minutes"
    sensed = sensors.sensed(sensors.idle_ms())
    if sensed.idle_ms is None:
        yield "untouched for", "unknown"
    else:
        yield "untouched for", f"{sensed.idle_ms // _MINUTE_MS} minutes"
    yield "screen", _said(sensed.locked, "locked", "not locked")
    yield "do not disturb", _said(sensed.do_not_disturb, "on", "off")
    yield "microphone", _said(sensed.meeting, "in use", "not in use")
    yield "screen shared", _said(sensed.sharing, "yes", "no")
    yield "notifications", _why_not_shown() or notifier.name()
    yield "terminal", terminals.name() or f"none found; {_without_terminal(seen.plan)}"


def _without_terminal(plan: Plan) -> str:
    if not settled_here()[0].settings.remind_aloud:
        return "a reminder says what to type"
    from stretchcoach.cli.by_voice import why_not

    routine = plan.routine or plan.main
    reason = why_not(routine)
    begins = f"Start begins {routine} by voice alone"
    return f"a reminder says what to type, since {reason}" if reason else begins


def _said(tally: bool | None, yes: str, no: str) -> str:
    return "unknown" if tally is None else yes if tally else no
