"""The file that ticks keep their tally in."""

import json
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.due import Done, Recent, Tally
from stretchcoach.core.history import Past
from stretchcoach.core.lookback import pause_line
from stretchcoach.core.memory import Place, Remembered
from stretchcoach.core.memory import What as Happened
from stretchcoach.core.outcome import Sign
from stretchcoach.files import history
from stretchcoach.files.memory import keep
from stretchcoach.files.reminders import forget, read_recent, read_tally, save, tally_path

ZONE = timezone(timedelta(hours=1))
NOW = datetime(2026, 11, 23, 11, 0, 0, 5, tzinfo=ZONE)
STATE = Tally(NOW, 12_345, NOW, 2, NOW, owed=True, turn=7)


def test_what_is_kept_comes_back() -> None:
    assert (read_tally(), read_recent(NOW)) == (Tally(), Recent())
    for tally in (STATE, Tally()):
        save(tally, Recent())
        assert read_tally() == tally
    forget()
    forget()
    assert read_tally() == Tally()


def test_the_history_is_read_again_when_it_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    history.keep(Past("a", NOW, "calves", "Calves"))
    history.keep_pause(pause_line(date(2026, 11, 30), date(2026, 12, 4)))
    recent = read_recent(NOW)
    done = Done(NOW.replace(microsecond=0), "calves")
    assert recent == Recent((done,), ((date(2026, 11, 30), date(2026, 12, 4)),))
    save(STATE, recent)
    with monkeypatch.context() as patched:
        patched.setattr(history, "recent", lambda _: pytest.fail("read again"))
        assert read_recent(NOW) == recent
    history.keep(Past("b", NOW + timedelta(minutes=30), "desk-break", "Desk break"))
    later = NOW + timedelta(hours=1)
    assert [one.routine for one in read_recent(later).done] == ["calves", "desk-break"]


def test_pauses_that_cannot_be_read_take_no_session_away() -> None:
    history.keep(Past("a", NOW, "calves", "Calves"))
    history.pauses_path().mkdir()
    assert read_recent(NOW) == Recent((Done(NOW.replace(microsecond=0), "calves"),))


def test_pain_that_was_noted_beside_sessions_counts() -> None:
    place = Place("upper-back", "hip")
    for day in (20, 21, 22):
        keep(Remembered(Happened.ADDED, date.min, place), NOW.replace(day=day, hour=15))
    assert read_recent(NOW) == Recent(pain_hour=15)
    keep(Remembered(Happened.HURT, date.min, place, "a", Sign.NUMBNESS), NOW)
    assert read_recent(NOW) == Recent(pain_hour=15, asks=True)
    keep(Remembered(Happened.PASSED, date.min), NOW)
    assert not read_recent(NOW).asks


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"format": 2, "tally": []}',
        b'{"format": 1}',
        b'{"format": 1, "tally": [1, 2, 3, 4, 5, 6, 7]}',
        b'{"format": 1, "tally": [null, -5, null, 0, null, false, 0]}',
        b'{"format": 1, "tally": ["2026-11-23T11:00:00", 0, null, 0, null, false, 0]}',
        b'{"format": 1, "stamps": [], "recent": {"done": [["x", 1, 2, 3]]}}',
        b'{"format": 1, "stamps": [], "recent": {"done": [], "pauses": [], "pain_hour": 24}}',
    ],
)
def test_what_is_damaged_is_as_if_it_were_not_there(data: bytes) -> None:
    tally_path().parent.mkdir(parents=True)
    tally_path().write_bytes(data)
    assert (read_tally(), read_recent(NOW)) == (Tally(), Recent())
    save(STATE, Recent())
    assert read_tally() == STATE


def test_a_folder_in_its_place_is_nothing_kept() -> None:
    tally_path().mkdir(parents=True)
    assert read_tally() == Tally()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists, max_leaves=9))
def test_no_json_breaks_it(value: object) -> None:
    for text in (value, {"format": 1, "tally": value, "stamps": [], "recent": value}):
        tally_path().parent.mkdir(parents=True, exist_ok=True)
        tally_path().write_text(json.dumps(text))
        assert isinstance(read_tally(), Tally)
        assert isinstance(read_recent(NOW), Recent)
