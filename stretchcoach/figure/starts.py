"""The start poses: how a body stands or sits before it moves."""

from typing import Final

from stretchcoach.figure.pose import FootTarget, Pose
from stretchcoach.figure.props import SEAT_HEIGHT
from stretchcoach.figure.skeleton import ANKLE, SHIN, SIDES, THIGH
from stretchcoach.figure.vectors import at, facing

SITTING: Final = SEAT_HEIGHT + 9.5


def standing(ahead: float = 0.0) -> Pose:
    """Upright, both feet below the hips, arms hanging."""
    return on_feet(_hanging(Pose((0.0, ahead, ANKLE + THIGH + SHIN))))


def on_feet(pose: Pose) -> Pose:
    """The pose with both feet below the pelvis."""
    x, y, _ = pose.place
    frame = facing(pose.heading)
    left, right = (at((x, y, 0.0), frame, out, -3, ANKLE) for out in (-9.5, 9.5))
    return pose._replace(
        feet=(FootTarget(left, pose.heading + 7), FootTarget(right, pose.heading - 7))
    )


def sitting() -> Pose:
    """On a chair, feet flat on the floor, arms hanging."""
    return _hanging(
        Pose(
            (0.0, 0.0, SITTING),
            feet=(FootTarget((-12.0, 40.0, ANKLE), 5), FootTarget((12.0, 40.0, ANKLE), -5)),
        )
    )


def _hanging(pose: Pose) -> Pose:
    for side in SIDES:
        for joint, angle in (
            ("arm lift", 10),
            ("arm out", 80),
            ("elbow bend", 14),
            ("finger curl", 25),
        ):
            pose = pose.joint(f"{side} {joint}", angle)
    return pose


STARTS: Final[dict[str, Pose]] = {
    "standing": standing(),
    # The wall is at the left, its corner an arm's length ahead. No arm touches it.
    "side-on": standing(-16).joint("left arm out", 20).joint("right arm lift", 6),
    "sitting": sitting(),
}
