"""The protocol by which a toast's buttons reach us: `stretchcoach:`, for this person alone.

By Microsoft's "Registering an Application to a URI Scheme", under HKEY_CURRENT_USER. As it warns,
anybody may call such an address, even a page in a browser. So there is a fixed set of addresses,
none has arguments, and `cli/answering.py` obeys only while a reminder waits for its answer.

The name under which toasts appear is registered, too, by "Send a local toast notification from
other types of unpackaged apps".
"""

from collections.abc import Sequence
from subprocess import list2cmdline

from stretchcoach.system.notifier import LATER, START
from stretchcoach.system.windows import registry

START_URL, LATER_URL = "stretchcoach:start", "stretchcoach:later"
ANSWERS = {START_URL: START, LATER_URL: LATER}
APP_ID = "stretchcoach"
_SCHEME = r"Software\Classes\stretchcoach"
_APP = rf"Software\Classes\AppUserModelId\{APP_ID}"


def entries(command: Sequence[str]) -> dict[str, dict[str, str]]:
    """The entries of the registry: for each key, its values by name."""
    return {
        _SCHEME: {"": "URL:Reminders to stretch", "URL Protocol": ""},
        rf"{_SCHEME}\shell\open\command": {"": f'{list2cmdline(command)} "%1"'},
        _APP: {"DisplayName": "Stretch"},
    }


def register(command: Sequence[str]) -> None:
    """Write the entries. Raises OSError."""
    for key, values in entries(command).items():
        registry.write(key, values)


def unregister() -> bool:
    """Remove the entries; return whether there were any. Raises OSError."""
    removed = [registry.remove(key) for key in (_SCHEME, _APP)]
    return any(removed)


def is_registered() -> bool:
    return registry.value(rf"{_SCHEME}\shell\open\command", "") is not None
