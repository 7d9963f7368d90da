"""Which module serves which system, and that none but Linux's is loaded here."""

import subprocess
import sys
from pathlib import Path

import pytest

from stretchcoach.core.due import Sensed
from stretchcoach.core.reminders import ReminderText
from stretchcoach.system import elsewhere, lasting, notifier, scheduler, sensors, terminals
from tests.system.programs import PYTHON, Programs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks at others from Linux")

LINUX, MACOS, WINDOWS = "linux", "darwin", "win32"
COMMAND = ("/opt/python", "-I", "-m", "stretchcoach.remind")


@pytest.mark.parametrize(
    ("platform", "served_by"),
    [
        (LINUX, [None, None, None, None]),
        ("freebsd14", [None, None, None, None]),
        (
            MACOS,
            ["macos.launchd", "macos.sensors", "macos.notifier", "macos.terminals"],
        ),
        (
            WINDOWS,
            ["windows.tasks", "windows.sensors", "windows.toast", "windows.terminals"],
        ),
    ],
)
def test_each_system_has_modules_of_its_own(platform: str, served_by: list[str | None]) -> None:
    found = [
        elsewhere.scheduler(platform),
        elsewhere.sensors(platform),
        elsewhere.notifier(platform),
        elsewhere.terminals(platform),
    ]
    names = [getattr(one, "__name__", None) for one in found]
    assert names == [name and f"stretchcoach.system.{name}" for name in served_by]


def test_here_no_other_systems_modules_are_loaded() -> None:
    code = (
        "import sys; from stretchcoach.system import notifier, scheduler, sensors, terminals;"
        "scheduler.found(); sensors.idle_ms(); notifier.name(); terminals.name();"
        "print(*(name for name in sys.modules if '.macos' in name or '.windows' in name))"
    )
    done = subprocess.run([PYTHON, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


@pytest.mark.parametrize(
    ("platform", "words"),
    [
        (LINUX, ["*/10 * * * *"]),
        (MACOS, ["<string>stretchcoach.remind</string>", "launchctl bootstrap gui/"]),
        (WINDOWS, ["<Interval>PT10M</Interval>", "schtasks.exe /Create", "HKEY_CURRENT_USER"]),
    ],
)
def test_what_is_planned_is_that_of_the_system(
    programs: Programs, platform: str, words: list[str]
) -> None:
    programs.add("crontab")
    told = scheduler.planned(COMMAND, platform)
    assert [word for word in words if word not in told] == []
    assert "/opt/python" in told
    assert [call for call in programs.calls if "bootstrap" in call] == []  # nothing is done


@pytest.mark.parametrize("platform", [LINUX, MACOS, WINDOWS, "freebsd14"])
def test_on_a_system_without_anything_nothing_is_known_and_nothing_is_kept_back(
    programs: Programs, platform: str
) -> None:
    del programs
    assert sensors.idle_ms(platform) is None
    assert sensors.sensed(None, platform) == Sensed()
    assert scheduler.found(platform) is None
    assert scheduler.remove(platform) is False
    text = ReminderText("Line.", "Calves, 3 minutes?", "calves")
    assert notifier.show(text, "stretch calves", buttons=True, platform=platform) is None
    assert notifier.is_known(platform) is False
    assert notifier.missing(platform)


@pytest.mark.parametrize(
    ("platform", "there", "shown_by", "opens"),
    [
        (LINUX, (), "notify-send", None),
        (MACOS, ("osascript", "open"), "a dialog, by osascript", "Terminal"),
        (MACOS, ("osascript", "terminal-notifier"), "terminal-notifier", None),
        (MACOS, ("osascript", "terminal-notifier", "alerter"), "alerter", None),
        (WINDOWS, (), "a toast", "a console window"),
    ],
)
def test_what_shows_and_what_opens(
    programs: Programs, platform: str, there: tuple[str, ...], shown_by: str, opens: str | None
) -> None:
    for name in there:
        programs.add(name)
    assert (notifier.name(platform), terminals.name(platform)) == (shown_by, opens)
    assert notifier.answers_later(platform) is (platform == WINDOWS)


@pytest.mark.parametrize(
    ("platform", "there", "console", "windowless"),
    [
        (LINUX, ("python.exe", "pythonw.exe"), "python", "python"),
        (WINDOWS, ("python.exe", "pythonw.exe"), "python.exe", "pythonw.exe"),
        (WINDOWS, ("python.exe",), "python.exe", "python"),
    ],
)
def test_on_windows_a_tick_opens_no_console(
    tmp_path: Path, platform: str, there: tuple[str, ...], console: str, windowless: str
) -> None:
    for name in there:
        (tmp_path / name).touch()
    python = str(tmp_path / "python")
    assert lasting.program(python, platform, console=True) == str(tmp_path / console)
    assert lasting.program(python, platform, console=False) == str(tmp_path / windowless)


def test_the_commands_are_this_pythons() -> None:
    assert lasting.tick_command()[0] == sys.executable
    assert lasting.session_command("calves")[-2:] == ("stretchcoach", "calves")
