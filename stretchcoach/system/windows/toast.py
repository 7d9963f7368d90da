"""Shows a reminder as a toast, by Windows' own PowerShell.

By Microsoft's pages on the toast schema (`toast`, `action`, `activationType="protocol"`) and on
`ToastNotificationManager`. PowerShell is called by its full path: newer versions cannot load these
classes. The script is always the same. The toast comes in a variable of the environment, as XML in
which all text is escaped.

It does not wait for the answer: the buttons call the protocol of `protocol.py`. If that is not
registered, as before `stretch remind on`, the text has the command.
"""

from contextlib import suppress
from html import escape
from pathlib import Path

from stretchcoach.core.due import OFFER_MS
from stretchcoach.core.reminders import ReminderText
from stretchcoach.system.notifier import SAY_LATER, SAY_START, SHOWN_S
from stretchcoach.system.running import ask
from stretchcoach.system.windows import protocol
from stretchcoach.system.windows.programs import system_program

_WITHIN_S = 20.0
# The id of PowerShell itself, which Windows always knows.
_POWERSHELLS_ID = r"{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\WindowsPowerShell\v1.0\powershell.exe"
_MANAGER = "Windows.UI.Notifications.ToastNotificationManager"
_RUNTIME = "ContentType = WindowsRuntime"
SCRIPT = (
    "$ErrorActionPreference = 'Stop';"
    f"$null = [{_MANAGER}, Windows.UI.Notifications, {_RUNTIME}];"
    f"$null = [Windows.Data.Xml.Dom.XmlDocument, Windows.Data.Xml.Dom.XmlDocument, {_RUNTIME}];"
    "$xml = New-Object Windows.Data.Xml.Dom.XmlDocument;"
    "$xml.LoadXml($env:STRETCH_TOAST);"
    "$toast = New-Object Windows.UI.Notifications.ToastNotification $xml;"
    "$toast.Tag = 'reminder'; $toast.Group = 'stretchcoach';"
    f"$toast.ExpirationTime = [DateTimeOffset]::Now.AddMinutes({OFFER_MS // 60_000});"
    f"[{_MANAGER}]::CreateToastNotifier($env:STRETCH_TOAST_APP).Show($toast)"
)


def name() -> str:
    return "a toast"


def is_known() -> bool:
    return Path(_powershell()).exists()


def missing() -> str:
    return "It needs Windows PowerShell, which is a part of Windows."


def answers_later() -> bool:
    return True


def show(
    text: ReminderText, command: str, *, buttons: bool, within_s: float = SHOWN_S
) -> str | None:
    """As `notifier.show`, but it does not wait for an answer."""
    del within_s
    known = False
    with suppress(ImportError, OSError):
        known = protocol.is_registered()
    variables = {
        "STRETCH_TOAST": toast(text, command, buttons=buttons and known),
        "STRETCH_TOAST_APP": protocol.APP_ID if known else _POWERSHELLS_ID,
    }
    run = (_powershell(), "-NoProfile", "-NonInteractive", "-Command", SCRIPT)
    return "" if ask(run, within_s=_WITHIN_S, variables=variables).code == 0 else None


def toast(text: ReminderText, command: str, *, buttons: bool) -> str:
    """The XML. A click on the toast itself starts, too."""
    body = text.proposal if buttons or not text.routine else f"{text.proposal} {command}"
    launch, actions = "", ""
    if buttons:
        answers = [(SAY_LATER, protocol.LATER_URL)]
        if text.routine:
            answers.insert(0, (SAY_START, protocol.START_URL))
            launch = f' activationType="protocol" launch="{protocol.START_URL}"'
        actions = "".join(
            f'<action activationType="protocol" content="{say}" arguments="{url}"/>'
            for say, url in answers
        )
        actions = f"<actions>{actions}</actions>"
    return (
        f'<toast duration="long"{launch}><visual><binding template="ToastGeneric">'
        f"<text>{escape(text.line)}</text><text>{escape(body)}</text>"
        f'</binding></visual><audio silent="true"/>{actions}</toast>'
    )


def _powershell() -> str:
    return system_program(r"WindowsPowerShell\v1.0\powershell.exe")
