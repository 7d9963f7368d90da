"""The sound files: what each is made of, and that they can be told apart by ear."""

import math
import wave
from array import array
from pathlib import Path

import pytest

from scripts import make_chimes
from stretchcoach.audio.chimes import SOUNDS
from stretchcoach.audio.clips import PEAK_LIMIT, SILENCE_MS
from stretchcoach.core.saying import CHIME_MS, TICK_MS
from stretchcoach.core.timeline import BREATH_CHIMES, BREATH_TONES, Chime

RATE = 44_100
SILENT = RATE * SILENCE_MS // 1_000
FUNDAMENTALS = {
    Chime.BEGIN: 880.0,
    Chime.HALF: 659.3,
    Chime.TICK: 830.6,
    Chime.SWITCH: 1174.7,
    Chime.CHANGE: 987.8,
    Chime.FINISH: 1046.5,
    Chime.STOP: 784.0,
    Chime.INHALE: 587.3,
    Chime.EXHALE: 698.5,
}


def samples(chime: Chime) -> "array[int]":
    with wave.open(str(SOUNDS / f"{chime.value}.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        whole = array("h", file.readframes(file.getnframes()))
    assert not any(whole[:SILENT]), "the first milliseconds may be lost, so they are silent"
    return whole[SILENT:]


def strength(sound: "array[int]", hertz: float) -> float:
    """How much of this frequency is in the first 120 ms."""
    first = sound[: RATE * 120 // 1000]
    turns = [2 * math.pi * hertz * number / RATE for number in range(len(first))]
    across = sum(value * math.cos(turn) for value, turn in zip(first, turns, strict=True))
    along = sum(value * math.sin(turn) for value, turn in zip(first, turns, strict=True))
    return math.hypot(across, along)


@pytest.mark.parametrize("chime", Chime)
def test_each_chime_is_told_by_its_first_note(chime: Chime) -> None:
    sound = samples(chime)
    assert max(FUNDAMENTALS, key=lambda other: strength(sound, FUNDAMENTALS[other])) is chime


@pytest.mark.parametrize("chime", Chime)
def test_each_chime_begins_and_ends_in_silence_and_is_not_too_loud(chime: Chime) -> None:
    sound = samples(chime)
    assert sound[0] == sound[-1] == 0
    assert 1_000 < max(map(abs, sound)) <= PEAK_LIMIT * 32_767


@pytest.mark.parametrize("chime", [Chime.BEGIN, Chime.HALF, Chime.TICK, *BREATH_CHIMES.values()])
def test_no_chime_of_a_hold_outlasts_the_room_it_is_given(chime: Chime) -> None:
    room_ms = TICK_MS if chime is Chime.TICK else CHIME_MS
    assert len(samples(chime)) * 1000 / RATE <= room_ms


def test_there_is_one_file_for_each_chime_and_they_are_small() -> None:
    files = sorted(SOUNDS.iterdir())
    softened = {f"{chime.value}-soft" for chime in BREATH_TONES}
    assert {file.stem for file in files} == {chime.value for chime in Chime} | softened
    assert sum(file.stat().st_size for file in files) < 750_000


def test_the_script_makes_these_very_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_chimes, "SOUNDS", tmp_path)
    make_chimes.main()
    for file in SOUNDS.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name
