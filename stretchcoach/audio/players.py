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
# The players of Linux, each with its latency in milliseconds, shortest first. The latency lies
# between those measured on PulseAudio and on PipeWire (python bench/run.py --only sound).
_LINUX: tuple[_Program, ...] = (
    (12, ("paplay",)),
    (15, ("aplay", "--quiet")),
    (30, ("pw-play",)),
)
# playsound3 would use these by itself. They are slower, and without a sound device they end as if
# they had played. So they are used only where none of the above is installed.
_LINUX_LAST: tuple[_Program, ...] = (
    (50, ("gst-play-1.0", "--no-interactive", "--quiet")),
    (105, ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet")),
)
_MACOS: tuple[_Program, ...] = ((0, ("afplay",)),)

# When spd-say ends, the speech server goes on speaking. So a shell waits for spd-say. When the
# shell is terminated, it cancels the speech. That has a time limit, so that no process is left
# behind where the speech server hangs.
# A program takes long to start on a busy machine. So a second spd-say is connected from the first,
# and cancels at once. It may not be connected yet, so the shell cancels as well.
# Where no speech server runs, spd-say starts one, whose voices stay in the process group of that
# spd-say. If they were killed with our group, the server would crash, and might speak on. So it is
# started before, in a group of its own, which `timeout` makes.
_SPEAK = """
command -p timeout 20 spd-say --pipe-mode || exit
{ trap 'echo "!-!CANCEL ALL"; exit' TERM; sleep 60 >/dev/null & wait; } |
(trap '' TERM; exec spd-say --pipe-mode) &
trap 'kill $!; timeout 1 spd-say --cancel; exit' TERM
spd-say --wait --rate "$1" ${5:+--volume "$5"} --language "$2" ${3:+--synthesis-voice "$3"} \\
-- "$4" & wait $!
"""


class Backend(NamedTuple):
    """A player: its latency (0 if not known), and `play`, which begins a sound.

    `play` returns the process. It raises OSError, or any exception of playsound3.
    """

    name: str
    latency_ms: int
    play: "Callable[[Clip], PopenLike]"


def backends(children: Children) -> list[Backend]:
    """The players of this system, best first. Loads playsound3, which is slow."""
    _load_playsound3()
    if sys.platform == "win32":
        import playsound3

        default = playsound3.DEFAULT_BACKEND
        return [] if default is None else [Backend(default, 0, partial(_play, default))]
    if sys.platform == "darwin":
        return _found(_MACOS, children)
    return _found(_LINUX, children) or _found(_LINUX_LAST, children)


def spd_say(children: Children) -> Backend:
    """The backend that speaks through spd-say; see engines.py."""

    def play(clip: Clip) -> Child:
        assert isinstance(clip, Speech)
        # spd-say counts from -100 to 100. Its default is 0, and nothing above is louder.
        volume = str(clip.volume - 100) if clip.volume < 100 else ""
        told = (str(clip.percent), clip.language, clip.voice, clip.words, volume)
        return children.start(["/bin/sh", "-c", _SPEAK, "sh", *told])

    return Backend(SPD_SAY, 0, play)


def _play(backend: "SoundBackend | str", clip: Clip) -> "PopenLike":
    from playsound3 import playsound

    assert isinstance(clip, Sound)
    return playsound(clip.path, block=False, backend=backend).subprocess  # type: ignore[arg-type]


def _load_playsound3() -> None:
    """Load playsound3 without the parts that we do not use.

    On import it runs every player that it knows, to see whether it exists. That has no time limit,
    and if one fails it gives up on all of them. It also loads Python's web client, of 5 MB, for
    sounds on the web.
    """
    # Where it finds no player, it would print to stderr, over the screen. We say so ourselves.
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
    """A backend of playsound3 that runs this command."""
    from playsound3.playsound3 import SoundBackend

    class Started(SoundBackend):
        def check(self) -> bool:
            return True

        def play(self, sound: str) -> Child:
            return children.start([*command, sound])

    return Started()
