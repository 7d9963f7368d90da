"""Trying out what makes sound here, each waited for: what `stretch doctor` looks at."""

import subprocess
import time
import wave
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from stretchcoach.audio.chimes import CHIMES, SOFTENED
from stretchcoach.audio.clips import Clip, polish, read_clip
from stretchcoach.audio.engines import Order, Voice, make
from stretchcoach.audio.players import Backend, backends, speaker

_SILENCE_MS = 500
_RATE = 44_100
_ANSWERS_WITHIN_S, _ENDS_WITHIN_S = 5.0, 0.5


class Trial(NamedTuple):
    """A player that was given a silent sound to play; `fault` is "" if it played it."""

    backend: Backend
    fault: str


def try_players() -> list[Trial]:
    """Every player of this system, tried, best first."""
    with TemporaryDirectory() as folder:
        clip = _silence(Path(folder) / "silence.wav")
        try:
            found = backends()
        except Exception as error:  # it tries out players, and one may surprise it
            return [Trial(Backend("playsound3", 0, ""), f"it cannot be loaded: {error}")]
        return [Trial(backend, play(backend, clip)) for backend in found]


def damaged_sounds() -> list[Path]:
    """The chimes' files that are missing or cannot be played."""
    clips = (*CHIMES.values(), *SOFTENED.values())
    return [clip.path for clip in clips if read_clip(clip.path) is None]


def play_chimes(backend: Backend) -> Iterator[str]:
    """Play each chime; gives its name before, and goes on to its sound when asked for the next."""
    for chime, clip in CHIMES.items():
        yield chime.value
        play(backend, clip)


def speak(backend: Backend, voice: Voice, words: str) -> None:
    """Have the voice say this. Raises as `make` and `polish` do."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"spoken{voice.engine.suffix}"
        make(Order(words, voice, 1, path))
        if path.suffix == ".wav":
            polish(path)
            play(backend, read_clip(path) or Clip(path, 0))
        else:
            play(speaker(), Clip(path, len(words) * 100))


def play(backend: Backend, clip: Clip) -> str:
    """Play the clip to its end; returns what went wrong, "" if nothing did."""
    from playsound3 import playsound

    start_s = time.monotonic()
    limit_s = clip.length_ms / 1_000 + _ANSWERS_WITHIN_S
    with suppress(subprocess.TimeoutExpired):
        try:
            sound = playsound(clip.path, block=False, backend=backend.plays_with)  # type: ignore[arg-type]
        except Exception as error:  # whatever a player or its library comes up with
            return str(error) or type(error).__name__
        if not isinstance(sound.subprocess, subprocess.Popen):
            sound.wait()
            return ""
        try:
            code = sound.subprocess.wait(limit_s)
        finally:
            _end(sound.subprocess)
        if not code and (time.monotonic() - start_s) * 1_000 < clip.length_ms:
            return "it ended too soon to have played"
        return f"it ended with {code}" if code else ""
    return "it did not come to an end"


def _end(process: "subprocess.Popen[str]") -> None:
    """Tell a player to end, and see to it."""
    process.terminate()
    try:
        process.wait(_ENDS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _silence(path: Path) -> Clip:
    frames = _RATE * _SILENCE_MS // 1_000
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(bytes(2 * frames))
    return Clip(path, _SILENCE_MS)
