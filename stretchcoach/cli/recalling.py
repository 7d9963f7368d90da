"""What was felt the last time changes the next session."""

from collections.abc import Callable

from stretchcoach.core.choices import Choices
from stretchcoach.core.felt import answer_of, lay_out_after
from stretchcoach.core.routine import Answer, Routine
from stretchcoach.core.timeline import Timeline


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
    if not routine.after:
        return None
    from stretchcoach.files.history import recent  # not needed by most routines

    try:
        past = recent()
    except OSError:
        return None  # that the history cannot be read is told when the session is kept
    said = [one.felt for one in past if one.routine == routine.kept_name and one.felt]
    return answer_of(routine, said[-1]) if said else None
