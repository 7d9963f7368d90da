"""The cost of a long history: `stretch history` with 100,000 sessions, and the first picture."""

import json
import random
import subprocess
import sys
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from child import Child
from report import Figure, median_ms
from setting import Setting
from startup import GATE, IMPORT_TYPER, in_turn

SESSIONS, A_DAY = 100_000, 14
KILLS, WRITERS = 500, 6
_WRITER = """
import sys
from pathlib import Path
from stretchcoach.files.lines import append
for number in range(10**9):
    append(Path(sys.argv[1]), {"writer": sys.argv[2], "number": number, "filling": "x" * 900})
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


def history(setting: Setting) -> list[Figure]:
    """`stretch history` with 100,000 sessions, over the bare import of its command line."""
    home = _with_sessions(setting)
    runs = {
        "floor": [sys.executable, "-c", IMPORT_TYPER],
        "history": [*setting.stretch, "history"],
    }
    took_ms = in_turn(setting.either(20, 5) + 1, runs, dict.fromkeys(runs, home))
    floor_ms = took_ms["floor"]
    name = f"stretch history, {SESSIONS:,} sessions, over its floor"
    return [Figure(name, took_ms["history"] - floor_ms, "ms", floor_ms, IMPORT_TYPER, 150)]


def first_frame(setting: Setting) -> list[Figure]:
    """The time until the gate is shown, with 100,000 sessions and with none, in turn."""
    homes = {"with": _with_sessions(setting), "none": setting.home / "remembers-none"}
    homes["none"].mkdir(exist_ok=True)
    times: dict[str, list[float]] = {name: [] for name in homes}
    for number in range(setting.either(40, 10) + 1):
        for name, home in homes.items():
            with Child([*setting.stretch, "upper-back"], home) as child:
                frame_s = child.until(GATE) - child.started_s
                child.send(b"q")
                child.gone()
            if number:
                times[name].append(frame_s)
    with_ms, none_ms = (median_ms(times[name]) for name in homes)
    name = f"first frame, {SESSIONS:,} sessions remembered"
    return [Figure(name, with_ms, "ms", none_ms, "the same with none", 1.05, True)]


def kills(setting: Setting) -> list[Figure]:
    """Six writers of one file are killed at random moments: how many committed lines are lost."""
    folder = setting.home / "killed"
    path = folder / "kept.jsonl"
    chance = random.Random(11)
    writers: dict[int, subprocess.Popen[str]] = {}
    lost = count = 0
    committed: dict[int, int] = {}
    wanted = setting.either(KILLS, 60)
    while count < wanted:
        for number in range(count, count + WRITERS):
            command = [sys.executable, "-c", _WRITER, str(path), str(number)]
            writers[number] = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        time.sleep(chance.uniform(0.08, 0.6))
        for number, writer in chance.sample(list(writers.items()), len(writers)):
            time.sleep(chance.uniform(0, 0.02))
            writer.kill()
            told = writer.communicate()[0].rpartition("\n")[0]
            committed[number] = int(told.rpartition("\n")[2] or -1)
        count += len(writers)
        writers.clear()
    found: dict[int, int] = {}
    damaged = 0
    for line in path.read_bytes().splitlines():
        try:
            record = json.loads(line)
        except ValueError:
            damaged += 1
        else:
            found[int(record["writer"])] = found.get(int(record["writer"]), 0) + 1
    lost = sum(max(0, last + 1 - found.get(number, 0)) for number, last in committed.items())
    many = f"{count} kills of {WRITERS} writers, {sum(found.values()):,} lines"
    return [
        Figure(f"{many}: committed and lost", lost, "lines", limit=0),
        Figure(f"{many}: damaged", damaged, "lines", limit=0),
    ]


def _with_sessions(setting: Setting) -> Path:
    """The home of somebody who has led fourteen sessions a day for twenty years."""
    home = setting.home / "remembers-many"
    if home.exists():
        return home
    folder = home / "DATA" / "stretchcoach"
    folder.mkdir(parents=True)
    now = datetime.now(timezone.utc).astimezone()
    holds = [
        {"position": position, "side": side, "held_ms": 30_000, "ended": "done", "sign": None}
        for side in ("left", "right")
        for position in ("shoulder", "chest", "hip")
    ]
    lines: dict[int, list[str]] = {}
    for number in reversed(range(SESSIONS)):
        begin = (now - timedelta(days=number / A_DAY)).replace(microsecond=0)
        begun = {
            "format": 1,
            "event": "begun",
            "id": f"{begin:%Y%m%d-%H%M%S}-{number % 65536:04x}",
            "begin": begin.isoformat(),
            "routine": "upper-back",
            "title": "Upper back",
            "chosen": {},
        }
        ended = {"how": "finished", "active_ms": 268_000, "holds": holds}
        both = (begun, begun | {"event": "ended"} | ended)
        lines.setdefault(begin.year, []).extend(map(json.dumps, both))
    for year, own in lines.items():
        path = folder / f"history-{year}.jsonl"
        path.write_text("".join(f"{line}\n" for line in own), encoding="utf-8")
    return home
