"""What a Mac says, shows and opens. None of it ran on one: programs stand in for its own."""

import json
import plistlib
import shlex
import subprocess
import sys
from ctypes import memset
from pathlib import Path
from typing import Any

import pytest

from stretchcoach.core.due import Sensed
from stretchcoach.core.reminders import ReminderText
from stretchcoach.system import running
from stretchcoach.system.macos import microphone, notifier, sensors, terminals
from stretchcoach.system.notifier import LATER, START
from tests.system.programs import PYTHON, Programs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it needs a POSIX shell")

USER = 501
# As `ioreg -c IOHIDSystem -d 4` and `ioreg -n Root -d1` print it, much shortened.
IDLE = """\
    | |   +-o IOHIDSystem  <class IOHIDSystem, id 0x100000510, registered, matched, active>
    | |       {
    | |         "HIDIdleTime" = 66589625
    | |         "HIDParameters" = {"HIDIdleTimeNotAny"=1}
    | |       }
"""
TEXT = ReminderText('Say "no" $(rm) \\ `x`?', "Calves & <more>, 3 minutes?", "calves")
WALK = ReminderText("Line.", "A walk of a few minutes?")
COMMAND = "stretch calves"
OLD_HELP = (
    "echo 'Usage: alerter -[message|list|remove] [VALUE|ID|ID] [options]'; echo '  -message VALUE'"
)
NEW_HELP = "echo 'USAGE: alerter [--message <message>] [--actions <actions>]' >&2; exit 64"


def session(**keys: Any) -> dict[str, Any]:
    usual = {"kCGSSessionUserIDKey": USER, "kCGSSessionOnConsoleKey": True}
    return usual | keys


def root(*sessions: dict[str, Any]) -> str:
    return plistlib.dumps({"IOConsoleUsers": list(sessions), "IOConsoleLocked": False}).decode()


@pytest.mark.parametrize(
    ("told", "ms"),
    [
        (IDLE, 66),
        ('"HIDIdleTime" = 600000000000', 600_000),
        ('"HIDIdleTime" = x', None),
        ("", None),
    ],
)
def test_for_how_long_nobody_touched_it(told: str, ms: int | None) -> None:
    assert sensors.idle_of(told) == ms


@pytest.mark.parametrize(
    ("told", "locked"),
    [
        (root(session()), False),  # the key is not there while the screen is not locked
        (root(session(CGSSessionScreenIsLocked=True)), True),
        (root(session(CGSSessionScreenIsLocked=False)), False),
        (root(session(kCGSSessionOnConsoleKey=False)), True),  # another user's is shown
        (root(session(kCGSSessionUserIDKey=502, CGSSessionScreenIsLocked=True)), None),
        (root(session(kCGSSessionUserIDKey=502), session()), False),
        (root(), None),
        (plistlib.dumps([]).decode(), None),
        ("nonsense", None),
        ("", None),
    ],
)
def test_whether_the_screen_is_locked(told: str, locked: bool | None) -> None:
    assert sensors.locked_of(told, USER) is locked


@pytest.mark.parametrize(
    ("read", "on"),
    [
        ({"data": [{"storeAssertionRecords": [{"x": 1}]}]}, True),
        # One that a schedule has begun may stand elsewhere.
        ({"data": [{"storeInvalidationRecords": []}]}, None),
        ({"data": [{"storeAssertionRecords": []}]}, None),
        ({"data": []}, None),
        ({}, None),
        ([], None),
        ({"data": [3]}, None),
    ],
)
def test_a_focus_is_known_to_be_on_or_unknown(read: Any, on: bool | None) -> None:
    assert sensors.focus_of(read) is on


def test_the_file_of_the_focus_is_read_where_it_may_be(home: Path) -> None:
    assert sensors.focus() is None
    path = home / "Library" / "DoNotDisturb" / "DB" / "Assertions.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"data": [{"storeAssertionRecords": [{}]}]}))
    assert sensors.focus() is True
    path.write_text("{")
    assert sensors.focus() is None


@pytest.mark.parametrize("trouble", ["exit 1", "echo nonsense", "exec sleep 60", "printf '\\377'"])
def test_whatever_is_wrong_with_ioreg_it_says_unknown(
    programs: Programs, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "WITHIN_S", 0.2)
    programs.add("ioreg", trouble)
    assert sensors.idle_ms() is None
    assert sensors.sensed(5) == Sensed(5)
    assert [call.split()[1] for call in programs.calls] == ["-c", "-n"]


@pytest.mark.parametrize(
    ("devices", "listening"),
    [
        # A device: whether it runs, and the streams that it has for input and for output.
        ([(True, 1, 0)], True),
        ([(False, 1, 0)], False),
        ([(True, 0, 2)], False),  # loudspeakers at work
        ([(True, 1, 1)], None),  # a headset that plays, or listens, or both
        ([(True, 1, 1), (True, 1, 0)], True),
        ([(False, 1, 1), (False, 1, 0)], False),
        ([(True, 1, 0, "virt")], False),  # a filter that runs all day
        ([(True, 1, 0, "grup"), (True, 1, 0, "usb ")], True),
        ([], False),
        (None, None),
    ],
)
def test_who_listens_to_a_microphone(devices: list[Any] | None, listening: bool | None) -> None:
    def ask(thing: int, selector: str, scope: str) -> bytes | None:
        if devices is None:
            return None
        if thing == 1:
            assert (selector, scope) == ("dev#", "glob")
            return b"".join(_word(40 + at) for at in range(len(devices)))
        running, listens, plays, *transport = devices[thing - 40]
        if selector == "tran":
            return _word(int.from_bytes("".join(transport).encode() or b"bltn", "big"))
        if selector == "gone":
            return _word(int(running))
        assert selector == "stm#"
        streams: int = {"inpt": listens, "outp": plays}[scope]
        return b"\1\0\0\0" * streams

    assert microphone.in_use_by(ask) is listening


def _word(number: int) -> bytes:
    return number.to_bytes(4, sys.byteorder)


class CoreAudio:
    """The two functions, as they are called through `ctypes`."""

    def __init__(self, holds: bytes, *, fails: str = "") -> None:
        self.holds, self.fails = holds, fails
        self.asked: tuple[int, int, int, int] | None = None

    def AudioObjectGetPropertyDataSize(self, *given: Any) -> int:  # noqa: N802 - Apple's name
        thing, address, _, _, size = given
        at = address._obj
        self.asked = (thing.value, at.selector, at.scope, at.element)
        size._obj.value = len(self.holds)
        return 560947818 if self.fails == "size" else 0

    def AudioObjectGetPropertyData(self, *given: Any) -> int:  # noqa: N802 - Apple's name
        *_, size, room = given
        assert size._obj.value <= len(room)
        memset(room, self.holds[0] if self.holds else 0, len(self.holds))
        return 560947818 if self.fails == "data" else 0


def test_core_audio_is_asked_in_its_own_form() -> None:
    library = CoreAudio(b"\7" * 8)
    assert microphone.read(library, 1, "dev#", "glob") == b"\7" * 8
    assert library.asked == (1, 0x64657623, 0x676C6F62, 0)
    assert microphone.read(CoreAudio(b""), 40, "stm#", "outp") == b""
    for fails in ("size", "data"):
        assert microphone.read(CoreAudio(b"\7", fails=fails), 40, "gone", "glob") is None


def test_without_core_audio_it_is_unknown() -> None:
    assert microphone.in_use() is None


def show(*, buttons: bool = True, text: ReminderText = TEXT, within_s: float = 0.3) -> str | None:
    return notifier.show(text, COMMAND, buttons=buttons, within_s=within_s)


@pytest.mark.parametrize(
    ("prints", "answer"),
    [
        ("Start", START),
        ("In 20 minutes", LATER),
        ("@CONTENTCLICKED", START),
        ("@ACTIONCLICKED", START),
        ("@CLOSED", ""),
        ("@TIMEOUT", ""),
        ("", ""),
        ("nonsense", ""),
    ],
)
@pytest.mark.parametrize("helps", [OLD_HELP, NEW_HELP])
def test_what_was_chosen_in_alerter(
    programs: Programs, helps: str, prints: str, answer: str
) -> None:
    programs.add("alerter", f'[ "$1" = -help ] && {{ {helps}; exit; }}; printf %s "{prints}"')
    assert show() == answer


def test_alerters_options_have_one_dash_or_two(programs: Programs) -> None:
    programs.add("alerter", f'[ "$1" = -help ] && {{ {OLD_HELP}; exit; }}; echo @CLOSED')
    assert show(within_s=240) == ""
    assert programs.words[1] == [
        *("-title", TEXT.line, "-message", TEXT.proposal, "-timeout", "240"),
        *("-actions", "Start,In 20 minutes", "-dropdownLabel", "Stretch"),
    ]
    programs.add("alerter", f'[ "$1" = -help ] && {{ {NEW_HELP}; }}; echo @CLOSED')
    assert show(within_s=240) == ""
    assert programs.words[3] == [
        *(f"--title={TEXT.line}", f"--message={TEXT.proposal}", "--timeout=240"),
        *("--actions=Start,In 20 minutes", "--dropdown-label=Stretch"),
    ]


def test_a_value_that_looks_like_an_option_is_escaped(programs: Programs) -> None:
    programs.add("terminal-notifier")
    assert show(text=ReminderText("-remove", "[ALL] now?", "calves")) == ""
    assert programs.words[0][:4] == [
        "-title",
        "\\-remove",
        "-message",
        "\\[ALL] now? stretch calves",
    ]


def test_a_click_on_a_walk_starts_nothing(programs: Programs) -> None:
    programs.add("alerter", f'[ "$1" = -help ] && {{ {NEW_HELP}; }}; echo @CONTENTCLICKED')
    assert show(text=WALK) == ""
    assert "--actions=In 20 minutes" in programs.words[1]
    assert not any("dropdown" in word for word in programs.words[1])


@pytest.mark.parametrize("alerter", ["echo what", "exit 1", f"{NEW_HELP}", f"{OLD_HELP}; exit 1"])
def test_what_does_not_show_makes_room_for_the_next(programs: Programs, alerter: str) -> None:
    programs.add("alerter", alerter)
    programs.add("terminal-notifier", "exit 1")
    programs.add("osascript", "echo Start")
    assert show() == START
    assert any(call.startswith("terminal-notifier ") for call in programs.calls)


def test_where_nothing_shows_it_says_so(programs: Programs) -> None:
    for name in ("alerter", "terminal-notifier", "osascript"):
        programs.add(name, "exit 1")
    assert show() is None


@pytest.mark.parametrize("hangs", ["alerter", "terminal-notifier", "osascript"])
def test_one_that_hangs_was_shown_and_is_ended(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, hangs: str
) -> None:
    monkeypatch.setattr(notifier, "_GRACE_S", 0.1)
    helps = f'[ "$1" = -help ] && {{ {NEW_HELP}; }}; ' if hangs == "alerter" else ""
    programs.add(hangs, f"{helps}exec sleep 60")
    assert show(within_s=0.1) == ""


def test_a_banner_without_buttons_has_the_command_in_its_text(programs: Programs) -> None:
    programs.add("terminal-notifier")
    programs.add("osascript", "echo Start")
    assert show() == ""
    (words,) = programs.words
    assert words == [
        *("-title", TEXT.line, "-message", f"{TEXT.proposal} {COMMAND}", "-group", "stretchcoach")
    ]


@pytest.mark.parametrize(
    ("prints", "text", "answer"),
    [
        ("Start", TEXT, START),
        ("In 20 minutes", TEXT, LATER),
        ("Not now", TEXT, ""),
        ("", TEXT, ""),  # it gave up
        ("Start", WALK, ""),
    ],
)
def test_what_was_chosen_in_a_dialog(
    programs: Programs, prints: str, text: ReminderText, answer: str
) -> None:
    programs.add("osascript", f"echo '{prints}'")
    assert show(text=text) == answer


def test_no_text_is_a_part_of_a_script(programs: Programs) -> None:
    programs.add("osascript")
    show(within_s=240)
    show(text=WALK, buttons=False)
    first, second = programs.words
    script, given = first[: 2 * len(notifier._SCRIPT)], first[2 * len(notifier._SCRIPT) :]
    assert script == [part for line in notifier._SCRIPT for part in ("-e", line)]
    assert given == [
        *("240", f"{TEXT.line}\n{TEXT.proposal}"),
        *("Start", "In 20 minutes", "Not now"),
    ]
    assert second[: len(script)] == script
    assert second[len(script) :] == ["1", f"{WALK.line}\n{WALK.proposal}", "Not now"]


def test_a_terminal_is_opened_on_a_file_that_takes_itself_away(
    programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    said = tmp_path / "it's $(said).txt"
    # As Terminal runs it: a shell, from a folder of its own, with nothing of our environment.
    programs.add("open", 'cd / && /usr/bin/env -i PATH=/usr/bin:/bin "$3" </dev/null; exit 0')
    monkeypatch.setenv("STRETCH_HOME", "/a 'b' $c")
    code = f"import os; open({str(said)!r}, 'w').write(os.environ['STRETCH_HOME'])"
    assert terminals.open_session((PYTHON, "-c", code))
    assert said.read_text() == "/a 'b' $c"
    assert programs.words[0][:2] == ["-a", "Terminal"]
    assert programs.words[0][2].endswith("/stretch.command")
    assert list(tmp_path.glob("stretch-*")) == []


@pytest.mark.parametrize("does", ["exit 1", "exec sleep 60", None])
def test_where_terminal_does_not_open_nothing_is_left(
    programs: Programs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str | None
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.setattr(terminals, "_WITHIN_S", 0.1)
    if does:
        programs.add("open", does)
    assert not terminals.open_session(("true",))
    assert list(tmp_path.glob("stretch-*")) == []


def test_every_word_of_the_file_is_quoted() -> None:
    told = terminals.script(("/my python", "-m", "x; rm -rf ~"), {"NO_COLOR": "a\nb", "OTHER": "1"})
    checked = subprocess.run(["sh", "-n"], input=told, text=True, check=False)
    assert checked.returncode == 0
    assert "'/my python' -m 'x; rm -rf ~'\n" in told
    assert f"export NO_COLOR={shlex.quote('a' + chr(10) + 'b')}\n" in told
    assert "OTHER" not in told
