"""The places of hands at props and on the body, and how a hand lies there."""

from collections.abc import Callable
from math import sqrt
from typing import Final

from stretchcoach.figure.pose import HandTarget, Pose, body_of, solved
from stretchcoach.figure.props import (
    AHEAD,
    BACK_HEIGHT,
    CHAIR_AHEAD,
    CORNER,
    DESK_EDGE,
    DESK_HEIGHT,
    FRAME_OUT,
    SEAT_HEIGHT,
    WALL,
)
from stretchcoach.figure.skeleton import ANKLE, FOREARM, PALM, SHIN, THIGH, UPPER_ARM, Body, torso
from stretchcoach.figure.starts import on_feet
from stretchcoach.figure.vectors import Vec, along, at, minus, mix, unit

# Heights of a hand by their words, for a body with its hips at HIPS.
HIPS: Final = ANKLE + THIGH + SHIN
HEIGHTS: Final = {"eye": 160.0, "shoulder": 140.0, "chest": 120.0, "waist": 108.0, "hip": 96.0}
# Half an arm's thickness: how far a forearm's bones are from a surface that it lies on.
_SKIN: Final = 5.0
# From shoulder to palm, and to wrist, when an arm is long and not locked.
_LONG_ARM, _TO_WRIST = 59.0, 53.0
# How far from the wall the pelvis stays when the body faces it, with room for feet and an arm.
_FACING: Final = 31.0
_TO_PALM: Final = FOREARM + 0.9 * PALM
# How much higher a palm is than its wrist, if the fingers point up.
_UP_HAND: Final = 0.9 * PALM
_FORWARD: Vec = (0.0, 1.0, 0.0)
_DOWN: Vec = (0.0, 0.0, -1.0)


def _outward(side: str) -> int:
    return 1 if side == "right" else -1


def _aside(side: str, out: float, forward: float, up: float) -> Vec:
    return unit((out * _outward(side), forward, up))


def _corner(body: Body, side: str, height: float) -> HandTarget:
    """Fingers round the corner; forearm and elbow lie along the wall."""
    palm: Vec = (WALL + _SKIN, CORNER - 3, height)
    up = (body.points[f"{side} shoulder"][2] - height) * 0.53
    elbow = along(palm, unit((0.0, -sqrt(_TO_PALM**2 - up**2), up)), _TO_PALM)
    return HandTarget(palm, elbow=(-1, 0, 0), palm=(-1, 0, 0), curl=85, rests_at=elbow)


def _along_wall(body: Body, side: str, height: float) -> HandTarget:
    """A hand's breadth short of the corner, the fingers still straight."""
    hand = _corner(body, side, height)
    rests_at = hand.rests_at and along(hand.rests_at, _FORWARD, -9)
    return hand._replace(at=along(hand.at, _FORWARD, -9), curl=0, rests_at=rests_at)


def _wall(body: Body, side: str, height: float) -> HandTarget:
    del body
    return HandTarget(
        (_outward(side) * 17, AHEAD - _SKIN + 1, height),
        elbow=_aside(side, 0.5, -0.3, -1),
        palm=_FORWARD,
        fingers=unit((0, 0.4, 1)),
        curl=5,
    )


def _frame(body: Body, side: str, height: float) -> HandTarget:
    """The forearm upright on the frame; the height is the elbow's."""
    del body
    out = _outward(side)
    elbow = (out * (FRAME_OUT + 1), 1.0, height)
    palm = along(elbow, unit((out * 0.12, 0, 1)), _TO_PALM)
    return HandTarget(palm, elbow=(0, 0, -1), palm=_FORWARD, curl=5, rests_at=elbow)


def _desk(body: Body, side: str, height: float) -> HandTarget:
    del body, height
    return HandTarget(
        (_outward(side) * 18, DESK_EDGE + 8, DESK_HEIGHT + 3),
        elbow=_aside(side, 1, -0.2, -0.6),
        palm=_DOWN,
        curl=5,
    )


def _seat(body: Body, side: str, height: float) -> HandTarget:
    del body, height
    return HandTarget(
        (_outward(side) * 25, -4, SEAT_HEIGHT + 1), _aside(side, 0.6, -1, 0), _aside(side, -1, 0, 0)
    )


def _chair_back(body: Body, side: str, height: float) -> HandTarget:
    del body, height
    return HandTarget(
        (_outward(side) * 13, CHAIR_AHEAD + 1, BACK_HEIGHT - 1),
        elbow=_aside(side, 0.8, -0.5, -0.8),
        palm=_DOWN,
        curl=50,
    )


def _on_thigh(of: str) -> "Callable[[Body, str, float], HandTarget]":
    def hand(body: Body, side: str, height: float) -> HandTarget:
        del height
        leg = of or side
        hip, knee = body.points[f"{leg} hip"], body.points[f"{leg} knee"]
        aside = 0 if leg == side else -3 * _outward(leg)
        x, y, z = mix(hip, knee, 0.72 if leg == side else 0.62)
        return HandTarget(
            (x + aside, y, z + 10), elbow=_aside(side, 1, -0.6, -0.4), palm=_DOWN, curl=15
        )

    return hand


def _ahead(body: Body, side: str, height: float) -> HandTarget:
    """Straight before the shoulder, at arm's length; the palm looks down."""
    shoulder = body.points[f"{side} shoulder"]
    across = sqrt(max(0.0, _LONG_ARM**2 - (height - shoulder[2]) ** 2))
    x, y, _ = along(shoulder, body.frames["chest"][1], across)
    return HandTarget((x, y, height), elbow=_aside(side, 0.6, -0.2, -1), palm=_DOWN, curl=10)


def _halt(body: Body, side: str, height: float) -> HandTarget:
    """Arm forward, palm away, fingers up."""
    x, y, z = _before(body, side, height).at
    return _before(body, side, height)._replace(
        at=(x, y, z + _UP_HAND), palm=_FORWARD, fingers=unit((0, 0.6, 1)), curl=0
    )


def _drooping(body: Body, side: str, height: float) -> HandTarget:
    """Arm forward, the hand hanging from the wrist, its palm to the body."""
    x, y, z = _before(body, side, height).at
    return _before(body, side, height)._replace(
        at=(x, y, z - _UP_HAND), palm=(0, -1, 0), fingers=unit((0, 0.2, -1)), curl=0
    )


def _drawn_back(body: Body, side: str, height: float) -> HandTarget:
    """As `_halt`, with the fingers drawn back towards the body."""
    return _halt(body, side, height)._replace(fingers=unit((0, 0.1, 1)))


def _before(body: Body, side: str, height: float) -> HandTarget:
    """Ahead, but nearer to the middle, where the other hand can reach it; the arm is long."""
    shoulder = body.points[f"{side} shoulder"]
    x = shoulder[0] * 0.5
    across = sqrt(max(0.0, _TO_WRIST**2 - (height - shoulder[2]) ** 2 - (x - shoulder[0]) ** 2))
    return HandTarget((x, shoulder[1] + across, height), _aside(side, 0.6, -0.2, -1), _DOWN)


def _other_hand(body: Body, side: str, height: float) -> HandTarget:
    """On the palm or the back of the other hand, from the far side; its fingers stay free."""
    del height
    other = "left" if side == "right" else "right"
    wrist, knuckles = body.points[f"{other} wrist"], body.points[f"{other} knuckles"]
    place = along(mix(wrist, knuckles, 0.6), _FORWARD, 5)
    return HandTarget(
        place,
        elbow=_aside(side, 0.7, -0.2, -1),
        palm=(0, -1, 0),
        fingers=_aside(side, -1, 0.3, 0.1),
        curl=30,
    )


def _together(body: Body, side: str, height: float) -> HandTarget:
    """Palm to palm before the chest, fingers up."""
    chest = body.frames["chest"]
    x, y, _ = at(body.points["ribs"], chest, _outward(side) * 2.5, 24, 0)
    return HandTarget(
        (x, y, height),
        elbow=_aside(side, 1, -0.3, 0.1),
        palm=_aside(side, -1, 0, 0),
        fingers=unit((0, 0.35, 1)),
        curl=0,
    )


def _clasped(body: Body, side: str, height: float) -> HandTarget:
    """Both hands together, as far ahead as long arms go."""
    shoulder = body.points[f"{side} shoulder"]
    x = _outward(side) * 3.5
    across = sqrt(max(0.0, _LONG_ARM**2 - (height - shoulder[2]) ** 2 - (x - shoulder[0]) ** 2))
    place = (x, shoulder[1] + across, height)
    return HandTarget(place, elbow=_aside(side, 1, 0, -0.2), palm=(0, -1, 0), curl=70)


def _behind_ear(body: Body, side: str, height: float) -> HandTarget:
    del height
    head, frame = body.points["head"], body.frames["head"]
    place = at(head, frame, _outward(side) * 11, -8, -2)
    return HandTarget(place, elbow=_aside(side, 1, 0.1, 0.1), palm=_FORWARD, curl=10)


PLACES: Final[dict[str, Callable[[Body, str, float], HandTarget]]] = {
    "corner": _corner,
    "along the wall": _along_wall,
    "wall": _wall,
    "frame": _frame,
    "desk": _desk,
    "seat": _seat,
    "chair back": _chair_back,
    "thigh": _on_thigh(""),
    "left thigh": _on_thigh("left"),
    "right thigh": _on_thigh("right"),
    "ahead": _ahead,
    "halt": _halt,
    "drawn back": _drawn_back,
    "drooping": _drooping,
    "other hand": _other_hand,
    "palm to palm": _together,
    "clasped ahead": _clasped,
    "behind the ear": _behind_ear,
}


def held(pose: Pose, side: str, place: str, height: float) -> Pose:
    """The pose with a hand at a place."""
    hand = PLACES[place](body_of(pose), side, height)
    return solved(pose.with_hand(side, hand))


def reached(pose: Pose, place: str, height: float) -> Pose:
    """The pose with the left hand at this place of the wall, and the elbow on the wall."""
    hand = PLACES[place](body_of(pose), "left", height)
    return on_feet(_elbow_on_wall(pose.with_hand("left", hand)))


def turned_body(pose: Pose, degrees: float) -> Pose:
    """The whole body with its feet, turned on the spot.

    With a hand on the corner it turns about the elbow, which stays on the wall, and stays clear of
    the wall.
    """
    heading = pose.heading + degrees
    hand = pose.hands[0]
    if not hand or not hand.rests_at:
        return on_feet(pose._replace(heading=heading))
    off = (WALL + _FACING) * max(0.0, min(1.0, degrees / 60))
    return on_feet(_elbow_on_wall(pose._replace(heading=heading, place=(off, *pose.place[1:]))))


def _elbow_on_wall(pose: Pose) -> Pose:
    """The pose, moved along the wall until the left elbow is where it rests."""
    elbow = pose.hands[0] and pose.hands[0].rests_at
    if not elbow:
        return pose
    shoulder = torso(pose.place, pose.heading, pose.angles).points["left shoulder"]
    off, along_wall, above = minus(shoulder, elbow)
    behind = sqrt(max(0.0, UPPER_ARM**2 - off**2 - above**2))
    x, y, z = pose.place
    return pose._replace(place=(x, y - along_wall - behind, z))
