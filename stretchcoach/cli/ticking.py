"""A tick: reads the state and the sensors, decides, and may show a reminder.

It loads neither typer nor rich, and little else: it runs every ten minutes, all day.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from stretchcoach.clock import now as now_here
from stretchcoach.core.due import (
    LATER_MS,
    Proposal,
    Recent,
    Remind,
    Sensed,
    Tally,
    Wait,
    WaitReason,
    counted,
    decide,
    is_open,
    put_off,
    shown,
)
from stretchcoach.core.plan import Plan, plan_of
from stretchcoach.errors import CoachError
from stretchcoach.files.reminders import keep_offer, read_recent, read_tally, save
from stretchcoach.files.settings import settled_here

if TYPE_CHECKING:
    from pathlib import Path

    from stretchcoach.core.reminders import ReminderText
    from stretchcoach.core.routine import Routine
    from stretchcoach.files.kept import Kept

_BETWEEN = "desk-break"


class Seen(NamedTuple):
    """The result of one look."""

    now: datetime
    plan: Plan
    tally: Tally
    recent: Recent
    sensed: Sensed
    decided: Remind | Wait


def plan_here() -> Plan:
    return plan_of(settled_here()[0].settings)


def look(*, sensing: bool = True) -> Seen:
    """Look once, without saving. It asks no more sensors than the decision needs."""
    now, plan = now_here(), plan_here()
    tally, recent = read_tally(), read_recent(now)
    sensed = Sensed()
    if sensing and plan.holds(now):
        from stretchcoach.system import sensors

        sensed = Sensed(idle_ms=sensors.idle_ms())
    seen = _decided(now, plan, tally, recent=recent, sensed=sensed)
    if not sensing or (isinstance(seen.decided, Wait) and not sensed.untouched):
        return seen
    # The decision depends on the other sensors now: a reminder might disturb a meeting.
    return _decided(now, plan, tally, recent=recent, sensed=sensors.sensed(sensed.idle_ms))


def tick() -> None:
    if not plan_here().holds(now_here()):
        return
    seen = look()
    if isinstance(seen.decided, Remind):
        _remind(seen, seen.decided)
    else:
        _keep(seen.tally, seen.recent)


def _remind(seen: Seen, decided: Remind) -> None:
    text = text_of(seen, decided)
    # It is saved before it is shown, so that the next tick does not show another. So if the state
    # cannot be saved, no reminder is shown.
    if _keep(shown(seen.now, seen.tally), seen.recent) and not show(text):
        _keep(seen.tally, seen.recent)  # it stays due, and does not count as skipped


def show(text: "ReminderText") -> bool:
    """Show a reminder, and carry out the answer; return whether it could be shown."""
    from stretchcoach.system import notifier, terminals

    opens = not text.routine or terminals.name() is not None or begins_aloud(text.routine)
    command = f"stretch {text.routine}"
    if opens and notifier.answers_later():
        with suppress(OSError):  # without the file its buttons do nothing
            keep_offer(now_here(), text)
    answer = notifier.show(text, command, buttons=opens)
    if answer is None:
        return False
    obey(answer, text)
    return True


def obey(answer: str, text: "ReminderText") -> None:
    """Carry out the answer to this reminder. Raises OSError."""
    from stretchcoach.system import lasting, notifier, terminals

    routine = text.routine
    if answer == notifier.LATER:
        put_off_here(LATER_MS)
        return
    if answer != notifier.START or not routine:
        return
    opened = terminals.open_session(lasting.session_command(routine)) or (
        begins_aloud(routine) and terminals.begin(lasting.aloud_command(routine))
    )
    if not opened:
        notifier.show(text, f"stretch {routine}", buttons=False)


def begins_aloud(routine: str) -> bool:
    """Whether this routine begins by voice alone if no terminal can be opened."""
    if not settled_here()[0].settings.remind_aloud:
        return False
    from stretchcoach.cli.by_voice import why_not

    return not why_not(routine)


def put_off_here(later_ms: int) -> datetime:
    """Put the next reminder off by `later_ms`; return when it may come. Raises OSError."""
    now = now_here()
    save(put_off(now, read_tally(), later_ms, plan=plan_here()), read_recent(now))
    return now + timedelta(milliseconds=later_ms)


def due() -> int:
    """`stretch due`: one line, and 0 if a stretch is due, or a reminder waits for its answer."""
    seen = look(sensing=False)
    if isinstance(seen.decided, Remind):
        text = text_of(seen, seen.decided)
    elif seen.decided.reason is WaitReason.ACTIVE and is_open(seen.now, seen.plan, seen.tally):
        # The state of the last reminder, so that both have the same words.
        before = seen.tally._replace(
            active_ms=seen.plan.every_ms,
            unanswered=seen.tally.unanswered - 1,
            turn=seen.tally.turn - 1,
        )
        again = decide(seen.now, seen.plan, before, recent=seen.recent, sensed=Sensed())
        if isinstance(again, Wait):
            return 1
        text = text_of(seen._replace(tally=before), again)
    else:
        return 1
    print(f"{text.line} {text.proposal}")
    return 0


def text_of(seen: Seen, decided: Remind) -> "ReminderText":
    from stretchcoach.core.reminders import text

    with _routines() as routines:
        offer = _spared(_offer(seen.plan, decided.what, routines), seen.now)
        main = routines.named(seen.plan.main)
        posture = (offer and offer.posture) or (main.posture if main else ())
        return text(offer, posture, seen.tally.turn, pain_hour=decided.pain_hour)


def alarms(plan: Plan) -> str:
    """The plan as a calendar."""
    from stretchcoach.core.alarms import alarms_as_ics

    with _routines() as routines:
        main = routines.named(plan.routine or plan.main)
        return alarms_as_ics(plan, main, main.posture if main else (), now=now_here())


class _Routines(NamedTuple):
    """All routines; each is read only when it is asked for."""

    kept: "Kept"
    paths: dict[str, "Path"]

    def named(self, name: str) -> "Routine | None":
        """The routine of this name; None if it is missing or faulty."""
        with suppress(CoachError):
            return self.kept.read(self.paths[name]) if name in self.paths else None
        return None

    def all(self) -> "Iterable[Routine]":
        return filter(None, map(self.named, self.paths))


@contextmanager
def _routines() -> "Iterator[_Routines]":
    from stretchcoach.files.folders import look as look_into
    from stretchcoach.files.kept import Kept

    known = look_into()
    with Kept(known) as kept:
        yield _Routines(kept, {entry.name: entry.path for entry in known.entries()})


def _offer(plan: Plan, what: Proposal, routines: _Routines) -> "Routine | None":
    """The routine to propose; None for a walk."""
    from stretchcoach.core.reminders import shortest

    if what is Proposal.WALK:
        return None
    if what is Proposal.SHORTEST:
        return shortest(routines.all())
    return routines.named(_BETWEEN if what is Proposal.BETWEEN else plan.routine or plan.main)


def _spared(offer: "Routine | None", now: datetime) -> "Routine | None":
    """The routine, if any of its positions is left after pain; None for a walk."""
    from stretchcoach.files.memory import memory_path

    if offer is None or not memory_path().exists():
        return offer
    from stretchcoach.core.memory import State, place_of, recall, strictest
    from stretchcoach.files.memory import read_memory

    with suppress(OSError):
        pains = recall(read_memory().lines)
        places = (place_of(offer, position) for position in offer.positions)
        found = [strictest(pains, place, now.date()) for place in places]
        if all(one and one[1] in (State.OUT, State.TOO_OFTEN) for one in found):
            return None
    return offer


def _decided(now: datetime, plan: Plan, tally: Tally, recent: Recent, sensed: Sensed) -> Seen:
    tally = counted(now, tally, recent, sensed=sensed)
    return Seen(
        now,
        plan,
        tally=tally,
        recent=recent,
        sensed=sensed,
        decided=decide(now, plan, tally, recent=recent, sensed=sensed),
    )


def _keep(tally: Tally, recent: Recent) -> bool:
    """Save the state; return whether that worked. If not, `stretch doctor` says so."""
    try:
        save(tally, recent)
    except OSError:
        return False
    return True
