"""Drawings for the other side, and in ASCII."""

from hypothesis import example, given
from hypothesis import strategies as st

from stretchcoach.core.drawing import mirror, to_ascii, width

Rows = tuple[str, ...]

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
def test_ascii_is_pure_and_as_wide(drawing: Rows) -> None:
    plain = to_ascii(drawing)
    assert "".join(plain).isascii()
    assert list(map(len, plain)) == list(map(len, drawing))


@given(st.text(st.characters(codec="ascii")))
def test_ascii_stays_as_it_is(row: str) -> None:
    assert to_ascii((row,)) == (row,)


def test_a_character_without_a_likeness_becomes_a_star() -> None:
    assert to_ascii(("●━━▶ ♥",)) == ("@==> *",)


def test_an_empty_drawing_has_no_width() -> None:
    assert width(()) == 0
    assert mirror(()) == ()
