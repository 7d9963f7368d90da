"""Breath tones that last: in swells, out ebbs, and nothing is heard where the next one begins."""

import threading
import wave
from array import array
from pathlib import Path

import numpy as np
import pytest
from decoder import decode
from hypothesis import given, settings
from hypothesis import strategies as st

from stretchcoach.audio import cache
from stretchcoach.audio.chimes import CHIMES
from stretchcoach.audio.clips import RATE, SILENCE_MS, Sound, read_sound
from stretchcoach.audio.swells import BEFORE_NEXT_MS, Swells, swelling
from stretchcoach.core.breath import Breath, phases
from stretchcoach.core.speech import speaks_within, tone_ms
from stretchcoach.core.timeline import BREATH_TONES, CHIME_LENGTHS_MS, Chime, Cue, Kind, Rank, Stage
from tests.waiting import until

LENGTHS_MS = {Chime.INHALE: 4_000, Chime.EXHALE: 6_000}


def samples(sound: Sound) -> "array[int]":
    with wave.open(str(sound.path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, RATE)
        return array("h", file.readframes(file.getnframes()))


def peaks(sound: Sound) -> list[int]:
    """The highest sample of each tenth of a second, after the short tone."""
    heard = samples(sound)[RATE * (SILENCE_MS + CHIME_LENGTHS_MS[Chime.INHALE]) // 1_000 :]
    pieces = (heard[at : at + RATE // 10] for at in range(0, len(heard), RATE // 10))
    return [max(map(abs, piece)) for piece in pieces]


@pytest.mark.parametrize("chime", LENGTHS_MS)
def test_it_begins_as_the_short_tone_and_ends_before_the_next(chime: Chime, tmp_path: Path) -> None:
    made = swelling(tmp_path, chime, LENGTHS_MS[chime], under_words=False)
    assert LENGTHS_MS[chime] - BEFORE_NEXT_MS <= made.length_ms <= LENGTHS_MS[chime] - 300
    first = RATE * (SILENCE_MS + 290) // 1_000
    assert samples(made)[:first] == samples(CHIMES[chime])[:first]
    assert abs(samples(made)[-1]) <= 1


def test_in_swells_and_out_ebbs(tmp_path: Path) -> None:
    into, out = (peaks(swelling(tmp_path, *one, under_words=False)) for one in LENGTHS_MS.items())
    rising, falling = into[3:-8], out[3:-2]
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)
    assert max(into) > 3 * into[1]


@pytest.mark.parametrize("chime", LENGTHS_MS)
def test_under_words_it_is_about_a_third_as_strong(chime: Chime, tmp_path: Path) -> None:
    loud, soft = (
        max(peaks(swelling(tmp_path, chime, LENGTHS_MS[chime], under_words=under)))
        for under in (False, True)
    )
    assert soft == pytest.approx(loud / 10 ** (9 / 20), rel=0.02)


def test_a_file_is_made_once_and_a_damaged_one_anew(tmp_path: Path) -> None:
    made = swelling(tmp_path, Chime.INHALE, 4_000, under_words=False)
    before = made.path.stat().st_ino
    assert swelling(tmp_path, Chime.INHALE, 4_000, under_words=False) == made
    assert made.path.stat().st_ino == before
    made.path.write_bytes(b"RIFF")
    assert swelling(tmp_path, Chime.INHALE, 4_000, under_words=False) == made
    assert read_sound(made.path) == made
    assert [path.name for path in tmp_path.glob("*.wav")] == [made.path.name]


def test_all_are_made_on_the_way_and_too_short_ones_are_not(tmp_path: Path) -> None:
    made = Swells(
        tmp_path,
        [(Chime.INHALE, 1_700), (Chime.INHALE, 2_000), (Chime.EXHALE, 2_500)],
        cleans=False,
    )
    until(lambda: made.get(Chime.EXHALE, 2_500, under_words=False), "all are made")
    assert made.get(Chime.INHALE, 2_000, under_words=True)
    assert made.get(Chime.INHALE, 1_700, under_words=True) is None
    assert made.get(Chime.INHALE, 9_000, under_words=True) is None
    made.close()


@pytest.mark.parametrize("cleans", [True, False])
def test_the_folder_stays_small_also_where_no_voice_speaks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, cleans: bool
) -> None:
    old = swelling(tmp_path, Chime.INHALE, 5_000, under_words=False)
    monkeypatch.setattr(cache, "CACHE_MAX_BYTES", 0)
    made = Swells(tmp_path, [(Chime.INHALE, 2_000)], cleans=cleans)
    until(lambda: made.get(Chime.INHALE, 2_000, under_words=False), "all are made")
    assert old.path.exists() is not cleans


def test_where_no_file_can_be_written_there_is_none(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("no folder")
    made = Swells(folder / "below", [(Chime.INHALE, 2_000)], cleans=False)
    until(lambda: "tones" not in [one.name for one in threading.enumerate()], "it gives up")
    assert made.get(Chime.INHALE, 2_000, under_words=False) is None


def test_a_system_without_threads_has_short_tones(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def crowded(*_: object, **__: object) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread", crowded)
    made = Swells(tmp_path, [(Chime.INHALE, 2_000)], cleans=False)
    assert made.get(Chime.INHALE, 2_000, under_words=False) is None


@settings(max_examples=30)
@given(st.integers(2_000, 12_000), st.integers(0, 10_000), st.integers(10_000, 60_000))
def test_a_tone_lasts_to_the_end_of_its_phase(in_ms: int, more_ms: int, hold_ms: int) -> None:
    breathing = phases(Breath(in_ms, in_ms + more_ms), hold_ms)
    stage = Stage(Kind.HOLD, hold_ms, (), phases=breathing)
    for phase, chime in zip(breathing, sorted(BREATH_TONES, key=str) * 99, strict=False):
        tone = Cue(phase.start_ms + 600, chime=chime)
        assert tone_ms(stage, tone) == max(0, phase.end_ms - tone.at_ms) or (
            tone.at_ms >= phase.end_ms
        )
    assert tone_ms(stage, Cue(0, chime=Chime.BEGIN)) == 0


def test_words_within_a_phase_are_seen_ahead() -> None:
    tone, said = Cue(0, chime=Chime.INHALE), Cue(3_900, "Soft jaw.", rank=Rank.COMMENT)
    stage = Stage(Kind.HOLD, 10_000, (tone, said))
    assert speaks_within(stage, tone, 4_000)
    assert not speaks_within(stage, tone, 3_900)
    assert not speaks_within(stage._replace(cues=(tone, said._replace(rank=None))), tone, 4_000)


def test_from_a_recording_alone_one_knows_how_long_each_tone_was_heard(tmp_path: Path) -> None:
    mix = np.zeros(RATE * 13)

    def put(sound: Sound, at_s: float) -> None:
        heard = np.array(samples(sound)[RATE * SILENCE_MS // 1_000 :]) / 32_768
        first = int(at_s * RATE)
        mix[first : first + len(heard)] += heard

    put(swelling(tmp_path, Chime.INHALE, 4_000, under_words=False), 1)
    put(swelling(tmp_path, Chime.EXHALE, 6_000, under_words=True), 5)
    put(CHIMES[Chime.HALF], 6)
    put(CHIMES[Chime.TICK], 9)
    put(CHIMES[Chime.SWITCH], 11)
    recorded = decode(mix)

    assert [(heard.chime, round(heard.at_s, 2)) for heard in recorded.chimes] == [
        (Chime.INHALE, 1),
        (Chime.EXHALE, 5),
        (Chime.HALF, 6),
        (Chime.TICK, 9),
        (Chime.SWITCH, 11),
    ]
    assert recorded.words == ()
    into, out = recorded.swells
    assert (into.chime, out.chime) == (Chime.INHALE, Chime.EXHALE)
    assert 4.4 < into.end_s < 5
    assert 10 < out.end_s < 11
