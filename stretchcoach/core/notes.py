"""What an author may want to know of a routine that is not wrong: it can be led as it stands."""

from typing import NamedTuple

from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.duration import written
from stretchcoach.core.routine import Routine
from stretchcoach.core.timeline import Kind, Stage

CLOSE_MS = 2_000
# Some 160 words a minute, as in calm speech, and a breath before.
_WORD_MS, _BEFORE_MS = 375, 300


class Note(NamedTuple):
    """Something worth knowing at a `path` of keys in the file."""

    path: tuple[str, ...]
    what: str


def notes(routine: Routine) -> list[Note]:
    """Everything worth knowing, each thing once."""
    found = _breaths(routine)
    for stage in choose(routine, Choices()).stages:
        found += _said(stage)
    return list(dict.fromkeys(found))


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


def _said(stage: Stage) -> list[Note]:
    """Words that come close upon others, or that there is no time to say."""
    if stage.position is None:
        return []
    path = ("positions", stage.position.id, "cues" if stage.kind is Kind.HOLD else "hand")
    said = [cue for cue in stage.cues if cue.aloud]
    found = []
    for cue, following_ms in zip(
        said, [*(c.at_ms for c in said[1:]), stage.length_ms], strict=True
    ):
        room_ms = following_ms - cue.at_ms
        last = following_ms == stage.length_ms
        if room_ms < CLOSE_MS and not last:
            at = f"{written(cue.at_ms)} and {written(following_ms)}"
            found.append(Note(path, f"two cues within {written(CLOSE_MS)} of each other, at {at}"))
        elif _BEFORE_MS + _WORD_MS * len(cue.words.split()) > room_ms:
            what = f"{cue.words!r} takes longer to say than the {written(room_ms)} there are for it"
            found.append(Note(path, what))
    return found
