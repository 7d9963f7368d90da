"""A routine laid out in time: stages in order, with every cue at its moment."""

from collections.abc import Collection, Iterable, Sequence
from enum import Enum
from itertools import accumulate
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.breath import Phase, Way, phases

# The parts of cues belong to a timeline, too.
from stretchcoach.core.cues import BREATH_CHIMES as BREATH_CHIMES
from stretchcoach.core.cues import BREATH_TONES as BREATH_TONES
from stretchcoach.core.cues import CHIME_LENGTHS_MS as CHIME_LENGTHS_MS
from stretchcoach.core.cues import Chime as Chime
from stretchcoach.core.cues import Cue as Cue
from stretchcoach.core.cues import Rank as Rank
from stretchcoach.core.cues import own_cue as own_cue
from stretchcoach.core.routine import Position, Routine, Side, WrittenCue
from stretchcoach.core.saying import clear_of, said_in_hold
from stretchcoach.core.templates import Sentence, Words

TICKS_MS = (3_000, 2_000, 1_000)
# The first words wait for the voice to load, and for the person to turn away from the keys. In
# real time, whatever the speed.
FIRST_WORDS_MS = 1_000
_APART_MS = 200
# How long it is quiet after "Ease out", which takes its time. Less where time is short.
QUIET_MS = (2_500, 2_000)
# The time that a person needs to act: the last word of a lead-in ends so long before the hold.
ACT_MS = 4_000
# When the warning of the wrong way comes: after the words of the first breath; in a short hold well
# before half-way. The author's cues within the span around it are left out.
WRONG_WAY_MS, BEFORE_HALF_MS, WARNING_MS = 5_500, 5_000, (2_000, 4_000)


class Kind(Enum):
    """The purpose of a stage. A gate and the end have no length: a gate waits for the person."""

    GATE = "gate"
    SETUP = "setup"
    READY = "ready"
    HOLD = "hold"
    SWITCH = "switch"
    CHANGE_SIDES = "change sides"
    END = "end"


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
    """The changes by memory, as ids of positions, and `told` in words.

    Positions in `left_out` are not held, those in `short` for less time. Those in `asked` are back
    because the person asked for them. If `again`, the whole text is to be read again.
    """

    told: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    short: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    again: bool = False


class Timeline(NamedTuple):
    """The stages, and the start of each, counted from the first. `fitted` says how it was cut.

    If memory has left positions out, `asked_back` is the timeline that the gate offers instead. If
    `briefly`, its words are few.
    """

    routine: Routine
    stages: tuple[Stage, ...]
    fitted: str = ""
    care: Care = Care()
    asked_back: "Timeline | None" = None
    briefly: bool = False

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


class Telling(NamedTuple):
    """How a hold is announced: its time, whether that is `news`, and with how many words.

    The hold may be `known` from the other side, or the whole session is told `briefly`. The time is
    said where there is room for it; for a hold that is known, only if it is news.
    """

    hold_ms: int
    news: bool
    known: bool
    briefly: bool

    def time_ms(self, *, spare: bool) -> int | None:
        """The time to say; None if it is not said. With `spare`, it is said only if it is news."""
        again = self.known and not self.briefly
        return self.hold_ms if self.news or not (again or spare) else None


def lay_out(
    routine: Routine,
    visits: Sequence[Visit],
    *,
    gate: bool = True,
    fitted: str = "",
    briefly: bool = False,
) -> Timeline:
    """Lay out these visits between the gate and the end. Each has its own lead-in stage."""
    stages = (*_led_into(routine, visits, briefly=briefly), _end(routine))
    if gate:
        length_ms = sum(stage.length_ms for stage in stages)
        stages = (_gate(routine, length_ms), *stages)
    return Timeline(routine, stages, fitted, briefly=briefly)


def leave_out(timeline: Timeline, positions: Collection[Position], stage_no: int) -> Timeline:
    """The timeline without these positions in the stages after `stage_no`."""
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
    # The last hold, or else the first one, which was announced already, except during a setup.
    around = () if done[-1].kind is Kind.SETUP else (*reversed(done), *coming)
    last = next((stage for stage in around if stage.kind is Kind.HOLD), None)
    led_into = _led_into(timeline.routine, visits, last, briefly=timeline.briefly)
    return timeline._replace(stages=(*done, *led_into, _end(timeline.routine)))


def _led_into(
    routine: Routine, visits: Iterable[Visit], last: Stage | None = None, *, briefly: bool
) -> list[Stage]:
    """The visits as stages. `last` is the hold that was announced last, once a session runs."""
    stages: list[Stage] = []
    begun, last_side = last is not None, last.side if last else None
    told: dict[str, int] = {}
    first_side = last_side
    last_ms = last.length_ms if last else None
    for visit in visits:
        known = visit.side is not first_side and begun and visit.position.id in told
        # The hold's time is no news if it is the same as before, or as on the other side.
        same = visit.hold_ms == (told[visit.position.id] if known else last_ms)
        telling = Telling(visit.hold_ms, news=not same, known=known, briefly=briefly)
        if not begun:
            first_side = visit.side
            stages.append(_ready(routine, visit, telling))
        elif visit.side is not None and visit.side is not last_side:
            stages.append(_change_sides(routine, visit, visit.side, telling=telling))
        else:
            stages.append(_switch(routine, visit, telling))
        new_side = not begun or visit.side is not last_side
        in_short = known or briefly
        stages.append(
            _hold(
                routine, visit, breathes=not begun and not briefly, warns=new_side, known=in_short
            )
        )
        last_side, last_ms, begun = visit.side, visit.hold_ms, True
        told[visit.position.id] = visit.hold_ms
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


def _ready(routine: Routine, visit: Visit, telling: Telling) -> Stage:
    """Where to stand and, after some quiet to go there, what to do; without quiet if too short."""
    length_ms, rank = routine.times.ready_ms, Rank.INSTRUCTION

    def told(own: Words, *, stood: bool = False) -> str:
        where, hold_ms = (visit.side, visit.position), telling.time_ms(spare=False)
        briefly = telling.briefly
        return words.get_ready(own, routine, *where, hold_ms=hold_ms, briefly=briefly, stood=stood)

    whole = own_cue(routine, told, rank=rank)
    cues = _with_reminder(routine, length_ms, (whole,), after_ms=FIRST_WORDS_MS)
    if routine.stand and not telling.briefly:
        stand = own_cue(routine, lambda own: words.stand(own, routine, visit.side), rank=rank)
        at_ms = FIRST_WORDS_MS + words.spoken_ms(stand.words) + QUIET_MS[0]
        hand = own_cue(routine, lambda own: told(own, stood=True), at_ms=at_ms, rank=rank)
        apart = _with_reminder(routine, length_ms, (stand, hand))
        if apart[-1].at_ms + words.spoken_ms(apart[-1].words) + ACT_MS <= length_ms:
            cues = apart
    return _leading(Kind.READY, length_ms, cues, visit=visit)


def _switch(routine: Routine, visit: Visit, telling: Telling) -> Stage:
    def told(own: Words, number: int = 0, *, spare: bool = True) -> str:
        far = words.how_far(own, visit.side, number=number, total=visit.total)
        return words.next_position(
            own,
            routine,
            visit.side,
            position=visit.position,
            far=far,
            hold_ms=telling.time_ms(spare=spare),
            briefly=telling.known or telling.briefly,
        )

    length_ms = routine.times.switch_ms
    tellings = (lambda own: told(own, visit.number, spare=False), told)
    cues = _eased(routine, length_ms - ACT_MS, Chime.SWITCH, tellings=tellings)
    return _leading(Kind.SWITCH, length_ms, cues, visit=visit)


def _change_sides(routine: Routine, visit: Visit, side: Side, telling: Telling) -> Stage:
    def told(own: Words, *, spare: bool = True) -> str:
        return words.change_sides(
            own,
            routine,
            side,
            position=visit.position,
            again=telling.known,
            hold_ms=telling.time_ms(spare=spare),
            briefly=telling.briefly,
        )

    length_ms = routine.times.change_sides_ms
    until_ms = length_ms - ACT_MS - words.spoken_ms(routine.safety.during) - _APART_MS
    tellings = (lambda own: told(own, spare=False), told)
    eased = _eased(routine, until_ms, Chime.CHANGE, tellings=tellings)
    cues = _with_reminder(routine, length_ms, eased)
    return _leading(Kind.CHANGE_SIDES, length_ms, cues, visit=visit)


def _eased(
    routine: Routine, until_ms: int, chime: Chime, tellings: Sequence[Sentence]
) -> tuple[Cue, ...]:
    """The words "Ease out", some quiet, then the first of the tellings that ends in time."""
    rank = Rank.INSTRUCTION
    ease = own_cue(routine, lambda own: own.ease_out, chime=chime, rank=rank)
    eased_ms = CHIME_LENGTHS_MS[chime] + words.spoken_ms(ease.words)
    for telling in tellings:
        for quiet_ms in QUIET_MS:
            told = own_cue(routine, telling, at_ms=eased_ms + quiet_ms, rank=rank)
            if told.at_ms + words.spoken_ms(told.words) <= until_ms:
                return (ease, told)
    shortest = tellings[-1]
    whole = own_cue(routine, lambda own: words.eased(own, shortest(own)), chime=chime, rank=rank)
    return (whole,)


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


def _with_reminder(
    routine: Routine, length_ms: int, said: tuple[Cue, ...], *, after_ms: int = 0
) -> tuple[Cue, ...]:
    """Add the reminder of safety after the words of a lead-in, if there is still time to act.

    If the stage is too short for that, it is left out. The first words of a session begin
    `after_ms`.
    """
    last = said[-1]
    chime_ms = CHIME_LENGTHS_MS[last.chime] if last.chime else after_ms
    over_ms = last.at_ms + chime_ms + words.spoken_ms(last.voiced) + _APART_MS
    reminder_ms = words.spoken_ms(routine.safety.during)
    at_ms = max(over_ms, min(length_ms * 65 // 100, length_ms - ACT_MS - reminder_ms))
    if at_ms + reminder_ms > length_ms:
        return said
    return (*said, Cue(at_ms, routine.safety.during, rank=Rank.SAFETY))


def _hold(routine: Routine, visit: Visit, *, breathes: bool, warns: bool, known: bool) -> Stage:
    """A hold. If it `breathes`, the words of the first breath are spoken.

    If it `warns`, it says how the wrong way feels, if the routine has words for that. If the
    position is `known`, the author's cues are the brief ones.
    """
    hold_ms = visit.hold_ms
    half_ms = hold_ms // 2
    told = said_of(routine, visit.position, known=known)
    written = {
        at_ms: cue.words
        # The cue for half-way comes last, so that it replaces another one at the same moment.
        for cue in sorted(told, key=lambda cue: cue.at_ms is None)
        if (at_ms := half_ms if cue.at_ms is None else cue.at_ms) < hold_ms
    }
    if warns and routine.wrong_way:
        warning_ms = warns_at_ms(hold_ms)
        before_ms, after_ms = WARNING_MS
        around = range(warning_ms - before_ms + 1, warning_ms + after_ms)
        written = {at_ms: text for at_ms, text in written.items() if at_ms not in around}
        written[warning_ms] = routine.wrong_way
    half = own_cue(
        routine, lambda own: own.half_way, at_ms=half_ms, chime=Chime.HALF, rank=Rank.COMMENT
    )

    def begun(own: Words) -> str:
        return words.hold(own, routine, visit.side, position=visit.position, hold_ms=hold_ms)

    marks = [
        own_cue(routine, begun, chime=Chime.BEGIN),
        half,
        *(Cue(hold_ms - left_ms, chime=Chime.TICK) for left_ms in TICKS_MS),
    ]
    breathing = phases(routine.breath, hold_ms)
    tones = [
        own_cue(
            routine,
            lambda own, way=phase.way: own.breathe[way],  # type: ignore[misc]
            at_ms=clear_of(marks, phase.start_ms),
            chime=BREATH_CHIMES[phase.way],
            rank=Rank.BREATH if breathes and number < len(Way) else None,
        )
        for number, phase in enumerate(breathing)
    ]
    sounds = [*marks, *tones]
    marks[1], said = said_in_hold(routine, written, half, sounds=sounds, breathing=breathing)
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


def said_of(routine: Routine, position: Position, *, known: bool) -> Iterable[WrittenCue]:
    """The author's cues in a hold; the brief ones if the person knows it."""
    cues = position.cues
    if not known:
        return cues
    # Because of what was felt before, these may come in each hold.
    asked = (routine.wrong_way, position.not_felt)
    in_short = (cue if cue.words in asked else cue._replace(words=cue.briefly) for cue in cues)
    return (cue for cue in in_short if cue.words)


def warns_at_ms(hold_ms: int) -> int:
    """When in a hold the warning of the wrong way comes."""
    return max(1_000, min(WRONG_WAY_MS, hold_ms // 2 - BEFORE_HALF_MS))
