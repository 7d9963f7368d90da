"""Golden screens: what a person sees, as plain text to be looked at in a review."""

from pathlib import Path

import pytest

from stretchcoach.core.english import ENGLISH
from stretchcoach.core.figures import END, scene_of
from stretchcoach.core.frame import frame
from stretchcoach.core.outcome import Sign
from stretchcoach.core.session import Command
from stretchcoach.core.timeline import Kind
from stretchcoach.files.folders import built_in_folder
from stretchcoach.terminal.acting import act
from stretchcoach.terminal.body import lines_of
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.draw import room_of
from tests.terminal.scenes import (
    NUMBER,
    SCENES,
    SCREENS,
    check_golden,
    laid_out,
    live,
    picture,
    scene_frame,
    text_of,
)

_SIZES = ((80, 24), (40, 12), (20, 6))
_CASES = (
    *((name, *size, True) for name in SCENES for size in _SIZES),
    *((name, 80, 24, False) for name in SCENES),
    ("hold-in", 60, 30, True),
    ("hold-in", 120, 40, True),
)


def _file(name: str, columns: int, rows: int, unicode: bool) -> Path:
    return SCREENS / f"{name}-{columns}x{rows}{'' if unicode else '-ascii'}.txt"


@pytest.mark.parametrize(("name", "columns", "rows", "unicode"), _CASES)
def test_the_screen_looks_as_it_did(name: str, columns: int, rows: int, unicode: bool) -> None:
    drawn = picture(scene_frame(name), columns, rows, unicode)

    check_golden(_file(name, columns, rows, unicode), drawn)


def test_every_golden_screen_belongs_to_a_test() -> None:
    assert sorted(SCREENS.iterdir()) == sorted(_file(*case) for case in _CASES)


def test_the_scenes_are_what_their_names_say() -> None:
    kinds = {name: scene_frame(name).stage.kind.value for name in SCENES}
    ways = {name: breath[0].way.value for name in SCENES if (breath := scene_frame(name).breath)}

    assert kinds["gate"] == "gate"
    assert kinds["ready"] == "ready"
    assert kinds["switch"] == "switch"
    assert kinds["change-sides"] == "change sides"
    assert kinds["finished"] == "end"
    assert (kinds["hold-in"], ways["hold-in"]) == ("hold", "in")
    assert (kinds["hold-mirrored-out"], ways["hold-mirrored-out"]) == ("hold", "out")
    assert scene_frame("hold-mirrored-out").mirrored
    assert not scene_frame("hold-in").mirrored
    signs = {name: scene_frame(name).sign for name in SCENES}
    assert {name: sign for name, sign in signs.items() if sign} == {
        "pain-told": Sign.PAIN,
        "numbness": Sign.NUMBNESS,
        "emergency": Sign.EMERGENCY,
        "emergency-no-number": Sign.EMERGENCY,
    }
    assert (scene_frame("gate").page, scene_frame("gate-2").page) == (0, 1)
    assert scene_frame("emergency").emergency == NUMBER
    assert scene_frame("emergency-no-number").emergency == ""


def test_a_screen_that_differs_fails_and_says_how_to_regenerate_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UPDATE_SCREENS", raising=False)
    golden = tmp_path / "one.txt"
    golden.write_text("as it was\n", encoding="utf-8")

    with pytest.raises(pytest.fail.Exception, match="UPDATE_SCREENS=1"):
        check_golden(golden, ["as it is"])
    with pytest.raises(pytest.fail.Exception, match="UPDATE_SCREENS=1"):
        check_golden(tmp_path / "missing.txt", ["as it is"])


def test_screens_are_regenerated_on_request_but_never_in_ci(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    golden = tmp_path / "one.txt"
    monkeypatch.setenv("UPDATE_SCREENS", "1")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="CI"):
        check_golden(golden, ["new  "])
    assert not golden.exists()

    monkeypatch.delenv("CI")
    check_golden(golden, ["new  "])
    assert golden.read_text(encoding="utf-8") == "new\n"


@pytest.mark.parametrize("name", sorted(path.stem for path in built_in_folder().glob("*.yaml")))
def test_a_built_in_figure_stands_whole_beside_the_countdown_at_80_by_24(name: str) -> None:
    timeline = laid_out(name)
    starts = zip(timeline.starts_ms, timeline.stages, strict=True)
    holds = [(at_ms, stage) for at_ms, stage in starts if stage.kind is Kind.HOLD]
    assert len(holds) == (len(timeline.routine.sides) or 1) * len(timeline.routine.positions)

    for start_ms, stage in holds:
        assert stage.position is not None
        figure = stage.position.figure
        assert figure
        mirrored = stage.side not in (None, timeline.routine.drawn_for)
        scene = scene_of(figure, mirrored)
        assert scene
        # In a pause the figure does not breathe.
        now = frame(live(timeline, start_ms + 1_000, Command.TOGGLE, waits=False))
        shown, acted = picture(now, 80, 24), act(now)
        assert acted
        for number, (left, columns, top, rows) in enumerate([(2, 28, 3, 14), (31, 15, 8, 8)]):
            whole = lines_of(acted.picture(number, END, columns, rows, Look.PATTERN), Look.PATTERN)
            beside = [row[left : left + columns] for row in shown[top : top + rows]]
            assert beside == [text_of(line) for line in whole]
            # And below it, from where it is seen.
            below = [row[left : left + columns].strip() for row in shown[top + rows :][:2]]
            assert " ".join(below).startswith(ENGLISH.views[scene.views[number].camera.view()])
        # The figures have an ink of four columns there.
        assert any("████" in row[48:] for row in shown)


@pytest.mark.parametrize("name", sorted(path.stem for path in built_in_folder().glob("*.yaml")))
def test_what_to_do_with_the_hand_is_told_whole_at_80_columns(name: str) -> None:
    """A line of it that ends in a mark would hide what comes last: the turn of the chest."""
    hands = {stage.position.hand for stage in laid_out(name).stages if stage.position}

    assert max(map(len, hands)) <= room_of(80)
