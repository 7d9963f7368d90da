"""Measure the installed `stretch`: each figure with its floor from the same run (POSIX).

    python bench/run.py [--only NAME]… [--quick] [--json]

Use the Python that stretchcoach is installed for. It also needs pyte (in the `test` extra). A whole
run takes about twenty minutes, since sessions run at their real speed, with sound. `--quick` takes
three, and its rare figures (p99, max) say little. Other load on the machine affects the figures,
too: compare with the floor. No run fails because it is slow. The exit code is 1 only if a figure
could not be measured.

Each figure comes from a real process on a pseudo-terminal of 80 by 24:

- *start-up*: from just before the fork until the process has ended. Runs of the program and of its
  floor alternate; the figure is the median. Compiled modules are always in a folder of this run,
  and the first round is not counted. So an editable install is measured like a normal one, and no
  file is written beside the sources.
- *listing*: the same for `list` with a thousand routines, copies of upper-back. The floor has ten.
  The first round has put both into the cache.
- *first-frame*: from just before the fork until the gate's last line has arrived.
- *history*: `stretch history` with 100,000 sessions in twenty years, less its floor.
  *remembered*: the first frame with these sessions and with none, in turn.
- *kills*: six processes append to one file, and each is killed (SIGKILL) at a random moment, 500 in
  all. Every line that `append` has returned from must be there, and no line may be damaged.
- *ticks*: the CPU of one tick without a reminder, with that of the programs that it runs; and of
  `stretch due` when a stretch is due.
- *cost*: a session without sound, over the hold, where the breath gauge moves, without its first
  and last second and without the start of the program. CPU (with ended children and threads) and
  wake-ups (voluntary context switches) are from /proc, bytes as they arrive. CPU comes in steps of
  10 ms. Memory is the peak of the resident set. It is compared with an equal time of termdown's
  countdown, from PyPI into this run's own folder, which is left out without a network.
- *motion*: upper-back without sound, with the start of the program: CPU with moving figures and
  with still ones, and the most bytes within any second. The reach is for the whole session: with
  `--quick` the holds are so short that the figure moves most of the time.
- *silent*, *idle*: a session without and with sound, each against its own schedule. All phrases are
  made again. The memory is the program's own, without that of a voice's worker.
- *seconds shown*: output is stamped as it arrives, and drawn on a screen in memory afterwards. A
  second counts once its figure is complete. The schedule is the program's, which records its own
  start. In *silent* the reader never sleeps, since a wake-up takes up to 3 ms on some machines: it
  takes one core. Elsewhere players need that core. The floor is a bare loop, read in the same way.
- *cues*: the real command with one more outlet, which records when a cue was passed to the chimes
  and the bell, from the clock's own start, without the player's latency. The same for the session's
  end: when the loop returned, with the last picture drawn.
- *sound*: a sound server of this run's own, with its silent sink recorded: from the order to a
  session's player, on its thread, until the first audible sample. The bare command alternates with
  it. A recording's clock is that of its least late chunk, so all figures share an error of a few
  ms. `off its moment` is the rest after the session's look ahead. Needs pulseaudio,
  pulseaudio-utils and numpy. PipeWire and the players are measured if they are installed.
- *sound-moments*: a whole session is recorded, and its chimes and words are found in the recording:
  how far each is from its planned moment, by the program's own output. The floor is the latency of
  the bare player.
- *sound-cost*: CPU of the first ten seconds, in which phrases are made, and with the phrases in the
  cache; CPU in a hold, with its players, with sound and voice, and without.
- *busy*: as *idle*, while a process burns on every core.
- *keys*: from writing the key until its effect has arrived, in pairs with a bare echo, at random
  moments in the lead-in to a hold.
- *ends*: from the key or signal until the process and all its players have gone, during a chime if
  there is a player; and whether the terminal's settings, cursor and screen are restored.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import reactions
import remembered
import sessions
import sound
import startup
import ticks
from report import Figure, MeasureError, as_record, table
from setting import Setting, installed

MEASUREMENTS: dict[str, Callable[[Setting], list[Figure]]] = {
    "start-up": startup.commands,
    "listing": startup.listing,
    "first-frame": startup.first_frame,
    "history": remembered.history,
    "remembered": remembered.first_frame,
    "kills": remembered.kills,
    "ticks": ticks.ticks,
    "keys": reactions.keys,
    "ends": reactions.ends,
    "cost": sessions.cost,
    "motion": sessions.motion,
    "silent": sessions.silent,
    "idle": sessions.idle,
    "busy": sessions.busy,
    "sound": sound.latency,
    "sound-moments": sound.moments,
    "sound-cost": sound.cost,
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Measure the installed stretch beside its floors.",
        epilog="What is measured, and how, stands at the top of this file.",
    )
    parser.add_argument(
        "--only", action="append", choices=MEASUREMENTS, help="measure this; may be repeated"
    )
    parser.add_argument("--quick", action="store_true", help="fewer runs and shorter sessions")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    options = parser.parse_args()

    figures: list[Figure] = []
    failed = False
    load_before = os.getloadavg()[0]
    start_s = time.monotonic()
    with tempfile.TemporaryDirectory() as home:
        setting = Setting(Path(home), installed(), options.quick)
        for name in options.only or MEASUREMENTS:
            print(f"{name} …", file=sys.stderr, flush=True)
            try:
                figures += MEASUREMENTS[name](setting)
            except (MeasureError, OSError) as error:
                failed = True
                print(f"{name}: not measured: {error}", file=sys.stderr)
    machine = {
        "stretchcoach": version("stretchcoach"),
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
        "load_before": round(load_before, 2),  # our own runs raise it afterwards
        "load_after": round(os.getloadavg()[0], 2),
        "seconds": round(time.monotonic() - start_s),
    }
    if options.json:
        print(json.dumps({**machine, "figures": [as_record(figure) for figure in figures]}))
    elif figures:
        print(", ".join(f"{name.replace('_', ' ')} {value}" for name, value in machine.items()))
        print(table(figures))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
