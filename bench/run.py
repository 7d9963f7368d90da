"""Measure the installed `stretch`, each figure beside its floor from the same run (POSIX).

    python bench/run.py [--only NAME]… [--quick] [--json]

Use the Python that stretchcoach is installed for; it needs pyte besides (the `test` extra has it).
The whole takes about twenty minutes, since sessions are lived at their real speed, and they chime;
`--quick` takes three, and its rare figures (p99, max) say little. Whatever else runs on
the machine is in the figures too: compare with the floor. Nothing here fails because it is slow;
the exit code is 1 only if something could not be measured.

How each figure is taken, always from a real process on a pseudo-terminal of 80 by 24:

- *start-up*: from just before the fork until the process has ended; the runs of the program and of
  its floor alternate, the median of each is shown. Compiled modules are kept in a folder of this
  run, whatever the environment says, and the first round is not counted: so an editable install
  is measured like an installed one, and nothing is written beside the sources.
- *listing*: the same for `list` with a thousand routines, copies of upper-back, and its floor is
  that with ten. Both are in the cache folder by then, where the first round has put them.
- *first-frame*: from just before the fork until the gate's last line has arrived.
- *history*: `stretch history` of somebody with 100,000 sessions in twenty years, less its floor.
  *remembered*: the first frame with these, beside the same with none, in turn.
- *kills*: six processes append to one file and each is killed (SIGKILL) at a random moment, 500 in
  all. Every line that a writer was told is kept must be there, and no line may be damaged.
- *ticks*: the CPU of one look of the scheduler, which reminds of nothing, with that of the programs
  it asks; and of `stretch due`, which has something to say.
- *cost*: a session without sound. CPU (ended children and threads counted) and wake-ups (voluntary
  context switches) as /proc tells them, bytes as they arrive, over the hold, where the breath gauge
  moves, without its first and last second; the start of the program is not in them. CPU comes in
  steps of 10 ms. Memory is the peak of the resident set. Beside it as much of a countdown of
  termdown, from PyPI into this run's own folder; it is left out where there is no network.
- *motion*: upper-back without sound from its start to its end, the start of the program included:
  CPU where its figures move beside where they stand, and the most bytes within any second. The
  reach is that of the whole: `--quick` holds so shortly that the figure moves most of the time.
- *silent*, *idle*: a session without sound, and with it, each against its own schedule. The voice
  is made anew; what a worker of a voice takes is not in the memory, which is the program's own.
- *seconds shown*: what arrives is stamped as it can be read and put on a screen in memory
  afterwards; a second counts when its figure stands whole. The schedule is that of the program,
  which notes its own start. The reader never sleeps meanwhile, since its own waking up takes up to
  3 ms on some machines: it takes one core. The floor is a bare loop, read in the same way.
- *cues*: the real command with one outlet more, which notes when a cue has been handed to the
  chimes and the bell, against the clock's own start. What the player then takes is not in it. The
  same for the session's end: when the loop returned, the last picture being drawn.
- *sound*: a sound server of this run's own, its silent sink recorded; from telling the player that
  a session has, on its thread, until the first audible sample, each beside the bare command told in
  turn. A recording's own clock is that of its least late chunk, so all figures share a few ms.
  `off its moment` is what is left once a session's look ahead is taken off. Needs pulseaudio,
  pulseaudio-utils and numpy; PipeWire's and the players are measured where they are.
- *sound-moments*: a whole session recorded, and its chimes and words found in the recording: how
  far each is from the moment that the routine has for it, as the program's own lines tell it. The
  floor is how long the bare player takes to be heard.
- *sound-cost*: CPU of the first ten seconds, in which a voice is made, and with the voice kept; CPU
  in a hold, its players counted, with sound and voice, and without.
- *busy*: that of *idle* while a process burns on every core; its reader sleeps.
- *keys*: from writing the key until what it puts on the screen has arrived, in pairs with a bare
  echo. At random moments, in the lead-in to a hold.
- *ends*: from the key or signal until the process is gone and so is every player that it had
  started, in the midst of a chime where there is a player; and that the terminal's settings, cursor
  and screen are given back.
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
