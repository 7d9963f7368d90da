"""The setup, read aloud at the gate: a stage for each step, with time to do what it says.

They stand between the gate and the first hold, so they are lived like all else: time passes in
them, a key leads to the next one or back, and pain stops them.
"""

from collections.abc import Iterator

from stretchcoach.core import words
from stretchcoach.core.timeline import Cue, Kind, Rank, Stage, Timeline

# To do what a step says takes as long as to say it, and at least this long.
STEP_LEAST_MS = 6_000


def with_setup(timeline: Timeline) -> Timeline | None:
    """The timeline with the steps of its setup behind the gate; None if there is none to read."""
    gate, *coming = timeline.stages
    if gate.kind is not Kind.GATE or not timeline.routine.setup:
        return None
    return timeline._replace(stages=(gate, *_steps(timeline), *coming))


def begins_at(timeline: Timeline) -> int:
    """The number of the stage that comes after the gate, and after the setup if it is read."""
    before = (Kind.GATE, Kind.SETUP)
    return next(no for no, stage in enumerate(timeline.stages) if stage.kind not in before)


def to_do_ms(said_ms: int) -> int:
    """The time that is left to do what a step says, which took so long to say."""
    return max(STEP_LEAST_MS, said_ms)


def _steps(timeline: Timeline) -> Iterator[Stage]:
    # Like what leads into the first hold, they belong to its position: pain is put down to that.
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
