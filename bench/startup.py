"""Start-up: whole runs of short commands, and the time to a session's first picture."""

import sys

from child import Child
from report import Figure, MeasureError, median_ms
from setting import Setting

IMPORT_TYPER = "import typer"
# Without the mark's own line end: what counts is the moment at which it is on the terminal.
IMPORT_ALL = "import typer, rich.live, yaml; print('loaded')"
GATE = b"Enter: begin"


def commands(setting: Setting) -> list[Figure]:
    """`--version` and `list`, from the start of the process to its end."""
    runs = {
        "floor": [sys.executable, "-c", IMPORT_TYPER],
        "version": [*setting.stretch, "--version"],
        "list": [*setting.stretch, "list"],
    }
    times: dict[str, list[float]] = {name: [] for name in runs}
    for number in range(setting.either(40, 7)):
        for name, command in runs.items():
            with Child(command, setting.home) as child:
                took_s = child.gone() - child.started_s
            if child.code:
                raise MeasureError(f"{' '.join(command)}: exit code {child.code}")
            if number:  # the first run compiles what it loads
                times[name].append(took_s)
    floor_ms = median_ms(times["floor"])
    return [
        Figure(f"stretch {name}", median_ms(times[key]), "ms", floor_ms, IMPORT_TYPER, limit, True)
        for key, name, limit in (("version", "--version", 1.15), ("list", "list", 1.6))
    ]


def first_frame(setting: Setting) -> list[Figure]:
    """From the start of the process until the gate, last line and all, is on the terminal."""
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
