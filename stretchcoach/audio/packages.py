"""Says which package is missing, and the command of this system that installs it."""

import shutil
import sys
from collections.abc import Mapping

from stretchcoach.core.templates import Words

_INSTALL = {
    "apt": "sudo apt install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "zypper": "sudo zypper install",
    "apk": "sudo apk add",
}
PLAYER = {"": "pulseaudio-utils", "pacman": "libpulse"}
VOICE = {"": "espeak-ng"}


def to_install(*packages: Mapping[str, str]) -> str:
    """The command that installs these, given their name for each manager; "" if none is known."""
    if sys.platform != "linux":
        return ""
    manager = next((name for name in _INSTALL if shutil.which(name)), "")
    names = (package.get(manager, package[""]) for package in packages)
    return " ".join([_INSTALL[manager], *names]) if manager else ""


def what_to_do(own: Words, *packages: Mapping[str, str]) -> str:
    install = to_install(*packages)
    return own.try_command.format(command=install) if install else own.see_doctor


def missing(own: Words, *, player: bool, voice: bool) -> str:
    """What to say if a player or a voice is missing; "" if neither is."""
    if player and voice:
        return own.lacks_player_and_voice.format(do=what_to_do(own, PLAYER, VOICE))
    if player:
        return own.lacks_player.format(do=what_to_do(own, PLAYER))
    return own.lacks_voice.format(do=what_to_do(own, VOICE)) if voice else ""
