"""Reactions: the time from a key to its effect on the screen, and from a signal to the end."""

import random
import signal
import sys
import time
from pathlib import Path

from child import Child, running
from report import Figure, median_ms, percentile_ms
from setting import Setting
from startup import GATE

_FLOORS = str(Path(__file__).with_name("floors.py"))
# Each key, and the text that it puts on the screen. After all of them the state is as before.
_KEYS = (
    (b" ", b"PAUSED"),
    (b" ", b"INTO POSITION"),
    (b"?", b"hide these keys"),
    (b"?", b"INTO POSITION"),
    (b"m", b"muted"),
    (b"m", b" left"),
)
_BACK = (b"\x1b[?25h", b"\x1b[?1049l")  # the cursor, and the normal screen
_SILENT_WITHIN_S = 5.0


def keys(setting: Setting) -> list[Figure]:
    """Keys in a session, each compared with a key to a program that only echoes."""
    pauses = random.Random(1)
    took_s: list[float] = []
    floors_s: list[float] = []
    session = Child([*setting.stretch, "upper-back"], setting.home)
    bare = Child([sys.executable, _FLOORS, "echo"], setting.home)
    with session, bare:
        bare.until(b"ready")
        _into_hold(session)
        for _ in range(setting.either(15, 4)):
            for key, mark in _KEYS:
                session.drain(pauses.uniform(0.08, 0.18))
                floor_at_s = bare.send(key)
                floors_s.append(bare.until(b"<" + key + b">") - floor_at_s)
                at_s = session.send(key)
                took_s.append(session.until(mark) - at_s)
        session.send(b"q")
        session.gone()
    name = "a bare echo"
    return [
        Figure("key to screen, p50", median_ms(took_s), "ms", median_ms(floors_s), name),
        Figure(
            f"key to screen, p90 of {len(took_s)}",
            percentile_ms(took_s, 90),
            "ms",
            percentile_ms(floors_s, 90),
            name,
            6,
        ),
    ]


def ends(setting: Setting) -> list[Figure]:
    """Each way to end a session while a chime sounds: the slowest of several."""
    ways = ("q", "Ctrl-C", "SIGTERM")
    took_s: dict[str, list[float]] = {way: [] for way in ways}
    faults: dict[str, str] = dict.fromkeys(ways, "")
    players = dict.fromkeys(ways, 0)
    floors_s = []
    runs = setting.either(6, 1)
    for _ in range(runs):
        with Child([sys.executable, _FLOORS, "ender"], setting.home) as child:
            child.until(b"ready")
            child.drain(0.05)
            at_s = child.signal(signal.SIGTERM)
            floors_s.append(child.gone() - at_s)
        for way in ways:
            end_s, fault, sounding = _ended(setting, way)
            took_s[way].append(end_s)
            faults[way] = faults[way] or fault
            players[way] += sounding
    floor_ms = percentile_ms(floors_s, 100)
    return [
        Figure(
            f"{way} to gone and silent, max of {runs} ({players[way]} in a chime)",
            percentile_ms(took_s[way], 100),
            "ms",
            floor_ms,
            "bare Python ending on SIGTERM",
            100,
            fault=faults[way],
        )
        for way in ways
    ]


def _ended(setting: Setting, way: str) -> tuple[float, str, bool]:
    """How long one end took, what was not restored, and whether a chime was sounding."""
    with Child([*setting.stretch, "upper-back"], setting.home) as child:
        before = child.attributes()
        _into_hold(child)
        child.drain(0.6)  # the players have been looked for
        child.send(b"n")
        child.until(b"NEXT POSITION")
        child.drain(0.1)
        players = child.children()
        if way == "SIGTERM":
            at_s = child.signal(signal.SIGTERM)
        else:
            at_s = child.send(b"q" if way == "q" else b"\x03")
        took_s = child.gone() - at_s
        while any(map(running, players)) and took_s < _SILENT_WITHIN_S:
            time.sleep(0.001)
            took_s = time.monotonic() - at_s
        after, told = child.attributes(), child.rest()
        fault = "" if after == before else "settings changed"
        if not all(code in told for code in _BACK):
            fault = "screen not given back"
    return took_s, fault, len(players) > 1  # one of them is the guard of the others


def _into_hold(child: Child) -> None:
    """From the gate into the first hold's lead-in."""
    child.until(GATE)
    child.drain(0.1)
    child.send(b"\r")
    child.until(b"GET READY")
    child.drain(0.1)
    child.send(b"n")
    child.until(b"INTO POSITION")
