"""Answers to where a stretch was felt, and how they change the next session.

An answer changes the routine before it is laid out, so that `show`, the session and its memory use
the same routine. The routine's file says which answer changes what.
"""

from collections.abc import Callable, Iterable, Sequence

from stretchcoach.core import words
from stretchcoach.core.choices import Choices, picked
from stretchcoach.core.duration import written
from stretchcoach.core.history import Past
from stretchcoach.core.routine import Answer, Position, Routine, WrittenCue
from stretchcoach.core.templates import Words
from stretchcoach.core.timeline import WARNING_MS, Timeline, warns_at_ms

# When an early "if nothing is felt" comes: after the words of the hold.
STEP_MS = 2_000
# How many times in a row an answer comes before a routine of one's own is worth it.
ENOUGH_IN_A_ROW = 3


def answer_of(routine: Routine, said: str) -> Answer | None:
    """The answer with this id; None if the routine no longer has it."""
    return next((answer for answer in routine.after if answer.id == said), None)


def asks_again(routine: Routine, earlier: Iterable[Past]) -> bool:
    """Whether to ask again after these earlier sessions of the day. Mostly once a day is enough.

    But a person who has felt nothing, and tries again with the step for that, is asked again.
    """
    asked = [one for one in earlier if one.is_whole and not one.hurt]
    said = next((one.felt for one in reversed(asked) if one.felt), "")
    answer = answer_of(routine, said) if said else None
    return not asked or (answer is not None and answer.step)


def changed_by(answer: Answer, routine: Routine) -> Routine:
    """The routine, changed by this answer."""
    holds = {other.id: other.hold_ms for other in answer.positions}
    places = {id_: place for place, id_ in enumerate(answer.order)}
    in_order = sorted(routine.positions, key=lambda one: places.get(one.id, len(places)))
    positions = []
    for position in in_order:
        position = position._replace(hold_ms=holds.get(position.id, position.hold_ms))
        if answer.step and position.not_felt:
            over_ms = STEP_MS + words.spoken_ms(position.not_felt)
            position = _with_cue(position, STEP_MS, position.not_felt, clear=(STEP_MS, over_ms))
        if answer.warn and routine.wrong_way:
            at_ms = warns_at_ms(routine.hold_ms(position))
            before_ms, after_ms = WARNING_MS
            clear = at_ms - before_ms, at_ms + after_ms
            position = _with_cue(position, at_ms, routine.wrong_way, clear=clear)
        positions.append(position)
    return routine._replace(positions=tuple(positions))


def _with_cue(position: Position, at_ms: int, text: str, *, clear: tuple[int, int]) -> Position:
    """The position with a cue of these words, and without its other cues in the span `clear`."""
    first_ms, last_ms = clear
    others = (
        cue for cue in position.cues if cue.at_ms is None or not first_ms <= cue.at_ms < last_ms
    )
    return position._replace(cues=(WrittenCue(at_ms, text), *others))


def changes(own: Words, answer: Answer, routine: Routine) -> str:
    """The changes by this answer, in a few words; "" if there are none."""
    titles = {one.id: words.title_within(own, one.title) for one in routine.positions}
    told = [
        own.held_longer.format(position=titles[other.id], time=words.whole_seconds(other.hold_ms))
        for other in answer.positions
        if other.id in titles
    ]
    order = [titles[id_] for id_ in answer.order if id_ in titles]
    told += [own.in_the_order.format(positions=", ".join(order))] if len(order) > 1 else []
    told += [own.steps_early] if answer.step else []
    told += [own.warns_each_time] if answer.warn else []
    told += [own.offers.format(routine=answer.offer)] if answer.offer else []
    return ", ".join(told)


def because_you_said(own: Words, answer: Answer, routine: Routine) -> str:
    """The changes as a sentence; "" if there are none."""
    told = changes(own, answer, routine)
    return told and own.because_you_said.format(felt=answer.felt, changes=told)


def lay_out_after(
    answer: Answer,
    lay_out: Callable[..., Timeline],
    routine: Routine,
    choices: Choices,
    *,
    gate: bool,
    fresh: bool = True,
) -> Timeline:
    """Lay out the routine as changed by this answer. The gate offers to have it as usual.

    Only a `fresh` answer may have the whole text read again.

    `lay_out` makes a timeline of a routine and choices, and may raise, as `choose` does.
    """
    if choices.hold_ms is not None:
        answer = answer._replace(positions=())  # the chosen time wins
    own, held = words.of(routine.language), picked(routine, choices)
    told = because_you_said(own, answer, routine._replace(positions=held))
    changed = changed_by(answer, routine)
    after = _telling(lay_out(changed, choices, gate=gate), told, again=answer.warn and fresh)
    if changed == routine or not gate:
        return after
    as_usual: Timeline = lay_out(routine, choices, gate=gate)
    if after.asked_back is None:
        return after._replace(asked_back=as_usual)
    # The key first brings back what hurt. Pressed again, it undoes these changes, too.
    back = _telling(after.asked_back, told, again=answer.warn and fresh)
    return after._replace(asked_back=back._replace(asked_back=as_usual.asked_back))


def _telling(timeline: Timeline, told: str, *, again: bool) -> Timeline:
    """The timeline that also tells this, unless it is ""."""
    lines = (*timeline.care.told, *filter(None, [told]))
    return timeline._replace(care=timeline.care._replace(told=lines, again=again))


def in_a_row(said: Sequence[str]) -> int:
    """How many times in a row the newest answer was given; `said` has the newest last."""
    same = 0
    for answer in reversed(said):
        if answer != said[-1]:
            break
        same += 1
    return same


def as_variation(answer: Answer, routine: Routine) -> str:
    """Lines of a routine file with this answer's changes; "" if there are none."""
    lines = []
    have = [position.id for position in routine.positions]
    order = [id_ for id_ in answer.order if id_ in have]
    if len(order) > 1:
        order += [id_ for id_ in have if id_ not in order]
        lines.append(f"order: [{', '.join(order)}]")
    holds = [other for other in answer.positions if other.id in have]
    if holds:
        lines.append("positions:")
        lines += [f"  {other.id}: {{hold: {written(other.hold_ms)}}}" for other in holds]
    if lines and (answer.step or answer.warn):
        lines.append("# What was said early because of the answer is not part of it.")
    return "".join(f"{line}\n" for line in lines)
