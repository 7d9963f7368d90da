"""The engine: a timeline being lived, as a value and one pure function of the time that passed.

The theory. A session is a point moving through a timeline: the number of a stage and the
milliseconds into it. Only three things can happen to the point: time passes, the person presses a
key, or nobody was being led for a while. `advance` takes the clock's reading and perhaps a command.
It returns the session as it is now, and the events since the last step. It reads no clock, draws
nothing and plays nothing: the loop does that. The tests state these laws:

- *How time is sliced does not matter.* Advancing by 7,000 ms gives the same session and the same
  events, in the same order, as advancing 7,000 times by 1. A cue is an event when the point crosses
  it (`heard < at <= into`), never because a rounded second equals its moment. Cues up to `heard_ms`
  have been given; it is -1 before a stage's first. So no cue is lost to a late wake-up, and none is
  heard twice.
- *Time is neither lost nor invented.* Only RUNNING consumes time, in the lead-in or in stages, and
  `active_ms` counts each millisecond once.
- *A gap is not a session.* If more than `gap_ms` lie between two readings (a suspended machine,
  SIGSTOP), nobody was being led. The gap is dropped, and the session is PAUSED where it last was.
- *A hold that a key led into begins with a lead-in* (`lead_ms`): a person who has just pressed a
  key must put an arm back. Meanwhile the point stands still, and the hold's first cues wait.
- *A command that does not apply changes nothing.* So keys need no disabled state.

Modes: WAITING (at the gate) -> RUNNING <-> PAUSED -> FINISHED or STOPPED. `reason` is one of three
for a pause. After PAIN the position that hurt can only be left out, never gone back to. The person
may say which kind of pain it was. Some kinds end the session, and none can be made lighter later.
"""

from enum import Enum
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.commands import Command as Command
from stretchcoach.core.outcome import Ended, Held, Outcome, Sign, record_of, recorded
from stretchcoach.core.pain import blamed, can_go_on, in_doubt
from stretchcoach.core.reading import begins_at, with_setup
from stretchcoach.core.templates import Sentence, Words
from stretchcoach.core.timeline import Chime, Cue, Kind, Rank, Stage, Timeline, leave_out, own_cue

GAP_MS = 2_000
LEAD_IN_MS = 3_000
BACK_TO_PREVIOUS_MS = 1_500


class Mode(Enum):
    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"


class Reason(Enum):
    """Why a session is paused."""

    PERSON = "person"
    AWAY = "away"
    PAIN = "pain"


_SIGNS = {
    Command.IT_IS_PAIN: Sign.PAIN,
    Command.IT_IS_NUMBNESS: Sign.NUMBNESS,
    Command.IT_IS_AN_EMERGENCY: Sign.EMERGENCY,
}


class Event(NamedTuple):
    """A cue as it happens: `at_ms` counts from the timeline's start."""

    at_ms: int
    stage: Stage
    cue: Cue


class Session(NamedTuple):
    """See the module's text. `now_ms` is the clock's reading at the last step.

    `first_no` is the earliest stage that BACK can reach: the one after the gate or, after pain, the
    one with which the session went on. `page` is the page of the gate's text. It may be any
    integer, as the number of pages depends on the window. `emergency` is the number of the
    ambulance and where it holds, "" if that is not certain. `sign` is the kind of the last pain, if
    told. `known` is True if the person has read the gate's text before, `sounds` False if no sound
    is wanted.
    """

    timeline: Timeline
    now_ms: int
    mode: Mode
    gap_ms: int = GAP_MS
    stage_no: int = 0
    into_ms: int = 0
    heard_ms: int = -1
    lead_ms: int = 0
    first_no: int = 0
    active_ms: int = 0
    reason: Reason | None = None
    holds: tuple[Held, ...] = ()
    muted: bool = False
    help: bool = False
    keyless: bool = False
    page: int = 0
    emergency: str = ""
    sign: Sign | None = None
    known: bool = False
    sounds: bool = True

    @property
    def stage(self) -> Stage:
        return self.timeline.stages[self.stage_no]

    @property
    def at_ms(self) -> int:
        """The point, counted from the timeline's start."""
        return self.start_ms + self.into_ms

    @property
    def start_ms(self) -> int:
        """The start of its stage, counted from the timeline's start."""
        return sum([stage.length_ms for stage in self.timeline.stages[: self.stage_no]])

    @property
    def over(self) -> bool:
        return self.mode in (Mode.FINISHED, Mode.STOPPED)


Moved = tuple[Session, tuple[Event, ...]]


class Step(NamedTuple):
    """The result of one step of a session.

    `passed` are events that came by themselves; `answered` are those of a command or a gap. The
    session is `disturbed` if it does not go on as it would have by itself.
    """

    session: Session
    passed: tuple[Event, ...] = ()
    answered: tuple[Event, ...] = ()
    disturbed: bool = False


def begin(
    timeline: Timeline,
    now_ms: int,
    *,
    waits: bool = True,
    keyless: bool = False,
    gap_ms: int = GAP_MS,
    emergency: str = "",
    known: bool = False,
    sounds: bool = True,
) -> Moved:
    """A session at its first stage. It stops at the gate only if it `waits`."""
    has_gate = timeline.stages[0].kind is Kind.GATE
    waiting = waits and has_gate
    mode = Mode.WAITING if waiting else Mode.RUNNING
    session = Session(timeline, now_ms, mode, gap_ms=gap_ms, known=known, sounds=sounds)
    session = session._replace(first_no=int(has_gate), keyless=keyless, emergency=emergency)
    if waiting:
        return session._replace(heard_ms=0), _heard(session, 0)
    return _run(session, 0)


def step(session: Session, now_ms: int, command: Command | None = None) -> Step:
    """Let time pass until `now_ms`, then obey the command."""
    elapsed_ms = max(0, now_ms - session.now_ms)
    session = session._replace(now_ms=now_ms)
    passed: tuple[Event, ...] = ()
    if session.mode is Mode.RUNNING:
        if elapsed_ms > session.gap_ms or command is Command.AWAY:
            return _after_gap(session, command)
        session, passed = _run(session, elapsed_ms)
    obeyed, answered = _obey(session, command)
    if obeyed != session and command not in (Command.HELP, Command.MUTE):
        obeyed = obeyed._replace(help=False)  # so that the key's effect is seen
    # Help, pages and muting do not change how the session goes on.
    alike = obeyed._replace(muted=session.muted, help=session.help, page=session.page)
    return Step(obeyed, passed, answered, disturbed=alike != session)


def advance(session: Session, now_ms: int, command: Command | None = None) -> Moved:
    """The session after one step, and the events of the step."""
    moved = step(session, now_ms, command)
    return moved.session, moved.passed + moved.answered


def _after_gap(session: Session, command: Command | None) -> Step:
    said = words.interrupted(goes_on=session.keyless)
    told = _own(session, said, Rank.INSTRUCTION, chime=Chime.STOP)
    paused = session._replace(mode=Mode.PAUSED, reason=Reason.AWAY)
    # A key from before the gap was meant for another moment. Only these two are always safe.
    safe = command if command in (Command.PAIN, Command.STOP) else None
    obeyed, answered = _obey(paused, safe or (Command.TOGGLE if session.keyless else None))
    return Step(obeyed, (), (told, *answered), disturbed=True)


def outcome(session: Session) -> Outcome:
    """The outcome of a session so far."""
    routine, finished = session.timeline.routine, session.mode is Mode.FINISHED
    active_ms, holds = session.active_ms, session.holds
    return Outcome(routine.name, routine.title, finished, active_ms=active_ms, holds=holds)


def next_cue_ms(session: Session) -> int | None:
    """Milliseconds until the next cue, stage or end of a lead-in; None while time stands still."""
    if session.mode is not Mode.RUNNING:
        return None
    if session.lead_ms:
        return session.lead_ms
    stage = session.stage
    coming = (cue.at_ms for cue in stage.cues if cue.at_ms > session.heard_ms)
    return next(coming, stage.length_ms) - session.into_ms


def _run(session: Session, elapsed_ms: int) -> Moved:
    """Let time pass: first the lead-in, then stage after stage."""
    events: tuple[Event, ...] = ()
    lead_ms = min(session.lead_ms, elapsed_ms)
    left_ms = elapsed_ms - lead_ms
    session = session._replace(
        lead_ms=session.lead_ms - lead_ms, active_ms=session.active_ms + elapsed_ms
    )
    while not session.lead_ms:
        stage = session.stage
        step_ms = min(left_ms, stage.length_ms - session.into_ms)
        left_ms -= step_ms
        into_ms = session.into_ms + step_ms
        events += _heard(session, into_ms)
        session = session._replace(into_ms=into_ms, heard_ms=into_ms)
        if stage.kind is Kind.END:
            # The rest of the step lies after the end: nobody was active then.
            active_ms = session.active_ms - left_ms
            return session._replace(mode=Mode.FINISHED, active_ms=active_ms), events
        if into_ms < stage.length_ms:
            break
        session = _enter(_record(session, Ended.DONE), session.stage_no + 1)
    return session, events


def _heard(session: Session, into_ms: int) -> tuple[Event, ...]:
    """The stage's cues crossed on the way from `heard_ms` to `into_ms`."""
    stage, heard_ms = session.stage, session.heard_ms
    crossed = [cue for cue in stage.cues if heard_ms < cue.at_ms <= into_ms]
    return tuple(Event(session.start_ms + cue.at_ms, stage, cue) for cue in crossed)


def _enter(session: Session, stage_no: int) -> Session:
    return session._replace(stage_no=stage_no, into_ms=0, heard_ms=-1)


def _record(session: Session, ended: Ended) -> Session:
    """Note how the current hold ended, if the stage is one."""
    stage = session.stage
    if stage.kind is not Kind.HOLD or stage.position is None:
        return session
    held = Held(stage.side, stage.position, held_ms=session.into_ms, ended=ended)
    return session._replace(holds=recorded(session.holds, held))


def into_position(own: Words, session: Session) -> str:
    """The words that lead into the current hold after a key."""
    stage = session.stage
    if stage.position is None:
        return ""
    routine, begun = session.timeline.routine, session.heard_ms >= 0
    return words.into_position(own, routine, stage.side, position=stage.position, begun=begun)


def _own(
    session: Session, sentence: Sentence, rank: Rank | None = None, chime: Chime | None = None
) -> Event:
    """A sentence of the program's own at this moment."""
    routine = session.timeline.routine
    cue = own_cue(routine, sentence, at_ms=session.into_ms, chime=chime, rank=rank)
    return Event(session.at_ms, session.stage, cue)


def _obey(session: Session, command: Command | None) -> Moved:
    if session.over or command is None or command is Command.AWAY:
        return session, ()
    match command:
        case Command.MUTE:
            return session._replace(muted=not session.muted), ()
        case Command.HELP:
            return session._replace(help=not session.help), ()
        case Command.STOP:
            return _stop(session)
        case Command.TOGGLE:
            return _toggle(session)
        case Command.PAIN:
            return _pain(session)
        case Command.IT_IS_PAIN | Command.IT_IS_NUMBNESS | Command.IT_IS_AN_EMERGENCY:
            return _told(session, _SIGNS[command])
        case Command.SKIP | Command.BACK | Command.RESTART:
            return _move(session, command)
        case Command.ASK_BACK:
            asked = session.timeline.asked_back if session.mode is Mode.WAITING else None
            return session._replace(timeline=asked or session.timeline), ()
        case Command.READ:
            return _read(session)


def _stop(session: Session) -> Moved:
    # Only a hold that has begun, and is not recorded as painful.
    worked = session.into_ms > 0 and session.reason is not Reason.PAIN
    stopped = _record(session, Ended.STOPPED) if worked else session
    return stopped._replace(mode=Mode.STOPPED), (_own(session, lambda own: own.stopped),)


def _toggle(session: Session) -> Moved:
    reads = session.mode is Mode.RUNNING and session.stage.kind is Kind.SETUP
    if session.mode is Mode.WAITING or reads:
        # The gate has been heard; the first stage begins at this very moment.
        begun = session._replace(mode=Mode.RUNNING)
        return _run(_enter(begun, begins_at(session.timeline)), 0)
    if session.mode is Mode.RUNNING:
        paused = session._replace(mode=Mode.PAUSED, reason=Reason.PERSON)
        return paused, (_own(session, lambda own: own.paused),)
    if session.reason is Reason.PAIN:
        return _go_on_without(session)
    return _led_in(session._replace(mode=Mode.RUNNING, reason=None))


def _read(session: Session) -> Moved:
    """Have the setup read. Its steps become stages before the first one."""
    read = with_setup(session.timeline) if session.mode is Mode.WAITING else None
    if read is None:
        return session, ()
    return _run(_enter(session._replace(timeline=read, mode=Mode.RUNNING), 1), 0)


def _pain(session: Session) -> Moved:
    if session.mode is Mode.WAITING or session.reason is Reason.PAIN:
        return session, ()
    hurt = _record(session, Ended.HURT)
    stage = blamed(session.timeline, session.stage_no)
    if session.stage.kind is not Kind.HOLD and stage.position:
        before = record_of(session.holds, stage.side, stage.position)
        held_ms = before.held_ms if before else 0
        held = Held(stage.side, stage.position, held_ms=held_ms, ended=Ended.HURT)
        hurt = session._replace(holds=recorded(session.holds, held))
    said = _own(session, lambda own: own.pain, Rank.SAFETY, chime=Chime.STOP)
    return hurt._replace(mode=Mode.PAUSED, reason=Reason.PAIN, sign=None), (said,)


def _told(session: Session, sign: Sign) -> Moved:
    """Record which kind of pain it is. It can become graver, never lighter."""
    stage, before = blamed(session.timeline, session.stage_no), session.sign
    if session.reason is not Reason.PAIN or stage.position is None:
        return session, ()
    if before is not None and before.gravity >= sign.gravity:
        return session, ()
    hurt = record_of(session.holds, stage.side, stage.position)
    # Between two holds it may be the second pain on one record: there the graver sign stays.
    graver = max(sign, hurt.sign or sign, key=lambda one: one.gravity) if hurt else sign
    holds = tuple(held._replace(sign=graver) if held is hurt else held for held in session.holds)
    said = _own(session, lambda own: own.signs[sign], Rank.SAFETY if sign.ends_it else None)
    return session._replace(holds=holds, sign=sign), (said,)


def _go_on_without(session: Session) -> Moved:
    if not can_go_on(session.timeline, session.stage_no, session.sign):
        return _stop(session)
    doubted = in_doubt(session.timeline, session.stage_no)
    # This is not spoken: the next stage has more to say now.
    said = _own(session, lambda own: words.going_on_without(own, doubted))
    timeline = leave_out(session.timeline, doubted, session.stage_no)
    stage_no = session.stage_no + 1
    going_on = session._replace(
        timeline=timeline, mode=Mode.RUNNING, reason=None, lead_ms=0, first_no=stage_no
    )
    session, events = _run(_enter(going_on, stage_no), 0)
    return session, (said, *events)


def _move(session: Session, command: Command) -> Moved:
    """Skip, back and restart; all of them also end a pause. At the gate they turn its pages."""
    if session.mode is Mode.WAITING:
        turns = {Command.SKIP: 1, Command.BACK: -1}.get(command, 0)
        return session._replace(page=session.page + turns), ()
    held = session.stage.kind is Kind.HOLD
    if session.reason is Reason.PAIN or (command is Command.RESTART and not held):
        return session, ()
    stage_no = session.stage_no
    if command is Command.SKIP:
        session = _record(session, Ended.SKIPPED)
        stage_no += 1
    elif command is Command.BACK and session.into_ms < BACK_TO_PREVIOUS_MS:
        stage_no = max(session.first_no, stage_no - 1)
    moved = session._replace(mode=Mode.RUNNING, reason=None)
    return _led_in(_enter(moved, stage_no))


def _led_in(session: Session) -> Moved:
    """Go on from here: into a hold with a lead-in, into another stage at once."""
    if session.stage.kind is Kind.HOLD:
        said = _own(session, lambda own: into_position(own, session), rank=Rank.INSTRUCTION)
        return session._replace(lead_ms=LEAD_IN_MS), (said,)
    return _run(session._replace(lead_ms=0), 0)
