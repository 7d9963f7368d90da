"""The speech engines: commands that turn words into a sound file, told what to say on their stdin.

Each is asked for in the same way, so that a voice is made, muted, tested and played like the
chimes are. spd-say cannot write files: what it is to say is kept in a text file, and players.py has
it read that aloud.
"""

import math
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from stretchcoach.audio.packages import VOICE, to_install
from stretchcoach.errors import CoachError

# Calm, and still lively enough to be over in time.
WORDS_A_MINUTE = 165
# Making a phrase takes 30 ms with espeak-ng and may take seconds with others.
ANSWERS_WITHIN_S = 15.0

_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)
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


class Voice(NamedTuple):
    """How to speak: `name` is a voice as the engine knows it, or "" for its own choice."""

    engine: "Engine"
    name: str = ""
    language: str = "en"


class Order(NamedTuple):
    """One file to make: `pace` is 1 for a calm voice, 1.2 for one that is a fifth quicker."""

    words: str
    voice: Voice
    pace: float
    path: Path


class Engine(NamedTuple):
    """A speech engine.

    `command` gives what to run for an order, and what to tell it on stdin; it is None where the
    words themselves are the file, of the ending `suffix`. `voices` is the command that lists them.
    """

    name: str
    command: Callable[[Order], tuple[list[str], str]] | None
    voices: tuple[str, ...]
    suffix: str = ".wav"

    @property
    def listing(self) -> str:
        """How a person gets to know its voices."""
        return f"See: {' '.join(self.voices)}" if len(self.voices) <= 3 else _SEE_DOCTOR

    @property
    def is_here(self) -> bool:
        return shutil.which(self.name) is not None


def _espeak(program: str) -> Engine:
    def command(order: Order) -> tuple[list[str], str]:
        voice = order.voice.name or order.voice.language
        pace = ["-s", str(round(WORDS_A_MINUTE * order.pace))]
        return [program, "-v", voice, *pace, "-w", str(order.path), "--stdin"], order.words

    return Engine(program, command, (program, "--voices"))


def _say(order: Order) -> tuple[list[str], str]:
    voice = order.voice.name or _macos_voice(order.voice.language)
    named = ["-v", voice] if voice else []
    pace = ["-r", str(round(WORDS_A_MINUTE * order.pace))]
    form = ["--data-format=LEI16@22050", "-o", str(order.path), "-f", "-"]
    return ["say", *named, *pace, *form], order.words


def _macos_voice(language: str) -> str:
    """The first voice of this language, or "" for the person's own where that is English too."""
    if language == "en":
        return ""
    wanted = language.replace("-", "_").lower()
    for line in _listed(("say", "-v", "?")).splitlines():
        # A name, which may have blanks, and a locale: "Eddy (German (Germany)) de_DE    # Hallo".
        voice = re.match(r"(\S.*?)\s+([a-z]{2,3}_\w+)\s+#", line)
        if voice and voice[2].lower().startswith(wanted):
            return voice[1]
    raise EngineError(f"say has no voice for the language {language!r}")


def _listed(command: tuple[str, ...]) -> str:
    """What this command lists. Raises EngineError where it fails."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=ANSWERS_WITHIN_S,
            check=True,
        )
    except subprocess.TimeoutExpired:
        raise EngineError(f"{command[0]} does not answer") from None
    except subprocess.CalledProcessError as error:
        raise EngineError(f"{command[0]}: {_first_line(error.stderr, error.returncode)}") from None
    return done.stdout


def _first_line(complaint: str, code: int) -> str:
    told = next(iter(complaint.strip().splitlines()), f"it ended with {code}")
    return told.removeprefix("Error: ").rstrip(".")


def _powershell(order: Order) -> tuple[list[str], str]:
    # Rate r speaks 3 ** (r / 10) times as fast as its own.
    rate = round(10 * math.log(order.pace, 3))
    told = [str(order.path), order.voice.name, order.voice.language, str(rate), order.words]
    command = ["powershell", "-NoProfile", "-NonInteractive", "-Command", _POWERSHELL]
    return command, "\n".join(told)


_ENGINES = {
    "darwin": (Engine("say", _say, ("say", "-v", "?")),),
    "win32": (
        Engine(
            "powershell",
            _powershell,
            (
                "powershell",
                "-NoProfile",
                "-Command",
                "Add-Type -AssemblyName System.Speech;"
                "(New-Object System.Speech.Synthesis.SpeechSynthesizer).GetInstalledVoices()"
                ".VoiceInfo.Name",
            ),
        ),
    ),
    "linux": (
        _espeak("espeak-ng"),
        _espeak("espeak"),
        Engine("spd-say", None, ("spd-say", "--list-synthesis-voices"), ".txt"),
    ),
}


def engines() -> tuple[Engine, ...]:
    """Those that this system may have, best first."""
    return _ENGINES.get(sys.platform, _ENGINES["linux"])


def choose(named: str, language: str) -> Voice | None:
    """The voice that is meant by `auto`, by an engine's name, or by a voice of the first engine.

    `ENGINE:VOICE` names both. None where this system has no engine at all. Raises CoachError for
    an engine that is not here and a voice that the engine does not have.
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
            _SEE_DOCTOR if here else install_voice(),
        )
    voice = Voice(engine, name, language)
    if name:
        try:
            try_out(voice)
        except EngineError as error:
            raise CoachError(f"There is no voice {named!r}: {error}.", engine.listing) from None
    return voice


def try_out(voice: Voice) -> None:
    """Have the engine say a word into a file, or answer. Raises EngineError, OSError."""
    if voice.engine.command is None:
        _listed(voice.engine.voices)
        return
    from tempfile import TemporaryDirectory  # the first picture is not to wait for it

    with TemporaryDirectory() as folder:
        make(Order("One.", voice, 1, Path(folder) / f"tried{voice.engine.suffix}"))


def install_voice() -> str:
    """What to do about a missing voice."""
    install = to_install(VOICE)
    return f"Try: {install}" if install else _SEE_DOCTOR


def make(order: Order, started: Callable[["subprocess.Popen[str]"], None] | None = None) -> None:
    """Make the file; `started` is given the engine's process. Raises EngineError, OSError."""
    engine = order.voice.engine
    if engine.command is None:
        percent = str(round((order.pace - 1) * 100))
        told = (percent, order.voice.language, order.voice.name, order.words)
        order.path.write_text("\n".join(told), encoding="utf-8")
        return
    command, told_on_stdin = engine.command(order)
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        start_new_session=True,  # Ctrl-C and Ctrl-Z are not for it
        creationflags=_NO_WINDOW,
    )
    if started:
        started(process)
    try:
        _, complaint = process.communicate(told_on_stdin, timeout=ANSWERS_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise EngineError(f"{engine.name} does not answer") from None
    if process.returncode:
        raise EngineError(f"{engine.name}: {_first_line(complaint, process.returncode)}")
