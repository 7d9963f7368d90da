"""The outlet for all sound of a session: the chimes, the breath tones and the voice.

`hearing` decides what is heard when, and `playback` plays it.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stretchcoach.audio.packages import missing
from stretchcoach.core import words
from stretchcoach.core.session import Event
from stretchcoach.core.speech import phrases, tone_ms
from stretchcoach.core.timeline import Chime, Timeline

if TYPE_CHECKING:
    from stretchcoach.audio.children import Children
    from stretchcoach.audio.clips import Clip
    from stretchcoach.audio.engines import Voice
    from stretchcoach.audio.hearing import Hearing
    from stretchcoach.audio.playback import Playback
    from stretchcoach.audio.swells import Swells
    from stretchcoach.audio.voice import Phrases

# Events that came before the player was known were not sent ahead of time. They are late by a
# file's leading silence and the latency of a quick player.
_UNCOUNTED_S = 0.06
# Long enough for the last chime, the longest words after it, and the player's latency.
_RINGS_OUT_S = 15.0


class Percents(NamedTuple):
    """Percents of full volume."""

    marks: float = 100
    tones: float = 100
    words: float = 100


class Audible(NamedTuple):
    """Which sounds are wanted besides the marks, and how loud.

    If a voice was wanted and there is none, `lacks_voice` says that no engine is installed, and
    `voice_note` gives any other reason.
    """

    breath_tones: bool
    voice: "Voice | None"
    voice_note: str = ""
    lacks_voice: bool = False
    percents: Percents = Percents()


class Loudspeaker:
    """Plays each cue's chime, and has its words said if there is a voice.

    `wanted` is called after the first picture, since it looks for a voice. `speed` is that of the
    session's clock; `cache` is the folder for the sounds that are made.
    """

    def __init__(
        self, timeline: Timeline, wanted: Callable[[], Audible], *, speed: float, cache: Path
    ) -> None:
        self._timeline = timeline
        self._find_wanted = wanted
        self._wanted = Audible(breath_tones=False, voice=None)
        self._speed = speed
        self._cache = cache
        self._own = words.of(timeline.routine.language)
        self._fault = ""
        self._children: Children | None = None
        self._playback: Playback | None = None
        self._phrases: Phrases | None = None
        self._swells: Swells | None = None
        self._before_open: list[tuple[Event, float]] = []
        self._hearing: Hearing | None = None

    @property
    def note(self) -> str:
        if self._fault or self._playback is None:
            return self._fault
        if self._playback.lacks_player:
            return missing(self._own, player=True, voice=self._wanted.lacks_voice)
        if self._playback.silent:
            return self._playback.note  # without sound there is no voice either
        voice = self._phrases.note if self._phrases else self._wanted.voice_note
        if self._wanted.lacks_voice and self._playback.backends:  # a player was found
            voice = missing(self._own, player=False, voice=True)
        return " ".join(filter(None, (self._playback.note, voice)))

    @property
    def silent(self) -> bool:
        """Whether it is known that nothing can be played here."""
        return bool(self._fault) or (self._playback is not None and self._playback.silent)

    @property
    def latency_ms(self) -> int:
        return int(self._playback.latency_ms * self._speed) if self._playback else 0

    def open(self) -> None:
        # Imported here, so that the first picture comes sooner.
        try:
            from stretchcoach.audio.children import Children
            from stretchcoach.audio.hearing import Hearing
            from stretchcoach.audio.playback import Playback
            from stretchcoach.audio.swells import Swells
            from stretchcoach.audio.voice import Phrases
            from stretchcoach.audio.volume import Volume

            self._wanted = self._find_wanted()
        except (ImportError, OSError, MemoryError) as error:  # no memory is left, for example
            self._fault = self._own.sound_cannot_load.format(reason=error)
            return
        self._children = Children()
        volume = Volume(self._cache, *self._wanted.percents)
        self._playback = Playback(self._children, volume, self._own)
        if self._wanted.voice is not None:
            said = phrases(self._timeline, self._speed)
            self._phrases = Phrases(self._wanted.voice, self._cache, said, children=self._children)
        if self._wanted.breath_tones and self._speed == 1:
            stages = self._timeline.stages
            tones = ((cue.chime, tone_ms(stage, cue)) for stage in stages for cue in stage.cues)
            wanted = [(chime, ms) for chime, ms in tones if chime and ms]
            # With a voice, `Phrases` cleans the folder.
            self._swells = Swells(self._cache, wanted, cleans=self._phrases is None)
        self._hearing = Hearing(
            self._playback,
            self._phrases,
            time.monotonic,
            speed=self._speed,
            breath_tones=self._wanted.breath_tones,
            swell=self._swell,
        )
        before, self._before_open = self._before_open, []
        for event, heard_s in before:
            self._hearing.hear(event, heard_s - _UNCOUNTED_S)

    def hear(self, event: Event) -> None:
        heard_s = time.monotonic()
        if self._hearing is not None:
            self._hearing.hear(event, heard_s)
        elif not self._fault:
            self._before_open.append((event, heard_s))

    def hush(self) -> None:
        self._before_open = []
        if self._hearing:
            self._hearing.hush()

    def close(self, *, ring_out: bool) -> None:
        """Be silent for good. If `ring_out`, the last chime and words are heard to their end."""
        if self._playback:
            self._playback.close(_RINGS_OUT_S if ring_out else 0)
        if self._children:
            self._children.close()
        if self._phrases:
            self._phrases.close()
        if self._swells:
            self._swells.close()

    def _swell(self, chime: Chime, length_ms: int, *, under_words: bool) -> "Clip | None":
        """The tone of a whole phase. None where it would block a device that takes one sound."""
        if self._swells is None or self._playback is None or self._playback.one_at_a_time:
            return None
        return self._swells.get(chime, length_ms, under_words=under_words)
