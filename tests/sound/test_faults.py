"""Sound that fails for real: a session goes on to its end, and says so once."""

import shutil
from pathlib import Path

import pytest
from decoder import decode
from soundserver import SoundServer

from stretchcoach.core.english import ENGLISH
from stretchcoach.core.timeline import BREATH_TONES, Chime
from tests.cli.program import environment, run
from tests.real import Real
from tests.sound.conftest import need
from tests.waiting import until

pytestmark = pytest.mark.recording

NO_ANSWER = ENGLISH.sound_does_not_answer
SHORT = ("upper-back", "--yes", "--only", "shoulder", "--side", "left", "--hold", "10s")


def test_a_server_that_dies_and_comes_back_costs_the_sound_of_that_time_only(
    own_pulseaudio: SoundServer, home: Path
) -> None:
    env = environment(**own_pulseaudio.environment(), STRETCH_HOME=str(home))
    (home / "settings.yaml").write_text("ask: off\n", encoding="utf-8")
    with Real(*SHORT, env=env) as real:
        with own_pulseaudio.recording() as before:
            real.until("GET READY")
            before.from_now(2)
            own_pulseaudio.kill()
        real.until(NO_ANSWER)
        own_pulseaudio.start()
        with own_pulseaudio.recording() as after:
            real.until(lambda: "HOLD" in real.text and NO_ANSWER not in real.text)
            assert real.exit_code() == 0
            after.from_now(0.2)
    assert len(decode(before.samples).words) >= 1
    heard = [chime.chime for chime in decode(after.samples).chimes]
    marks = [chime for chime in heard if chime not in BREATH_TONES]
    assert marks[-5:] == [Chime.HALF, Chime.TICK, Chime.TICK, Chime.TICK, Chime.FINISH]


def test_without_a_server_the_session_runs_to_its_end_and_says_so_once(home: Path) -> None:
    folder = home / "bin"
    folder.mkdir()
    need("paplay", "aplay")
    for player in ("paplay", "aplay"):
        (folder / player).symlink_to(str(shutil.which(player)))
    done = run(*SHORT, "--no-voice", "--speed", "4", env=environment(PATH=str(folder)))
    assert done.returncode == 0
    assert done.stdout.count(NO_ANSWER) == 1
    assert "All done." in done.stdout
    assert done.stderr == ""


def test_a_player_that_never_returns_costs_its_sound_and_is_told(home: Path) -> None:
    folder = home / "bin"
    folder.mkdir()
    pids = home / "pids"
    hangs = f"echo $$ >>{pids}\ntrap '' TERM\nwhile :; do /bin/sleep 1; done"
    (folder / "paplay").write_text(f"#!/bin/sh\n{hangs}\n")
    (folder / "paplay").chmod(0o755)
    slow = ("--no-voice", "--speed", "2")
    with Real(*SHORT, *slow, env=environment(PATH=str(folder))) as real:
        real.until(NO_ANSWER)
        assert real.exit_code() == 0
        assert "All done." in real.normal_text
    players = [Path("/proc") / pid for pid in pids.read_text().split()]
    assert players
    until(lambda: not any(player.exists() for player in players), "the end of every player")


def test_where_the_voice_can_keep_nothing_it_speaks_all_the_same_and_says_so_once(
    pulseaudio: SoundServer, home: Path
) -> None:
    (home / "cache").write_text("a file where the folder should be")
    env = environment(**pulseaudio.environment(), STRETCH_HOME=str(home))
    with pulseaudio.recording() as recording:
        done = run(*SHORT, env=env)
    assert done.returncode == 0
    assert done.stdout.count("The voice cannot keep its files in") == 1
    spoken = decode(recording.samples).words
    assert sum(words.end_s - words.start_s for words in spoken) > 5


def test_damaged_files_of_the_voice_are_made_anew(pulseaudio: SoundServer, home: Path) -> None:
    env = environment(**pulseaudio.environment(), STRETCH_HOME=str(home))
    quick = (*SHORT, "--speed", "4")
    assert run(*quick, env=env).returncode == 0
    kept = sorted((home / "cache" / "voice").glob("*.wav"))
    assert len(kept) > 10
    whole = {path.name: path.stat().st_size for path in kept}
    for path in kept:
        path.write_bytes(path.read_bytes()[:100])
    done = run(*quick, env=env)
    assert done.returncode == 0
    assert "No voice" not in done.stdout
    assert {path.name: path.stat().st_size for path in kept} == whole
