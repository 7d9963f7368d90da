"""A body as shapes to draw: capsules, each with a role instead of a colour."""

from enum import IntEnum
from typing import Final, NamedTuple

from stretchcoach.figure.skeleton import SIDES, Body
from stretchcoach.figure.vectors import Vec, at, dot, minus, mix

LIMBS: Final = tuple(f"{side} {limb}" for limb in ("arm", "hand", "leg") for side in SIDES)


class Role(IntEnum):
    """The role of a pixel. From GAP on it is the body; from WORKING on it must not be missed."""

    NOTHING = 0
    FLOOR = 1
    WALL = 2
    WALL_END = 3
    PROP = 4
    PROP_SIDE = 5
    GAP = 6
    FAR = 7
    FAR_LEG = 8
    TROUSERS = 9
    SHOE = 10
    SHIRT = 11
    SLEEVE = 12
    HAIR = 13
    SKIN = 14
    HAND = 15
    WORKING = 16
    FELT = 17
    TURN = 18


class Capsule(NamedTuple):
    """Two balls and the space between them.

    If `parted`, a gap sets it off from the body behind it. `nearer` moves it towards the eye in the
    order of drawing, by so many centimetres.
    """

    start: Vec
    end: Vec
    start_radius: float
    end_radius: float
    role: Role
    parted: bool = False
    nearer: float = 0.0


# The parts of a limb: from where to where, the radius at either end, and whether it is parted. Long
# bones are cut in two, so that a limb across the body has the right order in front and behind.
_ARM: Final = (
    ("shoulder", "elbow", 0.0, 0.45, 7.4, 6.8, False),
    ("shoulder", "elbow", 0.45, 1.0, 6.8, 6.2, True),
    ("elbow", "wrist", 0.0, 0.5, 6.2, 5.8, True),
    ("elbow", "wrist", 0.5, 1.0, 5.8, 5.0, True),
)
_HAND: Final = (
    ("wrist", "knuckles", 0.1, 1.0, 5.0, 5.2, True),
    ("knuckles", "fingertips", 0.0, 0.9, 4.6, 3.6, True),
)
_LEG: Final = (
    ("hip", "knee", 0.0, 0.45, 9.4, 8.6, False),
    ("hip", "knee", 0.45, 1.0, 8.6, 7.4, True),
    ("knee", "ankle", 0.0, 0.5, 7.2, 6.6, True),
    ("knee", "ankle", 0.5, 1.0, 6.6, 5.4, True),
)
_Offset = tuple[float, float, float]

# Where a stretch can be felt: a joint, the part that gives the directions, the offsets outward,
# forward and up of both ends of the mark, and its radius.
FELT: Final[dict[str, tuple[str, str, _Offset, _Offset, float]]] = {
    "between the shoulder blades": ("ribs", "chest", (4, -10, 10), (4, -10, 18), 4.5),
    "shoulder blade": ("ribs", "chest", (9, -9, 10), (9, -9, 18), 4.5),
    "back of the shoulder": ("shoulder", "chest", (-2, -6, 0), (0, -5, -4), 4.5),
    "top of the shoulder": ("shoulder", "chest", (-6, -1, 5), (-2, 0, 5), 4),
    "front of the shoulder": ("shoulder", "chest", (-3, 6, -1), (-3, 6, -4), 4.5),
    "chest": ("ribs", "chest", (6, 9, 14), (12, 8, 16), 4.5),
    "side of the back": ("ribs", "chest", (12, -6, -2), (13, -6, 12), 4),
    "side of the neck": ("throat", "chest", (4.5, -1, 8), (9, -2, 1), 3.6),
    "back of the neck": ("throat", "chest", (1.5, -6, 8), (2, -7, 0), 3.6),
    "upper arm": ("shoulder", "arm", (0, -4, -10), (0, -4, -20), 4),
    "underside of the forearm": ("elbow", "forearm", (-4, 0, -6), (-4, 0, -20), 3.6),
    "top of the forearm": ("elbow", "forearm", (4, 0, -6), (4, 0, -20), 3.6),
    "front of the hip": ("hip", "pelvis", (0, 8, 4), (0, 8, -4), 5),
    "front of the thigh": ("hip", "thigh", (0, 6, -10), (0, 6, -28), 5),
    "back of the thigh": ("hip", "thigh", (0, -5, -12), (0, -4, -32), 5),
    "upper calf": ("knee", "shin", (0, -4, -6), (0, -4, -16), 4.5),
    "lower calf": ("knee", "shin", (0, -3, -20), (0, -3, -30), 4),
}


def capsules(
    body: Body,
    near: Vec,
    working: frozenset[str] = frozenset(),
    felt: tuple[tuple[str, str], ...] = (),
) -> list[Capsule]:
    """All shapes of a body, for an eye in the direction `near`.

    `working` names limbs, `felt` pairs of a place and a side.
    """
    drawn = [*_trunk(body), *_head(body)]
    for side in SIDES:
        arm = Role.WORKING if f"{side} arm" in working else None
        leg = Role.WORKING if f"{side} leg" in working else None
        far_arm = _is_far(body, near, f"{side} shoulder", f"{side} wrist", "ribs")
        far_leg = _is_far(body, near, f"{side} hip", f"{side} ankle", "pelvis")
        drawn += _limb(body, side, _ARM, arm or (Role.FAR if far_arm else Role.SLEEVE))
        shown = Role.WORKING if f"{side} hand" in working else Role.HAND
        drawn += _limb(body, side, _HAND, shown)
        drawn += _limb(body, side, _LEG, leg or (Role.FAR_LEG if far_leg else Role.TROUSERS))
        hand, wrist = body.frames[f"{side} hand"], body.points[f"{side} wrist"]
        start, end = at(wrist, hand, 0, 2, -3), at(wrist, hand, 0, 6, -8)
        drawn.append(Capsule(start, end, 2.2, 1.8, shown))
        foot, ankle = body.frames[f"{side} foot"], body.points[f"{side} ankle"]
        start, end = at(ankle, foot, 0, -3, -4), at(ankle, foot, 0, 16, -4.6)
        drawn.append(Capsule(start, end, 4.6, 3.6, leg or Role.SHOE, True))
    return drawn + [_mark(body, place, side) for place, side in felt]


def _is_far(body: Body, near: Vec, first: str, last: str, middle: str) -> bool:
    points = body.points
    limb = mix(points[first], points[last], 0.3)
    return dot(minus(limb, points[middle]), near) < -6


def _limb(
    body: Body,
    side: str,
    bones: tuple[tuple[str, str, float, float, float, float, bool], ...],
    role: Role,
) -> list[Capsule]:
    cut = []
    for a, b, first, last, thick, thin, parted in bones:
        start, end = body.points[f"{side} {a}"], body.points[f"{side} {b}"]
        cut.append(
            Capsule(mix(start, end, first), mix(start, end, last), thick, thin, role, parted)
        )
    return cut


def _trunk(body: Body) -> list[Capsule]:
    points, frames = body.points, body.frames
    chest, low, pelvis = frames["chest"], frames["ribs"], frames["pelvis"]
    ribs, belly, hips = points["ribs"], points["belly"], points["pelvis"]
    left, right = points["left shoulder"], points["right shoulder"]
    return [
        Capsule(mix(left, right, 0.1), mix(left, right, 0.9), 6.5, 6.5, Role.SHIRT),
        Capsule(at(ribs, chest, -8, 0, 13), at(ribs, chest, 8, 0, 13), 10, 10, Role.SHIRT),
        Capsule(at(ribs, chest, -8, 0, 13), at(belly, low, -6, 0, 2), 10, 9, Role.SHIRT),
        Capsule(at(ribs, chest, 8, 0, 13), at(belly, low, 6, 0, 2), 10, 9, Role.SHIRT),
        Capsule(at(belly, low, -6, 0, 2), at(belly, low, 6, 0, 2), 9, 9, Role.SHIRT),
        Capsule(at(hips, pelvis, -7, 0, 3), at(hips, pelvis, 7, 0, 3), 9.5, 9.5, Role.TROUSERS),
    ]


def _head(body: Body) -> list[Capsule]:
    points = body.points
    head, frame = points["head"], body.frames["head"]
    return [
        Capsule(points["throat"], points["skull"], 5.8, 5.6, Role.SKIN),
        Capsule(at(head, frame, 0, 2.5, 2), at(head, frame, 0, 3.5, -5), 11, 8.5, Role.SKIN),
        Capsule(at(head, frame, 0, -3, 5), at(head, frame, 0, -3, -2), 12, 10.5, Role.HAIR),
        Capsule(at(head, frame, 0, 13, 1), at(head, frame, 0, 15, -3), 1.8, 2.8, Role.SKIN),
        # The eyes are flat, so that from afar they are one row of pixels.
        *(
            Capsule(at(head, frame, x - 1, 9, 3), at(head, frame, x + 1, 9, 3), 1.5, 1.5, Role.GAP)
            for x in (-4.5, 4.5)
        ),
    ]


def _mark(body: Body, place: str, side: str) -> Capsule:
    joint, part, first, last, radius = FELT[place]
    outward = 0 if not side else 1 if side == "right" else -1
    sided = side or "left"
    joint = joint if joint in body.points else f"{sided} {joint}"
    frame = body.frames.get(part) or body.frames[f"{sided} {part}"]
    start, end = (
        at(body.points[joint], frame, out * outward, forward, up)
        for out, forward, up in (first, last)
    )
    return Capsule(start, end, radius, radius, Role.FELT, nearer=5)
