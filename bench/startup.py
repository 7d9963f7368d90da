"""Start-up: whole runs of short commands, and the time to a session's first picture."""

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from child import Child, environment, took_s
from report import Figure, median_ms
from setting import Setting

IMPORT_TYPER = "import typer"
# The mark has no line end: its moment on the terminal counts.
IMPORT_ALL = "import typer, rich.live, yaml; print('loaded')"
GATE = b"Enter: begin"


def commands(setting: Setting) -> list[Figure]:
    """`--version` and `list`, from the start of the process to its end."""
    runs = {
        "floor": [sys.executable, "-c", IMPORT_TYPER],
        "version": [*setting.stretch, "--version"],
        "list": [*setting.stretch, "list"],
    }
    took_ms = in_turn(setting.either(40, 7), runs, dict.fromkeys(runs, setting.home))
    floor_ms = took_ms["floor"]
    return [
        Figure(f"stretch {name}", took_ms[key], "ms", floor_ms, IMPORT_TYPER, limit, True)
        for key, name, limit in (("version", "--version", 1.15), ("list", "list", 1.6))
    ]


def in_turn(
    rounds: int, runs: Mapping[str, Sequence[str]], homes: Mapping[str, Path]
) -> dict[str, float]:
    """The median time of each command in ms, run in turn with the others.

    The first round is not counted: it compiles modules, and fills the cache.
    """
    times: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(rounds):
        for name, command in runs.items():
            seconds = took_s(command, homes[name])
            if number:
                times[name].append(seconds)
    return {name: median_ms(seconds) for name, seconds in times.items()}


def listing(setting: Setting) -> list[Figure]:
    """`list` with a thousand routines of the person's own; the floor has ten."""
    homes = {f"{count}": setting.home / f"with-{count}" for count in (10, 1_000)}
    for count, home in homes.items():
        _fill(home, setting, int(count))
    runs = dict.fromkeys(homes, (*setting.stretch, "list"))
    ten_ms, thousand_ms = in_turn(setting.either(20, 5) + 1, runs, homes).values()
    name = "the same with 10"
    return [Figure("stretch list, 1,000 routines", thousand_ms, "ms", ten_ms, name, 2, True)]


def _fill(home: Path, setting: Setting, count: int) -> None:
    """Put so many routines into the personal folder of this home."""
    home.mkdir()
    made = subprocess.run(
        [*setting.stretch, "new", "mine-0", "--from", "upper-back"],
        env=environment(home),
        cwd=home,
        check=True,
        capture_output=True,
        text=True,
    )
    first = Path(made.stdout.splitlines()[0].removeprefix("Made "))
    text = first.read_bytes()
    before_s = time.time() - 60  # files that are too new are not cached
    for number in range(count):
        path = first.with_name(f"mine-{number}.yaml")
        path.write_bytes(text)
        os.utime(path, (before_s, before_s))


def first_frame(setting: Setting) -> list[Figure]:
    """From the start of the process until the whole gate is on the terminal."""
    floors, frames = [], []
    for number in range(setting.either(30, 6)):
        with Child([sys.executable, "-c", IMPORT_ALL], setting.home) as child:
            floor_s = child.until(b"loaded") - child.started_s
        with Child([*setting.stretch, "upper-back"], setting.home) as child:
            frame_s = child.until(GATE) - child.started_s
            child.send(b"q")
            child.gone()
        if number:
            floors.append(floor_s)
            frames.append(frame_s)
    floor_ms = median_ms(floors)
    name = "import typer, rich.live, yaml"
    return [Figure("first frame (gate)", median_ms(frames), "ms", floor_ms, name, 1.2, True)]
