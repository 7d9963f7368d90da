"""Breath tones for a whole phase: the short tone, then a quiet note.

The note swells while breathing in, and ebbs while breathing out. Its length depends on the
routine's breath and the chosen hold. So each length is a file of its own, in the cache. The note is
so quiet that words over it are understood. In a phase with words it is quieter still.
"""

import math
import threading
import wave
from array import array
from collections.abc import Iterable, Sequence
from contextlib import suppress
from operator import add
from pathlib import Path
from typing import NamedTuple

from stretchcoach.audio import cache
from stretchcoach.audio.chimes import CHIMES
from stretchcoach.audio.clips import PIECE_MS, RATE, SILENCE_MS, Sound, read_samples, write_samples
from stretchcoach.core.timeline import Chime

# The note ends a little before the next tone, so that each tone is heard to begin. Below the least
# length there is no note.
BEFORE_NEXT_MS, LEAST_MS = 350, 1_500
# When the note begins, after the short tone does; how long it rises and falls.
_FROM_MS, _RISES_MS, _FALLS_MS = 300, 500, 600
# Loudness of the note at its loudest, in LUFS. To swell or ebb takes a decibel or two of it.
LEVEL, LEVEL_UNDER_WORDS = -29.0, -38.0
_LUFS_OF_0_DB = 0.691
# Part of each file's name. Raise it when the contents of the files change.
_EDITION = 3
# In samples. The note is periodic, since all its frequencies are multiples of 2 Hz.
_CYCLE = RATE // 2


class Pitch(NamedTuple):
    """The note of a breath tone: its hertz, an even number, its partials; it swells or ebbs."""

    hertz: int
    partials: tuple[tuple[int, float], ...]
    swells: bool


PITCHES = {
    Chime.INHALE: Pitch(784, ((1, 1.0), (3, 0.3), (5, 0.12)), swells=True),  # G5, a little reedy
    Chime.EXHALE: Pitch(524, ((1, 1.0), (2, 0.25)), swells=False),  # C5, round
}


class Swells:
    """The long tones of a session, made on a thread of their own. `get` never waits for one.

    If it `cleans`, it deletes old files in the folder, as nobody else does so.
    """

    def __init__(self, folder: Path, wanted: Iterable[tuple[Chime, int]], *, cleans: bool) -> None:
        self._folder = folder
        self._cleans = cleans
        self._wanted = [(*one, under) for one in dict.fromkeys(wanted) for under in (True, False)]
        self._made: dict[tuple[Chime, int, bool], Sound | None] = {}
        self._closed = False
        with suppress(RuntimeError):  # the system starts no more threads
            threading.Thread(target=self._run, name="tones", daemon=True).start()

    def get(self, chime: Chime, length_ms: int, *, under_words: bool) -> Sound | None:
        """The tone of a phase of this length; None where there is none, or not yet."""
        return self._made.get((chime, length_ms, under_words))

    def close(self) -> None:
        self._closed = True

    def _run(self) -> None:
        if self._cleans:
            with suppress(OSError):
                cache.clean(self._folder)
        # Without a long tone the short one is heard. The voice reports a folder that cannot be
        # written.
        with suppress(OSError, EOFError, wave.Error, MemoryError):
            for chime, length_ms, under_words in self._wanted:
                if self._closed:
                    return
                sound = long_tone(self._folder, chime, length_ms, under_words=under_words)
                self._made[chime, length_ms, under_words] = sound


def long_tone(folder: Path, chime: Chime, length_ms: int, *, under_words: bool) -> Sound | None:
    """The tone of a phase of this length; None for a short one. Raises as `swelling` does."""
    if length_ms - BEFORE_NEXT_MS < LEAST_MS:
        return None
    return swelling(folder, chime, length_ms, under_words=under_words)


def swelling(folder: Path, chime: Chime, length_ms: int, *, under_words: bool) -> Sound:
    """The file of this tone, from the cache or made now. Raises OSError, EOFError, wave.Error."""
    level = LEVEL_UNDER_WORDS if under_words else LEVEL
    short = CHIMES[chime].path.read_bytes()
    key = repr((_EDITION, PITCHES[chime], level, length_ms)).encode()
    path = cache.place(folder, short + key)

    def write(new: Path) -> None:
        write_samples(new, _samples(chime, length_ms - BEFORE_NEXT_MS, level), rate=RATE)

    return cache.kept(path) or cache.make(path, write)


def _samples(chime: Chime, length_ms: int, level: float) -> "array[int]":
    """The short tone, with its note added."""
    short, _ = read_samples(CHIMES[chime].path)
    silent, size = RATE * SILENCE_MS // 1_000, RATE * PIECE_MS // 1_000
    pitch = PITCHES[chime]
    cycle = _cycle(pitch, level)
    pieces = -(-RATE * length_ms // 1_000 // size)
    mixed = short[:silent]
    for number in range(pieces):
        first = number * size
        gain = _gain(pitch, (number + 0.5) * PIECE_MS, length_ms)
        at = first % _CYCLE
        under = map(int, map(gain.__mul__, cycle[at : at + size]))
        over = short[silent + first : silent + first + size]
        if over:
            over.extend([0] * (size - len(over)))
            under = map(add, under, over)
        mixed.extend(under)
    return mixed


def _cycle(pitch: Pitch, level: float) -> Sequence[float]:
    """One period of the note at its loudest, and a piece more."""
    turn = math.tau * pitch.hertz / RATE
    # Arrays, since a list of floats is four times as large.
    once = array(
        "d",
        (
            sum(part * math.sin(turn * ratio * number) for ratio, part in pitch.partials)
            for number in range(_CYCLE)
        ),
    )
    rms = math.sqrt(sum(value * value for value in once) / _CYCLE)
    loud = 32_767 * 10 ** ((level + _LUFS_OF_0_DB) / 20) / rms
    whole = array("d", map(loud.__mul__, once))
    return whole + whole[: RATE * PIECE_MS // 1_000]


def _gain(pitch: Pitch, at_ms: float, length_ms: int) -> float:
    """The note's gain at this moment, from 0 to 1. It is 0 at both ends."""
    done = min(1.0, max(0.0, (at_ms - _FROM_MS) / (length_ms - _FROM_MS)))
    edges = _ramp((at_ms - _FROM_MS) / _RISES_MS) * _ramp((length_ms - at_ms) / _FALLS_MS)
    return edges * (done if pitch.swells else 1 - done)


def _ramp(done: float) -> float:
    """From 0 to 1 along half a cosine."""
    return 0.5 - 0.5 * math.cos(math.pi * min(1.0, max(0.0, done)))
