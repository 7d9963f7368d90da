"""Finds a routine by its name, and lays it out as chosen."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from stretchcoach.clock import day_of_year
from stretchcoach.core.choices import ChoiceError, Choices
from stretchcoach.core.routine import Side
from stretchcoach.errors import CoachError

if TYPE_CHECKING:
    from stretchcoach.core.timeline import Timeline


def chosen(
    name: str, choices: Choices, *, gate: bool = True, laid_out: "Callable[..., Timeline]"
) -> "Timeline":
    """The routine of this name, laid out as chosen by `laid_out`. Raises CoachError."""
    from stretchcoach.files.names import find

    try:
        return laid_out(find(name), choices, gate=gate)
    except ChoiceError as error:
        raise CoachError(str(error), f"See: stretch show {name}") from None


def choices_of(
    side: Side | None, only: str | None, hold_ms: int | None, total_ms: int | None
) -> Choices:
    """The options as `Choices`."""
    ids = None if only is None else tuple(part.strip() for part in only.split(","))
    return Choices(
        side=side,
        only=ids,
        hold_ms=hold_ms,
        total_ms=total_ms,
        day=day_of_year(),
    )
