"""Opens a session in a console of its own.

By Python's `subprocess`: `CREATE_NEW_CONSOLE` opens one in the person's default terminal. There is
no shell, so no word needs quotes.
"""

import subprocess
from collections.abc import Callable, Sequence
from typing import Any

# Runs the session, and waits until the person has read the summary. Ctrl-C is for the session.
_STAYS = (
    "import signal, subprocess, sys; "
    "signal.signal(signal.SIGINT, signal.SIG_IGN); subprocess.call(sys.argv[1:]); "
    "signal.signal(signal.SIGINT, signal.SIG_DFL); input('\\nEnter closes this window. ')"
)


def name() -> str | None:
    return "a console window"


def open_session(command: Sequence[str], start: Callable[..., Any] = subprocess.Popen) -> bool:
    """Open a window that runs this, and outlives us. False if that fails."""
    python = command[0]
    try:
        start(
            (python, "-I", "-c", _STAYS, *command),
            creationflags=getattr(subprocess, "CREATE_NEW_CONSOLE", 0),
        )
    except OSError:
        return False
    return True
