"""`stretch check` and `stretch schema`, and that other commands tell faults alike."""

import json
import os
import sys
from pathlib import Path

import pytest

from stretchcoach.core.harmless import CONTROLS
from stretchcoach.files.format import schema
from tests.cli.program import run

EIGHT_FAULTS = """\
titel: My back
sides: [left, lefft]
times: {hold: 5s, raedy: 10s}
breath: {in: 4s, out: fast}
safety: {before: [Slowly.], stop_signs: [pain], during: "a \\e[31m red"}
positions:
  Shoulder: {title: A, hand: "To the {sid} side."}
"""
TOLD = """\
{0}:1:1: the key 'titel' is not known; did you mean 'title'?
{0}:1:1: the key 'title' is missing
{0}:2:15: sides[2]: 'lefft' is not known; did you mean 'left'?
{0}:3:15: times.hold: 5s is out of range; use 10s to 1m
{0}:3:19: times: the key 'raedy' is not known; did you mean 'ready'?
{0}:4:23: breath.out: 'fast' is not a duration; write 30s, 1m30s or 1:30
{0}:5:57: safety.during: control characters and tabs are not allowed in text
{0}:7:3: positions: 'Shoulder' is no name; use lower case, digits and hyphens
{0}:7:30: positions.Shoulder.hand: {{sid}} stands for nothing; there are {{side}} and {{other side}}
"""


def faulty(tmp_path: Path) -> Path:
    path = tmp_path / "faulty.yaml"
    path.write_text(EIGHT_FAULTS, encoding="utf-8")
    return path


_MINE = """\
title: Mine
safety: {before: [Slowly.], stop_signs: [pain], during: Stop.}
positions: {one: {title: One, hand: Up.}}
"""


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    path = faulty(tmp_path)
    checked = run("check", str(path))
    assert (checked.returncode, checked.stdout) == (1, TOLD.format(path))


def test_other_commands_tell_the_same(tmp_path: Path) -> None:
    path = faulty(tmp_path)
    for arguments in ((str(path),), ("show", str(path)), ("add", str(path), "--yes")):
        told = run(*arguments)
        assert (told.returncode, TOLD.format(path) in told.stderr) == (1, True)


def test_check_without_a_name_checks_all_of_ones_own() -> None:
    assert "no routines of your own yet" in run("check").stdout
    run("new", "first")
    run("new", "second", "--extend", "upper-back")
    checked = run("check")
    assert (checked.returncode, checked.stdout) == (0, "In order: first, second\n")


def test_notes_do_not_fail(tmp_path: Path) -> None:
    path = tmp_path / "noted.yaml"
    path.write_text("extends: upper-back\npositions: {hip: {hold: 45s}}\n", encoding="utf-8")
    checked = run("check", str(path))
    assert checked.returncode == 0
    note = "note: positions.hip.hold: 45s is not a whole number of breaths of 10s; 50s would be"
    assert f"{path}:2:25: {note}" in checked.stdout
    assert "In order: noted" in checked.stdout


def test_a_routine_of_the_name_of_a_command_is_led_by_its_path(home: Path) -> None:
    (home / "routines").mkdir()
    path = home / "routines" / "pause.yaml"
    path.write_text(_MINE, encoding="utf-8")
    assert f"{path}:1:1: note: 'pause' is a command: lead this by its path" in run("check").stdout
    assert "Mine. About" in run(str(path), "--no-sound", "--speed", "100").stdout
    assert run("pause").stdout == "No pause.\n"


def test_check_reads_afresh_what_list_takes_from_the_cache(home: Path) -> None:
    run("new", "mine")
    path = home / "routines" / "mine.yaml"
    os.utime(path, (1_700_000_000, 1_700_000_000))
    run("list")
    path.write_bytes(b"#" * path.stat().st_size)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert "faulty" not in run("list").stdout
    assert "the file is empty" in run("check").stdout


def test_there_are_at_most_a_hundred_faults_and_a_word_that_there_are_more(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text("".join(f"k{n}: 1\n" for n in range(101)), encoding="utf-8")
    lines = run("check", str(path)).stdout.splitlines()
    assert len(lines) == 101
    assert lines[0].startswith(f"{path}:1:1: the key 'k0' is not known")
    assert lines[100] == f"{path}:101:1: there are more faults than these 100; mend them first"
    assert len(json.loads(run("check", "--json", str(path)).stdout)) == 101


def test_the_name_of_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J\u061cb.yaml"
    for arguments in (("check", str(path)), ("show", str(path)), ("add", str(path), "--yes")):
        told = run(*arguments)
        assert told.returncode == 1
        assert not CONTROLS.search((told.stdout + told.stderr).replace("\n", ""))
        path.write_text("title: x\n", encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="links take a privilege there")
def test_a_link_to_itself_among_ones_own_is_one_faulty_file(home: Path) -> None:
    run("new", "mine", "--extend", "upper-back")
    (home / "routines" / "round.yaml").symlink_to("round.yaml")
    listed = run("list")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert listed.stdout.count("faulty") == 1
    assert run("mine", "--speed", "100", "--no-sound", "--side", "left").returncode == 0
    for command in ("check", "doctor"):
        told = run(command)
        assert told.returncode in (0, 1)
        assert "round" in told.stdout
        assert told.stderr == ""


def test_tools_get_json(tmp_path: Path) -> None:
    path = faulty(tmp_path)
    checked = run("check", "--json", str(path), str(tmp_path / "missing.yaml"))
    found = json.loads(checked.stdout)
    assert checked.returncode == 1
    assert len(found) == 10
    assert found[2] == {
        "kind": "fault",
        "file": str(path),
        "line": 2,
        "column": 15,
        "where": "sides[2]",
        "what": "'lefft' is not known; did you mean 'left'?",
    }
    assert "cannot be read" in found[-1]["what"]


def test_the_schema_is_printed() -> None:
    assert json.loads(run("schema").stdout) == schema()
