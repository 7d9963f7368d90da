"""A position's figure as a scene that can be drawn, and which moment of its motion is shown."""

from functools import lru_cache
from operator import attrgetter
from typing import Any, NamedTuple

from stretchcoach.core.breath import Phase, Way
from stretchcoach.core.routine import Figure
from stretchcoach.figure.described import described
from stretchcoach.figure.motion import Motion
from stretchcoach.figure.moves import Misdescribed
from stretchcoach.figure.onward import onward, round_the_corner
from stretchcoach.figure.scene import Scene

# So long the figure stands before it moves, so long before the hold it is there, and so long it
# rests in its end pose before it shows the way there once more.
BEFORE_MS, AFTER_MS, REST_MS = 1_000, 500, 2_000
# Two pictures a second are enough for a motion that is slow, and each second one comes with the
# countdown: pictures are what a motion costs. For that, only a short one is shown twice.
A_SECOND, TWICE_MS = 2, 4_000
STEP_MS = 1_000 // A_SECOND
# A breath lifts the shoulders in so many steps.
BREATH_STEPS = 1


class Shown(NamedTuple):
    """A figure for a side, or its mirror image."""

    figure: Figure
    mirrored: bool


class Instant(NamedTuple):
    """What of a figure is shown: which of its scenes, when in its motion, and how far it breathes.

    At None it is in its end pose, in which it breathes in so many of `BREATH_STEPS`.
    """

    scene_no: int
    at_ms: int | None
    breath: int = 0


END = Instant(-1, None)


@lru_cache(maxsize=64)
def scene_of(figure: Figure, mirrored: bool) -> Scene | None:
    """The scene of this figure, for the other side if mirrored; None for what cannot be made."""
    scene, _ = described(description(figure))
    return scene.mirrored() if scene and mirrored else scene


def wrong_with(figure: Figure) -> list[Misdescribed]:
    """What cannot be done of a figure, each with the keys to it."""
    return described(description(figure))[1]


@lru_cache(maxsize=16)
def scenes_of(shown: Shown, before: Shown | None) -> tuple[Scene, ...]:
    """What leads into a figure, scene by scene, from the hold before: () for what cannot be made.

    Where nothing was held before, or at something else, it begins as its author says.
    """
    scene, last = scene_of(*shown), before and scene_of(*before)
    if scene is None:
        return ()
    if last is None or before is None or before.figure.prop != shown.figure.prop:
        return (scene,)
    if scene.prop == last.prop or shown.figure.prop != "corner":
        return (scene._replace(motion=onward(last.motion, scene.motion)),)
    way = round_the_corner(last.motion, scene.motion, scene.prop)
    # The whole body, and room for all of its way.
    views = tuple(view._replace(near="") for view in scene.views)
    return scene._replace(motion=way, views=views, working=frozenset(), felt=()), scene


@lru_cache(maxsize=8)
def framed(shown: Shown, company: tuple[Figure, ...]) -> Scene:
    """A scene whose pictures have room for each figure that is seen in the same way.

    So what is the same in two of them stays where it is when one follows the other.
    """
    (scene,) = scenes_of(shown, None)
    if "hands" in (view.near for view in scene.views):
        return scene
    kind = attrgetter("prop", "views", "near")
    others = (figure for figure in company if kind(figure) == kind(shown.figure))
    alike = [other for figure in others if (other := scene_of(figure, shown.mirrored))] or [scene]
    keys = (key for other in alike for key in other.motion.keys)
    return alike[0]._replace(motion=Motion(tuple(keys)))


def instant(scenes: tuple[Scene, ...], into_ms: int, stage_ms: int) -> Instant:
    """What is shown `into_ms` a stage that leads into a hold: the way there, once or twice.

    Where the stage is shorter than the motion, all of it is shown faster.
    """
    lengths_ms = [scene.motion.length_ms for scene in scenes]
    at_ms = moment_ms(sum(lengths_ms), into_ms, stage_ms)
    for number, length_ms in enumerate(lengths_ms):
        if at_ms < length_ms:
            return Instant(number, at_ms)
        at_ms -= length_ms
    return END


def moment_ms(length_ms: int, into_ms: int, stage_ms: int) -> int:
    """Which moment of a motion of this length is shown `into_ms` a stage; its length at the end."""
    if not length_ms:
        return 0
    begin_ms, again_ms, shown_ms = _plan(length_ms, stage_ms)
    if again_ms is not None and into_ms >= again_ms:
        begin_ms = again_ms
    done_ms = _step(max(0, into_ms - begin_ms)) * 1_000 // A_SECOND
    return min(length_ms, done_ms * length_ms // shown_ms)


def next_moment_ms(length_ms: int, into_ms: int, stage_ms: int) -> int | None:
    """Milliseconds until another moment of the motion is shown; None where it is not moved on."""
    if not length_ms:
        return None
    begin_ms, again_ms, _ = _plan(length_ms, stage_ms)
    if into_ms < begin_ms:
        return begin_ms - into_ms
    if moment_ms(length_ms, into_ms, stage_ms) < length_ms:
        since_ms = into_ms - (begin_ms if again_ms is None or into_ms < again_ms else again_ms)
        return -(-(_step(since_ms) + 1) * 1_000 // A_SECOND) - since_ms
    return again_ms - into_ms if again_ms is not None and into_ms < again_ms else None


def _step(since_ms: int) -> int:
    return since_ms * A_SECOND // 1_000


def _plan(length_ms: int, stage_ms: int) -> tuple[int, int | None, int]:
    """When a motion begins in a stage, when it begins once more, and how long it is shown."""
    room_ms = max(STEP_MS, stage_ms - AFTER_MS)
    begin_ms = min(BEFORE_MS, room_ms // 4)
    again_ms = begin_ms + length_ms + REST_MS
    twice = length_ms <= TWICE_MS and again_ms + length_ms <= room_ms
    return begin_ms, again_ms if twice else None, min(length_ms, room_ms - begin_ms)


def breathed(phase: Phase, done: float) -> int:
    """How many of `BREATH_STEPS` the shoulders are lifted, so far into a phase of a breath."""
    return round((done if phase.way is Way.IN else 1 - done) * BREATH_STEPS)


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
