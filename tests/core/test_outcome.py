"""What is kept of holds."""

import pytest

from stretchcoach.core.outcome import Ended, Held, Outcome, recorded
from stretchcoach.core.session import Command, outcome
from tests.making import BOTH, begun, in_stage, passed, position

LEFT, RIGHT = BOTH
CHEST, HIP = position("chest"), position("hip")


def held(ms: int, ended: Ended) -> Held:
    return Held(LEFT, CHEST, ms, ended)


def test_holds_of_other_places_are_kept_side_by_side_in_order() -> None:
    holds: tuple[Held, ...] = ()
    made = [Held(LEFT, HIP, 1, Ended.DONE), Held(RIGHT, HIP, 2, Ended.DONE), held(3, Ended.DONE)]
    for hold in made:
        holds = recorded(holds, hold)
    assert holds == tuple(made)


@pytest.mark.parametrize(
    ("earlier", "later", "kept"),
    [
        (held(5_000, Ended.SKIPPED), held(30_000, Ended.DONE), held(30_000, Ended.DONE)),
        (held(30_000, Ended.DONE), held(5_000, Ended.STOPPED), held(30_000, Ended.DONE)),
        (held(30_000, Ended.DONE), held(5_000, Ended.HURT), held(5_000, Ended.HURT)),
        (held(5_000, Ended.HURT), held(30_000, Ended.DONE), held(5_000, Ended.HURT)),
        (held(5_000, Ended.HURT), held(9_000, Ended.HURT), held(9_000, Ended.HURT)),
    ],
)
def test_of_two_holds_of_one_place_pain_wins_and_then_the_longer(
    earlier: Held, later: Held, kept: Held
) -> None:
    other = Held(RIGHT, CHEST, 7, Ended.DONE)
    assert recorded((earlier, other), later) == (kept, other)


def test_a_place_is_known_by_its_id_whatever_its_hold_time_was_chosen_to_be() -> None:
    shortened = Held(LEFT, CHEST._replace(hold_ms=15_000), 15_000, Ended.DONE)
    assert recorded((held(1_000, Ended.SKIPPED),), shortened) == (shortened,)


def test_an_outcome_sums_up_what_was_held_and_what_hurt() -> None:
    hurt = Held(RIGHT, HIP, 2_000, Ended.HURT)
    kept = Outcome("made", "Made", False, 40_000, (held(30_000, Ended.DONE), hurt))
    assert kept.held_ms == 32_000
    assert kept.hurt == (hurt,)


def test_a_stopped_session_is_not_finished_and_leaves_pauses_out_of_its_time() -> None:
    paused = passed(in_stage(2, 4_000), 0, Command.TOGGLE)
    stopped = passed(paused, 60_000, Command.STOP)
    shoulder = stopped.timeline.routine.positions[0]
    assert outcome(stopped) == Outcome(
        "made", "Made", False, 14_000, (Held(LEFT, shoulder, 4_000, Ended.STOPPED),)
    )


def test_a_finished_session_has_held_everything() -> None:
    finished = passed(begun(), 237_000)
    kept = outcome(finished)
    assert (kept.finished, kept.active_ms, kept.held_ms) == (True, 237_000, 180_000)
    assert {hold.ended for hold in kept.holds} == {Ended.DONE}
    assert len(kept.holds) == 6
