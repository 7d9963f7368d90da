"""The list of commands. Any other word is a routine."""

from typing import Final

# The hidden command that leads a session. A person types a routine's name instead.
SESSION: Final = "run"
# Each command's module and function. A module is imported only for its command: to import all would
# double the time of `stretch --version` and of completion.
COMMANDS: Final = {
    SESSION: ("session", "run"),
    "list": ("routines", "list_routines"),
    "show": ("routines", "show_routine"),
    "new": ("own", "new"),
    "edit": ("own", "edit"),
    "add": ("own", "add"),
    "check": ("check", "check"),
    "doctor": ("doctor", "doctor"),
    "history": ("history", "history"),
    "pause": ("history", "pause"),
    "pain": ("pain", "pain"),
    "remind": ("remind", "remind"),
    "due": ("remind", "due"),
    "save": ("save", "save"),
    "where": ("own", "where"),
    "settings": ("settings", "settings"),
    "schema": ("check", "schema"),
}


def is_routine(argument: str) -> bool:
    """Whether this names a routine, and is neither an option nor a command."""
    return not argument.startswith("-") and argument not in COMMANDS
