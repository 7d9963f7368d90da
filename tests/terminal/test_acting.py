"""What a stage shows of its figure: one picture for both sides, and one frame for a routine."""

import pytest

from stretchcoach.core.figures import END, Instant, Shown, scene_of
from stretchcoach.core.frame import frame
from stretchcoach.core.routine import Position
from stretchcoach.figure.scene import shot_of
from stretchcoach.terminal.acting import Act, act
from stretchcoach.terminal.body import cells
from stretchcoach.terminal.charset import Look
from tests.making import built_in, built_in_files
from tests.terminal.scenes import laid_out, live

DRAWN = [
    pytest.param(position, id=f"{path.stem}-{position.id}")
    for path in built_in_files()
    for position in built_in(path.stem).positions
]


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize("position", DRAWN)
def test_the_other_side_is_the_picture_that_its_own_scene_makes(
    position: Position, look: Look
) -> None:
    figure = position.figure
    assert figure
    scene = scene_of(figure, True)
    assert scene
    acted = Act(Shown(figure, True), None, ())

    for number, view in enumerate(scene.views):
        whole = cells(shot_of(scene, view, 28, 14), scene.motion.end, look)
        assert acted.picture(number, END, 28, 14, look) == whole


def test_the_end_of_a_hold_is_the_beginning_of_the_switch() -> None:
    hold = act(frame(live(laid_out(), 58_000, waits=False)))
    switch = act(frame(live(laid_out(), 59_000, waits=False)))
    assert hold
    assert switch

    there = hold.picture(0, END, 28, 14, Look.COLOUR)
    gone_on = switch.picture(0, Instant(0, 0), 28, 14, Look.COLOUR)

    # Where it is felt is no longer marked; all else stands where it stood.
    differ = [
        (cell, later)
        for row, later_row in zip(there, gone_on, strict=True)
        for cell, later in zip(row, later_row, strict=True)
        if cell != later
    ]
    assert differ
    # What was felt, and the arrow into the hold, are not shown on the way out of it.
    gone = {"FELT", "TURN"}
    assert all(gone & {cell.ink.name, cell.ground.name} for cell, _ in differ)


def test_the_end_of_the_way_there_is_the_beginning_of_the_hold() -> None:
    for lead_in_ms, hold_ms in ((28_900, 29_000), (78_900, 79_000), (189_900, 190_000)):
        before = frame(live(laid_out(), lead_in_ms, waits=False))
        after = frame(live(laid_out(), hold_ms, waits=False))
        lead_in, hold = act(before), act(after)
        assert lead_in
        assert hold

        there = lead_in.picture(0, lead_in.moment(before), 28, 14, Look.COLOUR)
        assert there is hold.picture(0, hold.moment(after), 28, 14, Look.COLOUR)
