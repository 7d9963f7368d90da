"""A routine laid out in time: stages in order, with every cue at its moment."""

from collections.abc import Collection, Iterable, Sequence
from enum import Enum, IntEnum
from itertools import accumulate
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.breath import Phase, Way, phases
from stretchcoach.core.routine import Position, Routine, Side
from stretchcoach.core.templates import Sentence

# What is left free for a chime of a hold, so that each is heard by itself; no file is longer.
CHIME_MS, TICK_MS = 600, 150
TICKS_MS = (3_000, 2_000, 1_000)
# What a person needs to do what was said: no lead-in's last word comes later before its end.
ACT_MS = 4_000
# When a wrong way is warned of: after the words of the first breath; in a short hold well before
# its half. What the author has written for the time around it gives way.
WRONG_WAY_MS, BEFORE_HALF_MS, WARNING_MS = 5_500, 5_000, (2_000, 4_000)


class Kind(Enum):
    """What a stage is for. A gate and the end last no time: a gate waits for the person."""

    GATE = "gate"
    READY = "ready"
    HOLD = "hold"
    SWITCH = "switch"
    CHANGE_SIDES = "change sides"
    END = "end"


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
# How long each file sounds; words that belong to a chime are said after it.
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
    """Which words win where two would be said at once: the higher."""

    BREATH = 1
    COMMENT = 2
    INSTRUCTION = 3
    SAFETY = 4


class Cue(NamedTuple):
    """Something that happens `at_ms` from its stage's start.

    `words` may be empty; those with a `rank` are for the ear and stand on the screen as the
    caption, others are only written down. The voice says `spoken`, or the words if it is None.
    """

    at_ms: int
    words: str = ""
    chime: Chime | None = None
    rank: Rank | None = None
    spoken: str | None = None

    @property
    def voiced(self) -> str:
        """What the voice says: "" where there is nothing to say."""
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
    """A cue with a sentence of the program's own: as it is shown, and as it is said."""
    shown = sentence(words.of(routine.language))
    spoken = sentence(words.aloud(routine.language))
    return Cue(at_ms, shown, chime=chime, rank=rank, spoken=None if spoken == shown else spoken)


class Stage(NamedTuple):
    """A stretch of time of one kind; its cues are in order, each `0 <= at_ms < length_ms`.

    A gate and the end have length 0 and their cues at 0. In a stage that leads into a hold, `side`
    and `position` are those of that hold; `number` of `total` counts the positions of its side.
    """

    kind: Kind
    length_ms: int
    cues: tuple[Cue, ...]
    side: Side | None = None
    position: Position | None = None
    number: int = 0
    total: int = 0
    phases: tuple[Phase, ...] = ()


class Care(NamedTuple):
    """What memory has changed, by the ids of positions, and `told` in words.

    Those `left_out` are not held, those that are `short` for less time; `asked` of them came back
    because the person asked for it. Where `again`, the whole text is to be read again.
    """

    told: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    again: bool = False


class Timeline(NamedTuple):
    """The stages, and when each starts counted from the first; `fitted` says into what.

    `asked_back` is what the gate offers in its place, where memory has left out something.
    """

    routine: Routine
    stages: tuple[Stage, ...]
    fitted: str = ""
    care: Care = Care()
    asked_back: "Timeline | None" = None

    @property
    def starts_ms(self) -> tuple[int, ...]:
        return tuple(accumulate((stage.length_ms for stage in self.stages[:-1]), initial=0))

    @property
    def length_ms(self) -> int:
        return sum(stage.length_ms for stage in self.stages)


class Visit(NamedTuple):
    """One hold to be made: a position on a side, for `hold_ms`."""

    side: Side | None
    position: Position
    hold_ms: int
    number: int
    total: int


def lay_out(
    routine: Routine, visits: Sequence[Visit], *, gate: bool = True, fitted: str = ""
) -> Timeline:
    """Lay out these visits, each led into by its own stage, between the gate and the end."""
    stages = (*_led_into(routine, visits), _end(routine))
    if gate:
        length_ms = sum(stage.length_ms for stage in stages)
        stages = (_gate(routine, length_ms), *stages)
    return Timeline(routine, stages, fitted)


def leave_out(timeline: Timeline, positions: Collection[Position], stage_no: int) -> Timeline:
    """The same timeline with these positions gone from every stage after `stage_no`."""
    ids = {position.id for position in positions}
    done, coming = timeline.stages[: stage_no + 1], timeline.stages[stage_no + 1 :]
    visits = [
        Visit(
            stage.side,
            stage.position,
            hold_ms=stage.length_ms,
            number=stage.number,
            total=stage.total,
        )
        for stage in coming
        if stage.kind is Kind.HOLD and stage.position and stage.position.id not in ids
    ]
    # The last hold, or else the first one: that it would come was said already.
    around = (*reversed(done), *coming)
    last = next(stage for stage in around if stage.kind is Kind.HOLD)
    led_into = _led_into(timeline.routine, visits, last)
    return timeline._replace(stages=(*done, *led_into, _end(timeline.routine)))


def _led_into(routine: Routine, visits: Iterable[Visit], last: Stage | None = None) -> list[Stage]:
    """The visits as stages; `last` is the hold that was told of last, if the session has begun."""
    stages: list[Stage] = []
    begun, last_side = last is not None, last.side if last else None
    last_ms = last.length_ms if last else None
    for visit in visits:
        # How long to hold is said where it is news.
        hold_ms = None if visit.hold_ms == last_ms else visit.hold_ms
        if not begun:
            stages.append(_ready(routine, visit, hold_ms))
        elif visit.side is not None and visit.side is not last_side:
            stages.append(_change_sides(routine, visit, visit.side, hold_ms))
        else:
            stages.append(_switch(routine, visit, hold_ms))
        new_side = not begun or visit.side is not last_side
        stages.append(_hold(routine, visit, first=not begun, warns=new_side))
        last_side, last_ms, begun = visit.side, visit.hold_ms, True
    return stages


def _gate(routine: Routine, length_ms: int) -> Stage:
    said = own_cue(routine, lambda own: words.welcome(own, routine, length_ms), rank=Rank.COMMENT)
    return Stage(Kind.GATE, 0, (said,))


def _end(routine: Routine) -> Stage:
    said = own_cue(
        routine,
        lambda own: words.ends(own, routine),
        chime=Chime.FINISH,
        rank=Rank.INSTRUCTION,
    )
    return Stage(Kind.END, 0, (said,))


def _ready(routine: Routine, visit: Visit, hold_ms: int | None) -> Stage:
    said = own_cue(
        routine,
        lambda own: words.get_ready(own, routine, visit.side, visit.position, hold_ms=hold_ms),
        rank=Rank.INSTRUCTION,
    )
    cues = _with_reminder(routine, routine.times.ready_ms, said)
    return _leading(Kind.READY, routine.times.ready_ms, cues, visit)


def _switch(routine: Routine, visit: Visit, hold_ms: int | None) -> Stage:
    said = own_cue(
        routine,
        lambda own: words.next_position(own, routine, visit.side, visit.position, hold_ms=hold_ms),
        chime=Chime.SWITCH,
        rank=Rank.INSTRUCTION,
    )
    return _leading(Kind.SWITCH, routine.times.switch_ms, (said,), visit)


def _change_sides(routine: Routine, visit: Visit, side: Side, hold_ms: int | None) -> Stage:
    said = own_cue(
        routine,
        lambda own: words.change_sides(own, routine, side, visit.position, hold_ms=hold_ms),
        chime=Chime.CHANGE,
        rank=Rank.INSTRUCTION,
    )
    cues = _with_reminder(routine, routine.times.change_sides_ms, said)
    return _leading(Kind.CHANGE_SIDES, routine.times.change_sides_ms, cues, visit)


def _leading(kind: Kind, length_ms: int, cues: tuple[Cue, ...], visit: Visit) -> Stage:
    return Stage(
        kind,
        length_ms,
        cues,
        side=visit.side,
        position=visit.position,
        number=visit.number,
        total=visit.total,
    )


def _with_reminder(routine: Routine, length_ms: int, said: Cue) -> tuple[Cue, ...]:
    """Remind of safety once a side, after the words that lead into it, while there is time to act.

    Where the stage is too short for that, nothing is said over the words that place the hand.
    """
    chime_ms = CHIME_LENGTHS_MS[said.chime] if said.chime else 0
    over_ms = chime_ms + words.spoken_ms(said.voiced)
    reminder_ms = words.spoken_ms(routine.safety.during)
    at_ms = max(over_ms, min(length_ms * 65 // 100, length_ms - ACT_MS - reminder_ms))
    if at_ms + reminder_ms > length_ms:
        return (said,)
    return (said, Cue(at_ms, routine.safety.during, rank=Rank.SAFETY))


def _hold(routine: Routine, visit: Visit, *, first: bool, warns: bool) -> Stage:
    """A hold; in the `first` one of a session the words of the first breath are said, too.

    One that `warns` says how the wrong way would feel, if the routine has words for it.
    """
    hold_ms = visit.hold_ms
    half_ms = hold_ms // 2
    written = {
        at_ms: cue.words
        # The one for half-way last, so that it stays where another comes to the same moment.
        for cue in sorted(visit.position.cues, key=lambda cue: cue.at_ms is None)
        if (at_ms := half_ms if cue.at_ms is None else cue.at_ms) < hold_ms
    }
    if warns and routine.wrong_way:
        warning_ms = warns_at_ms(hold_ms)
        before_ms, after_ms = WARNING_MS
        around = range(warning_ms - before_ms + 1, warning_ms + after_ms)
        written = {at_ms: text for at_ms, text in written.items() if at_ms not in around}
        written[warning_ms] = routine.wrong_way
    half = own_cue(
        routine,
        lambda own: own.half_way,
        at_ms=half_ms,
        chime=Chime.HALF,
        rank=Rank.COMMENT,
    )
    if half_ms in written:
        # What an author says at half-way takes the place of the program's own word.
        half = Cue(half_ms, written.pop(half_ms), chime=Chime.HALF, rank=Rank.COMMENT)
    marks = [
        own_cue(
            routine,
            lambda own: words.hold(own, routine, visit.side, visit.position, hold_ms=hold_ms),
            chime=Chime.BEGIN,
        ),
        half,
        *(Cue(hold_ms - left_ms, chime=Chime.TICK) for left_ms in TICKS_MS),
    ]
    said = [Cue(at_ms, text, rank=Rank.COMMENT) for at_ms, text in written.items()]
    breathing = phases(routine.breath, hold_ms)
    tones = [
        own_cue(
            routine,
            lambda own, way=phase.way: own.breathe[way],  # type: ignore[misc]
            at_ms=_clear_of(marks, phase.start_ms),
            chime=BREATH_CHIMES[phase.way],
            rank=Rank.BREATH if first and number < len(Way) else None,
        )
        for number, phase in enumerate(breathing)
    ]
    cues = sorted([*marks, *said, *tones], key=lambda cue: cue.at_ms)  # stable: marks lead
    return Stage(
        Kind.HOLD,
        hold_ms,
        tuple(cues),
        side=visit.side,
        position=visit.position,
        number=visit.number,
        total=visit.total,
        phases=breathing,
    )


def warns_at_ms(hold_ms: int) -> int:
    """When in a hold the wrong way is warned of."""
    return max(1_000, min(WRONG_WAY_MS, hold_ms // 2 - BEFORE_HALF_MS))


def _clear_of(marks: Sequence[Cue], at_ms: int) -> int:
    """The first moment from `at_ms` on at which a breath tone overlaps no mark."""
    for mark in marks:
        mark_end_ms = mark.at_ms + (TICK_MS if mark.chime is Chime.TICK else CHIME_MS)
        if mark.at_ms - CHIME_MS < at_ms < mark_end_ms:
            at_ms = mark_end_ms
    return at_ms
