"""Text from elsewhere: nothing of it moves the cursor or hides, and languages stay as they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.harmless import UNSURE, harmless


@pytest.mark.parametrize(
    "char",
    "\x00\x07\x08\x1b\x7f\x85\x9b\r\n\t\u061c\u200b\u200e\u202e\u2028\u2066\ufeff\ud800\U000e0041",
)
def test_what_moves_the_cursor_or_hides_text_is_shown_as_a_question_mark(char: str) -> None:
    assert harmless(f"a{char}b") == "a?b"


def test_line_ends_and_tabs_are_kept_where_they_are_wanted() -> None:
    assert harmless("a\n\tb\r\x1b", keep="\n\t") == "a\n\tb??"


@pytest.mark.parametrize(
    "text",
    [
        "Dehnübung",
        "สวัสดี ชั้น",
        "हिन्दी क्षेत्र",
        "می‌خواهم",
        "ශ්‍රී",
        "שָׁלוֹם",
        "Tiếng Việt",
        "日本語",
        "😀 Ready",
    ],
)
def test_the_words_of_a_language_are_left_as_they_are_and_are_sure_of_their_width(
    text: str,
) -> None:
    assert harmless(text) == text
    assert UNSURE.search(text) is None


@given(st.text())
def test_a_text_keeps_its_length_and_a_second_time_changes_nothing(text: str) -> None:
    assert len(harmless(text)) == len(text)
    assert harmless(harmless(text)) == harmless(text)
