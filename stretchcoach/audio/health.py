"""Verdicts on players: which failed, which is overdue, which backs off, which is next.

A player that fails backs off for a while, and the next best takes over. When all back off, nothing
is heard until one of them plays again. So sound comes back by itself when a sound server does.

Pure: no process, thread or file. The seconds may be of any clock.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from enum import Enum
from typing import NamedTuple

# How long a player backs off after it failed. After a hang it backs off longer: a sound was lost.
BACK_OFF_S, BACK_OFF_HUNG_S = 5.0, 60.0
# A player that runs this much longer than its sound hangs: its sound server is gone.
HANGS_AFTER_S = 4.0
# How long a player may take to end once it was terminated.
ENDS_WITHIN_S = 0.05
# A player that ends after less than this share of a longer sound has not played it, even if its
# exit code is 0.
_TELLING_MS, _TOO_SOON = 400, 0.6
# A player that fails this soon was refused by the device. One that runs this long has the device.
_AT_ONCE_S, _ESTABLISHED_S = 0.4, 0.3
# How long to wait for the next try while the cause of a failure is not known.
AGAIN_AFTER_S = 0.2
# How much sound may be buffered between a player and the ear.
_ON_ITS_WAY_S = 0.5


class Layer(Enum):
    """The kinds of sounds. The value says how many seconds late a sound may begin."""

    TONE = ("tone", 0.5)
    MARK = ("mark", 0.5)
    WORDS = ("words", 1.5)

    @property
    def latest_s(self) -> float:
        return self.value[1]


class Run(NamedTuple):
    """A player at work on one sound. The length is `guessed` where another program speaks."""

    player: str
    layer: Layer
    length_ms: int
    guessed: bool
    since_s: float
    told_to_end_s: float | None = None
    killed: bool = False

    @property
    def longest_s(self) -> float:
        return self.length_ms / 1_000 * (2 if self.guessed else 1)


class Cause(Enum):
    """Why a player failed."""

    REFUSED = "the device is busy with another sound"
    UNKNOWN = "another sound began just before, and may fail as well"
    FAILED = "the player itself"
    HUNG = "the player never ends"
    CROWDED = "the system starts no more programs"


class BackOff(NamedTuple):
    until_s: float
    cause: Cause


class Health(NamedTuple):
    """The players, best first, and those that failed and have not played since."""

    players: tuple[str, ...] = ()
    backing_off: Mapping[str, BackOff] = {}
    one_at_a_time: bool = False

    @property
    def silent(self) -> bool:
        """Whether there are players, and none of them plays."""
        return bool(self.players) and all(player in self.backing_off for player in self.players)

    @property
    def crowded(self) -> bool:
        return any(back_off.cause is Cause.CROWDED for back_off in self.backing_off.values())

    @property
    def leading(self) -> str | None:
        """The best player that plays."""
        return next((player for player in self.players if player not in self.backing_off), None)


def ready(health: Health, players: Iterable[str], now_s: float) -> str | None:
    """The first of these players that does not back off now."""
    for player in players:
        back_off = health.backing_off.get(player)
        if back_off is None or back_off.until_s <= now_s:
            return player
    return None


def backed_off(health: Health, player: str, cause: Cause, now_s: float) -> Health:
    """The health after this player failed."""
    back_off = BackOff(now_s + (BACK_OFF_HUNG_S if cause is Cause.HUNG else BACK_OFF_S), cause)
    return health._replace(backing_off={**health.backing_off, player: back_off})


def played(health: Health, player: str) -> Health:
    """The health after this player played."""
    backing_off = {
        name: back_off for name, back_off in health.backing_off.items() if name != player
    }
    return health._replace(backing_off=backing_off)


def too_late(layer: Layer, due_s: float, now_s: float) -> bool:
    """Whether the moment of a sound has passed."""
    return now_s - due_s > layer.latest_s


def gives_way(health: Health, layer: Layer, running: Collection[Run]) -> bool:
    """Whether a tone is left out because the device takes one sound, and is busy."""
    return health.one_at_a_time and layer is Layer.TONE and bool(running)


def makes_room(health: Health, run: Run) -> bool:
    """Whether this sound is ended so that a mark or words can be played."""
    return health.one_at_a_time and run.layer is Layer.TONE


def failed(run: Run, code: int | None, now_s: float) -> bool:
    """Whether a player that has ended by itself, with this exit code, could not play."""
    took_ms = (now_s - run.since_s) * 1_000
    telling = not run.guessed and run.length_ms >= _TELLING_MS
    return bool(code) or (telling and took_ms < _TOO_SOON * run.length_ms)


def cause(run: Run, code: int | None, others: Iterable[Run], now_s: float) -> Cause:
    """Why a player failed, while these others still play."""
    since_s = [other.since_s for other in others if other.player == run.player]
    if not code or not since_s or now_s - run.since_s >= _AT_ONCE_S:
        return Cause.FAILED
    established = now_s - min(since_s) > _ESTABLISHED_S
    return Cause.REFUSED if established else Cause.UNKNOWN


def overdue_s(run: Run) -> float:
    """When a player that still runs must be terminated or killed."""
    if run.killed:
        return math.inf
    if run.told_to_end_s is not None:
        return run.told_to_end_s + ENDS_WITHIN_S
    return run.since_s + run.longest_s + HANGS_AFTER_S


def heard_until_s(run: Run) -> float:
    """Until when a sound may still be heard."""
    if run.told_to_end_s is not None:
        return -math.inf
    return run.since_s + run.longest_s + _ON_ITS_WAY_S
