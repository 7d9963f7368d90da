"""A session with the natural voice, as a person has it: whatever that does, it is led and over."""

import signal
import sys
import wave
from pathlib import Path

import pytest

from tests.audio.speaking import engine, hibari, runs
from tests.cli.program import environment, run
from tests.real import Real
from tests.waiting import Latch, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the players are Linux's")

SHORT = ("upper-back", "--yes", "--only", "shoulder", "--side", "left", "--hold", "10s")
NOTES = "open({pids!r}, 'a').write(f'{{os.getpid()}} ')"


class Natural:
    """The voice, doing this when it is loaded, a player, and the system's own engine."""

    def __init__(self, folder: Path, loads: str = "") -> None:
        self.folder = folder
        self.pids = folder / "pids"
        programs = folder / "bin"
        programs.mkdir()
        player = programs / "paplay"
        player.write_text(f"#!/bin/sh\necho $1 >>{folder}/played\nexec /bin/sleep 3\n")
        player.chmod(0o755)
        self.other = engine(programs)
        packages = hibari(folder, loads.format(pids=str(self.pids)))
        self.env = environment(PATH=str(programs), PYTHONPATH=str(packages))

    @property
    def running(self) -> list[str]:
        return [pid for pid in self.pids.read_text().split() if runs(pid)]


def test_the_natural_voice_speaks_english_without_being_asked(tmp_path: Path) -> None:
    natural = Natural(tmp_path)
    done = run(*SHORT, "--speed", "2", env=natural.env)
    assert done.returncode == 0
    assert "hibari" not in done.stdout
    played = [Path(path) for path in (tmp_path / "played").read_text().split()]
    assert 24_000 in map(rate_of, played)


def rate_of(path: Path) -> int:
    with wave.open(str(path)) as file:
        return int(file.getframerate())


def test_where_it_is_broken_one_note_says_who_speaks_instead(tmp_path: Path) -> None:
    natural = Natural(tmp_path, "raise ImportError(\"No module named 'onnxruntime'\")")
    done = run(*SHORT, "--speed", "4", env=natural.env)
    assert done.returncode == 0
    note = "hibari: No module named 'onnxruntime'. So espeak-ng speaks. See: stretch doctor"
    assert done.stdout.count(note) == done.stdout.count("hibari") == 1
    assert "Get ready." in natural.other.read_text()


def test_while_it_hangs_the_systems_own_engine_speaks_and_it_ends_with_the_session(
    tmp_path: Path, latch: Latch
) -> None:
    natural = Natural(tmp_path, f"{NOTES}; {latch.wait}")
    done = run(*SHORT, "--speed", "2", env=natural.env)
    assert done.returncode == 0
    assert natural.other.read_text()
    assert natural.running == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_whatever_ends_us_ends_it_too(tmp_path: Path, latch: Latch, number: int) -> None:
    natural = Natural(tmp_path, f"{NOTES}; {latch.wait}")
    with Real(*SHORT, env=natural.env) as real:
        until(natural.pids.exists, "the voice, loading")
        until(lambda: natural.running, "its number")
        real.signal(number)
        until(lambda: not natural.running, "its end")


def test_it_is_loaded_while_the_gate_is_read(tmp_path: Path, latch: Latch) -> None:
    natural = Natural(tmp_path, f"{NOTES}; {latch.wait}")
    with Real("upper-back", env=natural.env) as real:
        real.until("Enter")
        until(natural.pids.exists, "the voice, loading")


def test_doctor_names_it_and_lists_its_voices(tmp_path: Path) -> None:
    natural = Natural(tmp_path)
    told = run("doctor", env=natural.env).stdout
    assert "ok     voice     hibari; also espeak-ng" in told
    assert "Its voices, for --voice: heart\n" in told
    without = run("doctor", env=environment(PATH=natural.env["PATH"])).stdout
    assert "ok     voice     espeak-ng" in without
    assert "See: espeak-ng --voices. The extra voice has a natural one: see README" in without


def test_doctor_says_what_is_wrong_with_it_and_who_speaks_instead(tmp_path: Path) -> None:
    natural = Natural(tmp_path, "raise ImportError(\"No module named 'onnxruntime'\")")
    told = run("doctor", env=natural.env).stdout
    assert "note   voice     hibari: No module named 'onnxruntime'; espeak-ng speaks" in told
