"""The sound files of engines of our own making. Nothing else is loaded here: they start often."""

import math
import wave
from array import array
from pathlib import Path

RATE = 22_050
_HERTZ = 220
# So many samples are so many whole waves.
_WAVES = RATE // math.gcd(RATE, _HERTZ)


def tone(path: Path, seconds: float, level: float = 0.5, silence_s: float = 0.0) -> Path:
    """A WAV file of a low hum between two silences, as an engine might make one."""
    still = array("h", bytes(2 * int(silence_s * RATE)))
    turns = (2 * math.pi * _HERTZ * number / RATE for number in range(_WAVES))
    waves = array("h", (int(level * 32_767 * math.sin(turn)) for turn in turns))
    count = int(seconds * RATE)
    hum = (waves * (count // _WAVES + 1))[:count]
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((still + hum + still).tobytes())
    return path
