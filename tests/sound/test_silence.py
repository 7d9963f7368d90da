"""When a person wants silence, it is silent, and nothing plays on after the program has gone."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from soundserver import RATE, Recording, SoundServer

from tests.cli.program import environment
from tests.real import Real
from tests.sound.conftest import need
from tests.waiting import until

pytestmark = pytest.mark.recording

SILENT_AFTER_S = 0.1
QUIET = 0.003
Way = Callable[[Real], None]


def typed(keys: str) -> Way:
    return lambda real: real.type(keys)


def signalled(number: int) -> Way:
    return lambda real: real.signal(number)


WAYS = {
    "q": typed("q"),
    "Ctrl-C": typed("\x03"),
    "Ctrl-Z": typed("\x1a"),
    "Escape": typed("\x1b"),
    "pause": typed(" "),
    "mute": typed("m"),
    "SIGTERM": signalled(signal.SIGTERM),
    "SIGHUP": signalled(signal.SIGHUP),
    "SIGKILL": signalled(signal.SIGKILL),
}
# spd-say's server speaks, not a child of ours.
SAID_BY = [("espeak-ng", way) for way in WAYS]
SAID_BY += [("spd-say", way) for way in ("q", "Ctrl-C", "SIGKILL")]


@contextmanager
def speaking(
    server: SoundServer, home: Path, *arguments: str, **changes: str
) -> Iterator[tuple[Real, Recording]]:
    """A session whose first words are being said."""
    own = server.environment() | {"STRETCH_HOME": str(home)} | changes
    with (
        server.recording() as recording,
        Real("upper-back", "--yes", *arguments, env=environment(**own)) as real,
    ):
        real.until("GET READY")
        real.until(lambda: loudness(recording, time.monotonic() - 0.3, time.monotonic()) > 0.02)
        yield real, recording


def loudness(recording: Recording, from_s: float, until_s: float) -> float:
    heard = recording.between(from_s, until_s)
    return float(np.sqrt((heard**2).mean())) if len(heard) else 0.0


def loudest(recording: Recording, from_s: float, until_s: float) -> float:
    heard = np.abs(recording.between(from_s, until_s))
    assert len(heard) > 0.9 * (until_s - from_s) * RATE
    return float(heard.max())


def silent_after(recording: Recording, at_s: float, for_s: float = 1.5) -> None:
    recording.from_now(at_s + for_s - time.monotonic() + 0.1)
    before, after = at_s - 0.3, at_s + SILENT_AFTER_S
    assert loudest(recording, before, at_s) > 0.02, "nothing was to be silenced"
    assert loudest(recording, after, at_s + for_s) < QUIET


@pytest.mark.parametrize(("voice", "way"), SAID_BY)
def test_it_is_silent_within_100_ms_of_a_key_or_a_signal_even_the_last_one(
    pulseaudio: SoundServer, home: Path, voice: str, way: str
) -> None:
    need(voice)
    with speaking(pulseaudio, home, "--voice", voice) as (real, recording):
        at_s = time.monotonic()
        WAYS[way](real)
        silent_after(recording, at_s)


def test_it_is_silent_while_paused_and_heard_again_after(
    pulseaudio: SoundServer, home: Path
) -> None:
    with speaking(pulseaudio, home) as (real, recording):
        at_s = time.monotonic()
        real.type(" ")
        silent_after(recording, at_s, 9.0)  # past the reminder and the bell that would have come
        real.type(" ")
        until(
            lambda: loudness(recording, time.monotonic() - 0.3, time.monotonic()) > 0.02,
            "what comes after the pause",
        )


def test_pain_cuts_off_what_was_said_and_then_says_to_stop(
    pulseaudio: SoundServer, home: Path
) -> None:
    with speaking(pulseaudio, home) as (real, recording):
        at_s = time.monotonic()
        real.type("x")
        # The bells of the stop, the words after them, and then nothing.
        recording.from_now(5)
        assert loudest(recording, at_s + 0.1, at_s + 0.8) > 0.05
        assert loudest(recording, at_s + 0.9, at_s + 2.4) > 0.05
        assert loudest(recording, at_s + 3.2, at_s + 4.9) < QUIET
