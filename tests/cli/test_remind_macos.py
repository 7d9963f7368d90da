"""`stretch remind` from on to off as on a Mac, with programs that stand in for its own."""

import sys
from pathlib import Path

import pytest

from stretchcoach.files.reminders import read_tally
from tests.cli.program import run
from tests.cli.test_remind import ALWAYS, worked
from tests.system.conftest import programs as programs
from tests.system.programs import Programs
from tests.system.test_launchd import add

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it stands in for a Mac on Linux")

# Before anything of ours is loaded, so that all of it takes this for a Mac.
_AS_ON_A_MAC = (
    "import sys; sys.platform = 'darwin'; sys.argv[:1] = ['stretch'];"
    "from stretchcoach.__main__ import main; main()"
)
_TICK_AS_ON_A_MAC = (
    "import sys; sys.platform = 'darwin';"
    "from stretchcoach.remind import main; main(); print(*sys.modules)"
)
MAC = (sys.executable, "-c", _AS_ON_A_MAC)


def test_on_is_proved_shown_for_once_and_off_leaves_nothing(
    programs: Programs, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(home))  # the fake `open` does not run what is put there
    add(programs)
    programs.add("osascript", "echo Start")
    programs.add("open")
    programs.add("ioreg", "echo '\"HIDIdleTime\" = 130000000000'")
    assert run("remind", program=MAC).stdout.startswith("reminders      off\n")
    assert "<integer>600</integer>" in run("remind", "show", program=MAC).stdout
    assert [call for call in programs.calls if "print" not in call] == []
    on = run("remind", "on", "--days", "mon-sun", "--from", "0:00", "--to", "0:00", program=MAC)
    assert on.returncode == 0, on.stderr
    agent = home / "Library" / "LaunchAgents" / "stretchcoach.remind.plist"
    assert f"<string>{sys.executable}</string>" in agent.read_text()
    told = run("remind", program=MAC).stdout
    for row in (
        "reminders      on, by the launchd agent stretchcoach.remind\n",
        "untouched for  2 minutes\n",
        "screen         unknown\n",
        "notifications  a dialog, by osascript\n",
        "terminal       Terminal\n",
    ):
        assert row in told
    assert run("remind", "test", program=MAC).returncode == 0
    assert programs.calls[-1].startswith("open -a Terminal /")
    assert "on, by the launchd agent" in run("doctor", program=MAC).stdout
    assert run("remind", "off", program=MAC).stdout == "Reminders are off.\n"
    assert not agent.exists()
    assert run("remind", program=MAC).stdout.startswith("reminders      off\n")


def test_a_tick_reminds_and_loads_neither_typer_nor_another_systems_modules(
    programs: Programs, home: Path
) -> None:
    (home / "settings.yaml").write_text(ALWAYS)
    programs.add("osascript", "echo 'In 20 minutes'")
    programs.add("open")
    programs.add("ioreg", "echo '\"HIDIdleTime\" = 1'")
    worked()
    done = run(program=(sys.executable, "-c", _TICK_AS_ON_A_MAC))
    assert done.stderr == ""
    loaded = set(done.stdout.split())
    assert "stretchcoach.system.macos.notifier" in loaded
    others = [name for name in loaded if ".windows" in name or name.endswith("systemd")]
    assert loaded & {"typer", "rich", "click"} == set()
    assert others == []
    tally = read_tally()
    assert (tally.turn, tally.owed, tally.unanswered) == (1, True, 0)


def test_what_launchd_does_not_take_is_told(programs: Programs) -> None:
    add(programs, first="exit 0")
    done = run("remind", "on", program=MAC)
    assert (done.returncode, "launchctl bootstrap: exit 0." in done.stderr) == (1, True)
    assert "Login Items" in done.stderr
