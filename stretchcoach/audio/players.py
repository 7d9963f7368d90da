"""The players of this system: commands that play one sound file and end, as playsound3 backends."""

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple

from stretchcoach.audio.children import Child, Children
from stretchcoach.audio.clips import Clip, Sound, Speech

if TYPE_CHECKING:
    from playsound3.playsound3 import PopenLike, SoundBackend

SPD_SAY = "spd-say"
_WEB = "urllib.request"

_Program = tuple[int, tuple[str, ...]]
# Those of Linux, quickest first, each with the milliseconds from its start until it is heard:
# between what was measured on PulseAudio and on PipeWire (python bench/run.py --only sound).
_LINUX: tuple[_Program, ...] = (
    (12, ("paplay",)),
    (15, ("aplay", "--quiet")),
    (30, ("pw-play",)),
)
# Slower, and without a sound device they end as if they had played; so only where there is none of
# the above. These are the ones that playsound3 itself would take.
_LINUX_LAST: tuple[_Program, ...] = (
    (50, ("gst-play-1.0", "--no-interactive", "--quiet")),
    (105, ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet")),
)
_MACOS: tuple[_Program, ...] = ((0, ("afplay",)),)

# What spd-say is told cannot be taken back by ending it: the speech server goes on. So a shell
# stands guard, and cancels what is being said when it is itself ended, by us or by our own end.
# A speech server that hangs must not leave anything behind.
_SPEAK = """
trap 'kill $!; timeout 1 spd-say --cancel; exit' TERM
spd-say --wait --rate "$1" --language "$2" ${3:+--synthesis-voice "$3"} -- "$4" & wait $!
"""


class Backend(NamedTuple):
    """A player: how long it takes to be heard (0 if that is not known), and how it begins a sound.

    `play` returns what plays, and raises OSError or whatever playsound3 raises.
    """

    name: str
    latency_ms: int
    play: "Callable[[Clip], PopenLike]"


def backends(children: Children) -> list[Backend]:
    """What can play sound files here, best first. Loads playsound3, which takes its time."""
    _load_playsound3()
    if sys.platform == "win32":
        import playsound3

        default = playsound3.DEFAULT_BACKEND
        return [] if default is None else [Backend(default, 0, partial(_play, default))]
    if sys.platform == "darwin":
        return _found(_MACOS, children)
    return _found(_LINUX, children) or _found(_LINUX_LAST, children)


def spd_say(children: Children) -> Backend:
    """What has spd-say speak; see engines.py."""

    def play(clip: Clip) -> Child:
        assert isinstance(clip, Speech)
        told = (str(clip.percent), clip.language, clip.voice, clip.words)
        return children.start(["/bin/sh", "-c", _SPEAK, "sh", *told])

    return Backend(SPD_SAY, 0, play)


def _play(backend: "SoundBackend | str", clip: Clip) -> "PopenLike":
    from playsound3 import playsound

    assert isinstance(clip, Sound)
    return playsound(clip.path, block=False, backend=backend).subprocess  # type: ignore[arg-type]


def _load_playsound3() -> None:
    """Load it without what we have no use for.

    By itself it runs every player that it knows, to see whether it exists. That has no time limit,
    and where one fails it gives up on all of them. It also loads Python's web client, of 5 MB, for
    sounds that lie on the web.
    """
    # Where it finds nothing it says so on stderr, over the screen; we say it in our own words.
    logger = logging.getLogger("playsound3")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    run, web = subprocess.run, sys.modules.get(_WEB)
    subprocess.run = _not_here  # type: ignore[assignment]
    sys.modules[_WEB] = web or ModuleType(_WEB)
    try:
        import playsound3  # noqa: F401
    finally:
        subprocess.run = run
        if web is None:
            del sys.modules[_WEB]


def _not_here(command: Iterable[str], **_: object) -> None:
    raise FileNotFoundError(command)


def _found(commands: tuple[_Program, ...], children: Children) -> list[Backend]:
    found = []
    for latency_ms, (name, *options) in commands:
        program = shutil.which(name)
        if program:
            backend = _backend([program, *options], children)
            found.append(Backend(name, latency_ms, partial(_play, backend)))
    return found


def _backend(command: list[str], children: Children) -> "SoundBackend":
    """What has playsound3 play with this command."""
    from playsound3.playsound3 import SoundBackend

    class Started(SoundBackend):
        def check(self) -> bool:
            return True

        def play(self, sound: str) -> Child:
            return children.start([*command, sound])

    return Started()
