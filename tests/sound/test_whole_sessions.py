"""The built-in routines, heard: from their recordings alone one knows all that there is to know."""

from itertools import pairwise

import numpy as np
import pytest
from decoder import Samples, breaths, samples_of, stages, within
from living import Lived, Living
from soundserver import RATE

from stretchcoach.audio.chimes import CHIMES
from stretchcoach.audio.clips import SILENCE_MS
from stretchcoach.core.breath import Breath, phases
from stretchcoach.core.timeline import BREATH_TONES

pytestmark = pytest.mark.recording

LEADING = ("ready", "switch", "change sides")


def test_every_chime_is_heard_in_order_and_none_twice(lived: Lived) -> None:
    assert lived.finished
    assert [heard.chime.value for heard in lived.heard.chimes] == [name for _, name in lived.chimes]


def test_at_another_speed_every_mark_is_heard_too(living: Living) -> None:
    lived = living.lived("faster")
    tones = {chime.value for chime in BREATH_TONES}
    planned = [name for _, name in lived.chimes if name not in tones]
    heard = [chime.chime for chime in lived.heard.chimes if chime.chime not in BREATH_TONES]
    assert [chime.value for chime in heard] == planned


def test_no_chime_overlaps_its_neighbour(lived: Lived) -> None:
    for chime, following in pairwise(lived.heard.chimes):
        assert chime.end_s <= following.at_s + 0.02, (chime, following)


def test_no_mark_is_hidden_under_words(lived: Lived) -> None:
    marks = [chime for chime in lived.heard.chimes if chime.chime not in BREATH_TONES]
    assert min(mark.likeness for mark in marks) > 0.85


def test_a_breath_tone_is_softer_under_words_and_only_there(lived: Lived) -> None:
    tones = [chime for chime in lived.heard.chimes if chime.chime in BREATH_TONES]
    soft = [tone for tone in tones if within(lived.heard.words, tone.at_s + 0.1, tone.end_s - 0.1)]
    assert max((tone.gain for tone in soft), default=0) < 0.65
    assert min(tone.gain for tone in tones if tone not in soft) > 0.9


def test_no_breath_tone_lies_under_words(lived: Lived) -> None:
    tones = [chime for chime in lived.heard.chimes if chime.chime in BREATH_TONES]
    # The words of the first breath follow upon its tones at once; others keep away.
    for tone in tones:
        assert not within(lived.heard.words, tone.at_s - 0.3, tone.end_s - 0.05), tone
        near = within(lived.heard.words, tone.end_s, tone.end_s + 0.3)
        assert not near or tone in tones[:2], tone


def test_the_voice_leads_into_every_hold_and_is_over_before_its_bell(lived: Lived) -> None:
    for stage in lived.stages:
        if stage["stage"] in LEADING:
            start_s = stage["start_ms"] / 1_000
            end_s = start_s + stage["length_ms"] / 1_000
            said = within(lived.heard.words, start_s, end_s)
            assert said, f"nothing said in {stage['stage']} at {start_s}"
            assert sum(words.end_s - words.start_s for words in said) > 1
            assert said[-1].end_s < end_s, f"{stage['stage']} at {start_s}"


def test_words_are_heard_for_every_cue_that_is_for_the_ear(lived: Lived) -> None:
    for stage in lived.stages:
        for cue in stage["cues"]:
            at_s = cue["at_ms"] / 1_000
            # After its chime, of at most 1.2 s, or after the words of a breath.
            assert not cue["aloud"] or within(lived.heard.words, at_s, at_s + 1.5), cue


def test_from_the_recording_alone_every_stage_is_known(lived: Lived) -> None:
    assert stages(lived.heard) == [stage["stage"] for stage in lived.stages]


def test_from_the_recording_alone_every_phase_of_the_breath_is_known(lived: Lived) -> None:
    breath = Breath(lived.plan["breath"]["in_ms"], lived.plan["breath"]["out_ms"])
    planned = [
        [phase.way.value for phase in phases(breath, stage["length_ms"])]
        for stage in lived.stages
        if stage["stage"] == "hold"
    ]
    assert breaths(lived.heard) == planned


def test_each_breath_tone_is_heard_until_its_phase_is_nearly_over(lived: Lived) -> None:
    tones = [chime for chime in lived.heard.chimes if chime.chime in BREATH_TONES]
    ends = {}
    for swell in lived.heard.swells:
        tone = max((one for one in tones if one.at_s < swell.start_s), key=lambda one: one.at_s)
        assert tone.chime is swell.chime
        ends[tone] = swell.end_s
    for tone, following in pairwise(tones):
        lasts_s = following.at_s - tone.at_s
        # In ebbs faster than a decoder can tell, and the tone before a pause is followed later.
        if lasts_s < 7 and tone.gain > 0.8:
            assert tone in ends, tone
            assert lasts_s * 0.6 < ends[tone] - tone.at_s < lasts_s, tone


def test_nothing_is_much_louder_or_quieter_than_the_rest(lived: Lived) -> None:
    weighed = k_weighted(lived.samples)
    chimes = {
        f"{chime.chime.value} at {chime.at_s:.1f}": momentary(weighed, chime.at_s, chime.end_s)
        for chime in lived.heard.chimes
        if chime.gain > 0.8  # a softened tone is part of the words over it
    }
    words = {
        f"words at {words.start_s:.1f}": momentary(weighed, words.start_s, words.end_s)
        for words in lived.heard.words
    }
    loud = chimes | words
    spread = max(loud.values()) - min(loud.values())
    by_loudness = sorted(loud.items(), key=lambda item: item[1])
    assert spread <= 4, [*by_loudness[:3], *by_loudness[-3:]]


def test_a_session_is_as_loud_as_speech_usually_is_and_nothing_is_cut_off(lived: Lived) -> None:
    assert integrated(k_weighted(lived.samples)) == pytest.approx(-18, abs=1.5)
    assert max(map(true_peak, np.array_split(lived.samples, 20))) <= 10 ** (-1 / 20)


def test_no_chime_loses_its_start(lived: Lived) -> None:
    """Of what a device that wakes up would take, 12 ms are as the file has them."""
    for chime in lived.heard.chimes:
        if chime.gain > 0.8:
            file = samples_of(CHIMES[chime.chime].path)[RATE * SILENCE_MS // 1_000 :]
            first, at = file[: RATE * 12 // 1_000], int(chime.at_s * RATE)
            # Of a chime that repeats itself the match may be a few ms off.
            near = range(max(0, at - RATE // 100), at + RATE // 100)
            heard = [lived.samples[n : n + len(first)] for n in near]
            likeness = max(
                float(one @ first / np.sqrt((one @ one) * (first @ first) or 1)) for one in heard
            )
            assert likeness > 0.9, chime


def integrated(weighed: Samples) -> float:
    """LUFS of a whole programme, its silences left out (ITU-R BS.1770-4, both gates)."""
    window = int(0.4 * RATE)
    energy = np.concatenate(([0.0], np.cumsum(weighed**2)))
    starts = np.arange(0, len(weighed) - window, window // 4)
    loud = 10 * np.log10(np.maximum((energy[starts + window] - energy[starts]) / window, 1e-12))
    loud = loud[loud - 0.691 > -70]
    mean = 10 * np.log10((10 ** (loud / 10)).mean())
    loud = loud[loud > mean - 10]
    return float(-0.691 + 10 * np.log10((10 ** (loud / 10)).mean()))


def true_peak(samples: Samples) -> float:
    """The peak of the sound itself, between the samples."""
    size = _quick(len(samples))
    return float(np.abs(4 * np.fft.irfft(np.fft.rfft(samples, size), 4 * size)).max())


def k_weighted(samples: Samples) -> Samples:
    """The samples as the ear weighs them (the K curve, ITU-R BS.1770)."""
    size = _quick(len(samples))
    hertz = np.fft.rfftfreq(size, 1 / RATE)
    shelf, low = 1j * hertz / 1682, 1j * hertz / 38.1
    curve = (1.585 * shelf**2 + 1.780 * shelf + 1) / (shelf**2 + 1.414 * shelf + 1)
    curve *= low**2 / (low**2 + 2 * low + 1)
    weighed = np.fft.irfft(np.fft.rfft(samples, size) * np.abs(curve), size)
    return np.asarray(weighed[: len(samples)])


def _quick(length: int) -> int:
    """At least this length, and one that is transformed many times faster than most are."""
    return 1 << (length - 1).bit_length()


def momentary(weighed: Samples, start_s: float, end_s: float) -> float:
    """LUFS of the loudest 400 ms that begin or end in this time (EBU Tech 3341)."""
    window = int(0.4 * RATE)
    first, last = max(0, int(start_s * RATE) - window // 2), int(end_s * RATE) + window // 2
    energy = np.concatenate(([0.0], np.cumsum(weighed[first:last] ** 2)))
    return float(-0.691 + 10 * np.log10((energy[window:] - energy[:-window]).max() / window))


def test_the_loudness_of_a_full_scale_sine_is_as_the_standard_has_it() -> None:
    sine = np.sin(2 * np.pi * 997 * np.arange(2 * RATE) / RATE)
    assert momentary(k_weighted(sine), 0.5, 1.5) == pytest.approx(-3.01, abs=0.2)
