"""A session by voice alone: when one may begin, and that it ends with its notification."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stretchcoach.cli import ticking
from stretchcoach.cli.by_voice import why_not
from stretchcoach.core.due import Proposal, Remind
from stretchcoach.files.names import find
from stretchcoach.files.seen import note_seen
from tests.cli.program import environment
from tests.system.conftest import programs as programs
from tests.system.programs import Programs
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a terminal is there")

# What `why_not` asks for: a notification that can stand, an engine and a player.
NEEDED = ("notify-send", "stdbuf", "espeak-ng", "paplay")
LEAD = """
import sys
from stretchcoach.cli import by_voice
by_voice.lasting.session_command = lambda name: ("sh", "-c", {session!r}, name)
by_voice._ENDS_WITHIN_S = {within_s}
start = by_voice.Children.start
def started(children, command):
    child = start(children, command)
    open({guarded!r}, "x").close()
    return child
by_voice.Children.start = started
sys.exit(by_voice.main("upper-back"))
"""
STANDS = "echo 7; exec sleep 60"


@pytest.fixture
def ready(programs: Programs, home: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """All that a session by voice alone needs."""
    for name in NEEDED:
        programs.add(name)
    programs.add("stdbuf", 'shift; exec "$@"')
    monkeypatch.delenv("STRETCH_SOUND", raising=False)
    (home / "settings.yaml").write_text("remind_aloud: on\n")
    note_seen(find("upper-back"))
    return programs


def test_it_may_begin_where_it_was_read_and_can_be_heard_and_ended(ready: Programs) -> None:
    del ready
    assert why_not("upper-back") == ""
    assert ticking.begins_aloud("upper-back")


@pytest.mark.parametrize(
    ("settings", "gone", "reason"),
    [
        ("sound: off\n", "", "sound or voice is off"),
        ("voice: off\n", "", "sound or voice is off"),
        ("voice: nobody:1\n", "", "There is no voice 'nobody:1'"),
        ("", "espeak-ng", "no voice can be heard"),
        ("", "paplay", "no voice can be heard"),
        ("", "notify-send", "no notification can stand"),
        ("", "stdbuf", "no notification can stand"),
    ],
)
def test_else_it_may_not(
    ready: Programs, home: Path, settings: str, gone: str, reason: str
) -> None:
    (home / "settings.yaml").write_text(f"remind_aloud: on\n{settings}")
    if gone:
        (ready.folder / gone).unlink()
    assert reason in why_not("upper-back")
    assert not ticking.begins_aloud("upper-back")


def test_what_was_never_read_or_has_changed_is_read_at_a_screen_first(
    ready: Programs, home: Path
) -> None:
    del ready
    assert "not read at a screen" in why_not("calves")
    (home / "routines").mkdir()
    (home / "routines" / "upper-back.yaml").write_text("extends: upper-back\ntitle: Another\n")
    assert "not read at a screen" in why_not("upper-back")
    assert "gone" in why_not("gone")


def test_it_is_off_unless_it_is_settled(ready: Programs, home: Path) -> None:
    del ready
    (home / "settings.yaml").unlink()
    assert not ticking.begins_aloud("upper-back")


def test_start_begins_it_where_no_terminal_opens(ready: Programs) -> None:
    ready.add("systemd-run")
    ready.add("notify-send", "echo 3; echo default")
    assert ticking.show(ticking.text_of(ticking.look(), Remind(Proposal.MAIN)))
    (call,) = (call for call in ready.calls if call.startswith("systemd-run"))
    assert call.endswith(f"{sys.executable} -I -m stretchcoach.cli.by_voice upper-back")


@pytest.fixture
def led(ready: Programs) -> Iterator["Led"]:
    ready.add("notify-send", STANDS)
    ready.add("busctl")
    led = Led(ready)
    yield led
    led.end()


class Led:
    """`main`, in a process of its own, with a shell's words in the place of the session."""

    def __init__(self, programs: Programs) -> None:
        self.programs = programs
        self.mark = programs.folder / "mark"
        # There once the session is started, and whoever ends it after us knows of it.
        self.guarded = programs.folder / "guarded"

    def begin(self, session: str, within_s: float = 20) -> "subprocess.Popen[bytes]":
        """`$mark` in it is a file that is there once something has happened."""
        code = LEAD.format(
            session=session.replace("$mark", str(self.mark)),
            within_s=within_s,
            guarded=str(self.guarded),
        )
        self.process = subprocess.Popen([sys.executable, "-c", code], env=environment())
        return self.process

    def end(self) -> None:
        self.process.kill()
        self.process.wait()

    def notified(self) -> list[str]:
        return [call for call in self.programs.calls if call.startswith("notify-send")]


def test_when_it_is_over_the_notification_goes(led: Led) -> None:
    assert led.begin("exit 0").wait(20) == 0
    (sent,) = led.notified()
    assert "--action=default=Stop" in sent
    assert "--expire-time=0 " in sent
    assert "Any pain: stop." in sent
    assert any("CloseNotification u 7" in call for call in led.programs.calls)


def test_a_click_or_closing_ends_it_as_ctrl_c_does(led: Led) -> None:
    clicked = led.programs.folder / "clicked"
    led.programs.add("notify-send", f"echo 7; while [ ! -e {clicked} ]; do sleep 0.01; done")
    process = led.begin("trap 'exit 130' INT; echo >$mark; while :; do sleep 0.01; done")
    until(led.mark.exists, "the session")
    assert process.poll() is None
    clicked.touch()
    assert process.wait(20) == 130


def test_one_that_does_not_end_is_killed(led: Led) -> None:
    led.programs.add("notify-send", f"echo 7; while [ ! -e {led.mark} ]; do sleep 0.01; done")
    process = led.begin("trap '' INT TERM; echo >$mark; exec sleep 60", within_s=0.1)
    assert process.wait(20) != 0
    assert len(led.notified()) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_it_ends_with_what_started_it(led: Led, number: signal.Signals) -> None:
    process = led.begin("echo $$ >$mark; exec sleep 60")
    until(lambda: led.mark.exists() and led.mark.read_text(), "the session")
    until(led.guarded.exists, "the guard")
    session = Path("/proc") / led.mark.read_text().strip()
    process.send_signal(number)
    process.wait(20)
    until(lambda: not session.exists(), "the end of the session")


def test_where_a_shell_had_it_ignore_ctrl_c_the_session_does_not(led: Led) -> None:
    clicked = led.programs.folder / "clicked"
    led.programs.add("notify-send", f"echo 7; while [ ! -e {clicked} ]; do sleep 0.01; done")
    session = "trap 'exit 130' INT; echo >$mark; while :; do sleep 0.01; done"
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        process = led.begin(session)
    finally:
        signal.signal(signal.SIGINT, before)
    until(led.mark.exists, "the session")
    clicked.touch()
    assert process.wait(20) == 130


@pytest.mark.parametrize("shows", ["exit 1", "echo nonsense; exec sleep 60"])
def test_where_no_notification_stands_none_begins(led: Led, shows: str) -> None:
    led.programs.add("notify-send", shows)
    assert led.begin("echo >$mark").wait(20) == 1
    assert not led.mark.exists()
    assert "stretch upper-back" in led.notified()[-1]


def test_one_that_refuses_to_begin_says_what_to_type(led: Led) -> None:
    assert led.begin("exit 1").wait(20) == 1
    assert led.notified()[-1].endswith("Begin it in a terminal: stretch upper-back")


def test_a_system_without_hang_ups_is_told_why_none_can_begin() -> None:
    """As Windows is, where `stretch remind` asks it, too."""
    script = "import signal; del signal.SIGHUP; from stretchcoach.cli.by_voice import why_not"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
