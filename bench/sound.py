"""Sound: the latency of each player, and the cost of sound."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from child import Child
from living import Living
from report import Figure, MeasureError, median_ms, percentile_ms
from setting import Setting
from soundserver import Recording, SoundServer

from stretchcoach.audio.children import Children
from stretchcoach.audio.chimes import CHIMES
from stretchcoach.audio.clips import SILENCE_MS
from stretchcoach.audio.health import Layer
from stretchcoach.audio.playback import Playback
from stretchcoach.audio.volume import Volume
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.timeline import Chime

_COMMANDS = {
    "paplay": ("paplay",),
    "aplay": ("aplay", "--quiet"),
    "pw-play": ("pw-play",),
    "gst-play-1.0": ("gst-play-1.0", "--no-interactive", "--quiet"),
    "ffplay": ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"),
}
_TICK = CHIMES[Chime.TICK]
_SHORT = ("upper-back", "--side", "left", "--only", "shoulder", "--hold", "20s")
_AUDIBLE = 0.02
# The lead to a hold, in which a voice is made.
_READY_S = 10
# The longest wait for the first hold: to get ready takes 29 s by itself.
_LEADS_IN_S = 40.0
_APART_S, _BEFORE_S = 0.7, 0.05
_LOADED_WITHIN_S = 10.0


def latency(setting: Setting) -> list[Figure]:
    """The latency of our playback and of the bare command, with each player that is installed."""
    figures = []
    for pipewire in (False, True):
        if SoundServer.missing(pipewire=pipewire):
            continue
        name = "PipeWire" if pipewire else "PulseAudio"
        with SoundServer(setting.home / name, pipewire=pipewire) as server:
            for player in filter(shutil.which, _COMMANDS):
                if pipewire or player != "pw-play":
                    figures += _latency(setting, server, player, name)
    if not figures:
        missing = ", ".join(SoundServer.missing())
        raise MeasureError(f"there is no sound server to measure with; not installed: {missing}")
    return figures


def moments(setting: Setting) -> list[Figure]:
    """A whole recorded session: how far chimes and words are from their moments.

    The floor is the latency of the bare player on the same server. Its variation cannot be
    predicted.
    """
    if SoundServer.missing() or not shutil.which("paplay"):
        raise MeasureError("there is no sound server or no paplay to measure with")
    with SoundServer(setting.home / "bare") as server, server.recording() as recording:
        plays = range(setting.either(20, 6) + 1)
        bare_s = [_bare(server, recording, "paplay") - SILENCE_MS / 1_000 for _ in plays][1:]
    session = _SHORT if setting.quick else ("upper-back-quick",)
    with Living(setting.home / "living", ("session",)) as living:
        living.begin("session", *session)
        lived = living.lived("session")
    heard = [chime.chime.value for chime in lived.heard.chimes]
    if heard != [name for _, name in lived.chimes]:
        raise MeasureError("not every chime of the session was heard")
    offs = {"chimes": lived.chimes_off_s(), "words": lived.words_off_s()}
    return [
        Figure(
            f"{what} off their moment, p95 of {len(off_s)}",
            percentile_ms(off_s, 95),
            "ms",
            percentile_ms(bare_s, 95),
            "bare paplay, from being told",
            60,
        )
        for what, off_s in offs.items()
        if off_s
    ]


def cost(setting: Setting) -> list[Figure]:
    """The processor time of making phrases, and of a hold with chimes, tones and voice.

    The floors are the same start with the phrases in the cache, and the same hold without sound.
    """
    if SoundServer.missing():
        raise MeasureError("there is no sound server to measure with")
    with SoundServer(setting.home / "server") as server, _environment(server.environment()):
        anew_s, kept_s = _cpu_of_start(setting), _cpu_of_start(setting)
        heard_s, silent_s = (_cpu_a_minute(setting, *flags) for flags in ((), ("--no-sound",)))
    silent = "the same session, silent"
    return [
        Figure("CPU of a start, voice made anew", anew_s, "s", kept_s, "the same, voice kept"),
        Figure("CPU a minute, with sound and voice", heard_s, "s", silent_s, silent),
    ]


def _latency(setting: Setting, server: SoundServer, name: str, where: str) -> list[Figure]:
    plays = setting.either(20, 6)
    only = setting.home / f"only-{name}"
    only.mkdir(exist_ok=True)
    (only / name).unlink(missing_ok=True)
    (only / name).symlink_to(str(shutil.which(name)))
    own = {**server.environment(), "PATH": str(only)}
    with server.recording() as recording, _environment(own), Children() as children:
        playback = _loaded(children)
        ours_s, floors_s = [], []
        for number in range(plays + 1):
            ours = _until_heard(recording, lambda: playback.play(_TICK, Layer.MARK))
            floor = _bare(server, recording, name)
            if number:  # the first plays load libraries
                ours_s.append(ours)
                floors_s.append(floor)
        playback.close()
    floor_name = f"bare {name}"
    return [
        Figure(
            f"cue to ear, {name} on {where}, p50 of {plays}",
            median_ms(ours_s),
            "ms",
            median_ms(floors_s),
            floor_name,
        ),
        Figure(
            f"cue to ear, {name} on {where}, p95",
            percentile_ms(ours_s, 95),
            "ms",
            percentile_ms(floors_s, 95),
            floor_name,
        ),
        Figure(
            f"off its moment, {name} on {where}, p95",
            percentile_ms([abs(took_s - playback.latency_ms / 1_000) for took_s in ours_s], 95),
            "ms",
            limit=60,
        ),
    ]


def _bare(server: SoundServer, recording: Recording, name: str) -> float:
    """Seconds from starting this player directly until it is heard, with the file's silence."""
    command = [*_COMMANDS[name], str(_TICK.path)]
    null = subprocess.DEVNULL
    env = {**os.environ, **server.environment()}
    children: list[subprocess.Popen[bytes]] = []

    def begin() -> None:
        children.append(subprocess.Popen(command, env=env, stdin=null, stdout=null, stderr=null))

    heard_s = _until_heard(recording, begin)
    for child in children:
        child.wait()
    return heard_s


def _loaded(children: Children) -> Playback:
    playback = Playback(children, Volume(Path("unused")), ENGLISH)
    end_s = time.monotonic() + _LOADED_WITHIN_S
    while not playback.backends:
        if playback.silent or time.monotonic() > end_s:
            raise MeasureError(f"the players were not found: {playback.note}")
        time.sleep(0.01)
    return playback


def _until_heard(recording: Recording, begin: Callable[[], None]) -> float:
    """Seconds from beginning a sound until its first audible sample."""
    recording.from_now(0.2)  # the sound before is over
    at_s = time.monotonic()
    begin()
    recording.from_now(_APART_S)
    # From a little before, since the recording's own clock is a few ms off.
    heard = recording.between(at_s - _BEFORE_S, at_s + _APART_S)
    loud = np.flatnonzero(np.abs(heard) > _AUDIBLE)
    if not len(loud):
        raise MeasureError("a sound was not heard")
    return float(loud[0]) / recording.rate - _BEFORE_S


def _session(setting: Setting, *flags: str) -> list[str]:
    session = ["upper-back", "--yes", "--side", "left", "--only", "shoulder"]
    return [*setting.stretch, *session, "--hold", f"{setting.either(60, 15)}s", *flags]


def _cpu_of_start(setting: Setting) -> float:
    with Child(_session(setting), setting.home) as child:
        child.until(b"Hold ", _LEADS_IN_S)
        child.drain(_READY_S)
        cpu_s = child.cost().cpu_s
        child.send(b"q")
        child.gone()
    return cpu_s


def _cpu_a_minute(setting: Setting, *flags: str) -> float:
    with Child(_session(setting, *flags), setting.home) as child:
        child.until(b"Hold ", _LEADS_IN_S)
        child.drain(_READY_S)
        before = child.cost()
        child.drain(setting.either(60, 15) - 2)
        after = child.cost()
        child.send(b"q")
        child.gone()
    return (after.cpu_s - before.cpu_s) * 60 / (after.at_s - before.at_s)


@contextmanager
def _environment(changes: dict[str, str]) -> Iterator[None]:
    """Change the environment of this process, and of its children, for a while."""
    before = dict(os.environ)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
