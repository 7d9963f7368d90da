"""Whole sessions at their real speed: the time of each event, and the cost."""

import json
import shutil
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from child import Child, Chunk, Cost, burners, running
from floors import TICKS_A_SECOND
from peers import termdown
from picture import lateness_s, planned, seconds_shown
from report import Figure, MeasureError, spread
from setting import Setting
from startup import GATE, IMPORT_ALL

_FLOORS = str(Path(__file__).with_name("floors.py"))
_STAMPED = str(Path(__file__).with_name("stamped.py"))
_SESSION_MAX_S = 150
_WHOLE_MAX_S = 300
_LEAD_IN_S = 3
_BURN_S = _SESSION_MAX_S + 30
_TICKER = "a bare ticker, read the same way"
_STILL = "the same with --no-motion"
_LIVE = "rich Live, 10 frames a second"
_IMPORTS = IMPORT_ALL.partition(";")[0]

_Reader = Callable[[Child, float], None]


class _Rates(NamedTuple):
    cpu_s_a_minute: float
    wakeups_a_second: float
    kb_a_second: float


def cost(setting: Setting) -> list[Figure]:
    """A session without sound: its cost while the breath gauge moves."""
    hold_s = setting.either(60, 10)
    session = [*setting.stretch, "upper-back", "--side", "left", "--only", "shoulder"]
    session += ["--hold", f"{hold_s}s", "--no-sound", "--no-record"]
    lives = [_live(setting)]
    with Child(session, setting.home) as child:
        child.until(GATE)
        child.drain(0.5)
        child.send(b"\r")
        child.drain(0.5)
        child.send(b"n")  # into the hold, through its lead-in
        child.until(b"INTO POSITION")
        child.drain(_LEAD_IN_S + 1)
        rates, peak_kb = _measured(child, hold_s - 2)
        child.gone()
    _must_have_ended_well(child)
    lives.append(_live(setting))
    bare = _Rates(*(sum(pair) / len(lives) for pair in zip(*lives, strict=True)))
    return [
        Figure("CPU a minute", rates[0], "s", bare[0], _LIVE, 0.6),
        *_beside_termdown(setting, rates, hold_s - 2),
        Figure("wake-ups a second", rates[1], "", bare[1], _LIVE, 15),
        Figure("to the terminal a second", rates[2], "kB", bare[2], _LIVE, 3),
        Figure("peak memory, silent", peak_kb / 1024, "MB", _floor_mb(setting), _IMPORTS, 45),
    ]


def motion(setting: Setting) -> list[Figure]:
    """CPU and bytes of a session with moving figures, and of one with still figures."""
    with Child([*setting.stretch, "upper-back", "--yes", "--no-sound"], setting.home) as child:
        child.until(b"GET READY")
        child.drain(1)  # the modules of figures are compiled
    still_s, _ = _whole(setting, "--no-motion")
    moving_s, chunks = _whole(setting)
    return [
        Figure("CPU of a session, motion", moving_s, "s", still_s, _STILL, 1.15, relative=True),
        Figure("most to the terminal in a second", _most_kb(chunks), "kB", limit=6),
    ]


def _whole(setting: Setting, *options: str) -> tuple[float, list[Chunk]]:
    """A whole session without sound: its CPU, and its output."""
    # Without a history, no question comes at the end.
    session = ["upper-back", "--yes", "--no-sound", "--no-record", *options]
    if setting.quick:
        session += ["--side", "left", "--only", "shoulder,chest", "--hold", "10s"]
    with Child([*setting.stretch, *session], setting.home) as child:
        cpu_s = 0.0
        with suppress(MeasureError, OSError):  # it has ended
            for _ in range(_WHOLE_MAX_S):
                child.drain(1)
                cpu_s = child.cost().cpu_s
                if not running(child.pid):
                    break
        child.gone()
    _must_have_ended_well(child)
    return cpu_s, child.chunks


def _most_kb(chunks: Sequence[Chunk]) -> float:
    """The most kilobytes within any second."""
    return (
        max(
            sum(len(chunk.data) for chunk in chunks[first:] if chunk.at_s < since.at_s + 1)
            for first, since in enumerate(chunks)
        )
        / 1_000
    )


def silent(setting: Setting) -> list[Figure]:
    """A session without sound: its seconds against its schedule."""
    floors_s = _ticks(setting, Child.watch)
    child, record, _ = _stamped(setting, "--no-sound", read=Child.watch)
    floors_s += _ticks(setting, Child.watch)
    late_s = _seconds(child.chunks, record)
    return spread("seconds shown, silent", late_s, floors_s, _TICKER, {99: 1.5, 100: 15})


def idle(setting: Setting) -> list[Figure]:
    """A session with sound: each cue against its schedule, and the seconds meanwhile."""
    shutil.rmtree(setting.home / "CACHE" / "stretchcoach" / "voice", ignore_errors=True)
    floors_s = _ticks(setting)
    child, record, peak_kb = _stamped(setting)
    floors_s += _ticks(setting)
    late_s = _seconds(child.chunks, record)
    memory = []
    if peak_kb:
        name = "peak memory, voice made anew"
        memory = [Figure(name, peak_kb / 1024, "MB", _floor_mb(setting), _IMPORTS, 36)]
    return [
        *spread("seconds shown", late_s, floors_s, _TICKER, {99: 4, 100: 15}),
        *spread("cues handed to sound", _cues(record), floors_s, _TICKER, {99: 5}),
        _end(record),
        *memory,
    ]


def busy(setting: Setting) -> list[Figure]:
    """A session with sound, while a process burns on each core."""
    with burners(setting.home, _BURN_S):
        floors_s = _ticks(setting)
        child, record, _ = _stamped(setting)
        floors_s += _ticks(setting)
    late_s = _seconds(child.chunks, record)
    return [
        *spread("seconds shown, cores busy", late_s, floors_s, _TICKER, {99: 25}),
        *spread("cues handed to sound, cores busy", _cues(record), floors_s, _TICKER, {}),
    ]


def _stamped(
    setting: Setting, *options: str, read: _Reader = Child.drain
) -> tuple[Child, dict[str, Any], int]:
    """A whole session, its own record of times, and its peak memory."""
    short = ["upper-back", "--side", "left", "--only", "shoulder", "--hold", "10s"]
    session = short if setting.quick else ["upper-back-quick"]
    file = setting.home / "stamps.json"
    file.unlink(missing_ok=True)
    command = [sys.executable, _STAMPED, str(file), *session, "--yes", "--no-record", *options]
    with Child(command, setting.home) as child:
        peak_kb = 0
        with suppress(MeasureError):  # it has ended, or there is no /proc
            for _ in range(_SESSION_MAX_S):
                read(child, 1)
                peak_kb = child.peak_kb()
        child.gone(_SESSION_MAX_S)
    _must_have_ended_well(child)
    record: dict[str, Any] = json.loads(file.read_text())
    return child, record, peak_kb


def _seconds(chunks: Sequence[Chunk], record: dict[str, Any]) -> list[float]:
    start_s = record["start_s"]
    plan = planned(record["lengths_ms"], start_s)
    return lateness_s(seconds_shown(chunks, start_s), plan)


def _cues(record: dict[str, Any]) -> list[float]:
    start_s = record["start_s"]
    return [at_s - start_s - at_ms / 1_000 for at_s, at_ms in record["cues"]]


def _end(record: dict[str, Any]) -> Figure:
    late_s = record["end_s"] - record["start_s"] - sum(record["lengths_ms"]) / 1_000
    return Figure("session's end against plan", abs(late_s) * 1_000, "ms", limit=10)


def _ticks(setting: Setting, read: _Reader = Child.drain) -> list[float]:
    """The lateness of the bare ticker's ticks."""
    seconds = setting.either(5, 2)
    with Child([sys.executable, _FLOORS, "ticker", str(seconds)], setting.home) as child:
        read(child, seconds + 1)
        child.gone()
    child.rest()
    start_s, late_s, unfinished = None, [], ""
    for chunk in child.chunks:
        *lines, unfinished = (unfinished + chunk.data.decode()).split("\n")
        for line in lines:
            if start_s is None:
                start_s = float(line)
            else:
                late_s.append(chunk.at_s - start_s - int(line) / TICKS_A_SECOND)
    return late_s


def _live(setting: Setting) -> _Rates:
    seconds = setting.either(8, 3)
    with Child([sys.executable, _FLOORS, "live", str(seconds + 1)], setting.home) as child:
        child.until(b"live")
        child.drain(0.5)
        rates, _ = _measured(child, seconds)
        child.gone()
    return rates


def _beside_termdown(setting: Setting, rates: _Rates, seconds: int) -> list[Figure]:
    command = termdown(setting)
    if command is None:
        return []
    with Child([*command, str(seconds + 30)], setting.home) as child:
        child.drain(2)
        theirs, _ = _measured(child, seconds)
        child.send(b"q")
        child.gone()
    name = "a countdown of termdown"
    return [Figure("CPU a minute, silent", rates[0], "s", theirs[0], name, 0.5, True)]


def _measured(child: Child, seconds: float) -> tuple[_Rates, int]:
    """The cost of a child over so many seconds, and its peak memory by then, in kB."""
    before = child.cost()
    child.drain(seconds)
    after = child.cost()
    return _rates(child.chunks, before, after), child.peak_kb()


def _rates(chunks: Sequence[Chunk], before: Cost, after: Cost) -> _Rates:
    seconds = after.at_s - before.at_s
    written = sum(len(chunk.data) for chunk in chunks if before.at_s < chunk.at_s <= after.at_s)
    return _Rates(
        (after.cpu_s - before.cpu_s) * 60 / seconds,
        (after.wakeups - before.wakeups) / seconds,
        written / 1_000 / seconds,
    )


def _floor_mb(setting: Setting) -> float:
    """The memory of the modules that a session loads."""
    waiting = f"{IMPORT_ALL}; input()"
    with Child([sys.executable, "-c", waiting], setting.home) as child:
        child.until(b"loaded")
        peak_kb = child.peak_kb()
    return peak_kb / 1024


def _must_have_ended_well(child: Child) -> None:
    if child.code:
        told = child.rest()[-300:].decode(errors="replace")
        raise MeasureError(f"the session ended with code {child.code}: {told}")
