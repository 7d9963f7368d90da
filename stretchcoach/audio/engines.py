"""The speech engines: commands that turn words into a sound file, told what to say on their stdin.

Each is asked for in the same way, so that a voice is made, muted, tested and played like the
chimes are. spd-say cannot write files: players.py has it speak at the moment of the words.
"""

import math
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from stretchcoach.audio.children import Children, answer
from stretchcoach.audio.clips import Speech
from stretchcoach.audio.packages import VOICE, what_to_do
from stretchcoach.errors import CoachError

# Calm, and still lively enough to be over in time.
WORDS_A_MINUTE = 165
# Making a phrase takes 30 ms with espeak-ng and may take seconds with others.
ANSWERS_WITHIN_S = 15.0
# How much of an engine's error message is shown.
_COMPLAINT_CHARS = 200

_SEE_DOCTOR = "See: stretch doctor"

_POWERSHELL = """
$ErrorActionPreference = 'Stop'
[Console]::InputEncoding = [Text.Encoding]::UTF8
$in = [Console]::In
$path = $in.ReadLine(); $voice = $in.ReadLine(); $language = $in.ReadLine(); $rate = $in.ReadLine()
Add-Type -AssemblyName System.Speech
$speaker = New-Object System.Speech.Synthesis.SpeechSynthesizer
if ($voice) { $speaker.SelectVoice($voice) } else {
  $speaker.SelectVoiceByHints('NotSet', 'NotSet', 0, [Globalization.CultureInfo]$language) }
$speaker.Rate = [int]$rate
$form = New-Object System.Speech.AudioFormat.SpeechAudioFormatInfo(22050, 'Sixteen', 'Mono')
$speaker.SetOutputToWaveFile($path, $form)
$speaker.Speak($in.ReadToEnd())
$speaker.Dispose()
"""


class EngineError(Exception):
    """The engine did not do what it was asked for; the text says why."""


class HangsError(EngineError):
    """The engine does not answer."""


class Voice(NamedTuple):
    """How to speak: `name` is a voice as the engine knows it, or "" for its own choice."""

    engine: "Engine"
    name: str = ""
    language: str = "en"


class Utterance(NamedTuple):
    """One file to make: `pace` is 1 for a calm voice, 1.2 for one that is a fifth quicker."""

    words: str
    voice: Voice
    pace: float
    path: Path


class Engine(NamedTuple):
    """A speech engine: its name for a person, and the `program` that it is.

    `command` returns the arguments for an utterance, and the text for stdin. It is None where the
    engine writes no files. `voices` are the arguments with which it lists its voices.
    """

    name: str
    command: Callable[[Utterance, Children], tuple[list[str], str]] | None
    voices: tuple[str, ...]
    program: str = ""

    @property
    def listing(self) -> str:
        """How a person gets to know its voices."""
        return f"See: {self.name} {' '.join(self.voices)}" if len(self.voices) < 3 else _SEE_DOCTOR

    @property
    def path(self) -> str | None:
        """The program, by its full path; None where it is not here."""
        return shutil.which(self.program or self.name)

    @property
    def is_here(self) -> bool:
        return self.path is not None


def _espeak(utterance: Utterance, children: Children) -> tuple[list[str], str]:
    del children
    voice = utterance.voice.name or utterance.voice.language
    pace = ["-s", str(round(WORDS_A_MINUTE * utterance.pace))]
    return ["-v", voice, *pace, "-w", str(utterance.path), "--stdin"], utterance.words


def _say(utterance: Utterance, children: Children) -> tuple[list[str], str]:
    voice = utterance.voice.name or _macos_voice(utterance.voice, children)
    named = ["-v", voice] if voice else []
    pace = ["-r", str(round(WORDS_A_MINUTE * utterance.pace))]
    form = ["--data-format=LEI16@22050", "-o", str(utterance.path), "-f", "-"]
    return [*named, *pace, *form], utterance.words


def _macos_voice(voice: Voice, children: Children) -> str:
    """The first voice of this language, or "" for the person's own where that is English too."""
    if voice.language == "en":
        return ""
    wanted = voice.language.replace("-", "_").lower()
    for line in _run(voice.engine, voice.engine.voices, "", children).splitlines():
        # A name, which may have blanks, and a locale: "Eddy (German (Germany)) de_DE    # Hallo".
        listed = re.match(r"(\S.*?)\s+([a-z]{2,3}_\w+)\s+#", line)
        if listed and listed[2].lower().startswith(wanted):
            return listed[1]
    raise EngineError(f"say has no voice for the language {voice.language!r}")


def _powershell(utterance: Utterance, children: Children) -> tuple[list[str], str]:
    del children
    # Rate r speaks 3 ** (r / 10) times as fast as its own.
    rate = round(10 * math.log(utterance.pace, 3))
    voice = utterance.voice
    told = [str(utterance.path), voice.name, voice.language, str(rate), utterance.words]
    return ["-NoProfile", "-NonInteractive", "-Command", _POWERSHELL], "\n".join(told)


def _windows_program() -> str:
    """The full path of PowerShell, since a program on the PATH may have the same name."""
    root = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return rf"{root}\System32\WindowsPowerShell\v1.0\powershell.exe"


def _run(engine: Engine, arguments: Sequence[str], told: str, children: Children) -> str:
    """The output of the engine. Raises EngineError where it fails, OSError, RuntimeError."""
    path = engine.path
    if path is None:
        raise EngineError(f"{engine.name} is not here any more")
    try:
        code, said = answer(children, [path, *arguments], told, ANSWERS_WITHIN_S)
    except TimeoutError:
        raise HangsError(f"{engine.name} does not answer") from None
    if code:
        complaint = next(iter(said.strip().splitlines()), f"it ended with {code}")
        complaint = complaint[:_COMPLAINT_CHARS].removeprefix("Error: ").rstrip(".")
        raise EngineError(f"{engine.name}: {complaint}")
    return said


_LIST_POWERSHELL = (
    "Add-Type -AssemblyName System.Speech;"
    "(New-Object System.Speech.Synthesis.SpeechSynthesizer).GetInstalledVoices().VoiceInfo.Name"
)
_ENGINES = {
    "darwin": (Engine("say", _say, ("-v", "?")),),
    "win32": (
        Engine(
            "powershell",
            _powershell,
            ("-NoProfile", "-Command", _LIST_POWERSHELL),
            _windows_program(),
        ),
    ),
    "linux": (
        Engine("espeak-ng", _espeak, ("--voices",)),
        Engine("espeak", _espeak, ("--voices",)),
        Engine("spd-say", None, ("--list-synthesis-voices",)),
    ),
}


def engines() -> tuple[Engine, ...]:
    """The engines that this system may have, best first."""
    return _ENGINES.get(sys.platform, _ENGINES["linux"])


def find_voice(named: str, language: str) -> Voice | None:
    """The voice that is meant by `auto`, by an engine's name, or by a voice of the first engine.

    `ENGINE:VOICE` names both. None where this system has no engine at all. Raises CoachError for
    an engine that is not here. Whether it has such a voice shows when it first speaks.
    """
    here = [engine for engine in engines() if engine.is_here]
    if named == "auto":
        return Voice(here[0], "", language) if here else None
    first, colon, rest = named.partition(":")
    engine = next((engine for engine in engines() if engine.name == first), None)
    name = rest if engine else named
    if engine is None and here and not colon:
        engine = here[0]
    if engine is None or not engine.is_here:
        have = ", ".join(engine.name for engine in here) or "none"
        raise CoachError(
            f"There is no voice {named!r}: the speech engines here are {have}.",
            _SEE_DOCTOR if here else what_to_do(VOICE),
        )
    return Voice(engine, name, language)


def try_out(voice: Voice) -> None:
    """Have the engine say a word into a file, or answer. Raises EngineError, OSError."""
    from tempfile import TemporaryDirectory

    with Children() as children:
        if voice.engine.command is None:
            _run(voice.engine, voice.engine.voices, "", children)
            return
        with TemporaryDirectory() as folder:
            make(Utterance("One.", voice, pace=1, path=Path(folder) / "tried.wav"), children)


def make(utterance: Utterance, children: Children) -> None:
    """Make the file. Raises EngineError, OSError."""
    engine = utterance.voice.engine
    assert engine.command is not None
    arguments, told = engine.command(utterance, children)
    _run(engine, arguments, told, children)


def speech(words: str, voice: Voice, pace: float) -> Speech:
    """The words for an engine that writes no files. Their length is a guess."""
    length_ms = int(len(words.split()) * 60_000 / WORDS_A_MINUTE / pace)
    return Speech(
        words,
        voice=voice.name,
        language=voice.language,
        percent=round((pace - 1) * 100),
        length_ms=length_ms,
    )
