"""Which sounds a session has, from the flags, the person's settings and the routine.

A flag wins. Without a flag, a sound is off if the settings or the routine turn it off.
"""

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stretchcoach.audio.loudspeaker import Audible, Loudspeaker, Percents
from stretchcoach.core import words
from stretchcoach.core.settings import switched
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import cache_folder

if TYPE_CHECKING:
    from stretchcoach.audio.engines import Voice
    from stretchcoach.core.routine import Routine
    from stretchcoach.core.settings import Settings, Settled
    from stretchcoach.core.timeline import Timeline

AUTO = "auto"


class Flags(NamedTuple):
    """The sound flags that a person has typed; None for one that was not."""

    breath_tones: bool | None = None
    voice: str | None = None
    no_voice: bool = False
    volume: int | None = None


def loudspeaker(
    timeline: "Timeline", speed: float, kept: "Settled", flags: Flags, *, sound: bool | None
) -> "Loudspeaker | None":
    """The outlet for this session; None for a silent one.

    Raises CoachError if a flag names a speech engine that is not installed.
    """
    if not (kept.settings.sound if sound is None else sound):
        return None
    wanted = cache(partial(audible, timeline.routine, kept, flags))
    if flags.voice is not None:
        wanted()  # a faulty flag is reported before the session
    return Loudspeaker(timeline, wanted, speed=speed, cache=voice_folder())


def audible(routine: "Routine", kept: "Settled", flags: Flags) -> Audible:
    """The wanted sounds by the flags, or else the settings and the routine. Raises CoachError."""
    from stretchcoach.audio.engines import find_voice

    spoken, note, lacks_voice = None, "", False
    named = None if flags.voice is None else switched(flags.voice)
    speaks = not flags.no_voice and named != "off"
    if named is not None and speaks:
        spoken = find_voice(AUTO if named == "on" else named, routine.language)
    elif speaks and routine.sound.voice:
        try:
            spoken = habitual_voice(kept.settings, routine.language)
        except CoachError:
            # The setting may come from another machine: it must not prevent a session.
            named_by = kept.origins["voice"]
            note = words.of(routine.language).names_no_voice.format(setting=named_by)
        else:
            lacks_voice = spoken is None and kept.settings.voice != "off"
    tones = routine.sound.breath_tones and kept.settings.breath_tones
    return Audible(
        breath_tones=tones if flags.breath_tones is None else flags.breath_tones,
        voice=spoken,
        voice_note=note,
        lacks_voice=lacks_voice,
        percents=percents(kept.settings, flags.volume),
    )


def voice_folder() -> Path:
    """The cache of phrases, long tones and quieter copies of the chimes."""
    return cache_folder() / "voice"


def percents(settings: "Settings", volume: int | None = None) -> Percents:
    """How loud each kind of sound is. The flag `volume` overrides the settings' volume."""
    whole = (settings.volume if volume is None else volume) / 100
    return Percents(
        marks=whole * settings.volume_marks,
        tones=whole * settings.volume_tones,
        words=whole * settings.volume_voice,
    )


def habitual_voice(settings: "Settings", language: str) -> "Voice | None":
    """The voice of the settings; None if it is off, or no engine is here. Raises CoachError."""
    from stretchcoach.audio.engines import find_voice

    return None if settings.voice == "off" else find_voice(settings.voice, language)
