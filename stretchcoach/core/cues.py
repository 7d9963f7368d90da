"""Cues: their chimes, their words, and which words win."""

from enum import Enum, IntEnum
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.breath import Way
from stretchcoach.core.routine import Routine
from stretchcoach.core.templates import Sentence


class Chime(Enum):
    """The sounds; each value is the name of its file."""

    BEGIN = "begin"
    HALF = "half"
    TICK = "tick"
    SWITCH = "switch"
    CHANGE = "change"
    FINISH = "finish"
    STOP = "stop"
    INHALE = "inhale"
    EXHALE = "exhale"


BREATH_CHIMES = {Way.IN: Chime.INHALE, Way.OUT: Chime.EXHALE}
BREATH_TONES = frozenset(BREATH_CHIMES.values())
# The length of each file. A cue's words come after its chime.
CHIME_LENGTHS_MS = {
    Chime.BEGIN: 500,
    Chime.HALF: 600,
    Chime.TICK: 120,
    Chime.SWITCH: 700,
    Chime.CHANGE: 900,
    Chime.FINISH: 1_180,
    Chime.STOP: 720,
    Chime.INHALE: 580,
    Chime.EXHALE: 580,
}


class Rank(IntEnum):
    """The priority of words: if two would be said at once, the higher rank wins."""

    BREATH = 1
    COMMENT = 2
    INSTRUCTION = 3
    SAFETY = 4


class Cue(NamedTuple):
    """Something that happens `at_ms` from its stage's start.

    `words` may be empty. Words with a `rank` are spoken, and are the caption on the screen; others
    are only in the transcript. The voice says `spoken`, or the words if it is None.
    """

    at_ms: int
    words: str = ""
    chime: Chime | None = None
    rank: Rank | None = None
    spoken: str | None = None

    @property
    def voiced(self) -> str:
        """The words for the voice; "" if it says nothing."""
        if self.rank is None:
            return ""
        return self.words if self.spoken is None else self.spoken

    @property
    def aloud(self) -> bool:
        return bool(self.voiced)

    @property
    def marks(self) -> bool:
        """Whether its chime is one that must not be missed: any but a breath tone."""
        return self.chime is not None and self.chime not in BREATH_TONES


def own_cue(
    routine: Routine,
    sentence: Sentence,
    *,
    at_ms: int = 0,
    chime: Chime | None = None,
    rank: Rank | None = None,
) -> Cue:
    """A cue with a sentence of the program's own, in its shown and its spoken form."""
    shown = sentence(words.of(routine.language))
    spoken = sentence(words.aloud(routine.language))
    return Cue(at_ms, shown, chime=chime, rank=rank, spoken=None if spoken == shown else spoken)
