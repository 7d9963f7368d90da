"""What is written for systemd and for cron, and what is found of it again."""

import os
import re
import shutil
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

import pytest

from stretchcoach.errors import CoachError
from stretchcoach.system import crontab, lasting, scheduler, systemd
from stretchcoach.system.scheduled import Scheduled, environment_of
from tests.system.programs import PYTHON, Programs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="they are Linux's")

COMMAND = ("/opt/my 100% $HOME/python", "-I", "-m", "stretchcoach.remind")
OTHERS = "MAILTO=me\n0 4 * * * backup\n"
# A crontab that keeps its table in a file, as the real one does.
CRONTAB = """
table={folder}/table
case "$1" in
  -l) [ -e "$table" ] && cat "$table" || {{ echo "no crontab for me" >&2; exit 1; }} ;;
  -r) rm "$table" ;;
  -) cat >"$table" ;;
esac
"""


@pytest.fixture
def table(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's table, on a system with cron alone."""
    programs.add("crontab", CRONTAB.format(folder=programs.folder))
    monkeypatch.setattr(crontab, "_PROCESSES", programs.folder / "processes")
    return programs.folder / "table"


def put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def test_the_units_say_what_to_run_and_when() -> None:
    texts = systemd.files(COMMAND, {"STRETCH_HOME": '/a "b"%'})
    service, timer = texts[systemd.SERVICE], texts[systemd.TIMER]
    run = '"/opt/my 100%% $$HOME/python" "-I" "-m" "stretchcoach.remind"'
    assert f"\nExecStart={run}\n" in service
    assert '\nEnvironment="STRETCH_HOME=/a \\"b\\"%%"\n' in service
    assert "\nOnCalendar=*:0/10\n" in timer
    assert "\nWantedBy=timers.target\n" in timer


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    command = (PYTHON, "-I", "-m", "stretchcoach.remind")
    paths = []
    for name, text in systemd.files(command, {"STRETCH_HOME": "/a b%"}).items():
        (tmp_path / name).write_text(text)
        paths.append(str(tmp_path / name))
    done = subprocess.run(
        ["systemd-analyze", "--user", "verify", *paths],
        capture_output=True,
        text=True,
        env=os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_block_stands_beside_what_others_have_in_the_table(table: Path) -> None:
    table.write_text(OTHERS)
    crontab.install(COMMAND)
    text = table.read_text()
    assert text.startswith(OTHERS)
    line = text.splitlines()[-2]
    assert re.match(r"\*/10 \* \* \* \* STRETCH_HOME=\S+ '/opt/my 100\\% \$HOME/python' -I", line)
    assert crontab.found() == Scheduled("cron", "the block in crontab -l", True, None, COMMAND[0])
    crontab.install(COMMAND)  # in place of the one that is there
    assert table.read_text() == text
    assert crontab.remove() is True
    assert table.read_text() == OTHERS
    assert (crontab.remove(), crontab.found()) == (False, None)


@pytest.mark.parametrize(
    ("running", "is_run"),
    [
        ((), None),  # others' are hidden
        (("systemd", "bash"), False),
        (("systemd", "cron"), True),
        (("init", "crond"), True),
    ],
)
def test_a_table_that_nobody_is_seen_to_read_is_doubted(
    table: Path, running: tuple[str, ...], is_run: bool | None
) -> None:
    del table
    for number, name in enumerate(running, start=1):
        process = crontab._PROCESSES / str(number)
        process.mkdir(parents=True)
        (process / "comm").write_text(f"{name}\n")
    assert crontab.is_run(crontab._PROCESSES) is is_run
    crontab.install(COMMAND)
    found = crontab.found()
    assert found
    assert (found.active, found.doubt != "") == (True, is_run is False)


def test_a_table_of_its_own_is_taken_away_with_it(table: Path) -> None:
    crontab.install(COMMAND)
    assert table.exists()
    crontab.remove()
    assert not table.exists()


def test_a_table_that_cannot_be_read_is_not_overwritten(programs: Programs) -> None:
    programs.add("crontab", "echo 'you may not' >&2; exit 1")
    with pytest.raises(CoachError, match="cannot be read: you may not"):
        crontab.install(COMMAND)
    assert programs.calls == ["crontab -l"]
    assert crontab.found() is None


def test_cron_is_taken_where_systemd_does_not_answer(programs: Programs, table: Path) -> None:
    programs.add("systemctl", "exit 1")
    scheduler.install(COMMAND, put)
    assert "stretchcoach.remind" in table.read_text()
    found = scheduler.found()
    assert found
    assert found.by == "cron"
    assert lasting.has_gone(found.program)  # there is no such Python here
    assert scheduler.remove() is True


def test_where_there_is_neither_it_says_what_to_do(programs: Programs) -> None:
    del programs
    with pytest.raises(CoachError, match="Neither systemd nor cron") as refused:
        scheduler.install(COMMAND, put)
    assert "--ics" in refused.value.hint
    assert (scheduler.found(), scheduler.remove()) == (None, False)


def test_a_system_that_nobody_thought_of_is_told_what_to_do() -> None:
    with pytest.raises(CoachError, match="of freebsd14 is not known") as refused:
        scheduler.planned(COMMAND, "freebsd14")
    assert "--ics" in refused.value.hint
    assert (scheduler.found("freebsd14"), scheduler.remove("freebsd14")) == (None, False)


SYSTEMCTL = """
case "$*" in
  *show-environment) echo LANG=C ;;
  *list-timers*) echo '[{"next":1795000000000000,"unit":"stretchcoach-remind.timer"}]' ;;
esac
"""


def test_systemd_checks_the_units_before_they_are_in_their_place(programs: Programs) -> None:
    programs.add("systemctl", SYSTEMCTL)
    programs.add("systemd-analyze", "echo 'bad line' >&2; exit 1")
    with pytest.raises(CoachError, match="does not take the timer: bad line"):
        systemd.install(COMMAND, put)
    assert not systemd.folder().exists()
    programs.add("systemd-analyze")
    systemd.install(COMMAND, put)
    there = sorted(path.name for path in systemd.folder().iterdir())
    assert there == [systemd.SERVICE, systemd.TIMER]
    assert [call.partition("--user ")[2] for call in programs.calls[-3:]] == [
        "daemon-reload",
        "enable --quiet stretchcoach-remind.timer",
        "restart stretchcoach-remind.timer",
    ]
    found = systemd.found()
    assert found
    assert (found.active, found.program) == (True, COMMAND[0])
    assert found.next == datetime.fromtimestamp(1_795_000_000).astimezone()


def test_the_next_look_is_told_in_a_zone_that_there_cannot_be(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    programs.add("systemctl", SYSTEMCTL)
    request.addfinalizer(time.tzset)
    with monkeypatch.context() as changes:
        changes.setenv("TZ", "XXX-24:59:59")
        time.tzset()
        found = systemd.found()
    assert found
    assert found.next == datetime.fromtimestamp(1_795_000_000, timezone.utc)


def test_what_the_manager_has_of_the_screen_is_not_written_down() -> None:
    own = {"DISPLAY": ":0", "STRETCH_HOME": "/s", "XAUTHORITY": "/x", "OTHER": "1"}
    assert environment_of(own, shown={"DISPLAY": ":0"}) == {"STRETCH_HOME": "/s"}
    everything = {"STRETCH_HOME": "/s", "DISPLAY": ":0", "XAUTHORITY": "/x"}
    assert environment_of(own, shown={}) == everything


@pytest.mark.parametrize(
    ("prefix", "environment", "way"),
    [
        ("/home/me/.venv", {}, ""),
        ("/home/me/.local/share/uv/tools/stretchcoach", {}, ""),
        ("/home/me/.local/share/pipx/venvs/stretchcoach", {}, ""),
        ("/home/me/.cache/uv/archive-v0/abc", {}, "uvx"),
        ("/home/me/.cache/uv/environments-v2/abc", {}, "uvx"),
        ("/big/abc", {"UV_CACHE_DIR": "/big"}, "uvx"),
        ("/home/me/.local/pipx/.cache/abc", {}, "pipx run"),
    ],
)
def test_an_environment_for_one_run_is_known(
    prefix: str, environment: dict[str, str], way: str
) -> None:
    assert lasting.vanishes(prefix, environment) == way


def test_a_python_without_stretch_is_as_good_as_gone(tmp_path: Path) -> None:
    assert not lasting.has_gone(PYTHON)
    assert lasting.has_gone(str(tmp_path / "python"))
    assert lasting.has_gone("true-but-not-there")
    without = tmp_path / "other"
    without.write_text(f'#!/bin/sh\nexec {PYTHON} -S "$@"\n')
    without.chmod(0o755)
    assert lasting.has_gone(str(without))


def test_what_would_vanish_is_refused_with_what_would_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "prefix", "/home/me/.cache/uv/archive-v0/abc")
    with pytest.raises(CoachError, match="uvx may take away") as refused:
        lasting.refuse_if_vanishing()
    assert "uv tool install stretchcoach" in refused.value.hint
