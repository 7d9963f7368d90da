"""Phrases made ahead of time: fitted into their room, kept, and never in anybody's way."""

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stretchcoach.audio import engines, voice
from stretchcoach.audio.clips import Clip
from stretchcoach.audio.engines import Voice
from stretchcoach.audio.voice import Phrases
from stretchcoach.core.speech import Phrase
from tests.audio.speaking import engine, tone
from tests.waiting import until

ESPEAK = Voice(engines._ENGINES["linux"][0], "", "de")
HELLO = Phrase("Hello you.")  # of 1.0 s at a calm pace


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return engine(tmp_path)


@pytest.fixture
def made(tmp_path: Path) -> Iterator["Making"]:
    making = Making(tmp_path / "cache" / "voice")
    yield making
    for phrases in making.all:
        phrases.close()


class Making:
    """Makes Phrases in one folder, and closes them in the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.all: list[Phrases] = []

    def __call__(self, *phrases: Phrase, folder: Path | None = None) -> Phrases:
        self.all.append(Phrases(ESPEAK, folder or self.folder, phrases))
        return self.all[-1]


def clip(phrases: Phrases, phrase: Phrase) -> Clip:
    """The clip of this phrase, however long it takes to make it."""
    got: list[Clip] = []
    phrases.want(phrase, got.append)
    until(lambda: got, f"{phrase} as a clip")
    return got[0]


def until_there(path: Path) -> str:
    return f"import os, time\nwhile not os.path.exists({str(path)!r}): time.sleep(0.01)"


def told(log: Path) -> list[str]:
    return [line.rpartition("|")[2] for line in log.read_text().splitlines()]


def test_phrases_are_made_ahead_in_their_order(log: Path, made: Making) -> None:
    made(Phrase("One."), Phrase("Two."), Phrase("Three."))
    until(lambda: told(log) == ["One.", "Two.", "Three."], "all three")


def test_what_is_ready_is_given_at_once_on_the_same_thread(log: Path, made: Making) -> None:
    phrases = made(HELLO)
    first = clip(phrases, HELLO)
    threads: list[threading.Thread] = []
    phrases.want(HELLO, lambda _: threads.append(threading.current_thread()))
    assert threads == [threading.current_thread()]
    assert first.length_ms == pytest.approx(1_020, abs=10)
    assert len(told(log)) == 1


def test_what_is_wanted_now_is_made_before_the_rest(
    tmp_path: Path, log: Path, made: Making
) -> None:
    engine(tmp_path, does=until_there(tmp_path / "go"))
    phrases = made(Phrase("First."), Phrase("Later."))
    until(lambda: told(log) == ["First."], "the first at work")
    got: list[Clip] = []
    phrases.want(HELLO, got.append)
    (tmp_path / "go").touch()
    until(lambda: got, "the wanted one")
    until(lambda: told(log) == ["First.", "Hello you.", "Later."], "the rest after it")


def test_only_the_last_wish_counts(tmp_path: Path, log: Path, made: Making) -> None:
    engine(tmp_path, does=until_there(tmp_path / "go"))
    del log
    phrases = made()
    got: list[str] = []
    phrases.want(Phrase("Old."), lambda _: got.append("old"))
    phrases.want(Phrase("New."), lambda _: got.append("new"))
    (tmp_path / "go").touch()
    until(lambda: got, "the new one")
    clip(phrases, Phrase("Old."))
    assert got == ["new"]


@pytest.mark.parametrize(
    ("room_ms", "length_ms"), [(None, 1_020), (1_100, 1_020), (900, 887), (800, 789)]
)
def test_words_are_told_quicker_where_they_must_be(
    log: Path, made: Making, room_ms: int | None, length_ms: int
) -> None:
    del log
    assert clip(made(), Phrase("Hello you.", room_ms)).length_ms == pytest.approx(length_ms, abs=12)


def test_where_they_still_do_not_fit_the_last_sentences_are_left_out(
    log: Path, made: Making
) -> None:
    clip(made(), Phrase("Ease out. Next: hip. Hand at the hip.", 1_600))
    assert told(log)[-1] == "Ease out. Next: hip."


def test_what_does_not_fit_at_all_is_not_said(log: Path, made: Making) -> None:
    phrases = made(Phrase("Much too long", 200))
    until(lambda: told(log), "the trial")
    clip(phrases, HELLO)
    phrases.want(Phrase("Much too long", 200), lambda _: pytest.fail("said"))


def test_what_was_made_once_is_kept_for_the_next_session(log: Path, made: Making) -> None:
    first, second = clip(made(HELLO), HELLO), clip(made(HELLO), HELLO)
    assert first == second
    assert len(told(log)) == 1
    assert [path.name for path in made.folder.iterdir()] == [first.path.name]


def test_it_is_made_anew_for_another_voice_and_when_it_is_damaged(log: Path, made: Making) -> None:
    path = clip(made(), HELLO).path
    path.write_bytes(path.read_bytes()[:500])
    assert clip(made(), HELLO).length_ms > 1_000
    other = Phrases(ESPEAK._replace(language="fr"), made.folder, ())
    assert clip(other, HELLO).path != path
    other.close()
    assert len(told(log)) == 3


def test_the_engine_is_told_voice_and_language(log: Path, made: Making) -> None:
    clip(made(), HELLO)
    assert log.read_text().startswith("-v|de|-s|165|")
    named = Phrases(ESPEAK._replace(name="de+f3"), made.folder, ())
    clip(named, HELLO)
    named.close()
    assert "-v|de+f3|-s|165|" in log.read_text()


def test_a_text_gives_the_engine_no_orders(log: Path, made: Making) -> None:
    clip(made(), Phrase("[[rate 300]] <b>Up</b>\n-w x"))
    assert told(log) == ["rate 300 b Up /b -w x"]


def test_the_folder_keeps_within_bounds_and_what_was_used_last(
    log: Path, made: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    del log
    made.folder.mkdir(parents=True)
    for number in range(4):
        path = tone(made.folder / f"{number}.wav", 0.5)
        os.utime(path, (number, number))
    size = path.stat().st_size
    monkeypatch.setattr(voice, "CACHE_MAX_BYTES", 2 * size)
    clip(made(), HELLO)
    assert {"2.wav", "3.wav"} <= {path.name for path in made.folder.iterdir()}
    assert not {"0.wav", "1.wav"} & {path.name for path in made.folder.iterdir()}


def test_where_nothing_can_be_kept_the_voice_speaks_all_the_same_and_says_so(
    log: Path, made: Making, tmp_path: Path
) -> None:
    blocked = tmp_path / "a-file"
    blocked.touch()
    phrases = made(folder=blocked / "voice")
    spare = clip(phrases, HELLO).path.parent
    assert phrases.note.startswith(f"The voice cannot keep its files in {blocked / 'voice'}: ")
    assert stat.S_IMODE(spare.stat().st_mode) == 0o700
    clip(phrases, Phrase("Again."))
    phrases.close()
    assert not spare.exists()
    assert told(log)[-2:] == ["Hello you.", "Again."]


def test_a_file_that_came_out_cut_off_is_made_elsewhere(
    tmp_path: Path, log: Path, made: Making
) -> None:
    cuts = f"if str(path).startswith({str(made.folder)!r}): path.write_bytes(b'RIFF'); sys.exit()"
    engine(tmp_path, does=cuts)
    del log
    phrases = made()
    assert clip(phrases, HELLO).length_ms > 1_000
    told = f"The voice cannot keep its files in {made.folder}: no whole file."
    assert phrases.note == told


def test_an_engine_that_fails_is_told_in_its_own_words(
    tmp_path: Path, log: Path, made: Making
) -> None:
    engine(tmp_path, does="sys.exit('No such voice.')")
    del log
    phrases = made(HELLO)
    until(lambda: phrases.note, "the note")
    told = "No voice for the language 'de': espeak-ng: No such voice. See: stretch doctor"
    assert phrases.note == told


def test_an_engine_that_makes_no_sound_is_told(tmp_path: Path, log: Path, made: Making) -> None:
    engine(tmp_path, does="tone = None\npath.write_text('nothing')\nsys.exit()")
    del log
    phrases = made(HELLO)
    until(lambda: "No voice" in phrases.note, "the note")
    assert (
        phrases.note
        == "No voice: espeak-ng made no sound file (no whole file). See: stretch doctor"
    )


def test_closing_ends_an_engine_that_is_at_work(tmp_path: Path, log: Path, made: Making) -> None:
    engine(
        tmp_path,
        does=f"open('{tmp_path}/at-work', 'w').write(str(__import__('os').getpid()))\n"
        "import time\ntime.sleep(600)",
    )
    del log
    phrases = made(HELLO)
    until(lambda: (tmp_path / "at-work").exists() and (tmp_path / "at-work").read_text(), "work")
    pid = (tmp_path / "at-work").read_text()
    phrases.close()
    until(lambda: not Path(f"/proc/{pid}").exists(), "its end")


def test_an_engine_that_never_answers_is_ended_and_told(
    tmp_path: Path, log: Path, made: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "ANSWERS_WITHIN_S", 0.2)
    engine(tmp_path, does="import time\ntime.sleep(600)")
    del log
    phrases = made(HELLO)
    until(lambda: phrases.note, "the note")
    assert phrases.note.endswith(": espeak-ng does not answer. See: stretch doctor")
