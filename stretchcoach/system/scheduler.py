"""The scheduler of this system: finds, installs and removes our ticks."""

import sys
from collections.abc import Sequence

from stretchcoach.errors import CoachError
from stretchcoach.system import crontab, elsewhere, systemd
from stretchcoach.system.scheduled import Put, Scheduled

_INSTEAD = "A calendar with alarms works anywhere: stretch remind --ics FILE"


def install(command: Sequence[str], put: Put, platform: str = sys.platform) -> None:
    """Have this run every ten minutes. `put` writes the files.

    Raises CoachError, and OSError if a file cannot be written.
    """
    other = elsewhere.scheduler(platform)
    if other:
        other.install(command, put)
    elif _by_systemd(platform):
        systemd.install(command, put)
        crontab.remove()
    else:
        crontab.install(command)


def planned(command: Sequence[str], platform: str = sys.platform) -> str:
    """A text of what `install` would write and run. Raises CoachError if it could not."""
    other = elsewhere.scheduler(platform)
    if other:
        return other.planned(command)
    return systemd.planned(command) if _by_systemd(platform) else crontab.planned(command)


def found(platform: str = sys.platform) -> Scheduled | None:
    """The state of our ticks; None if there are none."""
    other = elsewhere.scheduler(platform)
    if other:
        return other.found()
    return (systemd.found() or crontab.found()) if platform == "linux" else None


def remove(platform: str = sys.platform) -> bool:
    """Remove all of it; return whether there was anything. Raises CoachError."""
    other = elsewhere.scheduler(platform)
    if other:
        return other.remove()
    return platform == "linux" and any([systemd.remove(), crontab.remove()])


def _by_systemd(platform: str) -> bool:
    """Whether systemd is here; if not, cron is. Raises CoachError if neither is."""
    if platform != "linux":
        raise CoachError(f"The scheduler of {platform} is not known here.", _INSTEAD)
    if systemd.is_here():
        return True
    if crontab.is_here():
        return False
    raise CoachError("Neither systemd nor cron answers here.", _INSTEAD)
