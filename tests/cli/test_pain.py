"""`stretch pain`, and what is remembered in sessions without a terminal."""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stretchcoach.core.routine import AREAS
from tests.cli.program import run, shell

# As short as it may be: what is left out of a session is the same in a longer one.
_FAST = ("--speed", "100", "--no-sound", "--side", "left", "--hold", "20s")
_SESSION = ("upper-back", *_FAST)
_POSITIONS = ("shoulder", "chest", "hip")


@pytest.fixture
def memory(home: Path) -> Path:
    folder = home / "data"
    folder.mkdir()
    return folder / "memory.jsonl"


def hurt(memory: Path, position: str, days: int, **more: Any) -> None:
    """Remember pain there so many days ago."""
    at = datetime.now().astimezone() - timedelta(days=days)
    line = {"format": 1, "at": at.isoformat(), "what": "hurt", "routine": "upper-back"}
    line |= {
        "position": position,
        "areas": ["shoulder"],
        "session": f"{days}",
        "sign": None,
        **more,
    }
    with memory.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def listed() -> Any:
    done = run("pain", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_at_first_no_pain_is_remembered_and_nothing_is_written(home: Path) -> None:
    assert run("pain").stdout == "No pain is remembered.\n"
    assert listed() == []
    assert not (home / "data").exists()


@pytest.mark.parametrize(
    ("days", "state"), [(0, "left out"), (13, "left out"), (14, "short"), (400, "short")]
)
def test_what_is_remembered_is_listed_with_its_day_and_its_end(
    memory: Path, days: int, state: str
) -> None:
    hurt(memory, "chest", days, sign="numbness")
    (pain,) = listed()
    on = datetime.now().astimezone().date() - timedelta(days=days)
    until = (on + timedelta(days=14)).isoformat() if state == "left out" else None
    told = {"routine": "upper-back", "position": "chest", "area": "", "sessions": 1}
    told |= {"areas": ["shoulder"], "sign": "numbness", "asks": "numbness"}
    assert pain == {**told, "last": on.isoformat(), "state": state, "until": until}
    lines = run("pain").stdout
    assert lines.startswith("upper-back chest\n")
    assert f"hurt on {on.day} " in lines
    assert "the next start asks first: numb, tingling, dizzy" in lines
    assert "stretch pain clear upper-back chest" in lines


def test_what_was_held_again_is_listed_as_usual_and_not_as_if_it_had_hurt_often(
    memory: Path,
) -> None:
    hurt(memory, "chest", 20)
    hurt(memory, "chest", 1, what="returned")
    assert [pain["state"] for pain in listed()] == ["free"]
    lines = run("pain").stdout.splitlines()
    assert lines[1].startswith("  hurt on ")
    assert lines[1].endswith("; held as usual again; after pain in 3 sessions it would stay out")


def test_after_three_sessions_it_is_listed_as_out_until_it_is_cleared(memory: Path) -> None:
    for days in (90, 60, 30):
        hurt(memory, "chest", days)
    (pain,) = listed()
    assert (pain["sessions"], pain["state"], pain["until"]) == (3, "until cleared", None)
    assert "left out until you clear it\n  see a doctor or physiotherapist\n" in run("pain").stdout
    assert run("pain", "clear", "upper-back", "chest").returncode == 0
    assert listed() == []


@pytest.mark.parametrize("area", AREAS)
def test_an_area_can_be_added_and_cleared_in_as_many_words_as_it_has(area: str) -> None:
    assert run("pain", "add", *area.split()).returncode == 0
    (pain,) = listed()
    assert (pain["area"], pain["routine"], pain["state"]) == (area, "", "left out")
    assert run("pain", "clear", *area.split()).stdout == "No pain is remembered.\n"


def test_a_position_can_be_added_and_a_routine_cleared() -> None:
    run("pain", "add", "upper-back", "chest")
    run("pain", "add", "calves", "bent")
    assert [pain["position"] for pain in listed()] == ["chest", "bent"]
    run("pain", "clear", "calves")
    assert [pain["position"] for pain in listed()] == ["chest"]
    run("pain", "clear")
    assert listed() == []


def test_what_is_remembered_of_a_routine_that_has_gone_can_be_cleared(memory: Path) -> None:
    hurt(memory, "low", 1, routine="gone")
    hurt(memory, "high", 1, routine="gone")
    assert run("pain", "clear", "gone", "low").returncode == 0
    assert [pain["position"] for pain in listed()] == ["high"]
    assert run("pain", "clear", "gone").stdout == "No pain is remembered.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["add"], "What hurts?"),
        (["add", "shuolder"], "Did you mean shoulder?"),
        (["add", "upper-back"], "'upper-back' is no area of the body"),
        (["add", "uper-back", "chest"], "Did you mean upper-back"),
        (["add", "upper-back", "chets"], "Did you mean chest?"),
        (["clear", "uper-back"], "Did you mean upper-back"),
        (["clear", "upper-back", "chets"], "Did you mean chest?"),
    ],
)
def test_what_is_not_known_is_told_and_nothing_is_remembered(
    arguments: list[str], told: str
) -> None:
    done = run("pain", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert listed() == []


@pytest.mark.parametrize("arguments", [["ad", "shoulder"], ["clear", "a", "b", "c"]])
def test_another_word_is_wrong_usage(arguments: list[str]) -> None:
    assert run("pain", *arguments).returncode == 2


def test_lines_that_are_not_understood_are_counted_and_stay(memory: Path) -> None:
    hurt(memory, "chest", 1)
    with memory.open("a", encoding="utf-8") as file:
        file.write('nonsense\n{"what": "felt"}\n{"torn": ')
    assert "2 lines of " not in run("pain").stdout
    assert "3 lines of " in run("pain").stdout
    before = memory.read_text(encoding="utf-8")
    assert run("pain", "add", "knee").returncode == 0
    assert memory.read_text(encoding="utf-8").startswith(before)
    assert len(listed()) == 2


def test_a_memory_that_cannot_be_read_is_told_and_a_session_begins(memory: Path) -> None:
    memory.mkdir()
    done = run("pain")
    assert done.returncode == 1
    assert "cannot be read" in done.stderr
    assert run("pain", "add", "knee").returncode == 1
    session = run(*_SESSION)
    assert session.returncode == 0
    assert "What hurt before cannot be read: " in session.stdout


def test_what_hurt_is_left_out_of_a_session_in_a_pipe_and_told_at_both_ends(memory: Path) -> None:
    hurt(memory, "chest", 3)
    done = run(*_SESSION)
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert lines[-1].startswith("Left out: chest height – it hurt on ")
    ready = next(number for number, line in enumerate(lines) if "Get ready." in line)
    assert lines[ready - 1] == lines[-1]
    assert "Chest height" not in done.stdout
    yes = run(*_SESSION, "--yes").stdout.splitlines()
    assert (yes.count(lines[-1]), yes[-1]) == (2, lines[-1])


def test_what_is_back_is_held_for_15_s(memory: Path) -> None:
    hurt(memory, "chest", 20)
    done = run(*_SESSION)
    assert "Left arm · Chest height      15 s" in done.stdout
    assert "Back for 15 s only: chest height – it hurt on " in done.stdout


def test_json_tells_what_memory_has_changed(memory: Path) -> None:
    hurt(memory, "chest", 3)
    hurt(memory, "hip", 20)
    for arguments in ((*_SESSION, "--json"), ("show", "upper-back", "--json")):
        out = run(*arguments).stdout
        record = json.loads(out.splitlines()[-1] if "--speed" in arguments else out)
        assert (record["left_out"], record["short"]) == (["chest"], ["hip"])
        assert len(record["remembered"]) == 2


def test_show_says_it_and_shows_what_is_left(memory: Path) -> None:
    hurt(memory, "chest", 3)
    shown = run("show", "upper-back").stdout
    assert shown.splitlines()[1].startswith("Left out: chest height – it hurt on ")
    assert "(hip)" in shown
    assert "(chest)" not in shown


def test_where_nothing_is_left_it_says_so_and_does_not_begin(memory: Path) -> None:
    for position in _POSITIONS:
        hurt(memory, position, 3)
    for arguments in (_SESSION, (*_SESSION, "--json"), (*_SESSION, "--only", "chest", "--yes")):
        done = run(*arguments)
        assert (done.returncode, done.stdout) == (1, "")
        assert "Nothing of Upper back is left to hold." in done.stderr
        assert "it hurt on " in done.stderr
        assert "stretch pain clear upper-back" in done.stderr
        assert "What loads nothing that hurt: stretch calves, " in done.stderr
    shown = run("show", "upper-back")
    assert shown.returncode == 0
    assert "Nothing of Upper back is left to hold." in shown.stdout
    assert "What loads nothing that hurt: stretch calves, " in shown.stdout
    assert "(chest)" in shown.stdout
    assert run("pain", "clear", "upper-back").returncode == 0
    assert run(*_SESSION).returncode == 0


def test_only_what_is_left_out_stays_out_and_the_message_says_how_to_have_it_back(
    memory: Path,
) -> None:
    hurt(memory, "chest", 3)
    done = run(*_SESSION, "--only", "chest")
    assert done.returncode == 1
    assert "stretch pain clear upper-back chest" in done.stderr


@pytest.mark.parametrize(
    ("sign", "told"),
    [
        ("numbness", "you told of numbness, tingling or dizziness. Has it passed?"),
        ("emergency", "you told of signs of an emergency. Pressure in the chest"),
    ],
)
@pytest.mark.parametrize("routine", ["upper-back", "calves"])
@pytest.mark.parametrize("more", [[], ["--yes"], ["--json"]])
def test_a_start_that_must_ask_and_cannot_says_what_to_do(
    memory: Path, sign: str, told: str, routine: str, more: list[str]
) -> None:
    hurt(memory, "hip", 3, sign=sign)
    done = run(routine, *_FAST, *more)
    assert (done.returncode, done.stdout) == (1, "")
    assert told in done.stderr
    assert ("Call an ambulance" in done.stderr) is (sign == "emergency")
    assert "stretch pain clear upper-back hip" in done.stderr
    run("pain", "clear", "upper-back", "hip")
    assert run("calves", *_FAST, *more).returncode == 0


def test_what_hurt_in_the_variation_of_a_variation_leaves_out_no_more_of_the_first_routine(
    home: Path,
) -> None:
    folder = home / "routines"
    folder.mkdir()
    (folder / "my-quick.yaml").write_text("extends: upper-back-quick\n", encoding="utf-8")
    assert run("pain", "add", "my-quick", "shoulder").returncode == 0
    for name in ("upper-back", "upper-back-quick", "upper-back-neck", "my-quick"):
        assert json.loads(run("show", name, "--json").stdout)["left_out"] == ["shoulder"]


def test_a_routine_named_pain_is_run_by_its_path(home: Path) -> None:
    assert "is a command" in run("new", "pain").stderr
    folder = home / "routines"
    folder.mkdir()
    text = "title: P\nsafety: {before: [b], stop_signs: [s], during: d}\n"
    path = folder / "pain.yaml"
    path.write_text(text + "positions: {one: {title: One, hand: Up.}}\n", encoding="utf-8")
    assert run(str(path), "--speed", "100", "--no-sound").returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere each name of a file is text")
def test_a_routine_whose_file_has_a_name_that_is_no_text_can_be_added_and_cleared(
    tmp_path: Path,
) -> None:
    text = "title: P\nsafety: {before: [b], stop_signs: [s], during: d}\n"
    path = tmp_path / "caf\udce9.yaml"
    path.write_text(text + "positions: {one: {title: One, hand: Up.}}\n", encoding="utf-8")
    assert run("pain", "add", str(path), "one").returncode == 0
    assert [(pain["routine"], pain["position"]) for pain in listed()] == [("caf?", "one")]
    assert "stretch pain clear caf?\n" in run(str(path), "--speed", "100", "--no-sound").stderr
    assert run("pain", "clear", str(path)).returncode == 0
    assert listed() == []
    run("pain", "add", str(path), "one")
    assert run("pain", "clear", "caf?", "one").returncode == 0
    assert listed() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no ulimit")
def test_add_says_why_nothing_can_be_kept(memory: Path) -> None:
    memory.write_text("", encoding="utf-8")
    done = shell("ulimit -f 0; stretch pain add shoulder")
    assert done.returncode == 1
    assert done.stderr == f"{memory} cannot be written: File too large.\nSee: stretch where\n"
    assert listed() == []
