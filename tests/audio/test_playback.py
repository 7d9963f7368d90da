"""Playback, with players of our own making on the path."""

import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from stretchcoach.audio import health
from stretchcoach.audio import playback as playback_module
from stretchcoach.audio.children import Child, Children
from stretchcoach.audio.chimes import CHIMES, SOFTENED
from stretchcoach.audio.clips import Sound, Speech
from stretchcoach.audio.health import Layer
from stretchcoach.audio.playback import Playback
from stretchcoach.audio.volume import Volume
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.timeline import Chime
from tests.audio.speaking import runs
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the players are Linux's")

BELL, TICK, INHALE = CHIMES[Chime.BEGIN], CHIMES[Chime.TICK], SOFTENED[Chime.INHALE]
HELLO = Speech("Hello.", "", "en", 0, 100)
MARK, TONE, WORDS = Layer.MARK, Layer.TONE, Layer.WORDS
NO_ANSWER = "No sound: the sound system does not answer. See: stretch doctor"
NO_MORE = "No sound: the system starts no more programs or threads. Close some."
SPD_SAY_FAILS = "No voice: spd-say does not speak. See: stretch doctor"
ONE_AT_A_TIME = "Only one sound at a time can be played here, so breath tones give way."
PLAYS = "exec /bin/sleep 0.4"  # long enough to have played any of them


class Install:
    """A system with the players that this makes; each logs its process and what it plays."""

    def __init__(self, tmp_path: Path) -> None:
        self._tmp_path = tmp_path
        self.folder = tmp_path / "bin"
        self.folder.mkdir()
        self.children = Children()
        self.volumes: tuple[float, ...] = ()

    def __call__(self, name: str, then: str) -> Path:
        """Make a player of this name, which does `then`; its log."""
        log = self._tmp_path / f"{name}.log"
        path = self.folder / name
        stdin = "$(/usr/bin/readlink /proc/self/fd/0)"
        path.write_text(
            f'#!/bin/sh\nfor last; do :; done\necho "$$ $last {stdin}" >>{log}\n{then}\n'
        )
        path.chmod(0o755)
        log.touch()
        return log

    def playback(self) -> Playback:
        volume = Volume(self.folder / "quieter", *self.volumes)
        return Playback(self.children, volume, ENGLISH)


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    install = Install(tmp_path)
    monkeypatch.setenv("PATH", str(install.folder))
    yield install
    install.children.close()


def played(log: Path) -> list[str]:
    return [Path(line.split()[1]).stem for line in log.read_text().splitlines()]


def alive(log: Path) -> list[str]:
    """What is being played now."""
    rows = [line.split() for line in log.read_text().splitlines()]
    return [Path(file).stem for pid, file, _ in rows if runs(pid)]


def gone(log: Path) -> bool:
    """Whether every process in the log has ended and has been taken leave of."""
    pids = [int(line.split()[0]) for line in log.read_text().splitlines()]
    return bool(pids) and not any(Path(f"/proc/{pid}").exists() for pid in pids)


def test_sounds_are_played_by_the_quickest_player_there_is(install: Install) -> None:
    slower, quicker = install("aplay", PLAYS), install("paplay", PLAYS)
    playback = install.playback()
    playback.play(BELL, MARK)
    playback.play(TICK, MARK)
    playback.close(20)
    assert sorted(played(quicker)) == ["begin", "tick"]
    assert played(slower) == []
    assert playback.note == ""


def test_a_player_gets_nothing_of_the_terminal(install: Install) -> None:
    log = install("paplay", PLAYS)
    playback = install.playback()
    playback.play(BELL, MARK)
    playback.close(20)
    assert log.read_text().split()[2] == "/dev/null"


def test_a_sound_that_one_player_cannot_play_is_played_by_the_next(install: Install) -> None:
    broken, working = install("paplay", "exit 1"), install("pw-play", PLAYS)
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: played(working) == ["begin"], "the next player")
    playback.play(TICK, MARK)
    until(lambda: played(working) == ["begin", "tick"], "the next sound")
    assert played(broken) == ["begin"], "a player that failed is not asked again"
    assert not playback.note
    playback.close(20)


def test_when_every_player_fails_one_line_says_so(install: Install) -> None:
    install("paplay", "exit 1")
    install("aplay", "exit 1")
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: playback.note, "the note")
    assert (playback.note, playback.silent) == (NO_ANSWER, True)
    playback.play(TICK, MARK)
    playback.close(20)


@pytest.mark.parametrize(
    ("tool", "says"),
    [("apt", "sudo apt install pulseaudio-utils"), ("dnf", "sudo dnf"), ("", "stretch doctor")],
)
def test_where_no_player_is_found_the_note_says_what_to_install(
    install: Install, tool: str, says: str
) -> None:
    if tool:
        install(tool, "")
    playback = install.playback()
    until(lambda: playback.note, "the note")
    assert playback.note.startswith("No sound player.")
    assert says in playback.note
    playback.close(20)


def test_hushing_ends_what_sounds_and_what_was_ordered(install: Install) -> None:
    log = install("paplay", "exec /bin/sleep 60")
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: played(log) == ["begin"], "the sound")
    playback.play(TICK, MARK)
    playback.hush()
    until(lambda: gone(log), "silence, and no zombie")
    assert not playback.note, "what we ended ourselves has not failed"
    playback.close(20)


def test_one_layer_can_be_hushed_and_the_others_sound_on(install: Install) -> None:
    log = install("paplay", "exec /bin/sleep 60")
    playback = install.playback()
    playback.play(BELL, MARK)
    playback.play(INHALE, WORDS)
    until(lambda: sorted(played(log)) == ["begin", "inhale-soft"], "both")
    playback.hush(WORDS)
    until(lambda: alive(log) == ["begin"], "the end of the words alone")
    playback.close()


def test_what_is_ordered_for_later_waits_for_its_moment_and_can_be_hushed(
    install: Install,
) -> None:
    log = install("paplay", PLAYS)
    playback = install.playback()
    playback.play(INHALE, WORDS, after_s=60)
    playback.play(BELL, MARK, after_s=0.01)
    until(lambda: played(log) == ["begin"], "the one that is due")
    playback.hush()
    playback.play(TICK, MARK, after_s=0.01)
    until(lambda: played(log) == ["begin", "tick"], "the one ordered after the hush")
    playback.close()


def test_sound_comes_back_by_itself_when_the_sound_system_does(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "BACK_OFF_S", 0.01)
    install("paplay", f"[ -e {tmp_path}/server ] && {PLAYS}")
    playback = install.playback()
    until(lambda: playback.latency_ms, "the player")
    latency_ms = playback.latency_ms
    playback.play(BELL, MARK)
    until(lambda: playback.silent, "silence")
    assert playback.latency_ms == 0
    (tmp_path / "server").touch()

    def heard_again() -> bool:
        playback.play(TICK, MARK)
        return not playback.silent

    until(heard_again, "sound")
    assert (playback.note, playback.latency_ms) == ("", latency_ms)
    playback.close()


def test_a_damaged_sound_file_is_told_and_the_player_not_blamed(
    install: Install, tmp_path: Path
) -> None:
    log = install("paplay", f"[ ${{last##*/}} != bad.wav ] && {PLAYS}")
    (tmp_path / "bad.wav").write_bytes(b"RIFF")
    playback = install.playback()
    playback.play(Sound(tmp_path / "bad.wav", 100), MARK)
    until(lambda: playback.note, "the note")
    assert playback.note == f"{tmp_path}/bad.wav is damaged. Install stretchcoach again."
    playback.play(BELL, MARK)
    until(lambda: played(log) == ["bad", "begin"], "the next sound")
    assert not playback.silent
    playback.close()


# As ALSA without a sound server: whoever comes second finds the device busy.
BUSY_DEVICE = "/bin/mkdir {0}/device || exit 1; trap '/bin/rmdir {0}/device; exit' TERM EXIT"
BUSY_DEVICE += "; /bin/sleep 60 & wait"


def test_where_one_sound_at_a_time_can_be_played_tones_give_way(
    install: Install, tmp_path: Path
) -> None:
    log = install("aplay", BUSY_DEVICE.format(tmp_path))
    playback = install.playback()
    playback.play(INHALE, TONE)
    until(lambda: alive(log) == ["inhale-soft"] and (tmp_path / "device").exists(), "the tone")
    playback.play(BELL, MARK)
    until(lambda: alive(log) == ["begin"], "the bell instead")
    assert (playback.note, playback.silent) == (ONE_AT_A_TIME, False)
    playback.play(INHALE, TONE)
    playback.play(TICK, WORDS)  # an order after it, to see that it was passed over
    until(lambda: played(log)[-1] == "tick", "the words being tried")
    assert played(log).count("inhale-soft") == 1
    playback.close()


def test_closing_lets_the_last_sound_end(install: Install, tmp_path: Path) -> None:
    install("paplay", f"/bin/sleep 0.3; echo rung >{tmp_path}/rung")
    playback = install.playback()
    playback.play(BELL, MARK)
    playback.close(20)
    assert (tmp_path / "rung").read_text() == "rung\n"


def test_closing_ends_what_does_not_want_to_end(install: Install) -> None:
    log = install("paplay", "trap '' TERM; while :; do /bin/sleep 1; done")
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: alive(log), "the sound")
    playback.close()
    until(lambda: gone(log), "its end")


def test_a_player_that_never_returns_is_ended_and_the_next_takes_over(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "HANGS_AFTER_S", 0.1)
    log = install("paplay", "trap '' TERM; while :; do /bin/sleep 1; done")
    following = install("aplay", PLAYS)
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: gone(log), "the player's end")
    playback.play(TICK, MARK)
    until(lambda: played(following) == ["tick"], "the next player")
    assert played(log) == ["begin"]
    playback.close(20)


def test_when_the_only_player_never_returns_one_line_says_so(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "HANGS_AFTER_S", 0.1)
    install("paplay", "trap '' TERM; while :; do /bin/sleep 1; done")
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: playback.silent, "the note")
    assert playback.note == NO_ANSWER
    playback.close()


def test_many_sounds_leave_no_zombies(install: Install) -> None:
    log = install("paplay", PLAYS)
    playback = install.playback()
    for _ in range(20):
        playback.play(TICK, WORDS)  # which may be the latest of all, however long twenty take
    playback.close(20)
    until(lambda: len(played(log)) == 20 and gone(log), "twenty ticks, and nothing left of them")


def test_a_player_that_ends_too_soon_to_have_played_is_not_believed(install: Install) -> None:
    install("paplay", "exit 0")
    following = install("aplay", PLAYS)
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: played(following) == ["begin"], "the next player")
    playback.close(20)


def test_words_of_spd_say_do_not_hide_that_nothing_else_can_be_heard(
    install: Install, tmp_path: Path
) -> None:
    install("paplay", "exit 1")
    spoken = tmp_path / "spoken"
    install("spd-say", f"echo spoken >{spoken}")
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: playback.silent, "silence")
    playback.play(HELLO, WORDS)
    playback.close(20)
    assert spoken.exists()
    assert (playback.silent, playback.note) == (True, NO_ANSWER)


def test_a_library_that_cannot_be_loaded_is_told_and_nothing_worse_happens(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    def surprised(_: Children) -> None:
        raise RuntimeError("gst-play-1.0 is odd")

    install("paplay", PLAYS)
    monkeypatch.setattr(playback_module, "backends", surprised)
    playback = install.playback()
    until(lambda: playback.silent, "the note")
    assert "playsound3 cannot be loaded (gst-play-1.0 is odd)" in playback.note
    playback.play(BELL, MARK)
    playback.close(20)


def test_spd_say_that_fails_is_told_until_it_speaks_again(
    install: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "BACK_OFF_S", 0.01)
    install("paplay", PLAYS)
    install("spd-say", f"[ -e {tmp_path}/server ]")
    playback = install.playback()
    playback.play(HELLO, WORDS)
    until(lambda: playback.note, "the note")
    assert (playback.note, playback.silent) == (SPD_SAY_FAILS, False)
    (tmp_path / "server").touch()

    def spoken_again() -> bool:
        playback.play(HELLO, WORDS)
        return not playback.note

    until(spoken_again, "the voice")
    playback.close()


def test_words_are_cancelled_at_once_though_a_program_takes_long_to_start(
    install: Install, tmp_path: Path
) -> None:
    """As on a busy machine; so another spd-say is connected from the first."""
    told = tmp_path / "told"
    server = f"""
case $1 in
    --pipe-mode) exec /bin/cat >>{told} ;;
    --wait) echo "$last" >>{told}; exec /bin/sleep 600 ;;
    *) exec /bin/sleep 600 ;;
esac"""
    install("paplay", PLAYS)
    started = install("spd-say", server)
    ready = install("sleep", "exec /bin/sleep $last")
    # Once that is over, all of them are killed.
    install("timeout", "exec /bin/sleep 600")
    playback = install.playback()
    until(lambda: playback.backends, "the players")
    playback.play(HELLO, WORDS)
    until(lambda: told.exists() and told.read_text(), "the words")
    until(lambda: started.read_text().count("--pipe-mode") == 2, "the other spd-say")
    until(lambda: played(ready), "the shell that would tell it")
    playback.hush()
    until(lambda: told.read_text() == "Hello.\n!-!CANCEL ALL\n", "the cancelling after the words")
    playback.close()


def test_a_speech_server_that_spd_say_had_to_start_outlives_the_words(
    install: Install, tmp_path: Path
) -> None:
    server = tmp_path / "server"
    # As the real one: what runs for the server stays in the group of who started it.
    start = f"[ -e {server} ] || {{ /bin/sleep 600 & echo $! >{server}; }}"
    install("paplay", PLAYS)
    spoken = install("spd-say", start)
    playback = install.playback()
    until(lambda: playback.backends, "the players")
    playback.play(HELLO, WORDS)
    until(lambda: "Hello." in spoken.read_text(), "the words")
    playback.close()
    install.children.close()
    pid = server.read_text().strip()
    assert runs(pid)
    os.kill(int(pid), signal.SIGKILL)


@pytest.mark.parametrize("odd", ["exit 1", "exec /bin/sleep 600"])
@pytest.mark.parametrize("name", ["gst-play-1.0", "ffplay", "mpg123"])
def test_players_that_fail_or_hang_when_looked_at_are_not_run_where_ours_are_here(
    install: Install, name: str, odd: str
) -> None:
    log, ran = install("paplay", PLAYS), install(name, odd)
    code = "from stretchcoach.audio.players import backends; from stretchcoach.audio.children "
    code += "import Children; print([b.name for b in backends(Children())])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", timeout=20, check=True
    )
    assert done.stdout == "['paplay']\n"
    assert done.stderr == ""
    assert played(ran) == played(log) == []


def test_hushing_does_not_wait_for_a_player_that_is_being_started(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = install("paplay", "exec /bin/sleep 60")
    starting, go_on = threading.Event(), threading.Event()
    start = install.children.start

    def slowly(command: Sequence[str], *, talks: bool = False) -> Child:
        starting.set()
        assert go_on.wait(20)
        return start(command, talks=talks)

    monkeypatch.setattr(install.children, "start", slowly)
    playback = install.playback()
    playback.play(BELL, MARK)
    assert starting.wait(20)
    playback.hush()  # would wait for ever, if it did
    go_on.set()
    until(lambda: not playback._playing and not playback._due, "silence")
    assert not alive(log)
    playback.close()


def test_what_a_player_has_started_itself_is_hushed_with_it(
    install: Install, tmp_path: Path
) -> None:
    pid = tmp_path / "pid"
    install("paplay", f"/bin/sleep 60 & echo $! >{pid}; wait")
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: pid.exists() and pid.read_text(), "the sound")
    playback.hush()
    until(lambda: not runs(pid.read_text().strip()), "silence")
    playback.close()


@pytest.mark.parametrize("number", [errno.EAGAIN, errno.ENOMEM])
def test_where_no_more_programs_start_one_line_says_so(
    install: Install, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    install("paplay", PLAYS)

    def crowded(*_: object, **__: object) -> Child:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(install.children, "start", crowded)
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: playback.silent, "the note")
    assert playback.note == NO_MORE
    playback.close(20)


def test_where_no_more_threads_start_one_line_says_so_and_nothing_plays_on(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = install("paplay", "exec /bin/sleep 60")
    playback = install.playback()
    until(lambda: playback.backends, "the player")
    monkeypatch.setattr(threading.Thread, "start", no_more)
    playback.play(BELL, MARK)
    until(lambda: playback.silent, "the note")
    assert playback.note == NO_MORE
    until(lambda: not alive(log), "silence")
    playback.close(20)


def test_a_player_without_a_thread_of_its_own_is_silent_and_can_be_used(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading.Thread, "start", no_more)
    playback = install.playback()
    assert (playback.silent, playback.note) == (True, NO_MORE)
    playback.play(BELL, MARK)
    playback.hush()
    playback.close(20)


def no_more(*_: object, **__: object) -> None:
    raise RuntimeError("can't start new thread")


def test_on_windows_playsound3_plays_within_this_process(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    import playsound3
    from playsound3.playsound3 import SoundBackend

    begun, over = [], threading.Event()

    class Plays:
        def poll(self) -> int | None:
            return 0 if over.is_set() else None

        def wait(self) -> int:
            over.wait()
            return 0

        def terminate(self) -> None:
            over.set()

    class Winmm(SoundBackend):
        def check(self) -> bool:
            return True

        def play(self, sound: str) -> Plays:
            begun.append(Path(sound).stem)
            return Plays()

    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(playsound3, "DEFAULT_BACKEND", Winmm())
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: begun == ["begin"], "the sound")
    playback.hush()
    until(lambda: not playback._playing, "silence")
    assert not playback.note
    playback.close()


def test_on_macos_afplay_plays(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    log = install("afplay", PLAYS)
    install("paplay", PLAYS)
    monkeypatch.setattr(sys, "platform", "darwin")
    playback = install.playback()
    playback.play(BELL, MARK)
    playback.close(20)
    assert played(log) == ["begin"]


def test_what_is_played_is_as_quiet_as_was_wanted(install: Install) -> None:
    log = install("paplay", PLAYS)
    install.volumes = (50, 20, 20)
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: len(played(log)) == 1, "the bell")
    (path,) = (Path(line.split()[1]) for line in log.read_text().splitlines())
    assert path.parent == install.folder / "quieter"
    assert path.stat().st_size == BELL.path.stat().st_size
    playback.close()


def test_where_no_quieter_copy_can_be_written_nothing_louder_is_played(install: Install) -> None:
    log = install("paplay", PLAYS)
    install.volumes = (50, 50, 50)
    (install.folder / "quieter").write_text("a file in its place")
    playback = install.playback()
    playback.play(BELL, MARK)
    until(lambda: "No quieter sounds" in playback.note, "the note")
    playback.close()
    assert not played(log)
