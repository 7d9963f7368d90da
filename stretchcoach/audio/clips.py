"""Sound files: how long they are, and making a voice's file fit to stand beside the chimes."""

import math
import sys
import wave
from array import array
from itertools import accumulate
from operator import mul
from pathlib import Path
from typing import NamedTuple

# As loud as the chimes: RMS of the loudest 400 ms, of a full scale of 1 (the chimes' is measured
# as the ear weighs it, which makes some 1.5 dB of difference for a voice).
_VOICE_RMS = 0.079
_PEAK_LIMIT = 0.9
# What a voice is quieter than before and after its words.
_SILENCE = 0.012
_EDGE_S = 0.01


class Clip(NamedTuple):
    """A file that can be played, and how long it sounds."""

    path: Path
    length_ms: int


def read_clip(path: Path) -> Clip | None:
    """The WAV file at this path; None if there is none, or it is damaged or cut off."""
    try:
        with wave.open(str(path)) as file:
            frames, size = file.getnframes(), file.getnchannels() * file.getsampwidth()
            whole = frames > 0 and len(file.readframes(frames)) == frames * size
            return Clip(path, frames * 1_000 // file.getframerate()) if whole else None
    except (OSError, EOFError, wave.Error, ZeroDivisionError):
        return None


def polish(path: Path) -> None:
    """Take the silence off both ends of a voice's file and bring it to the chimes' loudness.

    Raises OSError, and wave.Error or EOFError for a file that is no 16-bit WAV.
    """
    with wave.open(str(path)) as file:
        form = file.getparams()
        data = file.readframes(form.nframes)
    if form.sampwidth != 2 or form.nchannels != 1:
        raise wave.Error("not 16 bits on one channel")
    samples = array("h", data)
    if sys.byteorder == "big":
        samples.byteswap()
    samples = _trimmed(samples, form.framerate)
    if not samples:
        raise wave.Error("nothing is said in it")
    gain = _gain(samples, form.framerate)
    samples = array("h", (int(sample * gain) for sample in samples))
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setparams(form._replace(nframes=len(samples)))
        file.writeframes(samples.tobytes())


def _trimmed(samples: "array[int]", rate: int) -> "array[int]":
    silence = int(_SILENCE * 32_767)
    loud = [number for number, sample in enumerate(samples) if abs(sample) > silence]
    if not loud:
        return array("h")
    edge = int(_EDGE_S * rate)
    return samples[max(0, loud[0] - edge) : loud[-1] + edge]


def _gain(samples: "array[int]", rate: int) -> float:
    window = min(len(samples), rate * 400 // 1_000)
    energy = [0, *accumulate(map(mul, samples, samples))]
    loudest = max(after - before for before, after in zip(energy, energy[window:], strict=False))
    rms = math.sqrt(loudest / window) / 32_767
    peak = max(map(abs, samples)) / 32_767
    return min(_VOICE_RMS / rms, _PEAK_LIMIT / peak)
