"""Whether a routine was led before: then its gate is short."""

import pytest

from stretchcoach.core.seen import LINES_MAX, line_of, was_read_before, with_it
from stretchcoach.core.session import Command, begin
from tests.making import begun, passed, routine, timeline


def test_a_routine_is_the_same_as_long_as_nothing_in_it_changes() -> None:
    assert line_of(routine()) == line_of(routine())
    others = (routine()._replace(caution=("Not today.",)), routine()._replace(name="other"))
    assert len({line_of(one) for one in (routine(), *others)}) == 3


def test_the_newest_is_the_last_and_the_oldest_goes() -> None:
    lines = tuple(f"old{number} 0" for number in range(LINES_MAX))
    assert with_it(lines, routine()) == (*lines[1:], line_of(routine()))
    again = with_it((line_of(routine()), *lines[:5]), routine())
    assert again == (*lines[:5], line_of(routine()))


@pytest.mark.parametrize(("stage_no", "read"), [(0, False), (1, False), (2, True), (5, True)])
def test_a_gate_counts_as_read_from_the_first_hold_on(stage_no: int, read: bool) -> None:
    session, _ = begin(timeline(), 0)
    session = session._replace(stage_no=stage_no)
    assert was_read_before(session) is read
    assert was_read_before(passed(session, 0, Command.STOP)) is read


def test_a_session_without_a_gate_does_not_count() -> None:
    assert not was_read_before(passed(begun(timeline(gate=False)), 60_000))
