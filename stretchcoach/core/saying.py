"""Places the author's words in a hold at moments at which they can be heard."""

from collections.abc import Iterable, Sequence

from stretchcoach.core import clear, words
from stretchcoach.core.breath import Phase
from stretchcoach.core.cues import BREATH_TONES, CHIME_LENGTHS_MS, Chime, Cue, Rank
from stretchcoach.core.routine import Routine

# The end of a hold that is counted down: no words come then.
COUNTED_MS = 3_000
# The time kept free for a chime of a hold, so that it is heard alone. No file is longer.
CHIME_MS, TICK_MS = 600, 150


def said_in_hold(
    routine: Routine,
    written: dict[int, str],
    half: Cue,
    sounds: Sequence[Cue],
    breathing: Sequence[Phase],
) -> tuple[Cue, list[Cue]]:
    """The cue for half-way, and the author's others, each moved to where it can be heard.

    The author's words at half-way replace the program's own.
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
        # Only the bells mark half-way. The rest of the author's words comes later.
        half = half._replace(spoken="")
        if author is not None:
            written |= {after_ms: author.removeprefix(own.half_way).strip()}
    # The warning of the wrong way gets its moment first.
    texts = sorted(written.items(), key=lambda item: (item[1] != routine.wrong_way, item[0]))
    lines = [
        clear.Line(at_ms, words.spoken_ms(text), words.way_named(own, text))
        for at_ms, text in texts
    ]
    # Without tones, words need not move.
    wanted: list[int | None] = [line.at_ms for line in lines]
    moments = clear.moments(lines, taken, breathing) if tones else wanted
    return half, [
        Cue(at_ms, text, rank=Rank.COMMENT)
        for (_, text), at_ms in zip(texts, moments, strict=True)
        if at_ms is not None and text
    ]


def sounding(cues: Iterable[Cue]) -> list[clear.Span]:
    """The spans of a hold's own sounds and breath words, which must stay free of other words."""
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
