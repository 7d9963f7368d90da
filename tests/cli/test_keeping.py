"""A session leaves its lines in whatever way it ends, and is never kept waiting by them."""

import json
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from stretchcoach.cli.keeping import Keeping, new_id
from stretchcoach.core.choices import Choices
from stretchcoach.core.history import How, Past
from stretchcoach.core.session import Command, Event, Session, begin
from stretchcoach.files import history
from stretchcoach.files.history import everything
from stretchcoach.play import play
from tests.cli.program import run
from tests.making import timeline
from tests.scripted import Scripted, Watching
from tests.waiting import until


def led(
    *keys: tuple[int, Command], wanted: bool = True, ended_by: int | None = None
) -> tuple[Session, Keeping]:
    scripted, viewer = Scripted(keys), Watching()
    keeping = Keeping(viewer, Choices(hold_ms=30_000), new_id, wanted=wanted)
    session = play(begin(timeline(), 0), scripted.now_ms, scripted, keeping, [])
    keeping.end(session, ended_by)
    keeping.close()
    assert viewer.sessions[-1] == session
    return session, keeping


BEGIN = (1_000, Command.TOGGLE)


def kept() -> Past:
    (past,) = everything().sessions
    return past


def events(home: Path) -> list[str]:
    (path,) = (home / "data").glob("history-*.jsonl")
    return [json.loads(line)["event"] for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("keys", "ended_by", "how", "holds"),
    [
        ([BEGIN], None, How.FINISHED, 6),
        ([BEGIN], signal.SIGTERM, How.FINISHED, 6),
        ([BEGIN, (60_000, Command.STOP)], None, How.STOPPED, 2),
        ([BEGIN, (5_000, Command.STOP)], None, How.STOPPED, 0),
        ([BEGIN, (60_000, Command.STOP)], signal.SIGTERM, How.SIGNAL, 2),
        ([(500, Command.MUTE), BEGIN], None, How.FINISHED, 6),
    ],
)
def test_a_session_has_a_line_when_it_begins_and_one_when_it_ends(
    home: Path, keys: list[tuple[int, Command]], ended_by: int | None, how: How, holds: int
) -> None:
    session, _ = led(*keys, ended_by=ended_by)
    assert events(home) == ["begun", "ended"]
    past = kept()
    assert (past.how, len(past.holds), past.active_ms) == (how, holds, session.active_ms)
    assert past.chosen == Choices(hold_ms=30_000)
    assert re.fullmatch("[0-9]{8}-[0-9]{6}-[0-9a-f]{4}", past.id)


@pytest.mark.parametrize(
    ("keys", "wanted"), [([(500, Command.STOP)], True), ([BEGIN], False)], ids=["gate", "unwanted"]
)
def test_who_leaves_at_the_gate_or_wants_no_record_leaves_none(
    home: Path, keys: list[tuple[int, Command]], wanted: bool
) -> None:
    session, keeping = led(*keys, wanted=wanted)
    assert list(home.iterdir()) == []
    assert keeping.told(session) == ""


class Breaking(Watching):
    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        if session.at_ms > 45_000:
            raise self._error
        return super().show(session, events, note)


@pytest.mark.parametrize(
    ("error", "how"),
    [(RuntimeError("the sky fell"), How.CRASHED), (OSError("the terminal has gone"), How.SIGNAL)],
)
def test_a_session_that_an_error_ends_is_kept_as_far_as_it_came(error: Exception, how: How) -> None:
    def broken() -> None:
        scripted = Scripted([BEGIN])
        keeping = Keeping(Breaking(error), Choices(), new_id, wanted=True)
        try:
            play(begin(timeline(), 0), scripted.now_ms, scripted, keeping, [])
        finally:
            keeping.close()

    with pytest.raises(type(error)):
        broken()
    assert kept().how is how
    assert [hold.ended.value for hold in kept().holds] == ["done"]


def test_the_first_line_is_there_while_the_session_runs(home: Path) -> None:
    scripted = Scripted()
    keeping = Keeping(Watching(), Choices(), new_id, wanted=True)
    session, _ = begin(timeline(gate=False), scripted.now_ms())
    keeping.show(session, (), "")
    until(lambda: any((home / "data").glob("history-*.jsonl")) and events(home), "a line")
    assert events(home) == ["begun"]
    assert kept().how is How.UNKNOWN


def test_what_cannot_be_kept_is_told_once_at_the_end_and_the_session_goes_on(home: Path) -> None:
    (home / "data").write_bytes(b"")  # where the folder would be
    session, keeping = led(BEGIN)
    told = keeping.told(session)
    assert told.startswith("This session is not in the history: ")
    assert told.endswith("See: stretch doctor")


def test_where_only_the_first_line_could_not_be_written_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep, failing = history.keep, [True]

    def full_at_first(past: Past) -> None:
        if failing.pop() if failing else False:
            raise OSError(28, "No space left on device")
        keep(past)

    monkeypatch.setattr(history, "keep", full_at_first)
    session, keeping = led(BEGIN)
    assert kept().how is How.FINISHED
    assert keeping.told(session).startswith("This week: ")


def test_where_no_thread_can_be_had_it_is_kept_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def none_left(_: Any) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", none_left)
    led(BEGIN)
    assert kept().how is How.FINISHED


def test_after_pain_what_to_do_about_it_is_the_last_word() -> None:
    session, keeping = led(BEGIN, (60_000, Command.PAIN), (61_000, Command.STOP))
    assert [hold.position for hold in kept().hurt] == ["chest"]
    assert keeping.told(session) == ""


_QUICK = """\
title: Quick
safety: {before: [Slowly.], stop_signs: [pain], during: Stop.}
times: {ready: 3s, hold: 10s}
positions: {one: {title: One, hand: Up.}}
"""


@pytest.fixture
def quick(home: Path) -> str:
    path = home / "quick.yaml"
    path.write_text(_QUICK, encoding="utf-8")
    return str(path)


def test_a_preview_is_not_kept(home: Path, quick: str) -> None:
    done = run(quick, "--no-sound", "--speed", "100")
    assert "This week" not in done.stdout
    assert list((home / "data").glob("history*")) == []


if sys.platform != "win32":
    from tests.real import Real

    @pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
    @pytest.mark.parametrize("name", ["q", "SIGINT", "SIGTERM", "SIGHUP", "hang up", "SIGKILL"])
    def test_in_whatever_way_the_real_program_ends_its_lines_tell_of_it(name: str) -> None:
        with Real("upper-back", "--no-sound", "--yes") as real:
            real.until("GET READY")
            until(lambda: everything().sessions, "the first line")
            assert kept().how is How.UNKNOWN
            if name == "q":
                real.type("q")
                real.exit_code()
            elif name == "hang up":
                real.hang_up()
            elif name == "SIGKILL":
                real.signal(signal.SIGKILL)
                with pytest.raises(AssertionError, match="signal 9"):
                    real.exit_code()
            else:
                real.signal(getattr(signal, name))
                real.exit_code()
        expected = {"q": How.STOPPED, "SIGINT": How.STOPPED, "SIGKILL": How.UNKNOWN}
        assert kept().how is expected.get(name, How.SIGNAL)

    @pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
    def test_the_real_program_keeps_what_was_chosen_and_says_a_line_of_the_week() -> None:
        led(BEGIN)
        with Real("upper-back", "--no-sound", "--yes", "--hold", "10s", "--only", "hip") as real:
            real.until("GET READY")
            real.type("q")
            assert real.exit_code() == 130
            assert real.normal_text.strip().splitlines()[-1].startswith("This week: ")
        (past,) = (past for past in everything().sessions if past.routine != "made")
        assert (past.routine, past.title, past.how) == ("upper-back", "Upper back", How.STOPPED)
        assert past.chosen == Choices(only=("hip",), hold_ms=10_000)
        assert past.begin.tzinfo is not None

    @pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
    def test_with_no_record_the_real_program_leaves_none(home: Path) -> None:
        with Real("upper-back", "--no-sound", "--yes", "--no-record") as real:
            real.until("GET READY")
            real.type("q")
            assert real.exit_code() == 130
        assert list((home / "data").glob("history*")) == []
