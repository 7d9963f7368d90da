"""What a session notes of failing sound is in the language of its routine, too."""

import ast
import errno
import math
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

import stretchcoach.audio
from stretchcoach.audio import engines
from stretchcoach.audio import playback as playback_module
from stretchcoach.audio import worker as worker_module
from stretchcoach.audio.children import Children
from stretchcoach.audio.chimes import CHIMES
from stretchcoach.audio.clips import Sound
from stretchcoach.audio.engines import EngineError, Utterance, Voice
from stretchcoach.audio.health import BackOff, Cause, Health, Layer
from stretchcoach.audio.loudspeaker import Audible, Loudspeaker
from stretchcoach.audio.making import Making
from stretchcoach.audio.playback import Playback
from stretchcoach.audio.players import SPD_SAY
from stretchcoach.audio.voice import Phrases
from stretchcoach.audio.volume import Volume
from stretchcoach.cli.audible import Flags, audible
from stretchcoach.core import words
from stretchcoach.core.settings import Settings, Settled
from stretchcoach.core.speech import Phrase
from stretchcoach.core.timeline import Chime
from tests.audio.speaking import engine, program, worker
from tests.making import built_in, timeline
from tests.marked import MARKED, english
from tests.waiting import Latch, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the players are Linux's")

BELL = CHIMES[Chime.BEGIN]
HELLO = Phrase("Привет.")
SPEAKS = Voice(engines._ENGINES["linux"][0], "", "ru")
# Names, commands, and what the system itself says: they are the same in every language.
SAME = (
    *("sudo apt install pulseaudio-utils espeak-ng", "sudo apt install pulseaudio-utils"),
    *("sudo apt install espeak-ng", "espeak-ng --voices"),
    *("espeak-ng", "spd-say", "hibari", "piper", "say", "'ru'", "settings.yaml"),
    *(os.strerror(number) for number in (errno.ENOENT, errno.EEXIST, errno.ENOTDIR)),
)
# Whose name is shown, too.
Fault = type("Ошибка", (Exception,), {})


@pytest.fixture(autouse=True)
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that all programs are found in, and a language of its own."""
    monkeypatch.setitem(words.LANGUAGES, "ru", MARKED)
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.fixture
def children() -> Iterator[Children]:
    with Children() as children:
        yield children


def is_marked(note: str, folder: Path) -> None:
    """Fail where there is no such note, or one with an English word of ours."""
    note = note.replace(str(folder), "")
    for same in SAME:
        note = re.sub(rf"(?<!\w){re.escape(same)}(?!\w)", "", note)
    assert "ж" in note
    assert english(note) == set(), note


@pytest.mark.parametrize(
    ("here", "lacks_voice"),
    [
        *(([], True), ([], False), (["paplay"], True)),
        *((["apt"], True), (["apt"], False), (["apt", "paplay"], True)),
    ],
)
def test_of_what_is_missing(
    tmp_path: Path, programs: Path, here: list[str], lacks_voice: bool
) -> None:
    for name in here:
        program(programs, name, "")
    routine = built_in("upper-back")._replace(language="ru-RU")
    wanted = Audible(False, None, lacks_voice=lacks_voice)
    loudspeaker = Loudspeaker(timeline(routine), lambda: wanted, speed=1, cache=tmp_path / "cache")
    loudspeaker.open()
    until(lambda: loudspeaker.note, "the note")
    is_marked(loudspeaker.note, tmp_path)
    loudspeaker.close(ring_out=False)


def test_of_sound_that_cannot_be_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Gone:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "stretchcoach.audio.playback":
                raise ImportError("Нет.")

    monkeypatch.delitem(sys.modules, "stretchcoach.audio.playback")
    monkeypatch.setattr(sys, "meta_path", [Gone(), *sys.meta_path])
    routine = built_in("upper-back")._replace(language="ru")
    wanted = Audible(False, None)
    loudspeaker = Loudspeaker(timeline(routine), lambda: wanted, speed=1, cache=tmp_path)
    loudspeaker.open()
    is_marked(loudspeaker.note, tmp_path)


def test_of_a_setting_that_names_no_voice_here(tmp_path: Path) -> None:
    routine = built_in("upper-back")._replace(language="ru")
    kept = Settled(Settings(voice="nobody"), {"voice": "settings.yaml"})
    is_marked(audible(routine, kept, Flags()).voice_note, tmp_path)


def playback_of(tmp_path: Path, children: Children, *percents: float) -> Playback:
    return Playback(children, Volume(tmp_path / "1", *percents), words.of("ru"))


@pytest.mark.parametrize(
    "state",
    [
        *(Health(("paplay",), {"paplay": BackOff(math.inf, cause)}) for cause in Cause),
        Health(("paplay",), {SPD_SAY: BackOff(math.inf, Cause.FAILED)}),
        Health(("paplay",), one_at_a_time=True),
    ],
)
def test_of_players(tmp_path: Path, programs: Path, children: Children, state: Health) -> None:
    program(programs, "paplay", "exit 1")
    playback = playback_of(tmp_path, children)
    until(lambda: playback.backends, "the players")
    playback.close()
    playback._health = state
    is_marked(playback.note, tmp_path)


def test_of_a_damaged_sound(tmp_path: Path, programs: Path, children: Children) -> None:
    program(programs, "paplay", "exit 1")
    (tmp_path / "1.0").write_bytes(b"RIFF")
    playback = playback_of(tmp_path, children)
    playback.play(Sound(tmp_path / "1.0", 100), Layer.MARK)
    until(lambda: playback.note, "the note")
    is_marked(playback.note, tmp_path)
    playback.close()


@pytest.mark.parametrize("fault", ["the folder", "the form"])
def test_of_no_quieter_sounds(
    tmp_path: Path, programs: Path, children: Children, fault: str
) -> None:
    program(programs, "paplay", "exit 1")
    sound = BELL
    if fault == "the folder":
        (tmp_path / "1").touch()
    else:
        bell = bytearray(BELL.path.read_bytes())
        bell[22] = 2  # channels
        sound = Sound(tmp_path / "bell.wav", 100)
        sound.path.write_bytes(bell)
    playback = playback_of(tmp_path, children, 50)
    playback.play(sound, Layer.MARK)
    until(lambda: playback.note, "the note")
    is_marked(playback.note, tmp_path)
    playback.close()


def fails(*_: object, **__: object) -> None:
    raise Fault("Нет")


def no_more(*_: object, **__: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize("what", ["backends", "missing"])
def test_of_a_defect_of_the_players(
    tmp_path: Path, children: Children, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setattr(playback_module, what, fails)
    playback = playback_of(tmp_path, children)
    until(lambda: playback.note, "the note")
    is_marked(playback.note, tmp_path)
    playback.close()


@pytest.mark.parametrize("defect", [False, True])
def test_of_no_threads_and_of_a_defect_of_the_voice(
    tmp_path: Path, children: Children, monkeypatch: pytest.MonkeyPatch, defect: bool
) -> None:
    if defect:
        monkeypatch.setattr(Making, "clip", fails)
    else:
        monkeypatch.setattr(threading.Thread, "start", no_more)
        is_marked(playback_of(tmp_path, children).note, tmp_path)
    phrases = Phrases(SPEAKS, tmp_path / "voice", [HELLO], children)
    until(lambda: phrases.note, "the note")
    is_marked(phrases.note, tmp_path)
    phrases.close()


def noted(voice: Voice, folder: Path, children: Children) -> str:
    """What is noted once this voice was to speak."""
    making = Making(voice, folder, children)
    with closing(making), suppress(EngineError):  # told by the note as well
        making.clip(HELLO)
    return making.note


_FILES = {
    "is rubbish": "path.write_text('nothing')",
    "is silent": "tone(path, 1, level=0)",
    "is too long": "tone(path, 1); os.truncate(path, 20_000_000)",
    "has another form": "tone(path, 1); wav = bytearray(path.read_bytes()); wav[22] = 2;"
    " path.write_bytes(wav)",
}


@pytest.mark.parametrize("named", ["", "Голос"])
@pytest.mark.parametrize(
    "does",
    [
        "sys.exit('Error: Нет.')",
        "sys.exit(7)",
        *(f"{made}; sys.exit()" for made in _FILES.values()),
    ],
    ids=["complains", "ends", *_FILES],
)
def test_of_an_engine(
    tmp_path: Path, programs: Path, children: Children, does: str, named: str
) -> None:
    engine(programs, does=does)
    is_marked(noted(SPEAKS._replace(name=named), tmp_path / "0", children), tmp_path)


def test_of_an_engine_that_has_gone(tmp_path: Path, children: Children) -> None:
    is_marked(noted(SPEAKS, tmp_path / "0", children), tmp_path)


def test_of_an_engine_and_of_a_worker_that_hang(
    tmp_path: Path,
    programs: Path,
    children: Children,
    latch: Latch,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (engines, worker_module):
        monkeypatch.setattr(module, "ANSWERS_WITHIN_S", 0.2)
    hangs = Voice(worker(tmp_path, latch.wait), "", "ru")
    is_marked(noted(hangs, tmp_path / "0", children), tmp_path)
    engine(programs, does=latch.wait)
    is_marked(noted(SPEAKS, tmp_path / "0", children), tmp_path)


@pytest.mark.parametrize("nowhere", [False, True])
def test_of_files_that_cannot_be_kept(
    tmp_path: Path,
    programs: Path,
    children: Children,
    monkeypatch: pytest.MonkeyPatch,
    nowhere: bool,
) -> None:
    engine(programs)
    (tmp_path / "0").touch()
    if nowhere:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "1"))
    is_marked(noted(SPEAKS, tmp_path / "0" / "1", children), tmp_path)


@pytest.mark.parametrize(
    ("engine_named", "named"), [("piper", ""), ("piper", "Голос"), ("say", "")]
)
def test_of_an_engine_that_lacks_it(
    programs: Path, tmp_path: Path, children: Children, engine_named: str, named: str
) -> None:
    listed = {engine.name: engine for engine in (engines._PIPER, *engines._ENGINES["darwin"])}
    voice = Voice(listed[engine_named], named, "ru")
    program(programs, "say", "")
    with pytest.raises(EngineError) as caught:
        engines.make(Utterance("Привет.", voice, 1, tmp_path / "a.wav"), children)
    is_marked(str(caught.value), tmp_path)


_WORKERS = {
    "answers that it cannot": "answer['error'] = 'Нет'",
    "dies": "os._exit(0)",
    "dies with a last word": "print('Нет'); sys.exit()",
    "is killed": "os.kill(os.getpid(), 9)",
    "floods": "while True: print('x' * 99)",
    "makes no file": "os.unlink(path)",
}


@pytest.mark.parametrize("gives_way", [False, True])
@pytest.mark.parametrize("does", _WORKERS.values(), ids=_WORKERS)
def test_of_a_worker(
    tmp_path: Path, programs: Path, children: Children, does: str, gives_way: bool
) -> None:
    if gives_way:
        engine(programs)
    voice = Voice(worker(tmp_path, does), "", "ru")
    is_marked(noted(voice, tmp_path / "0", children), tmp_path)


@pytest.mark.parametrize("has_gone", [False, True])
def test_of_a_worker_that_cannot_be_started(
    tmp_path: Path, children: Children, has_gone: bool
) -> None:
    path = None if has_gone else str(tmp_path / "0")
    hibari = worker(tmp_path)._replace(program=lambda: path)
    is_marked(noted(Voice(hibari, "", "ru"), tmp_path / "voice", children), tmp_path)


# Modules that no session loads, or whose words nobody is shown in one: those of a cause, and those
# that the natural voice, a program of its own, says.
_NOT_NOTED = {"checkup", "encoders", "health", "mixer", "natural"}
# What is typed or run, and what a command says that found no such engine.
_NOT_NOTES = (
    r"\nlast=|\nspd-say |sudo |stretch doctor$|There is no voice | ?: the speech engines here"
)


def test_no_other_sentence_stands_where_sound_is_made() -> None:
    found = []
    for file in Path(stretchcoach.audio.__file__).parent.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        documented = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            text = (
                node.value if isinstance(node, ast.Constant) and id(node) not in documented else ""
            )
            if isinstance(text, str) and re.search(r"[A-Za-z]{2} [a-z]{2}", text):
                found += [f"{file.name}: {text}"] * (file.stem not in _NOT_NOTED)
    assert [text for text in found if not re.search(_NOT_NOTES, text)] == []
