"""Breathing: the author's pattern, and the phases of a hold of a given length."""

from enum import Enum
from typing import NamedTuple


class Way(Enum):
    """Which way the air goes."""

    IN = "in"
    OUT = "out"


class Breath(NamedTuple):
    """The pattern of one breath: 2,000 to 12,000 ms each way, the exhale at least as long."""

    in_ms: int = 4_000
    out_ms: int = 6_000

    @property
    def length_ms(self) -> int:
        return self.in_ms + self.out_ms


class Phase(NamedTuple):
    """One inhale or exhale, from `start_ms` up to but not including `end_ms` of its stage."""

    way: Way
    start_ms: int
    end_ms: int


def phases(breath: Breath, hold_ms: int) -> tuple[Phase, ...]:
    """Cut a hold into inhales and exhales: it begins with an inhale and ends with an exhale.

    A hold gets the nearest whole number of breaths (at least one), so that it never ends within a
    breath. Each is a little longer or shorter than the pattern, in the pattern's proportion. The
    phases cover the hold exactly.
    """
    length_ms = breath.length_ms
    count = max(1, (2 * hold_ms + length_ms) // (2 * length_ms))
    cut = []
    for number in range(count):
        start_ms = number * hold_ms // count
        end_ms = (number + 1) * hold_ms // count
        # Rounding down shortens the inhale, so the exhale stays at least as long.
        turn_ms = start_ms + (end_ms - start_ms) * breath.in_ms // length_ms
        cut += [Phase(Way.IN, start_ms, turn_ms), Phase(Way.OUT, turn_ms, end_ms)]
    return tuple(cut)
