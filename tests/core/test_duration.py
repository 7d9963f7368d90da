"""Durations as people write them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.duration import parse_ms, written


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("30", 30_000),
        ("30s", 30_000),
        ("30 s", 30_000),
        (" 30s ", 30_000),
        ("0:30", 30_000),
        ("1:30", 90_000),
        ("2m", 120_000),
        ("2min", 120_000),
        ("1m30s", 90_000),
        ("1m30", 90_000),
        ("1m 30s", 90_000),
        ("4.5s", 4_500),
        ("4.5", 4_500),
        ("0.125s", 125),
        ("0", 0),
    ],
)
def test_a_duration_is_read_as_people_write_it(text: str, ms: int) -> None:
    assert parse_ms(text) == ms


@pytest.mark.parametrize(
    "text",
    ["", " ", "s", "m", "soon", "-5", "1:60", "1:5", "1:2:3", "1.2345s", "5s 1m", "1h", "30ss"],
)
def test_what_is_no_duration_is_named_in_the_fault(text: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(repr(text))} is not a duration"):
        parse_ms(text)


@pytest.mark.parametrize(
    ("ms", "text"),
    [
        (30_000, "30s"),
        (90_000, "1m30s"),
        (120_000, "2m"),
        (4_500, "4.5s"),
        (0, "0s"),
        (1, "0.001s"),
    ],
)
def test_a_duration_is_written_the_shortest_way(ms: int, text: str) -> None:
    assert written(ms) == text


@given(st.integers(0, 999 * 60_000))
def test_what_is_written_is_read_back(ms: int) -> None:
    assert parse_ms(written(ms)) == ms
