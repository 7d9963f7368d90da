"""What is written for Windows' Task Scheduler, and what is found of it again."""

import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import list2cmdline
from xml.etree import ElementTree

import pytest

from stretchcoach.errors import CoachError
from stretchcoach.system.running import decoded
from stretchcoach.system.scheduled import Scheduled
from stretchcoach.system.windows import protocol, tasks
from tests.system.programs import Programs
from tests.system.registry import Registry

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand in for it"),
    pytest.mark.usefixtures("windows"),
]

COMMAND = (r"C:\Users\Jörg & <me>\pythonw.exe", "-I", "-m", "stretchcoach.remind")
GOLDEN = Path(__file__).parent / "golden" / "stretchcoach-remind.xml"
WHERE = "the scheduled task stretchcoach-remind"
# By Microsoft's "Task Scheduler Schema": what each element may have in it, and in which order. Only
# in triggers the order is prescribed (`xs:sequence`); elsewhere (`xs:all`) it is kept all the same.
ORDER = {
    "Task": ("RegistrationInfo", "Triggers", "Settings", "Data", "Principals", "Actions"),
    "RegistrationInfo": (
        *("URI", "SecurityDescriptor", "Source", "Date", "Author", "Version", "Description"),
        "Documentation",
    ),
    "Triggers": (
        *("BootTrigger", "RegistrationTrigger", "IdleTrigger", "TimeTrigger", "EventTrigger"),
        *("LogonTrigger", "SessionStateChangeTrigger", "CalendarTrigger"),
    ),
    "TimeTrigger": (
        *("Enabled", "StartBoundary", "EndBoundary", "Repetition", "ExecutionTimeLimit"),
        "RandomDelay",
    ),
    "Repetition": ("Interval", "Duration", "StopAtDurationEnd"),
    "Settings": (
        *("AllowStartOnDemand", "RestartOnFailure", "MultipleInstancesPolicy"),
        *("DisallowStartIfOnBatteries", "StopIfGoingOnBatteries", "AllowHardTerminate"),
        *("StartWhenAvailable", "NetworkProfileName", "RunOnlyIfNetworkAvailable", "WakeToRun"),
        *("Enabled", "Hidden", "DeleteExpiredTaskAfter", "IdleSettings", "NetworkSettings"),
        *("ExecutionTimeLimit", "Priority", "RunOnlyIfIdle", "UseUnifiedSchedulingEngine"),
        "DisallowStartOnRemoteAppSession",
    ),
    "Principals": ("Principal",),
    "Principal": (
        *("UserId", "LogonType", "GroupId", "DisplayName", "RunLevel", "ProcessTokenSidType"),
        "RequiredPrivileges",
    ),
    "Actions": ("Exec", "ComHandler", "SendEmail", "ShowMessage"),
    "Exec": ("Command", "Arguments", "WorkingDirectory"),
}
SCHTASKS = """
kept={folder}/task
case "$1" in
  /Create) {first} cat "$5" >"$kept" ;;
  /Query) [ -e "$kept" ] || {{ echo "ERROR: cannot find it." >&2; exit 1; }}; cat "$kept" ;;
  /Delete) {last} rm "$kept" ;;
esac
"""


def put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


@pytest.fixture(autouse=True)
def person(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STRETCH_HOME")
    monkeypatch.setenv("USERDOMAIN", "DESK")
    monkeypatch.setenv("USERNAME", "Jörg & co")


def add(programs: Programs, first: str = "", last: str = "") -> None:
    script = SCHTASKS.format(folder=programs.folder, first=first, last=last)
    programs.add(r"W\System32\schtasks.exe", script)


def elements(root: ElementTree.Element) -> Iterator[tuple[str, list[str]]]:
    for one in root.iter():
        yield _name(one), [_name(child) for child in one]


def _name(element: ElementTree.Element) -> str:
    namespace, _, name = element.tag[1:].partition("}")
    assert namespace == tasks.NAMESPACE
    return name


def test_the_task_is_the_golden_one() -> None:
    assert tasks.task(COMMAND, "DESK\\Jörg & co") == GOLDEN.read_text("utf-8")


@pytest.mark.parametrize("user", ["DESK\\me", ""])
def test_its_elements_stand_in_the_order_of_the_schema(user: str) -> None:
    root = ElementTree.fromstring(tasks.task(COMMAND, user))
    assert root.get("version") == "1.3"
    for name, children in elements(root):
        known = ORDER.get(name, ())
        assert [child for child in children if child not in known] == [], name
        assert children == sorted(children, key=known.index), name
        assert len(set(children)) == len(children)


def test_it_runs_on_batteries_and_ends_by_itself() -> None:
    root = ElementTree.fromstring(tasks.task(COMMAND, ""))
    told = {_name(one): one.text for one in root.iter() if not len(one)}
    assert told["DisallowStartIfOnBatteries"] == told["StopIfGoingOnBatteries"] == "false"
    assert (told["Interval"], told["ExecutionTimeLimit"]) == ("PT10M", "PT8M")
    assert told["Command"] == COMMAND[0]
    assert told["Arguments"] == "-I -m stretchcoach.remind"
    assert "Duration" not in told  # it goes on for ever


def test_a_principal_is_named_where_it_is_known_and_meant_by_the_actions() -> None:
    named = ElementTree.fromstring(tasks.task(COMMAND, "DESK\\me"))
    space = {"t": tasks.NAMESPACE}
    principal, actions = named.find(".//t:Principal", space), named.find("t:Actions", space)
    assert principal is not None
    assert actions is not None
    assert principal.get("id") == actions.get("Context")
    unnamed = ElementTree.fromstring(tasks.task(COMMAND, ""))
    assert unnamed.find(".//t:Principal", space) is None
    actions = unnamed.find("t:Actions", space)
    assert actions is not None
    assert actions.get("Context") is None


@pytest.mark.parametrize(
    ("environment", "user"),
    [
        ({"USERDOMAIN": "DESK", "USERNAME": "me"}, "DESK\\me"),
        ({"USERNAME": "me"}, "me"),
        ({"USERDOMAIN": "DESK"}, ""),
        ({}, ""),
    ],
)
def test_who_it_runs_for(environment: dict[str, str], user: str) -> None:
    assert tasks.user_of(environment) == user


def test_on_is_found_and_off_leaves_nothing(programs: Programs, registry: Registry) -> None:
    add(programs)
    before = dict(registry.keys)
    tasks.install(COMMAND, put)
    assert tasks.found() == Scheduled("the Task Scheduler", WHERE, True, None, COMMAND[0])
    written = (programs.folder / "task").read_bytes()
    assert written.startswith(b"\xff\xfe")  # the mark of UTF-16, in the order of Windows' machines
    assert written.decode("utf-16") == tasks.task(COMMAND, "DESK\\Jörg & co")
    create = programs.words[0]
    assert create[:4] == ["/Create", "/TN", "stretchcoach-remind", "/XML"]
    assert create[5:] == ["/F"]
    assert not Path(create[4]).exists()
    assert protocol.is_registered()
    assert tasks.remove() is True
    assert programs.words[-1] == ["/Delete", "/TN", "stretchcoach-remind", "/F"]
    assert not protocol.is_registered()
    left = set(registry.keys) - set(before)
    assert left == {("software", "classes"), ("software", "classes", "appusermodelid")}
    assert (tasks.found(), tasks.remove()) == (None, False)


def test_the_folder_of_stretch_home_stands_in_the_command(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, registry: Registry
) -> None:
    monkeypatch.setenv("STRETCH_HOME", r"D:\my files")
    add(programs)
    tasks.install(COMMAND, put)
    written = (programs.folder / "task").read_bytes().decode("utf-16")
    assert '<Arguments>-I -m stretchcoach.remind --home "D:\\my files"</Arguments>' in written
    key = ("software", "classes", "stretchcoach", "shell", "open", "command")
    whole = (*COMMAND, "--home", r"D:\my files")
    assert registry.keys[key][""] == f'{list2cmdline(whole)} "%1"'


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ('echo "ERROR: Access is denied." >&2; exit 1;', "ERROR: Access is denied."),
        ("exit 0;", "exit 0"),  # it says nothing, and there is nothing
        ("exec sleep 60;", "no answer"),
    ],
)
def test_what_the_scheduler_does_not_take_is_told(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, first: str, words: str
) -> None:
    monkeypatch.setattr(tasks, "_WITHIN_S", 0.2)
    add(programs, first=first)
    with pytest.raises(CoachError) as refused:
        tasks.install(COMMAND, put)
    assert words in refused.value.message
    assert tasks.found() is None
    assert not protocol.is_registered()


def test_a_registry_that_refuses_is_told(programs: Programs, registry: Registry) -> None:
    add(programs)
    registry.refuses = True
    with pytest.raises(CoachError, match=r"protocol cannot be registered.*Access is denied"):
        tasks.install(COMMAND, put)
    registry.refuses = False
    protocol.register(COMMAND)
    registry.refuses = True
    with pytest.raises(CoachError, match=r"protocol cannot be taken away.*Access is denied"):
        tasks.remove()


def test_one_that_is_not_taken_away_is_told(programs: Programs) -> None:
    add(programs, last='echo "ERROR: Access is denied." >&2; exit 1;')
    tasks.install(COMMAND, put)
    with pytest.raises(CoachError, match="/Delete: ERROR: Access is denied"):
        tasks.remove()


def test_a_protocol_without_a_task_is_taken_away_too(programs: Programs) -> None:
    add(programs)
    protocol.register(COMMAND)
    assert tasks.remove() is True
    assert not protocol.is_registered()


@pytest.mark.parametrize(
    ("told", "active", "program"),
    [
        (tasks.task(COMMAND, ""), True, COMMAND[0]),
        ("\ufeff" + tasks.task(COMMAND, ""), True, COMMAND[0]),
        (tasks.task(COMMAND, "").replace(">true</Enabled>", ">false</Enabled>"), False, COMMAND[0]),
        (tasks.task(("C:\\p.exe",), "").replace("C:\\p.exe", '"C:\\p.exe"'), True, "C:\\p.exe"),
        ("<Task>", False, ""),
        ("nonsense", False, ""),
        ("", False, ""),
    ],
)
def test_what_the_scheduler_says(told: str, active: bool, program: str) -> None:
    assert tasks.read(told) == (active, program)


@pytest.mark.parametrize(
    "encoded",
    [
        "Jörg\r\n".encode("utf-16"),
        "Jörg\r\n".encode("utf-16-le"),
        "Jörg\r\n".encode("cp850"),
        "Jörg\n".encode(),
    ],
)
def test_what_windows_programs_print_is_read(encoded: bytes) -> None:
    assert decoded(encoded, "cp850") == "Jörg\n"


def test_what_cannot_be_read_harms_nobody() -> None:
    assert decoded(b"") == ""
    assert decoded(b"\xff") == "\ufffd"
    assert decoded(b"a\0b") == "a\ufffd"


def test_what_is_planned_names_the_commands_and_the_keys(
    programs: Programs, registry: Registry
) -> None:
    add(programs)
    told = tasks.planned(COMMAND)
    assert told.startswith('<?xml version="1.0" encoding="UTF-16"?>\n<Task ')
    assert "schtasks.exe /Create /TN stretchcoach-remind /XML stretchcoach-remind.xml /F" in told
    assert "HKEY_CURRENT_USER\\Software\\Classes\\stretchcoach\\shell\\open\\command\n" in told
    assert (
        '  (Default) = "C:\\Users\\Jörg & <me>\\pythonw.exe" -I -m stretchcoach.remind "%1"' in told
    )
    assert programs.calls == []
    assert set(registry.keys) == {("software",)}
