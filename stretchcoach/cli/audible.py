"""What of a session is to be heard: the flags, the person's settings, and the routine's own wish.

A flag wins. Without one it is as quiet as the quieter of the settings and the routine asks for.
"""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stretchcoach.audio.engines import find_voice
from stretchcoach.audio.loudspeaker import Loudspeaker, Volumes
from stretchcoach.core.settings import switched
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import cache_folder

if TYPE_CHECKING:
    from stretchcoach.audio.engines import Voice
    from stretchcoach.core.routine import Routine
    from stretchcoach.core.settings import Settings, Settled
    from stretchcoach.core.timeline import Timeline

AUTO = "auto"


def loudspeaker(
    timeline: "Timeline",
    speed: float,
    kept: "Settled",
    *,
    sound: bool | None,
    breath_tones: bool | None,
    voice: str | None,
    no_voice: bool,
    volume: int | None = None,
) -> "Loudspeaker | None":
    """The outlet for this session; None for a silent one.

    Raises CoachError where a flag names a speech engine that is not here.
    """
    if not (kept.settings.sound if sound is None else sound):
        return None
    chosen = audible(
        timeline.routine,
        kept,
        breath_tones=breath_tones,
        voice=voice,
        no_voice=no_voice,
        volume=volume,
    )
    return Loudspeaker(
        timeline,
        speed=speed,
        breath_tones=chosen.breath_tones,
        voice=chosen.voice,
        voice_note=chosen.voice_note,
        lacks_voice=chosen.lacks_voice,
        volumes=chosen.volumes,
        cache=voice_folder(),
    )


class Audible(NamedTuple):
    """What is to be heard, apart from the marks, and how loud.

    Where a voice was wanted and there is none, `lacks_voice` says that no engine is here, and
    `voice_note` says anything else.
    """

    breath_tones: bool
    voice: "Voice | None"
    voice_note: str
    lacks_voice: bool
    volumes: Volumes


def audible(
    routine: "Routine",
    kept: "Settled",
    *,
    breath_tones: bool | None,
    voice: str | None,
    no_voice: bool,
    volume: int | None,
) -> Audible:
    """What the flags, or else the settings and the routine, ask for. Raises as `loudspeaker`."""
    spoken, note, lacks_voice = None, "", False
    named = None if voice is None else switched(voice)
    if named == "off":
        no_voice = True
    if named is not None and not no_voice:
        spoken = find_voice(AUTO if named == "on" else named, routine.language)
    elif not no_voice and routine.sound.voice:
        try:
            spoken = habitual_voice(kept.settings, routine.language)
        except CoachError:
            # The setting may come from another machine; it is no reason not to stretch here.
            named_by = kept.origins["voice"]
            note = f"{named_by} names no voice that is here. See: stretch doctor"
        else:
            lacks_voice = spoken is None and kept.settings.voice != "off"
    tones = routine.sound.breath_tones and kept.settings.breath_tones
    return Audible(
        tones if breath_tones is None else breath_tones,
        spoken,
        note,
        lacks_voice,
        volumes(kept.settings, volume),
    )


def voice_folder() -> Path:
    """Where what a voice has said is kept, and quieter copies of the chimes."""
    return cache_folder() / "voice"


def volumes(settings: "Settings", volume: int | None = None) -> Volumes:
    """How loud each kind of sound is; a flag's `volume` takes the place of that of the settings."""
    whole = (settings.volume if volume is None else volume) / 100
    return Volumes(
        marks=whole * settings.volume_marks,
        tones=whole * settings.volume_tones,
        words=whole * settings.volume_voice,
    )


def habitual_voice(settings: "Settings", language: str) -> "Voice | None":
    """The voice of the settings; None if that is none, or none is here. Raises CoachError."""
    return None if settings.voice == "off" else find_voice(settings.voice, language)
