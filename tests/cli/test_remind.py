"""`stretch remind`, `stretch due` and the tick, as the real programs, on a system with cron."""

import json
import os
import re
import shutil
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stretchcoach.cli import ticking
from stretchcoach.core.due import Remind, Tally, shown
from stretchcoach.core.history import Past
from stretchcoach.files import history
from stretchcoach.files.reminders import read_recent, read_tally, save
from tests.cli.program import environment, run
from tests.system.conftest import programs as programs
from tests.system.programs import Programs
from tests.system.test_schedulers import CRONTAB

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reminders are Linux's so far")

TICK = (sys.executable, "-I", "-m", "stretchcoach.remind")
ALWAYS = 'remind_from: 0:00\nremind_to: "0:00"\nremind_days: mon-sun\n'
DUE_MS = 50 * 60_000


@pytest.fixture(autouse=True)
def cron(programs: Programs, home: Path) -> Path:
    """Cron, and a plan that holds at any hour that the tests may run at."""
    programs.add("crontab", CRONTAB.format(folder=programs.folder))
    (home / "settings.yaml").write_text(ALWAYS)
    # What was written just now is not in the cache of decoded settings yet.
    os.utime(home / "settings.yaml", (0, 1_000_000_000))
    return programs.folder / "table"


def now() -> datetime:
    return datetime.now().astimezone()


def worked(**changes: Any) -> None:
    """As if a tick a minute ago had found so much active time."""
    tally = Tally(ticked=now() - timedelta(minutes=1), active_ms=DUE_MS)
    save(tally._replace(**changes), read_recent(now()))


def tick() -> None:
    done = run(program=TICK)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_tick_loads_nothing_that_it_does_not_need(programs: Programs) -> None:
    programs.add("loginctl", "exit 1")
    tick()
    done = run(program=(sys.executable, "-X", "importtime", *TICK[1:]))
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "stretchcoach.cli.ticking" in loaded
    heavy = {"typer", "rich", "yaml", "click", "playsound3", "tempfile", "shutil"}
    assert loaded & {*heavy, "stretchcoach.core.history", "stretchcoach.core.words"} == set()
    assert [name for name in loaded if ".macos" in name or ".windows" in name] == []


def test_due_loads_no_more_than_its_line_needs() -> None:
    worked()
    run("due")
    done = run("due", program=(sys.executable, "-X", "importtime", "-m", "stretchcoach"))
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "stretchcoach.cli.ticking" in loaded
    heavy = {"typer", "rich", "yaml", "subprocess", "stretchcoach.core.history"}
    assert loaded & heavy == set()


def test_ticks_count_and_remind_when_it_is_due(programs: Programs) -> None:
    programs.add("notify-send")
    tick()
    assert (read_tally().active_ms, read_tally().turn) == (0, 0)
    worked()
    tick()
    assert (read_tally().active_ms, read_tally().turn, read_tally().unanswered) == (0, 1, 1)
    sent = [call for call in programs.calls if call.startswith("notify-send")]
    words = "-- Shoulders up at your ears? Let them drop. Upper back, 5 minutes? stretch upper-back"
    assert len(sent) == 1
    assert sent[0].endswith(words)
    tick()
    assert len([call for call in programs.calls if call.startswith("notify-send")]) == 1


def test_later_puts_it_off_and_is_no_skip(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    programs.add("xterm")
    programs.add("notify-send", "echo 3; echo later")
    worked()
    tick()
    tally = read_tally()
    assert (tally.owed, tally.unanswered) == (True, 0)
    assert tally.not_before
    assert timedelta(minutes=19) < tally.not_before - now() <= timedelta(minutes=20)


def test_start_opens_a_terminal_with_the_session(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    programs.add("xterm")
    programs.add("systemd-run")
    programs.add("notify-send", "echo 3; echo default")
    worked()
    tick()
    assert programs.calls[-1].endswith(f"{sys.executable} -I -m stretchcoach upper-back")


@pytest.mark.parametrize("listens", [True, False])
def test_who_sits_still_in_a_meeting_has_no_break(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, listens: bool
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    programs.add("busctl", "echo t 900000")  # nobody has touched it for a quarter of an hour
    if listens:
        programs.add("pactl", "printf 'Source Output #1\\n\\tCorked: no\\n'")
    worked()
    tick()
    assert (read_tally().active_ms >= DUE_MS) is listens
    assert not [call for call in programs.calls if call.startswith("notify-send")]


def test_what_could_not_be_shown_stays_due(programs: Programs) -> None:
    programs.add("notify-send", "exit 1")
    worked()
    tick()
    tally = read_tally()
    assert (tally.active_ms >= DUE_MS, tally.unanswered, tally.turn) == (True, 0, 0)


def test_where_nothing_can_be_kept_nothing_is_shown(
    programs: Programs, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("notify-send")
    worked()
    seen = ticking.look()
    assert isinstance(seen.decided, Remind)
    shutil.rmtree(home / "data")
    (home / "data").touch()
    ticking.tick()
    monkeypatch.setattr(ticking, "look", lambda: seen)
    ticking.tick()
    assert not [call for call in programs.calls if call.startswith("notify-send")]


def test_a_fault_in_the_plan_is_told(home: Path) -> None:
    (home / "settings.yaml").write_text("remind_every: 5m\n")
    done = run("remind")
    assert "'5m' is not within 20m to 90m" in done.stderr
    assert "every 50m" in done.stdout


def test_the_third_proposes_the_shortest_routine(programs: Programs) -> None:
    programs.add("notify-send")
    worked(reminded=now(), unanswered=2)
    tick()
    assert "stretch upper-back-reach" in programs.calls[-1]


def test_a_pause_silences(programs: Programs) -> None:
    programs.add("notify-send")
    worked()
    assert run("pause", "--until", "2099-01-01").returncode == 0
    tick()
    assert not [call for call in programs.calls if call.startswith("notify-send")]
    assert run("due").returncode == 1


def test_a_routine_of_which_all_hurt_is_not_proposed(programs: Programs) -> None:
    programs.add("notify-send")
    for position in ("shoulder", "chest", "hip"):
        assert run("pain", "add", "upper-back", position).returncode == 0
    worked()
    line = "Shoulders up at your ears? Let them drop. A walk of a few minutes?\n"
    assert run("due").stdout == line


def test_outside_its_hours_a_tick_does_nothing(programs: Programs, home: Path) -> None:
    tomorrow = f"{now() + timedelta(days=1):%a}".lower()
    (home / "settings.yaml").write_text(f"remind_days: {tomorrow}\n")
    tick()
    assert programs.calls == []
    assert not (home / "data").exists()


def test_a_defect_of_a_tick_is_noted_and_ends_with_0(home: Path) -> None:
    (home / "data").touch()  # where a folder should be
    tick()
    worked_on = run(program=(sys.executable, "-c", "import stretchcoach.remind as r; r.main()"))
    assert worked_on.returncode == 0


def test_due_is_one_line_or_nothing() -> None:
    assert (run("due").returncode, run("due").stdout) == (1, "")
    worked()
    done = run("due")
    line = "Shoulders up at your ears? Let them drop. Upper back, 5 minutes?\n"
    assert (done.returncode, done.stdout) == (0, line)
    # A reminder that was shown is due until it is answered, in the same words.
    save(shown(now(), read_tally()), read_recent(now()))
    assert run("due").stdout == line
    # The second in a row proposes what it did, not what the third would.
    save(read_tally()._replace(unanswered=2, turn=8), read_recent(now()))
    assert run("due").stdout == line
    history.keep(Past("a", now(), "calves", "Calves"))
    assert run("due").returncode == 1


def test_a_pause_silences_what_has_no_answer_yet() -> None:
    worked()
    save(shown(now(), read_tally()), read_recent(now()))
    assert run("due").returncode == 0
    run("pause", "--until", "2099-01-01")
    assert run("due").returncode == 1


def test_where_no_terminal_opens_the_command_is_shown(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":4711")
    programs.add("xterm")
    programs.add("notify-send", "echo 3; echo default")
    os.unlink(programs.folder / "sh")  # noqa: PTH108 - what would open it
    worked()
    tick()
    assert programs.calls[-1].endswith("Upper back, 5 minutes? stretch upper-back")


def test_on_is_found_on_the_system_and_off_leaves_nothing(cron: Path, home: Path) -> None:
    assert run("remind").stdout.startswith("reminders      off\n")
    done = run("remind", "on", "--every", "1h", "--from", "8", "--to", "16:00", "calves")
    assert done.returncode == 0, done.stderr
    assert "-I -m stretchcoach.remind" in cron.read_text()
    assert "every 60m, 8:00 to 16:00, mon-sun, calves" in done.stdout
    kept = json.loads(run("settings", "--json").stdout)
    assert (kept["remind_every"]["value"], kept["remind_routine"]["value"]) == ("60m", "calves")
    told = run("remind").stdout
    assert "on, by the block in crontab -l" in told
    assert "untouched for  unknown" in told
    assert "notify-send is missing" in told
    tick()
    assert run("remind", "off").stdout == "Reminders are off.\n"
    assert not cron.exists()
    assert not (home / "data" / "reminders.json").exists()
    assert run("remind").stdout.startswith("reminders      off\n")


def test_one_whose_python_has_gone_is_found(cron: Path, programs: Programs) -> None:
    programs.add("notify-send")
    run("remind", "on")
    cron.write_text(cron.read_text().replace(sys.executable, "/gone/python"))
    done = run("remind")
    assert done.returncode == 1
    assert "stretch has gone from /gone/python" in done.stdout
    assert "stretch has gone from /gone/python" in run("doctor").stdout
    run("remind", "on")
    assert "on, by the block in crontab -l" in run("doctor").stdout


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("on", "--every", "5m"), 1, "'5m' is not within 20m to 90m"),
        (("on", "--every", "40m", "--from", "25"), 1, "no time of the day"),
        (("on", "--days", "always"), 1, "are no days"),
        (("on", "nobody"), 1, "There is no routine named 'nobody'"),
        (("later", "soon"), 2, "no interval"),
        (("later", "9h"), 2, "not within 1m to 8h"),
        (("later", "10s"), 2, "no interval"),
        (("--every", "50m"), 2, "stretch remind on"),
        (("off", "calves"), 2, "stretch remind on, or later"),
        (("on", "--ics", "x.ics"), 2, "--ics stands alone"),
        (("--ics", "x.txt"), 2, "must end in .ics"),
        (("test",), 1, "notify-send is missing"),
    ],
)
def test_what_cannot_be_is_told(
    cron: Path, home: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = run("remind", *arguments)
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
    assert not cron.exists()
    assert (home / "settings.yaml").read_text() == ALWAYS


def test_later_never_promises_what_is_outside_the_plan(home: Path) -> None:
    soon = now() + timedelta(days=2)
    (home / "settings.yaml").write_text(f"remind_days: {soon:%a}\n".lower())
    told = run("remind", "later", "1h").stdout
    assert "There is none outside the hours of the plan." in told
    assert f" begin again at {soon:%A}, 09:00, and from then on active time counts anew" in told


def test_neither_later_nor_status_names_an_hour_after_the_last_of_the_plan(
    home: Path, cron: Path
) -> None:
    begins, ends = now() - timedelta(minutes=30), now() + timedelta(minutes=20)
    hours = f'remind_from: "{begins:%H:%M}"\nremind_to: "{ends:%H:%M}"\nremind_days: mon-sun\n'
    (home / "settings.yaml").write_text(hours)
    assert run("remind", "on").returncode == 0
    assert cron.exists()
    worked(active_ms=0)
    at_the_earliest = f"{begins:%H:%M} at the earliest\n"
    (told,) = re.findall(r"not yet; (?:\w+ )?(.*\n)", run("remind").stdout)
    assert told == at_the_earliest
    told = run("remind", "later", "40m").stdout
    assert re.search(rf"begin again at (\w+, )?{begins:%H:%M}, and", told)
    (told,) = re.findall(r"put off; (?:\w+ )?(.*\n)", run("remind").stdout)
    assert told == at_the_earliest


def test_later_that_is_said_before_the_hours_is_told_within_them(home: Path) -> None:
    begins, ends = now() + timedelta(minutes=10), now() + timedelta(hours=3)
    hours = f'remind_from: "{begins:%H:%M}"\nremind_to: "{ends:%H:%M}"\nremind_days: mon-sun\n'
    (home / "settings.yaml").write_text(hours)
    told = run("remind", "later", "20m").stdout
    tally = read_tally()
    assert tally.not_before
    assert told.startswith("The next reminder comes at ")
    assert f"{tally.not_before:%H:%M} or soon after" in told
    assert tally.ticked == begins.replace(second=0, microsecond=0)


def test_later_says_when() -> None:
    told = run("remind", "later", "20m").stdout
    tally = read_tally()
    assert tally.not_before
    assert f"{tally.not_before:%H:%M} or soon after" in told
    assert "stretch remind on" in told


def test_test_shows_one_now(programs: Programs) -> None:
    programs.add("notify-send")
    done = run("remind", "test")
    assert done.stdout.startswith("Shoulders up at your ears? Let them drop. Upper back, 5 min")
    assert programs.calls[-1].startswith("notify-send --app-name=stretch")
    assert read_tally() == Tally()  # it counts for nothing


def test_where_nobody_shows_notifications_it_is_told(programs: Programs) -> None:
    programs.add("notify-send", "exit 1")
    programs.add("busctl", "exit 1")
    done = run("remind", "test")
    assert (done.returncode, "It closes" in done.stdout) == (1, False)
    nobody = "No program that shows notifications answers here."
    assert nobody in done.stderr
    assert f"notifications  {nobody}\n" in run("remind", "on").stdout
    assert nobody[1:-1] in run("doctor").stdout


def test_show_writes_nothing(cron: Path, programs: Programs) -> None:
    told = run("remind", "show").stdout
    assert "*/10 * * * * STRETCH_HOME=" in told
    assert not cron.exists()
    assert "crontab -" not in programs.calls


def test_the_calendar_replaces_no_file(tmp_path: Path) -> None:
    path = tmp_path / "breaks.ics"
    done = run("remind", "--ics", str(path))
    assert done.stdout == f"every 50m, 0:00 to 0:00, mon-sun: {path}\n"
    assert path.read_text().count("BEGIN:VALARM") == 28
    assert "is there already" in run("remind", "--ics", str(path)).stderr


def test_without_a_scheduler_it_names_the_calendar(programs: Programs) -> None:
    os.unlink(programs.folder / "crontab")  # noqa: PTH108 - as the person would
    done = run("remind", "on", env=environment())
    assert (done.returncode, "stretch remind --ics FILE" in done.stderr) == (1, True)
