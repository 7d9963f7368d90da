"""Long text at a terminal: a screen at a time, by the person's own pager."""

import os
import shutil
import signal
import subprocess
import sys

from stretchcoach.cli.editor import editor_command
from stretchcoach.core.harmless import harmless


def show_paged(text: str) -> None:
    """Show it through `$PAGER`, or `less`; print it where there is none, or where it fails."""
    command = _pager() if sys.stdout.isatty() else []
    if not command or not _through(command, text):
        print(text)


def _pager() -> list[str]:
    """The words of the command; none for no pager."""
    if os.environ.get("TERM", "" if os.name == "posix" else "windows") in ("", "dumb"):
        return []
    named = os.environ.get("PAGER")
    if named is None:
        return ["less"] if shutil.which("less") else []
    command = editor_command(named.strip(), windows=os.name == "nt")
    return [] if command == ["cat"] else command


def _through(command: list[str], text: str) -> bool:
    """Whether the pager has shown it."""
    # As git does: text that fits is just printed, and stays on the screen after.
    settings = {"LESS": "FRX", **os.environ}
    sys.stdout.flush()
    # Ctrl-C is for the pager. A handler, since a child would inherit that it is ignored.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        done = subprocess.run(
            command,
            input=harmless(f"{text}\n", keep="\n\t"),  # our own stream's gate is not passed
            encoding=sys.stdout.encoding,
            errors="replace",
            env=settings,
            check=False,
        )
    except (OSError, ValueError):
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return done.returncode <= 0  # one that was ended by a signal has been seen
