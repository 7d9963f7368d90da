"""Shows a reminder on a Mac, by the first of three programs that can.

`alerter` waits for an answer and prints it, by its README (`@CONTENTCLICKED`, `@TIMEOUT`, …, or the
label that was chosen). Its options have one dash up to 1.x and two from 26 on, by its help.
`terminal-notifier`, by its README, has no buttons. Its `-execute` did nothing on a click from
macOS 11.6 until its version 3.0 (its issues 288 and 315), so the text has the command.
`osascript` shows a dialog, by its manual page and by "Displaying Dialogs and Alerts" of the Mac
Automation Scripting Guide. Its texts are arguments, and no part of the script. The first argument
is a number, since one that begins with a dash would count as an option. If the person is typing
when the dialog appears, Enter means "Not now", and starts nothing.
"""

from stretchcoach.core.reminders import ReminderText
from stretchcoach.system.notifier import LATER, SAY_LATER, SAY_START, SHOWN_S, START
from stretchcoach.system.running import ask, is_there

_ALERTER, _BANNER, _DIALOG = "alerter", "terminal-notifier", "osascript"
# How much longer than their own limit the programs may take.
_GRACE_S = 5.0
_NOT_NOW = "Not now"
_CLICKED = ("@CONTENTCLICKED", "@ACTIONCLICKED")
_SCRIPT = (
    "on run argv",
    "set theLabels to items 3 thru -1 of argv",
    'set theAnswer to display dialog (item 2 of argv) with title "stretch" buttons theLabels'
    " default button (count of theLabels) giving up after ((item 1 of argv) as integer)",
    'if gave up of theAnswer then return ""',
    "return button returned of theAnswer",
    "end run",
)


def name() -> str:
    here = next((one for one in (_ALERTER, _BANNER) if is_there(one)), _DIALOG)
    return f"a dialog, by {_DIALOG}" if here == _DIALOG else here


def is_known() -> bool:
    return any(is_there(one) for one in (_ALERTER, _BANNER, _DIALOG))


def missing() -> str:
    return "It is a part of macOS, in /usr/bin."


def answers_later() -> bool:
    return False


def show(
    text: ReminderText, command: str, *, buttons: bool, within_s: float = SHOWN_S
) -> str | None:
    """As `notifier.show`."""
    labels = ((SAY_START,) if text.routine else ()) + (SAY_LATER,) if buttons else ()
    typed = f"{text.proposal} {command}" if text.routine else text.proposal
    body = text.proposal if buttons else typed
    shown = None
    if is_there(_ALERTER):
        shown = _by_alerter(text.line, body, labels, within_s=within_s)
    if shown is None and is_there(_BANNER):
        shown = _by_banner(text.line, typed)
    if shown is None and is_there(_DIALOG):
        shown = _by_dialog(f"{text.line}\n{body}", labels, within_s)
    return shown


def _by_alerter(title: str, body: str, labels: tuple[str, ...], within_s: float) -> str | None:
    told = ask((_ALERTER, "-help"))
    options = {"title": title, "message": body, "timeout": str(max(1, int(within_s)))}
    if labels:
        options["actions"] = ",".join(labels)
    if "--message" in told.out + told.err:
        if len(labels) > 1:
            options["dropdown-label"] = "Stretch"
        given = [f"--{key}={value}" for key, value in options.items()]
    elif "-message" in told.out + told.err:
        if len(labels) > 1:
            options["dropdownLabel"] = "Stretch"
        given = [part for key, value in options.items() for part in (f"-{key}", _plain(value))]
    else:
        return None
    ran = ask((_ALERTER, *given), within_s=within_s + _GRACE_S)
    if ran.late:
        return ""
    if ran.code != 0:
        return None
    said = ran.out.strip()
    return _meant(SAY_START if said in _CLICKED else said, labels)


def _by_banner(title: str, body: str) -> str | None:
    given = ("-title", _plain(title), "-message", _plain(body), "-group", "stretchcoach")
    ran = ask((_BANNER, *given), within_s=_GRACE_S)
    return "" if ran.code == 0 or ran.late else None


def _by_dialog(words: str, labels: tuple[str, ...], within_s: float) -> str | None:
    script = [part for line in _SCRIPT for part in ("-e", line)]
    given = (str(max(1, int(within_s))), words, *labels, _NOT_NOW)
    ran = ask((_DIALOG, *script, *given), within_s=within_s + _GRACE_S)
    if ran.late:
        return ""
    return _meant(ran.out.strip(), labels) if ran.code == 0 else None


def _meant(label: str, labels: tuple[str, ...]) -> str:
    known = {SAY_START: START, SAY_LATER: LATER}
    return known[label] if label in labels else ""


def _plain(value: str) -> str:
    """A value that does not count as an option or a list: by a backslash, as the READMEs say."""
    return value if value[:1].isalnum() else f"\\{value}"
