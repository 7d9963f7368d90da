"""The words of a reminder: a line about posture, and its proposal."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from stretchcoach.core.due import Wait, WaitReason
from stretchcoach.core.routine import Routine

# For routines without such a line.
_POSTURE = ("Sitting the same way for long? Change position.",)
_MINUTE_MS = 60_000
STOP = "Stop"
_REASONS = {
    WaitReason.PAUSE: "a pause",
    WaitReason.DAY: "not a day of the plan",
    WaitReason.HOURS: "outside the hours of the plan",
    WaitReason.ASKS: "none until the sign you noted has passed; the next session asks after it",
    WaitReason.REST: "none today, after what you told of the last session",
    WaitReason.QUIET: "quiet for today, after three without an answer",
    WaitReason.LATER: "put off",
    WaitReason.ACTIVE: "not yet",
    WaitReason.AWAY: "you had a break",
    WaitReason.LOCKED: "due; the screen is locked",
    WaitReason.DO_NOT_DISTURB: "due; do-not-disturb is on",
    WaitReason.MEETING: "due; the microphone is in use",
    WaitReason.SHARING: "due; your screen is shared",
}


class ReminderText(NamedTuple):
    """A line about posture, and a proposal. `routine` is "" for a walk."""

    line: str
    proposal: str
    routine: str = ""


def text(
    offer: Routine | None, posture: Sequence[str], turn: int, pain_hour: int | None = None
) -> ReminderText:
    """A reminder of this routine, or of a walk if it is None. The lines of `posture` take turns."""
    lines = posture or _POSTURE
    if offer is None:
        proposal = "A walk of a few minutes?"
    else:
        minutes = max(1, round(offer.length_ms / _MINUTE_MS))
        proposal = f"{offer.title}, {minutes} minute{'' if minutes == 1 else 's'}?"
    if pain_hour is not None:
        proposal += f" Earlier today: pain was mostly noted around {pain_hour}:00."
    return ReminderText(lines[turn % len(lines)], proposal, offer.name if offer else "")


def standing_notification(routine: Routine) -> tuple[str, str]:
    """The notification that stays during a session by voice alone. It says how to end it."""
    minutes = max(1, round(routine.length_ms / _MINUTE_MS))
    return (
        f"{routine.title}, {minutes} minute{'' if minutes == 1 else 's'}. Any pain: stop.",
        "A click here, or closing this, ends it at once. "
        "What hurt is left out next time if you note it: stretch pain add",
    )


def shortest(routines: Iterable[Routine]) -> Routine | None:
    return min(routines, key=lambda routine: routine.length_ms, default=None)


def why_no_reminder(wait: Wait, now: datetime) -> str:
    """Why there is no reminder now, and when there may be one."""
    told = _REASONS[wait.reason]
    if wait.reason is WaitReason.ASKS:
        return told
    if wait.until is None:
        return f"{told}, so it comes after that"
    day = "" if wait.until.date() == now.date() else f"{wait.until:%A} "
    return f"{told}; {day}{wait.until:%H:%M} at the earliest"
