"""A speech recogniser that listens to voices, and the share of words that it misunderstands.

It is pocketsphinx with its own English model, a weak one. It can compare voices, and find phrases
that are hard to understand. Its figures say little about people. Needs pocketsphinx and numpy.
"""

import re
import wave
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

RATE = 16_000
_SILENCE_S = 0.25
_NUMBERS = {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "10": "ten"}
_NUMBERS |= {"12": "twelve", "15": "fifteen", "20": "twenty", "30": "thirty", "45": "forty five"}

Samples = NDArray[np.float64]


class Understood(NamedTuple):
    """The words that were said, those that were understood, and how many were wrong."""

    said: str
    heard: str

    @property
    def words(self) -> int:
        return len(_words_of(self.said))

    @property
    def wrong(self) -> int:
        return _distance(_words_of(self.said), _words_of(self.heard))


def error_rate(all_of_it: Iterable[Understood]) -> float:
    """The share of words that were wrong, left out or added."""
    told = list(all_of_it)
    return sum(one.wrong for one in told) / sum(one.words for one in told)


def listen(spoken: Sequence[tuple[str, Samples, int]]) -> list[Understood]:
    """The result for each of these: the words that were said, samples from -1 to 1, and rate."""
    with ProcessPoolExecutor() as pool:
        return list(pool.map(_listen, spoken))


def samples_of(path: Path) -> tuple[Samples, int]:
    with wave.open(str(path)) as file:
        data = file.readframes(file.getnframes())
        return np.frombuffer(data, "<i2").astype(np.float64) / 32_768, file.getframerate()


def _listen(spoken: tuple[str, Samples, int]) -> Understood:
    said, samples, rate = spoken
    silence = np.zeros(int(_SILENCE_S * RATE))
    told = np.concatenate((silence, _resampled(samples, rate), silence))
    decoder = _decoder()
    # It would keep what it has learnt of the noise. Then results would depend on the files before,
    # and on the number of processors.
    decoder.reinit_feat()
    decoder.start_utt()
    decoder.process_raw((told.clip(-1, 1) * 32_767).astype("<i2").tobytes(), full_utt=True)
    decoder.end_utt()
    found = decoder.hyp()
    return Understood(said, found.hypstr if found else "")


@cache
def _decoder() -> Any:
    from pocketsphinx import Decoder

    return Decoder(samprate=RATE, loglevel="FATAL")


def _resampled(samples: Samples, rate: int) -> Samples:
    """The samples at the recogniser's rate, without the frequencies above its range."""
    size = int(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(samples)[: size // 2 + 1]
    return np.asarray(np.fft.irfft(spectrum, size)) * (size / len(samples))


def _words_of(text: str) -> list[str]:
    text = text.lower().replace("-", " ").replace("halfway", "half way")
    return " ".join(_NUMBERS.get(word, word) for word in re.findall(r"[a-z']+|\d+", text)).split()


def _distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """The edit distance in words: the fewest to change, leave out or add."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row[0] = row[0], number
        for at, other in enumerate(heard, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != other))
    return row[-1]
