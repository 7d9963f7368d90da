"""Sound files: told from damaged ones, and a voice's made fit to stand beside the chimes."""

import wave
from array import array
from pathlib import Path

import pytest

from stretchcoach.audio.chimes import CHIMES, SOFTENED
from stretchcoach.audio.clips import PEAK_LIMIT, SILENCE_MS, SilenceError, Sound, polish, read_sound
from tests.audio.tones import RATE, tone


def samples(path: Path) -> "array[int]":
    with wave.open(str(path)) as file:
        return array("h", file.readframes(file.getnframes()))


def test_a_clip_knows_how_long_it_sounds(tmp_path: Path) -> None:
    path = tone(tmp_path / "a.wav", 1.5)
    assert read_sound(path) == Sound(path, 1_500 - SILENCE_MS)


@pytest.mark.parametrize("clip", [*CHIMES.values(), *SOFTENED.values()])
def test_the_chimes_are_as_long_as_the_timeline_takes_them_to_be(clip: Sound) -> None:
    assert read_sound(clip.path) == clip


def test_a_file_that_is_cut_off_empty_or_something_else_is_no_clip(tmp_path: Path) -> None:
    whole = tone(tmp_path / "a.wav", 0.5).read_bytes()
    for number, data in enumerate((b"", b"RIFF", b"no sound", whole[:-1], whole[:40])):
        path = tmp_path / f"{number}.wav"
        path.write_bytes(data)
        assert read_sound(path) is None, data[:10]
    assert read_sound(tmp_path / "missing.wav") is None


def test_silence_before_and_after_the_words_is_taken_off(tmp_path: Path) -> None:
    path = tone(tmp_path / "a.wav", 1.0, silence_s=0.4)
    polish(path)
    clip = read_sound(path)
    assert clip is not None
    assert 1_000 <= clip.length_ms <= 1_030


@pytest.mark.parametrize("level", [0.02, 0.2, 0.95])
def test_every_voice_comes_out_equally_loud(tmp_path: Path, level: float) -> None:
    path = tone(tmp_path / "a.wav", 1.0, level)
    polish(path)
    loudest = max(map(abs, samples(path))) / 32_767
    assert loudest == pytest.approx(0.172 * 2**0.5, rel=0.05)


def test_a_short_loud_sound_is_not_made_to_crackle(tmp_path: Path) -> None:
    path = tone(tmp_path / "a.wav", 0.8, 0.02)
    values = samples(path)
    values[RATE // 2] = 20_000  # one click in a murmur
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(values.tobytes())
    polish(path)
    made = samples(path)
    assert max(map(abs, made)) <= PEAK_LIMIT * 32_767
    # Only the click is held back: the murmur before it is as loud as any voice.
    assert max(map(abs, made[: RATE // 4])) / 32_767 == pytest.approx(0.172 * 2**0.5, rel=0.15)


def test_a_voice_begins_with_the_silence_that_a_device_may_take(tmp_path: Path) -> None:
    path = tone(tmp_path / "a.wav", 1.0)
    polish(path)
    silent = RATE * SILENCE_MS // 1_000
    assert not any(samples(path)[:silent])
    assert any(samples(path)[silent : silent + 300])


def test_a_file_in_which_nothing_is_said_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SilenceError):
        polish(tone(tmp_path / "a.wav", 1.0, 0.0))
