"""`stretch doctor`: what a session needs, whether this system has it, and what to do."""

import json as json_format
import os
import platform
import shutil
import sys
import wave
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from stretchcoach import __version__
from stretchcoach.audio import checkup
from stretchcoach.audio.children import Children
from stretchcoach.audio.clips import SilenceError
from stretchcoach.audio.encoders import KINDS
from stretchcoach.audio.engines import Engine, EngineError, Voice, engines, in_place_of
from stretchcoach.audio.packages import PLAYER, VOICE, to_install
from stretchcoach.audio.players import Backend
from stretchcoach.audio.volume import Volume
from stretchcoach.cli.audible import habitual_voice, percents, voice_folder
from stretchcoach.core.harmless import harmless
from stretchcoach.core.settings import Settled
from stretchcoach.errors import EXIT_FAULT, EXIT_STOPPED, CoachError
from stretchcoach.files.folders import (
    cache_folder,
    data_folder,
    log_folder,
    look,
    personal_folder,
)
from stretchcoach.files.history import everything, pauses
from stretchcoach.files.memory import read_memory
from stretchcoach.files.regular import is_missing
from stretchcoach.files.routine_file import read_routine
from stretchcoach.files.settings import SettingsFile, settled_here
from stretchcoach.system import lasting, notifier, scheduler
from stretchcoach.terminal.charset import can_show_unicode

_LIBRARIES = ("typer", "rich", "pyyaml", "playsound3", "platformdirs", "hibari-tts")
_SMALLEST = (40, 12)
# A session needs less, but not all bytes that a disk calls free can be used.
_ROOM_BYTES = 64 * 1024
_NATURAL = "The extra voice has a natural one: see README"
_VOICE_SAMPLE = "This is how I sound. Breathe in, and out."
# The advice if an engine fails: for the system's own, and for another one.
_MEND = {True: "Install its voices.", False: "Install it again, as the README says."}
_MEANINGS = {
    "begin": "the hold begins",
    "half": "half-way",
    "tick": "the last three seconds, one each",
    "switch": "ease out, next position",
    "change": "ease out, change sides",
    "finish": "all done",
    "stop": "stopped, for pain or an interruption",
    "inhale": "breathe in",
    "exhale": "breathe out",
}

OK, NOTE, FAULT = "ok", "note", "FAULT"


class Check(NamedTuple):
    """The result of one check: its state, what was found, and what to do."""

    about: str
    state: str
    told: str
    do: str = ""


def doctor(
    play: Annotated[bool, typer.Option("--play", help="Play each chime, and the voice.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Look at what a session needs here: terminal, sound, voice, folders."""
    with Children() as children:
        _examine(children, play=play, json=json)


def _examine(children: Children, *, play: bool, json: bool) -> None:
    trials = checkup.try_players(children)
    kept, file = settled_here()
    voice, voice_check = _voice(kept)
    checks = [
        *_terminal(),
        *_sound(trials, kept),
        voice_check,
        *_voices_to_name(voice),
        *_saving(),
        *_routines(),
        *_settings(file),
        _history(),
        *_reminders(),
        *_folders(),
    ]
    if json:
        record = {"versions": _versions(), "checks": [check._asdict() for check in checks]}
        print(json_format.dumps(record, indent=2))
    else:
        _print(checks)
    working = next((trial.backend for trial in trials if not trial.fault), None)
    if play and working is None:
        print("\nNothing was played: nothing here can play.")
    elif play and working is not None:
        try:
            volume = Volume(voice_folder(), *percents(kept.settings))
            _play(children, working, voice, volume=volume)
        except KeyboardInterrupt:
            raise typer.Exit(EXIT_STOPPED) from None
    if any(check.state == FAULT for check in checks):
        raise typer.Exit(EXIT_FAULT)


def _print(checks: list[Check]) -> None:
    for check in checks:
        print(f"{check.state:<5}  {check.about:<8}  {check.told}")
        if check.do:
            print(f"{'':<17}{check.do}")
    versions = [f"{name} {number}" for name, number in _versions().items()]
    print(f"\n{', '.join(versions[:3])}\n{', '.join(versions[3:])}")


def _play(children: Children, backend: Backend, voice: Voice | None, volume: Volume) -> None:
    print()
    try:
        for name in checkup.play_chimes(children, backend, volume):
            print(f"{name:<8}  {_MEANINGS[name]}", flush=True)
        if voice is not None:
            print(f"{'voice':<8}  {_VOICE_SAMPLE}", flush=True)
            checkup.speak(children, backend, voice, words=_VOICE_SAMPLE, volume=volume)
    except (EngineError, SilenceError, OSError, RuntimeError, wave.Error, EOFError) as error:
        print(f"{'':<8}  It did not: {error}")


def _versions() -> dict[str, str]:
    own = {"stretchcoach": __version__, "Python": platform.python_version()}
    system = {platform.system() or sys.platform: platform.release()}
    return own | system | {name: _version(name) for name in _LIBRARIES if _version(name)}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:  # of an extra
        return ""


def _terminal() -> Iterator[Check]:
    if not sys.stdout.isatty():
        yield Check("terminal", NOTE, "none: a session is told in lines of text, not on a screen")
        return
    from rich.console import Console

    columns, rows = shutil.get_terminal_size()
    colours = Console().color_system or "no"
    unicode = "UTF-8" if can_show_unicode(sys.stdout) else "ASCII only"
    keys = "keys" if sys.stdin.isatty() else "no keys: stdin is no terminal"
    told = f"{columns} × {rows}, {colours} colours, {unicode}, {keys}"
    if os.environ.get("TERM") in (None, "", "dumb") and os.name == "posix":
        yield Check("terminal", NOTE, told, do="TERM is dumb or not set, so there is no screen.")
    elif columns < _SMALLEST[0] or rows < _SMALLEST[1]:
        yield Check("terminal", NOTE, told, do="Make the window larger to see all of it.")
    else:
        yield Check("terminal", OK, told)


def _sound(trials: list[checkup.Trial], kept: Settled) -> Iterator[Check]:
    working = [trial.backend for trial in trials if trial.backend and not trial.fault]
    if working:
        first, *others = working
        latency_ms = first.latency_ms
        told = first.name + (f", heard after some {latency_ms} ms" if latency_ms else "")
        also = ", ".join(backend.name for backend in others)
        off = "" if kept.settings.sound else f"{kept.origins['sound']} keeps sessions silent."
        yield Check("sound", OK, told + (f"; also {also}" if also else ""), do=off)
    elif trials:
        yield Check("sound", FAULT, "no player can play", do=_start_server())
    else:
        install = to_install(PLAYER)
        do = f"Try: {install}" if install else "Install a player: ffplay will do."
        yield Check("sound", FAULT, "no player was found", do=do)
    for trial in trials:
        if trial.fault:
            yield Check("sound", NOTE, f"{trial.name} cannot play: {trial.fault}")
    for path in checkup.damaged_sounds():
        yield Check(
            "sound", FAULT, f"{path} is missing or damaged", do="Install stretchcoach again."
        )


def _start_server() -> str:
    if sys.platform != "linux":
        return "Choose an output in the system's sound settings."
    ways = {
        "systemctl": "systemctl --user start pipewire-pulse",
        "pulseaudio": "pulseaudio --start",
    }
    here = " or: ".join(way for command, way in ways.items() if shutil.which(command))
    started = f"Start the sound server, with: {here}" if here else "Start the sound server"
    return f"{started}. Or choose an output in the system's sound settings."


def _voice(kept: Settled) -> tuple[Voice | None, Check]:
    here = [engine.name for engine in engines() if engine.is_here]
    named_by = kept.origins["voice"]
    try:
        voice = habitual_voice(kept.settings, "en")
    except CoachError as error:
        do = "Name one of these, or auto." if here else _get_a_voice()
        return None, Check("voice", NOTE, f"{named_by}: {error.message}", do=do)
    if voice is None:
        if here:
            return None, Check("voice", NOTE, f"off by {named_by}; there is {', '.join(here)}")
        return None, Check("voice", NOTE, "no speech engine was found", do=_get_a_voice())
    try:
        checkup.try_voice(voice)
    except (EngineError, OSError, RuntimeError) as error:
        do = _voices_of(voice.engine) if voice.name else _MEND[voice.engine.system]
        instead = in_place_of(voice)
        told = f"{error}; {instead.engine.name} speaks" if instead else str(error)
        return instead, Check("voice", NOTE, told, do=do)
    others = ", ".join(name for name in here if name != voice.engine.name)
    told = ":".join(filter(None, (voice.engine.name, voice.name)))
    told += f"; also {others}" if others else ""
    lacks_natural = not any(
        not engine.system and engine.quick and engine.is_here for engine in engines()
    )
    natural = f". {_NATURAL}" if lacks_natural else ""
    return voice, Check("voice", OK, told, do=_voices_of(voice.engine) + natural)


def _get_a_voice() -> str:
    # Neither `what_to_do` nor the fault's own hint is used: both may refer to this command.
    install = to_install(VOICE)
    own = f"Try: {install}. " if install else ""
    return own + _NATURAL


def _saving() -> Iterator[Check]:
    can_be = ", ".join(ending for ending, kind in KINDS.items() if not kind.lacks()[0])
    yield Check("save", OK, can_be)
    for lacks, hint in dict.fromkeys(kind.lacks() for kind in KINDS.values()):
        if lacks:
            yield Check("save", NOTE, lacks.removesuffix("."), do=hint)


def _voices_of(engine: Engine) -> str:
    if engine.known is not None:
        return f"Its voices, for --voice: {', '.join(engine.known())}"
    return f"Its voices, for --voice. See: {engine.listing}"


def _voices_to_name(voice: Voice | None) -> Iterator[Check]:
    """The voices of engines that are used only by name."""
    for engine in engines():
        if not engine.quick and engine.is_here and (voice is None or voice.engine != engine):
            told = f"{engine.name}, where it is named"
            yield Check("voice", OK, told, do=_voices_of(engine))


def _routines() -> Iterator[Check]:
    known = look()
    if not known.built_in:
        yield Check(
            "routines", FAULT, "the built-in ones are missing", do="Install stretchcoach again."
        )
    faulty = []
    for entry in known.entries():
        try:
            read_routine(entry.path, known)
        except CoachError:
            faulty.append(harmless(entry.name))
    told = f"{len(known.built_in)} built-in, {len(known.yours)} of yours"
    if faulty:
        names = " ".join(faulty)
        yield Check(
            "routines", NOTE, f"{told}; faults in {names}", do=f"See: stretch check {names}"
        )
    else:
        yield Check("routines", OK, told)


def _settings(file: SettingsFile) -> Iterator[Check]:
    for told in (*file.faults, *file.unknown):
        yield Check("settings", NOTE, told, do="Mend it with: stretch settings edit")


def _history() -> Check:
    folder = data_folder()
    try:
        found, pain, _ = everything(), read_memory(), pauses()
    except OSError as error:
        told = f"{error.filename or folder} cannot be read: {error.strerror or error}"
        return Check("history", NOTE, told, do="Sessions are led, and may not be remembered.")
    count = len(found.sessions)
    told = f"{count} session{'' if count == 1 else 's'} in {folder}"
    damaged = found.damaged + pain.damaged
    if not damaged:
        return Check("history", OK, told)
    lines = f"{damaged} damaged line{'' if damaged == 1 else 's'}"
    do = "They are passed over, and stay as they are; all other lines are whole."
    return Check("history", NOTE, f"{told}; {lines}", do=do)


def _reminders() -> Iterator[Check]:
    found = scheduler.found()
    if found is None:
        return
    mend = "Mend it with: stretch remind on"
    if lasting.has_gone(found.program):
        yield Check("remind", NOTE, f"stretch has gone from {found.program}", do=mend)
    elif not found.active:
        yield Check("remind", NOTE, f"written, but {found.by} does not run them", do=mend)
    elif not notifier.is_known():
        yield Check("remind", NOTE, f"on, but {notifier.name()} is missing", do=notifier.missing())
    elif notifier.answers() is False:
        told = "on, but no program that shows notifications answers here"
        yield Check("remind", NOTE, told, do="Try it on your desktop with: stretch remind test")
    elif found.doubt:
        do = "Have your system start it; what that takes, it says itself."
        yield Check("remind", NOTE, f"on, by {found.where}, but {found.doubt}", do=do)
    else:
        yield Check("remind", OK, f"on, by {found.where}")


def _folders() -> Iterator[Check]:
    for name, folder in (
        ("yours", personal_folder()),
        ("data", data_folder()),
        ("cache", cache_folder()),
        ("log", log_folder()),
    ):
        do = _in_the_way_of_writing(folder)
        yield Check("folder", NOTE if do else OK, f"{name}: {folder}", do=do)


def _in_the_way_of_writing(folder: Path) -> str:
    """What to do so that files can be made in this folder; "" if they can."""
    there = next(path for path in (folder, *folder.parents) if not is_missing(path))
    # pathlib would raise for a folder that may not be entered.
    if not (os.path.isdir(there) and os.access(there, os.W_OK)):  # noqa: PTH112
        return "Nothing can be kept there. STRETCH_HOME names another place."
    return "" if shutil.disk_usage(there).free > _ROOM_BYTES else "The disk is full. Make room."
