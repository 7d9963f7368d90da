"""Clips: sound files, and texts to speak. A voice's file is made as loud as the chimes."""

import math
import sys
import wave
from array import array
from collections.abc import Iterator, Sequence
from itertools import accumulate, repeat
from operator import mul
from pathlib import Path
from typing import NamedTuple

from stretchcoach.core.english import ENGLISH
from stretchcoach.core.templates import Sentence, Words

# Samples a second of each sound that is made here and not by a voice.
RATE = 44_100
# Each file begins with silence. A device that wakes up, or a server that mixes in a new sound, cuts
# off the first milliseconds. Without the silence a sound would begin with a click.
SILENCE_MS = 45
# As loud as the chimes: RMS of the loudest 400 ms, of a full scale of 1. The chimes are measured as
# the ear weighs them, which makes some 1.5 dB of difference for a voice.
_VOICE_RMS = 0.172
# Of a full scale of 1: -1.9 dB. Between two samples the true peak may be a little higher.
PEAK_LIMIT = 0.8
# How fast the gain recovers after a peak: how much it may rise from piece to piece.
_RELEASE = 0.05
# Below this level a voice is silent.
_SILENCE = 0.012
# Levels are measured over pieces of this many milliseconds.
PIECE_MS, _WINDOW_MS = 5, 400
# About three minutes of speech. No phrase is longer.
_MAX_BYTES = 8 * 1024 * 1024


class Sound(NamedTuple):
    """A sound file of ours. `length_ms` is without its leading silence."""

    path: Path
    length_ms: int


class Speech(NamedTuple):
    """Words that another program says, so many `percent` faster than calmly.

    Its length is a guess. `volume` is in percent of that program's full volume.
    """

    words: str
    voice: str
    language: str
    percent: int
    length_ms: int
    volume: int = 100


Clip = Sound | Speech


class SilenceError(Exception):
    """A voice's file in which nothing can be heard."""


class UnfitError(wave.Error):
    """A sound file that cannot be used. `why` gives the reason in any language."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why(ENGLISH))
        self.why = why


def reason_of(own: Words, error: Exception) -> str:
    """Why there is no file: in these words, or as the system or a library says it."""
    if isinstance(error, UnfitError):
        return error.why(own)
    return getattr(error, "strerror", None) or str(error)


def read_sound(path: Path) -> Sound | None:
    """The WAV file at this path; None if there is none, or it is damaged, cut off or too long."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            return None
        with wave.open(str(path)) as file:
            frames, size = file.getnframes(), file.getnchannels() * file.getsampwidth()
            whole = frames > 0 and len(file.readframes(frames)) == frames * size
            length_ms = round(frames * 1_000 / file.getframerate()) - SILENCE_MS
            return Sound(path, length_ms) if whole and length_ms > 0 else None
    except (OSError, EOFError, wave.Error, ZeroDivisionError):
        return None


def polish(path: Path) -> None:
    """Make a voice's file as loud as the chimes, and its silence only the usual leading one.

    Raises OSError, and wave.Error or EOFError for a file that is no 16-bit WAV; SilenceError.
    """
    if path.stat().st_size > _MAX_BYTES:
        raise UnfitError(lambda own: own.file_is_too_long)
    samples, rate = read_samples(path)
    size = max(1, rate * PIECE_MS // 1_000)
    samples = _trimmed(samples, size)
    if not samples:
        raise SilenceError
    silence = array("h", bytes(2 * (rate * SILENCE_MS // 1_000)))
    write_samples(path, silence, limited(samples, _gain(samples, size), size), rate=rate)


def read_samples(path: Path) -> "tuple[array[int], int]":
    """The samples of a WAV file, and how many there are a second.

    Raises OSError, and wave.Error or EOFError for a file without 16 bits on one channel.
    """
    with wave.open(str(path)) as file:
        form = file.getparams()
        if form.sampwidth != 2 or form.nchannels != 1:
            raise UnfitError(lambda own: own.file_has_another_form)
        samples = array("h", file.readframes(form.nframes))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples, form.framerate


def write_samples(path: Path, *parts: "array[int]", rate: int) -> None:
    """Write these samples, one part after the other, as a WAV file. Raises OSError."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        for samples in parts:
            file.writeframesraw(as_bytes(samples))


def as_bytes(samples: "array[int]") -> bytes:
    """The samples as they are in a file: little-endian."""
    if sys.byteorder == "big":
        samples = array("h", samples)
        samples.byteswap()
    return samples.tobytes()


def limited(samples: Sequence[float], gain: float, size: int) -> "array[int]":
    """The samples with this gain, as 16 bits. Around peaks the gain is lower.

    It falls within one piece of this `size`, and recovers slowly, which nobody hears.
    """
    limit = PEAK_LIMIT * 32_767
    peaks = [max(map(abs, piece)) for piece in _pieces(samples, size)]
    most = [min(gain, limit / peak) if peak else gain for peak in peaks]
    # The gain at the edges of the pieces. Between them it is linear.
    around = zip(most[:1] + most, most + most[-1:], strict=True)
    edges = [min(before, after) for before, after in around]
    for number in range(1, len(edges)):
        edges[number] = min(edges[number], edges[number - 1] + _RELEASE * gain)
    held = array("h")
    for piece, start, end in zip(_pieces(samples, size), edges[:-1], edges[1:], strict=True):
        step = (end - start) / size
        gains = (start + step * number for number in range(len(piece))) if step else repeat(start)
        held.extend(map(int, map(mul, piece, gains)))
    return held


def _pieces(samples: Sequence[float], size: int) -> Iterator[Sequence[float]]:
    return (samples[start : start + size] for start in range(0, len(samples), size))


def _peak(samples: Sequence[float]) -> float:
    return max(max(samples), -min(samples))


def _trimmed(samples: "array[int]", size: int) -> "array[int]":
    """The samples without the silence before and after, but for one piece at each end."""
    silence = int(_SILENCE * 32_767)
    loud = [n for n, piece in enumerate(_pieces(samples, size)) if _peak(piece) > silence]
    return samples[max(0, loud[0] - 1) * size : (loud[-1] + 2) * size] if loud else array("h")


def _gain(samples: "array[int]", size: int) -> float:
    powers = [sum(map(mul, piece, piece)) for piece in _pieces(samples, size)]
    window = min(len(powers), _WINDOW_MS // PIECE_MS)
    energy = [0, *accumulate(powers)]
    loudest = max(after - before for before, after in zip(energy, energy[window:], strict=False))
    rms = math.sqrt(loudest / min(window * size, len(samples))) / 32_767
    return _VOICE_RMS / rms
