"""The modules of macOS and Windows that replace those of Linux. They are loaded only there.

None of them has run on a real Mac or a real Windows machine. Each names the documents that it
follows.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from stretchcoach.core.due import Sensed
    from stretchcoach.core.reminders import ReminderText
    from stretchcoach.system.scheduled import Put, Scheduled

    class Scheduler(Protocol):
        """As in `scheduler.py`."""

        def install(self, command: Sequence[str], put: Put) -> None: ...
        def planned(self, command: Sequence[str]) -> str: ...
        def found(self) -> Scheduled | None: ...
        def remove(self) -> bool: ...

    class Sensors(Protocol):
        """As in `sensors.py`."""

        def idle_ms(self) -> int | None: ...
        def sensed(self, idle: int | None) -> Sensed: ...

    class Notifier(Protocol):
        """As in `notifier.py`."""

        def name(self) -> str: ...
        def is_known(self) -> bool: ...
        def missing(self) -> str: ...
        def answers_later(self) -> bool: ...
        def show(
            self, text: ReminderText, command: str, *, buttons: bool, within_s: float = ...
        ) -> str | None: ...

    class Terminals(Protocol):
        """As in `terminals.py`."""

        def name(self) -> str | None: ...
        def open_session(self, command: Sequence[str]) -> bool: ...


MACOS, WINDOWS = "darwin", "win32"


def scheduler(platform: str) -> "Scheduler | None":
    if platform == MACOS:
        from stretchcoach.system.macos import launchd

        return launchd
    if platform == WINDOWS:
        from stretchcoach.system.windows import tasks

        return tasks
    return None


def sensors(platform: str) -> "Sensors | None":
    if platform == MACOS:
        from stretchcoach.system.macos import sensors as macos

        return macos
    if platform == WINDOWS:
        from stretchcoach.system.windows import sensors as windows

        return windows
    return None


def notifier(platform: str) -> "Notifier | None":
    if platform == MACOS:
        from stretchcoach.system.macos import notifier as macos

        return macos
    if platform == WINDOWS:
        from stretchcoach.system.windows import toast

        return toast
    return None


def terminals(platform: str) -> "Terminals | None":
    if platform == MACOS:
        from stretchcoach.system.macos import terminals as macos

        return macos
    if platform == WINDOWS:
        from stretchcoach.system.windows import terminals as windows

        return windows
    return None
