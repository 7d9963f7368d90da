"""Opening a terminal with a session in it."""

import os
import shlex
import sys
from collections.abc import Mapping, Sequence

from stretchcoach.system import elsewhere
from stretchcoach.system.running import ask, is_there

# Terminals, each with the option that the program to run comes after.
_TERMINALS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("xdg-terminal-exec", ()),
    ("x-terminal-emulator", ("-e",)),
    ("gnome-terminal", ("--",)),
    ("kgx", ("-e",)),
    ("ptyxis", ("--",)),
    ("konsole", ("-e",)),
    ("xfce4-terminal", ("-x",)),
    ("kitty", ()),
    ("foot", ()),
    ("alacritty", ("-e",)),
    ("wezterm", ("start", "--")),
    ("xterm", ("-e",)),
)
# The window stays open until the person has read the summary.
_STAYS = '"$@"; printf "\\nEnter closes this window. "; read -r _'
_LEFT_ALONE = '"$@" </dev/null >/dev/null 2>&1 &'
# The variables that affect a session.
OURS = ("STRETCH_HOME", "STRETCH_SOUND", "STRETCH_VOICE", "REDUCED_MOTION", "NO_COLOR")
# The variables that a program started by the service manager lacks.
_HANDED_ON = (
    *("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"),
    *("XDG_CURRENT_DESKTOP", "XDG_SESSION_TYPE", "HOME", "PATH", "LANG", "LC_ALL"),
    *("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "PULSE_SERVER"),
    *OURS,
)


def name(platform: str = sys.platform) -> str | None:
    """The terminal that a session would be opened in; None if there is none."""
    other = elsewhere.terminals(platform)
    if other:
        return other.name()
    begins = terminal(os.environ)
    return begins[0] if begins else None


def terminal(environment: Mapping[str, str]) -> tuple[str, ...] | None:
    """The first words of the command that opens a terminal; None without one, or a screen."""
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        return None
    own = shlex.split(environment.get("TERMINAL", ""))
    known = dict(_TERMINALS)
    first, *others = _TERMINALS
    if is_there(first[0]):
        return (first[0], *first[1])
    if own and is_there(own[0]):
        return (*own, *known.get(os.path.basename(own[0]), ("-e",)))  # noqa: PTH119 - a command
    return next(((name, *takes) for name, takes in others if is_there(name)), None)


def open_session(command: Sequence[str], platform: str = sys.platform) -> bool:
    """Open a terminal that runs this, and outlives us. False if there is none."""
    other = elsewhere.terminals(platform)
    if other:
        return other.open_session(command)
    begins = terminal(os.environ)
    return begins is not None and begin((*begins, "sh", "-c", _STAYS, "sh", *command))


def begin(command: Sequence[str]) -> bool:
    """Start this so that it outlives us; return whether it could be started."""
    # A program that a service starts ends with the service, unless it has its own unit.
    if is_there("systemd-run"):
        handed = [f"--setenv={n}={os.environ[n]}" for n in _HANDED_ON if n in os.environ]
        own_unit = ("systemd-run", "--user", "--collect", "--quiet", *handed, "--", *command)
        if ask(own_unit, within_s=10).code == 0:
            return True
    # A shell starts it and exits: nobody waits for it, and none of our pipes stays open.
    return ask(("sh", "-c", _LEFT_ALONE, "sh", *command)).code == 0
