"""Motions from one hold to the next: each begins where the one before ended."""

from collections.abc import Iterator
from itertools import pairwise
from math import atan2, ceil, degrees
from typing import Final

from stretchcoach.figure.motion import Key, Motion
from stretchcoach.figure.pose import FootTarget, HandTarget, Pose, solved
from stretchcoach.figure.props import CORNER, WALL, Prop
from stretchcoach.figure.skeleton import SIDES
from stretchcoach.figure.starts import on_feet
from stretchcoach.figure.vectors import Vec, at, facing, length, minus, mix

# How long the change from one grip to the next takes.
OVER_MS: Final = 1_500
# Walking round a corner: the length and the time of a step, the time of a quarter turn on the spot,
# and the distance from the wall's end.
_STEP: Final = 42.0
_STEP_MS, _QUARTER_MS, _CLEAR = 450, 600, 36.0
# A thicker wall is the corner of a room; a thinner one is the end of a wall.
_THIN: Final = 60.0
_Way = list[tuple[float, float]]


def onward(before: Motion, to: Motion) -> Motion:
    """The motion from the end of one to the end of the other, by a pose that both share.

    The last moves are undone, as one eases out: back to where both are alike, but never further
    than the last turn of the body.
    """
    depth = _in_common(before, to)
    keys, there = _undone(before, depth), to.keys[depth]
    if keys[-1].pose != there.pose:
        keys.append(Key(there.name, there.pose, OVER_MS))
    return Motion((*keys, *to.keys[depth + 1 :]))


def round_the_corner(before: Motion, to: Motion, prop: Prop) -> Motion:
    """The motion from the end of a stretch on one face of a corner to the start on the other face.

    `prop` is the corner in `to`. In `before` the wall is at its own side.
    """
    if all(x < 0 for face in prop.faces for x, _, _ in face.corners):
        return round_the_corner(before.mirrored(), to.mirrored(), prop.mirrored()).mirrored()
    end = to.keys[0]
    thick = max(x for face in prop.faces for x, _, _ in face.corners) + WALL
    eased = [
        Key(key.name, _across(key.pose, thick), key.takes_ms * 2 // 3) for key in _undone(before, 0)
    ]
    x, y, _ = eased[-1].pose.place
    end_x, end_y, _ = end.pose.place
    # The way goes past the end of a wall, or along the face of a corner; then along the other face.
    beyond = CORNER + _CLEAR if thick < _THIN else y
    way = [(x, y)] * (beyond > y) + [(x, beyond), (end_x, beyond), (end_x, end_y)]
    free = end.pose._replace(hands=(None, None))
    return Motion((*eased, *_walked(free, way), *_turned_round(end)))


def _in_common(before: Motion, to: Motion) -> int:
    """The number of the last key up to which both motions are the same."""
    if before == to:
        return max(0, len(to.keys) - 2)
    depth, equal, start = 0, True, to.keys[0].pose.heading
    longest = min(len(before.keys), len(to.keys)) - 1
    for number, (one, other) in enumerate(zip(before.keys, to.keys, strict=False)):
        if one.name != other.name:
            break
        equal = equal and one.pose == other.pose
        unturned = one.pose.heading == other.pose.heading == start
        if equal or (unturned and number < longest):
            depth = number
    return depth


def _undone(motion: Motion, depth: int) -> list[Key]:
    """The keys from the end of a motion back to this number, each move in its own time."""
    keys = [motion.keys[-1]._replace(takes_ms=0)]
    for number in range(len(motion.keys) - 2, depth - 1, -1):
        keys.append(motion.keys[number]._replace(takes_ms=motion.keys[number + 1].takes_ms))
    return keys


def _across(pose: Pose, thick: float) -> Pose:
    """A pose with the wall at its left, in the space of the other face, which is at the right."""
    if thick < _THIN:
        return _carried(pose, (thick - 2 * WALL, 0.0), 0)
    # A quarter turn: the corner is at WALL, CORNER for one face and at -WALL, CORNER for the other.
    return _carried(pose, (CORNER - WALL, CORNER - WALL), 90)


def _carried(pose: Pose, by: tuple[float, float], turn: float) -> Pose:
    """The pose turned about the middle of the floor and then moved, with its hands and feet."""
    frame = facing(turn)

    def turned(way: Vec) -> Vec:
        return at((0.0, 0.0, 0.0), frame, *way)

    def moved(place: Vec) -> Vec:
        return at((*by, 0.0), frame, *place)

    def held(hand: HandTarget | None) -> HandTarget | None:
        return hand and HandTarget(
            moved(hand.at),
            elbow=turned(hand.elbow),
            palm=turned(hand.palm),
            fingers=hand.fingers and turned(hand.fingers),
            curl=hand.curl,
            rests_at=hand.rests_at and moved(hand.rests_at),
        )

    def stood(foot: FootTarget | None) -> FootTarget | None:
        return foot and FootTarget(moved(foot.ankle), foot.heading + turn, foot.pitch)

    (left, right), (left_foot, right_foot) = pose.hands, pose.feet
    return pose._replace(
        place=moved(pose.place),
        heading=pose.heading + turn,
        hands=(held(left), held(right)),
        feet=(stood(left_foot), stood(right_foot)),
    )


def _walked(pose: Pose, way: _Way) -> Iterator[Key]:
    """Steps along a way, left and right in turn. At the end the feet are side by side."""
    places = list(_places(way))
    feet = on_feet(_on(pose, places[0], _heading(places[0], places[1]))).feet
    for number, (last, here) in enumerate(pairwise(places)):
        following = places[number + 2] if number + 2 < len(places) else here
        heading = _heading(last, following)
        there = on_feet(_on(pose, here, heading)).feet
        foot = SIDES[number % 2]
        feet = (there[0], feet[1]) if foot == "left" else (feet[0], there[1])
        between = ((last[0] + here[0]) / 2, (last[1] + here[1]) / 2)
        yield Key("walk", solved(_on(pose, between, heading)._replace(feet=feet)), _STEP_MS)
    yield Key("walk", solved(on_feet(_on(pose, places[-1], heading))), _STEP_MS)


def _turned_round(end: Key) -> list[Key]:
    """The half turn at the end, away from the wall, until the body faces as in `end`."""
    quarter = on_feet(end.pose._replace(heading=end.pose.heading + 90))
    return [Key("walk", solved(quarter), _QUARTER_MS), end._replace(takes_ms=_QUARTER_MS)]


def _on(pose: Pose, place: tuple[float, float], heading: float) -> Pose:
    return pose._replace(place=(*place, pose.place[2]), heading=heading)


def _heading(start: tuple[float, float], end: tuple[float, float]) -> float:
    """The heading from one place to another, in degrees to the left."""
    return degrees(atan2(start[0] - end[0], end[1] - start[1])) % 360


def _places(way: _Way) -> Iterator[tuple[float, float]]:
    """Places along a way, at most a step apart."""
    yield way[0]
    for (x1, y1), (x2, y2) in pairwise(way):
        a, b = (x1, y1, 0.0), (x2, y2, 0.0)
        steps = ceil(length(minus(b, a)) / _STEP)
        for step in range(1, steps + 1):
            x, y, _ = mix(a, b, step / steps)
            yield x, y
