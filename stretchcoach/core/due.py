"""Whether a person is to be reminded of a stretch now: a pure decision.

The system's scheduler looks every ten minutes; one look is a tick. `counted` adds the time since
the last tick to the tally, `decide` says whether to remind, and `shown` returns the tally after a
reminder. No process runs in between, so only the ticks know anything.

Only active time counts. Counting starts anew if ticks are missing (the machine slept, or was off),
if nobody touched the machine for five minutes, and after a session. So between two reminders there
is always enough active time, whatever the clock does.

A sensor may not know. An unknown value never keeps a reminder back.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from stretchcoach.core.plan import EVERY_MIN_MS, Plan

TICK_MS = 10 * 60_000
# A longer gap between ticks is a break. A scheduler may be late, or a tick may wait for an answer.
GAP_MS = 15 * 60_000
AWAY_MS = 5 * 60_000
# A break that begins so soon after a reminder counts as its answer.
FOLLOWS_WITHIN_MS = 20 * 60_000
LATER_MIN_MS, LATER_MAX_MS = 60_000, 8 * 60 * 60_000
LATER_MS = 20 * 60_000
EARLIER_MS = 30 * 60_000
# How long a reminder can be answered if no process waits for the answer.
OFFER_MS = 60 * 60_000
# After so many unanswered reminders in a row: the shortest routine; then no more today.
SHORT_AFTER, QUIET_AFTER = 2, 3
# How often a day the main routine comes, and how far apart.
MAIN_A_DAY, MAIN_APART_MS = 2, 3 * 60 * 60_000
# How many pains are enough to say something about an hour of the day.
PAIN_ENOUGH = 3
_HOUR = timedelta(hours=1)
# A limit for "until": nobody asks for the hour beyond it, and the calendar may end.
_FAR = timedelta(days=366)


class Done(NamedTuple):
    """A session of the last day that had any. `rest`: it ended with a grave sign."""

    begin: datetime
    routine: str
    hurt: bool = False
    rest: bool = False


class Recent(NamedTuple):
    """What the history says: the sessions of the last day that had any, in order; the pauses that
    are not over; the hour of the day with most of the pain, if there is one; and whether the next
    start asks about a grave sign."""

    done: tuple[Done, ...] = ()
    pauses: tuple[tuple[date, date], ...] = ()
    pain_hour: int | None = None
    asks: bool = False


class Tally(NamedTuple):
    """The state that ticks pass on.

    `active_ms` counts since the last break; `unanswered` counts reminders in a row today. "Later"
    sets `not_before` and `owed`. `turn` is the number of reminders so far.
    """

    ticked: datetime | None = None
    active_ms: int = 0
    reminded: datetime | None = None
    unanswered: int = 0
    not_before: datetime | None = None
    owed: bool = False
    turn: int = 0


class Sensed(NamedTuple):
    """The values of the sensors now; None where one does not know."""

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
        """Whether the person is away. In a meeting, or while presenting, one is not."""
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
    """The proposal of a reminder."""

    MAIN = "main"
    BETWEEN = "between"
    WALK = "walk"
    SHORTEST = "shortest"


class Remind(NamedTuple):
    """A reminder. With `pain_hour` it comes earlier than usual, before that hour of the day."""

    what: Proposal
    pain_hour: int | None = None


class Wait(NamedTuple):
    """No reminder yet. It may be due from `until` on, which is None if that is not known."""

    reason: WaitReason
    until: datetime | None = None


def counted(now: datetime, tally: Tally, recent: Recent, sensed: Sensed) -> Tally:
    """The tally at this tick. The time since the last one was active, or a break."""
    last = tally.ticked
    tally = tally._replace(ticked=now)
    if tally.reminded is None or tally.reminded.date() != now.date():
        tally = tally._replace(unanswered=0)
    if last is None:
        return tally._replace(active_ms=0)
    # The start of a session is kept in whole seconds.
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
    """The tally after "later", which is an answer: the reminder does not count as skipped."""
    unanswered = tally.unanswered if tally.owed else max(0, tally.unanswered - 1)
    not_before = now + timedelta(milliseconds=later_ms)
    if plan.holds(not_before) and not plan.holds(now):
        # No tick comes before the plan's hours begin. That gap must not count as a break.
        tally = tally._replace(ticked=plan.next_begin(now), active_ms=0)
    return tally._replace(unanswered=unanswered, not_before=not_before, owed=True)


def is_open(now: datetime, plan: Plan, tally: Tally) -> bool:
    """Whether a reminder still waits for its answer, within the plan's hours."""
    if not tally.unanswered or tally.reminded is None or tally.owed or not plan.holds(now):
        return False
    return 0 <= _ms(now - tally.reminded) <= plan.every_ms and tally.unanswered < QUIET_AFTER


def pain_hour(moments: Iterable[datetime]) -> int | None:
    """The hour of the day with more than half of these moments of pain, if they are enough."""
    hours = Counter(moment.hour for moment in moments)
    if not hours:
        return None
    hour, count = hours.most_common(1)[0]
    return hour if count >= PAIN_ENOUGH and 2 * count > hours.total() else None


def _not_today(now: datetime, plan: Plan, tally: Tally, recent: Recent) -> Wait | None:
    """The reason why no reminder comes for now, however much time was active; None if none."""
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
    """The active time that is needed; with the pain hour if less is needed, once before it."""
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
