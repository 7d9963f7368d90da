"""The cost of reminders: a tick of the scheduler, and the line for a prompt."""

import json
import os
import resource
import statistics
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from child import environment
from report import Figure, MeasureError
from setting import Setting

_REACH_MS = 60
_MINUTE_MS = 60_000


def ticks(setting: Setting) -> list[Figure]:
    """CPU of a tick that only counts, and of `stretch due` when a stretch is due."""
    home = setting.home / "ticks"
    floor = [sys.executable, "-I", "-c", "pass"]
    env = environment(home)
    stretch_home = Path(env.setdefault("STRETCH_HOME", str(home / "stretch")))
    (stretch_home / "data").mkdir(parents=True)
    settings = stretch_home / "settings.yaml"
    settings.write_text('remind_from: 0:00\nremind_to: "0:00"\nremind_days: mon-sun\n')
    os.utime(settings, (0, 1_000_000_000))  # a new file is not cached yet
    tick = [sys.executable, "-I", "-m", "stretchcoach.remind"]
    due = [*setting.stretch, "due"]
    subprocess.run([*setting.stretch, "list"], env=env, stdout=subprocess.DEVNULL, check=True)
    times: dict[str, list[float]] = {"floor": [], "tick": [], "due": []}
    for number in range(setting.either(40, 8) + 1):
        for name, command, active_ms in (
            ("floor", floor, 0),
            ("tick", tick, 0),
            ("due", due, 50 * _MINUTE_MS),
        ):
            _worked(stretch_home, active_ms)
            took_ms = _cpu_ms(command, env)
            if number:  # the first run compiles and caches
                times[name].append(took_ms)
    floor_ms = statistics.median(times["floor"])
    rows = (("a tick, with the programs it asks", "tick"), ("stretch due, when it is", "due"))
    return [
        Figure(
            f"CPU of {told}",
            statistics.median(times[name]),
            "ms",
            floor_ms,
            "python -I -c pass",
            _REACH_MS,
        )
        for told, name in rows
    ]


def _worked(stretch_home: Path, active_ms: int) -> None:
    now = datetime.now().astimezone().isoformat()
    value = {"format": 1, "tally": [now, active_ms, None, 0, None, False, 0], "stamps": []}
    value["recent"] = {"done": [], "pauses": [], "pain_hour": None, "asks": False}
    (stretch_home / "data" / "reminders.json").write_text(json.dumps(value))


def _cpu_ms(command: list[str], env: dict[str, str]) -> float:
    """The CPU of the process, with its children."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise MeasureError(f"{' '.join(command)}: exit code {done.returncode}")
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1_000
