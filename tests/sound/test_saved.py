"""A session that was saved: decoded from each kind of file, and played by a real player."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from decoder import RATE, decode, samples_of, within
from soundserver import SoundServer

from stretchcoach.audio.encoders import KINDS
from stretchcoach.core.aloud import chapters, read_aloud
from stretchcoach.core.cues import CHIME_LENGTHS_MS
from stretchcoach.core.timeline import FIRST_WORDS_MS, Kind, Timeline
from tests.cli.program import environment, run
from tests.making import all_cues, built_in, timeline
from tests.sound.conftest import need

pytestmark = pytest.mark.recording

NAME = "upper-back-quick"
# How far from its moment a chime may be, in seconds.
OFF_S = {".wav": 0.001, ".flac": 0.001}
OFF_OTHERWISE_S = 0.03
# What a decoder makes of a word's soft begin and end.
SOFT_S = 0.1
MOST_KB, MOST_LUFS, LEAST_LUFS, MOST_DB = 120_000, -16, -20, -1


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the session as each kind of file."""
    need("espeak-ng", "ffmpeg", "ffprobe")
    folder = tmp_path_factory.mktemp("saved")
    env = environment(STRETCH_HOME=str(folder))
    for ending in KINDS:
        done = run("save", NAME, str(folder / f"all{ending}"), "--captions", "-f", env=env)
        assert done.returncode == 0, done.stderr
    return folder


def decoded(path: Path) -> Path:
    """The file as a decoder of others plays it."""
    wav = path.with_name(f"{path.name}.decoded.wav")
    rate = ("-ar", str(RATE), "-ac", "1")
    subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", path, *rate, wav], check=True)
    return wav


def probed(path: Path) -> Any:
    shown = ("-show_chapters", "-show_format", "-show_streams", "-of", "json")
    return json.loads(subprocess.check_output(["ffprobe", "-v", "error", *shown, path]))


def told(folder: Path) -> list[tuple[float, float]]:
    """When words are said, by the captions beside the file."""
    spans = []
    for line in (folder / "all.vtt").read_text(encoding="utf-8").splitlines():
        if " --> " in line:
            ends = [at.split(":") for at in line.split(" --> ")]
            spans.append(tuple(int(h) * 3_600 + int(m) * 60 + float(s) for h, m, s in ends))
    return [(start_s, end_s) for start_s, end_s in spans]


def planned(folder: Path) -> tuple[Timeline, float]:
    """The session without its gate, and when it begins in the file, as its captions tell."""
    of = timeline(built_in(NAME), gate=False)
    said = len([one for one in all_cues(of) if one.cue.aloud])
    return of, told(folder)[-said][0] - FIRST_WORDS_MS / 1_000


@pytest.mark.parametrize("ending", KINDS)
def test_from_each_kind_of_file_the_whole_session_can_be_told(files: Path, ending: str) -> None:
    heard = decode(samples_of(decoded(files / f"all{ending}")))
    of, begins_s = planned(files)
    chimes = [(one.at_ms / 1_000, one.cue.chime) for one in all_cues(of) if one.cue.chime]

    assert [one.chime for one in heard.chimes] == [chime for _, chime in chimes]
    off_s = OFF_S.get(ending, OFF_OTHERWISE_S)
    for one, (at_s, _) in zip(heard.chimes, chimes, strict=True):
        assert one.at_s == pytest.approx(begins_s + at_s, abs=off_s)
    for start_s, end_s in told(files):
        said = within(heard.words, start_s, end_s)
        assert said
        assert any(words.start_s == pytest.approx(start_s, abs=SOFT_S) for words in said) or (
            said[0].start_s < start_s  # right behind other words
        )
    for words in heard.words:
        assert any(start_s - SOFT_S < words.start_s < end_s for start_s, end_s in told(files))


def test_words_begin_when_the_chimes_of_their_cues_are_over(files: Path) -> None:
    of, begins_s = planned(files)
    aloud = [one for one in all_cues(of) if one.cue.aloud]
    for one, (start_s, _) in zip(aloud, told(files)[-len(aloud) :], strict=True):
        chime_ms = CHIME_LENGTHS_MS[one.cue.chime] if one.cue.chime else 0
        if one.stage.kind is Kind.READY and one.cue is one.stage.cues[0]:
            chime_ms = FIRST_WORDS_MS
        # Later only behind other words, or a mark of that moment.
        assert start_s - begins_s >= (one.at_ms + chime_ms) / 1_000 - 0.001
        assert start_s - begins_s <= (one.at_ms + chime_ms) / 1_000 + 1.5


@pytest.mark.parametrize("ending", KINDS)
def test_title_chapters_and_cover_are_read_by_others(files: Path, ending: str) -> None:
    about = probed(files / f"all{ending}")
    of, begins_s = planned(files)
    wanted = chapters(read_aloud(of))

    found = about["chapters"][-len(wanted) :]
    titles = [chapter["tags"]["title"] for chapter in about["chapters"]]
    assert titles == ["Before you begin", "Setting up", *(chapter.title for chapter in wanted)]
    begins = [float(chapter["start_time"]) for chapter in found]
    led = [
        at_ms / 1_000 + begins_s
        for at_ms, stage in zip(of.starts_ms, of.stages, strict=True)
        if stage.kind not in (Kind.HOLD, Kind.END)
    ]
    assert begins == pytest.approx(led, abs=0.002)
    tags = {**about["format"].get("tags", {})}
    for stream in about["streams"]:
        tags |= stream.get("tags", {})
    assert "Upper back, quick" in {value for name, value in tags.items() if name.lower() == "title"}
    covers = [one for one in about["streams"] if one["disposition"]["attached_pic"]]
    found = [(one["codec_name"], one["width"]) for one in covers]
    assert found == ([] if ending == ".wav" else [("png", 600)])


@pytest.mark.parametrize("ending", KINDS)
def test_it_is_as_loud_as_what_is_spoken_to_be_heard_along_the_way(
    files: Path, ending: str
) -> None:
    measure = ("-af", "ebur128=peak=true", "-f", "null", "-")
    done = subprocess.run(
        ["ffmpeg", "-hide_banner", "-nostats", "-i", files / f"all{ending}", *measure],
        stderr=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    summary = done.stderr.rpartition("Summary:")[2].split()
    assert LEAST_LUFS <= float(summary[summary.index("I:") + 1]) <= MOST_LUFS
    assert float(summary[summary.index("Peak:") + 1]) <= MOST_DB


def test_it_takes_little_memory_however_long_it_is(files: Path) -> None:
    peak = (
        "import re, runpy, sys\n"
        "sys.argv = ['stretch', *sys.argv[1:]]\n"
        "try: runpy.run_module('stretchcoach', run_name='__main__')\n"
        "except SystemExit: pass\n"
        "print(re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1])"
    )
    env = environment(STRETCH_HOME=str(files))
    saved = ("save", NAME, str(files / "again.wav"), "-f")
    done = run(*saved, env=env, program=(sys.executable, "-c", peak))
    assert int(done.stdout.split()[-1]) < MOST_KB


def test_a_player_plays_it(tmp_path: Path, pulseaudio: SoundServer) -> None:
    need("ffplay")
    path = tmp_path / "short.mp3"
    chosen = ("--side", "left", "--hold", "10s", "--no-voice")
    assert run("save", NAME, str(path), *chosen).returncode == 0
    with pulseaudio.recording() as recording:
        begun_s = time.monotonic()
        command = ["ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet", str(path)]
        subprocess.run(command, env=environment(**pulseaudio.environment()), check=True)
        recording.from_now(0.5)
        heard = decode(recording.between(begun_s, float("1e9")))
    assert [one.chime.value for one in heard.chimes] == [
        *("begin", "inhale", "exhale", "half", "tick", "tick", "tick", "finish")
    ]
