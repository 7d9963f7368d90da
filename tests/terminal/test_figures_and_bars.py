"""Laws of the bars, the gauge and the large figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.terminal.bars import bar, gauge
from stretchcoach.terminal.figures import ROWS, figures, figures_width

_columns = st.integers(0, 200)
_even = st.integers(0, 100).map(lambda half: 2 * half)
_level = st.floats(0, 1)
_INK = {"█": 2, "▐": 1, "▌": 1, "=": 2}


def _ink(text: str) -> int:
    """Half columns of ink."""
    return sum(_INK[char] for char in text)


@given(st.integers(0, 10**7), st.integers(1, 10**7), _columns, st.booleans())
def test_the_two_parts_of_a_bar_always_add_up_to_its_columns(
    done: int, more: int, columns: int, unicode: bool
) -> None:
    filled, rest = bar(done, done + more, columns, unicode)

    assert len(filled) + len(rest) == columns


@given(st.integers(1, 10**6), st.integers(1, 200), st.booleans())
def test_a_bar_is_empty_at_the_start_and_full_at_the_end_only(
    length: int, columns: int, unicode: bool
) -> None:
    full = ("━" if unicode else "#") * columns

    assert bar(0, length, columns, unicode)[0] == ""
    assert bar(length, length, columns, unicode) == (full, "")
    assert bar(length - 1, length, columns, unicode)[0] != full


@given(st.integers(1, 1_000), _columns, st.booleans())
def test_a_bar_never_shrinks(length: int, columns: int, unicode: bool) -> None:
    filled = [len(bar(done, length, columns, unicode)[0]) for done in range(0, length + 1, 7)]

    assert filled == sorted(filled)


def test_a_bar_of_something_without_length_is_full() -> None:
    assert bar(0, 0, 10, True) == ("━" * 10, "")


@given(_level, _even, st.booleans())
def test_the_gauge_is_symmetric_and_as_wide_as_asked(
    level: float, columns: int, unicode: bool
) -> None:
    blank, filled = gauge(level, columns, unicode)

    assert 2 * len(blank) + len(filled) == columns
    assert blank.strip() == ""
    assert filled[::-1].translate(str.maketrans("▐▌", "▌▐")) == filled


@given(_level, _level, _even, st.booleans())
def test_the_gauge_grows_with_the_level(one: float, other: float, columns: int, ok: bool) -> None:
    low, high = sorted((one, other))

    assert _ink(gauge(low, columns, ok)[1]) <= _ink(gauge(high, columns, ok)[1])


@given(_even, st.booleans())
def test_the_gauge_is_empty_at_nothing_and_full_at_one(columns: int, unicode: bool) -> None:
    assert gauge(0, columns, unicode) == (" " * (columns // 2), "")
    assert _ink(gauge(1, columns, unicode)[1]) == 2 * columns


def test_the_gauge_has_as_many_steps_as_columns() -> None:
    assert len({gauge(level / 400, 40, True) for level in range(401)}) == 41


@pytest.mark.parametrize("scale", [1, 2, 3])
@pytest.mark.parametrize("text", ["0123456789", " 7", "42", "STOP"])
def test_figures_are_as_tall_and_wide_as_their_scale_says(text: str, scale: int) -> None:
    rows = figures(text, scale, "#")

    assert len(rows) == ROWS * scale
    assert {len(row) for row in rows} == {figures_width(len(text), scale)}
    assert set("".join(rows)) <= {"#", " "}


def test_no_two_figures_look_alike() -> None:
    drawn = {tuple(figures(figure, 1, "#")) for figure in "0123456789"}

    assert len(drawn) == 10


def test_a_figure_is_drawn_as_on_a_clock() -> None:
    assert figures("7", 1, "#") == ("######", "    ##", "    ##", "    ##", "    ##")
    assert figures("1", 1, "#") == ("  ##  ", "####  ", "  ##  ", "  ##  ", "######")
