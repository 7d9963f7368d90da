"""Tries players, chimes and voices for `stretch doctor`, and waits for each."""

import subprocess
import time
from array import array
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from stretchcoach.audio.children import Children, ends_within, terminate
from stretchcoach.audio.chimes import CHIMES, SOFTENED
from stretchcoach.audio.clips import RATE, Clip, Sound, polish, read_sound, write_samples
from stretchcoach.audio.engines import Utterance, Voice, run, speech
from stretchcoach.audio.health import Layer
from stretchcoach.audio.players import Backend, backends, spd_say
from stretchcoach.audio.volume import Volume
from stretchcoach.audio.worker import make_once
from stretchcoach.core.timeline import BREATH_TONES

_SILENCE_MS = 500
_ANSWERS_WITHIN_S, _ENDS_WITHIN_S = 5.0, 0.5


class Trial(NamedTuple):
    """A player that was given a silent sound to play; `fault` is "" if it played it."""

    name: str
    fault: str
    backend: Backend | None = None


def try_players(children: Children) -> list[Trial]:
    """Every player of this system, tried, best first."""
    with TemporaryDirectory() as folder:
        sound = _silence(Path(folder) / "silence.wav")
        try:
            found = backends(children)
        except Exception as error:  # a library may raise anything
            return [Trial("playsound3", f"it cannot be loaded: {error}")]
        return [Trial(backend.name, play(children, backend, sound), backend) for backend in found]


def damaged_sounds() -> list[Path]:
    """The chimes' files that are missing or cannot be played."""
    sounds = (*CHIMES.values(), *SOFTENED.values())
    return [sound.path for sound in sounds if read_sound(sound.path) is None]


def play_chimes(children: Children, backend: Backend, volume: Volume) -> Iterator[str]:
    """Play each chime. Its name is yielded before it is played. Raises as `Volume.fit` does."""
    for chime, sound in CHIMES.items():
        yield chime.value
        layer = Layer.TONE if chime in BREATH_TONES else Layer.MARK
        play(children, backend, volume.fit(sound, layer))


def try_voice(voice: Voice) -> None:
    """Have the engine say a word into a file, or answer. Raises EngineError, OSError."""
    with Children() as children:
        if not voice.engine.writes:
            run(voice, voice.engine.voices, "", children=children)
            return
        with TemporaryDirectory() as folder:
            path = Path(folder) / "tried.wav"
            make_once(Utterance("One.", voice, pace=1, path=path), children)


def speak(
    children: Children, backend: Backend, voice: Voice, words: str, *, volume: Volume
) -> None:
    """Have the voice say this. Raises as `make_once`, `polish` and `Volume.fit` do."""
    if not voice.engine.writes:
        spoken = volume.fit(speech(words, voice, 1), Layer.WORDS)
        play(children, spd_say(children), spoken)
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        make_once(Utterance(words, voice, pace=1, path=path), children)
        polish(path)
        play(children, backend, volume.fit(read_sound(path) or Sound(path, 0), Layer.WORDS))


def play(children: Children, backend: Backend, clip: Clip) -> str:
    """Play the clip to its end; return what went wrong, or ""."""
    start_s = time.monotonic()
    try:
        process = backend.play(clip)
        ended = ends_within(process, clip.length_ms / 1_000 + _ANSWERS_WITHIN_S)
    except Exception as error:  # a player or its library may raise anything
        return str(error) or type(error).__name__
    took_ms = (time.monotonic() - start_s) * 1_000
    if not isinstance(process, subprocess.Popen):
        return "" if ended else "it did not come to an end"
    if not ended:
        terminate(process)
        ends_within(process, _ENDS_WITHIN_S)
    children.forget(process)
    if not ended:
        return "it did not come to an end"
    if process.returncode:
        return f"it ended with {process.returncode}"
    too_soon = isinstance(clip, Sound) and took_ms < clip.length_ms
    return "it ended too soon to have played" if too_soon else ""


def _silence(path: Path) -> Sound:
    write_samples(path, array("h", bytes(2 * (RATE * _SILENCE_MS // 1_000))), rate=RATE)
    return Sound(path, _SILENCE_MS)
