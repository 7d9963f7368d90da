"""What is written for launchd, what it is told, and what is found of it again."""

import os
import plistlib
import sys
from pathlib import Path

import pytest

from stretchcoach.errors import CoachError
from stretchcoach.system.macos import launchd
from stretchcoach.system.scheduled import Scheduled
from tests.system.programs import Programs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="it needs a POSIX shell")

COMMAND = ("/Users/me/my <100%> & python", "-I", "-m", "stretchcoach.remind")
GOLDEN = Path(__file__).parent / "golden" / "stretchcoach.remind.plist"
# It keeps what is loaded as a file, as launchd keeps it in memory.
LAUNCHCTL = """
loaded={folder}/loaded
case "$1" in
  bootstrap)
    [ -e "$3" ] || {{ echo "Bootstrap failed: 2: No such file or directory" >&2; exit 2; }}
    {first}
    : >"$loaded" ;;
  bootout) {last} rm "$loaded" ;;
  print) [ -e "$loaded" ] || {{ echo "Could not find service" >&2; exit 113; }} ;;
esac
"""
# Apple's own words for a label that has not quite gone.
BUSY = (
    'echo "Bootstrap failed: 5: Input/output error" >&2;'
    ' echo "Try re-running the command as root for richer errors." >&2; exit 5'
)


def put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def add(programs: Programs, first: str = "", last: str = "") -> None:
    programs.add("launchctl", LAUNCHCTL.format(folder=programs.folder, first=first, last=last))


def domain() -> str:
    return f"gui/{os.getuid()}"


def test_the_agent_is_the_golden_one() -> None:
    environment = {"PATH": "/usr/bin:/opt/homebrew/bin", "STRETCH_HOME": "/Users/me/a & b"}
    text = launchd.agent(COMMAND, environment)
    assert text.decode() == GOLDEN.read_text("utf-8")
    keys = plistlib.loads(text)
    assert keys["ProgramArguments"] == list(COMMAND)
    assert (keys["StartInterval"], keys["LimitLoadToSessionType"]) == (600, "Aqua")


def test_an_agent_finds_homebrews_programs_and_our_files() -> None:
    told = launchd.environment_of({"PATH": "/my/bin:/usr/bin", "STRETCH_HOME": "/s", "OTHER": "1"})
    assert told["PATH"].split(":")[:2] == ["/usr/bin", "/bin"]
    assert {"/opt/homebrew/bin", "/my/bin"} < set(told["PATH"].split(":"))
    assert told["PATH"].split(":").count("/usr/bin") == 1
    assert set(told) == {"PATH", "STRETCH_HOME"}
    assert set(launchd.environment_of({})) == {"PATH"}


def test_on_is_proved_and_off_leaves_nothing(programs: Programs) -> None:
    add(programs)
    launchd.install(COMMAND, put)
    where = "the launchd agent stretchcoach.remind"
    assert launchd.found() == Scheduled("launchd", where, True, None, COMMAND[0])
    assert f"launchctl bootstrap {domain()} {launchd.path()}" in programs.calls
    assert programs.calls[-1] == f"launchctl print {domain()}/stretchcoach.remind"
    assert launchd.remove() is True
    assert f"launchctl bootout {domain()}/stretchcoach.remind" in programs.calls
    assert not launchd.path().exists()
    assert (launchd.remove(), launchd.found()) == (False, None)


def test_on_again_takes_the_old_one_out_first(programs: Programs) -> None:
    add(programs)
    launchd.install(COMMAND, put)
    launchd.install(("/new/python",), put)
    verbs = [call.split()[1] for call in programs.calls if "print" not in call]
    assert verbs == ["bootstrap", "bootout", "bootstrap"]
    found = launchd.found()
    assert found
    assert found.program == "/new/python"


def test_a_label_that_has_not_quite_gone_is_waited_for(programs: Programs) -> None:
    tried = programs.folder / "tried"
    add(programs, first=f"[ -e {tried} ] || {{ : >{tried}; {BUSY}; }}")
    launchd.install(COMMAND, put, pause_s=0)
    assert len([call for call in programs.calls if "bootstrap" in call]) == 2


@pytest.mark.parametrize(
    ("first", "words"),
    [
        (BUSY, "bootstrap: Bootstrap failed: 5: Input/output error."),
        ("exit 0", "bootstrap: exit 0."),  # as `load` does: it says nothing, and nothing is there
        ("echo nonsense; exit 0", "bootstrap: nonsense."),
    ],
)
def test_one_that_does_not_come_is_told(programs: Programs, first: str, words: str) -> None:
    add(programs, first=first)
    with pytest.raises(CoachError) as refused:
        launchd.install(COMMAND, put, pause_s=0)
    assert words in refused.value.message
    assert "Login Items" in refused.value.hint
    found = launchd.found()
    assert found
    assert not found.active  # the file is there, and `stretch remind` says so
    assert launchd.remove() is True


def test_one_that_does_not_go_is_told_and_its_file_stays(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(programs, last='echo "Boot-out failed: 36: busy" >&2; exit 36;')
    launchd.install(COMMAND, put)
    monkeypatch.setattr(launchd, "_PAUSE_S", 0)
    with pytest.raises(CoachError, match="Boot-out failed: 36: busy"):
        launchd.remove()
    assert launchd.path().exists()


def test_a_launchctl_that_hangs_is_not_waited_for(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add("launchctl", "exec sleep 60")
    monkeypatch.setattr(launchd, "_WITHIN_S", 0.05)
    monkeypatch.setattr(launchd, "_TRIES", 2)
    assert launchd.found() is None
    with pytest.raises(CoachError, match="bootstrap: no answer"):
        launchd.install(COMMAND, put, pause_s=0)


def test_without_launchctl_nothing_is_written(programs: Programs) -> None:
    del programs
    with pytest.raises(CoachError, match="launchctl does not answer"):
        launchd.install(COMMAND, put)
    assert not launchd.path().exists()


def test_one_without_its_file_will_be_gone_after_a_login(programs: Programs) -> None:
    add(programs)
    launchd.install(COMMAND, put)
    launchd.path().unlink()
    found = launchd.found()
    assert found
    assert (found.active, found.program) == (False, "")
    assert launchd.remove() is True
    assert launchd.found() is None


def test_a_file_that_is_no_list_of_properties_is_found_all_the_same(programs: Programs) -> None:
    add(programs)
    launchd.path().parent.mkdir(parents=True)
    for foreign in (b"nonsense", b"", plistlib.dumps(["a"]), plistlib.dumps({"Label": "x"})):
        launchd.path().write_bytes(foreign)
        found = launchd.found()
        assert found
        assert (found.active, found.program) == (False, "")


def test_what_is_planned_names_the_file_and_the_commands(programs: Programs) -> None:
    add(programs)
    told = launchd.planned(COMMAND)
    assert told.startswith(f"{launchd.path()}:\n\n<?xml")
    assert f"\nlaunchctl bootstrap {domain()} {launchd.path()}\n" in told
    assert programs.calls == []
    assert not launchd.path().exists()
