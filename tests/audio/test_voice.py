"""Phrases made ahead of time: fitted into their room, kept, and never in anybody's way."""

import os
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from stretchcoach.audio import cache, engines
from stretchcoach.audio.children import Children
from stretchcoach.audio.clips import Clip, Sound
from stretchcoach.audio.engines import Voice
from stretchcoach.audio.voice import Phrases
from stretchcoach.audio.voice import made as made_now
from stretchcoach.core.speech import Phrase
from tests.audio.speaking import engine
from tests.audio.tones import tone
from tests.waiting import Latch, until

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
    making.close()


class Making:
    """Makes Phrases in one folder, and closes them in the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.children = Children()
        self._all: list[Phrases] = []

    def __call__(
        self, *phrases: Phrase, folder: Path | None = None, voice: Voice = ESPEAK
    ) -> Phrases:
        self._all.append(Phrases(voice, folder or self.folder, phrases, self.children))
        return self._all[-1]

    def close(self) -> None:
        self.children.close()
        for phrases in self._all:
            phrases.close()


def clip(phrases: Phrases, phrase: Phrase) -> Sound:
    """The clip of this phrase, however long it takes to make it."""
    got: list[Clip] = []
    phrases.want(phrase, got.append)
    until(lambda: got, f"{phrase} as a clip")
    assert isinstance(got[0], Sound)
    return got[0]


def kept(folder: Path, number: int) -> Path:
    """A file of a name as ours have it."""
    return folder / f"{number:032x}.wav"


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
    tmp_path: Path, log: Path, made: Making, latch: Latch
) -> None:
    engine(tmp_path, does=latch.wait)
    phrases = made(Phrase("First."), Phrase("Later."))
    until(lambda: told(log) == ["First."], "the first at work")
    got: list[Clip] = []
    phrases.want(HELLO, got.append)
    latch.open()
    until(lambda: got, "the wanted one")
    until(lambda: told(log) == ["First.", "Hello you.", "Later."], "the rest after it")


def test_only_the_last_wish_counts(tmp_path: Path, log: Path, made: Making, latch: Latch) -> None:
    engine(tmp_path, does=latch.wait)
    del log
    phrases = made()
    got: list[str] = []
    phrases.want(Phrase("Old."), lambda _: got.append("old"))
    phrases.want(Phrase("New."), lambda _: got.append("new"))
    latch.open()
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
    assert clip(made(voice=ESPEAK._replace(language="fr")), HELLO).path != path
    assert len(told(log)) == 3


def test_the_engine_is_told_voice_and_language(log: Path, made: Making) -> None:
    clip(made(), HELLO)
    assert log.read_text().startswith("-v|de|-s|165|")
    clip(made(voice=ESPEAK._replace(name="de+f3")), HELLO)
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
        path = tone(kept(made.folder, number), 0.5)
        os.utime(path, (number, number))
    size = path.stat().st_size
    monkeypatch.setattr(cache, "CACHE_MAX_BYTES", 2 * size)
    clip(made(), HELLO)
    there = [kept(made.folder, number).exists() for number in range(4)]
    assert there == [False, False, True, True]


def test_nothing_but_our_own_files_is_ever_deleted(
    log: Path, made: Making, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del log
    monkeypatch.setattr(cache, "CACHE_MAX_BYTES", 0)
    made.folder.mkdir(parents=True)
    elsewhere = tone(tmp_path / "elsewhere.wav", 0.5)
    theirs = [made.folder / "photo.jpg", made.folder / "0.wav", made.folder / "making-a-film"]
    theirs[0].touch()
    theirs[1].touch()
    theirs[2].mkdir()
    kept(made.folder, 1).symlink_to(elsewhere)
    tone(kept(made.folder, 2), 0.5)
    clip(made(), HELLO)
    assert not kept(made.folder, 2).exists()
    assert all(path.exists() for path in (*theirs, kept(made.folder, 1), elsewhere))


def test_where_the_folder_is_a_link_nothing_is_deleted_in_it(
    log: Path, made: Making, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del log
    monkeypatch.setattr(cache, "CACHE_MAX_BYTES", 0)
    photos = tmp_path / "photos"
    photos.mkdir()
    kept(photos, 1).touch()
    made.folder.parent.mkdir()
    made.folder.symlink_to(photos)
    clip(made(), HELLO)
    assert kept(photos, 1).exists()


def test_what_a_session_that_was_killed_had_begun_is_deleted_and_another_ones_is_not(
    log: Path, made: Making
) -> None:
    del log
    with subprocess.Popen(["true"]) as process:
        process.wait()
    begun = made.folder / f"making-{process.pid}-a1b2c3d4"
    others = made.folder / f"making-{os.getpid()}-a1b2c3d4"
    for folder in (begun, others):
        folder.mkdir(parents=True)
        (folder / "half.wav").touch()
    linked = made.folder / f"making-{process.pid}-link"
    linked.symlink_to(others)
    clip(made(), HELLO)
    assert not begun.exists()
    assert (others / "half.wav").exists()
    assert linked.is_symlink()


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
    engine(tmp_path, does="path.write_text('nothing')\nsys.exit()")
    del log
    phrases = made(HELLO)
    until(lambda: "No voice" in phrases.note, "the note")
    assert (
        phrases.note
        == "No voice: espeak-ng made no sound file (no whole file). See: stretch doctor"
    )


def test_an_engine_that_is_at_work_is_ended_with_the_session_and_leaves_nothing(
    tmp_path: Path, log: Path, made: Making, latch: Latch
) -> None:
    pid = tmp_path / "at-work"
    engine(
        tmp_path,
        does=f"import os\nopen({str(pid)!r}, 'w').write(str(os.getpid()))\n{latch.wait}",
    )
    del log
    made(HELLO)
    until(lambda: pid.exists() and pid.read_text(), "work")
    made.close()
    until(lambda: not Path(f"/proc/{pid.read_text()}").exists(), "its end")
    until(lambda: not any(made.folder.iterdir()), "nothing half made")


def test_an_engine_that_never_answers_is_ended_and_told(
    tmp_path: Path,
    log: Path,
    made: Making,
    latch: Latch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engines, "ANSWERS_WITHIN_S", 0.2)
    del log
    engine(tmp_path, does=latch.wait)
    phrases = made(HELLO)
    until(lambda: phrases.note, "the note")
    assert phrases.note.endswith(": espeak-ng does not answer. See: stretch doctor")
    phrases.want(Phrase("Again."), lambda _: pytest.fail("said"))
    until(lambda: not phrases._thread.is_alive(), "that it is asked for no other phrase")


def test_a_named_voice_that_the_engine_does_not_have_is_told_with_where_to_see_them(
    tmp_path: Path, log: Path, made: Making
) -> None:
    engine(tmp_path, does="sys.exit('Error: there is no such voice.')")
    del log
    phrases = made(HELLO, voice=ESPEAK._replace(name="nobody"))
    until(lambda: phrases.note, "the note")
    told = "No voice 'nobody': espeak-ng: there is no such voice. See: espeak-ng --voices"
    assert phrases.note == told


def test_signs_that_have_no_sound_are_not_said_and_cost_nothing_else(
    tmp_path: Path, log: Path, made: Making
) -> None:
    engine(tmp_path, does="if words == '...': tone(path, 0.5, level=0); sys.exit()")
    del log
    phrases = made(Phrase("..."), HELLO)
    assert clip(phrases, HELLO).path.parent == made.folder
    phrases.want(Phrase("..."), lambda _: pytest.fail("said"))
    assert phrases.note == ""


def test_the_note_on_an_engine_that_failed_goes_when_it_speaks_again(
    tmp_path: Path, log: Path, made: Making
) -> None:
    engine(tmp_path, does="if words == 'One.': sys.exit('Not now.')")
    del log
    phrases = made(Phrase("One."))
    until(lambda: phrases.note, "the note")
    clip(phrases, HELLO)
    assert phrases.note == ""


def test_a_file_that_is_absurdly_long_is_the_engines_fault(
    tmp_path: Path, log: Path, made: Making
) -> None:
    engine(tmp_path, does="tone(path, 1)\nos.truncate(path, 20_000_000)\nsys.exit()")
    del log
    phrases = made(HELLO)
    until(lambda: "No voice" in phrases.note, "the note")
    assert "a file that is much too long" in phrases.note


def test_where_the_system_starts_no_more_threads_there_is_a_note_and_no_voice(
    made: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threading.Thread, "start", no_more)
    phrases = made(HELLO)
    assert phrases.note == "No voice: the system starts no more threads."
    phrases.want(HELLO, lambda _: pytest.fail("said"))
    phrases.close()


def no_more(*_: object, **__: object) -> None:
    raise RuntimeError("can't start new thread")


def test_who_has_time_has_all_phrases_made_and_is_told_how_far_that_is(
    log: Path, tmp_path: Path
) -> None:
    told_of: list[tuple[int, int]] = []
    phrases = [HELLO, Phrase("Much too long", 200), HELLO, Phrase("Two.")]
    with made_now(
        ESPEAK, tmp_path / "voice", phrases, lambda *so_far: told_of.append(so_far)
    ) as made:
        assert told_of == [(1, 3), (2, 3), (3, 3)]
        hello, two = made.clips[HELLO], made.clips[Phrase("Two.")]
        assert isinstance(hello, Sound)
        assert isinstance(two, Sound)
        assert hello.path.exists()
        assert made.clips[phrases[1]] is None
        assert made.note == ""
    assert told(log).count("Hello you.") == 1


def test_where_the_engine_fails_the_note_says_so_to_who_has_time(log: Path, tmp_path: Path) -> None:
    engine(tmp_path, does="sys.exit('Not now.')")
    del log
    with made_now(ESPEAK, tmp_path / "voice", [HELLO], lambda *_: None) as made:
        assert made.clips == {HELLO: None}
        assert "Not now" in made.note


def test_where_nothing_can_be_kept_the_files_of_who_has_time_are_there_until_the_end(
    log: Path, tmp_path: Path
) -> None:
    del log
    blocked = tmp_path / "a-file"
    blocked.touch()
    with made_now(ESPEAK, blocked / "voice", [HELLO], lambda *_: None) as made:
        hello = made.clips[HELLO]
        assert isinstance(hello, Sound)
        assert hello.path.exists()
        assert made.note.startswith("The voice cannot keep its files in")
    assert not hello.path.exists()
