"""A worker makes the files, whatever it does; and where it fails, the system's own engine."""

import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stretchcoach.audio import voice
from stretchcoach.audio import worker as module
from stretchcoach.audio.children import Children
from stretchcoach.audio.clips import Clip, Sound
from stretchcoach.audio.engines import Utterance, Voice
from stretchcoach.audio.making import Making
from stretchcoach.audio.voice import Phrases
from stretchcoach.audio.worker import Studio
from stretchcoach.core.speech import Phrase
from tests.audio.speaking import engine, logged, runs, worker
from tests.waiting import Latch, until

HELLO, AGAIN = Phrase("Hello you."), Phrase("Once again.")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the other engine is Linux's")


@pytest.fixture(autouse=True)
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The log of the system's own engine, which takes a worker's place."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    return engine(tmp_path)


@pytest.fixture
def children() -> Iterator[Children]:
    with Children() as children:
        yield children


def said_by_other(other: Path) -> list[str]:
    return [line.rpartition("|")[2] for line in other.read_text().splitlines()]


def made(tmp_path: Path, children: Children, does: str, *phrases: Phrase) -> tuple[int, str]:
    """How many of the phrases became clips with a worker that does this, and the note."""
    making = Making(Voice(worker(tmp_path, does)), tmp_path / "voice", children)
    clips = [making.clip(phrase) for phrase in phrases]
    note = making.note
    making.rest()
    making.close()
    return sum(clip is not None for clip in clips), note


def test_a_worker_makes_one_file_after_the_other_and_ends_when_it_may_rest(
    tmp_path: Path, children: Children, other: Path
) -> None:
    assert made(tmp_path, children, "", HELLO, AGAIN) == (2, "")
    assert logged(tmp_path, "told") == ["Hello you.", "Once again."]
    (pid,) = logged(tmp_path, "pid")
    assert not runs(pid)
    assert said_by_other(other) == []


def test_where_all_is_kept_no_worker_is_started(tmp_path: Path, children: Children) -> None:
    made(tmp_path, children, "", HELLO)
    assert made(tmp_path, children, "", HELLO) == (1, "")
    assert len(logged(tmp_path, "pid")) == 1


def test_another_installation_of_the_engine_makes_its_files_anew(
    tmp_path: Path, children: Children
) -> None:
    natural = worker(tmp_path)
    for edition in (lambda: 1, lambda: 1, lambda: 2):
        making = Making(Voice(natural._replace(edition=edition)), tmp_path / "voice", children)
        making.clip(HELLO)
        making.rest()
    assert logged(tmp_path, "told") == ["Hello you.", "Hello you."]


NO_FILE = "hibari made no sound file (no whole file)"
FAULTS = {
    "answers that it cannot": (
        "answer['error'] = 'No module named 1.'",
        "hibari: No module named 1",
    ),
    "dies": ("os._exit(0)", "hibari ended by itself"),
    "dies with a last word": ("print('Oh no.'); sys.exit()", "hibari: Oh no"),
    "is killed where memory runs out": ("os.kill(os.getpid(), 9)", "hibari was ended by signal 9"),
    "writes rubbish": ("open(path, 'w').write('no sound')", NO_FILE),
    "writes half a file": ("os.truncate(path, 30_000)", NO_FILE),
    "writes no file": ("os.unlink(path)", NO_FILE),
    "writes silence": ("tone(path, 1, level=0)", "hibari made no sound file (it is silent)"),
    "writes far too much": ("os.truncate(path, 20_000_000)", NO_FILE),
    "floods": ("while True: print('x' * 99)", "hibari: it writes what nobody asked for"),
    "floods a line": ("while True: print('x' * 99, end='')", "hibari: it writes what nobody"),
    "answers rubbish only": ("print('[]'); print('{}'); sys.exit(1)", "hibari: {}"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_worker_that_fails_gives_way_to_the_systems_own_engine_with_one_note(
    fault: str, tmp_path: Path, children: Children, other: Path
) -> None:
    does, told = FAULTS[fault]
    count, note = made(tmp_path, children, does, HELLO, AGAIN)
    assert count == 2
    assert note.startswith(told)
    assert note.endswith("So espeak-ng speaks. See: stretch doctor")
    assert said_by_other(other) == ["Hello you.", "Once again."]
    assert not any(map(runs, logged(tmp_path, "pid")))


def test_what_it_made_before_it_died_is_in_its_own_voice(
    tmp_path: Path, children: Children, other: Path
) -> None:
    count, note = made(tmp_path, children, "if words != 'Hello you.': os._exit(1)", HELLO, AGAIN)
    assert count == 2
    assert "So espeak-ng speaks" in note
    assert said_by_other(other) == ["Once again."]


def test_a_worker_that_hangs_is_given_up_and_ended(
    tmp_path: Path,
    children: Children,
    other: Path,
    latch: Latch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "ANSWERS_WITHIN_S", 0.2)
    making = Making(Voice(worker(tmp_path, latch.wait)), tmp_path / "voice", children)
    assert making.clip(HELLO)
    assert making.note == "hibari does not answer. So espeak-ng speaks. See: stretch doctor"
    assert said_by_other(other) == ["Hello you."]
    assert not any(map(runs, logged(tmp_path, "pid")))


def test_one_that_cannot_be_started_gives_way_too(
    tmp_path: Path, children: Children, other: Path
) -> None:
    gone = worker(tmp_path)._replace(program=lambda: str(tmp_path / "gone"))
    making = Making(Voice(gone), tmp_path / "voice", children)
    assert making.clip(HELLO)
    assert making.note.startswith("hibari cannot be started: No such file or directory. So espeak")
    assert said_by_other(other) == ["Hello you."]


def test_where_the_disk_is_full_it_makes_its_files_elsewhere(
    tmp_path: Path, children: Children, other: Path
) -> None:
    folder = str(tmp_path / "voice")
    full = f"if path.startswith({folder!r}): answer.update(errno={errno.ENOSPC}, error='No space')"
    count, note = made(tmp_path, children, full, HELLO, AGAIN)
    assert (count, note) == (2, f"The voice cannot keep its files in {folder}: No space.")
    assert logged(tmp_path, "told") == ["Hello you.", "Hello you.", "Once again."]
    assert said_by_other(other) == []


def test_without_another_engine_there_is_a_note_and_no_second_try(
    tmp_path: Path, children: Children
) -> None:
    (tmp_path / "espeak-ng").unlink()
    os.environ["PATH"] = str(tmp_path)
    phrases = Phrases(
        Voice(worker(tmp_path, "os._exit(1)")), tmp_path / "voice", [HELLO, AGAIN], children
    )
    until(lambda: phrases.note, "the note")
    assert phrases.note == "No voice: hibari ended by itself. See: stretch doctor"
    phrases.close()
    assert len(logged(tmp_path, "pid")) == 1


def test_its_program_is_told_words_pace_voice_and_file(tmp_path: Path, children: Children) -> None:
    studio = Studio(children)
    natural = worker(tmp_path, "note('order', json.dumps(order))")
    path = tmp_path / "a.wav"
    studio.make(Utterance('Ä "b"\nc', Voice(natural, "heart"), pace=1.15, path=path))
    studio.rest()
    assert logged(tmp_path, "order") == [
        '{"order": 1, "words": "\\u00c4 \\"b\\"\\nc", "voice": "heart", "pace": 1.15, '
        f'"path": "{path}"}}'
    ]
    assert path.exists()


def test_what_is_wanted_and_not_there_in_time_is_said_by_the_other_one(
    tmp_path: Path,
    children: Children,
    other: Path,
    latch: Latch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(voice, "PATIENCE_S", 0.01)
    natural, folder = Voice(worker(tmp_path, latch.wait)), tmp_path / "voice"
    phrases = Phrases(natural, folder, [Phrase("First."), HELLO], children)
    got: list[Clip] = []

    def want(number: int) -> None:
        phrases.want(HELLO, got.append)
        until(lambda: len(got) == number, "the words")

    want(1)
    want(2)
    assert set(said_by_other(other)) == {"Hello you."}
    # Once it answers, it is its voice that is heard, and nothing is to be told.
    latch.open()
    until(lambda: len(list(folder.glob("*.wav"))) == 3, "all phrases in both voices")
    want(3)
    first, second, third = (clip.path for clip in got if isinstance(clip, Sound))
    assert first == second != third
    assert phrases.note == ""
    assert said_by_other(other) == ["Hello you."]
    phrases.close()


def test_what_was_kept_is_said_in_its_own_voice_while_the_worker_loads(
    tmp_path: Path,
    children: Children,
    other: Path,
    latch: Latch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(voice, "PATIENCE_S", 0.01)
    made(tmp_path, children, "", HELLO)
    natural = Voice(worker(tmp_path, latch.wait))
    phrases = Phrases(natural, tmp_path / "voice", [Phrase("New.")], children)
    until(lambda: logged(tmp_path, "told")[-1] == "New.", "the worker at work")
    got: list[Clip] = []
    phrases.want(HELLO, got.append)
    until(lambda: got, "the words")
    assert said_by_other(other) == []
    children.close()
    phrases.close()


def test_once_all_is_made_the_worker_ends(tmp_path: Path, children: Children) -> None:
    phrases = Phrases(Voice(worker(tmp_path)), tmp_path / "voice", [HELLO, AGAIN], children)
    until(lambda: len(logged(tmp_path, "told")) == 2, "both phrases")
    (pid,) = logged(tmp_path, "pid")
    until(lambda: not runs(pid), "its end")
    phrases.close()


def test_a_session_that_ends_meanwhile_ends_the_worker_and_has_no_note(
    tmp_path: Path, children: Children, latch: Latch
) -> None:
    phrases = Phrases(Voice(worker(tmp_path, latch.wait)), tmp_path / "voice", [HELLO], children)
    until(lambda: logged(tmp_path, "told"), "the worker at work")
    children.close()
    phrases.close()
    assert not any(map(runs, logged(tmp_path, "pid")))
    assert phrases.note == ""
