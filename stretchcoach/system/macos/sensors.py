"""What a Mac says of its person.

`ioreg`, by its manual page. `HIDIdleTime` of the class IOHIDSystem counts nanoseconds, as many
programs read it; Apple documents neither that nor `IOConsoleUsers`. There a session has
`CGSSessionScreenIsLocked` while its screen is locked, and does not have it otherwise. What is not
of that form says nothing.

A Focus is known by a file that only programs with Full Disk Access may read since macOS 13 (issue
37 of macos-notification-state), and one that a schedule has begun need not stand in it: so it is
known to be on, or unknown.
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
    """Of `ioreg -c IOHIDSystem`."""
    match = re.search(r'"HIDIdleTime" = (\d+)', told)
    return int(match[1]) // _NS_IN_MS if match else None


def locked_of(told: str, user: int) -> bool | None:
    """Of `ioreg -n Root -d1 -a`: whether this user's screen is locked, or another's is shown."""
    with suppress(Exception):  # what is no such list may be anything
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
    """Of `Assertions.json`: True, or not known."""
    with suppress(Exception):  # the file is Apple's own, and its form no promise
        return True if any(one.get("storeAssertionRecords") for one in read["data"]) else None
    return None
