"""The changes that memory makes to a session, and the words that tell the person."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.choices import ChoiceError, Choices, choose, picked
from stretchcoach.core.memory import (
    TOO_OFTEN,
    Pain,
    State,
    is_same,
    place_of,
    strictest,
)
from stretchcoach.core.routine import RETURN_HOLD_MS, Position, Routine
from stretchcoach.core.templates import Words
from stretchcoach.core.timeline import Care, Timeline

BACK_FOR = words.whole_seconds(RETURN_HOLD_MS)
_NAMES = "{names}"


class NothingLeftError(ChoiceError):
    """Memory leaves out all chosen positions. `told` says why, and `undo` is the command for it."""

    def __init__(
        self, message: str, *, told: Sequence[str], left_out: tuple[str, ...], undo: str
    ) -> None:
        super().__init__(message)
        self.told = told
        self.left_out = left_out
        self.undo = undo


class Spared(NamedTuple):
    """A position, and the pain that makes it left out or short."""

    position: Position
    pain: Pain
    state: State


def cared(
    routine: Routine, choices: Choices, pains: Sequence[Pain], on: date, *, gate: bool = True
) -> Timeline:
    """The routine as chosen, on this day, after this pain. Raises ChoiceError.

    If no position is left to hold, that is a NothingLeftError.
    """
    spared = _spared(routine, choices, pains, on=on)
    if not spared:
        return choose(routine, choices, gate=gate)
    if not picked(routine, _without(choices, spared)):
        raise _nothing_left(routine, choices, spared, on=on)
    timeline = _laid_out(routine, choices, spared, on=on, gate=gate)
    if not gate or all(one.state is not State.OUT for one in spared):
        return timeline
    return timeline._replace(asked_back=_asked_back(routine, choices, spared, on=on))


def loads_nothing_that_hurt(routine: Routine, pains: Sequence[Pain], on: date) -> bool:
    """Whether this routine can replace another: its areas are all known, and none of them hurts."""
    return all(
        position.areas and strictest(pains, place_of(routine, position), on) is None
        for position in routine.positions
    )


def _spared(
    routine: Routine, choices: Choices, pains: Sequence[Pain], on: date
) -> tuple[Spared, ...]:
    """The chosen positions for which some pain counts."""
    found = (
        (position, strictest(pains, place_of(routine, position), on))
        for position in picked(routine, choices)
    )
    return tuple(Spared(position, *why) for position, why in found if why)


def _asked_back(routine: Routine, choices: Choices, spared: Sequence[Spared], on: date) -> Timeline:
    """The timeline with the positions that are left out only for some days."""
    asked = tuple(one.position.id for one in spared if one.state is State.OUT)
    back = [one._replace(state=State.SHORT) if one.state is State.OUT else one for one in spared]
    timeline = _laid_out(routine, choices, back, on=on, gate=True)
    return timeline._replace(care=timeline.care._replace(asked=asked))


def _laid_out(
    routine: Routine, choices: Choices, spared: Sequence[Spared], on: date, *, gate: bool
) -> Timeline:
    changed = _without(choices, spared)
    care = Care(_told(routine, spared, on), changed.without, changed.short)
    return choose(routine, changed, gate=gate)._replace(care=care)


def _without(choices: Choices, spared: Sequence[Spared]) -> Choices:
    return choices._replace(
        without=tuple(one.position.id for one in spared if one.state is not State.SHORT),
        short=tuple(one.position.id for one in spared if one.state is State.SHORT),
    )


def _nothing_left(
    routine: Routine, choices: Choices, spared: Sequence[Spared], on: date
) -> NothingLeftError:
    own = words.of(routine.language)
    which = choices.only[0] if choices.only and len(choices.only) == 1 else ""
    return NothingLeftError(
        own.nothing_left.format(title=routine.title),
        told=_told(routine, spared, on),
        left_out=tuple(one.position.id for one in spared),
        undo=f"stretch pain clear {routine.kept_name} {which}".strip(),
    )


def _told(routine: Routine, spared: Sequence[Spared], on: date) -> tuple[str, ...]:
    """A line for each reason, with all its positions."""
    own = words.of(routine.language)
    titles: dict[str, list[str]] = {}
    for one in sorted(spared, key=lambda one: -one.state.strictness):
        title = one.position.title
        title = title.lower() if own.lowers_titles else title
        titles.setdefault(_line(own, routine, one, on=on), []).append(title)
    return tuple(line.replace(_NAMES, ", ".join(names)) for line, names in titles.items())


def _line(own: Words, routine: Routine, spared: Spared, on: date) -> str:
    """The line about a spared position, with a placeholder for the positions."""
    pain, why = spared.pain, _why(own, routine, spared, on=on)
    if spared.state is State.SHORT:
        return own.short_again.format(names=_NAMES, why=why, time=BACK_FOR)
    if spared.state is State.TOO_OFTEN:
        return own.left_out_for_good.format(names=_NAMES, why=why, place=clearing(pain))
    day = words.day(own, pain.until, on)
    return own.left_out.format(names=_NAMES, why=why, time=BACK_FOR, day=day)


def _why(own: Words, routine: Routine, spared: Spared, on: date) -> str:
    pain, day = spared.pain, words.day(own, spared.pain.last, on)
    if not pain.place.routine:
        area = own.areas.get(pain.place.position, pain.place.position)
        return own.hurt_in_area.format(area=area, day=day)
    if not is_same(pain.place, place_of(routine, spared.position)):
        place = own.place_of_routine.format(
            position=pain.place.position, routine=pain.place.routine
        )
        return own.hurt_elsewhere.format(place=place, day=day)
    if len(pain.sessions) >= TOO_OFTEN:
        return own.hurt_often.format(count=len(pain.sessions))
    return own.hurt_on.format(day=day)


def clearing(pain: Pain) -> str:
    """The arguments of `stretch pain clear` that clear this pain."""
    return " ".join(filter(None, pain.place.key))
