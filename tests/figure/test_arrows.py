"""The arrows: which motions have one, which way they go, and from when on they are shown."""

from itertools import pairwise
from math import atan2, degrees

import pytest

from stretchcoach.figure.arrows import Turn
from stretchcoach.figure.described import described
from stretchcoach.figure.pose import flipped
from stretchcoach.figure.scene import Scene, Shot, shot_of
from stretchcoach.figure.shapes import Role
from stretchcoach.figure.vectors import UP, Vec
from tests.figure.positions import scenes

CORNER = "upper-back chest"


def _shot(scene: Scene, view_no: int = 0, columns: int = 28, rows: int = 14) -> Shot:
    return shot_of(scene, scene.views[view_no], columns, rows)


def _arrows(name: str, view_no: int = 0) -> int:
    made = _shot(scenes()[name], view_no)
    return len(made.arrows(made.scene.motion.end))


def _swept(turn: Turn, centre: Vec) -> float:
    """How far round a point the arrow goes, to the left."""
    ways = [degrees(atan2(y - centre[1], x - centre[0])) for x, y, _ in turn.path]
    return sum((b - a + 180) % 360 - 180 for a, b in pairwise(ways))


@pytest.mark.parametrize("view_no", [0, 1])
@pytest.mark.parametrize("height", ["shoulder", "chest", "hip"])
def test_in_the_corner_stretch_the_arrow_turns_left_for_the_left_arm_and_right_for_the_right(
    height: str, view_no: int
) -> None:
    scene = scenes()[f"upper-back {height}"]
    for side, sign in ((scene, 1), (scene.mirrored(), -1)):
        (turn,) = side.turns(side.views[view_no])

        assert _swept(turn, side.motion.end.place) * sign > 90


def test_the_arrow_is_there_from_when_the_body_has_begun_to_turn() -> None:
    made = _shot(scenes()[CORNER])
    motion = made.scene.motion
    turn_ms = motion.keys[-1].takes_ms

    assert made.arrows(motion.at(0)) == []
    assert made.arrows(motion.at(motion.length_ms - turn_ms)) == []
    assert len(made.arrows(motion.at(motion.length_ms - turn_ms // 2))) == 1
    assert len(made.arrows(motion.end)) == 1


@pytest.mark.parametrize(
    ("name", "count"),
    [
        (CORNER, 1),
        ("upper-back-neck shoulder", 2),
        ("upper-back-neck chest", 2),
        ("neck-side-bend tip", 1),
        ("neck-side-bend anchor", 1),
        ("wrists-forearms up", 1),
        ("wrists-forearms down", 1),
        ("calves straight", 0),
        ("hip-flexors long", 0),
        ("chest-doorway level", 0),
        ("desk-break leg-left", 0),
        ("upper-back-reach desk", 0),
    ],
)
def test_only_what_turns_noticeably_has_an_arrow(name: str, count: int) -> None:
    assert _arrows(name) == count


def test_from_above_only_the_body_has_an_arrow() -> None:
    assert _arrows("upper-back-neck shoulder", view_no=1) == 1


def test_an_arrow_over_a_head_goes_where_the_head_tips_and_the_other_way_in_the_mirror() -> None:
    scene = scenes()["neck-side-bend tip"]
    (turn,) = scene.turns(scene.views[0])
    (other,) = scene.mirrored().turns(scene.views[0])

    assert turn.path[-1][0] < turn.path[0][0] - 20, "to the left"
    for place, mirrored in zip(turn.path, other.path, strict=True):
        assert flipped(place) == pytest.approx(mirrored, abs=1e-6)


def test_a_turn_of_a_few_degrees_has_no_arrow() -> None:
    for amount, count in (("15 left", 0), ("40 left", 1)):
        scene, _ = described({"moves": {"turn": {"turn": amount}}})
        assert scene
        assert len(scene.turns(scene.views[0])) == count


@pytest.mark.parametrize("size", [(28, 14), (48, 20), (20, 9)])
def test_the_arrow_of_the_corner_stretch_is_seen_at_every_size_and_its_point_as_a_character(
    size: tuple[int, int],
) -> None:
    made = _shot(scenes()[CORNER], 0, *size)
    canvas = made.canvas(made.scene.motion.end)
    turned = [cell for row in canvas.patterns(True) for cell in row if cell.ink is Role.TURN]

    assert {cell.char for cell in turned} == {"+", ">"}
    assert "•" in {cell.char for row in canvas.patterns(False) for cell in row}
    assert any(cell.ink is Role.TURN for row in canvas.cells() for cell in row)


@pytest.mark.parametrize(("long", "seen"), [(5.0, False), (60.0, True)])
def test_an_arrow_that_would_be_little_more_than_its_point_is_left_out(
    long: float, seen: bool
) -> None:
    path = tuple((long * step / 10, 0.0, 0.0) for step in range(11))
    turn = Turn(lambda pose: pose.heading, 0.0, path)

    assert bool(turn.arrow((1, 0, 0), UP, 0.2, 14)) is seen
