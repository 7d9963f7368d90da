"""Shows a reminder and returns the answer, by `notify-send` or another system's own program.

`notify-send` waits until the notification is closed. That may be never: the server may hold it
back, or keep it until it is clicked. So after some minutes it is closed.
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
    """The program that shows reminders."""
    other = elsewhere.notifier(platform)
    return other.name() if other else NOTIFIER


def is_known(platform: str = sys.platform) -> bool:
    other = elsewhere.notifier(platform)
    return other.is_known() if other else is_there(NOTIFIER)


def missing(platform: str = sys.platform) -> str:
    """Where to get that program."""
    other = elsewhere.notifier(platform)
    return other.missing() if other else "Debian and Ubuntu have it in libnotify-bin."


def answers(platform: str = sys.platform) -> bool | None:
    """Whether a notification server answers; None if that cannot be asked.

    On Linux `notify-send` may be installed without a server that shows its notifications.
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
    """Whether the answer comes to another process, by `cli/answering.py`."""
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
    """Show it; return START, LATER, or "" without an answer. None if it could not be shown.

    Without buttons, the text has the command to type.
    """
    other = elsewhere.notifier(platform)
    if other:
        return other.show(text, command, buttons=buttons, within_s=within_s)
    if not is_known(platform):
        return None
    sent = (NOTIFIER, "--app-name=stretch", f"--expire-time={int(within_s * 1_000)}")
    if buttons:
        # The first has the name "default", so that a click on the notification itself starts, too.
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
    """The answer; None if the server takes no buttons, or no notification."""
    # Into a pipe it would print the notification's number only at its end.
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
                # The output so far is bytes, even in text mode.
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
    """Commands that call this method of the notification server, one for each program here."""
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
            # Without a reply it would not know whether there is a server.
            *("dbus-send", "--session", "--print-reply", f"--dest={_NAME}", _PATH),
            *(f"{_NAME}.{method}", *([f"uint32:{number}"] if number else [])),
        ),
    ):
        if is_there(command[0]):
            yield command


def _escaped(text: str) -> str:
    """The text without markup, which some servers would interpret."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
