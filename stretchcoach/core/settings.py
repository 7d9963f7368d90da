"""A person's settings, and their precedence.

A flag wins over the environment, which wins over the file, which wins over the default. Flags are
not known here: a command asks for a setting only if its flag was not given.
"""

from collections.abc import Mapping
from typing import NamedTuple

Value = str | bool | int
# By key, as decoded.
Values = dict[str, Value]
# The limits of a volume. For silence there are other settings.
VOLUME_MIN, VOLUME_MAX = 1, 100

FROM_DEFAULT, FROM_FILE = "default", "settings.yaml"
_ON, _OFF = ("on", "1", "yes", "true"), ("off", "0", "no", "false")


class Settings(NamedTuple):
    """The settings, each with its default. `voice` is a name as `--voice` takes it.

    The values of the plan of reminders are texts that `core/plan.py` reads.
    """

    routine: str = "upper-back"
    sound: bool = True
    voice: str = "auto"
    breath_tones: bool = True
    motion: bool = True
    volume: int = VOLUME_MAX
    volume_marks: int = VOLUME_MAX
    volume_tones: int = VOLUME_MAX
    volume_voice: int = VOLUME_MAX
    ask: bool = True
    record: bool = True
    goal: int = 5
    remind_every: str = "50m"
    remind_from: str = "9:00"
    remind_to: str = "17:30"
    remind_days: str = "mon-fri"
    remind_routine: str = "auto"
    remind_aloud: bool = False


MEANINGS = {
    "routine": "what `stretch` alone proposes",
    "sound": "chimes and voice, or a silent session",
    "voice": "auto, off, an engine, or a voice of it",
    "breath_tones": "tones to breathe by, where the routine has them",
    "motion": "figures that move, or stand still",
    "volume": "percent; 50 is about half as loud",
    "volume_marks": "percent of it for bells and ticks",
    "volume_tones": "percent of it for tones to breathe by",
    "volume_voice": "percent of it for words",
    "ask": "ask at the end where it was felt",
    "record": "keep what was done in the history",
    "goal": "days a week, 1 to 7",
    "remind_every": "active time between reminders, 20m to 90m",
    "remind_from": "when reminders begin on a day",
    "remind_to": "when they end",
    "remind_days": "on which days they come",
    "remind_routine": "what they propose; auto looks at what was done",
    "remind_aloud": "where no terminal opens, Start begins a session by voice alone",
}


class Settled(NamedTuple):
    """All settings, and the origin of each value: `FROM_FILE`, a variable, or the default."""

    settings: Settings
    origins: dict[str, str]


def settled(in_file: Values, environment: Mapping[str, str]) -> Settled:
    """The settings that hold, from the file's values and the environment's variables."""
    values = dict(in_file)
    origins = dict.fromkeys(Settings._fields, FROM_DEFAULT) | dict.fromkeys(in_file, FROM_FILE)
    sound, voice = (switched(environment.get(f"STRETCH_{of}", "")) for of in ("SOUND", "VOICE"))
    if sound in ("on", "off"):
        values["sound"], origins["sound"] = sound == "on", "STRETCH_SOUND"
    if voice:
        values["voice"], origins["voice"] = voice, "STRETCH_VOICE"
    if environment.get("REDUCED_MOTION"):
        values["motion"], origins["motion"] = False, "REDUCED_MOTION"
    if values.get("voice") == "on":
        values["voice"] = "auto"
    return Settled(Settings(**values), origins)  # type: ignore[arg-type]  # by their decoders


def switched(text: str) -> str:
    """`on`, `off`, or the text itself."""
    said = text.strip()
    if said.lower() in _ON:
        return "on"
    return "off" if said.lower() in _OFF else said


def volume(text: str) -> int | None:
    """The volume in percent that this text names; None if it names none."""
    digits = text.strip().removesuffix("%").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 3):
        return None
    return int(digits) if VOLUME_MIN <= int(digits) <= VOLUME_MAX else None


def written(value: Value) -> str:
    """A setting's value as it is written in the file."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value)
