"""What is remembered of a session: there and back again, and nothing of ours in foreign lines."""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.choices import Choices
from stretchcoach.core.history import Hold, How, Past, as_line, begun, ended, from_line, history
from stretchcoach.core.outcome import Ended, Sign
from stretchcoach.core.routine import Side
from stretchcoach.core.session import Command, outcome
from tests.making import begun as running
from tests.making import passed, routine, timeline

VIENNA = timezone(timedelta(hours=1))
AT = datetime(2026, 11, 27, 9, 12, 3, tzinfo=VIENNA)
BEGUN = begun(routine(), Choices(), AT, "20261127-091203-3f9c")

offsets = st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
seconds = st.integers(0, 4 * 10**9)
moments = st.builds(datetime.fromtimestamp, seconds.map(lambda s: s + 86_400), offsets)
sides = st.sampled_from([None, *Side])
times = st.integers(0, 10**8)
pasts = st.builds(
    Past,
    id=st.text(min_size=1),
    begin=moments,
    routine=st.text(),
    title=st.text(),
    chosen=st.builds(
        Choices,
        sides,
        st.none() | st.lists(st.text()).map(tuple),
        st.none() | times,
        st.none(),
        # What memory has changed, the day and how it is told were not chosen by the person.
        st.just(()),
        st.just(()),
        st.just(0),
        st.just(False),
    ),
    how=st.sampled_from([how for how in How if how is not How.UNKNOWN]),
    active_ms=times,
    holds=st.lists(
        st.builds(
            Hold,
            st.text(),
            sides,
            times,
            st.sampled_from(Ended),
            st.none() | st.sampled_from(Sign),
        )
    ).map(tuple),
    felt=st.text(),
)


@given(pasts)
def test_a_session_comes_back_from_its_lines_as_it_was(past: Past) -> None:
    assert from_line(json.loads(json.dumps(as_line(past)))) == past
    first = past._replace(how=How.UNKNOWN, active_ms=0, holds=(), felt="")
    assert from_line(json.loads(json.dumps(as_line(first)))) == first


def test_a_line_can_be_read_by_a_person() -> None:
    assert as_line(BEGUN._replace(chosen=Choices(Side.LEFT, ("hip",), 20_000, None))) == {
        "format": 1,
        "event": "begun",
        "id": "20261127-091203-3f9c",
        "begin": "2026-11-27T09:12:03+01:00",
        "routine": "made",
        "title": "Made",
        "chosen": {"side": "left", "only": ["hip"], "hold_ms": 20_000},
    }


def test_a_file_whose_name_is_no_text_can_be_kept_all_the_same() -> None:
    past = begun(routine()._replace(name="one\udcff"), Choices(), AT, "1")
    assert from_line(as_line(past)) == past
    assert past.routine == "one?"


def test_at_its_end_a_session_has_its_holds_and_what_hurt() -> None:
    session = passed(running(timeline(gate=False)), 50_000, Command.PAIN)
    session = passed(session, 0, Command.IT_IS_NUMBNESS)
    session = passed(session, 0, Command.STOP)
    past = ended(BEGUN, outcome(session), How.STOPPED)
    assert [(hold.position, hold.ended) for hold in past.holds] == [
        ("shoulder", Ended.DONE),
        ("chest", Ended.HURT),
    ]
    assert past.held
    assert [hold.sign for hold in past.hurt] == [Sign.NUMBNESS]
    assert as_line(past)["holds"][0] == {
        "position": "shoulder",
        "side": "left",
        "held_ms": 30_000,
        "ended": "done",
        "sign": None,
    }
    assert "felt" not in as_line(past)
    assert as_line(past._replace(felt="chest"))["felt"] == "chest"


def test_of_a_session_with_both_lines_the_end_counts_whatever_their_order() -> None:
    end = BEGUN._replace(how=How.FINISHED, active_ms=5)
    other = BEGUN._replace(id="other", begin=AT - timedelta(days=1))
    for lines in ([BEGUN, other, end], [end, BEGUN, other], [other, end, BEGUN, end]):
        found = history(map(as_line, lines))
        assert found.sessions == (other, end)
        assert found.damaged == 0


END: dict[str, Any] = as_line(BEGUN._replace(how=How.FINISHED))


@pytest.mark.parametrize(
    "changed",
    [
        {"format": 2},
        {"format": "1"},
        {"event": "felt"},
        {"id": 7},
        {"begin": "2026-11-27T09:12:03"},
        {"begin": "yesterday"},
        {"begin": None},
        {"begin": "0001-01-01T00:00:00+14:00"},
        {"routine": None},
        {"title": "\ud800"},
        {"how": "well"},
        {"active_ms": -1},
        {"active_ms": True},
        {"active_ms": 1.5},
        {"holds": {}},
        {"holds": ["left"]},
        {"holds": [{"position": "hip", "side": "middle", "held_ms": 1, "ended": "done"}]},
        {"holds": [{"position": "hip", "side": None, "held_ms": 1, "ended": []}]},
        {"chosen": []},
        {"chosen": {"only": "hip"}},
    ],
)
def test_what_is_not_one_of_ours_is_passed_over_and_counted(changed: dict[str, Any]) -> None:
    assert from_line(END) is not None
    found = history([END | changed, END], damaged=2)
    assert (len(found.sessions), found.damaged) == (1, 3)


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3)
values = st.recursive(
    scalars,
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from([*END, "side", "ended", "position"]), below, max_size=3)
    ),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(list(END)), values))
def test_no_line_makes_a_traceback(changed: dict[str, Any]) -> None:
    history([END | changed])


def test_a_line_of_a_later_day_that_knows_more_is_read_all_the_same() -> None:
    assert from_line(END | {"weather": "fine"}) == from_line(END)
