"""How loud each sound is: a sound below full volume is a quieter copy of its file.

Some players have no volume option (`aplay`), and others use different scales. A copy works with
all of them. It is kept in the cache.
"""

from array import array
from pathlib import Path
from typing import NamedTuple

from stretchcoach.audio import cache
from stretchcoach.audio.clips import Clip, Sound, read_samples, write_samples
from stretchcoach.audio.health import Layer


class Volume(NamedTuple):
    """Percents of full volume for marks, tones and words. The quieter copies are in `folder`."""

    folder: Path
    marks: float = 100
    tones: float = 100
    words: float = 100

    def fit(self, clip: Clip, layer: Layer) -> Clip:
        """The clip at the volume of this layer. Raises OSError and wave.Error."""
        of = {Layer.MARK: self.marks, Layer.TONE: self.tones, Layer.WORDS: self.words}
        percent = of[layer]
        if percent >= 100:
            return clip
        if isinstance(clip, Sound):
            return _quieter(clip, percent, self.folder)
        return clip._replace(volume=round(percent))


def gain(percent: float) -> float:
    """The factor for the samples. Half the volume is 12 dB less, about half as loud."""
    return (percent / 100) ** 2


def _quieter(clip: Sound, percent: float, folder: Path) -> Sound:
    data = clip.path.read_bytes()
    path = cache.place(folder, data + f"{percent:.2f}".encode())
    return cache.kept(path) or cache.make(
        path, lambda new: _write_quieter(clip.path, new, gain(percent))
    )


def _write_quieter(path: Path, new: Path, factor: float) -> None:
    samples, rate = read_samples(path)
    write_samples(new, array("h", map(int, map(factor.__mul__, samples))), rate=rate)
