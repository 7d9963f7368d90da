"""What was felt the last time changes the next session."""

from collections.abc import Callable

from stretchcoach.cli.remembering import now
from stretchcoach.core.choices import Choices
from stretchcoach.core.felt import answer_of, lay_out_after
from stretchcoach.core.routine import Answer, Routine
from stretchcoach.core.timeline import Timeline
from stretchcoach.files.settings import settled_here


def with_felt(lay_out: Callable[..., Timeline]) -> Callable[..., Timeline]:
    """What lays out a session as `lay_out` does, and after what was felt the last time."""

    def laid_out(routine: Routine, choices: Choices, *, gate: bool = True) -> Timeline:
        answer = last_answer(routine)
        if answer is None:
            usual: Timeline = lay_out(routine, choices, gate=gate)
            return usual
        return lay_out_after(answer, lay_out, routine, choices, gate=gate)

    return laid_out


def last_answer(routine: Routine) -> Answer | None:
    """What was answered last after this routine, if it still has that answer."""
    said = said_after(routine)
    return answer_of(routine, said[-1]) if said else None


def said_after(routine: Routine) -> list[str]:
    """What was answered after this routine, by the answers' ids, the newest last.

    Nothing for who has settled that no history is kept.
    """
    if not routine.after or not settled_here()[0].settings.record:
        return []
    from stretchcoach.files.history import recent  # not needed by most routines

    try:
        past = recent(now())
    except OSError:
        return []  # that the history cannot be read is told when the session is kept
    return [one.felt for one in past if one.routine == routine.name and one.felt]
