"""Figures become scenes, are mirrored for the other side, and move in step with a stage."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.breath import Phase, Way
from stretchcoach.core.figures import (
    AFTER_MS,
    BREATH_STEPS,
    REST_MS,
    STEP_MS,
    Shown,
    breathed,
    description,
    framed,
    moment_ms,
    next_moment_ms,
    scene_of,
    scenes_of,
    wrong_with,
)
from stretchcoach.core.routine import Figure, Move, Position
from stretchcoach.figure import props
from stretchcoach.figure.described import described
from stretchcoach.figure.scene import shot_of
from tests.making import CORNER, built_in, built_in_files

DRAWN = [
    pytest.param(position, id=f"{path.stem}-{position.id}")
    for path in built_in_files()
    for position in built_in(path.stem).positions
]
LENGTHS = st.integers(0, 30_000)
STAGES = st.integers(3_000, 60_000)


@pytest.mark.parametrize("position", DRAWN)
def test_a_built_in_figure_mirrors_there_and_back(position: Position) -> None:
    assert position.figure
    scene, other = scene_of(position.figure, False), scene_of(position.figure, True)

    assert scene
    assert other
    assert other != scene
    assert other == scene.mirrored()
    assert [view.camera.view() for view in other.mirrored().views] == [
        view.camera.view() for view in scene.views
    ]


@pytest.mark.parametrize("name", CORNER)
def test_a_corner_figure_turns_to_the_wall_and_mirrored_the_other_way(name: str) -> None:
    for position in built_in(name).positions:
        assert position.figure
        scene, other = scene_of(position.figure, False), scene_of(position.figure, True)
        assert scene
        assert other
        # The wall is at the left of whoever works the left arm, and a turn to the left is positive.
        turned = scene.motion.end.heading - scene.motion.keys[0].pose.heading
        assert turned >= 45
        assert other.motion.end.heading - other.motion.keys[0].pose.heading == -turned
        assert scene.working == {"left arm"}
        assert other.working == {"right arm"}


@pytest.mark.parametrize("position", DRAWN)
def test_a_built_in_figure_in_ascii_is_ascii_and_shows_a_body(position: Position) -> None:
    assert position.figure
    scene = scene_of(position.figure, False)
    assert scene
    for view in scene.views:
        canvas = shot_of(scene, view, 34, 14).canvas(scene.motion.end)
        text = "".join(cell.char for row in canvas.patterns(True) for cell in row)
        assert text.isascii()
        assert "#" in text


def test_what_an_author_wrote_is_described_as_it_was() -> None:
    figure = Figure("chair", moves=(Move("tip", (("tip head", "38 left"),)),), felt=("chest",))

    assert description(figure) == {
        "with": "chair",
        "moves": {"tip": {"tip head": "38 left"}},
        "felt": ["chest"],
        "views": ["front"],
    }
    assert described(description(figure))[0] == scene_of(figure, False)


def test_a_figure_that_cannot_be_is_no_scene_and_says_why() -> None:
    figure = Figure(moves=(Move("tip", (("tip head", "88 left"),)),))

    assert scene_of(figure, False) is None
    assert scene_of(figure, True) is None
    assert [where for where, _ in wrong_with(figure)] == [("moves", "tip", "tip head")]


@given(LENGTHS, STAGES)
def test_a_motion_begins_at_its_start_and_is_over_before_the_hold(
    length_ms: int, stage_ms: int
) -> None:
    assert moment_ms(length_ms, 0, stage_ms) == 0
    for into_ms in (stage_ms - AFTER_MS, stage_ms):
        assert moment_ms(length_ms, into_ms + STEP_MS, stage_ms) == length_ms


@given(LENGTHS, STAGES)
def test_a_motion_is_shown_once_or_twice_and_never_backwards(length_ms: int, stage_ms: int) -> None:
    shown = [moment_ms(length_ms, into_ms, stage_ms) for into_ms in range(0, stage_ms, 25)]

    # What goes back is the second time, from the end pose, in which it rested.
    again = [now for now, later in itertools.pairwise(shown) if later < now]
    assert again in ([], [length_ms])
    assert not again or shown.count(length_ms) * 25 >= REST_MS - 2 * STEP_MS
    assert all(0 <= ms <= length_ms for ms in shown)


@given(st.integers(1_000, 30_000), STAGES, st.integers(0, 59_999))
def test_the_next_moment_comes_when_it_was_said_and_not_before(
    length_ms: int, stage_ms: int, into_ms: int
) -> None:
    into_ms = into_ms % stage_ms
    now, next_ms = (
        moment_ms(length_ms, into_ms, stage_ms),
        next_moment_ms(length_ms, into_ms, stage_ms),
    )
    until_ms = stage_ms if next_ms is None else into_ms + next_ms

    for between_ms in (into_ms + 1, (into_ms + until_ms) // 2, until_ms - 1):
        if into_ms < between_ms < until_ms:
            assert moment_ms(length_ms, between_ms, stage_ms) == now


@given(LENGTHS, STAGES)
def test_a_motion_takes_at_most_two_pictures_a_second(length_ms: int, stage_ms: int) -> None:
    shown = [moment_ms(length_ms, into_ms, stage_ms) for into_ms in range(0, 1_000, 5)]

    assert sum(now != later for now, later in itertools.pairwise(shown)) <= 2


SHOULDER, CHEST, _ = (position.figure for position in built_in("upper-back").positions)


def test_a_switch_goes_from_hand_to_hand_and_not_by_standing_there() -> None:
    assert SHOULDER
    assert CHEST
    (scene,) = scenes_of(Shown(CHEST, False), Shown(SHOULDER, False))
    before, there = scene_of(SHOULDER, False), scene_of(CHEST, False)
    assert before
    assert there

    motion = scene.motion
    assert motion.at(0) == before.motion.end
    assert motion.end == there.motion.end
    assert [key.name for key in motion.keys] == ["turn", "grip", "grip", "turn"]


@pytest.mark.parametrize("first", [False, True])
def test_a_change_of_sides_goes_round_to_the_other_face_and_ends_facing_its_corner(
    first: bool,
) -> None:
    assert SHOULDER
    assert CHEST
    walk, scene = scenes_of(Shown(SHOULDER, not first), Shown(CHEST, first))
    there = scene_of(SHOULDER, not first)

    assert scene == there
    assert walk.motion.end == scene.motion.keys[0].pose
    wall = min((abs(x), x) for face in scene.prop.faces for x, _, _ in face.corners)[1]
    start, end = walk.motion.keys[0].pose.place, walk.motion.end.place
    assert abs(start[0]) > abs(wall), "it begins on the far side of the wall"
    assert (start[0] > 0) is (wall > 0)
    assert abs(end[0]) < abs(wall)
    assert max(key.pose.place[1] for key in walk.motion.keys) > props.CORNER, "past the corner"
    assert all(view.near == "" for view in walk.views)


def test_what_was_held_at_another_thing_is_not_gone_on_from() -> None:
    reach, desk = (position.figure for position in built_in("upper-back-reach").positions)
    assert reach
    assert desk

    assert scenes_of(Shown(desk, False), Shown(reach, False)) == (scene_of(desk, False),)


def test_figures_that_are_seen_alike_have_one_frame() -> None:
    company = tuple(p.figure for p in built_in("upper-back").positions if p.figure)

    frames = {framed(Shown(figure, True), company) for figure in company}

    assert len(frames) == 1
    assert framed(Shown(company[0], True), ()) == scene_of(company[0], True)


def test_a_breath_lifts_in_steps_and_lets_down_again() -> None:
    into, out = Phase(Way.IN, 0, 4_000), Phase(Way.OUT, 4_000, 10_000)

    assert [breathed(into, part / 10) for part in range(11)] == [0] * 6 + [1] * 5
    assert breathed(out, 0) == BREATH_STEPS
    assert breathed(out, 1) == 0
