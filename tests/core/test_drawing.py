"""Drawings for the other side, and in ASCII."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stretchcoach.core.drawing import mirror, to_ascii, width
from stretchcoach.core.routine import Position
from tests.making import CORNER, built_in, built_in_files

Rows = tuple[str, ...]

DRAWN = [
    pytest.param(position, id=f"{path.stem}-{position.id}")
    for path in built_in_files()
    for position in built_in(path.stem).positions
]
# What drawings are made of: lines, blocks, arrows, single letters and words.
PIECES = st.sampled_from(
    [*"│─┌┐└┘┏┓┗┛╭╮╰╯▒░█▟▙▜▛▐▌▀▄●━←→▶◀()[]{}<>/\\ abZ9_.ß", "turn", "two words", "if so, step"]
)


@st.composite
def rows(draw: st.DrawFn) -> Rows:
    """Rows of a drawing as a file has them: no blanks at the right, no margin at the left."""
    drawn = draw(st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=6))
    return ("│", *(row.rstrip() for row in drawn))


@given(rows())
@example(("ab c", " ab cd e", "a bc"))
@settings(deadline=None)
def test_the_mirror_of_the_mirror_is_the_drawing(drawing: Rows) -> None:
    assert mirror(mirror(drawing)) == drawing


def test_a_mirrored_drawing_has_its_lines_turned_round() -> None:
    assert mirror(("╭──┐", "│<(/")) == ("┌──╮", "\\)>│")


def test_a_mirrored_drawing_keeps_its_words_readable() -> None:
    assert mirror(("▶ turn slowly ╮",)) == ("╭ turn slowly ◀",)


def test_a_comma_stays_where_it_is_among_mirrored_words() -> None:
    assert mirror(("▶ if felt, stop",)) == ("if felt, stop ◀",)


def test_a_single_letter_is_a_shape_and_moves_with_its_neighbours() -> None:
    assert mirror(("o  x/",)) == ("\\x  o",)


@given(rows())
@settings(deadline=None)
def test_ascii_is_pure_and_as_wide(drawing: Rows) -> None:
    plain = to_ascii(drawing)
    assert "".join(plain).isascii()
    assert list(map(len, plain)) == list(map(len, drawing))


@given(st.text(st.characters(codec="ascii")))
@settings(deadline=None)
def test_ascii_stays_as_it_is(row: str) -> None:
    assert to_ascii((row,)) == (row,)


def test_a_character_without_a_likeness_becomes_a_star() -> None:
    assert to_ascii(("●━━▶ ♥",)) == ("@==> *",)


@pytest.mark.parametrize("position", DRAWN)
def test_a_built_in_drawing_mirrors_there_and_back(position: Position) -> None:
    once = mirror(position.drawing)
    assert once != position.drawing
    assert width(once) == width(position.drawing)
    assert mirror(once) == position.drawing


@pytest.mark.parametrize("name", CORNER)
def test_a_corner_drawing_mirrored_turns_the_other_way(name: str) -> None:
    position = built_in(name).positions[0]
    drawn, turned = "\n".join(position.drawing), "\n".join(mirror(position.drawing))
    # Seen from above: who faces the corner, left arm at the wall, turns left to face the wall.
    assert "◀─╮" in drawn
    assert "╭─▶" in turned
    for view in (drawn, turned):
        assert ("turn" in view, "from above" in view, "from behind" in view) == (True,) * 3
        assert view.count("●") == 2  # the hand, once in each view


@pytest.mark.parametrize("position", DRAWN)
def test_a_built_in_drawing_has_a_likeness_for_each_character(position: Position) -> None:
    alike = "".join(to_ascii(position.drawing))
    assert alike.count("*") == "".join(position.drawing).count("◎")


def test_an_empty_drawing_has_no_width() -> None:
    assert width(()) == 0
    assert mirror(()) == ()
