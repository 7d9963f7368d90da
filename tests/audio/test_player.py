"""The player, with players of our own making on the path."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stretchcoach.audio import player as player_module
from stretchcoach.audio.chimes import SOUNDS, Chimes
from stretchcoach.audio.player import Player
from stretchcoach.core.session import Event
from stretchcoach.core.timeline import Chime, Cue, Kind, Stage
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the players are Linux's")

BELL = SOUNDS / "begin.wav"
TICK = SOUNDS / "tick.wav"
Install = Callable[[str, str], Path]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Make a player of this name: it logs its process and what it plays, then does `then`."""
    import playsound3

    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr(playsound3, "DEFAULT_BACKEND", None)

    def install(name: str, then: str) -> Path:
        log = tmp_path / f"{name}.log"
        path = folder / name
        stdin = "$(/usr/bin/readlink /proc/self/fd/0)"
        path.write_text(
            f'#!/bin/sh\nfor last; do :; done\necho "$$ $last {stdin}" >>{log}\n{then}\n'
        )
        path.chmod(0o755)
        log.touch()
        return log

    return install


def played(log: Path) -> list[str]:
    return [Path(line.split()[1]).stem for line in log.read_text().splitlines()]


def gone(log: Path) -> bool:
    """Whether every process in the log has ended and has been taken leave of."""
    pids = [int(line.split()[0]) for line in log.read_text().splitlines()]
    return bool(pids) and not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_sounds_are_played_by_the_quickest_player_there_is(install: Install) -> None:
    slower, quicker = install("aplay", ""), install("paplay", "")
    player = Player()
    player.play(BELL)
    player.play(TICK)
    player.close(20)
    assert sorted(played(quicker)) == ["begin", "tick"]
    assert played(slower) == []
    assert player.note == ""


def test_a_player_gets_nothing_of_the_terminal(install: Install) -> None:
    log = install("paplay", "")
    player = Player()
    player.play(BELL)
    player.close(20)
    assert log.read_text().split()[2] == "/dev/null"


def test_a_sound_that_one_player_cannot_play_is_played_by_the_next(install: Install) -> None:
    broken, working = install("paplay", "exit 1"), install("pw-play", "")
    player = Player()
    player.play(BELL)
    until(lambda: played(working) == ["begin"], "the next player")
    player.play(TICK)
    until(lambda: played(working) == ["begin", "tick"], "the next sound")
    assert played(broken) == ["begin"], "a player that failed is not asked again"
    assert not player.note
    player.close(20)


def test_when_every_player_fails_one_line_says_so(install: Install) -> None:
    install("paplay", "exit 1")
    install("aplay", "exit 1")
    player = Player()
    player.play(BELL)
    until(lambda: player.note, "the note")
    assert player.note == "No sound: the sound system does not answer. Is its server running?"
    player.play(TICK)
    player.close(20)


@pytest.mark.parametrize(
    ("tool", "says"),
    [("apt", "sudo apt install pulseaudio-utils"), ("dnf", "sudo dnf"), ("", "paplay or aplay")],
)
def test_where_no_player_is_found_the_note_says_what_to_install(
    install: Install, tool: str, says: str
) -> None:
    if tool:
        install(tool, "")
    player = Player()
    until(lambda: player.note, "the note")
    assert player.note.startswith("No sound: no player was found.")
    assert says in player.note
    player.close(20)


def test_hushing_ends_what_sounds_and_what_was_ordered(install: Install) -> None:
    log = install("paplay", "exec /bin/sleep 60")
    player = Player()
    player.play(BELL)
    until(lambda: played(log) == ["begin"], "the sound")
    player.play(TICK)
    player.hush()
    until(lambda: gone(log), "silence, and no zombie")
    assert "sound system" not in player.note, "what we ended ourselves has not failed"
    player.close(20)


def test_closing_lets_the_last_sound_end(install: Install, tmp_path: Path) -> None:
    install("paplay", f"/bin/sleep 0.3; echo rung >{tmp_path}/rung")
    player = Player()
    player.play(BELL)
    player.close(20)
    assert (tmp_path / "rung").read_text() == "rung\n"


def test_a_player_that_never_returns_is_ended(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(player_module, "_LIFE_S", 0.1)
    log = install("paplay", "trap '' TERM; while :; do /bin/sleep 1; done")
    player = Player()
    player.play(BELL)
    until(lambda: gone(log), "the player's end")
    player.close(20)


def test_many_sounds_leave_no_zombies(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player_module, "_LATEST_S", 60)  # however long twenty at once may take
    log = install("paplay", "")
    player = Player()
    for _ in range(20):
        player.play(TICK)
    player.close(20)
    until(lambda: len(played(log)) == 20 and gone(log), "twenty ticks, and nothing left of them")


def _event(chime: Chime | None) -> Event:
    cue = Cue(0, chime=chime)
    return Event(0, Stage(Kind.HOLD, 30_000, (cue,)), cue)


@pytest.mark.parametrize(("breath_tones", "heard"), [(True, 3), (False, 1)])
def test_breath_tones_can_be_left_out(install: Install, breath_tones: bool, heard: int) -> None:
    log = install("paplay", "")
    chimes = Chimes(breath_tones=breath_tones)
    chimes.open()
    for chime in (Chime.INHALE, Chime.BEGIN, None, Chime.EXHALE):
        chimes.hear(_event(chime))
    chimes.close(ring_out=True)
    assert len(played(log)) == heard
    assert "begin" in played(log)


def test_chimes_that_were_never_opened_are_silent_and_can_be_closed() -> None:
    chimes = Chimes(breath_tones=True)
    chimes.hear(_event(Chime.BEGIN))
    chimes.hush()
    chimes.close(ring_out=True)
    assert (chimes.note, chimes.silent) == ("", False)
