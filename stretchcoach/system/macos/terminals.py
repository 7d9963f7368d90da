"""Opens a session in Terminal.

`open -a Terminal FILE`, by the manual page open(1), needs no permission to control another program,
as telling Terminal to `do script` would. It passes on nothing of our environment. So FILE is a
shell script with all that is to be run, every word quoted, which deletes itself.
"""

import os
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from stretchcoach.system.running import ask, is_there
from stretchcoach.system.terminals import OURS

_OPEN = ("open", "-a", "Terminal")
_WITHIN_S = 10.0


def name() -> str | None:
    return "Terminal" if is_there(_OPEN[0]) else None


def open_session(command: Sequence[str]) -> bool:
    """Open a window that runs this, and outlives us. False if there is none."""
    if name() is None:
        return False
    from tempfile import mkdtemp

    try:
        path = Path(mkdtemp(prefix="stretch-")) / "stretch.command"
        path.write_text(script(command, os.environ), encoding="utf-8")
        path.chmod(0o700)
    except OSError:
        return False
    if ask((*_OPEN, str(path)), within_s=_WITHIN_S).code == 0:
        return True
    with suppress(OSError):  # the script has run anyway, and deleted itself
        path.unlink()
        path.parent.rmdir()
    return False


def script(command: Sequence[str], environment: Mapping[str, str]) -> str:
    """The script of the window, which stays open until the person has read the summary."""
    handed = [n for n in OURS if environment.get(n)]
    exports = "".join(f"export {n}={shlex.quote(environment[n])}\n" for n in handed)
    return (
        '#!/bin/sh\nrm -f -- "$0"; rmdir -- "$(dirname -- "$0")"\n'
        f"{exports}{shlex.join(command)}\n"
        'printf "\\nEnter ends this. "; read -r _\n'
    )
