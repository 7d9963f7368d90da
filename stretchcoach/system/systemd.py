"""The ticks as a timer of systemd's own service manager for this person."""

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from stretchcoach.clock import at_s
from stretchcoach.errors import CoachError
from stretchcoach.system.running import ask, is_there
from stretchcoach.system.scheduled import Put, Scheduled, environment_of

SERVICE, TIMER = "stretchcoach-remind.service", "stretchcoach-remind.timer"
EVERY_TEN_MINUTES = "*:0/10"
_CONTROL = ("systemctl", "--user")
_STARTED = ("daemon-reload",), ("enable", "--quiet", TIMER), ("restart", TIMER)
# Reloading takes a while on a machine with many units.
_WITHIN_S = 20.0
# A tick waits for the answer to its notification. One that takes longer hangs.
_LONGEST_S = 8 * 60


def is_here() -> bool:
    """Whether the person's service manager runs."""
    return is_there("systemctl") and ask((*_CONTROL, "show", "--property=Version")).code == 0


def folder() -> Path:
    named = os.environ.get("XDG_CONFIG_HOME")
    return (Path(named) if named else Path.home() / ".config") / "systemd" / "user"


def files(
    command: Sequence[str], environment: Mapping[str, str], when: str = EVERY_TEN_MINUTES
) -> dict[str, str]:
    """The text of each file, by its name."""
    variables = "".join(
        f"Environment={_quoted(f'{name}={value}')}\n" for name, value in environment.items()
    )
    run = " ".join(_quoted(word).replace("$", "$$") for word in command)
    return {
        SERVICE: (
            "# Written by: stretch remind on. Taken away by: stretch remind off\n"
            "[Unit]\nDescription=Reminders to stretch: one look\n\n"
            f"[Service]\nType=oneshot\n{variables}ExecStart={run}\n"
            f"TimeoutStartSec={_LONGEST_S}\n"
        ),
        TIMER: (
            "# Written by: stretch remind on. Taken away by: stretch remind off\n"
            "[Unit]\nDescription=Reminders to stretch\n\n"
            f"[Timer]\nOnCalendar={when}\nAccuracySec=30s\n\n"
            "[Install]\nWantedBy=timers.target\n"
        ),
    }


def install(command: Sequence[str], put: Put, when: str = EVERY_TEN_MINUTES) -> None:
    """Have the files checked, `put` them in their place, and start the timer.

    Raises CoachError, and OSError if they cannot be written.
    """
    texts = files(command, environment_of(os.environ, shown=_managers_environment()), when)
    _verify(texts)
    folder().mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        put(folder() / name, text.encode())
    for words in _STARTED:
        _done(words)


def planned(command: Sequence[str]) -> str:
    """A text of what `install` would write and run."""
    texts = files(command, environment_of(os.environ, shown=_managers_environment()))
    written = "\n".join(f"{folder() / name}:\n\n{text}" for name, text in texts.items())
    run = "\n".join(" ".join((*_CONTROL, *words)) for words in _STARTED)
    return f"{written}\n{run}"


def remove() -> bool:
    """Stop the timer and remove all files; return whether there was anything. Raises CoachError."""
    there = [folder() / name for name in (TIMER, SERVICE) if (folder() / name).exists()]
    if not there and found() is None:
        return False
    if is_here():
        ask((*_CONTROL, "disable", "--now", "--quiet", TIMER), within_s=_WITHIN_S)
        ask((*_CONTROL, "stop", SERVICE), within_s=_WITHIN_S)
    wants = folder() / "timers.target.wants"
    try:
        for path in (wants / TIMER, *there):
            path.unlink(missing_ok=True)
    except OSError as error:
        raise CoachError(f"{error.filename} cannot be taken away: {error.strerror}.") from None
    for empty in (wants, folder(), folder().parent):
        with suppress(OSError):  # other programs have files there
            empty.rmdir()
    if is_here():
        _done(("daemon-reload",))
        ask((*_CONTROL, "reset-failed", SERVICE, TIMER))
    return True


def found() -> Scheduled | None:
    """Our ticks, by the files and by the service manager."""
    try:
        text = (folder() / SERVICE).read_text(encoding="utf-8")
    except (OSError, ValueError):
        text = ""
    timers = _listed()
    if not timers and not text and not (folder() / TIMER).exists():
        return None
    # The list has stopped timers, too. A timer that is not enabled is gone after the next login.
    asked = (ask((*_CONTROL, verb, TIMER)).code for verb in ("is-active", "is-enabled"))
    active = bool(timers) and all(code == 0 for code in asked)
    next_us = timers[0].get("next") if timers else None
    at = at_s(next_us / 1e6) if next_us else None
    return Scheduled("systemd", TIMER, active=active, next=at, program=_program_in(text))


def _listed() -> list[dict[str, Any]]:
    if not is_there("systemctl"):
        return []
    listed = ask((*_CONTROL, "list-timers", "--all", "--output=json", TIMER))
    with suppress(ValueError):
        found: list[dict[str, Any]] = json.loads(listed.out)
        return found
    return []


def _program_in(text: str) -> str:
    match = re.search(r'^ExecStart="((?:[^"\\]|\\.)*)"', text, re.MULTILINE)
    if not match:
        return ""
    return re.sub(r"\\(.)", r"\1", match[1]).replace("%%", "%").replace("$$", "$")


def _managers_environment() -> Mapping[str, str]:
    lines = ask((*_CONTROL, "show-environment")).out.splitlines()
    return dict(line.partition("=")[::2] for line in lines)


def _verify(texts: Mapping[str, str]) -> None:
    if not is_there("systemd-analyze"):
        return
    with _unpacked(texts) as paths:
        checked = ask(("systemd-analyze", "--user", "verify", *paths), within_s=_WITHIN_S)
    if checked.code != 0:
        raise CoachError(f"systemd does not take the timer: {checked.told}.", _SHOW)


@contextmanager
def _unpacked(texts: Mapping[str, str]) -> Iterator[list[str]]:
    with TemporaryDirectory() as place:
        for name, text in texts.items():
            (Path(place) / name).write_text(text, encoding="utf-8")
        yield [str(Path(place) / name) for name in texts]


def _done(words: Sequence[str]) -> None:
    ran = ask((*_CONTROL, *words), within_s=_WITHIN_S)
    if ran.code != 0:
        raise CoachError(f"systemctl --user {' '.join(words)}: {ran.told}.", _SHOW)


_SHOW = "What it is to be is printed by: stretch remind show"


def _quoted(text: str) -> str:
    """A word, quoted for a unit's file."""
    for plain, written in (("\\", "\\\\"), ('"', '\\"'), ("%", "%%"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return f'"{text}"'
