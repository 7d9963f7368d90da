"""Whether a program listens to a microphone, by Core Audio.

By Apple's headers AudioHardware.h and AudioHardwareBase.h: the system object lists its devices,
`kAudioDevicePropertyDeviceIsRunningSomewhere` is 1 while any process does input or output with one,
and `kAudioDevicePropertyStreams` has the streams of a direction. For a device with both directions
this does not tell whether it listens or plays. So such a device is no sign of a meeting; if it is
the only microphone that runs, the result is unknown. A virtual or aggregate device, by
`kAudioDevicePropertyTransportType`, is no microphone: software filters and cables run all day, and
the device that they listen to is in the list as well.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from ctypes import CDLL, Structure, byref, c_uint32, c_void_p, create_string_buffer
from typing import Any


class Address(Structure):
    """AudioObjectPropertyAddress."""

    _fields_ = (("selector", c_uint32), ("scope", c_uint32), ("element", c_uint32))


# Returns the bytes of an object's property; None if it has none, or it cannot be read.
Ask = Callable[[int, str, str], "bytes | None"]
_LIBRARY = "/System/Library/Frameworks/CoreAudio.framework/CoreAudio"
_SYSTEM = 1  # kAudioObjectSystemObject
_DEVICES, _RUNNING, _STREAMS, _TRANSPORT = "dev#", "gone", "stm#", "tran"
_NO_HARDWARE = ("virt", "grup")
_GLOBAL, _INPUT, _OUTPUT = "glob", "inpt", "outp"
_WORD = 4


def in_use() -> bool | None:
    with suppress(OSError, AttributeError):  # no such library, or another one
        library = CDLL(_LIBRARY)
        return in_use_by(lambda *asked: read(library, *asked))
    return None


def in_use_by(ask: Ask) -> bool | None:
    """Decide from the answers of Core Audio."""
    listed = ask(_SYSTEM, _DEVICES, _GLOBAL)
    if listed is None:
        return None
    running = [
        device
        for device in (_number(listed[at : at + _WORD]) for at in range(0, len(listed), _WORD))
        if _number(ask(device, _RUNNING, _GLOBAL) or b"")
        and ask(device, _STREAMS, _INPUT)
        and _number(ask(device, _TRANSPORT, _GLOBAL) or b"") not in map(_code, _NO_HARDWARE)
    ]
    if any(not ask(device, _STREAMS, _OUTPUT) for device in running):
        return True
    return None if running else False


def read(library: Any, thing: int, selector: str, scope: str) -> bytes | None:
    """The bytes of a property of the object with this number."""
    address = Address(_code(selector), _code(scope), 0)
    size = c_uint32()
    asked = c_uint32(thing), byref(address), c_uint32(0), c_void_p()
    if library.AudioObjectGetPropertyDataSize(*asked, byref(size)) != 0:
        return None
    room = create_string_buffer(max(1, size.value))
    if library.AudioObjectGetPropertyData(*asked, byref(size), room) != 0:
        return None
    return room.raw[: size.value]


def _code(four: str) -> int:
    return int.from_bytes(four.encode(), "big")


def _number(data: bytes) -> int:
    return int.from_bytes(data, sys.byteorder)
