"""The program that speaks with the natural voice, with a package of our own making in its place."""

import json
import subprocess
import sys
import wave
from array import array
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from stretchcoach.audio import natural
from tests.audio.speaking import hibari

PROGRAM = (sys.executable, natural.__file__)


@pytest.fixture(autouse=True)
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = hibari(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return folder


def order(path: Path, words: str = "One. Two.", **changes: Any) -> dict[str, Any]:
    return {"order": 1, "words": words, "voice": "", "pace": 1, "path": str(path)} | changes


def told(*orders: dict[str, Any]) -> list[dict[str, Any]]:
    """What it answers, to the end of its orders."""
    lines = "".join(f"{json.dumps(order)}\n" for order in orders)
    done = subprocess.run(
        PROGRAM, input=lines, capture_output=True, encoding="utf-8", timeout=60, check=True
    )
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def sounding(path: Path) -> list[tuple[bool, float]]:
    """Whether there is sound in the file, and for how many seconds, piece by piece."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24_000)
        samples = array("h", file.readframes(file.getnframes()))
    runs = ((loud, len(list(run))) for loud, run in groupby(samples, lambda level: level != 0))
    return [(loud, round(length / 24_000, 2)) for loud, length in runs]


def test_between_sentences_there_is_a_pause_and_around_them_no_silence(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    assert told(order(path, f"{15 * 'a'}. {20 * 'b'}")) == [{"order": 1, "made": True}]
    one, two = (round(0.02 * letters / natural.PACE, 2) for letters in (15, 20))
    pieces = sounding(path)
    assert [(loud, length) for loud, length in pieces if loud] == [(True, one), (True, two)]
    assert pieces[2] == (False, natural.PAUSE_S)
    assert pieces[0][1] < 0.1 > pieces[4][1]


def test_it_speaks_faster_where_it_is_told_to(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    told(order(path, 50 * "a", pace=1.2))
    assert (True, round(1 / natural.PACE / 1.2, 2)) in sounding(path)


def test_it_answers_each_order_and_goes_on_after_one_that_cannot_be_done(tmp_path: Path) -> None:
    nowhere = tmp_path / "none" / "a.wav"
    answers = told(order(nowhere), order(tmp_path / "b.wav", order=2))
    assert answers == [
        {"order": 1, "errno": 2, "error": "No such file or directory"},
        {"order": 2, "made": True},
    ]


def test_a_text_of_signs_alone_is_silence(package: Path, tmp_path: Path) -> None:
    (package / "hibari" / "__init__.py").write_text(
        "class Hibari:\n sample_rate = 24_000\n def __init__(self, *_, **__): pass\n"
        " def stream(self, *_): return iter(())\n"
    )
    told(order(tmp_path / "a.wav", "..."))
    assert [loud for loud, _ in sounding(tmp_path / "a.wav")] == [False]


def test_a_voice_that_is_not_here_is_not_fetched_and_it_says_how_to_get_it(tmp_path: Path) -> None:
    (answer,) = told(order(tmp_path / "a.wav", voice="emma"))
    get = "python -m hibari.cli --voice emma Hello"
    assert answer["error"] == f"the voice emma is not here; to get it: {get}"


@pytest.mark.parametrize("missing", ["hibari", "numpy"])
def test_without_what_it_needs_it_says_so(missing: str, tmp_path: Path) -> None:
    sites = tmp_path / "packages" / "sitecustomize.py"
    sites.write_text(f"import sys\nsys.modules[{missing!r}] = None\n")
    (answer,) = told(order(tmp_path / "a.wav"))
    assert missing in answer["error"]


def test_what_is_told_less_clearly_as_it_is_written_is_told_otherwise(tmp_path: Path) -> None:
    told(order(tmp_path / "a.wav", "Any pain at all: stop."))
    told(order(tmp_path / "b.wav", "Any pain at all... stop."))
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


def test_it_takes_no_module_of_ours_or_of_the_folder_it_runs_in(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "numpy.py").write_text("raise ImportError('not this one')")
    (package / "hibari" / "__init__.py").write_text("import clips\n")
    (answer,) = told(order(tmp_path / "a.wav"))
    assert answer["error"] == "No module named 'clips'"
