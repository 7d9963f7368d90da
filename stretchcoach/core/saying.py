"""What an author says in a hold, at the moments at which it can be heard."""

from collections.abc import Iterable, Sequence

from stretchcoach.core import clear, words
from stretchcoach.core.breath import Phase
from stretchcoach.core.cues import BREATH_TONES, CHIME_LENGTHS_MS, Chime, Cue, Rank
from stretchcoach.core.routine import Routine

# Nothing is said once a hold is counted down.
COUNTED_MS = 3_000
# What is left free for a chime of a hold, so that each is heard by itself; no file is longer.
CHIME_MS, TICK_MS = 600, 150


def said_in_hold(
    routine: Routine,
    written: dict[int, str],
    half: Cue,
    sounds: Sequence[Cue],
    breathing: Sequence[Phase],
) -> tuple[Cue, list[Cue]]:
    """The cue for half-way, and the author's others, moved to where each can be heard.

    What the author says at half-way takes the place of the program's own word.
    """
    own = words.aloud(routine.language)
    author = written.pop(half.at_ms, None)
    taken = sounding(sounds)
    after_ms = half.at_ms + CHIME_LENGTHS_MS[Chime.HALF]
    told = author or half.voiced
    line = clear.Line(after_ms, words.spoken_ms(told), words.way_named(own, told))
    tones = routine.sound.breath_tones
    if not tones or clear.moment(line, taken, breathing) == after_ms:
        if author is not None:
            half = half._replace(words=author, spoken=None)
        taken.append(clear.around(after_ms, line.takes_ms, clear.APART_MS))
    else:
        # The bells alone tell that it is half-way, and what else the author says comes in its time.
        half = half._replace(spoken="")
        if author is not None:
            written |= {after_ms: author.removeprefix(own.half_way).strip()}
    # The warning of the wrong way first, the others in their order.
    texts = sorted(written.items(), key=lambda item: (item[1] != routine.wrong_way, item[0]))
    lines = [
        clear.Line(at_ms, words.spoken_ms(text), words.way_named(own, text))
        for at_ms, text in texts
    ]
    # Without tones there is nothing to keep clear of.
    wanted: list[int | None] = [line.at_ms for line in lines]
    moments = clear.moments(lines, taken, breathing) if tones else wanted
    return half, [
        Cue(at_ms, text, rank=Rank.COMMENT)
        for (_, text), at_ms in zip(texts, moments, strict=True)
        if at_ms is not None and text
    ]


def sounding(cues: Iterable[Cue]) -> list[clear.Span]:
    """The times in which a hold's own sounds, and the words of its breaths, must be clear."""
    spans = []
    for cue in cues:
        if cue.chime is not None:
            tone = cue.chime in BREATH_TONES
            length_ms = COUNTED_MS if cue.chime is Chime.TICK else CHIME_LENGTHS_MS[cue.chime]
            spans.append(clear.around(cue.at_ms, length_ms, clear.CLEAR_MS if tone else 0))
            if cue.rank is Rank.BREATH:
                said_ms = words.spoken_ms(cue.voiced)
                spans.append(clear.around(cue.at_ms + length_ms, said_ms, clear.APART_MS))
    return spans


def clear_of(marks: Sequence[Cue], at_ms: int) -> int:
    """The first moment from `at_ms` on at which a breath tone overlaps no mark."""
    for mark in marks:
        mark_end_ms = mark.at_ms + (TICK_MS if mark.chime is Chime.TICK else CHIME_MS)
        if mark.at_ms - CHIME_MS < at_ms < mark_end_ms:
            at_ms = mark_end_ms
    return at_ms
