"""Measure the chimes by their spectrum, and write the table into docs/sound.md.

Run it after make_chimes.py. Needs numpy.
"""

import wave
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from scripts.make_chimes import CHIMES, SOUNDS
from scripts.tables import between
from stretchcoach.audio.clips import SILENCE_MS
from stretchcoach.audio.swells import swelling
from stretchcoach.core.timeline import CHIME_LENGTHS_MS, Chime

PAGE = Path(__file__).resolve().parent.parent / "docs" / "sound.md"
BEGIN, END = "<!-- table: scripts/make_sound_table.py -->", "<!-- end of the table -->"
HEAD = """\
| chime | notes | loudness | true peak | energy > 500 Hz | > 3 kHz | centre | centre on a phone |
|---|---|---|---|---|---|---|---|"""
SWELL_NOTES = {Chime.INHALE: "G5", Chime.EXHALE: "C5"}
# The lowest frequencies of a laptop's and a phone's loudspeaker; the range that age takes first.
LAPTOP_HZ, PHONE_HZ, OLD_EARS_HZ = 500, 800, 3_000

Values = NDArray[np.float64]


def row(name: str) -> str:
    """Measure one chime."""
    samples, rate = samples_of(SOUNDS / f"{name}.wav")
    return measured(name, " ".join(pitch for _, pitch, _ in CHIMES[name][1]), samples, rate)


def swell_rows() -> Iterator[str]:
    """Measure the notes of the breath tones, in a breath of 4 and 6 seconds."""
    lengths_ms = {Chime.INHALE: 4_000, Chime.EXHALE: 6_000}
    with TemporaryDirectory() as folder:
        for under_words in (False, True):
            for chime, length_ms in lengths_ms.items():
                sound = swelling(Path(folder), chime, length_ms, under_words=under_words)
                samples, rate = samples_of(sound.path)
                note = samples[rate * (SILENCE_MS + CHIME_LENGTHS_MS[chime]) // 1_000 :]
                name = f"{chime.value}-swell{'-soft' if under_words else ''}"
                yield measured(name, SWELL_NOTES[chime], note, rate)


def samples_of(path: Path) -> tuple[Values, int]:
    """Read a sound file: its samples, and how many there are a second."""
    with wave.open(str(path)) as file:
        rate, data = file.getframerate(), file.readframes(file.getnframes())
    return np.frombuffer(data, "<i2").astype(np.float64) / 32_768, rate


def measured(name: str, notes: str, samples: Values, rate: int) -> str:
    """Measure a sound: a row of the table."""
    hertz = np.fft.rfftfreq(len(samples), 1 / rate)
    spectrum = np.fft.rfft(samples)
    power = np.abs(spectrum) ** 2

    def share(over_hz: int) -> float:
        return float(100 * power[hertz > over_hz].sum() / power.sum())

    peak = np.abs(np.fft.irfft(spectrum, 4 * len(samples)) * 4).max()
    over = hertz > PHONE_HZ
    cells = (
        name,
        notes,
        f"{momentary(samples, rate):.1f} LUFS",
        f"{20 * np.log10(peak):.1f} dB",
        f"{share(LAPTOP_HZ):.0f} %",
        f"{share(OLD_EARS_HZ):.0f} %",
        f"{(power * hertz).sum() / power.sum():.0f} Hz",
        f"{(power * hertz)[over].sum() / power[over].sum():.0f} Hz",
    )
    return f"| {' | '.join(cells)} |"


def momentary(samples: Values, rate: int) -> float:
    """Give the loudest 400 ms in LUFS (ITU-R BS.1770, EBU Tech 3341)."""
    padded = np.concatenate([np.zeros(rate), samples, np.zeros(rate)])
    hertz = np.fft.rfftfreq(len(padded), 1 / rate)
    shelf, low = 1j * hertz / 1682, 1j * hertz / 38.1
    curve = (1.585 * shelf**2 + 1.780 * shelf + 1) / (shelf**2 + 1.414 * shelf + 1)
    curve *= low**2 / (low**2 + 2 * low + 1)
    weighed = np.fft.irfft(np.fft.rfft(padded) * np.abs(curve), len(padded))
    window = rate * 4 // 10
    energy = np.concatenate(([0.0], np.cumsum(weighed**2)))
    return float(-0.691 + 10 * np.log10((energy[window:] - energy[:-window]).max() / window))


def with_table(page: str) -> str:
    """Put the table into the page, in place of the old one."""
    return between(page, BEGIN, END, "\n".join([HEAD, *map(row, CHIMES), *swell_rows()]))


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
