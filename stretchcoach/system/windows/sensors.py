"""The sensors of Windows.

By Microsoft's pages on `GetLastInputInfo` and `GetTickCount` (both count milliseconds, and wrap
after 49.7 days), and on `SHQueryUserNotificationState`: 1 is a locked screen, a screen saver or
another user; 2, 3 and 4 are a program that fills the screen, a game, a presentation; 6 is the quiet
first hour of a new user. None of them shows the switch "do not disturb", so without these states it
is unknown, not off. With the switch on, Windows itself holds toasts back.

A program that uses the microphone has `LastUsedTimeStop` 0 below the registry's ConsentStore.
Microsoft does not document that, but many programs read it. Programs that crash leave a 0. So a
use that began more than eight hours ago is ignored.
"""

import ctypes
import time
from contextlib import suppress
from ctypes import Structure, byref, c_int, c_uint, c_uint32, sizeof
from typing import Any

from stretchcoach.core.due import Sensed
from stretchcoach.system.windows import registry

_MICROPHONE = (
    r"Software\Microsoft\Windows\CurrentVersion\CapabilityAccessManager\ConsentStore\microphone"
)
# Programs from the Store are in the first key, all others in the second.
_STORES = (_MICROPHONE, rf"{_MICROPHONE}\NonPackaged")
_LONGEST_MEETING_S = 8 * 60 * 60
# A FILETIME counts tenths of a microsecond from the year 1601.
_TICKS_IN_S, _EPOCH_S = 10_000_000, 11_644_473_600
_NOT_PRESENT, _ACCEPTS = 1, 5
_BUSY = (2, 3, 4, 6)


class LastInput(Structure):
    """LASTINPUTINFO."""

    _fields_ = (("size", c_uint), ("time", c_uint32))


def idle_ms() -> int | None:
    with suppress(OSError, AttributeError):
        return idle_by(_libraries())
    return None


def sensed(idle: int | None) -> Sensed:
    state = None
    with suppress(OSError, AttributeError):
        state = state_by(_libraries())
    locked = {None: None, _NOT_PRESENT: True}.get(state, False)
    return Sensed(
        idle,
        locked,
        do_not_disturb=True if state in _BUSY else None,
        meeting=microphone_in_use(time.time()),
    )


def idle_by(libraries: Any) -> int | None:
    info = LastInput(sizeof(LastInput), 0)
    if not libraries.user32.GetLastInputInfo(byref(info)):
        return None
    return int(libraries.kernel32.GetTickCount() - info.time) % 2**32


def state_by(libraries: Any) -> int | None:
    state = c_int()
    if libraries.shell32.SHQueryUserNotificationState(byref(state)) != 0:
        return None
    return state.value if _NOT_PRESENT <= state.value <= _BUSY[-1] + 1 else None


def microphone_in_use(now_s: float) -> bool | None:
    try:
        stores = [(store, registry.below(store)) for store in _STORES]
    except ImportError:
        return None
    if stores[0][1] is None:
        return None
    for store, names in stores:
        for name in names or ():
            begun, ended = (
                registry.value(rf"{store}\{name}", f"LastUsedTime{part}")
                for part in ("Start", "Stop")
            )
            if ended == 0 and isinstance(begun, int):
                since_s = now_s - (begun / _TICKS_IN_S - _EPOCH_S)
                if 0 <= since_s <= _LONGEST_MEETING_S:
                    return True
    return False


def _libraries() -> Any:
    # Only Windows' Python has them, and mypy reads the code of each system.
    return ctypes.windll  # type: ignore[attr-defined, unused-ignore]
