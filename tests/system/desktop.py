"""A desktop of one's own without a screen: a session bus, a service manager, X, and dunst.

systemd says that it runs where `/run/systemd/system` is. So all of it lives in a mount namespace
in which that folder is; nothing of the machine's own is touched.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from tests.waiting import until

_SYSTEMD = next(
    (path for path in ("/usr/lib/systemd/systemd", "/lib/systemd/systemd") if Path(path).exists()),
    "",
)
COMMANDS = (
    *("unshare", "nsenter", "dbus-daemon", "systemctl", "systemd-analyze", "systemd-run"),
    *("Xvfb", "dunst", "dunstctl", "notify-send", "xterm", "xdotool"),
)
# It starts nobody by itself: one that the bus begins would stand beside the one begun here.
_BUS = """
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>{kind}</type>
  <listen>{address}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/>
    <allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
"""
_Room = TypeVar("_Room", bound="Room")
_ROOM = """
mkdir -p /run/systemd
mount -t tmpfs tmpfs /run/systemd
mkdir -p /run/systemd/system
echo there
exec sleep infinity
"""


def missing() -> list[str]:
    """What a desktop needs and this machine does not have."""
    return lacking_of(COMMANDS)


def lacking_of(commands: Sequence[str]) -> list[str]:
    lacking = [command for command in commands if not shutil.which(command)]
    lacking += [] if _SYSTEMD else ["systemd"]
    if not lacking and subprocess.run(["unshare", "-m", "true"], check=False).returncode:
        lacking.append("the right to a mount namespace")
    return lacking


@contextmanager
def opened(room: _Room) -> Iterator[_Room]:
    """The room, which is closed after it."""
    try:
        room.open()
        yield room
    finally:
        room.close()


class Room:
    """Where `/run/systemd` is its own; `env` is the environment in it. To be `opened`."""

    def __init__(self) -> None:
        # A socket's path may have no more than some hundred characters.
        self._folder = Path(tempfile.mkdtemp(prefix="desk"))
        self.home = self._folder / "home"
        self.run_folder = self._folder / "run"
        for folder in (self.home, self.run_folder):
            folder.mkdir(mode=0o700)
        self.env: dict[str, str] = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "STRETCH_HOME": str(self.home / "stretch"),
            "STRETCH_SOUND": "off",
            "XDG_RUNTIME_DIR": str(self.run_folder),
            "LANG": "C.UTF-8",
            "TERM": "xterm",
        }
        self._children: list[subprocess.Popen[str]] = []

    def close(self) -> None:
        for child in reversed(self._children):
            child.send_signal(signal.SIGTERM)
            try:
                child.wait(10)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            if child.stdout:
                child.stdout.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(self, *command: str, check: bool = True) -> str:
        """What this says, run by the person in it."""
        done = subprocess.run(
            [*self._inside(), *command],
            env=self.env,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if check:
            assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def begin(self, *command: str) -> "subprocess.Popen[str]":
        """Start this in it; it is ended with it."""
        child = subprocess.Popen(
            [*self._inside(), *command],
            env=self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._children.append(child)
        return child

    def begin_bus(self, kind: str) -> str:
        """Begin a bus, for the "session" or the "system"; its address."""
        # systemd looks for the bus of the session here.
        socket = self.run_folder / ("bus" if kind == "session" else kind)
        address = f"unix:path={socket}"
        conf = self._folder / f"{kind}.conf"
        conf.write_text(_BUS.format(kind=kind, address=address).lstrip())
        self.begin("dbus-daemon", f"--config-file={conf}", "--nofork", "--nopidfile")
        until(socket.exists, "the bus")
        return address

    def open(self) -> None:
        room = subprocess.Popen(
            ["unshare", "-m", "--propagation", "private", "sh", "-c", _ROOM],
            stdout=subprocess.PIPE,
            text=True,
        )
        self._children.append(room)
        assert room.stdout
        assert room.stdout.readline() == "there\n"
        self._room = room.pid

    def _inside(self) -> Sequence[str]:
        return ("nsenter", "-t", str(self._room), "-m", "--")


class Desktop(Room):
    """A session bus, systemd for the person, X, and dunst."""

    def stretch(self, *arguments: str, check: bool = True) -> str:
        return self.run(sys.executable, "-m", "stretchcoach", *arguments, check=check)

    def shown(self) -> list[dict[str, Any]]:
        """The notifications that dunst has shown and closed, each with its summary and body."""
        (data,) = json.loads(self.run("dunstctl", "history"))["data"]
        return [{key: one[key]["data"] for key in one} for one in data]

    def displayed(self) -> int:
        return int(self.run("dunstctl", "count", "displayed"))

    def windows(self, *which: str) -> list[str]:
        return self.run("xdotool", "search", *which, check=False).split()

    def settle(self, text: str) -> None:
        """Write these settings."""
        path = self.home / "stretch" / "settings.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def tell(self) -> None:
        """Print what is there at the end of a test; where that fails, pytest shows it."""
        for told in (
            ("dunstctl", "count"),
            ("dunstctl", "history"),
            ("systemctl", "--user", "list-units", "--all", "--no-pager", "run-*"),
            ("ps", "-eo", "pid,ppid,etimes,args"),
        ):
            print(*told, self.run(*told, check=False), sep="\n")

    def open(self) -> None:
        super().open()
        self.env["DBUS_SESSION_BUS_ADDRESS"] = self.begin_bus("session")
        self.begin(_SYSTEMD, "--user")
        answers = ("systemctl", "--user", "show", "--property=Version")
        until(lambda: "Version" in self.run(*answers, check=False), "systemd --user")
        # Without -noreset it begins anew, idle time and all, when its last client goes.
        screen = ("-screen", "0", "1024x768x24", "-nolisten", "tcp", "-noreset")
        x = self.begin("Xvfb", "-displayfd", "1", *screen)
        assert x.stdout
        self.env["DISPLAY"] = f":{x.stdout.readline().strip()}"
        self.run("systemctl", "--user", "import-environment", "DISPLAY", "STRETCH_HOME")
        self.begin("dunst")
        until(lambda: self.run("dunstctl", "is-paused", check=False) == "false\n", "dunst")
