"""The scheduler of this system: what is on it of ours, putting it there, and taking it away."""

import sys
from collections.abc import Sequence

from stretchcoach.errors import CoachError
from stretchcoach.system import crontab, systemd
from stretchcoach.system.scheduled import Put, Scheduled

_SYSTEMS = {"darwin": "macOS", "win32": "Windows"}
_INSTEAD = "A calendar with alarms works anywhere: stretch remind --ics FILE"


def install(command: Sequence[str], put: Put) -> None:
    """Have this run every ten minutes; files are written by `put`.

    Raises CoachError, and OSError where a file cannot be written.
    """
    if _by_systemd():
        systemd.install(command, put)
        crontab.remove()
    else:
        crontab.install(command)


def planned(command: Sequence[str]) -> str:
    """What `install` would write and run, in words. Raises CoachError where it could not."""
    return systemd.planned(command) if _by_systemd() else crontab.planned(command)


def found() -> Scheduled | None:
    """What there is of ours on the system now."""
    return (systemd.found() or crontab.found()) if sys.platform == "linux" else None


def remove() -> bool:
    """Take all of it away; whether there was anything. Raises CoachError."""
    if sys.platform != "linux":
        return False
    return any([systemd.remove(), crontab.remove()])


def _by_systemd() -> bool:
    """Or else by cron. Raises CoachError where there is neither."""
    if sys.platform != "linux":
        name = _SYSTEMS.get(sys.platform, sys.platform)
        raise CoachError(f"Reminders by the scheduler of {name} are not there yet.", _INSTEAD)
    if systemd.is_here():
        return True
    if crontab.is_here():
        return False
    raise CoachError("Neither systemd nor cron answers here.", _INSTEAD)
