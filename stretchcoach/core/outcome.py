"""What is left of a session when it is over: what was held, for how long, and how it ended."""

from enum import Enum
from typing import NamedTuple

from stretchcoach.core.routine import Position, Side


class Ended(Enum):
    """How one hold ended."""

    DONE = "done"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    HURT = "hurt"


class Held(NamedTuple):
    """One position on one side: held for `held_ms` at its best, and how that ended."""

    side: Side | None
    position: Position
    held_ms: int
    ended: Ended


class Outcome(NamedTuple):
    """`finished` is False for a session that was stopped; `active_ms` leaves pauses out."""

    routine: str
    title: str
    finished: bool
    active_ms: int
    holds: tuple[Held, ...]

    @property
    def held_ms(self) -> int:
        return sum(held.held_ms for held in self.holds)

    @property
    def hurt(self) -> tuple[Held, ...]:
        return tuple(held for held in self.holds if held.ended is Ended.HURT)


def recorded(holds: tuple[Held, ...], held: Held) -> tuple[Held, ...]:
    """The holds with this one added; of two of the same place, pain wins, then the longer."""
    for index, earlier in enumerate(holds):
        if earlier.side is held.side and earlier.position.id == held.position.id:
            better = max(earlier, held, key=lambda h: (h.ended is Ended.HURT, h.held_ms))
            return (*holds[:index], better, *holds[index + 1 :])
    return (*holds, held)
