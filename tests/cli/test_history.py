"""`stretch history` and `stretch pause` as a person types them."""

import csv
import io
import json
import os
import sys
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from stretchcoach.core.history import Hold, How, Past
from stretchcoach.core.outcome import Ended
from stretchcoach.files.history import everything, keep, pauses_path, year_path
from tests.cli.program import environment, run

NOW = datetime.now(timezone.utc).astimezone().replace(microsecond=0)
DONE = Hold("hip", None, 30_000, Ended.DONE)


def put(ago: int = 0, routine: str = "upper-back", how: How = How.FINISHED) -> Past:
    begin = NOW - timedelta(days=ago)
    past = Past(f"{begin:%Y%m%d-%H%M%S}-{ago:04x}", begin, routine, "", how=how)
    past = past if how is How.UNKNOWN else past._replace(active_ms=240_000, holds=(DONE, DONE))
    keep(past)
    return past


def test_before_the_first_session_it_says_how_to_begin() -> None:
    done = run("history")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Nothing is remembered of these weeks. Begin with: stretch upper-back\n"


def test_in_a_pipe_it_is_told_in_words() -> None:
    past = put()
    done = run("history")
    assert done.stdout == run("history", "--plain").stdout
    assert done.stdout.startswith("Week of ")
    assert f"({past.id})" in done.stdout
    assert "\x1b" not in done.stdout


def test_as_json_it_has_the_weeks_and_the_sessions_of_these() -> None:
    for ago in (0, 7, 100):
        put(ago)
    told = json.loads(run("history", "--weeks", "2", "--json").stdout)
    assert told["today"] == NOW.date().isoformat()
    assert told["goal"] == {"days": 5, "good": 3}
    assert [week["done"] for week in told["weeks"]] == [1, 1]
    assert len(told["sessions"]) == 2
    assert (told["counted_weeks"], told["good_weeks"], told["damaged"]) == (4, 0, 0)
    assert len(json.loads(run("history", "--weeks", "20", "--json").stdout)["weeks"]) >= 15


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".ics"])
def test_all_of_it_is_exported_and_never_over_a_file_unasked(home: Path, suffix: str) -> None:
    put(0)
    put(400, how=How.UNKNOWN)
    path = home / f"mine{suffix}"
    done = run("history", "--export", str(path))
    assert (done.returncode, done.stdout) == (0, f"2 sessions in {path}\n")
    before = path.read_bytes()
    assert before
    again = run("history", "--export", str(path))
    assert again.returncode == 1
    assert "is there already" in again.stderr
    assert path.read_bytes() == before


def test_a_table_has_a_row_a_hold(home: Path) -> None:
    put()
    run("history", "--export", str(home / "a.csv"))
    text = (home / "a.csv").read_bytes().decode()
    assert len(list(csv.DictReader(io.StringIO(text, newline="")))) == 2


@pytest.mark.parametrize(
    ("name", "code", "told"),
    [("a.txt", 2, ".csv, .jsonl, .ics"), ("none/a.csv", 1, "cannot be written")],
)
def test_what_cannot_be_exported_is_told(home: Path, name: str, code: int, told: str) -> None:
    done = run("history", "--export", str(home / name))
    assert done.returncode == code
    assert told in done.stderr


def test_a_session_is_forgotten_by_its_id_by_how_that_begins_or_as_the_last() -> None:
    pasts = [put(ago) for ago in (3, 2, 1, 0)]
    for which in (pasts[0].id, pasts[1].id[:-1], "last"):
        done = run("history", "forget", which, "--yes")
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout.startswith("Forgotten: ")
    assert everything().sessions == (pasts[2],)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["forget", "2"], 1, "2 sessions have an id that begins with '2'"),
        (["forget", "x"], 1, "No session has an id that begins with 'x'"),
        (["forget"], 2, "stretch history forget ID"),
        (["remember", "last"], 2, "stretch history forget ID"),
        (["forget", "last"], 1, "There is nobody to ask.\nForget it unasked with: "),
        (["--yes"], 2, "stretch history forget ID"),
        (["--weeks", "0"], 2, "--weeks"),
    ],
)
def test_what_is_not_meant_changes_nothing(arguments: list[str], code: int, told: str) -> None:
    pasts = (put(1), put(0))
    done = run("history", *arguments)
    assert done.returncode == code
    assert told in done.stderr
    assert everything().sessions == pasts


def test_where_there_is_nothing_nothing_can_be_forgotten() -> None:
    done = run("history", "forget", "last")
    assert done.returncode == 1
    assert "Nothing is remembered yet." in done.stderr


def test_what_cannot_be_read_is_told_without_a_traceback() -> None:
    year_path(NOW.year).mkdir(parents=True)
    for arguments in (["history"], ["history", "forget", "last"], ["history", "--export", "a.csv"]):
        done = run(*arguments)
        assert done.returncode == 1
        assert done.stderr.startswith("The history cannot be read: ")
    checks = json.loads(run("doctor", "--json").stdout)["checks"]
    assert [check["state"] for check in checks if check["about"] == "history"] == ["note"]


def test_a_record_that_cannot_be_ours_is_told_with_its_file() -> None:
    path = year_path(put().begin.year)
    os.truncate(path, 2 << 30)
    done = run("history")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"The history cannot be read: {path}: File too large.\nMend ")


def test_a_pause_begins_today_can_be_moved_and_ends() -> None:
    today = date.today()  # noqa: DTZ011 - a pause is of the person's own days
    until, later = (today + timedelta(days=days) for days in (3, 9))
    assert run("pause").stdout == "No pause.\n"
    assert run("pause", "--end").stdout == "No pause.\n"
    told = "Pause until {}. End it with: stretch pause --end\n"
    assert run("pause", "--until", f"{until}").stdout == told.format(until)
    put()
    assert json.loads(run("history", "--json").stdout)["pause_until"] == f"{until}"
    assert run("pause", "--until", f"{later}").stdout == told.format(later)
    assert run("pause").stdout == told.format(later)
    assert run("pause", "--end").stdout == "The pause is over.\n"
    assert run("pause").stdout == "No pause.\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--until", "tomorrow"], "write it like 2026-12-31"),
        (["--until", "20261231"], "write it like 2026-12-31"),
        (["--until", "2026-02-30"], "write it like 2026-12-31"),
        (["--until", "2026-01-01"], "is before today"),
        (["--until", "2999-01-01", "--end"], "exclude each other"),
    ],
)
def test_what_is_no_pause_is_told(arguments: list[str], told: str) -> None:
    done = run("pause", *arguments)
    assert done.returncode == 2
    assert told in done.stderr


def test_a_pause_that_cannot_be_kept_is_told(home: Path) -> None:
    (home / "data").write_bytes(b"")
    done = run("pause", "--until", "2999-01-01")
    assert done.returncode == 1
    assert "The history cannot be written: " in done.stderr


@pytest.mark.parametrize("arguments", [["pause"], ["pause", "--end"], ["history"]])
def test_a_pause_that_cannot_be_read_is_told_with_its_file(arguments: list[str]) -> None:
    put()
    pauses_path().mkdir()
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (1, "")
    told = f"The history cannot be read: {pauses_path()}: Not a regular file.\nMend that file, "
    assert done.stderr.startswith(told)
    checks = json.loads(run("doctor", "--json").stdout)["checks"]
    (found,) = (check for check in checks if check["about"] == "history")
    assert (found["state"], str(pauses_path()) in found["told"]) == ("note", True)


@pytest.mark.parametrize("name", ["history", "pause"])
def test_no_routine_is_made_of_the_name_of_a_command(name: str) -> None:
    made = run("new", name)
    assert made.returncode == 1
    assert f"{name!r} is a command" in made.stderr


def test_the_doctor_counts_damaged_lines_and_names_the_folder(home: Path) -> None:
    put()
    with year_path(NOW.year).open("ab") as file:
        file.write(b"{torn\n[]\n")
    checks = json.loads(run("doctor", "--json").stdout)["checks"]
    (found,) = (check for check in checks if check["about"] == "history")
    assert found["state"] == "note"
    assert found["told"] == f"1 session in {home / 'data'}; 2 damaged lines"


if sys.platform != "win32":
    from tests.real import Real

    @pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
    @pytest.mark.parametrize("columns", [40, 80, 120])
    def test_at_a_terminal_it_is_a_calendar_that_fits(columns: int) -> None:
        for ago in range(0, 40, 3):
            put(ago)
        with Real("history", columns=columns) as real:
            assert real.exit_code() == 0
            assert b"\x1b[36m" in real.written
            rows = real.rows
        assert rows[0].split()[1:8] == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
        assert "■" in rows[1]
        assert any(row.startswith("This week: ") for row in rows)

    @pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
    def test_without_colours_and_unicode_it_says_the_same() -> None:
        put()
        with Real("history", env=environment(NO_COLOR="1", LC_ALL="C")) as real:
            assert real.exit_code() == 0
            assert b"\x1b" not in real.written
            assert "#" in real.text
            assert real.text.isascii()

    @pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
    def test_at_a_terminal_it_asks_before_it_replaces_a_file(home: Path) -> None:
        put()
        path = home / "a.csv"
        path.write_bytes(b"mine")
        for answer, code in (("n", 1), ("y", 0)):
            with Real("history", "--export", str(path)) as real:
                real.until("Replace ")
                real.type(f"{answer}\r")
                assert real.exit_code() == code
            assert (path.read_bytes() == b"mine") is (code == 1)

    @pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
    def test_at_a_terminal_it_names_the_session_and_asks_before_it_is_forgotten() -> None:
        before, past = put(1), put()
        for answer, code in (("", 1), ("n", 1), ("y", 0)):
            with Real("history", "forget", "last") as real:
                real.until(f"Forget {past.begin:%Y-%m-%d, %H:%M}, upper-back ({past.id}) for good?")
                real.type(f"{answer}\r")
                assert real.exit_code() == code
                assert ("Nothing was forgotten." in real.text) is (code == 1)
            assert everything().sessions == ((before, past) if code else (before,))


def test_what_was_felt_is_told_in_the_words_of_its_routine() -> None:
    begin = datetime.now().astimezone() - timedelta(hours=1)
    for number, (routine, felt) in enumerate(
        [("upper-back", "blades"), ("upper-back", "gone"), ("no-such-one", "neck")]
    ):
        keep(Past(str(number), begin, routine, "", how=How.FINISHED, felt=felt))
    told = run("history").stdout
    assert "Felt, upper-back: between the shoulder blades, gone" in told
    assert "Felt, no-such-one: neck" in told
