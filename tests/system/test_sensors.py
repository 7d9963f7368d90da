"""What a desktop says, read; and that no trouble of a sensor keeps a reminder back."""

import json
import sys
from pathlib import Path

import pytest

from stretchcoach.core.due import Sensed
from stretchcoach.system import running, sensors
from stretchcoach.system.sensors import (
    LoginSession,
    gnome_idle_ms,
    is_wayland,
    listens,
    session_of,
    shows_screen,
)
from tests.system.programs import Programs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="they are Linux's")

NOW_MS = 1_795_000_000_000
# Recorded from PipeWire 0.3.65: two screens, that are made as GNOME and sway make them, watched.
NODES = (Path(__file__).parent / "recorded" / "pw-dump.json").read_text()
GNOME = "gnome-shell"
LISTENER = 'Source Output #7\n\tDriver: x\n\tCorked: no\n\t\tmedia.name = "Call"\n'


def test_on_a_system_without_anything_nothing_is_known(programs: Programs) -> None:
    del programs
    assert sensors.idle_ms() is None
    assert sensors.sensed(None) == Sensed()


@pytest.mark.parametrize("trouble", ["exit 1", "echo nonsense", "exec sleep 60"])
def test_whatever_is_wrong_with_them_they_say_unknown(
    programs: Programs, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "WITHIN_S", 0.2)
    for name in ("loginctl", "busctl", "gdbus", "pactl", "pw-dump"):
        programs.add(name, trouble)
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert sensors.idle_ms() is None
    assert sensors.logind() == LoginSession()
    assert sensors.meeting() in (None, False)
    assert sensors.sharing() in (None, False)


def test_a_display_that_is_not_there_is_unknown(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    del programs
    monkeypatch.setenv("DISPLAY", ":4711")
    assert sensors.idle_ms() is None


@pytest.mark.parametrize(
    ("told", "session"),
    [
        (
            "IdleHint=yes\nIdleSinceHint=1794999400000000\nLockedHint=no\n",
            LoginSession(600_000, False),
        ),
        ("IdleHint=no\nIdleSinceHint=1794999400000000\nLockedHint=yes\n", LoginSession(0, True)),
        # A desktop that never sets the hint.
        ("IdleHint=no\nIdleSinceHint=0\nLockedHint=no\n", LoginSession(None, False)),
        ("IdleHint=yes\nIdleSinceHint=1799999999000000\n", LoginSession(0, None)),
        ("nonsense", LoginSession()),
        ("", LoginSession()),
    ],
)
def test_what_logind_says(told: str, session: LoginSession) -> None:
    assert session_of(told, NOW_MS) == session


def test_logind_is_asked_for_the_graphical_session(programs: Programs) -> None:
    programs.add("loginctl", '[ "$1" = show-user ] && echo Display=c2 || { echo LockedHint=yes; }')
    assert sensors.logind().locked is True
    assert programs.calls[1].startswith("loginctl show-session c2 ")


@pytest.mark.parametrize(
    ("told", "listening"),
    [
        ("", False),
        (LISTENER, True),
        (LISTENER.replace("Corked: no", "Corked: yes"), False),
        (LISTENER.replace("Call", "Peak detect"), False),
        (LISTENER + "\tResample method: peaks\n", False),
        (f'{LISTENER}\t\tapplication.name = "EasyEffects"\n', False),
        (f'{LISTENER}\t\tapplication.name = "EasyEffects"\n\n{LISTENER}', True),
    ],
)
def test_who_listens_to_the_microphone(told: str, listening: bool) -> None:
    assert listens(told) is listening


def node(state: str, **properties: str) -> str:
    """What `pw-dump` says of GNOME's screen, in this state and with these properties instead."""
    (found,) = (one for one in json.loads(NODES) if one["info"]["props"]["node.name"] == GNOME)
    found["info"]["state"] = state
    found["info"]["props"] |= {name.replace("_", "."): value for name, value in properties.items()}
    return json.dumps([found])


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (NODES, True),
        (node("running"), True),
        (node("running", media_class="Video/Source"), True),
        (node("idle"), False),  # nobody looks any more
        (node("suspended"), False),
        ("[]", False),
        ("", False),
        ('{"id": 1}', False),
        ("[1, null]", False),
        ('[{"type": "PipeWire:Interface:Node"}]', False),
    ],
)
def test_who_shares_the_screen(told: str, shown: bool) -> None:
    assert shows_screen(told) is shown


@pytest.mark.parametrize("camera", [{"media_role": "Camera"}, {"device_api": "v4l2"}])
def test_a_camera_shows_no_screen(camera: dict[str, str]) -> None:
    assert not shows_screen(node("running", media_class="Video/Source", **camera))


@pytest.mark.parametrize(
    ("display", "told", "sharing"),
    [
        ("wayland-0", NODES, True),
        ("wayland-0", "[]", False),
        ("", NODES, True),
        ("", "[]", None),  # X lets anybody have its screen, and tells nobody
    ],
)
def test_under_x_a_screen_that_is_not_shared_is_not_known(
    programs: Programs,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    display: str,
    told: str,
    sharing: bool | None,
) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", display)
    (tmp_path / "told").write_text(told)
    programs.add("pw-dump", f"cat {tmp_path}/told")
    assert sensors.sharing() is sharing


@pytest.mark.parametrize(
    ("told", "ms"), [("t 1234\n", 1234), ("(uint64 1234,)\n", 1234), ("", None), ("t x", None)]
)
def test_what_gnome_says(told: str, ms: int | None) -> None:
    assert gnome_idle_ms(told) == ms


@pytest.mark.parametrize(
    ("desktop", "program", "says", "on"),
    [
        ("", "dunstctl", "true", True),
        ("", "dunstctl", "false", False),
        ("i3", "dunstctl", "true", True),
        ("ubuntu:GNOME", "gsettings", "false", True),  # banners are not shown
        ("GNOME", "gsettings", "true", False),
        ("KDE", "busctl", "b true", True),
        ("KDE", "busctl", "b false", False),
        ("KDE", "dunstctl", "true", None),
    ],
)
def test_do_not_disturb_is_asked_of_whoever_shows_notifications(
    programs: Programs,
    monkeypatch: pytest.MonkeyPatch,
    desktop: str,
    program: str,
    says: str,
    on: bool | None,
) -> None:
    monkeypatch.setenv("XDG_CURRENT_DESKTOP", desktop)
    programs.add(program, f"echo {says}")
    assert sensors.do_not_disturb() is on


def test_wayland_is_known_by_its_variables_or_its_socket(tmp_path: Path) -> None:
    assert not is_wayland({"DISPLAY": ":0", "XDG_RUNTIME_DIR": str(tmp_path)})
    assert is_wayland({"WAYLAND_DISPLAY": "wayland-0"})
    assert is_wayland({"XDG_SESSION_TYPE": "wayland"})
    (tmp_path / "wayland-0").touch()
    assert is_wayland({"XDG_RUNTIME_DIR": str(tmp_path)})


def test_under_wayland_x_is_not_asked(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(sensors, "_x_idle_ms", lambda: pytest.fail("X was asked"))
    programs.add("busctl", "echo t 5000")
    assert sensors.idle_ms() == 5_000
