"""Notes for an author on a routine without faults: hints, none of which must be followed."""

import re
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.choices import Choices, choose, has_blanks
from stretchcoach.core.clear import CLEAR_MS, Line, is_clear
from stretchcoach.core.duration import written
from stretchcoach.core.routine import Position, Routine
from stretchcoach.core.saying import sounding
from stretchcoach.core.speech import LEAD_INS, phrase, words_after_ms
from stretchcoach.core.timeline import ACT_MS, BREATH_TONES, Kind, Rank, Stage

CLOSE_MS = 2_000
# 200 words a minute: brisk, and still clear. The voice is calmer where there is more time.
_WORD_MS = 300
# "to the {side}." leaves "to the working." where no side is chosen.
_NO_NOUN = re.compile(r"\{(?:other )?side\}(?! \w)")
_NOUN_MISSING = 'a noun is missing after a blank, as in "the {side} arm"; some readers see no side'


class Note(NamedTuple):
    """A hint about the value at a `path` of keys in the file."""

    path: tuple[str, ...]
    what: str


def notes(routine: Routine) -> list[Note]:
    """All notes, each once."""
    found = [*_language(routine), *_breaths(routine)]
    told = {key: getattr(routine, key) for key in ("stand", "until", "between", "other_side")}
    found += [Note((key,), _NOUN_MISSING) for key, text in told.items() if _NO_NOUN.search(text)]
    for position in routine.positions:
        found += _blanks(position)
    ways = [1 + len(cue.others) for position in routine.positions for cue in position.cues]
    for day in range(max(ways, default=1)):
        found += _laid_out(routine, Choices(day=day))
    found += _laid_out(routine, Choices(briefly=True))
    return list(dict.fromkeys(found))


def _laid_out(routine: Routine, choices: Choices) -> list[Note]:
    """Notes on the moments of a session."""
    found = []
    for stage in choose(routine, choices).stages:
        found += _said(stage)
        if routine.sound.breath_tones and stage.side in (None, *routine.sides[:1]):
            found += _beside_tones(routine, stage, briefly=choices.briefly)
    return found


def _language(routine: Routine) -> list[Note]:
    """A language that the program has no words for."""
    if words.has(routine.language):
        return []
    have = ", ".join(words.LANGUAGES)
    what = (
        f"the program has no words of its own in {routine.language!r} (it has {have}): "
        "it shows English ones, and a voice says only yours"
    )
    if any(map(has_blanks, routine.positions)):
        what += '; a {side} becomes "left" or "right", so do without'
    return [Note(("language",), what)]


def _breaths(routine: Routine) -> list[Note]:
    """Holds that are not a whole number of breaths."""
    found = []
    breath_ms = routine.breath.length_ms
    for position in routine.positions:
        hold_ms = routine.hold_ms(position)
        if hold_ms % breath_ms:
            path: tuple[str, ...] = ("times", "hold")
            if position.hold_ms is not None:
                path = ("positions", position.id, "hold")
            nearest_ms = max(1, (2 * hold_ms + breath_ms) // (2 * breath_ms)) * breath_ms
            what = (
                f"{written(hold_ms)} is not a whole number of breaths of {written(breath_ms)}; "
                f"{written(nearest_ms)} would be"
            )
            found.append(Note(path, what))
    return found


def _blanks(position: Position) -> list[Note]:
    """Blanks without a noun after them."""
    fields = {
        "hand": [position.hand],
        "briefly": [position.briefly],
        "how": position.how,
        "felt": [position.felt],
        "not_felt": [position.not_felt],
        "cues": [text for cue in position.cues for text in (cue.words, *cue.others, cue.briefly)],
    }
    return [
        Note(("positions", position.id, name), _NOUN_MISSING)
        for name, texts in fields.items()
        if any(map(_NO_NOUN.search, texts))
    ]


def _said(stage: Stage) -> list[Note]:
    """Words that come too soon after others, or that there is no time to say or to follow."""
    if stage.position is None:
        return []
    in_hold = stage.kind is Kind.HOLD
    path = ("positions", stage.position.id, "cues" if in_hold else "hand")
    said = [cue for cue in stage.cues if cue.aloud and (cue.rank or 0) > Rank.BREATH]
    found = _time_to_act(stage)
    for cue, later in zip(said, [*said[1:], None], strict=False):
        text, room_ms = phrase(stage, cue)
        if later is not None and later.at_ms - cue.at_ms < CLOSE_MS:
            at = f"{written(cue.at_ms)} and {written(later.at_ms)}"
            found.append(Note(path, f"two cues within {written(CLOSE_MS)} of each other, at {at}"))
        elif room_ms is not None and _WORD_MS * len(text.split()) > room_ms:
            told = (
                repr(text) if in_hold else f"{stage.position.hand!r}, and what is said before it,"
            )
            room = written(max(0, room_ms) // 100 * 100)
            what = f"{told} takes longer to say than the {room} there are for it"
            found.append(Note(path, what))
    return found


def _beside_tones(routine: Routine, stage: Stage, *, briefly: bool) -> list[Note]:
    """Words under a breath tone, or against its way, since no better moment was near."""
    if stage.position is None or stage.kind is not Kind.HOLD:
        return []
    path = ("positions", stage.position.id, "cues")
    tones = sounding(cue._replace(rank=None) for cue in stage.cues if cue.chime in BREATH_TONES)
    found = []
    for cue in stage.cues:
        takes_ms = words.spoken_ms(cue.voiced)
        line = Line(cue.at_ms + words_after_ms(stage, cue), takes_ms)
        if cue.rank is Rank.COMMENT and takes_ms and not is_clear(line, tones):
            what = (
                f"{cue.voiced!r} lies within {written(CLEAR_MS)} of a breath tone: there is no "
                f"quiet of {written(takes_ms)} near {written(cue.at_ms)}"
            )
            found.append(Note(path, what))
    told = {cue.words for cue in stage.cues}
    texts = (cue.briefly if briefly else cue.words for cue in stage.position.cues)
    for text in (text for text in texts if text and text not in told):
        if words.way_named(words.of(routine.language), text) is not None:
            what = f"{text!r} speaks of the breath, and is not said: no such breath is near"
            found.append(Note(path, what))
    return found


def _time_to_act(stage: Stage) -> list[Note]:
    """A lead-in whose last word leaves no time to get into position."""
    if stage.position is None or stage.kind not in LEAD_INS:
        return []
    last = stage.cues[-1]
    takes_ms = last.at_ms + words_after_ms(stage, last) + words.spoken_ms(last.voiced) + ACT_MS
    if takes_ms <= stage.length_ms:
        return []
    what = (
        f"{written(stage.length_ms)} are short: what is said takes until "
        f"{written((takes_ms - ACT_MS) // 100 * 100)}, and {written(ACT_MS)} are needed to do it"
    )
    return [Note(("times", stage.kind.value.replace(" ", "_")), what)]
