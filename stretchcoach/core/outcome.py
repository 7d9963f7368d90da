"""The outcome of a session: what was held, for how long, and how it ended."""

from enum import Enum
from typing import NamedTuple

from stretchcoach.core.routine import Position, Side


class Ended(Enum):
    """How one hold ended."""

    DONE = "done"
    SKIPPED = "skipped"
    STOPPED = "stopped"
    HURT = "hurt"


class Sign(Enum):
    """The kind of pain in a hold, in order of gravity."""

    PAIN = "pain"
    NUMBNESS = "numbness"  # or tingling, or dizziness
    EMERGENCY = "emergency"  # pressure in the chest and its like, or the signs of a stroke

    @property
    def gravity(self) -> int:
        return list(Sign).index(self)

    @property
    def ends_it(self) -> bool:
        """Whether a person must not go on after this today."""
        return self is not Sign.PAIN


class Held(NamedTuple):
    """One position on one side: the longest time that it was held, and how that ended.

    `sign` is the kind of pain that the person named, or None.
    """

    side: Side | None
    position: Position
    held_ms: int
    ended: Ended
    sign: Sign | None = None


class Outcome(NamedTuple):
    """`finished` is False for a session that was stopped. `active_ms` is without pauses."""

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

    @property
    def sign(self) -> Sign | None:
        """The gravest sign that the person named."""
        told = (held.sign for held in self.hurt if held.sign)
        return max(told, key=lambda sign: sign.gravity, default=None)


def recorded(holds: tuple[Held, ...], held: Held) -> tuple[Held, ...]:
    """The holds with this one added. Of two of one place, pain wins, then the longer one."""
    earlier = record_of(holds, held.side, held.position)
    if earlier is None:
        return (*holds, held)
    better = max(earlier, held, key=lambda h: (h.ended is Ended.HURT, h.held_ms))
    return tuple(better if one is earlier else one for one in holds)


def record_of(holds: tuple[Held, ...], side: Side | None, position: Position) -> Held | None:
    """The hold of this place, or None."""
    same = (held for held in holds if held.side is side and held.position.id == position.id)
    return next(same, None)
