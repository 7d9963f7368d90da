"""Arrows that show how a body turns, computed from the start and the end of its motion.

For the eye an arrow is in front of the body: round it on the floor (or as low as is seen), above a
head that turns, over one that tips, and outside of a hand that bends.
"""

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from math import atan2, cos, degrees, radians, sin
from typing import Final, NamedTuple

from stretchcoach.figure.motion import Motion
from stretchcoach.figure.pose import Pose, body_of
from stretchcoach.figure.props import Face
from stretchcoach.figure.shapes import Capsule, Role
from stretchcoach.figure.skeleton import SIDES
from stretchcoach.figure.vectors import Vec, along, blend, dot, length, minus, unit

# The least turn, in degrees, that gets an arrow.
_NOTICEABLE: Final = {"body": 20.0, "head": 15.0, "chin": 25.0, "hand": 30.0}
# Up to how many degrees of bending a body counts as upright.
_UPRIGHT: Final = 10.0
# From how many degrees on a turn has begun.
_BEGUN: Final = 3.0
# How far from the body's axis an arrow runs, and how much of the circle it covers.
_RADIUS, _HEAD_RADIUS = 40.0, 26.0
_LEAST, _MOST, _SWEPT_LEAST = 110.0, 150.0, 75.0
_STEPS: Final = 10
# How far an arrow is over a head, above its middle, and outside of a hand, from its wrist.
_OVER_HEAD, _ABOVE_HEAD, _OUTSIDE_HAND = 26.0, 30.0, 28.0
# The thickness of the line and the size of its head: the least in heights of a pixel, and in cm.
_LINE: Final = (0.5, 1.4)
_BARB: Final = (2.2, 3.4)
_POINT: Final = (3.6, 6.0)
_SHORTEST: Final = 1.8
# A view from at least so high counts as from above. There a head's arrow would hide the head.
_ABOVE: Final = 0.87
# In a picture with fewer rows the point is smaller, down to this share.
_WHOLE_ROWS, _SMALLEST = 14, 0.85
# An arrow is in front of all else.
_NEARER: Final = 300.0


_Angle = Callable[[Pose], float]
_Path = tuple[Vec, ...]


class Arrow(NamedTuple):
    """The shapes of an arrow: a line, and a flat point in front of all else."""

    line: list[Capsule]
    point: Face


class Turn(NamedTuple):
    """One arrow: the angle of a pose, the angle at the start, and the path of the arrow."""

    angle: _Angle
    first: float
    path: _Path

    def begun(self, pose: Pose) -> bool:
        """Whether the turn has begun in this pose. Before that the arrow is not shown."""
        return abs(self.angle(pose) - self.first) > _BEGUN

    def arrow(self, right: Vec, up: Vec, scale: float, rows: int) -> "Arrow | None":
        """The arrow in a picture with these rows, in which a centimetre is `scale` pixels high.

        It is never too thin to see, and its point is never seen from its end. If it would be little
        more than its point, there is no arrow.
        """
        small = min(1.0, max(_SMALLEST, rows / _WHOLE_ROWS))
        thin = max(_LINE[1], _LINE[0] / scale)
        wide, long = (max(cm, pixels * small / scale) for pixels, cm in (_BARB, _POINT))
        flat = [blend(right, dot(place, right), up, dot(place, up)) for place in self.path]
        if sum(length(minus(a, b)) for a, b in pairwise(flat)) < _SHORTEST * long:
            return None
        line, tip = _cut(flat, long)
        way = unit(minus(tip, line[-1]))
        aside = blend(right, -dot(way, up) * wide, up, dot(way, right) * wide)
        barbs = along(line[-1], aside, 1), along(line[-1], aside, -1)
        return Arrow(
            [
                Capsule(start, end, thin, end_radius=thin, role=Role.TURN, nearer=_NEARER)
                for start, end in pairwise(line)
            ],
            Face((*barbs, tip), (0, 0, 0), Role.TURN),
        )


def turns(motion: Motion, near: Vec, level: float, working: frozenset[str]) -> tuple[Turn, ...]:
    """The arrows of a motion for an eye in this direction. The body's arrow is at this height."""
    from_above = near[2] > _ABOVE
    kinds: list[tuple[str, _Angle, Callable[[], _Path]]] = [
        ("body", _facing, partial(_round_body, motion, near, level))
    ]
    if not from_above:
        kinds += [
            ("head", _looking, partial(_above_head, motion, near)),
            ("head", _tipping, partial(_over_head, motion, "neck tip")),
            ("chin", _nodding, partial(_over_head, motion, "neck bend")),
        ]
    kinds += [
        ("hand", partial(_bending, side), partial(_outside_hand, motion, side))
        for side in SIDES
        if f"{side} hand" in working
    ]
    found = []
    for kind, angle, path in kinds:
        first = angle(motion.keys[0].pose)
        if abs(angle(motion.end) - first) >= _NOTICEABLE[kind]:
            found.append(Turn(angle, first, path()))
    return tuple(found)


def _facing(pose: Pose) -> float:
    """The direction of the chest, in degrees to the left."""
    return pose.heading + pose.angle("waist turn")


def _looking(pose: Pose) -> float:
    return pose.angle("neck turn")


def _tipping(pose: Pose) -> float:
    return pose.angle("neck tip")


def _nodding(pose: Pose) -> float:
    """How far the chin is lowered; 0 if the back bends, too, which is visible anyway."""
    bent = abs(pose.angle("waist bend")) + abs(pose.angle("pelvis bend"))
    return pose.angle("neck bend") if bent < _UPRIGHT else 0.0


def _bending(side: str, pose: Pose) -> float:
    return pose.angle(f"{side} wrist bend")


def _round_body(motion: Motion, near: Vec, level: float) -> _Path:
    end = motion.end
    x, y, _ = end.place
    by = _facing(end) - _facing(motion.keys[0].pose)
    if near[2] < _ABOVE:
        return _round((x, y, level), near, _RADIUS, by=by)
    # From above it is behind the body, on the side that the body does not turn to.
    middle = radians(_facing(end) - by / 2)
    return _round((x, y, level), (sin(middle), -cos(middle), 0.0), _RADIUS, by=by)


def _above_head(motion: Motion, near: Vec) -> _Path:
    body = body_of(motion.end)
    centre = along(body.points["head"], body.frames["head"][2], _ABOVE_HEAD)
    by = _looking(motion.end) - _looking(motion.keys[0].pose)
    return _round(centre, near, _HEAD_RADIUS, by=by)


def _round(centre: Vec, towards: Vec, radius: float, by: float) -> _Path:
    """An arc of a level circle, in the middle of the part near the eye; to the left if `by` > 0.

    To the left is anticlockwise, seen from above.
    """
    middle = degrees(atan2(towards[1], towards[0]))
    sweep = min(max(1.5 * abs(by), _LEAST), _MOST) * (1 if by > 0 else -1)
    ways = (radians(middle + sweep * (step / _STEPS - 0.5)) for step in range(_STEPS + 1))
    x, y, z = centre
    return tuple([(x + radius * cos(way), y + radius * sin(way), z) for way in ways])


def _over_head(motion: Motion, joint: str) -> _Path:
    """The path of a point above the head, with the body as it is at the end."""
    return _swept(motion, joint, _crown)


def _crown(pose: Pose) -> Vec:
    body = body_of(pose)
    return along(body.points["head"], body.frames["head"][2], _OVER_HEAD)


def _outside_hand(motion: Motion, side: str) -> _Path:
    def outside(pose: Pose) -> Vec:
        points = body_of(pose).points
        wrist = points[f"{side} wrist"]
        return along(wrist, unit(minus(points[f"{side} knuckles"], wrist)), _OUTSIDE_HAND)

    return _swept(motion, f"{side} wrist bend", outside)


def _swept(motion: Motion, joint: str, point: Callable[[Pose], Vec]) -> _Path:
    """The path of a point while a joint goes to its last angle, from its first or further away."""
    start, end = motion.keys[0].pose.angle(joint), motion.end.angle(joint)
    start = end + max(_SWEPT_LEAST, abs(start - end)) * (1 if start > end else -1)
    turned = (start + (end - start) * step / _STEPS for step in range(_STEPS + 1))
    return tuple([point(motion.end.joint(joint, angle)) for angle in turned])


def _cut(path: list[Vec], long: float) -> tuple[list[Vec], Vec]:
    """The path up to the arrow's point, and the tip of the point, so much further."""
    tip, kept = path[-1], path[:-1]
    while len(kept) > 2 and length(minus(tip, kept[-1])) < long:
        kept.pop()
    return kept, along(kept[-1], unit(minus(tip, kept[-1])), long)
