"""What to install, in the words of this system's package manager."""

import shutil
import sys
from collections.abc import Mapping

_INSTALL = {
    "apt": "sudo apt install",
    "dnf": "sudo dnf install",
    "pacman": "sudo pacman -S",
    "zypper": "sudo zypper install",
    "apk": "sudo apk add",
}
PLAYER = {"": "pulseaudio-utils", "pacman": "libpulse"}
VOICE = {"": "espeak-ng"}


def to_install(packages: Mapping[str, str]) -> str:
    """The command that installs it, given its name for each manager; "" where none is known."""
    if sys.platform != "linux":
        return ""
    manager = next((name for name in _INSTALL if shutil.which(name)), "")
    return f"{_INSTALL[manager]} {packages.get(manager, packages[''])}" if manager else ""
