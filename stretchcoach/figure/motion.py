"""A motion: a sequence of poses, each with the time to get there.

Between two poses the angles are interpolated, never the points. A hand that holds the same place in
both stays there meanwhile. Feet step one after the other.
"""

from typing import Final, NamedTuple

from stretchcoach.figure.pose import FootTarget, HandTarget, Pose, mirrored, solved
from stretchcoach.figure.skeleton import RANGES, SIDES
from stretchcoach.figure.vectors import length, minus, mix, unit

# How high a foot is lifted: per centimetre of its way, and at most.
_LIFT, _LIFT_MAX = 0.25, 5.0
_HEADING_LIFT: Final = 0.04


class Key(NamedTuple):
    """A pose in a motion. `name` is the move to it, which takes `takes_ms`."""

    name: str
    pose: Pose
    takes_ms: int


class Motion(NamedTuple):
    """Solved poses in order. The first is the start, and takes no time."""

    keys: tuple[Key, ...]

    @property
    def length_ms(self) -> int:
        return sum(key.takes_ms for key in self.keys[1:])

    @property
    def end(self) -> Pose:
        return self.keys[-1].pose

    def at(self, now_ms: int) -> Pose:
        """The pose at this time from the start. After the end it is the last one."""
        before = self.keys[0].pose
        for key in self.keys[1:]:
            if now_ms < key.takes_ms:
                return between(before, key.pose, now_ms / key.takes_ms)
            now_ms -= key.takes_ms
            before = key.pose
        return before

    def mirrored(self) -> "Motion":
        return Motion(tuple(key._replace(pose=mirrored(key.pose)) for key in self.keys))


def between(a: Pose, b: Pose, part: float) -> Pose:
    """The pose on the way from `a` (0) to `b` (1), slow at both ends."""
    if part <= 0 or a == b:
        return a
    if part >= 1:
        return b
    eased = part * part * (3 - 2 * part)
    mixed = Pose(
        mix(a.place, b.place, eased),
        a.heading + (b.heading - a.heading) * eased,
        tuple([x + (y - x) * eased for x, y in zip(a.angles, b.angles, strict=True)]),
        hands=(_held(a.hands[0], b.hands[0], eased), _held(a.hands[1], b.hands[1], eased)),
        feet=_walked(a, b, eased),
    )
    there = solved(mixed)
    # On the way, joints stay within their range: a heel lifts before an ankle breaks.
    return there._replace(
        angles=tuple(
            [
                min(max(angle, low), high)
                for angle, (low, high) in zip(there.angles, RANGES.values(), strict=True)
            ]
        )
    )


def breathing(pose: Pose, level: float) -> Pose:
    """The pose with the shoulders lifted by a breath of `level` (0 to 1)."""
    for side in SIDES:
        name = f"{side} blade up"
        pose = pose.joint(name, pose.angle(name) + 8 * level)
    return solved(pose)


def _held(a: HandTarget | None, b: HandTarget | None, part: float) -> HandTarget | None:
    if not a or not b or a.at != b.at or bool(a.fingers) != bool(b.fingers):
        return None
    return HandTarget(
        a.at,
        elbow=unit(mix(a.elbow, b.elbow, part)),
        palm=unit(mix(a.palm, b.palm, part)),
        fingers=a.fingers and b.fingers and unit(mix(a.fingers, b.fingers, part)),
        curl=a.curl + (b.curl - a.curl) * part,
        rests_at=a.rests_at and b.rests_at and mix(a.rests_at, b.rests_at, part),
    )


def _walked(a: Pose, b: Pose, part: float) -> tuple[FootTarget | None, FootTarget | None]:
    """Both feet on their way. The foot with the shorter way goes first."""
    ways = [_way(*feet) for feet in zip(a.feet, b.feet, strict=True)]
    first, second = min(1.0, part * 1.6), max(0.0, part * 1.6 - 0.6)
    left, right = part, part
    if abs(ways[0] - ways[1]) > 0.01:
        left, right = (first, second) if ways[0] < ways[1] else (second, first)
    return _stepped(a.feet[0], b.feet[0], left), _stepped(a.feet[1], b.feet[1], right)


def _way(a: FootTarget | None, b: FootTarget | None) -> float:
    return length(minus(a.ankle, b.ankle)) if a and b else 0.0


def _stepped(a: FootTarget | None, b: FootTarget | None, part: float) -> FootTarget | None:
    if not a or not b:
        return None
    high = min(_LIFT_MAX, _way(a, b) * _LIFT + abs(a.heading - b.heading) * _HEADING_LIFT)
    x, y, z = mix(a.ankle, b.ankle, part)
    return FootTarget(
        (x, y, z + 4 * high * part * (1 - part)),
        a.heading + (b.heading - a.heading) * part,
        a.pitch + (b.pitch - a.pitch) * part,
    )
