"""The chimes: a sound file for each. Breath tones have a softer file, for use under words."""

from pathlib import Path

from stretchcoach.audio.clips import Sound
from stretchcoach.core.timeline import BREATH_TONES, CHIME_LENGTHS_MS, Chime

SOUNDS = Path(__file__).resolve().parent / "sounds"
CHIMES = {chime: Sound(SOUNDS / f"{chime.value}.wav", CHIME_LENGTHS_MS[chime]) for chime in Chime}
SOFTENED = {
    chime: Sound(SOUNDS / f"{chime.value}-soft.wav", CHIME_LENGTHS_MS[chime])
    for chime in BREATH_TONES
}
