"""The speech engines: programs that read words from stdin and write a sound file.

All engines have one interface. Their files are muted, tested and played as the chimes are. spd-say
cannot write files: players.py has it speak at the moment of the words. An engine that is slow to
load is a worker, which worker.py keeps for a session.
"""

import math
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from stretchcoach.audio.children import Children, answer
from stretchcoach.audio.clips import Speech
from stretchcoach.audio.packages import VOICE, what_to_do
from stretchcoach.core import words
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.templates import Words
from stretchcoach.errors import CoachError

# Calm, and still lively enough to be over in time.
WORDS_A_MINUTE = 165
# Making a phrase takes 30 ms with espeak-ng and may take seconds with others.
ANSWERS_WITHIN_S = 15.0
# How much of an engine's error message is shown.
_COMPLAINT_CHARS = 200

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
    """The engine failed; the text says why."""


class HangsError(EngineError):
    """The engine does not answer."""


class Voice(NamedTuple):
    """How to speak: `name` is a voice as the engine knows it, or "" for its own choice."""

    engine: "Engine"
    name: str = ""
    language: str = "en"

    @property
    def own(self) -> Words:
        """This program's words in the voice's language, for messages about the voice."""
        return words.of(self.language)


class Utterance(NamedTuple):
    """One file to make. `pace` is 1 for a calm voice, 1.2 for a fifth faster."""

    words: str
    voice: Voice
    pace: float
    path: Path


class Engine(NamedTuple):
    """A speech engine: its name for a person, and its `program`.

    `command` returns the arguments for an utterance, and the text for stdin. Where it is None, the
    engine is a `worker`, a Python file that `program` runs, or it writes no files. `voices` are the
    arguments that list its voices. An engine without such arguments has `known` voices. Files of
    another `edition` are not used again. It speaks these `languages`; () means many. If an engine
    that is not the `system`'s own fails, the system's takes over. `auto` never chooses an engine
    that is not `quick`.
    """

    name: str
    command: Callable[[Utterance, Children], tuple[list[str], str]] | None
    voices: tuple[str, ...] = ()
    program: str | Callable[[], str | None] = ""
    worker: str = ""
    known: Callable[[], list[str]] | None = None
    edition: Callable[[], int] = int
    languages: tuple[str, ...] = ()
    system: bool = True
    quick: bool = True

    @property
    def listing(self) -> str:
        """The command that shows a person its voices."""
        few = 0 < len(self.voices) < 3
        return f"{self.name} {' '.join(self.voices)}" if few else "stretch doctor"

    @property
    def path(self) -> str | None:
        """The program, by its full path; None where it is not here."""
        if isinstance(self.program, str):
            return shutil.which(self.program or self.name)
        return self.program()

    @property
    def is_here(self) -> bool:
        return self.path is not None

    @property
    def writes(self) -> bool:
        """Whether it makes files."""
        return bool(self.command or self.worker)

    def speaks(self, language: str) -> bool:
        return not self.languages or language.partition("-")[0].lower() in self.languages


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
    """The first voice of this language; "" for English, which is left to the person's choice."""
    if voice.language == "en":
        return ""
    wanted = voice.language.replace("-", "_").lower()
    for line in run(voice, voice.engine.voices, "", children=children).splitlines():
        # A name, which may have blanks, and a locale: "Eddy (German (Germany)) de_DE    # Hallo".
        listed = re.match(r"(\S.*?)\s+([a-z]{2,3}_\w+)\s+#", line)
        if listed and listed[2].lower().startswith(wanted):
            return listed[1]
    raise EngineError(_lacks_language(voice))


def _powershell(utterance: Utterance, children: Children) -> tuple[list[str], str]:
    del children
    # At rate r it speaks 3 ** (r / 10) times as fast as by default.
    rate = round(10 * math.log(utterance.pace, 3))
    voice = utterance.voice
    told = [str(utterance.path), voice.name, voice.language, str(rate), utterance.words]
    return ["-NoProfile", "-NonInteractive", "-Command", _POWERSHELL], "\n".join(told)


def _piper(utterance: Utterance, children: Children) -> tuple[list[str], str]:
    del children
    voice = utterance.voice
    models = _piper_models()
    of_language = voice.language.replace("-", "_").lower()
    fitting = (name for name in models if name.lower().startswith(of_language))
    name = voice.name or next(fitting, "")
    if not name:
        raise EngineError(_lacks_language(voice))
    model = models.get(name, Path(name))
    if not model.is_file():
        told = voice.own.engine_lacks_voice
        raise EngineError(told.format(engine=voice.engine.name, voice=repr(name)))
    # Older versions know these options only with underscores.
    pace = ["--length_scale", f"{1 / utterance.pace:.3f}", "--sentence_silence", "0.4"]
    return ["--model", str(model), "--output_file", str(utterance.path), *pace], utterance.words


def _lacks_language(voice: Voice) -> str:
    told = voice.own.engine_lacks_language
    return told.format(engine=voice.engine.name, language=repr(voice.language))


def _piper_program() -> str | None:
    """piper, if there is a voice for it. Without one, it may be another program of that name.

    Debian's `piper` sets up mice.
    """
    program = shutil.which("piper")
    return program if program and _piper_models() else None


def _piper_voices() -> list[str]:
    return list(_piper_models())


def _piper_models() -> dict[str, Path]:
    """The voices for piper in their usual folders, by name."""
    from platformdirs import user_data_path

    data = user_data_path()
    folders = (data / "piper" / "voices", data / "piper-voices", Path("/usr/share/piper-voices"))
    found: dict[str, Path] = {}
    for folder in folders:
        for config in sorted(folder.glob("**/*.onnx.json")):
            model = config.with_suffix("")
            if model.is_file():
                found.setdefault(model.stem, model)
    return found


def _natural_program() -> str | None:
    """Our own Python, where it has the package that the worker needs."""
    return sys.executable or None if find_spec("hibari") else None


def _natural_voices() -> list[str]:
    """The voice that is in the package; a person may have downloaded others."""
    return ["heart"]


def _natural_edition() -> int:
    """A number that differs after each installation, since another release may sound different."""
    spec = find_spec("hibari")
    return Path(spec.origin).stat().st_mtime_ns if spec and spec.origin else 0


def _windows_program() -> str:
    """The full path of PowerShell, since a program on the PATH may have the same name."""
    root = os.environ.get("SYSTEMROOT", r"C:\Windows")
    return rf"{root}\System32\WindowsPowerShell\v1.0\powershell.exe"


def run(voice: Voice, arguments: Sequence[str], told: str, children: Children) -> str:
    """The output of the voice's engine. Raises EngineError if it fails, OSError, RuntimeError."""
    name, path, own = voice.engine.name, voice.engine.path, voice.own
    if path is None:
        raise EngineError(own.engine_has_gone.format(engine=name))
    try:
        code, said = answer(children, [path, *arguments], told, limit_s=ANSWERS_WITHIN_S)
    except TimeoutError:
        raise HangsError(own.engine_does_not_answer.format(engine=name)) from None
    if code:
        complaint = complaint_of(said)
        why = own.engine_complains if complaint else own.engine_failed
        raise EngineError(why.format(engine=name, complaint=complaint, code=code))
    return said


def complaint_of(said: str) -> str:
    """The first line of an engine's output, made to end a sentence of ours."""
    first = next(iter(said.strip().splitlines()), "")
    return first[:_COMPLAINT_CHARS].removeprefix("Error: ").rstrip(".")


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
            voices=("-NoProfile", "-Command", _LIST_POWERSHELL),
            program=_windows_program(),
        ),
    ),
    "linux": (
        Engine("espeak-ng", _espeak, ("--voices",)),
        Engine("espeak", _espeak, ("--voices",)),
        Engine("spd-say", None, ("--list-synthesis-voices",)),
    ),
}


_NATURAL = Engine(
    "hibari",
    None,
    program=_natural_program,
    worker=str(Path(__file__).with_name("natural.py")),
    known=_natural_voices,
    edition=_natural_edition,
    languages=("en",),
    system=False,
)
# It loads its voice again for each phrase, which takes seconds.
_PIPER = Engine(
    "piper", _piper, program=_piper_program, known=_piper_voices, system=False, quick=False
)


def engines() -> tuple[Engine, ...]:
    """The engines that this system may have, best first."""
    return (_NATURAL, *_ENGINES.get(sys.platform, _ENGINES["linux"]), _PIPER)


def find_voice(named: str, language: str) -> Voice | None:
    """The voice that is meant by `auto`, by an engine's name, or by a voice of an engine.

    `ENGINE:VOICE` names both. None where this system has no engine at all. Raises CoachError for
    an engine that is not installed. A voice that it lacks is noticed when it first speaks.
    """
    here = [engine for engine in engines() if engine.is_here]
    first, colon, name = named.partition(":")
    engine = next((engine for engine in engines() if engine.name == first), None)
    if named == "auto" or (engine in here and not colon and not engine.speaks(language)):
        able = (engine for engine in here if engine.quick and engine.speaks(language))
        engine = next(able, None)
        return Voice(engine, "", language) if engine else None
    if engine is None and not colon:
        engine, name = _with_voice(named, here), named
    if engine is None or engine not in here:
        have = ", ".join(engine.name for engine in here) or "none"
        raise CoachError(
            f"There is no voice {named!r}: the speech engines here are {have}.",
            ENGLISH.see_doctor if here else what_to_do(ENGLISH, VOICE),
        )
    return Voice(engine, name, language)


def _with_voice(name: str, here: Sequence[Engine]) -> Engine | None:
    """The engine that is known to have this voice, or else the system's own."""
    knowing = (engine for engine in here if engine.known and name in engine.known())
    return next(knowing, next((engine for engine in here if engine.system), None))


def in_place_of(voice: Voice) -> Voice | None:
    """The system's voice, to use if this one fails; None if this is one, or there is none."""
    if voice.engine.system:
        return None
    own = (engine for engine in engines() if engine.system and engine.is_here)
    engine = next(own, None)
    return Voice(engine, "", voice.language) if engine else None


def make(utterance: Utterance, children: Children) -> None:
    """Make the file. Raises EngineError, OSError."""
    voice = utterance.voice
    assert voice.engine.command is not None
    arguments, told = voice.engine.command(utterance, children)
    run(voice, arguments, told, children=children)


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
