"""Small builders of routines, timelines and sessions, and the strategies that draw them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from stretchcoach.core.breath import Breath
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.routine import Position, Routine, Safety, Side, Times, WrittenCue
from stretchcoach.core.session import Command, Event, Session, advance, begin
from stretchcoach.core.timeline import Kind, Stage, Timeline
from stretchcoach.files.folders import built_in_folder
from stretchcoach.files.routine_file import read_routine

BOTH = (Side.LEFT, Side.RIGHT)
# The built-in routines at the corner of a wall, whose drawings show the hand and the turn.
CORNER = ("upper-back", "upper-back-neck", "upper-back-quick")
# A gap that no test reaches: time is then only ever slept through on purpose.
ENDLESS_MS = 10**9

Script = list[tuple[int, Command | None]]


def built_in(name: str) -> Routine:
    return _read_once(built_in_folder() / f"{name}.yaml")


_read_once = cache(read_routine)


def built_in_files() -> list[Path]:
    return sorted(built_in_folder().glob("*.yaml"))


def position(id_: str, hold_ms: int | None = None, cues: Iterable[WrittenCue] = ()) -> Position:
    title = id_.capitalize()
    return Position(id_, title, f"Hand at the {id_}.", hold_ms=hold_ms, cues=tuple(cues))


def routine(
    ids: Iterable[str] = ("shoulder", "chest", "hip"),
    sides: tuple[Side, ...] = BOTH,
    times: Times | None = None,
    breath: Breath | None = None,
    positions: Iterable[Position] | None = None,
) -> Routine:
    """A routine of these positions, with 10 s to get ready, holds of 30 s, 8 s and 15 s between."""
    return Routine(
        name="made",
        title="Made",
        safety=Safety(("Go slowly.",), ("sharp pain",), "Any pain: stop."),
        positions=tuple(positions or map(position, ids)),
        sides=sides,
        limb="arm",
        times=times or Times(10_000, 30_000, 8_000, 15_000),
        breath=breath or Breath(),
        finish="Let both arms hang.",
    )


def timeline(of: Routine | None = None, *, gate: bool = True) -> Timeline:
    return choose(of or routine(), Choices(), gate=gate)


def begun(of: Timeline | None = None, *, gap_ms: int = 2_000) -> Session:
    """A session that is past its gate and runs, at 0 ms of its clock."""
    session, _ = begin(of or timeline(), 0, waits=False, gap_ms=gap_ms)
    return session


def passed(session: Session, ms: int, command: Command | None = None) -> Session:
    """The session after `ms` during which somebody was being led, and then the command."""
    left_ms = ms
    while left_ms > session.gap_ms:
        session, _ = advance(session, session.now_ms + session.gap_ms)
        left_ms -= session.gap_ms
    session, _ = advance(session, session.now_ms + left_ms, command)
    return session


def in_stage(stage_no: int, into_ms: int = 0, of: Timeline | None = None) -> Session:
    """A session led undisturbed to this moment of this stage."""
    of = of or timeline()
    return passed(begun(of), of.starts_ms[stage_no] + into_ms)


def lived(session: Session, script: Script) -> tuple[Session, tuple[Event, ...]]:
    """The session after these pieces of time, each followed by its command, and what happened."""
    events: tuple[Event, ...] = ()
    for elapsed_ms, command in script:
        session, more = advance(session, session.now_ms + elapsed_ms, command)
        events += more
    return session, events


def laid_out(events: Iterable[Event]) -> list[Event]:
    """Those of the events that stand in their stage, without what was said to a key."""
    return [event for event in events if event.cue in event.stage.cues]


def all_cues(of: Timeline) -> list[Event]:
    """Every cue of a timeline, as it is heard when nothing disturbs it."""
    return [
        Event(start_ms + cue.at_ms, stage, cue)
        for start_ms, stage in zip(of.starts_ms, of.stages, strict=True)
        for cue in stage.cues
    ]


def kinds(stages: Iterable[Stage]) -> list[Kind]:
    return [stage.kind for stage in stages]


def breaths(least_ms: int = 2_000) -> st.SearchStrategy[Breath]:
    """Every pattern that a routine file may have: the exhale is at least as long."""
    phase = st.integers(least_ms, 12_000)
    return st.tuples(phase, phase).map(lambda ways: Breath(min(ways), max(ways)))


def holds() -> st.SearchStrategy[int]:
    return st.integers(10_000, 60_000)


@st.composite
def positions(draw: st.DrawFn, id_: str) -> Position:
    hold_ms = draw(holds())
    moments = draw(st.lists(st.integers(0, hold_ms - 1), max_size=3, unique=True))
    return position(id_, hold_ms, [WrittenCue(at_ms, f"{id_} at {at_ms}") for at_ms in moments])


@st.composite
def routines(draw: st.DrawFn, least: int = 1) -> Routine:
    """Legal routines of up to three positions."""
    pause = st.integers(3_000, 20_000)
    ids = ("shoulder", "chest", "hip")[: draw(st.integers(least, 3))]
    return routine(
        sides=draw(st.sampled_from([(), (Side.LEFT,), BOTH])),
        times=Times(draw(pause), 30_000, draw(pause), draw(pause)),
        breath=draw(breaths()),
        positions=[draw(positions(id_)) for id_ in ids],
    )


def timelines(least: int = 1) -> st.SearchStrategy[Timeline]:
    return st.builds(timeline, routines(least), gate=st.booleans())


def commands() -> st.SearchStrategy[Command | None]:
    return st.sampled_from([None, *Command])


def scripts(
    most_ms: int = 2_000, among: Iterable[Command | None] = (None, *Command)
) -> st.SearchStrategy[Script]:
    """Pieces of time of up to `most_ms`, many of them short, each with a command at its end."""
    ms = st.integers(0, min(most_ms, 1_000)) | st.integers(0, most_ms)
    return st.lists(st.tuples(ms, st.sampled_from(list(among))), max_size=40)


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """Sessions at any moment of any timeline, with a few keys pressed there, quickly."""
    of = draw(timelines())
    stage_no = draw(st.sampled_from(range(len(of.stages))))
    into_ms = draw(st.integers(0, max(0, of.stages[stage_no].length_ms - 1)))
    session, _ = advance(begun(of, gap_ms=ENDLESS_MS), of.starts_ms[stage_no] + into_ms)
    led_in = (Command.TOGGLE, Command.RESTART), (Command.RESTART,)
    among = draw(st.sampled_from([(None, *Command), *led_in]))
    pieces = st.lists(st.tuples(st.integers(0, 1_000), st.sampled_from(among)), max_size=4)
    session, _ = lived(session._replace(gap_ms=2_000), draw(pieces))
    return session
