"""Reminders for real: systemd's timer, a tick, dunst, and a session in a terminal."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from soundserver import SoundServer

from stretchcoach.system import sensors
from stretchcoach.system.terminals import _TERMINALS
from tests.system.desktop import Desktop, missing, opened
from tests.system.wayland import Wayland
from tests.system.wayland import missing as missing_for_wayland
from tests.waiting import until

pytestmark = [
    pytest.mark.recording,
    pytest.mark.skipif(sys.platform != "linux", reason="it is Linux's desktop"),
]
ALWAYS = 'remind_from: 0:00\nremind_to: "0:00"\nremind_days: mon-sun\n'
TERMINALS = {name for name, _ in _TERMINALS}
_EACH_SECOND = "[Timer]\nOnCalendar=\nOnCalendar=*:*:0/1\nAccuracySec=10ms\n"
_MINUTE_MS = 60_000


def need(lacking: list[str]) -> None:
    if lacking and os.environ.get("CI"):
        pytest.fail(f"not here, but needed: {', '.join(lacking)}")
    if lacking:
        pytest.skip(f"not here: {', '.join(lacking)}")


@pytest.fixture
def desktop() -> Iterator[Desktop]:
    need(missing())
    with opened(Desktop()) as desktop:
        desktop.settle(ALWAYS)
        yield desktop
        desktop.tell()


def tally_path(desktop: Desktop) -> Path:
    return desktop.home / "stretch" / "data" / "reminders.json"


def tally(desktop: Desktop) -> list[Any]:
    try:
        found: list[Any] = json.loads(tally_path(desktop).read_text())["tally"]
    except FileNotFoundError:
        return [None, 0, None, 0, None, False, 0]
    return found


def worked(desktop: Desktop, minutes: int, *, last_tick: timedelta) -> None:
    """As if ticks had seen so much active time."""
    ticked = datetime.now().astimezone() - last_tick
    value = {"format": 1, "stamps": [], "recent": None}
    value["tally"] = [ticked.isoformat(), minutes * _MINUTE_MS, None, 0, None, False, 0]
    path = tally_path(desktop)
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_text(json.dumps(value))
    beside.replace(path)


def switch_on(desktop: Desktop) -> None:
    """With a tick each second."""
    desktop.stretch("remind", "on")
    folder = desktop.home / ".config" / "systemd" / "user" / "stretchcoach-remind.timer.d"
    folder.mkdir()
    (folder / "each-second.conf").write_text(_EACH_SECOND)
    desktop.run("systemctl", "--user", "daemon-reload")
    desktop.run("systemctl", "--user", "restart", "stretchcoach-remind.timer")


def until_ticked(desktop: Desktop) -> None:
    before = tally(desktop)[0]
    until(lambda: tally(desktop)[0] != before, "a tick")


def test_a_click_on_a_reminder_begins_a_session_in_a_terminal(desktop: Desktop) -> None:
    worked(desktop, 49, last_tick=timedelta(minutes=9))
    switch_on(desktop)
    until(lambda: desktop.displayed() == 1, "the notification")
    assert tally(desktop)[3] == 1  # one, that has no answer yet
    assert desktop.stretch("due") == (
        "Shoulders up at your ears? Let them drop. Upper back, 5 minutes?\n"
    )
    desktop.run("dunstctl", "action")
    until(lambda: desktop.windows("--class", "xterm"), "a terminal")
    (window,) = desktop.windows("--class", "xterm")
    history = desktop.home / "stretch" / "data"

    def begun() -> bool:
        desktop.run("xdotool", "windowfocus", "--sync", window, "key", "Return", check=False)
        return any(history.glob("history-*.jsonl"))

    until(begun, "the session, after Enter at its beginning")
    (line, *_) = next(history.glob("history-*.jsonl")).read_text().splitlines()
    assert json.loads(line)["routine"] == "upper-back"
    (shown,) = desktop.shown()
    assert shown["summary"] == "Shoulders up at your ears? Let them drop."
    assert shown["body"] == "Upper back, 5 minutes?"
    assert shown["appname"] == "stretch"
    # The session answers it: nothing is due, and counting starts anew.
    until(lambda: tally(desktop)[3] == 0, "the tick that sees the session")
    assert desktop.stretch("due", check=False) == ""


@pytest.fixture
def aloud(desktop: Desktop, tmp_path: Path) -> Iterator[SoundServer]:
    """The desktop, with a sound server and without a terminal, where Start may begin aloud."""
    need([*SoundServer.missing(), *([] if shutil.which("espeak-ng") else ["espeak-ng"])])
    folder = desktop.home / "bin"
    folder.mkdir()
    for path in (path for each in os.get_exec_path() for path in Path(each).glob("*")):
        if path.name not in TERMINALS and not (folder / path.name).is_symlink():
            (folder / path.name).symlink_to(path)
    desktop.env["PATH"] = str(folder)
    desktop.env["STRETCH_SOUND"] = "on"
    desktop.settle(f"{ALWAYS}remind_aloud: on\n")
    with SoundServer(tmp_path / "server") as server:
        desktop.env |= server.environment() | {"XDG_RUNTIME_DIR": desktop.env["XDG_RUNTIME_DIR"]}
        yield server


def read_once(desktop: Desktop) -> None:
    """As if the person had been led through it before, and so had read what to heed."""
    code = (
        "from stretchcoach.files.names import find; from stretchcoach.files.seen import note_seen;"
        "note_seen(find('upper-back'))"
    )
    desktop.run(sys.executable, "-c", code)


@pytest.mark.parametrize("ends", ["action", "close"])
def test_where_no_terminal_opens_a_session_is_led_by_voice_and_ends_by_a_click(
    desktop: Desktop, aloud: SoundServer, ends: str
) -> None:
    read_once(desktop)
    assert "Start begins upper-back by voice alone" in desktop.stretch("remind", "on")
    with aloud.recording() as heard:
        desktop.begin(sys.executable, "-m", "stretchcoach", "remind", "test")
        until(lambda: desktop.displayed() == 1, "the reminder")
        desktop.run("dunstctl", "action")
        until(lambda: abs(heard.samples).max() > 0.1, "the first words")
        assert desktop.displayed() == 1  # what ends it
        desktop.run("dunstctl", ends)
        until(lambda: desktop.displayed() == 0, "its end")
        history = desktop.home / "stretch" / "data"
        (path,) = history.glob("history-*.jsonl")
        until(lambda: len(path.read_text().splitlines()) == 2, "its line at the end")
        assert json.loads(path.read_text().splitlines()[1])["how"] == "stopped"
        heard.from_now(0.3)
        said = len(heard.samples)
        heard.from_now(1.0)
        assert abs(heard.samples[said:]).max() < 0.01
    (_, beside) = sorted(desktop.shown(), key=lambda one: int(one["timestamp"]))
    assert "Any pain: stop." in beside["summary"]
    assert beside["timeout"] == 0  # it never goes by itself


def test_what_was_never_read_at_a_screen_is_not_led_by_voice(
    desktop: Desktop, aloud: SoundServer
) -> None:
    del aloud
    told = desktop.stretch("remind", "on")
    assert "says what to type, since upper-back was not read at a screen yet" in told


def test_in_do_not_disturb_it_stays_due_and_comes_after(desktop: Desktop) -> None:
    desktop.run("dunstctl", "set-paused", "true")
    worked(desktop, 49, last_tick=timedelta(minutes=9))
    switch_on(desktop)
    until_ticked(desktop)
    until_ticked(desktop)
    assert desktop.run("dunstctl", "count", "waiting") == "0\n"
    assert tally(desktop)[1] >= 50 * _MINUTE_MS
    told = desktop.stretch("remind")
    assert "due; do-not-disturb is on" in told
    assert "do not disturb on" in told
    desktop.run("dunstctl", "set-paused", "false")
    until(lambda: desktop.displayed() == 1, "the notification")


def test_two_hours_between_two_ticks_are_not_work(desktop: Desktop) -> None:
    worked(desktop, 49, last_tick=timedelta(hours=2))
    switch_on(desktop)
    until_ticked(desktop)
    assert tally(desktop)[1] < _MINUTE_MS
    assert desktop.displayed() == 0


def test_it_is_on_where_the_system_says_so_and_off_leaves_nothing(desktop: Desktop) -> None:
    before = sorted(desktop.home.rglob("*"))
    assert desktop.stretch("remind").startswith("reminders      off\n")
    desktop.stretch("remind", "on", "--every", "40m", "--days", "mon,wed", "calves")
    told = desktop.stretch("remind")
    assert "on, by stretchcoach-remind.timer" in told
    assert "every 40m, 0:00 to 0:00, mon,wed, calves" in told
    (timer,) = json.loads(desktop.run("systemctl", "--user", "list-timers", "--output=json"))
    assert timer["unit"] == "stretchcoach-remind.timer"
    # Whoever stops it by other means is not told that it is on.
    desktop.run("systemctl", "--user", "stop", "stretchcoach-remind.timer")
    assert "systemd does not run them" in desktop.stretch("remind", check=False)
    desktop.stretch("remind", "on")
    assert desktop.stretch("remind", "off") == "Reminders are off.\n"
    assert desktop.stretch("remind").startswith("reminders      off\n")
    left = {path for path in desktop.home.rglob("*") if "cache" not in path.parts}
    assert left - set(before) <= {desktop.home / ".config", desktop.home / "stretch" / "data"}
    listed = desktop.run("systemctl", "--user", "list-units", "--all", "--plain", "--no-legend")
    assert "stretchcoach" not in listed
    assert desktop.stretch("remind", "off") == "Reminders were off.\n"


def test_a_server_that_shows_nothing_is_not_waited_for(desktop: Desktop) -> None:
    desktop.run("dunstctl", "set-paused", "true")
    code = (
        "from stretchcoach.core.reminders import ReminderText;"
        "from stretchcoach.system import notifier;"
        "print(repr(notifier.show(ReminderText('L', 'P', 'calves'), '', buttons=True, within_s=1)))"
    )
    assert desktop.run(sys.executable, "-c", code) == "''\n"
    assert desktop.run("dunstctl", "count", "waiting") == "0\n"


def test_x_says_for_how_long_nobody_has_touched_it(desktop: Desktop) -> None:
    def idle_ms() -> int:
        code = "from stretchcoach.system.sensors import idle_ms; print(idle_ms())"
        return int(desktop.run(sys.executable, "-c", code))

    until(lambda: idle_ms() > 2_000, "two seconds")
    desktop.run("xdotool", "mousemove", "10", "10")
    assert idle_ms() < 2_000


def test_under_wayland_logind_says_for_how_long_nobody_has_touched_it() -> None:
    need(missing_for_wayland())
    with opened(Wayland()) as wayland:

        def sensed(what: str) -> str:
            code = f"from stretchcoach.system import sensors; print(sensors.{what})"
            return wayland.run(sys.executable, "-c", code).strip()

        until(lambda: int(sensed("idle_ms() or 0")) > 1_000, "two seconds, of which it knows one")
        wayland.touch()
        assert sensed("idle_ms()") == "0"
        assert sensed("logind().locked") == "False"
        wayland.lock()
        assert sensed("logind().locked") == "True"


def test_who_listens_on_a_real_sound_server_is_heard_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need(SoundServer.missing())
    with SoundServer(tmp_path / "server") as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        assert sensors.meeting() is False
        with subprocess.Popen(["parec", str(tmp_path / "heard")]) as listener:
            until(sensors.meeting, "somebody who listens")
            listener.terminate()
        until(lambda: sensors.meeting() is False, "nobody")


@pytest.mark.parametrize("kind", ["Stream/Output/Video", "Video/Source"])
def test_a_screen_that_is_watched_on_a_real_pipewire_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    need(SoundServer.missing(pipewire=True))
    need([] if _has_element("pipewiresink") else ["gst-launch-1.0 with pipewiresink"])
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    properties = f"p,media.class=(string){kind},node.name=(string)screen"
    makes = ("videotestsrc", "is-live=true", "!", "pipewiresink", "mode=provide")
    looks = ("pipewiresrc", "path={}", "!", "video/x-raw", "!", "fakesink")
    with SoundServer(tmp_path / "server", pipewire=True) as server:
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        assert sensors.sharing() is False
        with _gstreamer(*makes, f"stream-properties={properties}"):
            until(lambda: _number_of("screen"), "the screen")
            assert sensors.sharing() is False  # offered, and nobody looks
            number = str(_number_of("screen"))
            with _gstreamer(*(word.format(number) for word in looks)):
                until(sensors.sharing, "somebody who looks")
            until(lambda: sensors.sharing() is False, "nobody")


def _has_element(name: str) -> bool:
    found = shutil.which("gst-inspect-1.0")
    return (
        bool(found)
        and not subprocess.run(
            [str(found), name], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        ).returncode
    )


@contextmanager
def _gstreamer(*words: str) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    with subprocess.Popen(["gst-launch-1.0", *words], stdout=quiet, stderr=quiet) as child:
        try:
            yield
        finally:
            child.terminate()


def _number_of(name: str) -> int:
    """The number of this node of PipeWire; 0 where there is none."""
    told = subprocess.run(["pw-dump"], capture_output=True, check=True).stdout
    nodes = (one for one in json.loads(told) if one["type"] == "PipeWire:Interface:Node")
    return next((one["id"] for one in nodes if one["info"]["props"].get("node.name") == name), 0)
