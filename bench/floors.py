"""Minimal programs for floors: `floors.py ticker|live|echo|ender [SECONDS]`, on a terminal.

Each does one task of a session with as little Python as possible: write at set moments, redraw a
screen ten times a second, answer a key, end on a signal.
"""

import os
import select
import signal
import sys
import termios
import time

TICKS_A_SECOND = 20


def ticker(seconds: float) -> None:
    """Write the start time; then write the number of each tick at its moment."""
    start_s = time.monotonic()
    os.write(1, f"{start_s!r}\n".encode())
    for number in range(1, int(seconds * TICKS_A_SECOND) + 1):
        left_s = start_s + number / TICKS_A_SECOND - time.monotonic()
        select.select([0], [], [], max(0.0, left_s))
        os.write(1, f"{number}\n".encode())


def live(seconds: float) -> None:
    """A rich Live on the whole screen, as in its documentation, at ten frames a second."""
    from rich.live import Live
    from rich.text import Text

    def picture(number: int) -> Text:
        lines = [f"{number:>6} " + "━" * (number % 60) + "─" * (60 - number % 60)]
        return Text("\n".join(lines + ["a still line of the picture".ljust(79)] * 22))

    print("live", flush=True)
    start_s = time.monotonic()
    with Live(picture(0), refresh_per_second=10, screen=True) as shown:
        while time.monotonic() - start_s < seconds:
            time.sleep(0.1)
            shown.update(picture(int((time.monotonic() - start_s) * 10)))


def echo() -> None:
    """Write each key back as it comes."""
    mode = termios.tcgetattr(0)
    mode[3] &= ~(termios.ICANON | termios.ECHO)
    termios.tcsetattr(0, termios.TCSANOW, mode)
    os.write(1, b"ready\n")
    while key := os.read(0, 1):
        select.select([0], [], [], 0)
        os.write(1, b"<" + key + b">")


def ender() -> None:
    """Load the modules of a session, and end on SIGTERM."""
    import rich.live
    import typer
    import yaml

    del rich, typer, yaml
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.write(1, b"ready\n")
    while True:
        signal.pause()


def main() -> None:
    name, seconds = sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0.0
    if name == "ticker":
        ticker(seconds)
    elif name == "live":
        live(seconds)
    elif name == "echo":
        echo()
    else:
        ender()


if __name__ == "__main__":
    main()
