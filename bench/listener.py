"""A recogniser that listens to voices: how many of the words that were said it takes for others.

It is pocketsphinx with its own English model, and a weak one. It can tell voices apart, and find a
phrase that is hard to make out; its figures say little about people. Needs pocketsphinx and numpy.
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
    """What was said, what was made out, and how many words of it were wrong."""

    said: str
    heard: str

    @property
    def words(self) -> int:
        return len(_words_of(self.said))

    @property
    def wrong(self) -> int:
        return _distance(_words_of(self.said), _words_of(self.heard))


def error_rate(all_of_it: Iterable[Understood]) -> float:
    """Words that were wrong, left out or added, of those that were said."""
    told = list(all_of_it)
    return sum(one.wrong for one in told) / sum(one.words for one in told)


def listen(spoken: Sequence[tuple[str, Samples, int]]) -> list[Understood]:
    """What a recogniser makes out of each of these: what was said, samples from -1 to 1, rate."""
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
    # It keeps what it has learnt of the noise. So the same words would be other ones after others,
    # and with other numbers of processors.
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
    """At the recogniser's rate, without what that cannot hold."""
    size = int(len(samples) * RATE / rate)
    spectrum = np.fft.rfft(samples)[: size // 2 + 1]
    return np.asarray(np.fft.irfft(spectrum, size)) * (size / len(samples))


def _words_of(text: str) -> list[str]:
    text = text.lower().replace("-", " ").replace("halfway", "half way")
    return " ".join(_NUMBERS.get(word, word) for word in re.findall(r"[a-z']+|\d+", text)).split()


def _distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """The fewest words to change, to leave out or to add that make the one out of the other."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row[0] = row[0], number
        for at, other in enumerate(heard, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != other))
    return row[-1]
