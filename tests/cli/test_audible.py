"""What is heard of a session: the flags, the person's habit, and what the routine asks for."""

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any, cast

import pytest

from stretchcoach import play
from stretchcoach.audio.loudspeaker import Audible
from stretchcoach.cli import audible, session
from stretchcoach.core.choices import Choices, choose
from stretchcoach.files.names import find
from stretchcoach.files.settings import settled_here
from stretchcoach.terminal import terminal
from tests.audio.speaking import engine, runs
from tests.cli.program import environment, run
from tests.scripted import Listening
from tests.waiting import Latch

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the players are Linux's")

QUICK = ("--speed", "20", "--yes", "--only", "one", "--hold", "10s")
ROUTINE = """\
title: Mine
sides: [left]
safety: {before: [Slowly.], stop_signs: [pain], during: Stop.}
positions: {one: {title: One, hand: Hand.}}
"""


class Played:
    """The program with a player and a speech engine that only note what they are told."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.bin = folder / "bin"
        self.bin.mkdir()
        self.file = home / "routines" / "mine.yaml"
        self.file.parent.mkdir()
        self._log = folder / "played"
        self._log.touch()
        player = self.bin / "paplay"
        # As long as the longest chime must take, and longer for words.
        lasts = "case $1 in */voice/*) exec /bin/sleep 9;; *) exec /bin/sleep 0.75;; esac"
        player.write_text(f"#!/bin/sh\necho ${{1##*/}} >>{self._log}\n{lasts}\n")
        player.chmod(0o755)
        self.told = engine(self.bin)

    def __call__(
        self, *arguments: str, routine: str = "", env: dict[str, str] | None = None
    ) -> "Played":
        self.file.write_text(ROUTINE + routine)
        settings = {"PATH": str(self.bin), **(env or {})}
        done = run("mine", *QUICK, *arguments, env=environment(**settings))
        assert done.returncode == 0, done.stderr
        self.said = done.stdout
        return self

    @property
    def sounds(self) -> set[str]:
        chimes = {"begin", "half", "tick", "finish", "inhale", "exhale"}
        names = {
            line.removesuffix(".wav").removesuffix("-soft")
            for line in self._log.read_text().split()
        }
        return {name if name in chimes else "voice" for name in names}

    @property
    def spoke(self) -> bool:
        return bool(self.told.read_text())


@pytest.fixture
def played(tmp_path: Path, home: Path) -> Played:
    return Played(tmp_path, home)


def test_by_itself_a_session_has_chimes_tones_and_a_voice(played: Played) -> None:
    # Slowly enough that there is time for words.
    assert {"begin", "inhale", "voice"} <= played("--speed", "2").sounds


def decided(
    played: Played,
    monkeypatch: pytest.MonkeyPatch,
    routine: str = "",
    env: dict[str, str] | None = None,
    **flags: Any,
) -> Audible | None:
    """What a session of this routine asks of the loudspeaker; None for a silent one."""
    for name, value in {"PATH": str(played.bin), **(env or {})}.items():
        monkeypatch.setenv(name, value)
    played.file.write_text(ROUTINE + routine)
    monkeypatch.setattr(audible, "Loudspeaker", lambda _, wanted, **__: wanted())
    timeline, given = choose(find("mine"), Choices()), audible.Flags(**flags)
    asked = audible.loudspeaker(timeline, 1, settled_here()[0], given, sound=None)
    return cast("Audible | None", asked)


@pytest.mark.parametrize(
    ("flags", "routine", "env"),
    [
        ({"no_voice": True}, "", {}),
        ({}, "sound: {voice: false}", {}),
        ({}, "", {"STRETCH_VOICE": "off"}),
        ({}, "sound: {voice: off}", {"STRETCH_VOICE": "on"}),
        ({"no_voice": True, "voice": "auto"}, "", {}),
        ({"voice": "off"}, "", {"STRETCH_VOICE": "on"}),
    ],
)
def test_a_voice_is_kept_away_by_any_of_them(
    played: Played,
    monkeypatch: pytest.MonkeyPatch,
    flags: dict[str, Any],
    routine: str,
    env: dict[str, str],
) -> None:
    asked = decided(played, monkeypatch, routine, env, **flags)
    assert asked is not None
    assert (asked.voice, asked.voice_note, asked.lacks_voice) == (None, "", False)


def test_without_a_voice_there_are_sounds(played: Played) -> None:
    assert "begin" in played("--no-voice", "--no-breath-tones").sounds
    assert not {"inhale", "exhale"} & played.sounds
    assert not played.spoke
    assert "No voice" not in played.said


@pytest.mark.parametrize("voice", ["auto", "espeak-ng:en"])
def test_a_named_voice_wins_over_the_habit_and_the_routine(
    played: Played, monkeypatch: pytest.MonkeyPatch, voice: str
) -> None:
    habit = {"STRETCH_VOICE": "off"}
    asked = decided(played, monkeypatch, "sound: {voice: false}", habit, voice=voice)
    assert asked is not None
    assert asked.voice is not None
    assert asked.voice.engine.name == "espeak-ng"


def test_tones_are_kept_away_by_the_routine_and_brought_back_by_a_flag(
    played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    for flag, there in ((None, False), (True, True)):
        quiet = "sound: {breath_tones: false}"
        asked = decided(played, monkeypatch, quiet, breath_tones=flag)
        assert asked is not None
        assert asked.breath_tones is there


@pytest.mark.parametrize("off", ["off", "False"])
def test_a_silent_habit_silences_everything(
    played: Played, monkeypatch: pytest.MonkeyPatch, off: str
) -> None:
    assert decided(played, monkeypatch, env={"STRETCH_SOUND": off}) is None


def test_a_flag_brings_sound_back(played: Played) -> None:
    assert played("--no-voice", "--sound", env={"STRETCH_SOUND": "off"}).sounds


def test_the_voice_follows_the_language_of_the_routine(played: Played) -> None:
    played(routine="language: de")
    assert all(line.startswith("-v|de|") for line in played.told.read_text().splitlines())


def test_the_habit_may_name_a_voice(played: Played) -> None:
    played(env={"STRETCH_VOICE": "en+f3"})
    assert "-v|en+f3|" in played.told.read_text()


def test_a_habit_that_this_machine_cannot_meet_is_told_and_the_session_goes_on(
    played: Played,
) -> None:
    played(env={"STRETCH_VOICE": "say:Anna"})
    assert played.said.count("STRETCH_VOICE names no voice that is here. See: stretch doctor") == 1
    assert "begin" in played.sounds


def test_a_voice_that_is_not_here_is_a_fault_when_a_flag_asks_for_it(
    played: Played, home: Path
) -> None:
    del played
    done = run("upper-back", "--voice", "nobody:x", env=environment(PATH=str(home)))
    assert done.returncode == 1
    assert done.stderr.startswith("There is no voice 'nobody:x': ")
    assert done.stdout == ""


def test_without_an_engine_the_session_says_once_what_to_install(
    played: Played, tmp_path: Path
) -> None:
    (tmp_path / "bin" / "espeak-ng").unlink()
    assert played().said.count("No voice. See: stretch doctor") == 1


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("language: German", "'German' is no language; use a tag such as en, de or pt-BR"),
        ("sound: {voice: loud}", "'loud' is not known; there are true, false, yes, no, on, off"),
        ("sound: {tones: no}", "the key 'tones' is not known"),
    ],
)
def test_faults_of_these_keys_are_told(home: Path, line: str, fault: str) -> None:
    file = home / "mine.yaml"
    file.write_text(ROUTINE + line)
    done = run("check", str(file))
    assert done.returncode == 1
    assert fault in done.stdout


def test_a_voice_that_cannot_be_tried_without_running_it_is_a_note_of_the_session(
    played: Played, tmp_path: Path
) -> None:
    engine(tmp_path / "bin", does="sys.exit('Error: there is no such voice.')")
    told = "No voice 'nobody': espeak-ng: there is no such voice. See: espeak-ng --voices"
    assert played("--voice", "nobody").said.count(told) == 1
    assert played(env={"STRETCH_VOICE": "nobody"}).said.count(told) == 1
    assert "begin" in played.sounds


def test_an_engine_that_hangs_delays_nothing_and_is_gone_with_the_session(
    played: Played, tmp_path: Path, latch: Latch
) -> None:
    pids = tmp_path / "pids"
    log = f"open({str(pids)!r}, 'a').write(f'{{os.getpid()}} ')"
    engine(tmp_path / "bin", does=f"{log}\n{latch.wait}")
    assert "begin" in played("--voice", "espeak-ng:en").sounds
    assert pids.read_text()
    assert not any(runs(pid) for pid in pids.read_text().split())


def test_whatever_the_loop_comes_up_with_nothing_plays_on(monkeypatch: pytest.MonkeyPatch) -> None:
    closed: list[bool] = []

    class Speaker(Listening):
        silent = False

        def close(self, *, ring_out: bool) -> None:
            closed.append(ring_out)

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(audible, "loudspeaker", lambda *_, **__: Speaker())
    monkeypatch.setattr(play, "play", fails)
    monkeypatch.setattr(terminal, "Terminal", lambda *_: nullcontext())
    with pytest.raises(ZeroDivisionError):
        session.run("upper-back", plain=True)
    assert closed == [False]


@pytest.mark.parametrize(
    ("arguments", "env_file"), [(["--volume", "40"], ""), ([], "volume: 40%\n")]
)
def test_at_a_lower_volume_copies_are_played(
    played: Played, home: Path, arguments: list[str], env_file: str
) -> None:
    (home / "settings.yaml").write_text(env_file)
    # The copies are kept where the voice is, so none of them is named like a chime.
    assert played("--no-voice", *arguments).sounds == {"voice"}
    assert not played.spoke


def test_a_volume_that_is_none_is_wrong_usage() -> None:
    done = run("upper-back", "--volume", "110")
    assert done.returncode == 2
    assert "not a number from 1 to 100" in done.stderr
