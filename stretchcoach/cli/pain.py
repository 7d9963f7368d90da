"""`stretch pain`: which positions hurt and are left out, until when, and how to undo it."""

import json as json_format
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Any

import typer

from stretchcoach.cli.options import complete_name
from stretchcoach.clock import now
from stretchcoach.core import words
from stretchcoach.core.care import clearing
from stretchcoach.core.memory import (
    TOO_OFTEN,
    Pain,
    Place,
    Remembered,
    State,
    What,
    place_of,
    recall,
    state_at,
)
from stretchcoach.core.routine import AREAS, RETURN_HOLD_MS
from stretchcoach.errors import CoachError
from stretchcoach.files.memory import keep, memory_path, read_memory
from stretchcoach.files.names import find
from stretchcoach.files.write import cannot_be_written
from stretchcoach.nearest import nearest

_WAYS = "add AREA, add ROUTINE POSITION, clear, clear AREA, clear ROUTINE, clear ROUTINE POSITION"


def _complete(ctx: typer.Context, incomplete: str) -> list[str]:
    """Completes the action, then an area or a routine, and then one of its positions."""
    given: Sequence[str] = ctx.params.get("ways") or ctx.args
    if not given:
        return [way for way in ("add", "clear") if way.startswith(incomplete)]
    if len(given) == 1:
        areas = [area for area in AREAS if area.startswith(incomplete)]
        return [*areas, *complete_name(incomplete)]
    try:
        ids = [position.id for position in find(given[1]).positions]
    except CoachError:
        return []
    return [id_ for id_ in ids if id_.startswith(incomplete)]


def pain(
    ways: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[add|clear] [AREA | ROUTINE [POSITION]]",
            help="Say what hurts, or take it back; nothing lists it.",
            autocompletion=_complete,
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Say what hurt and is left out, until when; add to it, or clear it."""
    way, *what = ways or [""]
    if way == "add":
        _keep(Remembered(What.ADDED, date.min, _added(what)))
    elif way == "clear":
        _keep(Remembered(What.CLEARED, date.min, _cleared(what)))
    elif way:
        raise typer.BadParameter(f"{way!r} is neither add nor clear.")
    _list(json=json)


def _keep(line: Remembered) -> None:
    try:
        keep(line, now())
    except OSError as error:
        raise cannot_be_written(memory_path(), error) from None


def _added(what: Sequence[str]) -> Place:
    """An area, or a position of a routine. Raises CoachError for anything else."""
    area = " ".join(what)
    if area in AREAS:
        return Place(position=area)
    if len(what) != 2:
        told = f"{area!r} is no area of the body{_meant(area, AREAS)}" if what else "What hurts?"
        raise CoachError(told, f"{_areas()} Or name a routine and its position: see stretch list.")
    return _place(*what)


def _cleared(what: Sequence[str]) -> Place:
    """The place to clear: everything, an area, a routine or a position. Raises CoachError."""
    area = " ".join(what)
    if not what:
        return Place()
    if area in AREAS:
        return Place(position=area)
    if len(what) > 2:
        raise typer.BadParameter(f"Too many words. There are: {_WAYS}.")
    known = {pain.place.key: pain.place for pain in _read()}
    if what[0] in {routine for routine, _ in known}:
        # Its file may be gone, or have lost the position. The memory can still be cleared.
        name, position = what[0], what[1] if len(what) > 1 else ""
        if not position or (name, position) in known:
            return known.get((name, position), Place(name))
    return _place(*what)


def _place(name: str, position: str = "") -> Place:
    routine = find(name)
    if not position:
        return place_of(routine)
    for one in routine.positions:
        if one.id == position:
            return place_of(routine, one)
    ids = [one.id for one in routine.positions]
    told = f"{routine.name} has no position {position!r}{_meant(position, ids)}"
    raise CoachError(told, f"See: stretch show {name}")


def _meant(given: str, known: Sequence[str]) -> str:
    """The end of a message about an unknown word."""
    near = nearest(given, tuple(known))
    return f". Did you mean {' or '.join(near)}?" if near else f". There are {', '.join(known)}."


def _areas() -> str:
    return f"The areas are {', '.join(AREAS[:-1])} and {AREAS[-1]}."


def _read() -> tuple[Pain, ...]:
    return _read_all()[0]


def _read_all() -> tuple[tuple[Pain, ...], int]:
    """The remembered pains, and how many lines are not understood. Raises CoachError."""
    try:
        kept = read_memory()
    except OSError as error:
        told = f"{memory_path()} cannot be read: {error.strerror or error}."
        raise CoachError(told, "See: stretch where") from None
    return recall(kept.lines), kept.damaged


def _list(*, json: bool) -> None:
    pains, damaged = _read_all()
    today = now().date()
    if json:
        print(json_format.dumps([_record(pain, today) for pain in pains], indent=2))
        return
    told = [line for pain in pains for line in _told(pain, today)]
    print("\n".join(told or ["No pain is remembered."]))
    if damaged:
        lines = "1 line" if damaged == 1 else f"{damaged} lines"
        print(f"Not understood, and left as it is: {lines} of {memory_path()}")


def _told(pain: Pain, today: date) -> Iterator[str]:
    own = words.of("en")
    yield " ".join(filter(None, (pain.place.routine, pain.place.position)))
    yield f"  {_history(pain, today)}; {_state(pain, today)}"
    if _at_itself(pain, today) is State.TOO_OFTEN:
        yield "  see a doctor or physiotherapist"
    if pain.asks:
        yield f"  the next start asks first: {own.signs_in_short[pain.asks]}, has it passed?"
    if not pain.place.routine:
        yield "  in every routine"
    elif pain.place.areas:
        yield f"  in other routines: what loads {', '.join(pain.place.areas)}"
    no_more = sorted(pain.free | pain.cleared)
    free = [" ".join(key).strip() for key in no_more if key != pain.place.key]
    if free:
        yield f"  no more at: {', '.join(free)}"
    yield f"  to undo it: stretch pain clear {clearing(pain)}"


def _history(pain: Pain, today: date) -> str:
    on = words.day(words.of("en"), pain.last, today)
    count = len(pain.sessions)
    if count < 2:
        return f"hurt on {on}" if count else f"added on {on}"
    return f"hurt in {count} sessions, last on {on}"


def _state(pain: Pain, today: date) -> str:
    back_for = words.whole_seconds(RETURN_HOLD_MS)
    match _at_itself(pain, today):
        case State.OUT:
            until = words.day(words.of("en"), pain.until, today)
            return f"left out until {until}, then back once for {back_for}"
        case State.SHORT:
            return f"back once for {back_for}"
        case State.TOO_OFTEN:
            return "left out until you clear it"
        case State.FREE:
            return f"held as usual again; after pain in {TOO_OFTEN} sessions it would stay out"


def _at_itself(pain: Pain, on: date) -> State:
    """The state at the place itself; for an area, in a routine that has not asked it back."""
    place = pain.place if pain.place.routine else Place(areas=(pain.place.position,))
    return state_at(pain, place, on)


def _record(pain: Pain, today: date) -> dict[str, Any]:
    state = _at_itself(pain, today)
    area = not pain.place.routine
    return {
        "routine": pain.place.routine,
        "position": "" if area else pain.place.position,
        "area": pain.place.position if area else "",
        "areas": list(pain.place.areas),
        "last": pain.last.isoformat(),
        "sessions": len(pain.sessions),
        "sign": pain.sign.value if pain.sign else None,
        "asks": pain.asks.value if pain.asks else None,
        "state": state.value,
        "until": pain.until.isoformat() if state is State.OUT else None,
    }
