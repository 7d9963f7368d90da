"""Figures become scenes, are mirrored for the other side, and move in step with a stage."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.figures import (
    AFTER_MS,
    STEP_MS,
    description,
    moment_ms,
    scene_of,
    wrong_with,
)
from stretchcoach.core.routine import Figure, Move, Position
from stretchcoach.figure.described import described
from stretchcoach.figure.scene import stage
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
        canvas = stage(scene, view, 34, 14).canvas(scene.motion.end)
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
def test_a_motion_is_never_shown_backwards(length_ms: int, stage_ms: int) -> None:
    shown = [moment_ms(length_ms, into_ms, stage_ms) for into_ms in range(0, stage_ms, 25)]

    assert shown == sorted(shown)
    assert all(0 <= ms <= length_ms for ms in shown)


@given(LENGTHS, STAGES)
def test_a_motion_takes_at_most_eight_pictures_a_second(length_ms: int, stage_ms: int) -> None:
    shown = [moment_ms(length_ms, into_ms, stage_ms) for into_ms in range(0, 1_000, 5)]

    assert sum(now != later for now, later in itertools.pairwise(shown)) <= 8
