"""Which positions may have caused pain at a stage, and whether the session can go on."""

from stretchcoach.core.outcome import Sign
from stretchcoach.core.routine import Position
from stretchcoach.core.timeline import Kind, Stage, Timeline, leave_out


def blamed(timeline: Timeline, stage_no: int) -> Stage:
    """The hold that pain is recorded for: this one, or else the one before.

    Pain may come while easing out, too. Before the first hold it is this stage itself.
    """
    stages = timeline.stages[: stage_no + 1]
    return next((stage for stage in reversed(stages) if stage.kind is Kind.HOLD), stages[-1])


def in_doubt(timeline: Timeline, stage_no: int) -> tuple[Position, ...]:
    """The positions that may have caused pain now: this one; between two, both."""
    suspects = (blamed(timeline, stage_no), timeline.stages[stage_no])
    return tuple({s.position.id: s.position for s in suspects if s.position}.values())


def can_go_on(timeline: Timeline, stage_no: int, sign: Sign | None) -> bool:
    """Whether a hold is left without the positions that may have caused the pain.

    After a grave sign nobody should go on, whatever is left.
    """
    if sign is not None and sign.ends_it:
        return False
    left = leave_out(timeline, in_doubt(timeline, stage_no), stage_no)
    return any(stage.kind is Kind.HOLD for stage in left.stages[stage_no + 1 :])
