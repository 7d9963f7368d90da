"""One voice at a time: who speaks, who waits, who is cut off, and who comes too late."""

import math

from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.audio.arbiter import LATEST_S, Saying, Wish, arbitrate
from stretchcoach.core.timeline import Rank

COMMENT = Saying(Rank.COMMENT, 10, 12)


def wish(rank: Rank, due_s: float, length_s: float = 1, end_by_s: float = math.inf) -> Wish:
    return Wish(rank, due_s, length_s, end_by_s)


def test_where_nothing_is_being_said_words_are_said_when_they_are_due() -> None:
    assert arbitrate(None, wish(Rank.COMMENT, 10.7), 10) == Saying(Rank.COMMENT, 10.7, 11.7)


def test_words_that_were_not_ready_in_time_are_said_as_soon_as_they_are() -> None:
    assert arbitrate(None, wish(Rank.COMMENT, 10), 11.2) == Saying(Rank.COMMENT, 11.2, 12.2)


def test_words_that_would_come_too_late_are_not_said() -> None:
    assert arbitrate(None, wish(Rank.SAFETY, 10), 10 + LATEST_S + 0.01) is None


def test_a_higher_rank_does_not_wait_for_a_lower_one() -> None:
    assert arbitrate(COMMENT, wish(Rank.SAFETY, 11), 11) == Saying(Rank.SAFETY, 11, 12)


def test_the_same_rank_waits_for_its_turn() -> None:
    assert arbitrate(COMMENT, wish(Rank.COMMENT, 11), 11) == Saying(Rank.COMMENT, 12, 13)


def test_a_lower_rank_waits_too_and_is_dropped_where_that_takes_too_long() -> None:
    safety = COMMENT._replace(rank=Rank.SAFETY)
    assert arbitrate(safety, wish(Rank.COMMENT, 10.5), 10.5) == Saying(Rank.COMMENT, 12, 13)
    assert arbitrate(safety, wish(Rank.COMMENT, 10.4), 10.4) is None


def test_what_could_not_be_over_in_time_is_not_begun() -> None:
    assert arbitrate(None, wish(Rank.COMMENT, 10, 1, end_by_s=11), 10) is not None
    assert arbitrate(None, wish(Rank.COMMENT, 10, 1, end_by_s=10.9), 10) is None
    assert arbitrate(COMMENT, wish(Rank.COMMENT, 11, 1, end_by_s=12.9), 11) is None


_SECONDS = st.floats(0, 20)


@given(
    st.none() | st.builds(Saying, st.sampled_from(Rank), _SECONDS, _SECONDS),
    st.builds(Wish, st.sampled_from(Rank), _SECONDS, st.floats(0.1, 8), _SECONDS),
    _SECONDS,
)
def test_no_two_are_ever_said_at_once_and_none_late(
    saying: Saying | None, wished: Wish, now_s: float
) -> None:
    given_leave = arbitrate(saying, wished, now_s)
    if given_leave is not None:
        assert given_leave.start_s >= max(now_s, wished.due_s)
        assert given_leave.start_s - wished.due_s <= LATEST_S
        assert given_leave.end_s <= wished.end_by_s
        assert saying is None or saying.rank < wished.rank or given_leave.start_s >= saying.end_s
