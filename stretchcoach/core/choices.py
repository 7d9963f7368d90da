"""A person's choices for one session: a side, some positions, another hold time, a total."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from stretchcoach.core import words
from stretchcoach.core.routine import (
    FITTED_HOLD_MIN_MS,
    RETURN_HOLD_MS,
    Position,
    Routine,
    Side,
)
from stretchcoach.core.templates import Words
from stretchcoach.core.timeline import Timeline, Visit, lay_out


class Choices(NamedTuple):
    """The choices for a session. None leaves the routine's own value.

    `only` are position ids; their order does not matter. `hold_ms` is within the routine's limits.
    `total_ms` is the longest that the session may last: positions are left out from the end before
    holds are shortened, and both sides are always treated alike.
    Memory sets ids, too: positions in `without` are not held, those in `short` for less time. The
    `day` selects the wording of an author's cues. If `briefly`, the words are few.
    """

    side: Side | None = None
    only: tuple[str, ...] | None = None
    hold_ms: int | None = None
    total_ms: int | None = None
    without: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    day: int = 0
    briefly: bool = False


class ChoiceError(ValueError):
    """The routine cannot be led with these choices. The message tells the person why."""


def choose(routine: Routine, choices: Choices, *, gate: bool = True) -> Timeline:
    """Lay out the routine as chosen. Raises ChoiceError."""
    if choices.side is not None and not routine.sides:
        raise ChoiceError(f"{routine.name} has no sides, so there is no {choices.side.value} one.")
    sides = routine.sides if choices.side is None else (choices.side,)
    positions = tuple(
        position._replace(cues=tuple(cue.on(choices.day) for cue in position.cues))
        for position in picked(routine, choices)
    )
    if choices.hold_ms is not None:
        positions = tuple(position._replace(hold_ms=choices.hold_ms) for position in positions)
    positions = tuple(_shorter(routine, position, choices) for position in positions)
    fitted = ""
    if choices.total_ms is not None:
        positions, fitted = _fit(routine, sides, positions, total_ms=choices.total_ms)
    visits = _visits(routine, sides, positions)
    return lay_out(routine, visits, gate=gate, fitted=fitted, briefly=choices.briefly)


def picked(routine: Routine, choices: Choices) -> tuple[Position, ...]:
    """The positions to hold, maybe none. Raises ChoiceError for an unknown id."""
    only = routine.positions if choices.only is None else _only(routine, choices.only)
    return tuple(position for position in only if position.id not in choices.without)


def _shorter(routine: Routine, position: Position, choices: Choices) -> Position:
    if position.id not in choices.short:
        return position
    return position._replace(hold_ms=min(RETURN_HOLD_MS, routine.hold_ms(position)))


def _only(routine: Routine, ids: Sequence[str]) -> tuple[Position, ...]:
    known = {position.id for position in routine.positions}
    unknown = [id_ for id_ in ids if id_ not in known]
    if unknown or not ids:
        have = ", ".join(position.id for position in routine.positions)
        raise ChoiceError(
            f"{routine.name} has no position {', '.join(map(repr, unknown)) or repr('')}: "
            f"it has {have}."
        )
    return tuple(position for position in routine.positions if position.id in ids)


def _visits(routine: Routine, sides: Sequence[Side], positions: Sequence[Position]) -> list[Visit]:
    own = words.of(routine.language)
    return [
        Visit(
            side,
            for_side(own, position, side),
            hold_ms=routine.hold_ms(position),
            number=number,
            total=len(positions),
        )
        for side in sides or (None,)
        for number, position in enumerate(positions, start=1)
    ]


def for_side(own: Words, position: Position, side: Side | None) -> Position:
    """The position with all placeholders in its words filled in."""
    # A figure has no placeholders, and to copy it takes as long as all the rest.
    filled: Position = _filled(own, position._replace(figure=None), side)
    return filled._replace(figure=position.figure)


def has_blanks(position: Position) -> bool:
    """Whether the position has placeholders, which need sides."""
    return for_side(words.SILENT, position, None) != position


def _filled(own: Words, value: Any, side: Side | None) -> Any:
    if isinstance(value, str):
        return words.fill(own, value, side)
    if isinstance(value, tuple):
        parts = (_filled(own, part, side) for part in value)
        return value._make(parts) if hasattr(value, "_make") else tuple(parts)
    return value


def _length_ms(routine: Routine, sides: Sequence[Side], positions: Sequence[Position]) -> int:
    return routine._replace(sides=tuple(sides), positions=tuple(positions)).length_ms


def _fit(
    routine: Routine, sides: Sequence[Side], positions: tuple[Position, ...], total_ms: int
) -> tuple[tuple[Position, ...], str]:
    """As many of the first positions as fit; if none does, the first with a shorter hold."""
    asked = words.clock_time(total_ms)
    for count in range(len(positions), 0, -1):
        kept = positions[:count]
        length_ms = _length_ms(routine, sides, kept)
        if length_ms <= total_ms:
            return kept, _fitted(routine, kept, of=len(positions), length_ms=length_ms, asked=asked)
    first = positions[0]
    over_ms = _length_ms(routine, sides, (first,)) - total_ms
    times = len(sides) or 1
    hold_ms = routine.hold_ms(first) - -(-over_ms // times)
    hold_ms -= hold_ms % 1_000
    if hold_ms < FITTED_HOLD_MIN_MS:
        shortest = (first._replace(hold_ms=min(FITTED_HOLD_MIN_MS, routine.hold_ms(first))),)
        least_ms = _length_ms(routine, sides, shortest)
        raise ChoiceError(
            f"{routine.name} does not fit into {asked}: its shortest session is "
            f"{words.clock_time(least_ms)}."
        )
    kept = (first._replace(hold_ms=hold_ms),)
    length_ms = _length_ms(routine, sides, kept)
    return kept, _fitted(routine, kept, of=len(positions), length_ms=length_ms, asked=asked)


def _fitted(
    routine: Routine, kept: Sequence[Position], *, of: int, length_ms: int, asked: str
) -> str:
    own = words.of(routine.language)
    least_ms, *_, most_ms = sorted(map(routine.hold_ms, (kept[0], *kept)))
    return (own.fitted if least_ms == most_ms else own.fitted_range).format(
        asked=asked,
        kept=len(kept),
        all=of,
        names=", ".join(position.id for position in kept),
        time=words.whole_seconds(least_ms),
        least=words.whole_seconds(least_ms),
        most=words.whole_seconds(most_ms),
        length=words.clock_time(length_ms),
    )
