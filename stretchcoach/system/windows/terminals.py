"""Opening a session in a console of its own.

By Python's `subprocess`: `CREATE_NEW_CONSOLE` gives one in the terminal that the person has chosen
for them. No shell takes part, so nothing has to be quoted.
"""

import subprocess
from collections.abc import Callable, Sequence
from typing import Any

# It runs the session, and stays until the summary was read. Ctrl-C is the session's own.
_STAYS = (
    "import signal, subprocess, sys; "
    "signal.signal(signal.SIGINT, signal.SIG_IGN); subprocess.call(sys.argv[1:]); "
    "signal.signal(signal.SIGINT, signal.SIG_DFL); input('\\nEnter closes this window. ')"
)


def name() -> str | None:
    return "a console window"


def open_session(command: Sequence[str], start: Callable[..., Any] = subprocess.Popen) -> bool:
    """Open a window that runs this, and outlives us. False where it cannot."""
    python = command[0]
    try:
        start(
            (python, "-I", "-c", _STAYS, *command),
            creationflags=getattr(subprocess, "CREATE_NEW_CONSOLE", 0),
        )
    except OSError:
        return False
    return True
