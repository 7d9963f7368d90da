"""Pain in a real terminal: remembered at once, and the next start is different."""

import json
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

if sys.platform == "win32":
    pytest.skip("a pty is needed, which Windows has not", allow_module_level=True)

from stretchcoach.core.english import ENGLISH
from stretchcoach.core.outcome import Sign
from tests.cli.program import environment
from tests.cli.test_upcoming import remember
from tests.real import Real

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")

_SESSION = ("upper-back", "--no-sound")
_FAST = (*_SESSION, "--speed", "100")
_KEY = ENGLISH.ask_back.format(time="15 s")


@pytest.fixture
def memory(home: Path) -> Path:
    return home / "data" / "memory.jsonl"


def kept(memory: Path) -> list[dict[str, Any]]:
    if not memory.exists():
        return []
    lines = memory.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def hurt(memory: Path, position: str, days: int = 3, sign: str | None = None) -> None:
    at = datetime.now().astimezone() - timedelta(days=days)
    line: dict[str, Any] = {
        "format": 1,
        "at": at.isoformat(),
        "what": "hurt",
        "routine": "upper-back",
    }
    line |= {"position": position, "session": f"{days}", "sign": sign}
    memory.parent.mkdir(exist_ok=True)
    with memory.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def in_first_hold(real: Real) -> Real:
    real.until("Enter: begin")
    real.type("\r")
    real.until("GET READY")
    real.type("n")
    return real.until("INTO POSITION")


def ids(home: Path) -> set[str]:
    """Those of the sessions in the history."""
    paths = (home / "data").glob("history-*.jsonl")
    return {line["id"] for path in paths for line in kept(path)}


def test_what_hurt_outlasts_a_kill_right_after_it_was_said(home: Path, memory: Path) -> None:
    with Real(*_SESSION) as real:
        in_first_hold(real)
        real.type("x")
        real.until("What is it?").until(lambda: len(kept(memory)) == 1)
        real.type("2")
        real.until("Do not go on today.").until(lambda: len(kept(memory)) == 2)
        real.until(lambda: ids(home) != set())
        os.kill(real.pid, signal.SIGKILL)
        first, second = kept(memory)
        assert (first["what"], first["position"], first["sign"]) == ("hurt", "shoulder", None)
        assert (second["position"], second["sign"]) == ("shoulder", "numbness")
        assert {first["session"]} == {second["session"]} == ids(home)
    with Real(*_SESSION) as real:
        real.until("you told of numbness").until("Has it passed?")
        real.type("y\r")
        real.until("Left out: shoulder height – it hurt on ").until("Enter: begin")
        assert kept(memory)[-1]["what"] == "passed"
    with Real(*_SESSION) as real:
        real.until("Left out: shoulder height").until("Enter: begin")
        assert "Has it passed?" not in real.text


def test_whether_it_has_passed_is_asked_once_also_where_two_ways_are_laid_out(
    home: Path, memory: Path
) -> None:
    hurt(memory, "hip", sign="numbness")
    remember(home, "blades")
    with Real(*_SESSION) as real:
        real.until("Has it passed?")
        real.type("y\r")
        real.until("chest height for 45 s").until("Enter: begin")
        real.type("q")
        assert real.exit_code() == 130
    assert [line["what"] for line in kept(memory)] == ["hurt", "passed"]


def test_a_preview_remembers_nothing(memory: Path) -> None:
    with Real("upper-back", "--no-sound", "--speed", "2") as real:
        in_first_hold(real)
        real.type("x")
        real.until("What is it?")
        real.type("q")
        assert real.exit_code() == 130
        assert ENGLISH.pain_is_kept not in real.normal_text
    assert kept(memory) == []


def test_the_end_says_that_what_hurt_is_remembered(memory: Path) -> None:
    with Real(*_SESSION) as real:
        in_first_hold(real)
        real.type("xq")
        assert real.exit_code() == 130
        assert ENGLISH.pain_is_kept in real.normal_text
    assert [line["position"] for line in kept(memory)] == ["shoulder"]


def test_a_key_at_the_gate_asks_it_back_for_15_s_and_that_is_remembered(memory: Path) -> None:
    hurt(memory, "chest")
    with Real(*_SESSION) as real:
        real.until("Left out: chest height").until(_KEY)
        real.type("a")
        real.until("Back for 15 s only: chest height").until(lambda: _KEY not in real.text)
        assert len(kept(memory)) == 1
        real.type("\r")
        real.until("GET READY").until(lambda: len(kept(memory)) == 2)
        assert (kept(memory)[1]["what"], kept(memory)[1]["position"]) == ("asked back", "chest")
        real.type("q")
        assert real.exit_code() == 130


def test_what_is_asked_back_and_then_left_at_the_gate_stays_out(memory: Path) -> None:
    hurt(memory, "chest")
    with Real(*_SESSION) as real:
        real.until(_KEY)
        real.type("aq")
        assert real.exit_code() == 130
    assert len(kept(memory)) == 1


def test_the_help_at_the_gate_has_the_key(memory: Path) -> None:
    hurt(memory, "chest")
    with Real(*_SESSION) as real:
        real.until(_KEY)
        real.type("?")
        real.until("a             bring back for 15 s what is left out")


def test_lines_of_text_on_a_terminal_have_the_key_too(memory: Path) -> None:
    hurt(memory, "chest")
    with Real(*_FAST, "--plain") as real:
        real.until("Left out: chest height").until(_KEY)
        real.type("a")
        real.until("Back for 15 s only: chest height")
        real.type("\r")
        assert real.exit_code() == 0
        assert "Left arm · Chest height       15 s" in real.normal_text


def test_without_a_gate_what_is_left_out_is_told_on_the_first_picture(memory: Path) -> None:
    hurt(memory, "chest")
    with Real(*_SESSION, "--yes") as real:
        real.until("GET READY").until(ENGLISH.care_in_short)
        real.type("q")
        assert real.exit_code() == 130
        assert "Left out: chest height" in real.normal_text


def test_after_signs_of_an_emergency_the_start_begins_with_the_call_and_waits_for_a_yes(
    memory: Path,
) -> None:
    hurt(memory, "chest", sign="emergency")
    # As most locales have it; that of the tests takes any byte.
    env = environment(PYTHONIOENCODING="utf-8:strict")
    for answer in ("\r", "n\r", "q\r", "\x04", b"\xe9\r"):
        with Real("calves", "--no-sound", "--yes", env=env) as real:
            real.until("Call an ambulance now").until(ENGLISH.yes_or_no)
            real.type(answer)
            assert real.exit_code() == 130
            assert ENGLISH.not_passed[Sign.EMERGENCY] in real.normal_text
            assert "GET READY" not in real.normal_text
    with Real("calves", "--no-sound") as real:
        real.until(ENGLISH.yes_or_no)
        real.type("\x03")
        assert real.exit_code() == 130
    assert len(kept(memory)) == 1
    with Real("calves", "--no-sound") as real:
        real.until(ENGLISH.yes_or_no)
        real.type("yes\r")
        real.until("Enter: begin")
    assert kept(memory)[-1]["what"] == "passed"


def test_a_memory_that_cannot_be_written_is_a_note_and_the_session_goes_on(home: Path) -> None:
    (home / "data").write_text("no folder", encoding="utf-8")
    with Real(*_SESSION) as real:
        in_first_hold(real)
        real.type("x")
        real.until("What is it?")
        real.type("\r")
        real.until("NEXT POSITION").until("What hurt cannot be kept")
        real.type("q")
        assert real.exit_code() == 130
        assert "What hurt cannot be kept for the next session: " in real.normal_text
        assert ENGLISH.pain_is_kept not in real.normal_text


@pytest.mark.parametrize("environ", [{"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}])
def test_it_is_told_in_ascii_where_there_is_nothing_else(
    memory: Path, environ: dict[str, str]
) -> None:
    hurt(memory, "chest", sign="numbness")
    with Real(*_SESSION, env=environment(**environ)) as real:
        real.until("y and Enter: yes . Enter: no")
        real.type("y\r")
        real.until("Left out: chest height - it hurt on ")
