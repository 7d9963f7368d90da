"""What `stretch edit` and `stretch add` ask a person at a terminal."""

import sys
from pathlib import Path

import pytest

from stretchcoach.files.folders import look

if sys.platform == "win32":
    pytest.skip("there are no pseudo-terminals on Windows", allow_module_level=True)

from tests.cli.test_own import editor
from tests.real import Real

GOOD = "extends: upper-back\npositions: {hip: null}\n"
FAULTY = "extends: upper-back\npositions: {hpi: null}\n"


def test_after_a_fault_the_editor_is_offered_again(home: Path, tmp_path: Path) -> None:
    env = editor(tmp_path, FAULTY, GOOD)
    with Real("edit", "upper-back", "--extend", columns=200, env=env) as real:
        real.until("there is no 'hpi' to leave out")
        real.until("    positions: {hpi: null}")
        real.until("Edit again?")
        real.type("\r")
        real.until("is in order")
        assert real.exit_code() == 0
    written = home / "routines" / "upper-back.yaml"
    assert written.read_text(encoding="utf-8") == GOOD


def test_who_does_not_want_the_editor_again_keeps_what_was_typed(
    home: Path, tmp_path: Path
) -> None:
    with Real("edit", "upper-back", env=editor(tmp_path, FAULTY)) as real:
        real.until("Edit again?")
        real.type("n\r")
        real.until("What you wrote is kept.")
        assert real.exit_code() == 1
    written = home / "routines" / "upper-back.yaml"
    assert written.read_text(encoding="utf-8") == FAULTY


@pytest.mark.parametrize(("answer", "added"), [("y\r", True), ("n\r", False), ("\r", False)])
def test_add_shows_the_routine_and_asks(
    home: Path, tmp_path: Path, answer: str, added: bool
) -> None:
    strange = tmp_path / "from-a-friend.yaml"
    strange.write_bytes(look().built_in["calves"].path.read_bytes())
    with Real("add", str(strange), rows=60) as real:
        real.until("Add it as from-a-friend?")
        assert "Timeline" in real.text
        real.type(answer)
        assert real.exit_code() == (0 if added else 1)
    assert (home / "routines" / "from-a-friend.yaml").exists() is added


def test_add_asks_before_it_replaces(home: Path, tmp_path: Path) -> None:
    mine = home / "routines" / "calves.yaml"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    strange = tmp_path / "calves.yaml"
    strange.write_bytes(look().built_in["calves"].path.read_bytes())
    with Real("add", str(strange), "--yes", rows=60) as real:
        real.until("Replace your own calves?")
        real.type("n\r")
        assert real.exit_code() == 1
    assert mine.read_text(encoding="utf-8") == "mine"


def test_what_add_writes_is_what_it_showed_though_the_file_changes_meanwhile(
    home: Path, tmp_path: Path
) -> None:
    shown = look().built_in["calves"].path.read_bytes()
    strange = tmp_path / "from-a-friend.yaml"
    strange.write_bytes(shown)
    with Real("add", str(strange), rows=60) as real:
        real.until("Add it as from-a-friend?")
        strange.write_bytes(b"something else")
        real.type("y\r")
        assert real.exit_code() == 0
    assert (home / "routines" / "from-a-friend.yaml").read_bytes() == shown
