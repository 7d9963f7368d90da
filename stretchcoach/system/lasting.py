"""The commands that a scheduler runs later, and whether their Python will still exist then."""

import os
import site
import sys
from collections.abc import Mapping
from pathlib import Path

from stretchcoach.errors import CoachError
from stretchcoach.system import elsewhere
from stretchcoach.system.running import ask

_MODULE = "stretchcoach.remind"
# Some systems scan each program before its first run.
_STARTS_WITHIN_S = 10.0


def tick_command(platform: str = sys.platform) -> tuple[str, ...]:
    return (*_python(platform, console=False), "-m", _MODULE)


def session_command(routine: str, platform: str = sys.platform) -> tuple[str, ...]:
    return (*_python(platform, console=True), "-m", "stretchcoach", routine)


def aloud_command(routine: str) -> tuple[str, ...]:
    return (*_python(sys.platform, console=False), "-m", "stretchcoach.cli.by_voice", routine)


def refuse_if_vanishing() -> None:
    """Raises CoachError if this installation is made for one run."""
    way = vanishes(sys.prefix, os.environ)
    if way:
        raise CoachError(
            f"This copy of stretch is one that {way} may take away at any time.",
            "Install it to stay, then run: stretch remind on\n"
            "With either of: uv tool install stretchcoach; pipx install stretchcoach",
        )


def has_gone(program: str) -> bool:
    """Whether this Python, or stretch in it, is gone."""
    # Modules in the current folder do not count.
    asked = ("-c", f"import sys; sys.path[:] = filter(None, sys.path); import {_MODULE}")
    asks = ((program, alone, *asked) for alone in ("-I", "-E"))
    return not any(ask(words, within_s=_STARTS_WITHIN_S).code == 0 for words in asks)


def vanishes(prefix: str, environment: Mapping[str, str]) -> str:
    """The tool that made this environment for one run only; "" if it stays."""
    parts = Path(prefix).parts
    uv_cache = environment.get("UV_CACHE_DIR")
    if uv_cache and Path(prefix).is_relative_to(uv_cache):
        return "uvx"
    if any(part.startswith(("archive-v", "builds-v", "environments-v")) for part in parts):
        return "uvx"
    if "pipx" in parts and ".cache" in parts:
        return "pipx run"
    return ""


def program(executable: str, platform: str, *, console: bool) -> str:
    """This Python; on Windows the one with a console, or the one without."""
    if platform != elsewhere.WINDOWS:
        return executable
    beside = Path(executable).with_name("python.exe" if console else "pythonw.exe")
    return str(beside) if beside.exists() else executable


def _python(platform: str, *, console: bool) -> tuple[str, ...]:
    """This Python without the current folder. `-I` would not see packages in the person's home."""
    home = site.getusersitepackages() if site.ENABLE_USER_SITE else ""
    ours = str(Path(__file__).resolve())
    alone = "-E" if home and ours.startswith(home) else "-I"
    return program(sys.executable, platform, console=console), alone
