"""The players of this system: commands that play one sound file and end, as playsound3 backends."""

import logging
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playsound3.playsound3 import SoundBackend

_Command = tuple[int, tuple[str, ...]]
# Those of Linux, quickest first, each with the milliseconds from its start until it is heard:
# between what was measured on PulseAudio and on PipeWire (python bench/run.py --only sound).
_LINUX: tuple[_Command, ...] = (
    (12, ("paplay",)),
    (15, ("aplay", "--quiet")),
    (30, ("pw-play",)),
)
# Slower, and without a sound device they end as if they had played; so only where there is none of
# the above. These are the ones that playsound3 itself would take.
_LINUX_LAST: tuple[_Command, ...] = (
    (50, ("gst-play-1.0", "--no-interactive", "--quiet")),
    (105, ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet")),
)
_MACOS: tuple[_Command, ...] = ((0, ("afplay",)),)

# What spd-say is told cannot be taken back by ending it: the speech server goes on. So a shell
# stands guard, and cancels what is being said when it is itself ended, by us or by our own end.
# A speech server that hangs must not leave anything behind.
_SPD_SAY = """
trap 'kill $!; timeout 1 spd-say --cancel; exit' TERM
spd-say --wait --rate "$1" --language "$2" ${3:+--synthesis-voice "$3"} -- "$4" & wait $!
"""


class Backend(NamedTuple):
    """A player: how long it takes to be heard (0 if that is not known), and what plays with it."""

    name: str
    lead_ms: int
    plays_with: "SoundBackend | str"


def backends() -> list[Backend]:
    """What can play sound files here, best first. Loads playsound3, which takes its time."""
    # Where it finds nothing it says so on stderr, over the screen; we say it in our own words.
    logger = logging.getLogger("playsound3")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    import playsound3

    if sys.platform == "linux":
        return _found(_LINUX) or _found(_LINUX_LAST)
    default = playsound3.DEFAULT_BACKEND
    known = _found(_MACOS) if sys.platform == "darwin" else []
    return known or ([] if default is None else [Backend(default, 0, default)])


def _found(commands: tuple[_Command, ...]) -> list[Backend]:
    return [
        Backend(command[0], lead_ms, _backend(command))
        for lead_ms, command in commands
        if shutil.which(command[0])
    ]


def _backend(command: tuple[str, ...]) -> "SoundBackend":
    """What has playsound3 play with this command."""
    from playsound3.playsound3 import SoundBackend

    class Command(SoundBackend):
        def check(self) -> bool:
            return shutil.which(command[0]) is not None

        def play(self, sound: str) -> "subprocess.Popen[str]":
            return _run([*command, sound])

    return Command()


def speaker() -> Backend:
    """The backend that has spd-say say what stands in a text file; see engines.py."""
    from playsound3.playsound3 import SoundBackend

    class SpdSay(SoundBackend):
        def check(self) -> bool:
            return shutil.which("spd-say") is not None

        def play(self, sound: str) -> "subprocess.Popen[str]":
            told = Path(sound).read_text(encoding="utf-8").split("\n", 3)
            return _run(["sh", "-c", _SPD_SAY, "sh", *told])

    return Backend("spd-say", 0, SpdSay())


def _run(command: list[str]) -> "subprocess.Popen[str]":
    """Run a player that has nothing of our terminal.

    It reads no key and writes nothing; Ctrl-C and Ctrl-Z reach us alone, who end it, where they
    would stop it with words still on their way to the ear.
    """
    from playsound3.playsound3 import run_as_subprocess

    return run_as_subprocess(command, stdin=subprocess.DEVNULL, start_new_session=True)
