"""What of a session is to be heard: the flags, the person's habit, and the routine's own wish.

A flag wins. Without one it is as quiet as the quieter of the habit and the routine asks for.
"""

import os
from typing import TYPE_CHECKING

from stretchcoach.audio.engines import find_voice
from stretchcoach.audio.loudspeaker import Loudspeaker
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import cache_folder

if TYPE_CHECKING:
    from stretchcoach.audio.engines import Voice
    from stretchcoach.core.timeline import Timeline

_ON, _OFF = ("on", "1", "yes", "true"), ("off", "0", "no", "false")
AUTO = "auto"


def loudspeaker(
    timeline: "Timeline",
    speed: float,
    *,
    sound: bool | None,
    breath_tones: bool | None,
    voice: str | None,
    no_voice: bool,
) -> "Loudspeaker | None":
    """The outlet for this session; None for a silent one.

    Raises CoachError where a flag names a speech engine that is not here.
    """
    if not sound_is_wanted(sound):
        return None
    routine = timeline.routine
    spoken, note, lacks_voice = None, "", False
    named = None if voice is None else _said(voice)
    if named == "off":
        no_voice = True
    if named is not None and not no_voice:
        spoken = find_voice(AUTO if named == "on" else named, routine.language)
    elif not no_voice and routine.sound.voice:
        try:
            spoken = habitual_voice(routine.language)
        except CoachError:
            # The habit may come from another machine; it is no reason not to stretch here.
            note = "STRETCH_VOICE names no voice that is here. See: stretch doctor"
        else:
            lacks_voice = spoken is None and _habit("STRETCH_VOICE") != "off"
    return Loudspeaker(
        timeline,
        speed=speed,
        breath_tones=routine.sound.breath_tones if breath_tones is None else breath_tones,
        voice=spoken,
        voice_note=note,
        lacks_voice=lacks_voice,
        cache=cache_folder() / "voice",
    )


def sound_is_wanted(flag: bool | None) -> bool:
    return _habit("STRETCH_SOUND") != "off" if flag is None else flag


def habitual_voice(language: str) -> "Voice | None":
    """The voice of the person's habit; None if that is none, or none is here. Raises CoachError."""
    habit = _habit("STRETCH_VOICE")
    if habit == "off":
        return None
    return find_voice(AUTO if habit in ("", "on") else habit, language)


def _habit(variable: str) -> str:
    """What the variable says; "" if it is not set."""
    return _said(os.environ.get(variable, ""))


def _said(text: str) -> str:
    """`on`, `off`, or the text itself."""
    said = text.strip()
    if said.lower() in _ON:
        return "on"
    if said.lower() in _OFF:
        return "off"
    return said
