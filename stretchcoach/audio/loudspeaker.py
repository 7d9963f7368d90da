"""The outlet that carries a session by ear: the chimes, the breath tones and the voice.

A chime comes first, and its words after it. A breath tone lasts as long as its phase; under words
it is softened. `arbiter`
decides which words are said when, and `playback` has it all played.
"""

import math
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stretchcoach.audio.arbiter import Saying, Wish, arbitrate
from stretchcoach.audio.packages import missing
from stretchcoach.core.session import Event
from stretchcoach.core.speech import phrase, phrases, speaks_within, tone_ms, words_after_ms
from stretchcoach.core.timeline import BREATH_TONES, Kind, Rank, Timeline

if TYPE_CHECKING:
    from stretchcoach.audio.children import Children
    from stretchcoach.audio.clips import Clip
    from stretchcoach.audio.engines import Voice
    from stretchcoach.audio.playback import Playback
    from stretchcoach.audio.swells import Swells
    from stretchcoach.audio.voice import Phrases

# What is heard before the player is known was not told ahead of time: by the silence that a file
# begins with, and by what a quick player takes.
_UNCOUNTED_S = 0.06
# Long enough for the last chime, the longest words after it, and the player's latency.
_RINGS_OUT_S = 15.0


class Volumes(NamedTuple):
    """Percents of full volume."""

    marks: float = 100
    tones: float = 100
    words: float = 100


FULL = Volumes()


class _Wanted(NamedTuple):
    """Words that an event wants said, and the hushes there had been when it did."""

    rank: Rank
    due_s: float
    end_by_s: float
    hushes: int


class Loudspeaker:
    """Plays each cue's chime, and has its words said if there is a `voice`.

    `speed` is that of the session's clock; `cache` is the folder for what the voice has said, and
    for quieter copies of the chimes.
    Where a voice was wanted and there is none, `lacks_voice` says that no engine is here, and
    `voice_note` says anything else.
    """

    def __init__(
        self,
        timeline: Timeline,
        *,
        speed: float,
        breath_tones: bool,
        voice: "Voice | None",
        voice_note: str = "",
        lacks_voice: bool = False,
        volumes: Volumes = FULL,
        cache: Path,
    ) -> None:
        self._timeline = timeline
        self._speed = speed
        self._breath_tones = breath_tones
        self._voice = voice
        self._voice_note = voice_note
        self._lacks_voice = lacks_voice
        self._volumes = volumes
        self._cache = cache
        self._fault = ""
        self._children: Children | None = None
        self._playback: Playback | None = None
        self._phrases: Phrases | None = None
        self._swells: Swells | None = None
        self._before_open: list[tuple[Event, float]] = []
        self._saying: Saying | None = None
        self._marked_until_s = 0.0
        self._hushes = 0
        self._lock = threading.Lock()  # guards the three above: words come from their own thread

    @property
    def note(self) -> str:
        if self._fault or self._playback is None:
            return self._fault
        if self._playback.lacks_player:
            return missing(player=True, voice=self._lacks_voice)
        if self._playback.silent:
            return self._playback.note  # so a voice could not be heard either
        voice = self._phrases.note if self._phrases else self._voice_note
        if self._lacks_voice and self._playback.backends:  # so a player is here
            voice = missing(player=False, voice=True)
        return " ".join(filter(None, (self._playback.note, voice)))

    @property
    def silent(self) -> bool:
        """Whether it is known that nothing can be played here."""
        return bool(self._fault) or (self._playback is not None and self._playback.silent)

    @property
    def latency_ms(self) -> int:
        return int(self._playback.latency_ms * self._speed) if self._playback else 0

    def open(self) -> None:
        # Loaded after the first picture, which would be late otherwise.
        try:
            from stretchcoach.audio.children import Children
            from stretchcoach.audio.playback import Playback
            from stretchcoach.audio.swells import Swells
            from stretchcoach.audio.voice import Phrases
            from stretchcoach.audio.volume import Volume
        except (ImportError, OSError, MemoryError) as error:  # the system has no room, say
            self._fault = f"No sound: {error}. See: stretch doctor"
            return
        self._children = Children()
        self._playback = Playback(self._children, Volume(self._cache, *self._volumes))
        if self._voice is not None:
            said = phrases(self._timeline, self._speed)
            self._phrases = Phrases(self._voice, self._cache, said, self._children)
        if self._breath_tones and self._speed == 1:
            stages = self._timeline.stages
            tones = ((cue.chime, tone_ms(stage, cue)) for stage in stages for cue in stage.cues)
            wanted = [(chime, ms) for chime, ms in tones if chime and ms]
            self._swells = Swells(self._cache, wanted)
        before, self._before_open = self._before_open, []
        for event, heard_s in before:
            self._hear(self._playback, event, heard_s - _UNCOUNTED_S)

    def hear(self, event: Event) -> None:
        heard_s = time.monotonic()
        if self._playback is not None:
            self._hear(self._playback, event, heard_s)
        elif not self._fault:
            self._before_open.append((event, heard_s))

    def _hear(self, playback: "Playback", event: Event, heard_s: float) -> None:
        now_s = time.monotonic()
        chimes_s = self._chime(playback, event, now_s)
        rank, phrases_ = event.cue.rank, self._phrases
        if phrases_ is None or rank is None or not event.cue.aloud:
            return
        said = phrase(event.stage, event.cue, self._speed)
        waits_s = words_after_ms(event.stage, event.cue, self._speed) / 1_000
        due_s = max(now_s + chimes_s, self._marked_until_s)
        if event.stage.kind is Kind.READY and not chimes_s:
            due_s = max(due_s, heard_s + waits_s)
        end_by_s = math.inf
        if said.room_ms is not None:
            end_by_s = now_s + waits_s + said.room_ms / 1_000
        wanted = _Wanted(rank, due_s=due_s, end_by_s=end_by_s, hushes=self._hushes)
        phrases_.want(said, lambda clip: self._say(wanted, clip))

    def hush(self) -> None:
        self._before_open = []
        with self._lock:
            self._hushes += 1
            self._saying = None
        if self._playback:
            self._playback.hush()

    def close(self, *, ring_out: bool) -> None:
        """Be silent for good. If they may `ring_out`, the last chime and words end first."""
        if self._playback:
            self._playback.close(_RINGS_OUT_S if ring_out else 0)
        if self._children:
            self._children.close()
        if self._phrases:
            self._phrases.close()
        if self._swells:
            self._swells.close()

    def _chime(self, playback: "Playback", event: Event, now_s: float) -> float:
        """Play the event's chime, if it has one; return its length in seconds."""
        from stretchcoach.audio.chimes import CHIMES, SOFTENED
        from stretchcoach.audio.health import Layer

        chime = event.cue.chime
        if chime is None or (chime in BREATH_TONES and not self._breath_tones):
            return 0
        clip = CHIMES[chime]
        length_s = clip.length_ms / 1_000
        with self._lock:
            saying = self._saying
            if chime in BREATH_TONES:
                layer = Layer.TONE
                if saying and saying.start_s < now_s + length_s and now_s < saying.end_s:
                    clip = SOFTENED[chime]
                elif self._swells and not playback.one_at_a_time:
                    lasts_ms = tone_ms(event.stage, event.cue)
                    speaks = self._phrases is not None and speaks_within(
                        event.stage, event.cue, lasts_ms
                    )
                    clip = self._swells.get(chime, lasts_ms, under_words=speaks) or clip
            else:
                layer = Layer.MARK
                self._marked_until_s = now_s + length_s
                if saying and saying.end_s > now_s:
                    # A mark is never hidden under words. These were late, or the clock runs fast.
                    self._saying = None
                    playback.hush(Layer.WORDS)
        playback.play(clip, layer)
        return length_s

    def _say(self, wanted: _Wanted, clip: "Clip") -> None:
        from stretchcoach.audio.health import Layer

        with self._lock:
            if self._playback is None or wanted.hushes != self._hushes:
                return
            now_s = time.monotonic()
            length_s = clip.length_ms / 1_000
            wish = Wish(wanted.rank, wanted.due_s, length_s=length_s, end_by_s=wanted.end_by_s)
            before, saying = self._saying, arbitrate(self._saying, wish, now_s)
            if saying is None:
                return
            if before and before.end_s > saying.start_s:
                self._playback.hush(Layer.WORDS)
            self._saying = saying
            self._playback.play(clip, Layer.WORDS, saying.start_s - now_s)
