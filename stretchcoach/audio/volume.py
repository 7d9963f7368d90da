"""How loud which sounds are: a file at less than full volume is a quieter copy of it.

Some players have no volume of their own (`aplay`), the others count in different ways. A copy is
alike for all of them. It lies beside what the voice has said, under a name made of what is in it.
"""

import hashlib
import os
import sys
import wave
from array import array
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from stretchcoach.audio.clips import Clip, Sound, read_sound
from stretchcoach.audio.health import Layer


class Volume(NamedTuple):
    """Percents of full volume, for marks, tones and words; `folder` is for the quieter copies."""

    folder: Path
    marks: float = 100
    tones: float = 100
    words: float = 100

    def fit(self, clip: Clip, layer: Layer) -> Clip:
        """The clip as loud as sounds of this layer are to be. Raises OSError and wave.Error."""
        of = {Layer.MARK: self.marks, Layer.TONE: self.tones, Layer.WORDS: self.words}
        percent = of[layer]
        if percent >= 100:
            return clip
        if isinstance(clip, Sound):
            return _quieter(clip, percent, self.folder)
        return clip._replace(volume=round(percent))


def gain(percent: float) -> float:
    """What the samples are multiplied by: half the volume is 12 dB, about half as loud."""
    return (percent / 100) ** 2


def _quieter(clip: Sound, percent: float, folder: Path) -> Sound:
    data = clip.path.read_bytes()
    key = hashlib.sha256(data + f"{percent:.2f}".encode()).hexdigest()[:32]
    path = folder / f"{key}.wav"
    if read_sound(path) is None:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=folder, prefix=f"making-{os.getpid()}-") as making:
            new = Path(making) / path.name
            _write_quieter(clip.path, new, gain(percent))
            new.replace(path)
    return Sound(path, clip.length_ms)


def _write_quieter(path: Path, new: Path, factor: float) -> None:
    with wave.open(str(path)) as file:
        form = file.getparams()
        samples = array("h", file.readframes(form.nframes))
    if sys.byteorder == "big":
        samples.byteswap()
    quieter = array("h", map(int, map(factor.__mul__, samples)))
    if sys.byteorder == "big":
        quieter.byteswap()
    with wave.open(str(new), "wb") as file:
        file.setparams(form)
        file.writeframes(quieter.tobytes())
