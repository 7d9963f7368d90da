"""A pose: joint angles, and targets for hands and feet.

`solved` finds the angles of limbs with a target (inverse kinematics): two bones and the target make
a triangle, and the direction of the elbow or knee says how the triangle lies.
"""

from math import acos, atan2, degrees, sqrt
from typing import Final, NamedTuple

from stretchcoach.figure.skeleton import (
    AT_REST,
    FOREARM,
    JOINTS,
    NUMBER_OF,
    PALM,
    RANGES,
    SHIN,
    SIDES,
    THIGH,
    UPPER_ARM,
    Body,
    arm_frame,
    body,
    leg_frame,
    torso,
)
from stretchcoach.figure.vectors import (
    UP,
    Vec,
    across,
    along,
    blend,
    dot,
    facing,
    length,
    minus,
    mix,
    unit,
)

# A limb is never quite straight, since its middle joint would jump there.
_LONGEST: Final = 0.999
# The angles by which an elbow may swing from its direction, so that the shoulder stays in range.
_SWINGS: Final = tuple(sign * swing for swing in range(0, 181, 15) for sign in (1, -1))
# How far hips may sink in a long step.
_SINKS_MAX: Final = 30.0
_NO: Final = (0.0, 0.0, 0.0)


class HandTarget(NamedTuple):
    """The target of a palm's middle, and the directions of elbow, palm and fingers.

    Without `fingers` the hand is straight with the forearm, and the palm turns as far as it can.
    An elbow that lies on something is drawn to `rests_at` instead.
    """

    at: Vec
    elbow: Vec
    palm: Vec
    fingers: Vec | None = None
    curl: float = 25.0
    rests_at: Vec | None = None


class FootTarget(NamedTuple):
    """The target of an ankle, the direction of the toes, and how far they point up or down."""

    ankle: Vec
    heading: float = 0.0
    pitch: float = 0.0


class Pose(NamedTuple):
    """A body at one moment. Of two limbs the left one is first.

    Once the pose is solved, limbs with a target have the angles for it.
    """

    place: Vec
    heading: float = 0.0
    angles: tuple[float, ...] = AT_REST
    hands: tuple[HandTarget | None, HandTarget | None] = (None, None)
    feet: tuple[FootTarget | None, FootTarget | None] = (None, None)

    def angle(self, name: str) -> float:
        return self.angles[NUMBER_OF[name]]

    def with_hand(self, side: str, hand: HandTarget | None) -> "Pose":
        """The pose with another target for a hand, or with the hand free."""
        left, right = self.hands
        return self._replace(hands=(hand, right) if side == "left" else (left, hand))

    def with_foot(self, side: str, foot: FootTarget) -> "Pose":
        left, right = self.feet
        return self._replace(feet=(foot, right) if side == "left" else (left, foot))

    def joint(self, name: str, angle: float) -> "Pose":
        """The pose with one joint at another angle."""
        angles = list(self.angles)
        angles[NUMBER_OF[name]] = angle
        return self._replace(angles=tuple(angles))


class Violation(NamedTuple):
    """Something that a body cannot do: the joint (or hand, or foot), and the reason in words."""

    joint: str
    what: str


def body_of(pose: Pose) -> Body:
    """The body in a solved pose."""
    return body(pose.place, pose.heading, pose.angles)


def solved(pose: Pose) -> Pose:
    """The pose with the angles of all limbs with a target. It sinks as far as its legs need."""
    pose = _sunk(pose)
    trunk = torso(pose.place, pose.heading, pose.angles)
    angles = list(pose.angles)
    for side, hand, foot in zip(SIDES, pose.hands, pose.feet, strict=True):
        if hand:
            _reach(trunk, side, hand, angles)
        if foot:
            _stand(trunk, side, foot, angles)
    return pose._replace(angles=tuple(angles))


def violations(pose: Pose) -> list[Violation]:
    """The joints out of range, and the targets out of reach, of a solved pose."""
    found = [
        Violation(name, f"the {name} would be {angle:.0f}°; it goes from {low:.0f} to {high:.0f}")
        for name, angle, (low, high) in zip(JOINTS, pose.angles, RANGES.values(), strict=True)
        if not low - 0.5 <= angle <= high + 0.5
    ]
    there = body_of(pose).points
    for side, hand, foot in zip(SIDES, pose.hands, pose.feet, strict=True):
        for limb, place, reached in (
            (f"{side} hand", hand and hand.at, palm_of(there, side)),
            (f"{side} foot", foot and foot.ankle, there[f"{side} ankle"]),
        ):
            if place and (short := length(minus(place, reached))) > 1:
                found.append(
                    Violation(limb, f"the {limb} cannot reach; {short:.0f} cm are missing")
                )
    return found


def palm_of(points: dict[str, Vec], side: str) -> Vec:
    """The middle of the palm."""
    return mix(points[f"{side} wrist"], points[f"{side} knuckles"], 0.9)


def mirrored(pose: Pose) -> Pose:
    """The pose for the other side."""
    angles = list(AT_REST)
    for name, angle in zip(JOINTS, pose.angles, strict=True):
        turns = not name.startswith(SIDES) and name.endswith(("tip", "turn"))
        angles[NUMBER_OF[_other(name)]] = -angle if turns else angle
    return Pose(
        flipped(pose.place),
        -pose.heading,
        tuple(angles),
        (_mirrored_hand(pose.hands[1]), _mirrored_hand(pose.hands[0])),
        (_mirrored_foot(pose.feet[1]), _mirrored_foot(pose.feet[0])),
    )


def flipped(place: Vec) -> Vec:
    """A point or direction, mirrored."""
    return (-place[0], place[1], place[2])


def _other(name: str) -> str:
    side, _, rest = name.partition(" ")
    return f"{SIDES[1 - SIDES.index(side)]} {rest}" if side in SIDES else name


def _mirrored_hand(hand: HandTarget | None) -> HandTarget | None:
    if hand is None:
        return None
    at, elbow, palm, fingers, curl, rests_at = hand
    return HandTarget(
        flipped(at),
        flipped(elbow),
        flipped(palm),
        fingers and flipped(fingers),
        curl,
        rests_at and flipped(rests_at),
    )


def _mirrored_foot(foot: FootTarget | None) -> FootTarget | None:
    return foot and FootTarget(flipped(foot.ankle), -foot.heading, foot.pitch)


def _sunk(pose: Pose) -> Pose:
    """The pose with its pelvis as low as needed for feet that are far apart."""
    hips = torso(pose.place, pose.heading, pose.angles).points
    x, y, high = pose.place
    z, reach = high, (THIGH + SHIN) * _LONGEST
    for side, foot in zip(SIDES, pose.feet, strict=True):
        if foot:
            hip = hips[f"{side} hip"]
            away = minus(foot.ankle, hip)
            tall = sqrt(max(0.0, reach**2 - away[0] ** 2 - away[1] ** 2))
            z = min(z, foot.ankle[2] + tall - (hip[2] - pose.place[2]))
    # Nobody sinks further than that. A body that sits or hangs stays where it is.
    return pose._replace(place=(x, y, z)) if high - z < _SINKS_MAX else pose


def _middle_joint(start: Vec, end: Vec, upper: float, lower: float, points_to: Vec) -> Vec:
    """The elbow or knee between shoulder and hand, or hip and ankle."""
    way = minus(end, start)
    far = min(max(length(way), abs(upper - lower) + 0.1), (upper + lower) * _LONGEST)
    axis = unit(way)
    before = (upper**2 - lower**2 + far**2) / (2 * far)
    aside = across(points_to, axis)
    return along(along(start, axis, before), aside, sqrt(max(0.0, upper**2 - before**2)))


def _angle(direction: Vec, reference: Vec, quarter: Vec) -> float:
    """The angle of a direction from a reference, towards the direction a quarter turn on."""
    return degrees(atan2(dot(direction, quarter), dot(direction, reference)))


def _bend(first: Vec, second: Vec) -> float:
    return degrees(acos(max(-1.0, min(1.0, dot(first, second)))))


def _reach(trunk: Body, side: str, hand: HandTarget, angles: list[float]) -> None:
    """Set the angles of an arm. Its elbow swings until all joints are in range."""
    number = NUMBER_OF[f"{side} arm lift"]
    shoulder = trunk.points[f"{side} shoulder"]
    axis = unit(minus(hand.at, shoulder))
    first = across(minus(hand.rests_at, shoulder) if hand.rests_at else hand.elbow, axis)
    second = _crossed(axis, first)
    best: tuple[float, list[float]] | None = None
    for swing in _SWINGS:
        turn = facing(swing)[1]
        found = _arm_angles(trunk, side, hand, blend(first, turn[1], second, -turn[0]))
        ranges = list(RANGES.values())[number : number + 7]
        over = sum(
            max(0.0, low - angle, angle - high)
            for angle, (low, high) in zip(found, ranges, strict=True)
        )
        if best is None or over < best[0] - 0.01:
            best = over, found
        if over < 0.01:
            break
    if best:
        angles[number : number + 7] = best[1]


def _crossed(a: Vec, b: Vec) -> Vec:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def _arm_angles(trunk: Body, side: str, hand: HandTarget, elbow_to: Vec) -> list[float]:
    """Lift, out, twist, elbow, forearm turn, wrist and curl of an arm with a target."""
    shoulder, chest = trunk.points[f"{side} shoulder"], trunk.frames["chest"]
    outward = 1 if side == "right" else -1
    if hand.fingers:
        wrist, lower = along(hand.at, hand.fingers, -PALM * 0.9), FOREARM
    else:
        wrist, lower = hand.at, FOREARM + PALM * 0.9
    elbow = _middle_joint(shoulder, wrist, UPPER_ARM, lower, elbow_to)
    upper, fore = unit(minus(elbow, shoulder)), unit(minus(wrist, elbow))
    right, forward, up = chest
    lift = _bend(upper, (-up[0], -up[1], -up[2]))
    out = degrees(atan2(dot(upper, right) * outward, dot(upper, forward)))
    before = arm_frame(chest, side, lift, out)
    bend = _bend(upper, fore)
    ahead = across(fore, upper) if bend > 0.5 else across(elbow_to, upper)
    twist = -outward * _angle(ahead, before[1], before[0])
    # The forearm's own right and forward, before it turns.
    sideways = across(_crossed(ahead, blend(upper, -1, _NO, 0)), fore)
    thumb_to = _crossed(blend(fore, -1, _NO, 0), sideways)
    bend_of_wrist, palm = 0.0, hand.palm
    if hand.fingers:
        aside = across(hand.fingers, fore)
        flexes = dot(aside, hand.palm) >= 0
        bend_of_wrist = _bend(fore, hand.fingers) * (1 if flexes else -1)
        if abs(bend_of_wrist) > 5:
            palm = blend(aside, 1 if flexes else -1, _NO, 0)
    # At rest the palm looks inward; turning in makes it look back.
    inward = blend(sideways, -outward, _NO, 0)
    back = blend(thumb_to, -1, _NO, 0)
    turn = _angle(palm, inward, back)
    if not hand.fingers:
        low, high = RANGES[f"{side} forearm turn"]
        turn = min(max(turn, low), high)
    return [lift, out, twist, bend, turn, bend_of_wrist, hand.curl]


def _stand(trunk: Body, side: str, foot: FootTarget, angles: list[float]) -> None:
    """Set the angles of a leg. Its knee points where the toes do."""
    number = NUMBER_OF[f"{side} hip bend"]
    hip, pelvis = trunk.points[f"{side} hip"], trunk.frames["pelvis"]
    outward = 1 if side == "right" else -1
    toes = facing(foot.heading)[1]
    knee = _middle_joint(hip, foot.ankle, THIGH, SHIN, toes)
    thigh, shin = unit(minus(knee, hip)), unit(minus(foot.ankle, knee))
    right, forward, up = pelvis
    flex = degrees(atan2(dot(thigh, forward), -dot(thigh, up)))
    out = 90 - _bend(thigh, blend(right, outward, _NO, 0))
    before = leg_frame(pelvis, side, flex, out)
    ahead = across(toes, thigh)
    twist = outward * _angle(ahead, before[1], before[0])
    knee_bend = _bend(thigh, shin)
    shin_ahead = across(toes, shin) if abs(dot(toes, shin)) < 0.99 else across(ahead, shin)
    pitch = facing(foot.pitch)[1]
    sole = blend(toes, pitch[1], UP, -pitch[0])
    point = _angle(sole, shin_ahead, shin)
    angles[number : number + 5] = [flex, out, twist, knee_bend, point]
