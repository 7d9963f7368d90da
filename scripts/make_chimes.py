"""Make the chimes: nine short sounds to be followed with closed eyes, two of them also softened.

Every note is a fundamental with a few partials. Higher partials fade sooner. A note swells from
zero along half a cosine and fades to zero along another, so that it does not click. Three families
differ in their tone colour: *bells*, which beat slowly against a partial 0.3 % away, mark the
session; a short, dry *wood* note counts down; *soft* pairs lead the breath, a reedy one in, a round
one out. No two chimes begin on the same note, and the first note is heard alone for 120 ms, so each
is recognised at once.

All chimes get their loudness in the same way. A chime is rendered once as the ear weighs it (the K
curve), and its loudest 400 ms set the gain (EBU R 128's momentary loudness). The breath tones are 3
dB below the bells, those for use under words another 6 dB. A limiter cuts peaks. The note of a
breath tone depends on the length of its phase, so a session makes it, in
stretchcoach/audio/swells.py.

No fundamental is below 500 Hz, the limit of a laptop's loudspeaker. The countdown is at 830 Hz,
since age takes the high notes first.

Each file begins with silence. A device that wakes up, or a server that mixes in a new sound, cuts
off the first milliseconds. Without the silence a chime would begin with a click.

It may be run from anywhere, and always writes the same files, byte for byte. Then run
make_sound_table.py, which measures them.
"""

import math
import wave
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path

from stretchcoach.audio.clips import PIECE_MS, RATE, SILENCE_MS, limited

SOUNDS = Path(__file__).resolve().parent.parent / "stretchcoach" / "audio" / "sounds"
LUFS_OF_0_DB = 0.691  # the offset of ITU-R BS.1770, which makes a sine of 1 kHz exact
SEMITONES = {
    note: number
    for number, note in enumerate(("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"))
}


@dataclass(frozen=True)
class Family:
    """How a note of this kind sounds; times in seconds."""

    partials: tuple[tuple[float, float], ...]  # (ratio to the fundamental, amplitude)
    attack: float
    decay: float  # until the fundamental has fallen to 1/e; a partial takes 1/ratio of it
    fade: float
    level: float  # LUFS of the loudest 400 ms


Note = tuple[float, str, float]  # start, pitch, length

BELL = Family(
    partials=((1, 1.0), (1.003, 0.35), (2, 0.3), (3, 0.12), (4.2, 0.05)),
    attack=0.006,
    decay=0.34,
    fade=0.1,
    level=-14.5,
)
# The safety sound, in the range that small loudspeakers and the ear favour.
ALARM = replace(BELL, partials=((1, 1.0), (1.003, 0.35), (2, 0.6), (3, 0.3), (4.2, 0.1)), level=-14)
WOOD = Family(partials=((1, 1.0), (2.76, 0.15)), attack=0.004, decay=0.06, fade=0.03, level=-17)
ROUND = Family(partials=((1, 1.0), (2, 0.45)), attack=0.05, decay=0.9, fade=0.16, level=-17.5)
REEDY = replace(ROUND, partials=((1, 1.0), (3, 0.9), (5, 0.6), (7, 0.25)))

CHIMES: dict[str, tuple[Family, tuple[Note, ...]]] = {
    "begin": (BELL, ((0, "A5", 0.5),)),
    "half": (BELL, ((0, "E5", 0.32), (0.2, "E5", 0.4))),
    "tick": (WOOD, ((0, "G#5", 0.12),)),
    "switch": (BELL, ((0, "D6", 0.25), (0.15, "D5", 0.25), (0.3, "D6", 0.4))),
    "change": (
        BELL,
        ((0, "B5", 0.22), (0.13, "F#5", 0.3), (0.43, "F#5", 0.22), (0.56, "B5", 0.34)),
    ),
    "finish": (BELL, ((0, "C6", 0.35), (0.16, "E6", 0.35), (0.32, "G6", 0.4), (0.48, "C7", 0.7))),
    "stop": (ALARM, ((0, "G5", 0.3), (0.2, "C#5", 0.52))),
    "inhale": (REEDY, ((0, "D5", 0.36), (0.17, "B5", 0.41))),
    "exhale": (ROUND, ((0, "F5", 0.36), (0.17, "C5", 0.41))),
}
UNDER_WORDS_DB = -6
CHIMES |= {
    f"{name}-soft": (replace(family, level=family.level + UNDER_WORDS_DB), notes)
    for name, (family, notes) in CHIMES.items()
    if family in (REEDY, ROUND)
}


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
    """Take the RMS of the loudest 400 ms, with silence round what is shorter."""
    window = RATE * 4 // 10
    energy = [0.0, *accumulate(sample * sample for sample in samples)]
    energy += energy[-1:] * max(0, window + 1 - len(energy))
    loudest = max(after - before for before, after in zip(energy, energy[window:], strict=False))
    return math.sqrt(loudest / window)


def chime(family: Family, notes: tuple[Note, ...]) -> bytes:
    """Render the notes at their family's loudness, as 16-bit samples."""
    samples = render(family, notes, flat)
    gain = 10 ** ((family.level + LUFS_OF_0_DB) / 20) / loudness(render(family, notes, k_curve))
    held = limited([32_767 * sample for sample in samples], gain, RATE * PIECE_MS // 1_000)
    return bytes(2 * (RATE * SILENCE_MS // 1_000)) + held.tobytes()


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
