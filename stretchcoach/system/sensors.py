"""The sensors of the desktop: whether its person is away, busy, or in a meeting.

They are for Linux. The first two functions ask those of other systems.

Each sensor has a time limit, and returns None on any failure. An unknown value never keeps a
reminder back.
"""

import os
import re
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from stretchcoach.core.due import Sensed
from stretchcoach.system import elsewhere
from stretchcoach.system.running import said_by

_X_WITHIN_S = 1.0


class LoginSession(NamedTuple):
    """The state of the person's graphical session, by logind."""

    idle_ms: int | None = None
    locked: bool | None = None


def idle_ms(platform: str = sys.platform) -> int | None:
    """How long nobody has touched the machine."""
    if platform != "linux":
        other = elsewhere.sensors(platform)
        return other.idle_ms() if other else None
    # Under Wayland X would answer, too, but only for X programs.
    found = _gnome_idle_ms() if is_wayland(os.environ) else _x_idle_ms()
    return logind().idle_ms if found is None else found


def sensed(idle: int | None, platform: str = sys.platform) -> Sensed:
    """All sensors, to be asked before a reminder disturbs somebody."""
    if platform != "linux":
        other = elsewhere.sensors(platform)
        return other.sensed(idle) if other else Sensed(idle)
    return Sensed(
        idle, logind().locked, do_not_disturb=do_not_disturb(), meeting=meeting(), sharing=sharing()
    )


def do_not_disturb() -> bool | None:
    """The switch of dunst, GNOME or KDE, whichever shows the notifications."""
    desktop = os.environ.get("XDG_CURRENT_DESKTOP", "").upper()
    if "GNOME" in desktop:
        return _switch(said_by("gsettings", "get", _GNOME_NOTIFICATIONS, "show-banners"), "false")
    if "KDE" in desktop:
        path, name = "/org/freedesktop/Notifications", "org.freedesktop.Notifications"
        asked = ("busctl", "--user", "--auto-start=no", "get-property", name, path, name)
        return _switch(said_by(*asked, "Inhibited"), "b true")
    return _switch(said_by("dunstctl", "is-paused"), "true")


def meeting() -> bool | None:
    """Whether a program listens to the microphone."""
    told = said_by("pactl", "list", "source-outputs")
    return None if told is None else listens(told)


def sharing() -> bool | None:
    """Whether the screen is shared or recorded by PipeWire.

    Under Wayland every program shares so. Under X most programs copy the screen from X itself,
    which cannot be noticed.
    """
    told = said_by("pw-dump")
    if told is None:
        return None
    return True if shows_screen(told) else False if is_wayland(os.environ) else None


def logind() -> LoginSession:
    told = said_by("loginctl", "show-user", str(os.getuid()), "--property=Display")
    if not told or not (name := told.partition("=")[2].strip()):
        return LoginSession()
    # One option for each: unlike systemctl, it takes a list for a single name.
    wanted = (f"--property={hint}" for hint in ("IdleHint", "IdleSinceHint", "LockedHint"))
    told = said_by("loginctl", "show-session", name, *wanted)
    return LoginSession() if told is None else session_of(told, time.time_ns() // 1_000_000)


def is_wayland(environment: Mapping[str, str]) -> bool:
    if environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland":
        return True
    folder = environment.get("XDG_RUNTIME_DIR")  # the only variable in a cron job
    return bool(folder) and any(Path(str(folder)).glob("wayland-*"))


def session_of(told: str, now_ms: int) -> LoginSession:
    """From `loginctl show-session`. If a desktop never sets its hints, all is unknown."""
    values = dict(line.partition("=")[::2] for line in told.splitlines())
    since_us = values.get("IdleSinceHint", "0")
    idle_ms = None
    if since_us.isdigit() and int(since_us):
        idle = values.get("IdleHint") == "yes"
        idle_ms = max(0, now_ms - int(since_us) // 1_000) if idle else 0
    locked = {"yes": True, "no": False}.get(values.get("LockedHint", ""))
    return LoginSession(idle_ms, locked)


def listens(told: str) -> bool:
    """From `pactl list source-outputs`: whether one of them is neither a meter nor a filter."""
    blocks = re.split(r"^Source Output #", told, flags=re.MULTILINE)[1:]
    return any(not re.search(_NO_LISTENER, block, re.IGNORECASE) for block in blocks)


def shows_screen(told: str) -> bool:
    """From `pw-dump`: whether somebody watches video of this machine that is not a camera's.

    The screens of GNOME (`meta-screen-cast-stream-src.c`) and KDE (`screencaststream.cpp`) are
    `Stream/Output/Video`. That of sway (`xdg-desktop-portal-wlr`) is `Video/Source`, as a camera's
    is. A node runs while somebody watches.
    """
    from json import loads

    with suppress(ValueError, TypeError, AttributeError):  # not PipeWire's format
        nodes = [one.get("info") or {} for one in loads(told) if one.get("type") == _NODE]
        running = [node.get("props") or {} for node in nodes if node.get("state") == "running"]
        return any(
            props.get("media.class") in ("Stream/Output/Video", "Video/Source")
            and props.get("media.role") != "Camera"
            and "device.api" not in props
            for props in running
        )
    return False


def gnome_idle_ms(told: str) -> int | None:
    """From `busctl call` (`t 1234`) or `gdbus call` (`(uint64 1234,)`)."""
    match = re.search(r"(?:t|uint64) (\d+)", told)
    return int(match[1]) if match else None


_NODE = "PipeWire:Interface:Node"
_GNOME_NOTIFICATIONS = "org.gnome.desktop.notifications"
# Paused streams, a mixer's meter, and filters that listen all day.
_NO_LISTENER = (
    r"Corked: yes|Resample method: peaks|media\.name = \"Peak detect\""
    r"|application\.name = \"(?:EasyEffects|PulseEffects|NoiseTorch)"
)


def _switch(told: str | None, on: str) -> bool | None:
    return None if told is None else told.strip() == on


def _gnome_idle_ms() -> int | None:
    name, path = "org.gnome.Mutter.IdleMonitor", "/org/gnome/Mutter/IdleMonitor/Core"
    for command in (
        ("busctl", "--user", "--auto-start=no", "call", name, path, name, "GetIdletime"),
        ("gdbus", "call", "--session", "-d", name, "-o", path, "-m", f"{name}.GetIdletime"),
    ):
        told = said_by(*command)
        if told is not None:
            return gnome_idle_ms(told)
    return None


def _x_idle_ms() -> int | None:
    """The idle time by X; None if its server does not answer in time."""
    if not os.environ.get("DISPLAY"):
        return None
    from threading import Thread

    found: list[int | None] = []

    def asked() -> None:
        from stretchcoach.system.xidle import idle_ms

        with suppress(OSError, AttributeError):  # the libraries are missing, or are others
            found.append(idle_ms())

    thread = Thread(target=asked, daemon=True)
    thread.start()
    thread.join(_X_WITHIN_S)
    return found[0] if found else None
