"""The skeleton: bones of fixed length in centimetres, joints with ranges in degrees.

Angles are a tuple in the order of JOINTS. Only `body` computes the places of joints from them, so
that no motion can stretch a bone. x is to the right, y forward, z up.
"""

from math import cos, radians, sin
from typing import Final, NamedTuple

from stretchcoach.figure.vectors import Frame, Vec, along, at, bent, blend, facing, tipped, turned

SIDES: Final = ("left", "right")
THIGH, SHIN, UPPER_ARM, FOREARM, PALM, FINGERS = 43.0, 41.0, 29.0, 25.0, 9.0, 8.0
# The height of the ankle above the sole; the distance of hips and shoulders from the middle.
ANKLE, HIP_OUT, COLLAR = 8.0, 9.0, 17.0

_MIDDLE: Final = {
    "pelvis bend": (-25, 90),
    "pelvis tip": (-20, 20),
    "waist bend": (-25, 60),
    "waist tip": (-30, 30),
    "waist turn": (-45, 45),
    "neck bend": (-40, 50),
    "neck tip": (-42, 42),
    "neck turn": (-75, 75),
}
_OF_A_SIDE: Final = {
    "blade forward": (-25, 32),
    "blade up": (-12, 30),
    "arm lift": (0, 175),
    "arm out": (-65, 150),
    "arm twist": (-90, 115),
    "elbow bend": (0, 150),
    "forearm turn": (-95, 95),
    "wrist bend": (-85, 85),
    "finger curl": (0, 110),
    "hip bend": (-40, 120),
    "hip out": (-25, 45),
    "hip twist": (-45, 50),
    "knee bend": (0, 145),
    "foot point": (-42, 55),
}
# Each joint's range. A limb's "forward" and "in" mean the same on both sides.
RANGES: Final[dict[str, tuple[float, float]]] = {
    **_MIDDLE,
    **{f"{side} {name}": span for side in SIDES for name, span in _OF_A_SIDE.items()},
}
JOINTS: Final = tuple(RANGES)
NUMBER_OF: Final = {name: number for number, name in enumerate(JOINTS)}
AT_REST: Final = (0.0,) * len(JOINTS)
_ARM: Final = {side: NUMBER_OF[f"{side} blade forward"] for side in SIDES}
_LEG: Final = {side: NUMBER_OF[f"{side} hip bend"] for side in SIDES}


class Body(NamedTuple):
    """The place of every joint, and the frames of the parts that have a front."""

    points: dict[str, Vec]
    frames: dict[str, Frame]


def body(place: Vec, heading: float, angles: tuple[float, ...]) -> Body:
    """The body with the middle of its pelvis at `place`, turned to `heading`."""
    trunk = torso(place, heading, angles)
    for side in SIDES:
        _arm(trunk, side, angles)
        _leg(trunk, side, angles)
    return trunk


def torso(place: Vec, heading: float, angles: tuple[float, ...]) -> Body:
    """Pelvis, spine, head, shoulders and hips, without the limbs."""
    bend, tip, waist, aside, turn, nod, ear, look = angles[:8]
    pelvis = tipped(bent(facing(heading), bend), tip)
    low = turned(tipped(bent(pelvis, waist / 2), aside / 2), turn / 2)
    chest = turned(tipped(bent(low, waist / 2), aside / 2), turn / 2)
    neck = turned(tipped(bent(chest, nod / 2), ear / 2), look / 2)
    head = turned(tipped(bent(neck, nod / 2), ear / 2), look / 2)
    belly = along(place, pelvis[2], 12)
    ribs = along(belly, low[2], 14)
    throat = along(ribs, chest[2], 24)
    skull = along(throat, neck[2], 8)
    points = {
        "pelvis": place,
        "belly": belly,
        "ribs": ribs,
        "throat": throat,
        "notch": along(throat, chest[2], -4),
        "skull": skull,
        "head": along(skull, head[2], 13),
    }
    for side, out in (("left", -1), ("right", 1)):
        forward, up = radians(angles[_ARM[side]]), radians(angles[_ARM[side] + 1])
        points[f"{side} shoulder"] = at(
            points["notch"],
            chest,
            out * COLLAR * cos(forward) * cos(up),
            COLLAR * sin(forward) * cos(up),
            COLLAR * sin(up),
        )
        points[f"{side} hip"] = at(place, pelvis, out * HIP_OUT, 0, 0)
    return Body(points, {"pelvis": pelvis, "ribs": low, "chest": chest, "head": head})


def arm_frame(chest: Frame, side: str, lift: float, out: float) -> Frame:
    """The upper arm's frame before it twists. In it the arm points down."""
    inward = -1 if side == "left" else 1
    c, s = cos(radians(out)), sin(radians(out))
    right, forward, up = chest
    level = blend(forward, c, right, s * inward)
    beside = blend(forward, -s, right, c * inward)
    c_lift, s_lift = cos(radians(lift)), sin(radians(lift))
    new_up = blend(up, c_lift, level, -s_lift)
    level = blend(level, c_lift, up, s_lift)
    return (
        blend(level, s * inward, beside, c * inward),
        blend(level, c, beside, -s),
        new_up,
    )


def leg_frame(pelvis: Frame, side: str, flex: float, out: float) -> Frame:
    """The thigh's frame before it twists. In it the thigh points down."""
    return tipped(bent(pelvis, -flex), out if side == "left" else -out)


def _arm(trunk: Body, side: str, angles: tuple[float, ...]) -> None:
    first = _ARM[side]
    lift, out, twist, elbow, roll, wrist, curl = angles[first + 2 : first + 9]
    inward = 1 if side == "right" else -1
    points = trunk.points
    upper = turned(arm_frame(trunk.frames["chest"], side, lift, out), twist * inward)
    fore = turned(bent(upper, -elbow), roll * inward)
    # At rest the palm faces the thigh, so the hand bends sideways in the forearm's frame.
    palm = tipped(fore, wrist * inward)
    fingers = tipped(palm, curl * inward)
    joint = points[f"{side} shoulder"]
    for name, frame, long in (
        ("elbow", upper, UPPER_ARM),
        ("wrist", fore, FOREARM),
        ("knuckles", palm, PALM),
        ("fingertips", fingers, FINGERS),
    ):
        joint = along(joint, frame[2], -long)
        points[f"{side} {name}"] = joint
    trunk.frames.update({f"{side} arm": upper, f"{side} forearm": fore, f"{side} hand": palm})


def _leg(trunk: Body, side: str, angles: tuple[float, ...]) -> None:
    flex, out, twist, knee, point = angles[_LEG[side] : _LEG[side] + 5]
    points = trunk.points
    thigh = leg_frame(trunk.frames["pelvis"], side, flex, out)
    thigh = turned(thigh, twist if side == "left" else -twist)
    shin = bent(thigh, knee)
    foot = bent(shin, point)
    points[f"{side} knee"] = along(points[f"{side} hip"], thigh[2], -THIGH)
    ankle = points[f"{side} ankle"] = along(points[f"{side} knee"], shin[2], -SHIN)
    points[f"{side} heel"] = at(ankle, foot, 0, -6, -ANKLE)
    points[f"{side} toes"] = at(ankle, foot, 0, 18, -ANKLE)
    trunk.frames.update({f"{side} thigh": thigh, f"{side} shin": shin, f"{side} foot": foot})
