"""The gate read aloud: the safety, and how to stand, with time to do it.

In a session that is saved as a sound file nobody can read or press a key. So its gate lasts as long
as its words and the pauses between them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.cues import Cue, Rank
from stretchcoach.core.reading import to_do_ms
from stretchcoach.core.routine import Routine
from stretchcoach.core.timeline import Kind, Stage, Timeline

# Before the first words, and between two sentences about safety.
FIRST_MS, BETWEEN_MS = 500, 700

TakesMs = Callable[[str], int]


class _Line(NamedTuple):
    """A sentence, and the quiet after it."""

    words: str
    rank: Rank
    quiet_ms: int = BETWEEN_MS


def read_aloud(timeline: Timeline, takes_ms: TakesMs | None = None) -> Timeline:
    """The timeline with its gate as spoken stages. `takes_ms` returns the length of words.

    Without it there is no voice, and the gate is only a moment of silence.
    """
    if takes_ms is None:
        gates: tuple[Stage, ...] = (Stage(Kind.GATE, FIRST_MS, ()),)
    else:
        routine = timeline.routine
        parts = (_safety(routine), _setup(routine, takes_ms))
        gates = tuple(_stage(part, takes_ms) for part in map(tuple, parts) if part)
    led = tuple(stage for stage in timeline.stages if stage.kind is not Kind.GATE)
    return timeline._replace(stages=(*gates, *led))


def lines(routine: Routine) -> list[str]:
    """All sentences of a gate that is read aloud."""
    return [line.words for line in (*_safety(routine), *_setup(routine, words.spoken_ms))]


def _safety(routine: Routine) -> Iterator[_Line]:
    own = words.aloud(routine.language)
    safety = routine.safety
    signs = words.stop_at(own, safety.stop_signs) or words.stop_at(_PLAIN, safety.stop_signs)
    cautions = (f"{own.caution}{caution}" for caution in routine.caution)
    yield _Line(f"{routine.title}.", Rank.COMMENT)
    for told in (*safety.before, signs, own.doctor_first_in_short, *cautions):
        if told:
            yield _Line(told, Rank.SAFETY)
    if routine.setup and own.pause_to_get_there:
        # No key can pause it here: a person who walks to a wall pauses the player.
        yield _Line(own.pause_to_get_there, Rank.SAFETY)


def _setup(routine: Routine, takes_ms: TakesMs) -> Iterator[_Line]:
    for step in routine.setup:
        yield _Line(step, Rank.INSTRUCTION, to_do_ms(takes_ms(step)))


def _stage(told: Sequence[_Line], takes_ms: TakesMs) -> Stage:
    cues, at_ms = list[Cue](), FIRST_MS
    for line in told:
        cues.append(Cue(at_ms, line.words, rank=line.rank))
        at_ms += takes_ms(line.words) + line.quiet_ms
    return Stage(Kind.GATE, at_ms, tuple(cues))


class Chapter(NamedTuple):
    """A named part of a session, until the next one begins."""

    at_ms: int
    title: str


class Caption(NamedTuple):
    """Words as they are heard."""

    start_ms: int
    end_ms: int
    words: str


def chapters(timeline: Timeline) -> tuple[Chapter, ...]:
    """The parts before the holds, and each hold from its first words on."""
    routine = timeline.routine
    own = words.of(routine.language)
    gates = iter((own.before_you_begin, own.setting_up))
    found = list[Chapter]()
    for at_ms, stage in zip(timeline.starts_ms, timeline.stages, strict=True):
        if stage.kind is Kind.GATE and stage.cues:
            found.append(Chapter(at_ms, next(gates)))
        elif stage.kind not in (Kind.GATE, Kind.HOLD) and stage.position:
            title = words.place_name(own, routine, stage.side, position=stage.position)
            found.append(Chapter(at_ms, title))
    # The first chapter begins at 0, since players need one at every moment.
    return (found[0]._replace(at_ms=0), *found[1:])


def as_lrc(title: str, captions: Iterable[Caption]) -> str:
    """Timed lyrics (LRC), which many players show."""
    told = [f"[ti:{_one_line(title)}]"]
    for caption in captions:
        seconds, ms = divmod(caption.start_ms, 1_000)
        at = f"{seconds // 60:02}:{seconds % 60:02}.{ms // 10:02}"
        told.append(f"[{at}]{_one_line(caption.words)}")
    return "\n".join(told) + "\n"


def as_vtt(captions: Iterable[Caption]) -> str:
    """Captions as browsers and video players show them (WebVTT)."""
    told = ["WEBVTT\n"]
    for caption in captions:
        text = _one_line(caption.words).replace("&", "&amp;").replace("<", "&lt;")
        text = text.replace(">", "&gt;")
        told.append(f"{stamp(caption.start_ms)} --> {stamp(caption.end_ms)}\n{text}\n")
    return "\n".join(told)


def stamp(ms: int) -> str:
    """A moment of a file in the form of captions and of the chapters in Ogg."""
    seconds, ms = divmod(ms, 1_000)
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


# For a language that the program has no words for: the author's words, unchanged.
_PLAIN = words.SILENT._replace(stop_at="{signs}.")
