"""`python -m stretchcoach.cli.by_voice`: a session by voice alone.

A reminder that finds no terminal starts it.
It has no screen and no keys. So a notification stays during the session: a click on it, or closing
it, ends the session at once. If none can be shown, the session does not begin.
"""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from types import FrameType

from stretchcoach.audio.children import Child, Children, kill
from stretchcoach.core.choices import ChoiceError, Choices, choose
from stretchcoach.core.reminders import STOP, ReminderText, standing_notification
from stretchcoach.errors import EXIT_SIGNAL, EXIT_STOPPED, CoachError
from stretchcoach.files.names import find
from stretchcoach.files.seen import is_seen
from stretchcoach.files.settings import settled_here
from stretchcoach.system import lasting, notifier
from stretchcoach.system.standing import can_stand, stand

# How long a session may take to end before it is killed. It is silent at once, and then writes the
# history. A session that hangs begins no new sound either.
_ENDS_WITHIN_S = 5.0
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
# Windows has no SIGHUP, but imports this module for `why_not`.
_ENDING = tuple(getattr(signal, name) for name in _NAMES if hasattr(signal, name))


def why_not(name: str) -> str:
    """Why no session of this routine can begin by voice alone; "" if one can.

    Nobody can read the gate's text then. So the person must have read its present text before.
    """
    from stretchcoach.audio.players import backends
    from stretchcoach.cli.audible import habitual_voice
    from stretchcoach.cli.felt_before import with_felt
    from stretchcoach.cli.remembering import memory

    settings = settled_here()[0].settings
    try:
        routine = find(name)
        before = memory()
        laid_out = with_felt(before.to_show if before else choose)(routine, Choices())
        voice = habitual_voice(settings, routine.language)
    except (CoachError, ChoiceError) as error:
        return str(error)
    if not is_seen(laid_out.routine) or laid_out.care.again:
        return f"{name} was not read at a screen yet, as it is now"
    if not settings.sound or not routine.sound.voice or settings.voice == "off":
        return "sound or voice is off"
    with Children() as children:
        if voice is None or not backends(children):
            return "no voice can be heard here"
    return "" if can_stand() else "no notification can stand beside it"


def main(name: str) -> int:
    """Lead a session of this routine; return its exit code."""
    signals = _signals()
    routine = find(name)
    standing = stand(*standing_notification(routine), STOP)
    if standing is None:
        return _did_not_begin(name)
    try:
        with Children() as children:
            session = children.start((*lasting.session_command(name), "--plain"))
            while session.poll() is None and standing.child.poll() is None:
                if os.read(signals, 1)[0] in _ENDING:
                    break
            code = _end(session)
    finally:
        standing.take_away()
    expected = code in (0, EXIT_STOPPED) or code >= EXIT_SIGNAL or code < 0
    return code if expected else _did_not_begin(name)


def _signals() -> int:
    """A pipe that gets the number of each ending signal, so that none interrupts the code.

    If a shell has started us with `&`, Ctrl-C is ignored, and would be in the session, too.
    """
    reads, writes = os.pipe()
    os.set_blocking(writes, False)
    signal.set_wakeup_fd(writes)
    for number in (*_ENDING, signal.SIGCHLD):
        signal.signal(number, _noted)
    return reads


def _end(session: Child) -> int:
    """End the session as Ctrl-C would, or else by force; return its exit code."""
    if session.poll() is None:
        session.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return session.wait(_ENDS_WITHIN_S)
        kill(session)
    return session.wait()


def _did_not_begin(name: str) -> int:
    """Show which command to type instead."""
    text = ReminderText("The session did not begin.", "Begin it in a terminal:", name)
    notifier.show(text, f"stretch {name}", buttons=False)
    return 1


def _noted(number: int, frame: FrameType | None) -> None:
    """Do nothing: the signal's number is in the pipe."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
