"""Quieter copies: of each kind of sound by its own share, and never louder."""

import wave
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.audio.chimes import CHIMES
from stretchcoach.audio.clips import Clip, Sound, Speech, read_sound
from stretchcoach.audio.health import Layer
from stretchcoach.audio.volume import Volume, gain
from stretchcoach.cli.audible import percents
from stretchcoach.core.settings import Settings
from stretchcoach.core.timeline import Chime

BELL = CHIMES[Chime.BEGIN]


def peak(clip: Clip) -> int:
    assert isinstance(clip, Sound)
    with wave.open(str(clip.path)) as file:
        samples = array("h", file.readframes(file.getnframes()))
    return int(max(max(samples), -min(samples)))


def test_at_full_volume_the_file_itself_is_played(tmp_path: Path) -> None:
    assert Volume(tmp_path).fit(BELL, Layer.MARK) is BELL
    assert not list(tmp_path.glob("*.wav"))


def test_half_the_volume_is_12_db_less_and_as_long(tmp_path: Path) -> None:
    quieter = Volume(tmp_path, marks=50).fit(BELL, Layer.MARK)
    assert peak(quieter) == pytest.approx(peak(BELL) / 4, abs=1)
    assert isinstance(quieter, Sound)
    assert read_sound(quieter.path) == quieter
    assert quieter.length_ms == BELL.length_ms


def test_each_kind_of_sound_has_its_own(tmp_path: Path) -> None:
    volume = Volume(tmp_path, marks=100, tones=50, words=20)
    loud = [peak(volume.fit(BELL, layer)) for layer in (Layer.MARK, Layer.TONE, Layer.WORDS)]
    assert loud == sorted(loud, reverse=True)
    assert len(set(loud)) == 3


def test_a_copy_is_made_once_and_a_damaged_one_anew(tmp_path: Path) -> None:
    volume = Volume(tmp_path, marks=50)
    made = volume.fit(BELL, Layer.MARK)
    assert isinstance(made, Sound)
    before = made.path.stat().st_ino
    assert volume.fit(BELL, Layer.MARK) == made
    assert made.path.stat().st_ino == before
    made.path.write_bytes(b"RIFF")
    assert read_sound(Path(str(volume.fit(BELL, Layer.MARK)[0]))) is not None
    assert [path.name for path in tmp_path.glob("*.wav")] == [made.path.name]


def test_words_that_another_program_says_take_their_volume_along(tmp_path: Path) -> None:
    hello = Speech("Hello.", "", "en", 0, 100)
    assert Volume(tmp_path, words=30).fit(hello, Layer.WORDS) == hello._replace(volume=30)


def test_the_whole_and_its_parts_are_multiplied_and_a_flag_is_the_whole() -> None:
    settings = Settings(volume=80, volume_marks=50, volume_tones=25)
    assert percents(settings) == pytest.approx((40, 20, 80))
    assert percents(settings, 10) == pytest.approx((5, 2.5, 10))


PERCENTS = st.integers(1, 100)


@given(PERCENTS, PERCENTS, PERCENTS, PERCENTS, st.none() | PERCENTS)
def test_nothing_is_ever_louder_than_the_file(
    whole: int, marks: int, tones: int, words: int, flag: int | None
) -> None:
    settings = Settings(volume=whole, volume_marks=marks, volume_tones=tones, volume_voice=words)
    assert all(0 < gain(percent) <= 1 for percent in percents(settings, flag))
