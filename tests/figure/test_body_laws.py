"""Laws of the body: no bone is stretched, no joint leaves its range, hands are where they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.figure.motion import between, breathing
from stretchcoach.figure.pose import (
    FootTarget,
    HandTarget,
    Pose,
    body_of,
    flipped,
    mirrored,
    palm_of,
    solved,
    violations,
)
from stretchcoach.figure.props import CORNER, WALL
from stretchcoach.figure.scene import other_side
from stretchcoach.figure.skeleton import RANGES, SIDES
from stretchcoach.figure.starts import STARTS
from stretchcoach.figure.vectors import length, minus, unit
from tests.figure.bones import stretched
from tests.figure.positions import scenes

directions = st.tuples(*[st.floats(-1, 1)] * 3).filter(lambda way: length(way) > 0.1).map(unit)
places = st.tuples(*[st.floats(-150, 150)] * 3)
hand_targets = st.builds(
    HandTarget, at=places, elbow=directions, palm=directions, fingers=st.none() | directions
)
foot_targets = st.builds(
    FootTarget, ankle=places, heading=st.floats(-180, 180), pitch=st.floats(-60, 60)
)
poses = st.builds(
    Pose,
    hands=st.tuples(*[st.none() | hand_targets] * 2),
    feet=st.tuples(*[st.none() | foot_targets] * 2),
    place=st.tuples(*[st.floats(-50, 150)] * 3),
    heading=st.floats(-180, 180),
    angles=st.tuples(*[st.floats(low, high) for low, high in RANGES.values()]),
)
names = st.sampled_from(sorted(scenes()))
parts = st.floats(0, 1)


@given(poses)
def test_no_pose_stretches_a_bone(pose: Pose) -> None:
    assert stretched(body_of(pose).points) == {}


@given(poses, poses, parts)
def test_no_way_from_one_pose_to_another_stretches_a_bone(a: Pose, b: Pose, part: float) -> None:
    assert stretched(body_of(between(a, b, part)).points) == {}


@given(names, parts)
def test_no_motion_stretches_a_bone_or_breaks_a_joint(name: str, part: float) -> None:
    motion = scenes()[name].motion
    pose = motion.at(int(part * motion.length_ms))

    assert stretched(body_of(pose).points) == {}
    assert [one for one in violations(pose) if one.joint in RANGES] == []


@given(names, parts)
def test_a_hand_that_holds_stays_where_it_holds_while_the_body_moves(
    name: str, part: float
) -> None:
    motion = scenes()[name].motion
    pose = motion.at(int(part * motion.length_ms))
    there = body_of(pose).points

    for side, hand in zip(SIDES, pose.hands, strict=True):
        assert hand is None or length(minus(palm_of(there, side), hand.at)) < 1


@pytest.mark.parametrize("height", ["shoulder", "chest", "hip"])
def test_hand_and_elbow_stay_on_the_wall_while_the_chest_turns_to_it(height: str) -> None:
    motion = scenes()[f"upper-back {height}"].motion
    turn_ms = motion.keys[-1].takes_ms
    for step in range(21):
        there = body_of(motion.at(motion.length_ms - turn_ms * step // 20)).points

        assert abs(there["left elbow"][0] - WALL) < 8
        assert palm_of(there, "left")[:2] == pytest.approx((WALL + 5, CORNER - 3), abs=0.5)


@pytest.mark.parametrize("height", ["shoulder", "chest", "hip"])
def test_in_the_corner_stretch_the_chest_ends_up_facing_the_wall_with_the_arm_across_it(
    height: str,
) -> None:
    end = scenes()[f"upper-back {height}"].motion.end
    body = body_of(end)
    right, forward, _ = body.frames["chest"]
    to_hand = minus(palm_of(body.points, "left"), body.points["throat"])

    assert forward[0] < -0.8, "the chest faces the wall at the left"
    assert sum(a * b for a, b in zip(to_hand, right, strict=True)) > 20, "the left hand is right"


@given(poses)
def test_a_mirrored_pose_is_the_body_in_the_mirror(pose: Pose) -> None:
    there, other = body_of(pose).points, body_of(mirrored(pose)).points

    for name, place in there.items():
        assert flipped(place) == pytest.approx(other[other_side(name)], abs=1e-6)


@given(names, parts)
def test_twice_mirrored_is_the_same_pose(name: str, part: float) -> None:
    motion = scenes()[name].motion
    pose = motion.at(int(part * motion.length_ms))

    assert mirrored(mirrored(pose)) == pose


@pytest.mark.parametrize("start", STARTS)
def test_every_start_is_a_pose_without_violations(start: str) -> None:
    assert violations(solved(STARTS[start])) == []


def test_a_hand_out_of_reach_is_a_violation_that_names_the_hand_and_what_is_missing() -> None:
    hand = scenes()["upper-back chest"].motion.end.hands[0]
    assert hand
    far = solved(STARTS["standing"].with_hand("left", hand._replace(at=(-17.0, 100.0, 138.0))))

    (violation,) = violations(far)

    assert violation.joint == "left hand"
    assert "cannot reach" in violation.what


def test_a_joint_out_of_range_is_a_violation_that_names_the_joint_and_its_range() -> None:
    (violation,) = violations(solved(STARTS["standing"]).joint("left elbow bend", 170))

    assert violation.joint == "left elbow bend"
    assert violation.what == "the left elbow bend would be 170°; it goes from 0 to 150"


def test_a_long_step_lets_the_hips_sink() -> None:
    foot = STARTS["standing"].feet[0]
    assert foot
    x, y, z = foot.ankle
    wide = solved(STARTS["standing"].with_foot("left", foot._replace(ankle=(x, y - 60, z))))

    assert wide.place[2] < STARTS["standing"].place[2] - 5


def test_a_breath_lifts_the_shoulders_and_moves_no_hand_that_holds() -> None:
    pose = scenes()["upper-back chest"].motion.end
    still, full = body_of(pose).points, body_of(breathing(pose, 1)).points

    assert full["right shoulder"][2] > still["right shoulder"][2] + 1
    assert palm_of(full, "left") == pytest.approx(palm_of(still, "left"), abs=0.1)
