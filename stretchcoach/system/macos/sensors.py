"""The sensors of a Mac.

`ioreg`, by its manual page. `HIDIdleTime` of the class IOHIDSystem counts nanoseconds, as many
programs read it. Apple documents neither that nor `IOConsoleUsers`. There a session has
`CGSSessionScreenIsLocked` only while its screen is locked. Output of another form means unknown.

A Focus is in a file that only programs with Full Disk Access may read since macOS 13 (issue 37 of
macos-notification-state). A scheduled Focus may be missing there. So it is on, or unknown.
"""

import json
import os
import plistlib
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

from stretchcoach.core.due import Sensed
from stretchcoach.system.running import said_by

_NS_IN_MS = 1_000_000


def idle_ms() -> int | None:
    told = said_by("ioreg", "-c", "IOHIDSystem", "-d", "4")
    return None if told is None else idle_of(told)


def sensed(idle: int | None) -> Sensed:
    from stretchcoach.system.macos import microphone

    told = said_by("ioreg", "-n", "Root", "-d1", "-a")
    locked = None if told is None else locked_of(told, os.getuid())
    return Sensed(idle, locked, do_not_disturb=focus(), meeting=microphone.in_use())


def idle_of(told: str) -> int | None:
    """From `ioreg -c IOHIDSystem`."""
    match = re.search(r'"HIDIdleTime" = (\d+)', told)
    return int(match[1]) // _NS_IN_MS if match else None


def locked_of(told: str, user: int) -> bool | None:
    """From `ioreg -n Root -d1 -a`: whether this user's screen is locked, or another's is shown."""
    with suppress(Exception):  # output of another form may hold anything
        for session in plistlib.loads(told.encode())["IOConsoleUsers"]:
            if session["kCGSSessionUserIDKey"] == user:
                shown = session.get("kCGSSessionOnConsoleKey", True)
                return not shown or bool(session.get("CGSSessionScreenIsLocked", False))
    return None


def focus() -> bool | None:
    path = Path.home() / "Library" / "DoNotDisturb" / "DB" / "Assertions.json"
    with suppress(OSError, ValueError):
        return focus_of(json.loads(path.read_bytes()))
    return None


def focus_of(read: Any) -> bool | None:
    """From `Assertions.json`: True, or not known."""
    with suppress(Exception):  # Apple does not document the file, and may change its form
        return True if any(one.get("storeAssertionRecords") for one in read["data"]) else None
    return None
