"""Lines of styled text: wrapping and widths, wide characters among them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.terminal.lines import (
    cell_len,
    ends,
    in_ascii,
    marked,
    padded,
    paragraph,
    shortened,
    wrap,
)

_words = st.lists(st.text("abcdefü伸ば", min_size=1, max_size=8), max_size=20)
_room = st.integers(1, 80)


@given(_words, _room)
def test_wrapping_loses_nothing_and_keeps_the_order(words: list[str], room: int) -> None:
    assert "".join("".join(wrap(" ".join(words), room)).split()) == "".join(words)


@given(_words, _room)
def test_a_wrapped_line_fits_unless_a_single_character_does_not(
    words: list[str], room: int
) -> None:
    for line in wrap(" ".join(words), room):
        assert cell_len(line) <= room or len(line) == 1


@given(_words, _room)
def test_a_line_is_broken_at_a_blank_only_where_the_next_word_had_no_room(
    words: list[str], room: int
) -> None:
    lines = wrap(" ".join(words), room)

    for line, following in pairwise(lines):
        assert cell_len(line) + 1 + cell_len(following.split()[0]) > room or any(
            word not in " ".join(lines).split() for word in words
        )


@pytest.mark.parametrize(
    "text", ["肩に痛みを感じたら、すぐに止めてください。", "หากรู้สึกเจ็บให้หยุดทันทีและพักก่อน", "x" * 99]
)
def test_text_without_blanks_is_broken_and_none_of_it_is_lost(text: str) -> None:
    lines = wrap(text, 20)

    assert "".join(lines) == text
    assert max(map(cell_len, lines)) <= 20
    assert len(lines) > 1


@given(
    st.lists(st.text("abü.,!伸ば。、", min_size=1, max_size=12), max_size=20),
    st.integers(4, 80),
    st.integers(1, 4),
    st.sampled_from(("…", "...")),
)
def test_what_a_text_has_no_room_for_is_marked(
    words: list[str], room: int, count: int, mark: str
) -> None:
    text = " ".join(words)

    lines = shortened(text, room, count, mark)

    assert len(lines) <= count
    assert max(map(cell_len, lines), default=0) <= room
    shown, whole = "".join("".join(lines).split()), "".join(words)
    if len(wrap(text, room)) <= count:
        assert shown == whole
    else:
        assert shown.endswith(mark)
        assert whole.startswith(shown.removesuffix(mark).removesuffix("."))


@pytest.mark.parametrize(
    ("text", "room", "count", "shown"),
    [
        ("Hand up. Thumb up.", 18, 1, ["Hand up. Thumb up."]),
        ("Hand up. Thumb up.", 17, 1, ["Hand up. …"]),
        ("Hand up. Thumb up.", 9, 1, ["Hand up…"]),
        ("Hand up, thumb up, and not once.", 20, 1, ["Hand up, thumb up…"]),
        ("Hand up, thumb up, and not once.", 9, 2, ["Hand up,", "thumb up…"]),
        ("Hand up, thumb up, and not once.", 20, 2, ["Hand up, thumb up,", "and not once."]),
        ("Hand up, thumb up, and not once.", 20, 0, []),
        ("手を上げます。親指を上に。", 26, 1, ["手を上げます。親指を上に。"]),
        ("手を上げます。親指を上に。", 25, 1, ["手を上げます。…"]),
        ("手を上げます。親指を上に。", 14, 1, ["手を上げます…"]),
        ("手を上げて、親指を上に。", 12, 1, ["手を上げて…"]),
        ("左 手を上げて、親指を上に。", 12, 1, ["左 手を上げ…"]),
    ],
)
def test_whole_sentences_are_kept_before_words_and_words_before_characters(
    text: str, room: int, count: int, shown: list[str]
) -> None:
    assert list(shortened(text, room, count, "…")) == shown


def test_a_line_that_is_cut_anywhere_ends_in_the_mark() -> None:
    assert marked("Then: chest", 11, "…") == "Then: chest"
    assert marked("Then: chest", 10, "...") == "Then: c..."
    assert marked("次に：胸", 7, "…") == "次に：…"


@given(st.lists(st.tuples(st.text("ab伸 ", max_size=9), st.just("bold")), max_size=5), _room)
def test_a_padded_line_has_exactly_the_columns_asked_for(
    spans: list[tuple[str, str]], columns: int
) -> None:
    line = padded(tuple(spans), columns)

    assert sum(cell_len(text) for text, _ in line) == columns


def test_the_right_end_gives_way_where_there_is_no_room_for_both() -> None:
    left, right = ("left", "bold"), ("right", "")

    assert ends(left, right, 10) == (left, (" ", ""), right)
    assert ends(left, right, 9) == (left,)


def test_a_paragraph_hangs_behind_its_indent() -> None:
    assert paragraph("one two three", 9, "quiet", "1. ") == [
        (("1. one", "quiet"),),
        (("   two", "quiet"),),
        (("   three", "quiet"),),
    ]


def test_a_line_in_ascii_keeps_its_styles_and_its_width() -> None:
    line = in_ascii((("→ · …", "bold"), ("plain", "")))

    assert line == (("> . ~", "bold"), ("plain", ""))
