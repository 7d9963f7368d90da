"""A session in simulated time: what would be heard of it, and when.

The usual loop and engine run it, and the loudspeaker's code decides what is heard. Only the clock
is simulated, and a mixer takes the place of players.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stretchcoach.audio.clips import Clip
from stretchcoach.audio.health import Layer
from stretchcoach.audio.hearing import Hearing, Swell, Then
from stretchcoach.audio.mixer import Mixer, Placed
from stretchcoach.audio.volume import Volume
from stretchcoach.core import words
from stretchcoach.core.aloud import Caption
from stretchcoach.core.session import Command, Event, Session, begin
from stretchcoach.core.speech import Phrase
from stretchcoach.core.timeline import Timeline
from stretchcoach.play import play

# The silence after the last sound.
_AFTER_MS = 1_000

Clips = Mapping[Phrase, Clip | None]


class Heard(NamedTuple):
    """All sounds at their moments, the words among them, and the length of the session."""

    placed: tuple[Placed, ...]
    captions: tuple[Caption, ...]
    length_ms: int


def heard(
    timeline: Timeline,
    clips: Clips | None,
    volume: Volume,
    *,
    breath_tones: bool,
    swell: Swell | None = None,
) -> Heard:
    """The sounds of a session in which no key is pressed. Without `clips` there is no voice.

    `swell` has the long breath tones.
    Raises OSError and wave.Error if a sound cannot be read or made quieter.
    """
    clock = _Clock()
    speaker = None if clips is None else _Prepared(clips)
    mixer = Mixer(volume, clock.now_s)
    hearing = Hearing(mixer, speaker, clock.now_s, breath_tones=breath_tones, swell=swell)
    ear = _Ear(clock, mixer, hearing, speaks=clips is not None)
    play(begin(timeline, 0, waits=False), clock.now_ms, clock, viewer=_Nobody(), outlets=[ear])
    placed = tuple(ear.mixer.placed)
    length_ms = max(round(ear.mixer.end_s * 1_000), timeline.length_ms) + _AFTER_MS
    return Heard(placed, tuple(ear.captions()), length_ms)


class _Clock:
    """A clock and a keyboard: only waiting takes time, and nobody presses a key."""

    def __init__(self) -> None:
        self._now_ms = 0

    def now_ms(self) -> int:
        return self._now_ms

    def now_s(self) -> float:
        return self._now_ms / 1_000

    def wait(self, until_ms: int) -> Command | None:
        self._now_ms = max(self._now_ms, until_ms)
        return None


class _Nobody:
    """A viewer that shows nothing."""

    def show(self, session: Session, events: Sequence[Event], note: str) -> int | None:
        del session, events, note
        return None


class _Prepared:
    """A Speaker whose phrases are made already."""

    def __init__(self, clips: Clips) -> None:
        self._clips = clips

    def want(self, phrase: Phrase, then: Then) -> None:
        clip = self._clips.get(phrase)
        if clip is not None:
            then(clip)


class _Ear:
    """An outlet that records the sounds in a mixer, and their words."""

    note = ""
    latency_ms = 0

    def __init__(self, clock: _Clock, mixer: Mixer, hearing: Hearing, *, speaks: bool) -> None:
        self.mixer = mixer
        self._clock = clock
        self._hearing = hearing
        self._speaks = speaks
        self._shown: list[Caption] = []

    def open(self) -> None: ...

    def hear(self, event: Event) -> None:
        cue = event.cue
        self.mixer.telling = cue.voiced
        self._hearing.hear(event, self._clock.now_s())
        if not self._speaks and cue.rank is not None and cue.words:
            until_ms = event.at_ms + words.spoken_ms(cue.words)
            self._shown.append(Caption(event.at_ms, until_ms, cue.words))

    def hush(self) -> None:
        self._hearing.hush()

    def captions(self) -> list[Caption]:
        """The words that are heard; without a voice, those that would be."""
        spoken = [
            Caption(round(one.start_s * 1_000), round(one.end_s * 1_000), one.told)
            for one in self.mixer.placed
            if one.layer is Layer.WORDS
        ]
        return [*spoken, *self._shown]
