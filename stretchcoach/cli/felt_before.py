"""How earlier sessions change the next one: by answers, and by how well a routine is known."""

from collections.abc import Callable, Sequence

from stretchcoach.clock import now
from stretchcoach.core.choices import Choices
from stretchcoach.core.felt import answer_of, lay_out_after
from stretchcoach.core.history import Past, is_known
from stretchcoach.core.routine import Answer, Routine
from stretchcoach.core.timeline import Timeline
from stretchcoach.files.settings import settled_here


def with_felt(
    lay_out: Callable[..., Timeline], *, full: bool = False, recent: Sequence[Past] | None = None
) -> Callable[..., Timeline]:
    """A function that lays out a session as `lay_out` does, changed by the last answer.

    A person who knows the routine is led in few words, unless `full`. The history is read, unless
    its `recent` sessions are given.
    """

    def laid_out(routine: Routine, choices: Choices, *, gate: bool = True) -> Timeline:
        past = _past(routine, recent)
        said = _felt(past, routine)
        answer = _last_of(said, routine)
        fresh = answer is not None and said[-1] == answer.id
        # If the whole text is to be read again, the session has all its words, too.
        anew = full or (answer is not None and answer.warn and fresh)
        choices = choices._replace(briefly=not anew and is_known(past))
        if answer is None:
            usual: Timeline = lay_out(routine, choices, gate=gate)
            return usual
        return lay_out_after(answer, lay_out, routine, choices=choices, gate=gate, fresh=fresh)

    return laid_out


def last_answer(routine: Routine, recent: Sequence[Past]) -> Answer | None:
    """The last answer after this routine, if the routine still has it."""
    return _last_of(_felt(_past(routine, recent), routine), routine)


def _last_of(said: Sequence[str], routine: Routine) -> Answer | None:
    last = next(filter(None, reversed(said)), "")
    return answer_of(routine, last) if last else None


def said_after(routine: Routine) -> list[str]:
    """The id of the answer after each session of this routine, in order; "" for no answer.

    It is empty if the settings turn the history off.
    """
    return _felt(_past(routine), routine) if routine.after else []


def earlier_that_day(routine: Routine, than: Past) -> list[Past]:
    """The sessions of this routine on the day of that one, before it."""
    sessions = (one for one in _past(routine) if one.day == than.day)
    return [one for one in sessions if one.begin <= than.begin and one.id != than.id]


def _felt(past: Sequence[Past], routine: Routine) -> list[str]:
    return [one.felt for one in past] if routine.after else []


def _past(routine: Routine, recent: Sequence[Past] | None = None) -> list[Past]:
    """The last sessions of this routine, in order; none if the history is off."""
    if not settled_here()[0].settings.record:
        return []
    if recent is None:
        from stretchcoach.files import history  # not needed by other commands

        try:
            recent = history.recent(now())
        except OSError:
            return []  # the end of the session reports that the history fails
    return [one for one in recent if one.routine == routine.kept_name]
