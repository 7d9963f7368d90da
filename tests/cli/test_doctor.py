"""`stretch doctor`: what it finds, what it says to do, and when it ends with 1."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from stretchcoach.core.timeline import Chime
from tests.audio.speaking import engine
from tests.cli.program import environment, run
from tests.real import Real

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the players are Linux's")

Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """A system on which nothing is installed but what this installs."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def install(name: str, does: str) -> None:
        (folder / name).write_text(f"#!/bin/sh\n{does}\n")
        (folder / name).chmod(0o755)

    return install


def voice(tmp_path: Path) -> Path:
    return engine(tmp_path / "bin")


def checks(*arguments: str) -> tuple[int, list[dict[str, Any]]]:
    done = run("doctor", "--json", *arguments)
    return done.returncode, json.loads(done.stdout)["checks"]


def about(what: str) -> list[tuple[str, str, str]]:
    return [(c["state"], c["told"], c["do"]) for c in checks()[1] if c["about"] == what]


PLAYS = "exec /bin/sleep 0.5"


def test_where_all_is_well_it_says_so_and_ends_with_0(install: Install, tmp_path: Path) -> None:
    install("paplay", PLAYS)
    install("aplay", PLAYS)
    voice(tmp_path)
    with Real("doctor") as real:
        assert real.exit_code() == 0
        told = real.normal_text
    assert "ok     terminal  80 × 24, 256 colours, UTF-8, keys" in told
    assert "ok     sound     paplay, heard after some 12 ms; also aplay" in told
    assert "ok     voice     espeak-ng" in told
    assert "ok     routines  11 built-in, 0 of yours" in told
    assert "stretchcoach 0.1.0, Python 3." in told


def test_without_a_player_it_says_what_to_install_and_ends_with_1(install: Install) -> None:
    install("apt", "")
    code, _ = checks()
    assert code == 1
    do = "Try: sudo apt install pulseaudio-utils"
    assert about("sound") == [("FAULT", "no player was found", do)]
    natural = "The extra voice has a natural one: see README"
    do = f"Try: sudo apt install espeak-ng. {natural}"
    assert about("voice") == [("note", "no speech engine was found", do)]


def test_nothing_sends_to_where_one_is_already(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    natural = "The extra voice has a natural one: see README"
    assert about("voice") == [("note", "no speech engine was found", natural)]
    monkeypatch.setenv("STRETCH_VOICE", "nobody:x")
    assert about("voice")[0][2] == natural
    install("espeak-ng", "")
    assert about("voice")[0][2] == "Name one of these, or auto."


def test_it_says_as_what_a_session_can_be_saved_and_what_is_lacking(install: Install) -> None:
    lacks = ".m4b, .m4a, .opus, .flac are made by ffmpeg, which is not on the path"
    install("apt", "")
    assert about("save") == [
        ("ok", ".wav, .mp3", ""),
        ("note", lacks, "Try: sudo apt install ffmpeg"),
    ]
    install("ffmpeg", "")
    assert about("save") == [("ok", ".wav, .mp3, .m4b, .m4a, .opus, .flac", "")]


def test_players_that_cannot_play_are_told_apart_from_those_that_can(install: Install) -> None:
    install("paplay", "exit 3")
    install("pw-play", "exit 0")
    install("aplay", PLAYS)
    assert checks()[0] == 0
    assert about("sound") == [
        ("ok", "aplay, heard after some 15 ms", ""),
        ("note", "paplay cannot play: it ended with 3", ""),
        ("note", "pw-play cannot play: it ended too soon to have played", ""),
    ]


def test_where_none_can_play_that_is_a_fault(install: Install) -> None:
    install("paplay", "exit 1")
    assert checks()[0] == 1
    assert about("sound")[0] == (
        "FAULT",
        "no player can play",
        "Start the sound server. Or choose an output in the system's sound settings.",
    )


def test_a_voice_that_does_not_speak_is_told(install: Install) -> None:
    install("paplay", PLAYS)
    install("espeak-ng", "echo 'It has no data.' >&2; exit 1")
    assert about("voice") == [("note", "espeak-ng: It has no data", "Install its voices.")]


@pytest.mark.parametrize(
    ("habit", "told"),
    [
        ("off", "off by STRETCH_VOICE; there is espeak-ng"),
        ("espeak-ng:de", "espeak-ng:de"),
        (
            "nobody:x",
            "STRETCH_VOICE: There is no voice 'nobody:x': the speech engines here are espeak-ng.",
        ),
    ],
)
def test_the_habit_is_taken_into_account(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, habit: str, told: str
) -> None:
    install("paplay", PLAYS)
    voice(tmp_path)
    monkeypatch.setenv("STRETCH_VOICE", habit)
    monkeypatch.setenv("STRETCH_SOUND", "no")
    assert about("voice")[0][1] == told
    assert about("sound")[0][2] == "STRETCH_SOUND keeps sessions silent."


def test_routines_with_faults_and_folders_that_cannot_be_written_are_notes(
    install: Install, home: Path
) -> None:
    install("paplay", PLAYS)
    (home / "routines").mkdir()
    (home / "routines" / "mine.yaml").write_text("title: [")
    (home / "cache").touch()
    assert checks()[0] == 0
    told = ("note", "11 built-in, 1 of yours; faults in mine", "See: stretch check mine")
    assert about("routines") == [told]
    state, folder, _ = about("folder")[2]
    assert (state, folder) == ("note", f"cache: {home}/cache")


def test_folders_that_cannot_be_reached_are_notes(
    install: Install, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("paplay", PLAYS)
    # As where a folder may not be entered, which the tests' person may always do.
    monkeypatch.setenv("STRETCH_HOME", str(home / ("a" * 300)))
    assert checks()[0] == 0
    do = "Nothing can be kept there. STRETCH_HOME names another place."
    assert [(state, told) for state, _, told in about("folder")] == [("note", do)] * 4


def test_play_plays_each_chime_by_name_and_the_voice(install: Install, tmp_path: Path) -> None:
    log = tmp_path / "played"
    install("paplay", f"echo ${{1##*/}} >>{log}\n{PLAYS}")
    voice(tmp_path)
    done = run("doctor", "--play")
    assert done.returncode == 0
    played = [line.removesuffix(".wav") for line in log.read_text().split()]
    assert played == ["silence", *(chime.value for chime in Chime), "spoken"]
    for chime in Chime:
        assert f"\n{chime.value:<8}  " in done.stdout


def test_play_says_so_where_nothing_can_play(install: Install) -> None:
    install("paplay", "exit 1")
    assert "\nNothing was played: nothing here can play.\n" in run("doctor", "--play").stdout


def test_the_json_tells_the_versions_too(install: Install) -> None:
    del install
    done = run("doctor", "--json", env=environment(PATH=os.environ["PATH"]))
    versions = json.loads(done.stdout)["versions"]
    assert {"stretchcoach", "Python", "rich", "typer", "playsound3"} <= set(versions)


def test_a_full_disk_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    from stretchcoach.cli import doctor

    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=0))
    checks = list(doctor._folders())
    assert {check.state for check in checks} == {"note"}
    assert {check.do for check in checks} == {"The disk is full. Make room."}
