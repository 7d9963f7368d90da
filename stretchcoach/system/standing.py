"""A notification that stays until the person clicks or closes it, or we take it away."""

import subprocess
from select import select

from stretchcoach.system.notifier import NOTIFIER, close
from stretchcoach.system.running import is_there

# How long a server may take to show it.
_WITHIN_S = 5.0


class Standing:
    """`child` ends as soon as the notification is clicked or closed."""

    def __init__(self, child: "subprocess.Popen[str]", number: str) -> None:
        self.child = child
        self._number = number

    def take_away(self) -> None:
        """Close it, if it is still shown."""
        if self.child.poll() is None:
            self.child.kill()
            close([self._number])
        self.child.communicate()


def can_stand() -> bool:
    # Into a pipe notify-send would print the notification's number only at its end.
    return is_there(NOTIFIER) and is_there("stdbuf")


def stand(line: str, body: str, button: str) -> Standing | None:
    """Show it; return None if it could not be shown with a button."""
    if not can_stand():
        return None
    sent = ("stdbuf", "-oL", NOTIFIER, "--app-name=stretch", "--print-id")
    # A desktop shows a critical one even in do-not-disturb, and does not remove it by itself.
    stays = ("--urgency=critical", "--expire-time=0")
    # The first action is a click on the notification; not every desktop has a button for that.
    actions = (f"--action=default={button}", f"--action=stop={button}")
    try:
        child = subprocess.Popen(
            (*sent, *stays, *actions, "--", line, body),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
    except OSError:
        return None
    assert child.stdout is not None
    shown = select([child.stdout], [], [], _WITHIN_S)[0]
    number = child.stdout.readline().strip() if shown else ""
    standing = Standing(child, number)
    if number.isdigit():
        return standing
    standing.take_away()
    return None
