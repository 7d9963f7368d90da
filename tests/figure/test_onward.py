"""From hold to hold: it begins where one is, ends where one goes, and is a body all the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.figure.onward import onward, round_the_corner
from stretchcoach.figure.pose import body_of, palm_of, violations
from stretchcoach.figure.props import CORNER, PROPS, WALL
from stretchcoach.figure.skeleton import RANGES
from tests.figure.bones import stretched
from tests.figure.positions import figures, scenes

# All pairs of positions of one routine at one thing, and the mirror images of the second.
PAIRS = sorted(
    (one, other, mirrored)
    for one in scenes()
    for other in scenes()
    for mirrored in (False, True)
    if one.split()[0] == other.split()[0]
    and figures()[one].get("with") == figures()[other].get("with")
    and not (mirrored and figures()[one].get("with") == "corner")
)
pairs = st.sampled_from(PAIRS)
parts = st.floats(0, 1)
CORNERS = sorted(name for name, figure in figures().items() if figure.get("with") == "corner")


@given(pairs, parts)
def test_on_the_way_to_the_next_hold_no_bone_is_stretched_and_no_joint_breaks(
    pair: tuple[str, str, bool], part: float
) -> None:
    one, other, mirrored = pair
    to = scenes()[other].motion
    motion = onward(scenes()[one].motion, to.mirrored() if mirrored else to)
    pose = motion.at(int(part * motion.length_ms))

    assert stretched(body_of(pose).points) == {}
    assert [one for one in violations(pose) if one.joint in RANGES] == []


@pytest.mark.parametrize("pair", PAIRS)
def test_it_begins_where_one_is_and_ends_where_one_goes(pair: tuple[str, str, bool]) -> None:
    one, other, mirrored = pair
    before, to = scenes()[one].motion, scenes()[other].motion
    to = to.mirrored() if mirrored else to
    motion = onward(before, to)

    assert motion.at(0) == before.end
    assert motion.end == to.end
    assert motion.length_ms > 0
    assert all(key.takes_ms > 0 for key in motion.keys[1:])


@pytest.mark.parametrize("height", ["chest", "hip"])
def test_between_two_heights_the_hand_stays_near_the_corner_and_the_body_at_the_wall(
    height: str,
) -> None:
    motion = onward(scenes()["upper-back shoulder"].motion, scenes()[f"upper-back {height}"].motion)
    for ms in range(0, motion.length_ms, 50):
        pose = motion.at(ms)
        x, y, _ = palm_of(body_of(pose).points, "left")
        assert abs(x - WALL) < 15
        assert abs(y - CORNER) < 15
        assert abs(pose.place[0]) < 10


@given(st.sampled_from(CORNERS), st.sampled_from(CORNERS), parts)
def test_on_the_way_round_the_corner_no_bone_is_stretched_and_nobody_walks_through_the_wall(
    one: str, other: str, part: float
) -> None:
    prop = PROPS["corner"].mirrored()
    walk = round_the_corner(scenes()[one].motion, scenes()[other].motion.mirrored(), prop)
    pose = walk.at(int(part * walk.length_ms))
    x, y, _ = pose.place
    points = body_of(pose).points
    thick = max(x for face in prop.faces for x, _, _ in face.corners) + WALL

    assert stretched(points) == {}
    assert [one for one in violations(pose) if one.joint in RANGES] == []
    assert not (-WALL - 15 < x < -WALL + thick + 15 and y < CORNER + 15)
    assert min(place[2] for place in points.values()) > -1


def test_the_way_round_the_corner_is_the_mirror_image_for_the_other_side() -> None:
    one, other = scenes()["upper-back shoulder"].motion, scenes()["upper-back hip"].motion
    corner = PROPS["corner"]

    there = round_the_corner(one, other.mirrored(), corner.mirrored())
    back = round_the_corner(one.mirrored(), other, corner)

    assert back == there.mirrored()
    assert there.end == other.mirrored().keys[0].pose


def test_at_the_end_of_a_thin_wall_one_goes_round_its_end() -> None:
    one, other = scenes()["upper-back shoulder"].motion, scenes()["upper-back hip"].motion
    corner = PROPS["corner"].mirrored()
    thin = corner._replace(
        faces=tuple(
            face._replace(corners=tuple((min(x, 16 - WALL), y, z) for x, y, z in face.corners))
            for face in corner.faces
        )
    )

    walk = round_the_corner(one, other.mirrored(), thin)

    start = walk.keys[0].pose
    assert start.heading == one.end.heading, "the wall is at the left, as it was"
    assert start.place[0] > 16 - WALL
    assert walk.end == other.mirrored().keys[0].pose
    beside = (key.pose.place for key in walk.keys if 0 < key.pose.place[0] < start.place[0] - 20)
    assert min(y for _, y, _ in beside) > CORNER + 15
