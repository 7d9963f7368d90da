"""The parts that all schedulers share."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

# Writes a file, whole or not at all.
Put = Callable[[Path, bytes], None]
_SCREEN = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY")


class Scheduled(NamedTuple):
    """The state of the ticks on this system.

    `by` is the scheduler, `where` the place. `active` says whether it will tick, `next` when, if
    that is known. `program` is the Python that it runs. `doubt` says why it may not run.
    """

    by: str
    where: str
    active: bool
    next: datetime | None
    program: str
    doubt: str = ""


def environment_of(
    own: Mapping[str, str], *, shown: Mapping[str, str], bus: bool = False
) -> dict[str, str]:
    """The variables that a tick needs, except those `shown` to be there anyway."""
    wanted = ["STRETCH_HOME"]
    if not any(name in shown for name in _SCREEN):
        wanted += _SCREEN
    if bus:
        wanted += ["DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP"]
    return {name: own[name] for name in wanted if own.get(name)}
