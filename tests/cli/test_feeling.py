"""After a session it is asked where it was felt, and the answer is remembered."""

import io
import json
import sys
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from stretchcoach.cli import feeling
from stretchcoach.cli import keeping as keeping_of
from stretchcoach.cli.feeling import ask
from stretchcoach.cli.keeping import Keeping
from stretchcoach.clock import now
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.history import Past
from stretchcoach.core.session import Command, Session, begin
from stretchcoach.files import history
from stretchcoach.files.history import everything
from stretchcoach.files.names import find
from stretchcoach.play import play
from tests.scripted import Scripted, Watching

BEGIN = (1_000, Command.TOGGLE)
_FAST_CLOCK = """\
from stretchcoach import __main__, clock
from stretchcoach.cli import leading
clock.Clock = lambda _, clock=clock.Clock: clock(20)
leading.GAP_MS *= 20
__main__.main()
"""
_SECONDS = count()


def asked(
    monkeypatch: pytest.MonkeyPatch,
    *typed: str,
    name: str = "upper-back",
    keys: tuple[tuple[int, Command], ...] = (),
    ago: int = 0,
) -> list[str]:
    """Lead a session with these keys, so many days ago; type these at the questions; what was
    printed."""
    first = now().replace(hour=0, minute=0, second=0) - timedelta(days=ago)
    later = timedelta(seconds=next(_SECONDS))  # no two at the same moment
    monkeypatch.setattr(keeping_of, "now", lambda: first + later)
    scripted, waiting = Scripted((BEGIN, *keys)), list(typed)
    keeping = Keeping(Watching(), Choices(), keeping_of.new_id, wanted=True)
    timeline = choose(find(name), Choices())
    session: Session = play(begin(timeline, 0), scripted.now_ms, scripted, keeping, [])
    keeping.end(session, None)
    monkeypatch.setattr(feeling, "one_key", lambda _: waiting.pop(0))
    out = io.TextIOWrapper(io.BytesIO(), "utf-8")
    ask(session, keeping, out)  # type: ignore[arg-type] # it prints to it, and asks its encoding
    assert not waiting
    out.seek(0)
    return out.read().splitlines()


def said() -> list[str]:
    return [past.felt for past in everything().sessions]


def test_the_question_has_the_answers_of_the_routine(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, "b") == [
        "",
        "Where did you feel it most?",
        "  n  neck",
        "  b  between the shoulder blades",
        "  s  back of the shoulder or upper arm",
        "  c  chest or front of the shoulder",
        "  0  nowhere",
        "  Enter: no answer",
        "Next time: chest height for 45 s.",
    ]
    assert said() == ["blades"]


@pytest.mark.parametrize("key", ["\r", "q", "", "\x1b[A", "?"])
def test_any_other_key_is_no_answer(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    assert asked(monkeypatch, key)[-1] == "  Enter: no answer"
    assert said() == [""]


def test_an_answer_by_a_capital_letter_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, "S")[-1] == "back of the shoulder or upper arm."
    assert said() == ["arm"]


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("desk-break", ()),  # says nothing of what may be felt
        ("upper-back", ((60_000, Command.STOP),)),
        ("upper-back", ((30_000, Command.PAIN), (31_000, Command.TOGGLE))),
        ("upper-back", tuple((2_000 + at, Command.SKIP) for at in range(0, 200_000, 1_000))),
    ],
    ids=["no answers", "stopped", "pain", "all skipped"],
)
def test_it_is_asked_only_where_something_was_held_and_nothing_hurt(
    monkeypatch: pytest.MonkeyPatch, name: str, keys: tuple[tuple[int, Command], ...]
) -> None:
    assert asked(monkeypatch, name=name, keys=keys) == []


def test_three_times_the_same_can_be_written_down(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    for ago in (4, 3):
        assert "Shall it be" not in "\n".join(asked(monkeypatch, "b", ago=ago))
    told = asked(monkeypatch, "b", "y", ago=2)
    assert "Shall it be a routine of your own, my-upper-back?" in "\n".join(told)
    assert "  chest: {hold: 45s}" in told
    assert told[-1].endswith("Run it with: stretch my-upper-back")
    assert (home / "routines" / "my-upper-back.yaml").exists()
    mine = find("my-upper-back")
    assert (mine.extends, mine.changes) == ("upper-back", ("title", "positions.chest.hold"))
    assert "Shall it be" not in "\n".join(asked(monkeypatch, "b", ago=1))


def test_it_is_asked_once_a_day_unless_nothing_was_felt(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, "b", ago=1)
    assert asked(monkeypatch, "0")
    assert asked(monkeypatch, "0")  # it was tried in another way
    assert asked(monkeypatch, "b")
    assert asked(monkeypatch) == []
    assert said() == ["blades", "nowhere", "nowhere", "blades", ""]


def test_who_answers_nothing_is_not_asked_again_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, name="upper-back", keys=((60_000, Command.STOP),)) == []
    assert asked(monkeypatch, "\r")
    assert asked(monkeypatch) == []
    assert asked(monkeypatch, "b", name="upper-back-quick")


def test_it_is_not_written_down_without_a_yes(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    for ago, answers in ((3, ["0"]), (2, ["0"]), (1, ["0", "n"])):
        told = asked(monkeypatch, *answers, ago=ago)
    assert "order: [hip, chest, shoulder]" in told
    assert "# What was said early because of the answer is not part of it." in told
    assert not (home / "routines").exists()


def test_what_is_there_already_is_not_replaced(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    mine = home / "routines" / "my-upper-back.yaml"
    mine.parent.mkdir()
    mine.write_text("extends: upper-back\n", encoding="utf-8")
    for ago, answers in ((3, ["b"]), (2, ["b"]), (1, ["b", "y"])):
        told = asked(monkeypatch, *answers, ago=ago)
    assert "is there already" in "\n".join(told)
    assert mine.read_text(encoding="utf-8") == "extends: upper-back\n"


def test_an_order_of_one_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        told = asked(monkeypatch, "0", name="upper-back-quick")
    assert "Shall it be" not in "\n".join(told)


def test_a_routine_that_was_run_by_its_path_is_not_offered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("extends: upper-back\n", encoding="utf-8")
    for ago in (3, 2, 1):
        told = asked(monkeypatch, "b", name=str(path), ago=ago)
    assert "Shall it be" not in "\n".join(told)


def test_an_answer_that_cannot_be_kept_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = history.keep

    def full(past: Past) -> None:
        if past.felt:
            raise OSError(28, "No space left on device")
        kept(past)

    monkeypatch.setattr(history, "keep", full)
    assert asked(monkeypatch, "b")[-1] == "The answer cannot be kept: No space left on device."


def test_where_the_session_is_not_kept_nothing_is_asked(
    monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    (home / "data").write_bytes(b"")
    assert asked(monkeypatch) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a pty is needed, which Windows has not")
def test_a_key_at_a_real_terminal_is_kept_with_the_session(home: Path) -> None:
    from tests.real import Real

    # What runs at another speed is not kept, so it is the clock that is fast; and a gap is one only
    # after as much real time as ever.
    program = (sys.executable, "-c", _FAST_CLOCK)
    arguments = ("upper-back-quick", "--side", "left", "--hold", "10s", "--yes", "--no-sound")
    with Real(*arguments, program=program) as real:
        real.until("GET READY").type("n")
        real.until(lambda: "Enter: no answer" in real.normal_text).type("c")
        assert real.exit_code() == 0
        assert "the wrong way is warned of" in real.normal_text
    (path,) = (home / "data").glob("history-*.jsonl")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [line.get("felt") for line in lines] == [None, None, "front"]
