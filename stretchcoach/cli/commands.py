"""What commands there are. What is none of them is a routine."""

from typing import Final

# The hidden command that leads a session; in its place stands the routine's name.
SESSION: Final = "run"
# Each command's module and function. A module is imported when its command is wanted: building all
# of them would double the time that `stretch --version` and completion take.
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
    """Whether this is what a session is to be led of, and neither an option nor a command."""
    return not argument.startswith("-") and argument not in COMMANDS
