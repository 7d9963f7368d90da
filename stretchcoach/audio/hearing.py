"""What is heard when: the chimes, the breath tones and the words of a session's events.

An event's chime comes first, and its words after it. A breath tone lasts as long as its phase;
under words it is softened. A mark is never under words. `arbiter` decides which words are said.
The player may play the sounds now, or write them into a file: it gets each clip with a delay, and
`now_s` may be any clock.
"""

import math
import threading
from collections.abc import Callable
from typing import NamedTuple, Protocol

from stretchcoach.audio.arbiter import Saying, Wish, arbitrate
from stretchcoach.audio.chimes import CHIMES, SOFTENED
from stretchcoach.audio.clips import Clip
from stretchcoach.audio.health import Layer
from stretchcoach.core.session import Event
from stretchcoach.core.speech import Phrase, phrase, speaks_within, tone_ms, words_after_ms
from stretchcoach.core.timeline import BREATH_TONES, Chime, Kind, Rank

Then = Callable[[Clip], None]


class Player(Protocol):
    """Plays or records sounds. It never waits and never raises."""

    def play(self, clip: Clip, layer: Layer, after_s: float = 0) -> None:
        """Have the clip begin `after_s` seconds from now."""

    def hush(self, *layers: Layer) -> None:
        """Stop the sounds of these layers, or of all, and drop those that have not begun."""


class Speaker(Protocol):
    """Makes phrases into clips."""

    def want(self, phrase: Phrase, then: Then) -> None:
        """Call `then` with the phrase's clip, now or soon, if it can be said in its room."""


class Swell(Protocol):
    """Returns a breath tone that lasts for a whole phase; None where none is there, or not yet."""

    def __call__(self, chime: Chime, length_ms: int, *, under_words: bool) -> Clip | None: ...


class _Asked(NamedTuple):
    """Words that an event wants said, and how many hushes there had been by then."""

    rank: Rank
    due_s: float
    end_by_s: float
    hushes: int


class Hearing:
    """Gives a `player` the sounds of each event. Words need a `speaker`.

    `speed` is the speed of the session's clock. `swell` makes the long breath tones, if wanted.
    """

    def __init__(
        self,
        player: Player,
        speaker: Speaker | None,
        now_s: Callable[[], float],
        *,
        speed: float = 1,
        breath_tones: bool = True,
        swell: Swell | None = None,
    ) -> None:
        self._player = player
        self._speaker = speaker
        self._now_s = now_s
        self._speed = speed
        self._breath_tones = breath_tones
        self._swell = swell
        self._saying: Saying | None = None
        self._marked_until_s = 0.0
        self._hushes = 0
        self._lock = threading.Lock()  # guards the three above: words come from their own thread

    def hear(self, event: Event, heard_s: float) -> None:
        """Have the event heard. The session reported it at `heard_s`."""
        now_s = self._now_s()
        chimes_s = self._chime(event, now_s)
        rank, speaker = event.cue.rank, self._speaker
        if speaker is None or rank is None or not event.cue.aloud:
            return
        said = phrase(event.stage, event.cue, self._speed)
        waits_s = words_after_ms(event.stage, event.cue, self._speed) / 1_000
        due_s = max(now_s + chimes_s, self._marked_until_s)
        if event.stage.kind is Kind.READY and not chimes_s:
            due_s = max(due_s, heard_s + waits_s)
        end_by_s = math.inf
        if said.room_ms is not None:
            end_by_s = now_s + waits_s + said.room_ms / 1_000
        asked = _Asked(rank, due_s=due_s, end_by_s=end_by_s, hushes=self._hushes)
        speaker.want(said, lambda clip: self._say(asked, clip))

    def hush(self) -> None:
        with self._lock:
            self._hushes += 1
            self._saying = None
        self._player.hush()

    def _chime(self, event: Event, now_s: float) -> float:
        """Play the event's chime, if it has one; return its length in seconds."""
        chime = event.cue.chime
        if chime is None or (chime in BREATH_TONES and not self._breath_tones):
            return 0
        clip: Clip = CHIMES[chime]
        length_s = clip.length_ms / 1_000
        with self._lock:
            saying = self._saying
            if chime in BREATH_TONES:
                layer = Layer.TONE
                if saying and saying.start_s < now_s + length_s and now_s < saying.end_s:
                    clip = SOFTENED[chime]
                elif self._swell:
                    lasts_ms = tone_ms(event.stage, event.cue)
                    speaks = self._speaker is not None and speaks_within(
                        event.stage, event.cue, lasts_ms
                    )
                    clip = self._swell(chime, lasts_ms, under_words=speaks) or clip
            else:
                layer = Layer.MARK
                self._marked_until_s = now_s + length_s
                if saying and saying.end_s > now_s:
                    # These words were late, or the clock runs fast. A mark cuts them off.
                    self._saying = None
                    self._player.hush(Layer.WORDS)
        self._player.play(clip, layer)
        return length_s

    def _say(self, asked: _Asked, clip: Clip) -> None:
        with self._lock:
            if asked.hushes != self._hushes:
                return
            now_s = self._now_s()
            length_s = clip.length_ms / 1_000
            wish = Wish(asked.rank, asked.due_s, length_s=length_s, end_by_s=asked.end_by_s)
            before, saying = self._saying, arbitrate(self._saying, wish, now_s)
            if saying is None:
                return
            if before and before.end_s > saying.start_s:
                self._player.hush(Layer.WORDS)
            self._saying = saying
            self._player.play(clip, Layer.WORDS, saying.start_s - now_s)
