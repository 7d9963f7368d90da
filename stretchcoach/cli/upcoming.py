"""The next session, and the reason for it: the first lines of `stretch` alone."""

from stretchcoach.cli.felt_before import last_answer, with_felt
from stretchcoach.cli.history import pause_on
from stretchcoach.cli.remembering import memory
from stretchcoach.clock import now
from stretchcoach.core import words
from stretchcoach.core.choices import ChoiceError, Choices, choose
from stretchcoach.errors import CoachError
from stretchcoach.files.history import recent
from stretchcoach.files.names import find
from stretchcoach.files.settings import settled_here


def upcoming() -> list[str]:
    """The lines above the list; none if there is nothing to propose."""
    name = settled_here()[0].settings.routine
    try:
        routine = find(name)
        sessions = recent(now())
        answer = last_answer(routine, sessions)
        # The last answer may offer another routine.
        routine = find(answer.offer) if answer and answer.offer else routine
        before = memory()
        lay_out = before.to_show if before else choose
        timeline = with_felt(lay_out, recent=sessions)(routine, Choices())
        past = [one for one in sessions if one.routine == routine.kept_name]
        pause = pause_on(now().date())
    except (CoachError, ChoiceError, OSError):
        return []  # the list, `check` and `doctor` report the fault
    care = timeline.care
    if len(care.left_out) == len(routine.positions):
        return [*care.told, "All that hurt: stretch pain", ""]
    own, today = words.of(routine.language), now().date()
    if pause:
        lines = [f"Pause until {pause.isoformat()}. End it with: stretch pause --end"]
        return [*lines, *care.told, ""]
    lines = [f"Next: stretch {routine.name}  ({words.clock_time(timeline.length_ms)})"]
    if answer and answer.offer:
        lines.append(f"  Because you said “{answer.felt}”.")
    elif past:
        lines.append(f"  Last on {words.day(own, past[-1].day, today)}.")
    return [*lines, *(f"  {told}" for told in care.told), ""]
