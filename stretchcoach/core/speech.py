"""The spoken phrases of a session, and the time for each."""

from collections.abc import Iterator
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.outcome import Sign
from stretchcoach.core.reading import with_setup
from stretchcoach.core.session import LEAD_IN_MS
from stretchcoach.core.timeline import (
    BREATH_TONES,
    CHIME_LENGTHS_MS,
    FIRST_WORDS_MS,
    Cue,
    Kind,
    Rank,
    Stage,
    Timeline,
)

# Words end a little before the next sound, since the latency of sounds varies.
MARGIN_MS = 150


LEAD_INS = frozenset((Kind.READY, Kind.SWITCH, Kind.CHANGE_SIDES))


class Phrase(NamedTuple):
    """Words, and their room: the real milliseconds to say them.

    None means that they are said calmly and whole, however long that takes.
    """

    words: str
    room_ms: int | None = None


def phrase(stage: Stage, cue: Cue, speed: float = 1) -> Phrase:
    """The phrase of this cue. `speed` is that of the session's clock; words have real speed."""
    if cue not in stage.cues:
        # The answer to a key: it comes while time stands still, or else in the lead-in.
        still = cue.chime is not None or cue.rank is Rank.SAFETY
        return Phrase(cue.voiced) if still else _in_lead_in(cue.voiced, speed)
    if not stage.length_ms or stage.kind in (Kind.GATE, Kind.SETUP):
        return Phrase(cue.voiced)
    following = (
        later.at_ms
        for later in stage.cues[stage.cues.index(cue) + 1 :]
        if later.marks or (later.rank or 0) >= (cue.rank or 0)
    )
    until_ms = next(following, stage.length_ms)
    room_ms = int((until_ms - cue.at_ms) / speed) - MARGIN_MS - words_after_ms(stage, cue, speed)
    if opens(stage, cue) and words.spoken_ms(cue.voiced) <= room_ms:
        return Phrase(cue.voiced)  # the stage was made long enough for calm words
    return Phrase(cue.voiced, room_ms)


def opens(stage: Stage, cue: Cue) -> bool:
    """Whether this cue says how to get out of a hold, or into the stage's own hold."""
    return stage.kind in LEAD_INS and cue.rank is Rank.INSTRUCTION


def words_after_ms(stage: Stage, cue: Cue, speed: float = 1) -> int:
    """How long after its moment a cue's words begin, in real time.

    They wait until its own chime, and any mark at that moment, is over. The first words of a
    session wait until the voice is loaded.
    """
    own_ms = CHIME_LENGTHS_MS[cue.chime] if cue.chime else 0
    if stage.kind is Kind.READY and cue is stage.cues[0]:
        own_ms = FIRST_WORDS_MS
    marks_ms = (
        int((mark.at_ms - cue.at_ms) / speed) + CHIME_LENGTHS_MS[mark.chime]
        for mark in stage.cues
        if mark.chime and mark.marks and mark.at_ms <= cue.at_ms
    )
    return max(own_ms, *marks_ms, 0)


def tone_ms(stage: Stage, cue: Cue) -> int:
    """The length of the phase that this breath tone begins; 0 if it is no breath tone."""
    if cue.chime not in BREATH_TONES:
        return 0
    ends_ms = (phase.end_ms for phase in stage.phases if phase.start_ms <= cue.at_ms < phase.end_ms)
    return next(ends_ms, cue.at_ms) - cue.at_ms


def speaks_within(stage: Stage, cue: Cue, length_ms: int) -> bool:
    """Whether words begin within so long after this cue."""
    until_ms = cue.at_ms + length_ms
    return any(one.aloud and cue.at_ms <= one.at_ms < until_ms for one in stage.cues)


def phrases(timeline: Timeline, speed: float = 1) -> list[Phrase]:
    """All phrases that may be said, each once: first the planned ones, then answers to keys."""
    said: dict[Phrase, None] = {}
    for laid_out in filter(None, (timeline, timeline.asked_back)):
        said |= dict.fromkeys([*planned_phrases(laid_out, speed), *_to_keys(laid_out, speed)])
    if with_setup(timeline):
        said |= dict.fromkeys(map(Phrase, timeline.routine.setup))
    return [phrase for phrase in said if phrase.words]


def planned_phrases(timeline: Timeline, speed: float = 1) -> list[Phrase]:
    """The phrases that are said if no key is pressed, in order."""
    return [
        phrase(stage, cue, speed) for stage in timeline.stages for cue in stage.cues if cue.aloud
    ]


def _in_lead_in(text: str, speed: float) -> Phrase:
    return Phrase(text, int(LEAD_IN_MS / speed) - MARGIN_MS)


def _to_keys(timeline: Timeline, speed: float) -> Iterator[Phrase]:
    routine = timeline.routine
    own = words.aloud(routine.language)
    yield Phrase(own.pain)
    yield from (Phrase(own.signs[sign]) for sign in Sign if sign.ends_it)
    yield Phrase(own.away)
    for begun in (False, True):
        for stage in timeline.stages:
            if stage.kind is Kind.HOLD and stage.position:
                text = words.into_position(
                    own, routine, stage.side, position=stage.position, begun=begun
                )
                yield _in_lead_in(text, speed)
