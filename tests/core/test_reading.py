"""At the gate the setup is read aloud: step by step, with time for each, and a key goes on."""

import pytest

from stretchcoach.core import words
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.frame import frame
from stretchcoach.core.outcome import Ended
from stretchcoach.core.reading import STEP_LEAST_MS, begins_at, with_setup
from stretchcoach.core.session import Command, Mode, Reason, Session, advance, begin
from stretchcoach.core.speech import Phrase, phrase, phrases
from stretchcoach.core.timeline import Kind, Timeline
from tests.making import built_in, built_in_files, kinds, passed, routine, timeline

STEPS = ("Stand at the wall.", "Reach forward along the wall, and hold its corner.")
MADE = timeline(routine()._replace(setup=STEPS))
NAMES = [path.stem for path in built_in_files()]


def reading(of: Timeline = MADE) -> Session:
    session, _ = begin(of, 0)
    return advance(session, 1_000, Command.READ)[0]


def test_each_step_is_said_and_there_is_time_to_do_it() -> None:
    read = with_setup(MADE)
    assert read
    steps = [stage for stage in read.stages if stage.kind is Kind.SETUP]
    assert [cue.voiced for stage in steps for cue in stage.cues] == list(STEPS)
    for name in NAMES:
        of = with_setup(timeline(built_in(name)))
        assert of
        for stage in of.stages[1 : begins_at(of)]:
            said_ms = words.spoken_ms(stage.cues[0].voiced)
            assert stage.length_ms - said_ms >= max(STEP_LEAST_MS, said_ms)
            assert phrase(stage, stage.cues[0]) == Phrase(stage.cues[0].words)


def test_it_is_read_to_its_end_and_then_the_first_stage_comes_by_itself() -> None:
    session, events = begin(MADE, 0)
    session, events = advance(session, 1_000, Command.READ)
    assert (session.mode, session.stage.kind) == (Mode.RUNNING, Kind.SETUP)
    assert [event.cue.words for event in events] == [STEPS[0]]
    first = frame(session)
    assert (first.counted, first.caption, first.instruction) == ("1 of 2", STEPS[0], "")
    session = passed(session, session.stage.length_ms)
    assert frame(session).caption == STEPS[1]
    session = passed(session, session.stage.length_ms)
    assert session.stage.kind is Kind.READY


def test_space_goes_on_at_any_time_and_arrows_from_step_to_step() -> None:
    begun = passed(reading(), 500, Command.TOGGLE)
    assert (begun.mode, begun.stage.kind, begun.into_ms) == (Mode.RUNNING, Kind.READY, 0)
    second = passed(reading(), 500, Command.SKIP)
    assert second.stage.number == 2
    assert passed(second, 500, Command.BACK).stage.number == 1
    assert passed(second, 500, Command.SKIP).stage.kind is Kind.READY
    assert kinds(begun.timeline.stages) == [
        *(Kind.GATE, Kind.SETUP, Kind.SETUP),
        *kinds(MADE.stages[1:]),
    ]


def test_pain_while_it_is_read_stops_it_and_is_put_down_to_the_first_position() -> None:
    hurt = passed(reading(), 500, Command.PAIN)
    assert (hurt.mode, hurt.reason) == (Mode.PAUSED, Reason.PAIN)
    assert [(held.position.id, held.ended) for held in hurt.holds] == [("shoulder", Ended.HURT)]
    assert "without the shoulder position" in frame(hurt).without


def test_after_an_interruption_space_goes_on_with_the_step() -> None:
    session, _ = advance(reading(), 60_000)
    assert (session.mode, session.reason) == (Mode.PAUSED, Reason.AWAY)
    session, _ = advance(session, 61_000, Command.TOGGLE)
    assert (session.mode, session.stage.kind) == (Mode.RUNNING, Kind.SETUP)


@pytest.mark.parametrize("of", [timeline(), timeline(routine()._replace(setup=STEPS), gate=False)])
def test_without_a_setup_or_a_gate_there_is_nothing_to_read(of: Timeline) -> None:
    session, _ = begin(of, 0)
    assert with_setup(of) is None
    assert advance(session, 0, Command.READ)[0] == session


def test_it_is_read_at_the_gate_only_and_once() -> None:
    session = reading()
    assert advance(session, session.now_ms, Command.READ)[0] == session
    hold = passed(passed(session, 0, Command.TOGGLE), 12_000)
    assert advance(hold, hold.now_ms, Command.READ)[0] == hold


def test_its_steps_are_made_ahead_of_time_as_the_last_of_all_phrases() -> None:
    assert phrases(MADE)[-2:] == [Phrase(text) for text in STEPS]
    assert Phrase(ENGLISH.half_way) not in phrases(MADE)[-2:]
    without = timeline(routine()._replace(setup=STEPS), gate=False)
    assert Phrase(STEPS[0]) not in phrases(without)
