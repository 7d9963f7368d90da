"""A session's sounds in one stream: where each lies, and how loud they are together."""

import wave
from array import array
from pathlib import Path

import numpy as np
import pytest

from stretchcoach.audio.chimes import CHIMES
from stretchcoach.audio.clips import PEAK_LIMIT, RATE, SILENCE_MS, Sound
from stretchcoach.audio.health import Layer
from stretchcoach.audio.mixer import Mixer, Placed, mixed, rate_of
from stretchcoach.audio.volume import Volume
from stretchcoach.core.timeline import Chime

BELL = CHIMES[Chime.BEGIN]


class Told:
    """A mixer, and its clock, which is moved by hand."""

    def __init__(self, folder: Path, **percents: float) -> None:
        self.now_s = 0.0
        self.mixer = Mixer(Volume(folder, **percents), lambda: self.now_s)

    def samples(self, seconds: float = 4, rate: int = RATE) -> "np.typing.NDArray[np.int64]":
        pieces = list(mixed(self.mixer.placed, rate, int(seconds * rate)))
        assert all(pieces)
        return np.frombuffer(b"".join(pieces), "<i2").astype(np.int64)


@pytest.fixture
def told(tmp_path: Path) -> Told:
    return Told(tmp_path)


def spoken(folder: Path, ms: int, level: int, rate: int = RATE) -> Sound:
    """A clip of one level after the silence that each begins with."""
    path = folder / f"{ms}-{level}-{rate}.wav"
    samples = array("h", [0] * (rate * SILENCE_MS // 1_000) + [level] * (rate * ms // 1_000))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return Sound(path, ms)


def of_file(path: Path) -> "np.typing.NDArray[np.int64]":
    with wave.open(str(path)) as file:
        silent = file.getframerate() * SILENCE_MS // 1_000
        return np.frombuffer(file.readframes(10**7), "<i2").astype(np.int64)[silent:]


def test_a_sound_lies_at_its_moment_to_the_sample_and_the_rest_is_silent(told: Told) -> None:
    told.now_s = 1.25
    told.mixer.play(BELL, Layer.MARK, 0.5)
    samples, bell = told.samples(), of_file(BELL.path)
    start = int(1.75 * RATE)
    assert (samples[start : start + len(bell)] == bell).all()
    assert not samples[:start].any()
    assert not samples[start + len(bell) :].any()
    assert len(samples) == 4 * RATE


def test_sounds_over_each_other_are_added(told: Told, tmp_path: Path) -> None:
    told.mixer.play(spoken(tmp_path, 100, 5_000), Layer.WORDS)
    told.mixer.play(spoken(tmp_path, 100, 3_000), Layer.TONE, 0.05)
    samples = told.samples(1)
    wanted = {10: 5_000, 40: 5_000, 60: 8_000, 90: 8_000, 110: 3_000, 160: 0}
    assert {ms: samples[ms * RATE // 1_000] for ms in wanted} == wanted


def test_what_would_be_too_loud_together_is_held_back(told: Told, tmp_path: Path) -> None:
    for _ in range(3):
        told.mixer.play(spoken(tmp_path, 300, 25_000), Layer.WORDS)
    samples = told.samples(1)
    assert abs(samples.max() - PEAK_LIMIT * 32_767) <= 1


def test_what_is_hushed_ends_there_without_a_click(told: Told, tmp_path: Path) -> None:
    told.mixer.play(spoken(tmp_path, 1_000, 8_000), Layer.WORDS)
    told.mixer.play(spoken(tmp_path, 1_000, 500), Layer.TONE)
    told.mixer.play(spoken(tmp_path, 1_000, 4_000), Layer.WORDS, 2)
    told.now_s = 0.5
    told.mixer.hush(Layer.WORDS)
    samples = told.samples()
    half = RATE // 2
    assert samples[half - RATE // 100] == 8_500
    assert samples[half + 1] == 500
    assert np.abs(np.diff(samples[half - RATE // 100 : half + RATE // 100])).max() < 100
    assert not samples[2 * RATE :].any()
    told.mixer.hush()
    assert not told.samples()[half:].any()


def test_a_quieter_session_is_mixed_of_quieter_sounds(tmp_path: Path) -> None:
    told = Told(tmp_path, marks=50)
    told.mixer.play(BELL, Layer.MARK)
    bell = of_file(BELL.path)
    assert told.samples().max() == pytest.approx(bell.max() / 4, abs=1)


def test_the_rate_is_that_of_the_words_and_chimes_are_brought_to_it(
    told: Told, tmp_path: Path
) -> None:
    assert rate_of([]) == RATE
    told.mixer.play(BELL, Layer.MARK)
    assert rate_of(told.mixer.placed) == RATE
    told.mixer.play(spoken(tmp_path, 100, 900, 24_000), Layer.WORDS, 2)
    told.mixer.play(spoken(tmp_path, 200, 900, 24_000), Layer.WORDS, 3)
    told.mixer.play(spoken(tmp_path, 100, 900, 22_050), Layer.WORDS, 3.5)
    assert rate_of(told.mixer.placed) == 24_000
    samples = told.samples(4, 24_000)
    assert samples[int(2.05 * 24_000)] == 900
    assert samples[int(3.55 * 24_000)] == pytest.approx(900, abs=2)
    assert samples.max() == pytest.approx(of_file(BELL.path).max(), rel=0.02)


def test_what_lies_behind_the_end_is_left_out() -> None:
    placed = [Placed(at_s, at_s + 0.5, Layer.MARK, BELL.path) for at_s in (0.9, 1.5)]
    assert sum(map(len, mixed(placed, RATE, RATE))) == 2 * RATE
