"""Plays sound files through playsound3, one child process each, on a thread of its own.

The loop only puts a path into a queue. Importing playsound3 runs every player it knows once to see
whether it exists, which takes a fifth of a second; that too happens on this thread. Where it finds
none it says so on stderr, over the screen; we take its logger over and say it in our own words.
"""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from playsound3.playsound3 import Sound, SoundBackend

# Players on Linux that playsound3 does not know of by itself, quickest first: heard 4 to 57 ms
# after the call, against 33 to 145 ms through GStreamer or ffplay.
_LINUX_PLAYERS = {"paplay": ("paplay",), "pw-play": ("pw-play",), "aplay": ("aplay", "--quiet")}
_PACKAGES = {
    "apt": "sudo apt install pulseaudio-utils",
    "dnf": "sudo dnf install pulseaudio-utils",
    "pacman": "sudo pacman -S libpulse",
    "zypper": "sudo zypper install pulseaudio-utils",
    "apk": "sudo apk add pulseaudio-utils",
}
# No sound of ours lasts longer; a player that does has lost its sound server.
_LIFE_S = 6.0
_REAP_EVERY_S = 0.2
# Later than this, a sound that another player failed to play would only confuse.
_LATEST_S = 0.5


class _Order(NamedTuple):
    path: Path
    at_s: float
    hushes: int


class _Playing(NamedTuple):
    order: _Order
    sound: "Sound"
    backend: "SoundBackend | str"


class Player:
    """Plays files without ever being waited for; `note` says what to do once it cannot.

    `play` and `hush` are for the loop: they return at once and never raise. The library is loaded
    and players are looked for in the background as soon as a Player is made.
    """

    def __init__(self) -> None:
        self.note = ""
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        self._hushes = 0
        self._lock = threading.Lock()  # guards what sounds, and that nothing starts after a hush
        self._playing: list[_Playing] = []
        self._backends: list[SoundBackend | str] = []
        self._thread = threading.Thread(target=self._work, name="player", daemon=True)
        self._thread.start()

    def play(self, path: Path) -> None:
        self._orders.put(_Order(path, time.monotonic(), self._hushes))

    def hush(self) -> None:
        """Stop what sounds, and forget what was ordered and not begun."""
        with self._lock:
            self._hushes += 1
            for playing in self._playing:
                playing.sound.stop()

    def close(self, wait_s: float) -> None:
        """Let the last sounds end, but for no longer than this; then be silent."""
        self._orders.put(None)
        self._thread.join(wait_s)
        self.hush()

    def _work(self) -> None:
        self._backends = list(_backends())
        if not self._backends:
            self.note = _nothing_found()
        closing = False
        while not (closing and not self._playing):
            try:
                order = self._orders.get(timeout=_REAP_EVERY_S if self._playing else None)
            except Empty:
                pass
            else:
                closing = closing or order is None
                if order is not None:
                    self._start(order)
            self._reap()

    def _start(self, order: _Order) -> None:
        from playsound3 import playsound

        while self._backends:
            backend = self._backends[0]
            with self._lock:
                if order.hushes != self._hushes or time.monotonic() - order.at_s > _LATEST_S:
                    return
                with suppress(Exception):  # whatever a player or its library comes up with
                    sound = playsound(order.path, block=False, backend=backend)  # type: ignore[arg-type]
                    self._playing.append(_Playing(order, sound, backend))
                    return
            self._drop(backend)

    def _reap(self) -> None:
        """Take leave of the players that have ended, and end those that should have."""
        with self._lock:
            ended = [playing for playing in self._playing if not playing.sound.is_alive()]
            self._playing = [playing for playing in self._playing if playing not in ended]
            for playing in self._playing:
                if time.monotonic() - playing.order.at_s > _LIFE_S:
                    _kill(playing.sound)
        for playing in ended:
            if playing.order.hushes == self._hushes and _failed(playing.sound):
                self._drop(playing.backend)
                self._start(playing.order)

    def _drop(self, backend: "SoundBackend | str") -> None:
        if backend in self._backends:
            self._backends.remove(backend)
            if not self._backends:
                self.note = "No sound: the sound system does not answer. Is its server running?"


def _backends() -> "Iterator[SoundBackend | str]":
    """What can play here, best first."""
    import logging

    logger = logging.getLogger("playsound3")
    logger.addHandler(logging.NullHandler())
    logger.propagate = False
    import playsound3
    from playsound3.playsound3 import SoundBackend, run_as_subprocess

    class Command(SoundBackend):
        """A command that plays one file; it gets nothing of our terminal."""

        def __init__(self, *command: str) -> None:
            self._command = command

        def check(self) -> bool:
            return shutil.which(self._command[0]) is not None

        def play(self, sound: str) -> "subprocess.Popen[str]":
            return run_as_subprocess([*self._command, sound], stdin=subprocess.DEVNULL)

    if sys.platform == "linux":
        commands = (Command(*command) for command in _LINUX_PLAYERS.values())
        yield from (command for command in commands if command.check())
    if playsound3.DEFAULT_BACKEND is not None:
        yield playsound3.DEFAULT_BACKEND


def _failed(sound: "Sound") -> bool:
    """Whether a player that has ended says it could not play; -15 and the like were killed."""
    code = sound.subprocess.poll()
    return code is not None and code > 0


def _kill(sound: "Sound") -> None:
    process = sound.subprocess
    if isinstance(process, subprocess.Popen):
        process.kill()
    else:
        sound.stop()


def _nothing_found() -> str:
    if sys.platform != "linux":
        return "No sound: no player was found on this system."
    install = next((how for tool, how in _PACKAGES.items() if shutil.which(tool)), "")
    return f"No sound: no player was found. Try: {install or 'install paplay or aplay'}"
