"""The ticks as a task of Windows' Task Scheduler.

The XML is by Microsoft's "Task Scheduler Schema" (in a trigger the order of the elements counts; a
repetition without a duration goes on for ever; a task does not run on batteries unless it is told
not to). By Microsoft's page on schtasks, `/Create /XML` reads it as UTF-16 with a byte order mark,
and `/Query /XML` shows the present task, with the same words in each language.

A task has no variables of its own, so its command has the folder of `STRETCH_HOME`.
"""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from subprocess import list2cmdline
from tempfile import TemporaryDirectory
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from stretchcoach.errors import CoachError
from stretchcoach.system.running import ask
from stretchcoach.system.scheduled import Put, Scheduled
from stretchcoach.system.windows import protocol
from stretchcoach.system.windows.programs import system_program

TASK = "stretchcoach-remind"
NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
_TOOL = "schtasks.exe"
_WITHIN_S = 20.0
_HINT = "What it is to be is printed by: stretch remind show"
_PRINCIPAL = """\
  <Principals>
    <Principal id="Author">
      <UserId>{user}</UserId>
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Actions Context="Author">
"""
_XML = """\
<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.3" xmlns="{namespace}">
  <RegistrationInfo>
    <Description>Written by: stretch remind on. Taken away by: stretch remind off</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <StartBoundary>2026-01-01T00:00:00</StartBoundary>
      <Repetition>
        <Interval>PT10M</Interval>
      </Repetition>
    </TimeTrigger>
  </Triggers>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <WakeToRun>false</WakeToRun>
    <Enabled>true</Enabled>
    <ExecutionTimeLimit>PT8M</ExecutionTimeLimit>
  </Settings>
{principal}    <Exec>
      <Command>{program}</Command>
      <Arguments>{arguments}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def task(command: Sequence[str], user: str) -> str:
    """The XML. If the user is not known, it is the one who registers the task."""
    program, *arguments = command
    return _XML.format(
        namespace=NAMESPACE,
        principal=_PRINCIPAL.format(user=escape(user)) if user else "  <Actions>\n",
        program=escape(program),
        arguments=escape(list2cmdline(arguments)),
    )


def user_of(environment: Mapping[str, str]) -> str:
    parts = [environment.get(name) for name in ("USERDOMAIN", "USERNAME")]
    return "\\".join(part for part in parts if part) if parts[1] else ""


def with_home(command: Sequence[str], environment: Mapping[str, str]) -> tuple[str, ...]:
    home = environment.get("STRETCH_HOME")
    return (*command, "--home", home) if home else tuple(command)


def install(command: Sequence[str], put: Put) -> None:
    """Register the task, and the buttons' protocol. Raises CoachError."""
    whole = with_home(command, os.environ)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{TASK}.xml"
        put(path, task(whole, user_of(os.environ)).encode("utf-16"))  # with a byte order mark
        ran = ask(_create(str(path)), within_s=_WITHIN_S)
    if ran.code != 0 or found() is None:
        raise CoachError(f"schtasks /Create: {ran.told}", _HINT)
    try:
        protocol.register(whole)
    except (OSError, ImportError) as error:
        raise CoachError(f"The buttons' protocol cannot be registered: {error}.", _HINT) from None


def planned(command: Sequence[str]) -> str:
    """A text of what `install` would write and run."""
    whole = with_home(command, os.environ)
    lines = [task(whole, user_of(os.environ)), list2cmdline(_create(f"{TASK}.xml")), ""]
    for key, values in protocol.entries(whole).items():
        lines += [f"HKEY_CURRENT_USER\\{key}"]
        lines += [f"  {name or '(Default)'} = {value}" for name, value in values.items()]
    return "\n".join(lines)


def remove() -> bool:
    """Remove all of it; return whether there was anything. Raises CoachError."""
    was_registered = False
    with suppress(ImportError):
        try:
            was_registered = protocol.unregister()
        except OSError as error:
            raise CoachError(f"The buttons' protocol cannot be taken away: {error}.") from None
    if found() is None:
        return was_registered
    ran = ask((system_program(_TOOL), "/Delete", "/TN", TASK, "/F"), within_s=_WITHIN_S)
    if ran.code != 0:
        raise CoachError(f"schtasks /Delete: {ran.told}")
    return True


def found() -> Scheduled | None:
    """Our task, if the Task Scheduler has it."""
    ran = ask((system_program(_TOOL), "/Query", "/TN", TASK, "/XML"), within_s=_WITHIN_S)
    if ran.code != 0:
        return None
    active, program = read(ran.out)
    return Scheduled(
        "the Task Scheduler",
        f"the scheduled task {TASK}",
        active=active,
        next=None,
        program=program,
    )


def read(told: str) -> tuple[bool, str]:
    """From the XML: whether the task will run, and its program."""
    try:
        # Another program may have changed the task. One that cannot be read does not run.
        root = ElementTree.fromstring(told[max(0, told.find("<")) :].strip())
    except ElementTree.ParseError:
        return False, ""
    switches = [one.text for one in root.iter(f"{{{NAMESPACE}}}Enabled")]
    program = root.findtext(f".//{{{NAMESPACE}}}Command") or ""
    return "false" not in switches, program.strip().strip('"')


def _create(path: str) -> tuple[str, ...]:
    return system_program(_TOOL), "/Create", "/TN", TASK, "/XML", path, "/F"
