"""A position's figure as a scene that can be drawn, and which moment of its motion is shown."""

from functools import lru_cache
from typing import Any

from stretchcoach.core.routine import Figure
from stretchcoach.figure.described import described
from stretchcoach.figure.moves import Misdescribed
from stretchcoach.figure.scene import Scene

# So long the figure stands before it moves, and so long before the hold it is there.
BEFORE_MS, AFTER_MS = 1_000, 500
# A motion is shown in steps of this: five pictures a second are enough for one that is slow.
STEP_MS = 200


@lru_cache(maxsize=64)
def scene_of(figure: Figure, mirrored: bool) -> Scene | None:
    """The scene of this figure, for the other side if mirrored; None for what cannot be made."""
    scene, _ = described(description(figure))
    return scene.mirrored() if scene and mirrored else scene


def wrong_with(figure: Figure) -> list[Misdescribed]:
    """What cannot be done of a figure, each with the keys to it."""
    return described(description(figure))[1]


def moment_ms(length_ms: int, into_ms: int, stage_ms: int) -> int:
    """Which moment of a motion of this length is shown `into_ms` a stage.

    Where the stage is shorter than the motion, all of it is shown faster.
    """
    if not length_ms:
        return 0
    room_ms = max(STEP_MS, stage_ms - AFTER_MS)
    begin_ms = min(BEFORE_MS, room_ms // 4)
    done_ms = max(0, into_ms - begin_ms) // STEP_MS * STEP_MS
    return min(length_ms, done_ms * length_ms // min(length_ms, room_ms - begin_ms))


def description(figure: Figure) -> dict[str, Any]:
    """The figure as a mapping, as its author wrote it."""
    whole = {
        "with": figure.prop,
        "from": figure.start,
        "moves": {move.name: dict(move.changes) for move in figure.moves},
        "works": list(figure.works),
        "felt": list(figure.felt),
        "views": list(figure.views),
        "near": figure.near,
    }
    return {key: value for key, value in whole.items() if value}
