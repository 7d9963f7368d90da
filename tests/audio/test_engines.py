"""The speech engines: which is chosen, and what it is told."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stretchcoach.audio import engines
from stretchcoach.audio.checkup import try_voice
from stretchcoach.audio.children import Children, answer
from stretchcoach.audio.clips import Speech
from stretchcoach.audio.engines import (
    EngineError,
    Utterance,
    Voice,
    find_voice,
    in_place_of,
    make,
    speech,
)
from stretchcoach.errors import CoachError
from tests.audio.speaking import engine, hibari, program, runs
from tests.waiting import until

ESPEAK_NG, ESPEAK, SPD_SAY = engines._ENGINES["linux"]
(SAY,) = engines._ENGINES["darwin"]
HIBARI, PIPER = engines._NATURAL, engines._PIPER
(POWERSHELL,) = engines._ENGINES["win32"]


@pytest.fixture(autouse=True)
def nothing_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")


@pytest.fixture
def children() -> Iterator[Children]:
    with Children() as children:
        yield children


def test_the_best_engine_there_is_speaks(tmp_path: Path) -> None:
    assert find_voice("auto", "en") is None
    for name, chosen in (("spd-say", SPD_SAY), ("espeak", ESPEAK), ("espeak-ng", ESPEAK_NG)):
        program(tmp_path, name, "")
        assert find_voice("auto", "de") == Voice(chosen, "", "de")


@pytest.fixture
def natural(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The natural voice, installed."""
    monkeypatch.delitem(sys.modules, "hibari")
    folder = hibari(tmp_path)
    monkeypatch.syspath_prepend(folder)
    return folder


@pytest.fixture
def piper(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """piper, installed, with two voices; the folder in which they lie."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    program(tmp_path, "piper", "")
    folder = tmp_path / "data" / "piper" / "voices"
    for name in ("de/de_DE-thorsten-low", "en_US-lessac-medium"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        for ending in (".onnx", ".onnx.json"):
            (folder / f"{name}{ending}").touch()
    (folder / "fr_FR-half-low.onnx.json").touch()
    return folder


@pytest.mark.parametrize("language", ["en", "en-GB", "EN-us"])
def test_the_natural_voice_speaks_english_before_the_systems_own(
    tmp_path: Path, natural: Path, language: str
) -> None:
    program(tmp_path, "espeak-ng", "")
    assert find_voice("auto", language) == Voice(HIBARI, "", language)
    assert find_voice("hibari", language) == Voice(HIBARI, "", language)
    assert find_voice("hibari:emma", language) == Voice(HIBARI, "emma", language)
    assert find_voice("heart", language) == Voice(HIBARI, "heart", language)
    assert HIBARI.path == sys.executable
    assert HIBARI.edition() == (natural / "hibari" / "__init__.py").stat().st_mtime_ns


@pytest.mark.parametrize("named", ["auto", "hibari"])
def test_other_languages_stay_with_the_systems_own_engine(
    tmp_path: Path, natural: Path, named: str
) -> None:
    del natural
    assert find_voice(named, "de") is None
    program(tmp_path, "espeak-ng", "")
    assert find_voice(named, "de") == Voice(ESPEAK_NG, "", "de")


def test_a_voice_that_only_the_systems_own_engine_can_know_is_left_to_it(
    tmp_path: Path, natural: Path
) -> None:
    del natural
    program(tmp_path, "espeak-ng", "")
    assert find_voice("en+f3", "en") == Voice(ESPEAK_NG, "en+f3")


def test_what_is_not_the_systems_own_has_that_to_take_its_place(tmp_path: Path) -> None:
    assert in_place_of(Voice(HIBARI, "emma", "en")) is None
    program(tmp_path, "spd-say", "")
    assert in_place_of(Voice(HIBARI, "emma", "en")) == Voice(SPD_SAY, "", "en")
    assert in_place_of(Voice(SPD_SAY)) is None


def test_piper_is_taken_only_where_it_or_a_voice_of_it_is_named(
    tmp_path: Path, piper: Path, children: Children
) -> None:
    assert find_voice("auto", "de") is None
    program(tmp_path, "espeak-ng", "")
    assert find_voice("auto", "de") == Voice(ESPEAK_NG, "", "de")
    assert PIPER.known
    assert sorted(PIPER.known()) == ["de_DE-thorsten-low", "en_US-lessac-medium"]
    assert PIPER.command
    for named, language, model in (
        ("piper", "de", piper / "de" / "de_DE-thorsten-low.onnx"),
        ("piper", "en-US", piper / "en_US-lessac-medium.onnx"),
        ("en_US-lessac-medium", "de", piper / "en_US-lessac-medium.onnx"),
        (f"piper:{piper}/en_US-lessac-medium.onnx", "en", piper / "en_US-lessac-medium.onnx"),
    ):
        voice = find_voice(named, language)
        assert voice
        assert voice.engine is PIPER
        arguments, words = PIPER.command(Utterance("Hi.", voice, 1.25, Path("a.wav")), children)
        told = ["--model", str(model), "--output_file", "a.wav", "--length_scale", "0.800"]
        assert arguments == [*told, "--sentence_silence", "0.4"]
        assert words == "Hi."


@pytest.mark.parametrize(
    ("name", "language", "fault"),
    [("", "fr", "for the language 'fr'"), ("nobody", "en", "'nobody'")],
)
def test_piper_says_which_voice_it_has_not(
    piper: Path, children: Children, name: str, language: str, fault: str
) -> None:
    del piper
    assert PIPER.command
    utterance = Utterance("Hi.", Voice(PIPER, name, language), 1, Path("a.wav"))
    with pytest.raises(EngineError, match=fault):
        PIPER.command(utterance, children)


def test_a_program_named_piper_without_voices_is_left_alone(tmp_path: Path) -> None:
    # Debian's sets up mice.
    program(tmp_path, "piper", "")
    assert not PIPER.is_here


def test_an_engine_can_be_named_and_a_voice_and_both(tmp_path: Path) -> None:
    program(tmp_path, "spd-say", "")
    engine(tmp_path)
    assert find_voice("spd-say", "en") == Voice(SPD_SAY)
    assert find_voice("en+f3", "en") == Voice(ESPEAK_NG, "en+f3")
    assert find_voice("espeak-ng:en-us", "en") == Voice(ESPEAK_NG, "en-us")


@pytest.mark.parametrize("named", ["nobody", "espeak-ng:nobody"])
def test_a_voice_is_chosen_without_running_its_engine(tmp_path: Path, named: str) -> None:
    program(tmp_path, "espeak-ng", f"echo ran >{tmp_path}/ran")
    assert find_voice(named, "en") == Voice(ESPEAK_NG, "nobody")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("named", ["espeak", "espeak:en", "say:Anna", "other:en"])
def test_an_engine_that_is_not_here_is_told_with_those_that_are(tmp_path: Path, named: str) -> None:
    program(tmp_path, "espeak-ng", "")
    with pytest.raises(CoachError) as caught:
        find_voice(named, "en")
    assert caught.value.message == (
        f"There is no voice {named!r}: the speech engines here are espeak-ng."
    )
    assert caught.value.hint == "See: stretch doctor"


def test_where_no_engine_is_here_the_hint_is_what_to_install(tmp_path: Path) -> None:
    program(tmp_path, "apt", "")
    with pytest.raises(CoachError) as caught:
        find_voice("espeak-ng", "en")
    assert caught.value.message.endswith("the speech engines here are none.")
    assert caught.value.hint == "Try: sudo apt install espeak-ng"


def test_espeak_is_told_voice_pace_and_file(children: Children) -> None:
    utterance = Utterance("Hello.", Voice(ESPEAK_NG, "", "de"), 1.2, Path("a.wav"))
    assert ESPEAK_NG.command
    told = ["-v", "de", "-s", "198", "-w", "a.wav", "--stdin"]
    assert ESPEAK_NG.command(utterance, children) == (told, "Hello.")


def test_say_is_told_to_write_what_we_can_read(tmp_path: Path, children: Children) -> None:
    listed = "Alex  en_US    # Hi\\nEddy (German (Germany)) de_DE    # Hallo\\n"
    program(tmp_path, "say", f"printf '{listed}'")
    assert SAY.command
    form = ["--data-format=LEI16@22050", "-o", "a.wav", "-f", "-"]
    for voice, named in (
        (Voice(SAY), []),
        (Voice(SAY, "Samantha"), ["-v", "Samantha"]),
        (Voice(SAY, "", "de"), ["-v", "Eddy (German (Germany))"]),
        (Voice(SAY, "", "en-US"), ["-v", "Alex"]),
    ):
        command, _ = SAY.command(Utterance("Hello.", voice, 1, Path("a.wav")), children)
        assert command == [*named, "-r", "165", *form]
    with pytest.raises(EngineError):
        SAY.command(Utterance("Hello.", Voice(SAY, "", "tlh"), 1, Path("a.wav")), children)


def test_powershell_is_told_everything_on_stdin_so_that_nothing_needs_quoting(
    children: Children,
) -> None:
    assert POWERSHELL.command
    utterance = Utterance("It's `hot`.", Voice(POWERSHELL, "", "en"), 1.3, Path("a.wav"))
    _, told = POWERSHELL.command(utterance, children)
    assert told == "a.wav\n\nen\n2\nIt's `hot`."


def test_powershell_is_that_of_windows_whatever_is_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path, "powershell", "")
    monkeypatch.setenv("SYSTEMROOT", r"D:\Windows")
    path = r"D:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe"
    assert engines._windows_program() == path
    assert POWERSHELL.name == "powershell"
    assert not POWERSHELL.is_here


def test_for_spd_say_the_words_are_the_clip() -> None:
    made = speech("Hello there.", Voice(SPD_SAY, "Anna", "de"), 1.15)
    assert made == Speech("Hello there.", "Anna", "de", 15, 632)


def test_spd_say_is_tried_out_without_a_sound(tmp_path: Path) -> None:
    program(tmp_path, "spd-say", "[ $1 = --list-synthesis-voices ]")
    try_voice(Voice(SPD_SAY))
    program(tmp_path, "spd-say", "echo 'Failed to connect.' >&2; exit 1")
    with pytest.raises(EngineError, match="spd-say: Failed to connect"):
        try_voice(Voice(SPD_SAY))


def test_an_engine_is_not_given_our_terminal_and_its_last_word_is_told(
    tmp_path: Path, children: Children
) -> None:
    os.environ["PATH"] += ":/bin:/usr/bin"
    program(tmp_path, "espeak-ng", "[ ! -t 0 ] && [ ! -t 1 ] && exit 7")
    with pytest.raises(EngineError, match="espeak-ng: it ended with 7"):
        make(Utterance("Hello.", Voice(ESPEAK_NG), 1, tmp_path / "a.wav"), children)


def test_of_what_an_engine_tells_only_the_beginning_is_kept(
    tmp_path: Path, children: Children
) -> None:
    os.environ["PATH"] += ":/bin:/usr/bin"
    program(tmp_path, "flood", "yes 'no good' | head -c 20000000; exit 1")
    code, said = answer(children, [str(tmp_path / "flood")], "", 20)
    assert (code, len(said)) == (1, 65_536)
    program(tmp_path, "espeak-ng", "head -c 5000 /dev/zero | tr '\\0' x >&2; exit 1")
    with pytest.raises(EngineError) as caught:
        make(Utterance("Hello.", Voice(ESPEAK_NG), 1, tmp_path / "a.wav"), children)
    assert len(str(caught.value)) < 250


def test_what_an_engine_has_left_running_is_ended_with_it(
    tmp_path: Path, children: Children
) -> None:
    os.environ["PATH"] += ":/bin:/usr/bin"
    left = tmp_path / "left"
    program(tmp_path, "espeak-ng", f"sleep 600 >/dev/null 2>&1 & echo $! >{left}")
    make(Utterance("Hello.", Voice(ESPEAK_NG), 1, tmp_path / "a.wav"), children)
    until(lambda: not runs(left.read_text().strip()), "its end")
