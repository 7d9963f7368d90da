"""A position's figure as a scene to draw, and the moment of its motion to show."""

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

# How long the figure stands before it moves; how long before the hold it arrives; and how long it
# rests in its end pose before it repeats the motion.
BEFORE_MS, AFTER_MS, REST_MS = 1_000, 500, 2_000
# Two pictures a second are enough for a slow motion, and every second picture comes together with
# the countdown. Each picture costs processor time, so only a short motion is shown twice.
A_SECOND, TWICE_MS = 2, 4_000
STEP_MS = 1_000 // A_SECOND
# In how many steps a breath lifts the shoulders.
BREATH_STEPS = 1


class Shown(NamedTuple):
    """A figure for a side, or its mirror image."""

    figure: Figure
    mirrored: bool


class Instant(NamedTuple):
    """A moment of a figure: which scene, the time in its motion, and the breath.

    If `at_ms` is None, it is in its end pose, and `breath` counts steps of `BREATH_STEPS`.
    """

    scene_no: int
    at_ms: int | None
    breath: int = 0


END = Instant(-1, None)


@lru_cache(maxsize=64)
def scene_of(figure: Figure, mirrored: bool) -> Scene | None:
    """The scene of this figure, for the other side if mirrored; None if it has faults."""
    scene, _ = described(description(figure))
    return scene.mirrored() if scene and mirrored else scene


def wrong_with(figure: Figure) -> list[Misdescribed]:
    """The faults of a figure, each with the path of keys to it."""
    return described(description(figure))[1]


@lru_cache(maxsize=16)
def scenes_of(shown: Shown, before: Shown | None) -> tuple[Scene, ...]:
    """The scenes that lead into a figure from the hold before; () if it has faults.

    If there was no hold before, or it was at another prop, the figure begins as its author says.
    """
    scene, last = scene_of(*shown), before and scene_of(*before)
    if scene is None:
        return ()
    if last is None or before is None or before.figure.prop != shown.figure.prop:
        return (scene,)
    if scene.prop == last.prop or shown.figure.prop != "corner":
        return (scene._replace(motion=onward(last.motion, scene.motion)),)
    way = round_the_corner(last.motion, scene.motion, scene.prop)
    # These views show the whole body on all of its way.
    views = tuple(view._replace(near="") for view in scene.views)
    return scene._replace(motion=way, views=views, working=frozenset(), felt=()), scene


@lru_cache(maxsize=8)
def framed(shown: Shown, company: tuple[Figure, ...]) -> Scene:
    """A scene for the camera, with room for all figures that are seen in the same way.

    So when one follows the other, parts that are the same do not move.
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
    """The instant at `into_ms` of a lead-in stage, which shows the motion once or twice.

    If the stage is shorter than the motion, the motion is faster.
    """
    lengths_ms = [scene.motion.length_ms for scene in scenes]
    at_ms = moment_ms(sum(lengths_ms), into_ms, stage_ms)
    for number, length_ms in enumerate(lengths_ms):
        if at_ms < length_ms:
            return Instant(number, at_ms)
        at_ms -= length_ms
    return END


def moment_ms(length_ms: int, into_ms: int, stage_ms: int) -> int:
    """The moment of a motion of this length that a stage shows at `into_ms`."""
    if not length_ms:
        return 0
    begin_ms, again_ms, shown_ms = _plan(length_ms, stage_ms)
    if again_ms is not None and into_ms >= again_ms:
        begin_ms = again_ms
    done_ms = _step(max(0, into_ms - begin_ms)) * 1_000 // A_SECOND
    return min(length_ms, done_ms * length_ms // shown_ms)


def next_moment_ms(length_ms: int, into_ms: int, stage_ms: int) -> int | None:
    """Milliseconds until the motion shows another moment; None if it has ended."""
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
    """When a motion begins in a stage, when it begins again (if it does), and how long it takes."""
    room_ms = max(STEP_MS, stage_ms - AFTER_MS)
    begin_ms = min(BEFORE_MS, room_ms // 4)
    again_ms = begin_ms + length_ms + REST_MS
    twice = length_ms <= TWICE_MS and again_ms + length_ms <= room_ms
    return begin_ms, again_ms if twice else None, min(length_ms, room_ms - begin_ms)


def breathed(phase: Phase, done: float) -> int:
    """How many of `BREATH_STEPS` the shoulders are lifted at this share of a phase."""
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
