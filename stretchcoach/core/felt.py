"""What was felt, and what is different the next time for it.

An answer changes the routine before it is laid out; so `show`, the session and its memory have one
routine to go by. Which answer changes what stands in the routine's file.
"""

from collections.abc import Callable, Iterable, Sequence

from stretchcoach.core import words
from stretchcoach.core.choices import Choices, picked
from stretchcoach.core.duration import written
from stretchcoach.core.history import Past
from stretchcoach.core.routine import Answer, Position, Routine, WrittenCue
from stretchcoach.core.templates import Words
from stretchcoach.core.timeline import WARNING_MS, Timeline, warns_at_ms

# When what to do if nothing is felt is said, where it comes early: after the words of the hold.
STEP_MS = 2_000
# From as many of the same answer in a row on, it is worth a routine of one's own.
ENOUGH_IN_A_ROW = 3


def answer_of(routine: Routine, said: str) -> Answer | None:
    """The answer that was given by this id; None if the routine does not have it any more."""
    return next((answer for answer in routine.after if answer.id == said), None)


def asks_again(routine: Routine, earlier: Iterable[Past]) -> bool:
    """Whether to ask after these sessions of the day, which it was asked after: once a day will do.

    But who has felt nothing, and tries again with what was told for that, is asked again.
    """
    asked = [one for one in earlier if one.is_whole and not one.hurt]
    said = next((one.felt for one in reversed(asked) if one.felt), "")
    answer = answer_of(routine, said) if said else None
    return not asked or (answer is not None and answer.step)


def changed_by(answer: Answer, routine: Routine) -> Routine:
    """The routine as it is after this answer."""
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
    """The position with these words, and no others of its author's within the time to be clear."""
    first_ms, last_ms = clear
    others = (
        cue for cue in position.cues if cue.at_ms is None or not first_ms <= cue.at_ms < last_ms
    )
    return position._replace(cues=(WrittenCue(at_ms, text), *others))


def changes(own: Words, answer: Answer, routine: Routine) -> str:
    """What is different for this answer, in a few words; "" if nothing is."""
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
    """The same as a sentence; "" if nothing is different."""
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
    """The routine as it is after this answer, and at the gate the offer to have it as usual.

    Only where the answer is `fresh` is the whole text to be read again for it.

    `lay_out` makes a timeline of a routine and choices, as `choose` does, and may raise as that.
    """
    if choices.hold_ms is not None:
        answer = answer._replace(positions=())  # what was chosen wins
    own, held = words.of(routine.language), picked(routine, choices)
    told = because_you_said(own, answer, routine._replace(positions=held))
    changed = changed_by(answer, routine)
    after = _telling(lay_out(changed, choices, gate=gate), told, again=answer.warn and fresh)
    if changed == routine or not gate:
        return after
    as_usual: Timeline = lay_out(routine, choices, gate=gate)
    if after.asked_back is None:
        return after._replace(asked_back=as_usual)
    # What hurt is brought back first; pressed again, the key undoes this, too.
    back = _telling(after.asked_back, told, again=answer.warn and fresh)
    return after._replace(asked_back=back._replace(asked_back=as_usual.asked_back))


def _telling(timeline: Timeline, told: str, *, again: bool) -> Timeline:
    """The timeline that also tells this, if there is anything to tell."""
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
    """The lines of a routine file that make this answer's changes last; "" if there are none."""
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
