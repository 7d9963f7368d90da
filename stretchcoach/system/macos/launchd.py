"""The ticks as a launchd agent of this person.

By the manual pages launchd.plist(5), for the keys, and launchctl(1), for `bootstrap`, `bootout` and
`print` with `gui/UID`. `load` always exits with 0, so `print` is run after it: if it does not know
the agent, there is none. `bootout` returns before the agent has gone, and `bootstrap` then fails
with "5: Input/output error" (reported by many installers). So we wait after `bootout`, and repeat
`bootstrap`.
"""

import os
import plistlib
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from stretchcoach.core.due import TICK_MS
from stretchcoach.errors import CoachError
from stretchcoach.system.running import RunResult, ask, is_there
from stretchcoach.system.scheduled import Put, Scheduled

LABEL = "stretchcoach.remind"
_CONTROL = "launchctl"
_WITHIN_S = 10.0
_TRIES, _PAUSE_S = 10, 0.3
# An agent gets only the first four of these. Homebrew's programs are in the others.
_PATH = "/usr/bin:/bin:/usr/sbin:/sbin:/opt/homebrew/bin:/usr/local/bin"
_HINT = (
    "What it is to be is printed by: stretch remind show\n"
    "System Settings, General, Login Items can hold it back."
)


def path() -> Path:
    return Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist"


def agent(command: Sequence[str], environment: Mapping[str, str]) -> bytes:
    """The text of the file."""
    keys = {
        "Label": LABEL,
        "ProgramArguments": list(command),
        "StartInterval": TICK_MS // 1_000,
        "LimitLoadToSessionType": "Aqua",
        "EnvironmentVariables": dict(environment),
    }
    return plistlib.dumps(keys, sort_keys=False)


def environment_of(own: Mapping[str, str]) -> dict[str, str]:
    """The variables of the agent: the folders of programs and of our files."""
    folders = [*_PATH.split(":"), *own.get("PATH", "").split(":")]
    wanted = {"PATH": ":".join(dict.fromkeys(filter(None, folders)))}
    return wanted | ({"STRETCH_HOME": own["STRETCH_HOME"]} if own.get("STRETCH_HOME") else {})


def install(command: Sequence[str], put: Put, pause_s: float = _PAUSE_S) -> None:
    """Write the agent and start it. Raises CoachError, and OSError if it cannot be written."""
    if not is_there(_CONTROL):
        raise CoachError(f"{_CONTROL} does not answer here.", _HINT)
    _take_out(pause_s)
    path().parent.mkdir(parents=True, exist_ok=True)
    put(path(), agent(command, environment_of(os.environ)))
    for _ in _looks(pause_s):
        ran = ask(_bootstrap(), within_s=_WITHIN_S)
        if _is_in():
            return
    raise CoachError(f"{_CONTROL} bootstrap: {_told(ran)}", _HINT)


def planned(command: Sequence[str]) -> str:
    """A text of what `install` would write and run."""
    text = agent(command, environment_of(os.environ)).decode()
    run = "\n".join(" ".join(words) for words in (_bootstrap(), _print()))
    return f"{path()}:\n\n{text}\n{run}"


def remove() -> bool:
    """Stop and remove it; return whether there was anything. Raises CoachError."""
    if found() is None:
        return False
    _take_out(_PAUSE_S)
    try:
        path().unlink(missing_ok=True)
    except OSError as error:
        raise CoachError(f"{error.filename} cannot be taken away: {error.strerror}.") from None
    return True


def found() -> Scheduled | None:
    """Our agent, by the file and by launchd."""
    there, runs = path().exists(), _is_in()
    if not there and not runs:
        return None
    # An agent without its file is gone after the next login.
    return Scheduled(
        "launchd",
        f"the launchd agent {LABEL}",
        active=there and runs,
        next=None,
        program=_program(),
    )


def _program() -> str:
    with suppress(Exception):  # a foreign file may hold anything
        return str(plistlib.loads(path().read_bytes())["ProgramArguments"][0])
    return ""


def _take_out(pause_s: float) -> None:
    """Remove the agent from launchd, and wait until it has gone. Raises CoachError."""
    if not _is_in():
        return
    ran = ask((_CONTROL, "bootout", _target()), within_s=_WITHIN_S)
    for _ in _looks(pause_s):
        if not _is_in():
            return
    raise CoachError(f"{_CONTROL} bootout: {_told(ran)}")


def _looks(pause_s: float) -> Iterator[None]:
    """Poll launchd: yields a limited number of times, with a pause between.

    There is no better way: launchd does not report that it is done, and no command of launchctl
    waits for that.
    """
    for number in range(_TRIES):
        if number:
            time.sleep(pause_s)
        yield


def _is_in() -> bool:
    return is_there(_CONTROL) and ask(_print(), within_s=_WITHIN_S).code == 0


def _bootstrap() -> tuple[str, ...]:
    return _CONTROL, "bootstrap", _domain(), str(path())


def _print() -> tuple[str, ...]:
    return _CONTROL, "print", _target()


def _target() -> str:
    return f"{_domain()}/{LABEL}"


def _domain() -> str:
    return f"gui/{os.getuid()}"


def _told(ran: RunResult) -> str:
    """The first line of the message. The last one says to try it as root."""
    lines = (ran.err.strip() or ran.out.strip()).splitlines()
    return f"{lines[0]}." if lines else f"{ran.told}."
