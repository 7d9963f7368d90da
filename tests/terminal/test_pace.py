"""What a figure may write: never more than a line takes in a second, and never nothing for long."""

from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.terminal.pace import MOST_BYTES, MOST_FIGURE_BYTES, Pace


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 4_000)), max_size=60))
def test_figures_write_no_more_in_any_second_than_they_may(told: list[tuple[int, int]]) -> None:
    pace, now_ms, written = Pace(), 0, list[tuple[int, int]]()
    for later_ms, figure in told:
        now_ms += later_ms
        if now_ms >= pace.next_ms and pace.allows(now_ms, 0, figure):
            pace.wrote(now_ms, 0, figure)
            written.append((now_ms, figure))

    for since_ms, _ in written:
        second = (size for ms, size in written if since_ms <= ms < since_ms + 1_000)
        assert sum(second) <= MOST_FIGURE_BYTES


@given(st.integers(1, MOST_FIGURE_BYTES))
def test_a_picture_that_had_to_wait_comes_within_two_seconds(figure: int) -> None:
    pace = Pace()
    pace.wrote(0, 0, MOST_FIGURE_BYTES)

    waits = next(
        ms for ms in range(0, 10_000, 50) if ms >= pace.next_ms and pace.allows(ms, 0, figure)
    )

    assert waits <= 2_000


def test_what_else_is_written_counts_as_well() -> None:
    pace = Pace()
    pace.wrote(0, 3_000, 0)

    assert pace.allows(500, 0, MOST_BYTES - 3_000)
    assert not pace.allows(500, 1, MOST_BYTES - 3_000)
    assert pace.allows(1_100, 0, MOST_FIGURE_BYTES)
