"""A person at sway, without a screen: logind with their session, and swayidle that tells it.

logind takes up the sessions that it finds written down, so it needs neither a login nor systemd.
swayidle's own `idlehint` asks logind for the session that it runs in, which it knows by control
groups; there is none here. So the same call comes from a command of swayidle's.
"""

import os
from pathlib import Path

from tests.system.desktop import Room, lacking_of
from tests.waiting import until

COMMANDS = (
    *("unshare", "nsenter", "dbus-daemon", "loginctl", "busctl", "setpriv"),
    *("sway", "swayidle", "wtype"),
)
# As long as nobody touches it, in seconds, for logind to be told.
IDLE_S = 1
_LOGIND = next(
    (path for path in (Path("/usr/lib/systemd"), Path("/lib/systemd")) if path.exists()), Path()
).joinpath("systemd-logind")
_SESSION = ("org.freedesktop.login1", "/org/freedesktop/login1/session/w1")
# sway does not run as root, and nobody is somebody on every machine.
_AS_NOBODY = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")


def missing() -> list[str]:
    lacking = lacking_of(COMMANDS)
    return lacking if lacking or _LOGIND.exists() else ["systemd-logind"]


class Wayland(Room):
    """sway and swayidle, and the system's bus with logind."""

    def open(self) -> None:
        super().open()
        self._begin_logind()
        shown = self._folder / "shown"
        shown.mkdir(mode=0o700)
        os.chown(shown, 65534, 65534)
        self._folder.chmod(0o755)  # for nobody to come in
        self.env |= {"XDG_RUNTIME_DIR": str(shown), "XDG_SESSION_TYPE": "wayland"}
        self.env |= {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1"}
        self.env |= {"WLR_RENDERER": "pixman", "LIBSEAT_BACKEND": "noop"}
        self.begin(*_AS_NOBODY, "sway", "-c", "/dev/null")
        until((shown / "wayland-1").exists, "sway")
        self.env["WAYLAND_DISPLAY"] = "wayland-1"
        tells = (" ".join(self._hint("SetIdleHint", on=on)) for on in (True, False))
        idle, back = tells
        self.begin("swayidle", "-w", "timeout", str(IDLE_S), idle, "resume", back)

    def touch(self) -> None:
        """Press a key, as somebody who is there."""
        self.run("wtype", "-k", "Shift_L")

    def lock(self) -> None:
        """Tell logind of it, as what locks the screen does."""
        self.run(*self._hint("SetLockedHint", on=True))

    def _hint(self, name: str, *, on: bool) -> tuple[str, ...]:
        value = "true" if on else "false"
        called = (*_SESSION, "org.freedesktop.login1.Session", name, "b", value)
        return ("busctl", "--system", "call", *called)

    def _begin_logind(self) -> None:
        self.env["DBUS_SYSTEM_BUS_ADDRESS"] = self.begin_bus("system")
        number = os.getuid()
        self._write(
            f"/run/systemd/users/{number}",
            *("NAME=me", "STATE=active", "DISPLAY=w1", "SESSIONS=w1"),
        )
        self._write(
            "/run/systemd/sessions/w1",
            *(f"UID={number}", "USER=me", "ACTIVE=1", "STATE=active"),
            *("IS_DISPLAY=1", "TYPE=wayland", "SCOPE=w1.scope"),
            f"LEADER={os.getpid()}",
        )
        self.begin(str(_LOGIND))
        until(lambda: "w1" in self.run("loginctl", "list-sessions", check=False), "logind")

    def _write(self, path: str, *lines: str) -> None:
        self.run("mkdir", "-p", str(Path(path).parent))
        self.run("sh", "-c", 'printf "%s\\n" "$@" >"$0"', path, *lines)
