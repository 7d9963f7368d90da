"""Laws of the picture: mirrors, edges, and that every kind of terminal shows the same."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.figure.camera import VIEWS, camera
from stretchcoach.figure.cells import Canvas, Picture
from stretchcoach.figure.props import PROPS
from stretchcoach.figure.scene import Scene, View, shot_of
from stretchcoach.figure.shapes import Role
from stretchcoach.figure.svg import svg
from tests.figure.positions import scenes

_MIRROR = str.maketrans("▘▝▖▗▌▐▞▚▛▜▙▟", "▝▘▗▖▐▌▚▞▜▛▟▙")
names = st.sampled_from(sorted(scenes()))
sizes = st.tuples(st.integers(14, 90), st.integers(6, 40))
# Where both arms do the same at the same depth, one must lie before the other.
one_sided = st.sampled_from(
    sorted(name for name, scene in scenes().items() if len(scene.working) == 1)
)


def _flipped(picture: Picture) -> Picture:
    return tuple(
        tuple(cell._replace(char=cell.char.translate(_MIRROR)) for cell in row[::-1])
        for row in picture
    )


def _canvas(scene: Scene, view: View, columns: int, rows: int, part: float = 1.0) -> Canvas:
    pose = scene.motion.at(int(part * scene.motion.length_ms))
    return shot_of(scene, view, columns, rows).canvas(pose)


@given(one_sided, st.integers(0, 1), sizes, st.floats(0, 1))
def test_a_mirrored_scene_is_the_mirrored_picture(
    name: str, view_no: int, size: tuple[int, int], part: float
) -> None:
    scene = scenes()[name]
    other = scene.mirrored()

    picture = _canvas(scene, scene.views[view_no], *size, part).cells()

    assert _canvas(other, other.views[view_no], *size, part).cells() == _flipped(picture)


@given(names, st.sampled_from(sorted(VIEWS)), sizes, st.floats(0, 1))
def test_a_picture_of_any_size_is_exactly_as_large_as_asked_for(
    name: str, view: str, size: tuple[int, int], part: float
) -> None:
    columns, rows = size
    canvas = _canvas(scenes()[name], View(camera(view)), columns, rows, part)

    for picture in (canvas.cells(), canvas.patterns(False), canvas.patterns(True)):
        assert [len(row) for row in picture] == [columns] * rows


@given(names, st.sampled_from(sorted(VIEWS)), st.floats(0, 1))
def test_the_whole_body_is_inside_of_its_picture_in_every_view_all_the_way(
    name: str, view: str, part: float
) -> None:
    """So large that the margin is a pixel; prop and floor go on beyond the picture."""
    scene = scenes()[name]._replace(prop=PROPS["nothing"])
    pixels = _canvas(scene, View(camera(view)), 90, 45, part).pixels

    edges = [*pixels[0], *pixels[-1], *(end for row in pixels for end in (row[0], row[-1]))]
    assert max(edges) <= Role.FLOOR


@given(names, sizes, st.floats(0, 1))
def test_ascii_and_unicode_cover_the_same_cells_with_the_same(
    name: str, size: tuple[int, int], part: float
) -> None:
    scene = scenes()[name]
    canvas = _canvas(scene, scene.views[0], *size, part)

    for rich, plain in zip(canvas.patterns(False), canvas.patterns(True), strict=True):
        for one, other in zip(rich, plain, strict=True):
            assert other.char.isascii()
            assert (one.char == " ") == (other.char == " ")
            assert one.ink == other.ink


def test_the_characters_are_ones_that_every_font_has() -> None:
    canvas = _canvas(scenes()["upper-back chest"], scenes()["upper-back chest"].views[0], 34, 14)

    drawn = {cell.char for row in canvas.cells() for cell in row}

    assert drawn <= set(" ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█")


@pytest.mark.parametrize("name", scenes())
@pytest.mark.parametrize("size", [(34, 14), (24, 10)])
def test_what_works_and_where_it_is_felt_are_seen_in_the_large_view(
    name: str, size: tuple[int, int]
) -> None:
    scene = scenes()[name]
    cells = [cell for row in _canvas(scene, scene.views[0], *size).cells() for cell in row]

    seen = {role for cell in cells for role in (cell.ink, cell.ground)}

    assert Role.FELT in seen
    assert Role.WORKING in seen or not scene.working


@pytest.mark.parametrize(
    "name", ["upper-back chest", "hamstrings-seated lean", "wrists-forearms up"]
)
def test_without_colour_the_marks_and_the_working_limb_have_characters_of_their_own(
    name: str,
) -> None:
    scene = scenes()[name]
    canvas = _canvas(scene, scene.views[0], 34, 14)

    for ascii_only, marks in ((False, "◎▓"), (True, "*@")):
        text = "".join(cell.char for row in canvas.patterns(ascii_only) for cell in row)
        assert set(marks) <= set(text)


def test_face_and_back_of_the_head_are_told_apart() -> None:
    scene = scenes()["neck-side-bend tip"]

    def count(view: str, role: Role) -> int:
        canvas = _canvas(scene, View(camera(view), "head"), 34, 14)
        return sum(row.count(role) for row in canvas.pixels)

    assert count("front", Role.SKIN) > 3 * count("front", Role.HAIR)
    assert count("behind", Role.HAIR) > 3 * count("behind", Role.SKIN)


@pytest.mark.parametrize("name", scenes())
def test_little_changes_from_one_picture_of_a_motion_to_the_next(name: str) -> None:
    scene = scenes()[name]
    ready = shot_of(scene, scene.views[0], 34, 14)
    pictures = [ready.picture(scene.motion.at(ms)) for ms in range(0, scene.motion.length_ms, 100)]

    for one, other in pairwise(pictures):
        changed = sum(
            a != b
            for upper, lower in zip(one, other, strict=True)
            for a, b in zip(upper, lower, strict=True)
        )
        assert changed < 34 * 14 // 3


def test_a_still_pose_is_the_same_picture_again() -> None:
    scene = scenes()["upper-back chest"]
    ready = shot_of(scene, scene.views[0], 34, 14)

    assert ready.picture(scene.motion.end) == ready.picture(scene.motion.at(10**6))


def test_the_svg_has_a_shape_for_every_role_that_is_drawn() -> None:
    scene = scenes()["upper-back chest"]
    text = svg(shot_of(scene, scene.views[0], 34, 14), scene.motion.end, "")

    classes = set(re.findall(r'class="([a-z_]+)', text))

    assert {"working", "felt", "shirt", "hair", "skin", "hand", "wall", "wall_end"} <= classes
    assert "nan" not in text
