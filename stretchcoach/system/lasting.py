"""The commands that a scheduler runs later: by which Python, and whether that will stay."""

import os
import site
import sys
from collections.abc import Mapping
from pathlib import Path

from stretchcoach.errors import CoachError
from stretchcoach.system.running import ask

_MODULE = "stretchcoach.remind"


def tick_command() -> tuple[str, ...]:
    return (*_python(), "-m", _MODULE)


def session_command(routine: str) -> tuple[str, ...]:
    return (*_python(), "-m", "stretchcoach", routine)


def aloud_command(routine: str) -> tuple[str, ...]:
    return (*_python(), "-m", "stretchcoach.cli.aloud", routine)


def refuse_if_vanishing() -> None:
    """Raises CoachError where this installation is made for one run."""
    way = vanishes(sys.prefix, os.environ)
    if way:
        raise CoachError(
            f"This copy of stretch is one that {way} may take away at any time.",
            "Install it to stay, then run: stretch remind on\n"
            "With either of: uv tool install stretchcoach; pipx install stretchcoach",
        )


def has_gone(program: str) -> bool:
    """Whether this Python, or stretch in it, is not there any more."""
    # What lies in the folder that we happen to be in does not count.
    asked = ("-c", f"import sys; sys.path[:] = filter(None, sys.path); import {_MODULE}")
    return not any(ask((program, alone, *asked)).code == 0 for alone in ("-I", "-E"))


def vanishes(prefix: str, environment: Mapping[str, str]) -> str:
    """What made this environment for one run only; "" where it is one to stay."""
    parts = Path(prefix).parts
    uv_cache = environment.get("UV_CACHE_DIR")
    if uv_cache and Path(prefix).is_relative_to(uv_cache):
        return "uvx"
    if any(part.startswith(("archive-v", "builds-v", "environments-v")) for part in parts):
        return "uvx"
    if "pipx" in parts and ".cache" in parts:
        return "pipx run"
    return ""


def _python() -> tuple[str, ...]:
    """This Python, away from the folder it runs in; `-I` would not see what pip put in the home."""
    home = site.getusersitepackages() if site.ENABLE_USER_SITE else ""
    ours = str(Path(__file__).resolve())
    alone = "-E" if home and ours.startswith(home) else "-I"
    return sys.executable, alone
