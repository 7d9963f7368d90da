"""Showing a reminder, and what the person made of it: by `notify-send`, or another system's own.

`notify-send` waits until the notification is closed, which may be never: while the server holds all
back, or keeps what was not clicked. So it is given some minutes, and then the notification is
closed.
"""

import subprocess
import sys
from collections.abc import Iterator, Sequence

from stretchcoach.core.reminders import ReminderText
from stretchcoach.system import elsewhere
from stretchcoach.system.running import ask, is_there

NOTIFIER = "notify-send"
# Less than the time between two ticks.
SHOWN_S = 4 * 60
START, LATER = "default", "later"
SAY_START, SAY_LATER = "Start", "In 20 minutes"
_NAME, _PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"


def name(platform: str = sys.platform) -> str:
    """What shows it."""
    other = elsewhere.notifier(platform)
    return other.name() if other else NOTIFIER


def is_known(platform: str = sys.platform) -> bool:
    other = elsewhere.notifier(platform)
    return other.is_known() if other else is_there(NOTIFIER)


def missing(platform: str = sys.platform) -> str:
    """Where to get it."""
    other = elsewhere.notifier(platform)
    return other.missing() if other else "Debian and Ubuntu have it in libnotify-bin."


def answers(platform: str = sys.platform) -> bool | None:
    """Whether whatever shows them answers; None where that cannot be asked.

    On Linux `notify-send` may be there, and nobody who shows what it sends.
    """
    if elsewhere.notifier(platform):
        return None
    asked = False
    for command in _calls("GetServerInformation"):
        code = ask(command).code
        if code == 0:
            return True
        asked |= code is not None
    return False if asked else None


def answers_later(platform: str = sys.platform) -> bool:
    """Whether nobody waits here for what is chosen, since it comes by `cli/answering.py`."""
    other = elsewhere.notifier(platform)
    return other.answers_later() if other else False


def show(
    text: ReminderText,
    command: str,
    *,
    buttons: bool,
    within_s: float = SHOWN_S,
    platform: str = sys.platform,
) -> str | None:
    """Show it; START, LATER, or "" where nothing was chosen. None where it could not be shown.

    Where there are no buttons, what to type stands in the text.
    """
    other = elsewhere.notifier(platform)
    if other:
        return other.show(text, command, buttons=buttons, within_s=within_s)
    if not is_known(platform):
        return None
    sent = (NOTIFIER, "--app-name=stretch", f"--expire-time={int(within_s * 1_000)}")
    if buttons:
        # The first one is named so that a click on the notification itself starts, too.
        start = (f"--action={START}={SAY_START}",) if text.routine else ()
        later = f"--action={LATER}={SAY_LATER}"
        words = (text.line, _escaped(text.proposal))
        told = _wait((*sent, "--print-id", *start, later, "--", *words), within_s)
        if told is not None:
            return told
    body = f"{text.proposal} {command}" if text.routine else text.proposal
    shown = ask((*sent, "--", text.line, _escaped(body)))
    return "" if shown.code == 0 else None


def _wait(command: Sequence[str], within_s: float) -> str | None:
    """What was chosen; None where the server takes no buttons, or nothing at all."""
    # Into a pipe it would print the number only at its end.
    at_once = ("stdbuf", "-oL") if is_there("stdbuf") else ()
    try:
        with subprocess.Popen(
            (*at_once, *command),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        ) as child:
            try:
                told, _ = child.communicate(timeout=within_s)
            except subprocess.TimeoutExpired as waited:
                child.kill()
                # What was read so far are bytes, whatever was asked for.
                output = waited.output
                close((output.decode() if isinstance(output, bytes) else output or "").split())
                return ""
    except OSError:
        return None
    words = told.split()
    if START in words:
        return START
    if LATER in words:
        return LATER
    return "" if child.returncode == 0 else None


def close(words: list[str]) -> None:
    """Close the notification whose number was printed first."""
    if not words or not words[0].isdigit():
        return
    for command in _calls("CloseNotification", words[0]):
        if ask(command).code == 0:
            return


def _calls(method: str, number: str = "") -> Iterator[tuple[str, ...]]:
    """What calls this method of whoever shows notifications, by each program that is there."""
    for command in (
        (
            *("busctl", "--user", "call", _NAME, _PATH, _NAME, method),
            *(("u", number) if number else ()),
        ),
        (
            *("gdbus", "call", "--session", "--dest", _NAME, "--object-path", _PATH),
            *("--method", f"{_NAME}.{method}", *filter(None, [number])),
        ),
        (
            # Without a reply it would not know whether anybody was there.
            *("dbus-send", "--session", "--print-reply", f"--dest={_NAME}", _PATH),
            *(f"{_NAME}.{method}", *([f"uint32:{number}"] if number else [])),
        ),
    ):
        if is_there(command[0]):
            yield command


def _escaped(text: str) -> str:
    """A server may take the text for markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
