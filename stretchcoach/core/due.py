"""Whether a person is to be reminded of a stretch now: a pure decision.

The system's scheduler looks every ten minutes; one look is a tick. `counted` adds what has passed
since the tick before to the tally, `decide` says whether to remind, and `shown` what is different
after a reminder. Nothing runs in between, so all that is known is what ticks have seen.

Only active time counts. Where ticks are missing (the machine slept, or was off), where nobody
touched the machine for five minutes, and after a session, counting starts anew. So two reminders
are never nearer than the time that must be active between them, whatever the clock does.

A sensor may not know. What is not known never keeps a reminder back.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from stretchcoach.core.plan import EVERY_MIN_MS, Plan

TICK_MS = 10 * 60_000
# A scheduler may be late, and one tick may wait for an answer; two missing ticks are a break.
GAP_MS = 15 * 60_000
AWAY_MS = 5 * 60_000
# A break that begins so soon after a reminder is taken for its answer.
FOLLOWS_WITHIN_MS = 20 * 60_000
LATER_MIN_MS, LATER_MAX_MS = 60_000, 8 * 60 * 60_000
LATER_MS = 20 * 60_000
EARLIER_MS = 30 * 60_000
# For so long a reminder can be answered for which no process waits.
OFFER_MS = 60 * 60_000
# So many reminders in a row without an answer: the shortest routine, and then no more today.
SHORT_AFTER, QUIET_AFTER = 2, 3
# The main routine comes so often a day, and so far apart.
MAIN_A_DAY, MAIN_APART_MS = 2, 3 * 60 * 60_000
# From so many on, pain says something about an hour of the day.
PAIN_ENOUGH = 3
_HOUR = timedelta(hours=1)
# Beyond it nobody asks for the hour, and the calendar may end.
_FAR = timedelta(days=366)


class Done(NamedTuple):
    """A session of the last day that had any: `rest` where it ended with a grave sign."""

    begin: datetime
    routine: str
    hurt: bool = False
    rest: bool = False


class Recent(NamedTuple):
    """What the record says: the sessions of the last day that had any, in order; pauses that are
    not over; the hour of the day at which pain is mostly noted, if there is one; and whether it is
    still to be asked after a grave sign."""

    done: tuple[Done, ...] = ()
    pauses: tuple[tuple[date, date], ...] = ()
    pain_hour: int | None = None
    asks: bool = False


class Tally(NamedTuple):
    """What the ticks so far have found.

    `active_ms` since the last break; `unanswered` reminders in a row today; `not_before` and `owed`
    are what "later" asks for; `turn` is the number of reminders so far.
    """

    ticked: datetime | None = None
    active_ms: int = 0
    reminded: datetime | None = None
    unanswered: int = 0
    not_before: datetime | None = None
    owed: bool = False
    turn: int = 0


class Sensed(NamedTuple):
    """What the system says now; None where it does not know."""

    idle_ms: int | None = None
    locked: bool | None = None
    do_not_disturb: bool | None = None
    meeting: bool | None = None
    sharing: bool | None = None

    @property
    def untouched(self) -> bool:
        return self.idle_ms is not None and self.idle_ms >= AWAY_MS

    @property
    def away(self) -> bool:
        """Who listens in a meeting, or shows something, touches nothing, and has no break."""
        return self.untouched and not (self.meeting or self.sharing)


class WaitReason(Enum):
    PAUSE = "pause"
    DAY = "day"
    HOURS = "hours"
    ASKS = "asks"
    REST = "rest"
    QUIET = "quiet"
    LATER = "later"
    ACTIVE = "active"
    AWAY = "away"
    LOCKED = "locked"
    DO_NOT_DISTURB = "do not disturb"
    MEETING = "meeting"
    SHARING = "sharing"


class Proposal(Enum):
    """What a reminder proposes."""

    MAIN = "main"
    BETWEEN = "between"
    WALK = "walk"
    SHORTEST = "shortest"


class Remind(NamedTuple):
    """`pain_hour` where it comes earlier than usual, before this hour of the day."""

    what: Proposal
    pain_hour: int | None = None


class Wait(NamedTuple):
    """`until` is None where nobody knows. From then on it may be due, and need not."""

    reason: WaitReason
    until: datetime | None = None


def counted(now: datetime, tally: Tally, recent: Recent, sensed: Sensed) -> Tally:
    """The tally at this tick: the time since the last one was active, or a break."""
    last = tally.ticked
    tally = tally._replace(ticked=now)
    if tally.reminded is None or tally.reminded.date() != now.date():
        tally = tally._replace(unanswered=0)
    if last is None:
        return tally._replace(active_ms=0)
    # A session's begin is kept without its fraction of a second.
    if any(last.replace(microsecond=0) <= done.begin <= now for done in recent.done):
        return tally._replace(active_ms=0, unanswered=0, not_before=None, owed=False)
    passed_ms = _ms(now - last)
    if sensed.away or not 0 <= passed_ms <= GAP_MS:
        follows = tally.reminded and 0 <= _ms(last - tally.reminded) <= FOLLOWS_WITHIN_MS
        unanswered = 0 if follows else tally.unanswered
        return tally._replace(active_ms=0, unanswered=unanswered, owed=False)
    if sensed.locked:
        return tally
    return tally._replace(active_ms=tally.active_ms + passed_ms)


def decide(
    now: datetime, plan: Plan, tally: Tally, recent: Recent, sensed: Sensed
) -> Remind | Wait:
    """Whether to remind now; `tally` is `counted` up to now."""
    waits = _not_today(now, plan, tally, recent=recent)
    if waits:
        return waits
    later = tally.not_before
    if later and now < later <= now + timedelta(milliseconds=LATER_MAX_MS):
        return Wait(WaitReason.LATER, _within_hours(later, plan))
    needed_ms, hour = _needed(now, plan, tally, recent=recent)
    if not tally.owed and tally.active_ms < needed_ms:
        until = now + timedelta(milliseconds=needed_ms - tally.active_ms)
        reason = WaitReason.AWAY if sensed.away else WaitReason.ACTIVE
        return Wait(reason, _within_hours(until, plan))
    for keeps, reason in (
        (sensed.away, WaitReason.AWAY),
        (sensed.locked, WaitReason.LOCKED),
        (sensed.do_not_disturb, WaitReason.DO_NOT_DISTURB),
        (sensed.meeting, WaitReason.MEETING),
        (sensed.sharing, WaitReason.SHARING),
    ):
        if keeps:
            return Wait(reason)
    earlier = not tally.owed and tally.active_ms < plan.every_ms
    return Remind(_proposal(now, plan, tally, recent=recent), hour if earlier else None)


def shown(now: datetime, tally: Tally) -> Tally:
    """The tally after a reminder was shown."""
    return tally._replace(
        active_ms=0,
        reminded=now,
        unanswered=tally.unanswered + 1,
        not_before=None,
        owed=False,
        turn=tally.turn + 1,
    )


def put_off(now: datetime, tally: Tally, later_ms: int, plan: Plan) -> Tally:
    """The tally after "later"; that is an answer, so the reminder is not a skipped one."""
    unanswered = tally.unanswered if tally.owed else max(0, tally.unanswered - 1)
    not_before = now + timedelta(milliseconds=later_ms)
    if plan.holds(not_before) and not plan.holds(now):
        # No tick comes before the hours begin. That none did is no break, and owes it all the same.
        tally = tally._replace(ticked=plan.next_begin(now), active_ms=0)
    return tally._replace(unanswered=unanswered, not_before=not_before, owed=True)


def is_open(now: datetime, plan: Plan, tally: Tally) -> bool:
    """Whether a reminder was shown that is still to be answered, within the plan's hours."""
    if not tally.unanswered or tally.reminded is None or tally.owed or not plan.holds(now):
        return False
    return 0 <= _ms(now - tally.reminded) <= plan.every_ms and tally.unanswered < QUIET_AFTER


def pain_hour(moments: Iterable[datetime]) -> int | None:
    """The hour of the day that more than half of these moments of pain lie in, if they are
    enough."""
    hours = Counter(moment.hour for moment in moments)
    if not hours:
        return None
    hour, count = hours.most_common(1)[0]
    return hour if count >= PAIN_ENOUGH and 2 * count > hours.total() else None


def _not_today(now: datetime, plan: Plan, tally: Tally, recent: Recent) -> Wait | None:
    """What keeps all reminders back for now, whatever has been active."""
    today = now.date()
    for first, last in recent.pauses:
        if first <= today <= last:
            if last - today > _FAR:
                return Wait(WaitReason.PAUSE)
            at_midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
            after = at_midnight + timedelta(days=(last - today).days + 1, microseconds=-1)
            return Wait(WaitReason.PAUSE, plan.next_begin(after))
    if not plan.holds(now):
        reason = WaitReason.HOURS if plan.is_of(today) else WaitReason.DAY
        return Wait(reason, plan.next_begin(now))
    if recent.asks:
        return Wait(WaitReason.ASKS)
    if any(done.rest for done in _today(now, recent)):
        return Wait(WaitReason.REST, _tomorrow(now, plan))
    if tally.unanswered >= QUIET_AFTER and tally.reminded and tally.reminded.date() == today:
        return Wait(WaitReason.QUIET, _tomorrow(now, plan))
    return None


def _within_hours(moment: datetime, plan: Plan) -> datetime:
    return moment if plan.holds(moment) else plan.next_begin(moment)


def _tomorrow(now: datetime, plan: Plan) -> datetime:
    return plan.next_begin(now.replace(hour=23, minute=59, second=59))


def _needed(now: datetime, plan: Plan, tally: Tally, recent: Recent) -> tuple[int, int | None]:
    """How much must be active, and the hour of pain that it is less for: once before each."""
    hour = recent.pain_hour
    if hour is not None:
        at = now.replace(hour=hour, minute=0, second=0, microsecond=0)
        at = at if now < at else at + timedelta(days=1)
        begins = at - _HOUR
        if now >= begins and (tally.reminded is None or tally.reminded < begins):
            return max(EVERY_MIN_MS, plan.every_ms - EARLIER_MS), hour
    return plan.every_ms, None


def _proposal(now: datetime, plan: Plan, tally: Tally, recent: Recent) -> Proposal:
    today = _today(now, recent)
    if any(done.hurt for done in today):
        return Proposal.WALK
    if tally.unanswered >= SHORT_AFTER:
        return Proposal.SHORTEST
    if plan.routine:
        return Proposal.MAIN
    main = [done for done in today if done.routine.startswith(plan.main)]
    apart = not main or _ms(now - main[-1].begin) >= MAIN_APART_MS
    if len(main) < MAIN_A_DAY and apart:
        return Proposal.MAIN
    return Proposal.WALK if tally.turn % 2 else Proposal.BETWEEN


def _today(now: datetime, recent: Recent) -> list[Done]:
    return [done for done in recent.done if done.begin.date() == now.date()]


def _ms(time: timedelta) -> int:
    return time // timedelta(milliseconds=1)
