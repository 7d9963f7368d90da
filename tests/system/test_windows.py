"""What Windows says, shows and opens. None of it ran there: fakes stand in for its functions."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

import pytest

from stretchcoach.core.due import Sensed
from stretchcoach.core.reminders import ReminderText
from stretchcoach.system.windows import protocol, sensors, terminals, toast
from tests.system.programs import Programs
from tests.system.registry import Registry

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="shell scripts stand in for it"),
    pytest.mark.usefixtures("windows"),
]

COMMAND = (r"C:\my python\pythonw.exe", "-I", "-m", "stretchcoach.remind")
TEXT = ReminderText(
    "<b>\"Sitting\" & 'long'?</b>", "Calves & $env:X; `n $(rm), 3 minutes?", "calves"
)
WALK = ReminderText("Line.", "A walk of a few minutes?")
POWERSHELL = r"W\System32\WindowsPowerShell\v1.0\powershell.exe"
NOW_S = 1_795_000_000.0
HOUR_S = 3_600


def libraries(*, touched: int = 0, ticks: int = 0, state: int = 5, fails: bool = False) -> Any:
    """`ctypes.windll`; as there, a DWORD comes back as a number with a sign."""

    def get_last_input_info(reference: Any) -> int:
        info = reference._obj
        assert info.size == 8
        info.time = touched % 2**32
        return 0 if fails else 1

    def query(reference: Any) -> int:
        reference._obj.value = state
        return -2147467259 if fails else 0

    signed = (ticks + 2**31) % 2**32 - 2**31
    return SimpleNamespace(
        user32=SimpleNamespace(GetLastInputInfo=get_last_input_info),
        kernel32=SimpleNamespace(GetTickCount=lambda: signed),
        shell32=SimpleNamespace(SHQueryUserNotificationState=query),
    )


@pytest.mark.parametrize(
    ("touched", "ticks", "ms"),
    [
        (1_000, 301_000, 300_000),
        (1_000, 1_000, 0),
        (2**31 - 1_000, 2**31 + 5_000, 6_000),  # the sign changes
        (2**32 - 1_000, 2**32 + 5_000, 6_000),  # the count begins anew
    ],
)
def test_for_how_long_nobody_touched_it(touched: int, ticks: int, ms: int) -> None:
    assert sensors.idle_by(libraries(touched=touched, ticks=ticks)) == ms
    assert sensors.idle_by(libraries(touched=touched, ticks=ticks, fails=True)) is None


@pytest.mark.parametrize(
    ("state", "locked", "quiet"),
    [
        (1, True, None),  # not present
        (2, False, True),  # busy
        (3, False, True),  # a game
        (4, False, True),  # a presentation
        (5, False, None),  # accepts notifications: but of "do not disturb" it knows nothing
        (6, False, True),  # quiet time
        (7, False, None),  # a program from the Store
        (0, None, None),
        (8, None, None),
    ],
)
def test_what_the_shell_says(
    monkeypatch: pytest.MonkeyPatch, state: int, locked: bool | None, quiet: bool | None
) -> None:
    monkeypatch.setattr(sensors, "_libraries", lambda: libraries(state=state))
    assert sensors.sensed(7) == Sensed(7, locked, quiet, None)
    monkeypatch.setattr(sensors, "_libraries", lambda: libraries(state=state, fails=True))
    assert sensors.sensed(7) == Sensed(7)


def test_where_there_are_no_such_libraries_it_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "winreg", None)  # as on every other system
    assert sensors.idle_ms() is None
    assert sensors.sensed(None) == Sensed()


def filetime(second: float) -> int:
    return int((second + 11_644_473_600) * 10_000_000)


@pytest.mark.parametrize(
    ("store", "started", "stopped", "listening"),
    [
        ("", NOW_S - 60, 0, True),
        ("\\NonPackaged", NOW_S - 60, 0, True),
        ("\\NonPackaged", NOW_S - 60, NOW_S - 30, False),
        ("\\NonPackaged", NOW_S - 7 * HOUR_S, 0, True),
        ("\\NonPackaged", NOW_S - 9 * HOUR_S, 0, False),  # one that crashed
        ("\\NonPackaged", NOW_S + 60, 0, False),  # the clock was moved
        ("\\NonPackaged", None, 0, False),
        ("\\NonPackaged", NOW_S - 60, None, False),
    ],
)
def test_who_uses_the_microphone(
    registry: Registry,
    store: str,
    started: float | None,
    stopped: float | None,
    listening: bool,
) -> None:
    base = sensors._MICROPHONE
    registry.CreateKeyEx(registry.HKEY_CURRENT_USER, f"{base}\\NonPackaged\\C:#other.exe")
    registry.CreateKeyEx(registry.HKEY_CURRENT_USER, f"{base}{store}\\C:#call.exe")
    values = registry.keys[tuple(f"{base}{store}\\C:#call.exe".lower().split("\\"))]
    if started is not None:
        values["LastUsedTimeStart"] = filetime(started)
    if stopped is not None:
        values["LastUsedTimeStop"] = filetime(stopped) if stopped else 0
    assert sensors.microphone_in_use(NOW_S) is listening


def test_without_the_store_of_consent_it_is_unknown() -> None:
    assert sensors.microphone_in_use(NOW_S) is None


def parts(xml: str) -> tuple[ElementTree.Element, list[str | None], list[dict[str, str]]]:
    root = ElementTree.fromstring(xml)
    texts = [one.text for one in root.iter("text")]
    return root, texts, [dict(one.attrib) for one in root.iter("action")]


def test_the_toast_is_the_golden_one() -> None:
    golden = Path(__file__).parent / "golden" / "toast.xml"
    assert toast.toast(TEXT, "stretch calves", buttons=True) + "\n" == golden.read_text("utf-8")


def test_all_text_of_a_toast_is_text() -> None:
    root, texts, actions = parts(toast.toast(TEXT, "stretch calves", buttons=True))
    assert texts == [TEXT.line, TEXT.proposal]
    # In the order of the schema: visual, audio, actions.
    assert [child.tag for child in root] == ["visual", "audio", "actions"]
    assert root.attrib == {
        "duration": "long",
        "activationType": "protocol",
        "launch": "stretchcoach:start",
    }
    assert [(one["content"], one["arguments"], one["activationType"]) for one in actions] == [
        ("Start", "stretchcoach:start", "protocol"),
        ("In 20 minutes", "stretchcoach:later", "protocol"),
    ]


def test_a_walk_has_nothing_to_start() -> None:
    root, texts, actions = parts(toast.toast(WALK, "stretch ", buttons=True))
    assert "launch" not in root.attrib
    assert texts == [WALK.line, WALK.proposal]
    assert [one["arguments"] for one in actions] == ["stretchcoach:later"]


def test_without_buttons_the_command_stands_in_the_text() -> None:
    root, texts, actions = parts(toast.toast(TEXT, "stretch calves", buttons=False))
    assert texts == [TEXT.line, f"{TEXT.proposal} stretch calves"]
    assert (actions, "launch" in root.attrib) == ([], False)


def shown(programs: Programs, *, buttons: bool = True) -> tuple[str, str]:
    """What PowerShell was given in its environment."""
    kept = programs.folder / "given"
    programs.add(POWERSHELL, f'printf "%s\\n%s" "$STRETCH_TOAST_APP" "$STRETCH_TOAST" >{kept}')
    assert toast.show(TEXT, "stretch calves", buttons=buttons) == ""
    app, xml = kept.read_text().split("\n", 1)
    return app, xml


def test_the_script_is_always_the_same_and_the_text_no_part_of_it(programs: Programs) -> None:
    protocol.register(COMMAND)
    app, xml = shown(programs)
    assert app == "stretchcoach"
    assert xml == toast.toast(TEXT, "stretch calves", buttons=True)
    assert programs.words == [["-NoProfile", "-NonInteractive", "-Command", toast.SCRIPT]]
    assert '"' not in toast.SCRIPT
    assert toast.is_known()


def test_before_on_it_comes_from_powershell_and_has_no_buttons(programs: Programs) -> None:
    app, xml = shown(programs)
    assert app.endswith("powershell.exe")
    assert xml == toast.toast(TEXT, "stretch calves", buttons=False)


@pytest.mark.parametrize("does", ["exit 1", "exec sleep 60", None])
def test_what_could_not_be_shown_is_told(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, does: str | None
) -> None:
    monkeypatch.setattr(toast, "_WITHIN_S", 0.2)
    if does:
        programs.add(POWERSHELL, does)
    assert toast.show(TEXT, "stretch calves", buttons=True) is None


def test_the_protocol_stands_where_windows_looks_for_it() -> None:
    scheme, command, app = protocol.entries(COMMAND).items()
    assert scheme == (
        r"Software\Classes\stretchcoach",
        {"": "URL:Reminders to stretch", "URL Protocol": ""},
    )
    assert command == (
        r"Software\Classes\stretchcoach\shell\open\command",
        {"": r'"C:\my python\pythonw.exe" -I -m stretchcoach.remind "%1"'},
    )
    assert app == (r"Software\Classes\AppUserModelId\stretchcoach", {"DisplayName": "Stretch"})


def test_others_keys_stay(registry: Registry) -> None:
    registry.CreateKeyEx(registry.HKEY_CURRENT_USER, r"Software\Classes\AppUserModelId\other")
    protocol.register(COMMAND)
    assert protocol.unregister() is True
    assert ("software", "classes", "appusermodelid", "other") in registry.keys
    assert not any("stretchcoach" in path for path in registry.keys)
    assert protocol.unregister() is False


def test_a_session_gets_a_console_of_its_own() -> None:
    started: list[Any] = []

    def start(words: Any, **options: Any) -> None:
        started.append((words, options))

    session = (r"C:\my python\python.exe", "-I", "-m", "stretchcoach", "calves")
    assert terminals.open_session(session, start)
    ((words, options),) = started
    assert words[:3] == (session[0], "-I", "-c")
    assert words[4:] == session
    assert list(options) == ["creationflags"]


def test_the_window_stays_until_its_summary_was_read(programs: Programs, tmp_path: Path) -> None:
    del programs
    said = tmp_path / "said"
    ran: list[Any] = []

    def start(words: Any, **options: Any) -> None:
        del options
        ran.append(subprocess.run(words, input="\n", text=True, capture_output=True, check=False))

    code = f"open({str(said)!r}, 'w').write('led')"
    assert terminals.open_session((sys.executable, "-c", code), start)
    assert said.read_text() == "led"
    assert (ran[0].returncode, ran[0].stdout) == (0, "\nEnter closes this window. ")


def test_where_no_console_opens_it_says_so() -> None:
    def start(*_: Any, **__: Any) -> None:
        raise FileNotFoundError(2, "no such program")

    assert not terminals.open_session(("python.exe",), start)
