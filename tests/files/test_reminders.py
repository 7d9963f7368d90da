"""The file that ticks keep their state in."""

import json
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.due import Done, Memory, State
from stretchcoach.core.history import Past
from stretchcoach.core.lookback import pause_line
from stretchcoach.files import history
from stretchcoach.files.reminders import forget, read_memory, read_state, save, state_path

ZONE = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 23, 11, 0, 0, 5, tzinfo=ZONE)
STATE = State(NOW, 12_345, NOW, 2, NOW, owed=True, turn=7)
TODAY = NOW.date()


def test_what_is_kept_comes_back() -> None:
    assert (read_state(), read_memory(TODAY)) == (State(), Memory())
    for state in (STATE, State()):
        save(state, Memory())
        assert read_state() == state
    forget()
    forget()
    assert read_state() == State()


def test_the_history_is_read_again_when_it_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    history.keep(Past("a", NOW, "calves", "Calves"))
    history.keep_pause(pause_line(date(2026, 11, 30), date(2026, 12, 4)))
    memory = read_memory(TODAY)
    done = Done(NOW.replace(microsecond=0), "calves")
    assert memory == Memory((done,), ((date(2026, 11, 30), date(2026, 12, 4)),))
    save(STATE, memory)
    with monkeypatch.context() as patched:
        patched.setattr(history, "recent", lambda: pytest.fail("read again"))
        assert read_memory(TODAY) == memory
    history.keep(Past("b", NOW + timedelta(hours=1), "desk-break", "Desk break"))
    assert [one.routine for one in read_memory(TODAY).done] == ["calves", "desk-break"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"format": 2, "state": []}',
        b'{"format": 1}',
        b'{"format": 1, "state": [1, 2, 3, 4, 5, 6, 7]}',
        b'{"format": 1, "state": [null, -5, null, 0, null, false, 0]}',
        b'{"format": 1, "state": ["2026-11-23T11:00:00", 0, null, 0, null, false, 0]}',
        b'{"format": 1, "stamps": [], "memory": {"done": [["x", 1, 2, 3]]}}',
        b'{"format": 1, "stamps": [], "memory": {"done": [], "pauses": [], "pain_hour": 24}}',
    ],
)
def test_what_is_damaged_is_as_if_it_were_not_there(data: bytes) -> None:
    state_path().parent.mkdir(parents=True)
    state_path().write_bytes(data)
    assert (read_state(), read_memory(TODAY)) == (State(), Memory())
    save(STATE, Memory())
    assert read_state() == STATE


def test_a_folder_in_its_place_is_nothing_kept() -> None:
    state_path().mkdir(parents=True)
    assert read_state() == State()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=9))
def test_no_json_breaks_it(value: object) -> None:
    for text in (value, {"format": 1, "state": value, "stamps": [], "memory": value}):
        state_path().parent.mkdir(parents=True, exist_ok=True)
        state_path().write_text(json.dumps(text))
        assert isinstance(read_state(), State)
        assert isinstance(read_memory(TODAY), Memory)
