"""A session's sounds in one stream: a player in simulated time, and the mixing.

Silence is most of a session. Only sounds that overlap are added, sample by sample, and their peaks
are limited. A session of any length is made in pieces.
"""

import wave
from array import array
from collections.abc import Callable, Iterator, Sequence
from operator import add, attrgetter
from pathlib import Path
from typing import NamedTuple

from stretchcoach.audio.clips import (
    PEAK_LIMIT,
    PIECE_MS,
    RATE,
    SILENCE_MS,
    Clip,
    Sound,
    as_bytes,
    limited,
    read_samples,
)
from stretchcoach.audio.health import Layer
from stretchcoach.audio.resampling import resampled
from stretchcoach.audio.volume import Volume

# How long a sound that is cut off fades out. Without that it would click.
_FADE_MS = 5


class Placed(NamedTuple):
    """A sound at its moment. A hushed sound ends before its file does.

    `told` are the words that a voice says in it.
    """

    start_s: float
    end_s: float
    layer: Layer
    path: Path
    told: str = ""


class Mixer:
    """A Player that keeps the sounds of a session. `now_s` is the session's clock.

    `telling` are the words of the event that is being heard.
    """

    def __init__(self, volume: Volume, now_s: Callable[[], float]) -> None:
        self.placed: list[Placed] = []
        self.telling = ""
        self._volume = volume
        self._now_s = now_s

    def play(self, clip: Clip, layer: Layer, after_s: float = 0) -> None:
        """Raises OSError and wave.Error where a quieter copy cannot be made."""
        fitted = self._volume.fit(clip, layer)
        assert isinstance(fitted, Sound)
        start_s = self._now_s() + after_s
        end_s = start_s + fitted.length_ms / 1_000
        told = self.telling if layer is Layer.WORDS else ""
        self.placed.append(Placed(start_s, end_s, layer, path=fitted.path, told=told))

    def hush(self, *layers: Layer) -> None:
        now_s = self._now_s()
        self.placed = [
            placed._replace(end_s=min(now_s, placed.end_s)) if hushed else placed
            for placed in self.placed
            if not (hushed := not layers or placed.layer in layers) or placed.start_s < now_s
        ]

    @property
    def end_s(self) -> float:
        """When the last sound has ended."""
        return max((placed.end_s for placed in self.placed), default=0)


def rate_of(placed: Sequence[Placed]) -> int:
    """The rate that most of the words have. A higher rate would only add overtones."""
    rates = [_rate(path) for path in {one.path for one in placed if one.layer is Layer.WORDS}]
    return max(rates, key=rates.count, default=RATE)


def mixed(placed: Sequence[Placed], rate: int, frames: int) -> Iterator[bytes]:
    """All sounds as `frames` 16-bit samples of one channel, piece by piece."""
    clips: dict[Path, array[int]] = {}
    at = 0
    for start, together in _together(placed, rate, clips):
        yield from _silence(min(start, frames) - at, rate)
        piece = _sum(together)[: max(0, frames - start)]
        at = min(start, frames) + len(piece)
        yield as_bytes(piece)
    yield from _silence(frames - at, rate)


def _together(
    placed: Sequence[Placed], rate: int, clips: "dict[Path, array[int]]"
) -> "Iterator[tuple[int, list[tuple[int, array[int]]]]]":
    """Groups of overlapping sounds: the start of the group, and each sound's offset from it."""
    begun, end = 0, 0
    group: list[tuple[int, array[int]]] = []
    for one in sorted(placed, key=attrgetter("start_s")):
        samples = clips.get(one.path)
        if samples is None:
            samples = clips[one.path] = _read(one.path, rate)
        start = round(one.start_s * rate)
        samples = _cut(samples, round(one.end_s * rate) - start, rate)
        if group and start >= end:
            yield begun, group
            group = []
        if not group:
            begun = end = start
        group.append((start - begun, samples))
        end = max(end, start + len(samples))
    if group:
        yield begun, group


def _sum(together: "Sequence[tuple[int, array[int]]]") -> "array[int]":
    """The sum of the sounds, with its peaks limited."""
    (_, first), *others = together
    if not others:
        return first
    total = array("i", bytes(4 * max(start + len(samples) for start, samples in together)))
    for start, samples in together:
        here = slice(start, start + len(samples))
        total[here] = array("i", map(add, total[here], samples))
    if max(max(total), -min(total)) <= PEAK_LIMIT * 32_767:
        return array("h", total)
    return limited(total, 1, _PIECE)


# In samples. The same number does at any rate.
_PIECE = RATE * PIECE_MS // 1_000


def _cut(samples: "array[int]", length: int, rate: int) -> "array[int]":
    """The first samples, faded out. By rounding, `length` may be off by one sample."""
    if length > len(samples) - rate // 1_000:
        return samples
    fade = min(length, rate * _FADE_MS // 1_000)
    faded = (samples[length - fade + number] * (fade - number) // fade for number in range(fade))
    return samples[: length - fade] + array("h", faded)


def _silence(frames: int, rate: int) -> Iterator[bytes]:
    for start in range(0, frames, rate):
        yield bytes(2 * min(rate, frames - start))


def _rate(path: Path) -> int:
    with wave.open(str(path)) as file:
        rate: int = file.getframerate()
    return rate


def _read(path: Path, rate: int) -> "array[int]":
    """The samples of a clip without its leading silence. Raises OSError, wave.Error."""
    samples, own = read_samples(path)
    return resampled(samples[own * SILENCE_MS // 1_000 :], own, rate)
