"""`stretch settings`, as the real program, and what a session makes of them."""

import json
import stat
from pathlib import Path

import pytest

from stretchcoach.core.settings import Settings
from tests.cli.program import environment, run
from tests.cli.test_own import editor


@pytest.fixture
def file(home: Path) -> Path:
    return home / "settings.yaml"


def told() -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = json.loads(run("settings", "--json").stdout)
    return found


def test_each_value_is_shown_with_where_it_comes_from(file: Path) -> None:
    file.write_text("voice: off\n", encoding="utf-8")
    shown = run("settings", env=environment(REDUCED_MOTION="1")).stdout.splitlines()
    rows = [line.split()[:3] for line in shown[: len(Settings._fields)]]
    assert ["voice", "off", "settings.yaml"] in rows
    assert ["motion", "off", "REDUCED_MOTION"] in rows
    assert ["sound", "on", "default"] in rows
    assert f"Kept in {file}" in shown


def test_set_keeps_comments_and_unset_goes_back_to_the_default(file: Path) -> None:
    file.write_text("# mine\nsound: off  # in the office\n", encoding="utf-8")
    assert run("settings", "set", "sound", "on").stdout == "sound: on\n"
    assert run("settings", "set", "breath-tones", "no").stdout == "breath_tones: off\n"
    text = "# mine\nsound: on  # in the office\nbreath_tones: off\n"
    assert file.read_text(encoding="utf-8") == text
    assert run("settings", "unset", "breath_tones").stdout == "breath_tones: on\n"
    assert told()["breath_tones"] == {"value": True, "from": "default"}


def test_set_follows_a_link_and_keeps_who_may_read(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "mine.yaml"
    real.write_text("goal: 3\n", encoding="utf-8")
    real.chmod(0o640)
    file.symlink_to(real)
    assert run("settings", "set", "goal", "4").stdout == "goal: 4\n"
    assert file.is_symlink()
    assert real.read_text(encoding="utf-8") == "goal: 4\n"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_a_link_to_itself_is_told_and_not_written(file: Path) -> None:
    file.symlink_to(file.name)
    for arguments in ((), ("set", "goal", "4"), ("unset", "goal")):
        done = run("settings", *arguments)
        assert (done.returncode, "settings.yaml cannot be read" in done.stderr) == (1, True)
    assert file.is_symlink()


def test_set_says_what_wins_over_the_file() -> None:
    done = run("settings", "set", "voice", "en-us", env=environment(STRETCH_VOICE="off"))
    assert done.stdout == "voice: off (by STRETCH_VOICE, which wins over the file)\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("set", "vioce", "off"), 1, "did you mean 'voice'?"),
        (("unset", "vioce"), 1, "did you mean 'voice'?"),
        (("set", "sound", "maybe"), 1, "'maybe' is not known"),
        (("set", "goal", "8"), 1, "'8' is not known"),
        (("set", "routine", "No Name"), 1, "is no name"),
        (("set", "sound"), 2, "settings set KEY VALUE"),
        (("edit", "sound"), 2, "settings edit"),
        (("change",), 2, "'set', 'unset', 'edit'"),
    ],
)
def test_what_cannot_be_set_is_told(
    file: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    done = run("settings", *arguments)
    assert (done.returncode, words in done.stderr) == (code, True)
    assert not file.exists()


def test_a_value_over_several_lines_is_left_to_the_person(file: Path) -> None:
    file.write_text("voice: >\n  en-us\n", encoding="utf-8")
    done = run("settings", "set", "voice", "off")
    assert (done.returncode, "stretch settings edit" in done.stderr) == (1, True)
    assert file.read_text(encoding="utf-8") == "voice: >\n  en-us\n"


def test_faults_are_told_and_a_session_goes_on_without_them(file: Path) -> None:
    file.write_text("sound: maybe\nmoton: off\n", encoding="utf-8")
    shown = run("settings")
    assert (shown.returncode, "settings.yaml:1:8" in shown.stderr) == (1, True)
    led = run("upper-back-quick", "--speed", "100", "--no-sound")
    assert (led.returncode, "All done." in led.stdout) == (0, True)
    assert "settings.yaml:2:1: the key 'moton' is not known" in led.stderr


def test_an_unknown_key_is_no_fault(file: Path) -> None:
    file.write_text("from_the_future: 3\n", encoding="utf-8")
    shown = run("settings")
    assert (shown.returncode, "is not known" in shown.stderr) == (0, True)


def test_edit_begins_with_every_key_and_its_default(file: Path, tmp_path: Path) -> None:
    opened = run("settings", "edit", env=editor(tmp_path, "sound: off\n"))
    assert (opened.returncode, f"Made {file}" in opened.stdout) == (0, True)
    assert told()["sound"] == {"value": False, "from": "settings.yaml"}


def test_edit_without_a_change_makes_no_file(file: Path) -> None:
    done = run("settings", "edit", env=environment(EDITOR="true", VISUAL=None))
    assert (done.stdout, file.exists()) == ("Nothing was changed.\n", False)


def test_the_file_that_edit_begins_with_has_every_key_with_a_value_that_is_right() -> None:
    uncomment = environment(EDITOR=r"sed -i -E 's/^# ([a-z_]+:)/\1/'", VISUAL=None)
    opened = run("settings", "edit", env=uncomment)
    assert (opened.returncode, opened.stderr) == (0, "")
    assert {kept["from"] for kept in told().values()} == {"settings.yaml"}


def test_edit_tells_faults_and_keeps_what_was_typed(file: Path, tmp_path: Path) -> None:
    done = run("settings", "edit", env=editor(tmp_path, "sound: maybe\n"))
    assert (done.returncode, "settings.yaml:1:8" in done.stderr) == (1, True)
    assert "Go on with: stretch settings edit" in done.stderr
    assert file.read_text(encoding="utf-8") == "sound: maybe\n"


def test_the_default_routine_is_what_stretch_alone_proposes(file: Path) -> None:
    file.write_text("routine: calves\n", encoding="utf-8")
    assert "Next: stretch calves" in run().stdout


def test_doctor_says_what_is_wrong_in_the_file(file: Path) -> None:
    file.write_text("sound: off\nmoton: off\n", encoding="utf-8")
    shown = run("doctor").stdout
    assert "settings.yaml:2:1: the key 'moton' is not known" in shown
    assert "stretch settings edit" in shown
