"""Decodes a recording: finds each chime and its moment, the words, and the stages.

A chime is found by its waveform (a matched filter). The loudest match is subtracted from the
recording, then the next, so that a note of one chime does not count as another. The rest is the
voice, and the notes of the breath tones, which are found by their frequencies. The decoder does not
know the timeline.
"""

import wave
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from stretchcoach.audio.chimes import CHIMES
from stretchcoach.audio.clips import SILENCE_MS
from stretchcoach.audio.swells import PITCHES
from stretchcoach.core.timeline import BREATH_TONES, Chime

RATE = 44_100
# A quarter of the samples is enough to look for chimes, and much quicker.
STEP = 4
# How far from the place that was found so a chime may begin, in samples: 7 ms.
NEAR = 300
# A mark is heard alone; a breath tone may be softened and under words.
ALONE_LIKENESS = 0.85
MARK_LIKENESS, TONE_LIKENESS = 0.6, 0.12
MARK_GAIN, TONE_GAIN = 0.6, 0.35
# For the note of a breath tone. A chime over it hides it for up to 0.6 s.
NOTE_FRAME_S, NOTE_LEVEL, NOTE_GAP_FRAMES = 0.05, 0.0015, 14
# Words are louder and longer than this, and their pauses shorter; their first sound may be softer.
SOFT_S, SOFT_LEVEL = 0.1, 0.008
VOICE_RMS, WORD_S, PAUSE_S, FRAME_S = 0.01, 0.3, 0.5, 0.02

Samples = NDArray[np.float64]


class Heard(NamedTuple):
    """A chime, and when it began in seconds.

    `gain` is its strength relative to its file. `likeness` is its share of the sound then: 1 if it
    was heard alone.
    """

    chime: Chime
    at_s: float
    gain: float
    likeness: float

    @property
    def end_s(self) -> float:
        return self.at_s + CHIMES[self.chime].length_ms / 1_000


class Words(NamedTuple):
    """A stretch of speech."""

    start_s: float
    end_s: float


class Swell(NamedTuple):
    """The note of a breath tone: from when to when it was heard."""

    chime: Chime
    start_s: float
    end_s: float


class Recorded(NamedTuple):
    """All that was found in a recording, in order."""

    chimes: tuple[Heard, ...]
    words: tuple[Words, ...]
    swells: tuple[Swell, ...] = ()


def samples_of(path: Path) -> Samples:
    with wave.open(str(path)) as file:
        assert file.getframerate() == RATE
        data = file.readframes(file.getnframes())
    return np.frombuffer(data, "<i2").astype(np.float64) / 32_768


def decode(samples: Samples) -> Recorded:
    left = samples.copy()
    silent = RATE * SILENCE_MS // 1_000
    templates = {chime: samples_of(CHIMES[chime].path)[silent:] for chime in Chime}
    found = []
    for chime, near in _candidates(left, templates):
        match = _match(left, templates[chime], near, 2 * STEP)
        if match is not None and _is_one(chime, *match[1:]):
            # If a chime was heard alone, its residue is no words, but a difference in playing.
            alone = match[2] > ALONE_LIKENESS
            if alone:
                # A tone shifted by a few of its waves matches nearly as well: search so far.
                further = _match(left, templates[chime], match[0], NEAR) or match
                match = max(match, further, key=lambda found: found[2])
            start, gain, likeness = match
            here = slice(start, start + len(templates[chime]))
            left[here] -= left[here].copy() if alone else gain * templates[chime]
            found.append(Heard(chime, start / RATE, gain, likeness))
    found.sort(key=lambda heard: heard.at_s)
    voice, notes = _without_notes(left)
    return Recorded(tuple(found), tuple(_words(voice)), tuple(_swells(found, notes)))


def _is_one(chime: Chime, gain: float, likeness: float) -> bool:
    if chime in BREATH_TONES:
        return TONE_GAIN < gain < 1.5 and likeness > TONE_LIKENESS
    return MARK_GAIN < gain < 1.5 and likeness > MARK_LIKENESS


def _thinned(samples: Samples) -> Samples:
    whole = samples[: len(samples) // STEP * STEP]
    return np.asarray(whole.reshape(-1, STEP).mean(axis=1))


def _candidates(left: Samples, templates: dict[Chime, Samples]) -> list[tuple[Chime, int]]:
    """Where chimes may be; those that explain most of the recording come first."""
    found: list[tuple[float, Chime, int]] = []
    thinned = _thinned(left)
    for chime, whole in templates.items():
        template = _thinned(whole)
        energy = float(template @ template)
        gains = _correlated(thinned, template) / energy
        # One candidate for each tenth of a second is plenty: none is so short.
        window = RATE // STEP // 10
        least = TONE_GAIN if chime in BREATH_TONES else MARK_GAIN
        for start in range(0, len(gains), window):
            best = start + int(np.argmax(gains[start : start + window]))
            if gains[best] > least:
                found.append((gains[best] ** 2 * energy, chime, best))
    found.sort(key=lambda candidate: -candidate[0])
    return [(chime, first * STEP) for _, chime, first in found]


def _correlated(left: Samples, template: Samples) -> Samples:
    size = 1 << (len(left) + len(template)).bit_length()
    product = np.fft.rfft(left, size) * np.conj(np.fft.rfft(template, size))
    return np.asarray(np.fft.irfft(product, size)[: len(left)])


def _match(
    left: Samples, template: Samples, near: int, away: int
) -> tuple[int, float, float] | None:
    """The best fit near this place: its start, its gain, and its likeness to the template."""
    first = max(0, near - away)
    piece = left[first : near + away + len(template)]
    if len(piece) < len(template):
        return None
    energy = float(template @ template)
    products = np.correlate(piece, template, "valid")
    best = int(np.argmax(products))
    here = piece[best : best + len(template)]
    product = float(products[best])
    likeness = product / float(np.sqrt(energy * (here @ here)) or 1)
    return first + best, product / energy, likeness


def _without_notes(left: Samples) -> tuple[Samples, dict[Chime, Samples]]:
    """The rest without the notes of breath tones, and the strength of each, frame by frame.

    In a frame as short as this one each is a steady sum of its partials.
    """
    size = int(NOTE_FRAME_S * RATE)
    frames = left[: len(left) // size * size].reshape(-1, size)
    turns = np.arange(size) / RATE * 2 * np.pi
    waves: list[Samples] = []
    strengths = {}
    for chime, pitch in PITCHES.items():
        strengths[chime] = np.array([len(waves), len(waves) + 1])  # its fundamental
        for ratio, _ in pitch.partials:
            waves += [np.sin(turns * pitch.hertz * ratio), np.cos(turns * pitch.hertz * ratio)]
    basis = np.array(waves).T
    weights = np.linalg.lstsq(basis, frames.T, rcond=None)[0]
    voice = left.copy()
    voice[: frames.size] -= (basis @ weights).T.reshape(-1)
    return voice, {c: np.hypot(*weights[places]) for c, places in strengths.items()}


def _swells(found: Sequence[Heard], notes: dict[Chime, Samples]) -> Iterator[Swell]:
    """The note of each breath tone: as long as it is heard without a gap, up to the next tone."""
    tones = [heard for heard in found if heard.chime in PITCHES]
    for tone, following in zip_longest(tones, tones[1:]):
        first = int(tone.end_s / NOTE_FRAME_S) + 1
        last = int(following.at_s / NOTE_FRAME_S) - 1 if following else None
        loud = np.flatnonzero(notes[tone.chime][first:last] > NOTE_LEVEL)
        gaps = np.flatnonzero(np.diff(loud) > NOTE_GAP_FRAMES)
        if len(loud):
            end = loud[gaps[0]] if len(gaps) else loud[-1]
            yield Swell(
                tone.chime,
                (first + int(loud[0])) * NOTE_FRAME_S,
                (first + int(end) + 1) * NOTE_FRAME_S,
            )


def _words(left: Samples) -> list[Words]:
    frame = int(FRAME_S * RATE)
    frames = left[: len(left) // frame * frame].reshape(-1, frame)
    loud = np.flatnonzero(np.sqrt((frames**2).mean(axis=1)) > VOICE_RMS) * FRAME_S
    words: list[Words] = []
    for at_s in map(float, loud):
        if words and at_s - words[-1].end_s <= PAUSE_S:
            words[-1] = words[-1]._replace(end_s=at_s + FRAME_S)
        else:
            words.append(Words(at_s, at_s + FRAME_S))
    return [_begun(left, said) for said in words if said.end_s - said.start_s >= WORD_S]


def _begun(left: Samples, said: Words) -> Words:
    """The words from their first, soft sound on."""
    first = max(0, int((said.start_s - SOFT_S) * RATE))
    sounds = np.flatnonzero(np.abs(left[first : int(said.end_s * RATE)]) > SOFT_LEVEL)
    return said._replace(start_s=(first + int(sounds[0])) / RATE)


def stages(recorded: Recorded) -> list[str]:
    """The kinds of the stages in order, by the marks and the words before the first mark."""
    marks = [heard for heard in recorded.chimes if heard.chime in _BEGINS]
    told = [_BEGINS[heard.chime] for heard in marks]
    if marks and any(said.end_s <= marks[0].at_s for said in recorded.words):
        told.insert(0, "ready")
    return told


_BEGINS = {
    Chime.BEGIN: "hold",
    Chime.SWITCH: "switch",
    Chime.CHANGE: "change sides",
    Chime.FINISH: "end",
}


def breaths(recorded: Recorded) -> list[list[str]]:
    """For each hold its inhales and exhales in order."""
    holds: list[list[str]] = []
    for heard in recorded.chimes:
        if heard.chime is Chime.BEGIN:
            holds.append([])
        elif heard.chime in BREATH_TONES and holds:
            holds[-1].append("in" if heard.chime is Chime.INHALE else "out")
    return holds


def within(words: Sequence[Words], start_s: float, end_s: float) -> list[Words]:
    """The words said in this time, wholly or in part."""
    return [said for said in words if said.start_s < end_s and said.end_s > start_s]
