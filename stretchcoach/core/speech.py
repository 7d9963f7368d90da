"""What is said aloud in a session, and how much time there is for each of it."""

from collections.abc import Iterator
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.timeline import CHIME_LENGTHS_MS, Cue, Kind, Stage, Timeline

# Words end a little before what comes next, since a sound's way to the ear is not always alike.
MARGIN_MS = 150


class Phrase(NamedTuple):
    """Words, and the real milliseconds that there are to say them; None where nothing follows."""

    words: str
    room_ms: int | None = None


def phrase(stage: Stage, cue: Cue, speed: float = 1) -> Phrase:
    """What is said at this cue; `speed` is that of the session's clock, which words do not have."""
    # What is said to a key stands in no stage, and nothing follows that it could run into.
    if cue not in stage.cues or not stage.length_ms:
        return Phrase(cue.words)
    following = (
        later.at_ms
        for later in stage.cues[stage.cues.index(cue) + 1 :]
        if later.marks or (later.rank or 0) >= (cue.rank or 0)
    )
    until_ms = next(following, stage.length_ms)
    room_ms = int((until_ms - cue.at_ms) / speed) - MARGIN_MS
    return Phrase(cue.words, room_ms - words_after_ms(cue))


def words_after_ms(cue: Cue) -> int:
    """How long after its moment a cue's words begin: when its chime is over."""
    return CHIME_LENGTHS_MS[cue.chime] if cue.chime else 0


def phrases(timeline: Timeline, speed: float = 1) -> list[Phrase]:
    """All that may be said, each thing once: first what will be, then what a key brings."""
    planned = (
        phrase(stage, cue, speed) for stage in timeline.stages for cue in stage.cues if cue.aloud
    )
    return list(dict.fromkeys([*planned, *map(Phrase, _to_keys(timeline))]))


def _to_keys(timeline: Timeline) -> Iterator[str]:
    yield words.PAIN
    yield words.AWAY
    for begun in (False, True):
        for stage in timeline.stages:
            if stage.kind is Kind.HOLD and stage.position:
                yield words.into_position(timeline.routine, stage.side, stage.position, begun=begun)
