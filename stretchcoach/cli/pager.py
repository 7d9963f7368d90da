"""Shows long text at a terminal through the person's own pager."""

import os
import shutil
import signal
import subprocess
import sys

from stretchcoach.cli.editor import editor_command
from stretchcoach.core.harmless import harmless


def show_paged(text: str) -> None:
    """Show the text through `$PAGER` or `less`. Without a pager, or if it fails, print it."""
    command = _pager() if sys.stdout.isatty() else []
    if not command or not _through(command, text):
        print(text)


def _pager() -> list[str]:
    """The words of the pager's command; none without a pager."""
    if os.environ.get("TERM", "" if os.name == "posix" else "windows") in ("", "dumb"):
        return []
    named = os.environ.get("PAGER")
    if named is None:
        return ["less"] if shutil.which("less") else []
    command = editor_command(named.strip(), windows=os.name == "nt")
    return [] if command == ["cat"] else command


def _through(command: list[str], text: str) -> bool:
    """Whether the pager has shown it."""
    # As with git, text that fits is just printed, and stays on the screen.
    settings = {"LESS": "FRX", **os.environ}
    sys.stdout.flush()
    # Ctrl-C is for the pager. SIG_IGN would be inherited by the pager; a handler is not.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        done = subprocess.run(
            command,
            input=harmless(f"{text}\n", keep="\n\t"),  # this output bypasses our own `Gate`
            encoding=sys.stdout.encoding,
            errors="replace",
            env=settings,
            check=False,
        )
    except (OSError, ValueError):
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return done.returncode <= 0  # a pager that a signal ended has shown it
