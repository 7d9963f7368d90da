"""Clips: sound files, and texts to speak. A voice's file is made as loud as the chimes."""

import math
import sys
import wave
from array import array
from collections.abc import Iterator
from itertools import accumulate
from operator import mul
from pathlib import Path
from typing import NamedTuple

# As loud as the chimes: RMS of the loudest 400 ms, of a full scale of 1 (the chimes' is measured
# as the ear weighs it, which makes some 1.5 dB of difference for a voice).
_VOICE_RMS = 0.079
_PEAK_LIMIT = 0.9
# Below this level a voice is silent.
_SILENCE = 0.012
# Levels are measured over pieces of this many milliseconds.
_PIECE_MS, _WINDOW_MS = 5, 400
# About three minutes of speech. No phrase is longer.
_MAX_BYTES = 8 * 1024 * 1024


class Sound(NamedTuple):
    """A sound file, and how long it sounds."""

    path: Path
    length_ms: int


class Speech(NamedTuple):
    """Words that another program says, so many `percent` quicker than calmly; a guessed length."""

    words: str
    voice: str
    language: str
    percent: int
    length_ms: int


Clip = Sound | Speech


class SilenceError(Exception):
    """A voice's file in which nothing can be heard."""


def read_sound(path: Path) -> Sound | None:
    """The WAV file at this path; None if there is none, or it is damaged, cut off or too long."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None
        with wave.open(str(path)) as file:
            frames, size = file.getnframes(), file.getnchannels() * file.getsampwidth()
            whole = frames > 0 and len(file.readframes(frames)) == frames * size
            return Sound(path, frames * 1_000 // file.getframerate()) if whole else None
    except (OSError, EOFError, wave.Error, ZeroDivisionError):
        return None


def polish(path: Path) -> None:
    """Cut the silence at both ends of a voice's file, and make it as loud as the chimes.

    Raises OSError, and wave.Error or EOFError for a file that is no 16-bit WAV; SilenceError.
    """
    if path.stat().st_size > _MAX_BYTES:
        raise wave.Error("a file that is much too long")
    with wave.open(str(path)) as file:
        form = file.getparams()
        if form.sampwidth != 2 or form.nchannels != 1:
            raise wave.Error("not 16 bits on one channel")
        samples = array("h", file.readframes(form.nframes))
    if sys.byteorder == "big":
        samples.byteswap()
    size = max(1, form.framerate * _PIECE_MS // 1_000)
    samples = _trimmed(samples, size)
    if not samples:
        raise SilenceError
    gain = _gain(samples, size)
    samples = array("h", map(int, map(gain.__mul__, samples)))
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setparams(form._replace(nframes=len(samples)))
        file.writeframes(samples.tobytes())


def _pieces(samples: "array[int]", size: int) -> "Iterator[array[int]]":
    return (samples[start : start + size] for start in range(0, len(samples), size))


def _peak(samples: "array[int]") -> int:
    return max(max(samples), -min(samples))


def _trimmed(samples: "array[int]", size: int) -> "array[int]":
    """The samples without the silence before and after, of which one piece stays at each end."""
    silence = int(_SILENCE * 32_767)
    loud = [n for n, piece in enumerate(_pieces(samples, size)) if _peak(piece) > silence]
    return samples[max(0, loud[0] - 1) * size : (loud[-1] + 2) * size] if loud else array("h")


def _gain(samples: "array[int]", size: int) -> float:
    powers = [sum(map(mul, piece, piece)) for piece in _pieces(samples, size)]
    window = min(len(powers), _WINDOW_MS // _PIECE_MS)
    energy = [0, *accumulate(powers)]
    loudest = max(after - before for before, after in zip(energy, energy[window:], strict=False))
    rms = math.sqrt(loudest / min(window * size, len(samples))) / 32_767
    return min(_VOICE_RMS / rms, _PEAK_LIMIT * 32_767 / _peak(samples))
