"""`stretch save`: the real program, with a speech engine of our own making."""

import os
import shutil
import signal
import sys
import wave
from pathlib import Path

import mutagen.id3
import pytest
from decoder import decode, samples_of

from stretchcoach.audio.encoders import KINDS
from tests.audio.speaking import engine, runs
from tests.cli.program import environment, run, shell
from tests.making import all_cues, built_in, timeline

if sys.platform != "linux":
    pytest.skip("the engine is one of Linux", allow_module_level=True)

from tests.real import SHOW_CURSOR, Real
from tests.waiting import Latch, until

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")

ROUTINE = """\
title: Mine
sides: [left]
safety: {before: [Slowly.], stop_signs: [pain], during: Stop.}
setup: [Stand.]
positions: {one: {title: One, hand: Hand.}}
times: {ready: 12s, hold: 10s}
"""
# So that the file is made in a moment.
SILENT = ("mine", "--no-voice")
NOTES = "import os; open({log!r}, 'w').write(str(os.getpid()))"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to save in, a routine, and an engine, with nothing else on the path."""
    (home / "routines").mkdir()
    (home / "routines" / "mine.yaml").write_text(ROUTINE)
    (tmp_path / "bin").mkdir()
    engine(tmp_path / "bin")
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    made = tmp_path / "music"
    made.mkdir()
    monkeypatch.chdir(made)
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def add(folder: Path, name: str, does: str) -> None:
    program = folder.parent / "bin" / name
    program.write_text(f"#!{sys.executable}\nimport sys\n{does}\n")
    program.chmod(0o755)


def save(*arguments: str, fails: bool = False) -> str:
    """Run it to its end; what it says, on the one stream or the other."""
    done = run("save", *arguments)
    assert done.returncode == int(fails), done.stderr
    return done.stderr if fails else done.stdout


def test_a_session_is_a_file_with_its_words_and_says_what_it_is(folder: Path) -> None:
    told = save("mine", "mine.mp3", "--captions")

    assert names(folder) == ["mine.lrc", "mine.mp3", "mine.vtt"]
    assert "Saved: mine.mp3 (0:" in told
    tags = mutagen.id3.ID3(folder / "mine.mp3")
    assert str(tags["TIT2"]) == "Mine"
    assert [str(one.sub_frames["TIT2"]) for one in tags.getall("CHAP")] == [
        *("Before you begin", "Setting up", "Left side · One")
    ]
    (lyrics,) = tags.getall("SYLT")
    words = [text for text, _ in lyrics.text]
    assert words[:6] == [
        "Mine.",
        "Slowly.",
        "Stop at once at: pain.",
        "A fall, fever, night pain, numbness, past cancer? See a doctor first.",
        "Pause this wherever a step takes you longer.",
        "Stand.",
    ]
    assert words[-1] == "All done."
    assert [line[10:] for line in (folder / "mine.lrc").read_text().splitlines()[1:]] == words
    assert "WEBVTT" in (folder / "mine.vtt").read_text()
    assert tags.getall("APIC")[0].data.startswith(b"\x89PNG")


def test_each_chime_is_in_the_file_at_its_moment_and_nothing_else(folder: Path) -> None:
    save("upper-back-quick", "quick.wav", "--no-voice")

    heard = decode(samples_of(folder / "quick.wav"))
    of = timeline(built_in("upper-back-quick"), gate=False)
    planned = [(one.at_ms / 1_000 + 0.5, one.cue.chime) for one in all_cues(of) if one.cue.chime]
    assert [one.chime for one in heard.chimes] == [chime for _, chime in planned]
    for one, (at_s, _) in zip(heard.chimes, planned, strict=True):
        assert one.at_s == pytest.approx(at_s, abs=0.001)
        assert one.gain == pytest.approx(1, abs=0.05)
    assert heard.words == ()


def test_the_options_of_a_session_hold_here_too(folder: Path) -> None:
    chosen = ("--side", "left", "--only", "hip", "--hold", "10s")
    save("upper-back", "a.wav", "--no-voice", "--no-breath-tones", "--volume", "50", *chosen)

    heard = decode(4 * samples_of(folder / "a.wav"))
    assert [one.chime.value for one in heard.chimes] == [
        *("begin", "half", "tick", "tick", "tick", "finish")
    ]
    told = save("upper-back", "b.wav", "--no-voice", "--for", "2m")
    assert told.startswith("Fitted into 2:00: ")
    assert "No such option" in run("save", "mine", "a.wav", "--speed", "2").stderr


def test_without_words_it_is_said_what_to_read(folder: Path) -> None:
    assert "No words are in it. Read first: stretch show mine" in save(*SILENT, "a.wav")
    assert names(folder) == ["a.wav"]


@pytest.mark.parametrize("name", ["a.ogg", "a", "-"])
def test_another_ending_is_wrong_usage_and_the_right_ones_are_told(name: str) -> None:
    done = run("save", *SILENT, name)

    assert done.returncode == 2
    told = " ".join(done.stderr.split())
    assert all(part in told for part in (("pipe",) if name == "-" else KINDS))


def test_what_is_there_is_replaced_only_if_that_is_said(folder: Path) -> None:
    (folder / "a.vtt").write_text("mine")

    told = save(*SILENT, "a.wav", "--captions", fails=True)
    hint = "Name another file, leave out --captions, or replace what is there: --force"
    assert told == f"a.vtt is there already.\n{hint}\n"
    assert names(folder) == ["a.vtt"]
    save(*SILENT, "a.wav", "--captions", "--force")
    assert names(folder) == ["a.lrc", "a.vtt", "a.wav"]
    assert (folder / "a.vtt").read_text() != "mine"
    told = save(*SILENT, "a.wav", fails=True)
    hint = "Name another file, or replace what is there: --force"
    assert told == f"a.wav is there already.\n{hint}\n"


def test_the_captions_of_another_format_are_told_and_need_not_be_written_again(
    folder: Path,
) -> None:
    save(*SILENT, "a.wav", "--captions")

    told = save(*SILENT, "a.mp3", "--captions", fails=True)
    assert told.startswith("a.lrc and a.vtt are there already.\nName another file, leave out --cap")
    save(*SILENT, "a.mp3")
    assert names(folder) == ["a.lrc", "a.mp3", "a.vtt", "a.wav"]


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1)])
def test_at_a_terminal_it_is_asked(folder: Path, answer: str, code: int) -> None:
    (folder / "a.wav").write_text("mine")
    with Real("save", *SILENT, "a.wav") as real:
        real.until("Replace a.wav?").type(f"{answer}\r")
        assert real.exit_code() == code
        assert ("Saved: a.wav" in real.normal_text) is (answer == "y")
    assert ((folder / "a.wav").read_bytes() == b"mine") is (answer == "n")


def test_where_a_file_cannot_be_it_is_said_before_anything_is_made(folder: Path) -> None:
    assert "There is no folder gone." in save("mine", "gone/a.wav", fails=True)
    (folder / "b.wav").mkdir()
    assert "b.wav is a folder." in save("mine", "b.wav", "--force", fails=True)
    (folder / "c.lrc").mkdir()
    assert "c.lrc is a folder." in save("mine", "c.wav", "--captions", fails=True)
    assert not (folder.parent / "bin" / "espeak-ng.log").read_text()


def test_what_makes_other_kinds_is_missed_with_the_command_that_gets_it(folder: Path) -> None:
    told = save("mine", "a.m4b", fails=True)
    made_by = ".m4b, .m4a, .opus, .flac are made by ffmpeg, which is not on the path.\n"
    assert told.startswith(made_by)
    assert "Or name a file that ends in .wav or .mp3." in told
    assert names(folder) == []


def test_without_an_engine_a_session_is_not_saved_without_words_unasked(folder: Path) -> None:
    (folder.parent / "bin" / "espeak-ng").unlink()
    assert "Or have no words in it: --no-voice" in save("mine", "a.wav", fails=True)
    add(folder, "spd-say", "")
    assert "spd-say speaks, but writes no sound files." in save("mine", "a.wav", fails=True)
    assert names(folder) == []


def test_where_the_engine_fails_nothing_is_saved(folder: Path) -> None:
    add(folder, "espeak-ng", "sys.exit('no such voice')")
    assert "no such voice" in save("mine", "a.wav", fails=True)
    assert names(folder) == []


def test_what_ffmpeg_says_is_told_and_nothing_is_left(folder: Path) -> None:
    add(folder, "ffmpeg", "sys.exit('Unknown encoder libopus')")
    told = save(*SILENT, "a.opus", fails=True)
    assert told == "a.opus cannot be written: ffmpeg: Unknown encoder libopus.\n"
    assert names(folder) == []


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_on_a_full_disk_nothing_is_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.defpath)
    done = shell("ulimit -f 100; stretch save mine a.wav --no-voice --captions; echo code=$?")

    assert done.stdout == "code=1\n"
    assert done.stderr == "a.wav cannot be written: File too large.\nName another file.\n"
    assert names(folder) == []


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_signal_leaves_nothing_behind_and_the_terminal_as_it_was(
    folder: Path, latch: Latch, name: str
) -> None:
    log = folder.parent / "ffmpeg.pid"
    add(folder, "ffmpeg", f"{NOTES.format(log=str(log))}; {latch.wait}")
    number = getattr(signal, name)
    with Real("save", *SILENT, "a.m4b", "--captions") as real:
        real.until(lambda: log.exists() and bool(log.read_text()) and "Sound" in real.text)
        assert [Path(one).suffix for one in names(folder)] == [".new"] * 3
        real.signal(number)
        assert real.exit_code() == 128 + number
        assert real.written.count(SHOW_CURSOR) == 1
    assert names(folder) == []
    until(lambda: not runs(log.read_text()), "the end of ffmpeg")


def test_ctrl_c_while_words_are_made_leaves_nothing(folder: Path, latch: Latch) -> None:
    log = folder.parent / "espeak.pid"
    add(folder, "espeak-ng", f"{NOTES.format(log=str(log))}; {latch.wait}")
    with Real("save", "mine", "a.wav") as real:
        real.until(lambda: log.exists() and bool(log.read_text()))
        real.type("\x03")
        assert real.exit_code() == 130
    assert names(folder) == []
    until(lambda: not runs(log.read_text()), "the end of the engine")


def test_how_far_it_is_is_shown_at_a_terminal_only(folder: Path) -> None:
    done = run("save", *SILENT, "a.wav")
    assert done.stderr == ""
    assert "\x1b" not in done.stdout
    with Real("save", *SILENT, "b.wav", env=environment(TERM="dumb")) as real:
        assert real.exit_code() == 0
        assert b"\x1b" not in real.written
    with Real("save", *SILENT, "c.wav") as real:
        assert real.exit_code() == 0
        assert b"Sound" in real.written
        assert real.text.strip().startswith("Saved: c.wav")
    with wave.open(str(folder / "b.wav")) as one, wave.open(str(folder / "c.wav")) as other:
        assert one.readframes(10**8) == other.readframes(10**8)


def test_what_hurt_is_left_out_here_too_and_that_is_said(folder: Path) -> None:
    run("pain", "add", "upper-back", "hip")
    told = save("upper-back", "a.wav", "--no-voice", "--side", "left", "--hold", "10s")
    assert "Left out: hip height" in told
    begins = [
        one for one in decode(samples_of(folder / "a.wav")).chimes if one.chime.value == "begin"
    ]
    assert len(begins) == 2
