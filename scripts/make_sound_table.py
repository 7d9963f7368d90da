"""Measure the chimes by their spectrum, and write the table of it into docs/sound.md.

Run it after make_chimes.py. Needs numpy.
"""

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from scripts.make_chimes import CHIMES, SOUNDS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "sound.md"
BEGIN, END = "<!-- table: scripts/make_sound_table.py -->", "<!-- end of the table -->"
HEAD = """\
| chime | notes | loudness | true peak | energy > 500 Hz | > 3 kHz | centre | centre on a phone |
|---|---|---|---|---|---|---|---|"""
# Where a laptop's loudspeaker begins, and a phone's; and what age takes first.
LAPTOP_HZ, PHONE_HZ, OLD_EARS_HZ = 500, 800, 3_000

Values = NDArray[np.float64]


def row(name: str) -> str:
    """Measure one chime."""
    with wave.open(str(SOUNDS / f"{name}.wav")) as file:
        rate, data = file.getframerate(), file.readframes(file.getnframes())
    samples = np.frombuffer(data, "<i2").astype(np.float64) / 32_768
    hertz = np.fft.rfftfreq(len(samples), 1 / rate)
    spectrum = np.fft.rfft(samples)
    power = np.abs(spectrum) ** 2

    def share(over_hz: int) -> float:
        return float(100 * power[hertz > over_hz].sum() / power.sum())

    peak = np.abs(np.fft.irfft(spectrum, 4 * len(samples)) * 4).max()
    over = hertz > PHONE_HZ
    cells = (
        name,
        " ".join(pitch for _, pitch, _ in CHIMES[name][1]),
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
    """Put the table into the page, in place of the one that it has."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{HEAD}\n" + "\n".join(map(row, CHIMES)) + f"\n{END}{after}"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text("utf-8")), "utf-8")
