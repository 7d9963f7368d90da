"""Make the chimes: nine short sounds to be followed with closed eyes, two of them also softened.

Every note is a fundamental with a few partials over it, the higher the sooner gone. It swells from
zero along half a cosine and fades to zero along another, so nothing clicks. Three families tell
apart by their colour: *bells*, which beat slowly against a partial 0.3 % away, mark the session;
a short, dry *wood* note counts down; *soft* pairs, nearly pure, lead the breath. No two chimes
begin on the same note, and the first note stands alone for 120 ms, so each is known at once.

All are made alike in loudness: a chime is rendered once as the ear weighs it (the K curve), and
the loudest tenth of a second of that sets the gain. The breath tones lie about 3 dB below the
bells, those for under words another 6 dB; the wood note, too short for the ear to take in fully,
gets a little more.

Run from anywhere, it writes the same files, byte for byte.
"""

import math
import wave
from array import array
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

RATE = 44_100
SOUNDS = Path(__file__).resolve().parent.parent / "stretchcoach" / "audio" / "sounds"
PEAK_LIMIT = 0.5  # -6 dBFS
SEMITONES = {"C": 0, "D": 2, "E": 4, "F": 5, "F#": 6, "G": 7, "A": 9, "B": 11}


@dataclass(frozen=True)
class Family:
    """How a note of this kind sounds; times in seconds."""

    partials: tuple[tuple[float, float], ...]  # (ratio to the fundamental, amplitude)
    attack: float
    decay: float  # until the fundamental has fallen to 1/e; a partial takes 1/ratio of it
    fade: float
    level: float  # dB, K-weighted RMS of the loudest tenth of a second


Note = tuple[float, str, float]  # start, pitch, length

BELL = Family(
    partials=((1, 1.0), (1.003, 0.35), (2, 0.3), (3, 0.12), (4.2, 0.05)),
    attack=0.006,
    decay=0.34,
    fade=0.1,
    level=-17.5,
)
# The ear, and a small speaker, know a low bell by its overtones: it has more of them.
LOW_BELL = replace(
    BELL, partials=((1, 1.0), (1.003, 0.35), (2, 0.6), (3, 0.3), (4.2, 0.1)), level=-16.7
)
WOOD = Family(partials=((1, 1.0), (2.76, 0.15)), attack=0.004, decay=0.045, fade=0.03, level=-16.7)
SOFT = Family(partials=((1, 1.0), (2, 0.06)), attack=0.05, decay=0.9, fade=0.16, level=-20.3)
UNDER_WORDS = replace(SOFT, level=SOFT.level - 6)

CHIMES: dict[str, tuple[Family, tuple[Note, ...]]] = {
    "begin": (BELL, ((0, "A5", 0.5),)),
    "half": (BELL, ((0, "E5", 0.32), (0.2, "E5", 0.4))),
    "tick": (WOOD, ((0, "G6", 0.12),)),
    "switch": (BELL, ((0, "D6", 0.25), (0.15, "D5", 0.25), (0.3, "D6", 0.4))),
    "change": (
        BELL,
        ((0, "B5", 0.22), (0.13, "F#5", 0.3), (0.43, "F#5", 0.22), (0.56, "B5", 0.34)),
    ),
    "finish": (BELL, ((0, "C6", 0.35), (0.16, "E6", 0.35), (0.32, "G6", 0.4), (0.48, "C7", 0.7))),
    "stop": (LOW_BELL, ((0, "D4", 0.36), (0.22, "A3", 0.5))),
    "inhale": (SOFT, ((0, "C5", 0.36), (0.17, "G5", 0.41))),
    "exhale": (SOFT, ((0, "F5", 0.36), (0.17, "A4", 0.41))),
}
CHIMES |= {f"{name}-soft": (UNDER_WORDS, CHIMES[name][1]) for name in ("inhale", "exhale")}


def hertz(pitch: str) -> float:
    """Give a pitch's frequency, in equal temperament on A4 = 440 Hz."""
    octaves = int(pitch[-1]) - 4 + (SEMITONES[pitch[:-1]] - SEMITONES["A"]) / 12
    return 440.0 * 2**octaves


def flat(_frequency: float) -> float:
    """Weigh nothing: the sound as it is."""
    return 1.0


def k_curve(frequency: float) -> float:
    """Give the factor by which the ear weighs a frequency (the K curve's shelf, ITU-R BS.1770)."""
    s = 1j * frequency / 1682
    return abs((1.585 * s**2 + 1.780 * s + 1) / (s**2 + 1.414 * s + 1))


def ramp(time: float, length: float) -> float:
    """Rise from 0 to 1 along half a cosine, and stay there."""
    return 0.5 - 0.5 * math.cos(math.pi * min(time / length, 1.0))


def render(family: Family, notes: tuple[Note, ...], weigh: Callable[[float], float]) -> list[float]:
    """Add up the notes, each partial weighed by its frequency."""
    samples = [0.0] * round(max(start + length for start, _, length in notes) * RATE)
    for start, pitch, length in notes:
        first, count = round(start * RATE), round(length * RATE)
        voices = [
            (
                math.tau * ratio * hertz(pitch),
                ratio / family.decay,
                level * weigh(ratio * hertz(pitch)),
            )
            for ratio, level in family.partials
        ]
        for i in range(count):
            time, left = i / RATE, (count - 1 - i) / RATE
            tone = sum(a * math.exp(-rate * time) * math.sin(w * time) for w, rate, a in voices)
            samples[first + i] += tone * ramp(time, family.attack) * ramp(left, family.fade)
    return samples


def loudness(samples: list[float]) -> float:
    """Take the RMS of the loudest tenth of a second."""
    window = RATE // 10
    energy = [0.0, *accumulate(sample * sample for sample in samples)]
    loudest = max(after - before for before, after in zip(energy, energy[window:], strict=False))
    return math.sqrt(loudest / window)


def chime(family: Family, notes: tuple[Note, ...]) -> bytes:
    """Render the notes at their family's loudness, as 16-bit samples."""
    samples = render(family, notes, flat)
    gain = 10 ** (family.level / 20) / loudness(render(family, notes, k_curve))
    gain = min(gain, PEAK_LIMIT / max(map(abs, samples)))
    return array("h", (round(32767 * gain * sample) for sample in samples)).tobytes()


def main() -> None:
    """Write every chime to its file."""
    SOUNDS.mkdir(parents=True, exist_ok=True)
    for name, (family, notes) in CHIMES.items():
        with wave.open(str(SOUNDS / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(RATE)
            file.writeframes(chime(family, notes))


if __name__ == "__main__":
    main()
