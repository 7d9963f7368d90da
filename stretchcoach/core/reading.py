"""The setup, read aloud at the gate: a stage for each step, with time to do it.

These stages come between the gate and the first hold, and behave like all others: time passes in
them, a key leads to the next one or back, and pain stops them.
"""

from collections.abc import Iterator

from stretchcoach.core import words
from stretchcoach.core.timeline import Cue, Kind, Rank, Stage, Timeline

# The least time to do a step. To do it takes as long as to say it.
STEP_LEAST_MS = 6_000


def with_setup(timeline: Timeline) -> Timeline | None:
    """The timeline with the steps of its setup after the gate; None if there is no setup."""
    gate, *coming = timeline.stages
    if gate.kind is not Kind.GATE or not timeline.routine.setup:
        return None
    return timeline._replace(stages=(gate, *_steps(timeline), *coming))


def begins_at(timeline: Timeline) -> int:
    """The number of the first stage after the gate and the setup."""
    before = (Kind.GATE, Kind.SETUP)
    return next(no for no, stage in enumerate(timeline.stages) if stage.kind not in before)


def to_do_ms(said_ms: int) -> int:
    """The time to do a step that took so long to say."""
    return max(STEP_LEAST_MS, said_ms)


def _steps(timeline: Timeline) -> Iterator[Stage]:
    # Like the first lead-in, they belong to the first position, which pain is recorded for.
    first = next(stage for stage in timeline.stages if stage.position)
    steps = timeline.routine.setup
    for number, text in enumerate(steps, start=1):
        said_ms = words.spoken_ms(text)
        yield Stage(
            Kind.SETUP,
            said_ms + to_do_ms(said_ms),
            (Cue(0, text, rank=Rank.INSTRUCTION),),
            side=first.side,
            position=first.position,
            number=number,
            total=len(steps),
        )
