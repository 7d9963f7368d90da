"""What a person may choose of a routine."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core import words
from stretchcoach.core.choices import ChoiceError, Choices, choose
from stretchcoach.core.routine import FITTED_HOLD_MIN_MS, Routine, Side, Times
from stretchcoach.core.timeline import Kind, Timeline
from tests.making import BOTH, built_in, position, routine, routines

LEFT, RIGHT = BOTH
Held = tuple[Side | None, str, int]


def held(of: Timeline) -> list[Held]:
    return [
        (stage.side, stage.position.id, stage.length_ms)
        for stage in of.stages
        if stage.kind is Kind.HOLD and stage.position
    ]


def test_chosen_as_it_is_a_routine_says_nothing_of_it() -> None:
    assert choose(routine(), Choices()).fitted == ""


@pytest.mark.parametrize("side", BOTH)
def test_one_side_has_all_of_its_positions_and_no_change_of_sides(side: Side) -> None:
    chosen = choose(routine(), Choices(side=side))
    assert held(chosen) == [(side, id_, 30_000) for id_ in ("shoulder", "chest", "hip")]
    assert Kind.CHANGE_SIDES not in [stage.kind for stage in chosen.stages]


def test_the_positions_asked_for_come_in_the_routines_order() -> None:
    chosen = choose(routine(), Choices(only=("hip", "shoulder")))
    assert [id_ for _, id_, _ in held(chosen)] == ["shoulder", "hip"] * 2
    assert [(s.number, s.total) for s in chosen.stages if s.kind is Kind.HOLD] == [
        (1, 2),
        (2, 2),
    ] * 2


def test_another_hold_time_is_that_of_every_position() -> None:
    made = routine(positions=[position("chest"), position("hip", 45_000)])
    assert {ms for *_, ms in held(choose(made, Choices(hold_ms=20_000)))} == {20_000}


def test_a_total_that_fits_leaves_everything_in() -> None:
    chosen = choose(built_in("upper-back"), Choices(total_ms=320_000))
    assert len(held(chosen)) == 6
    assert chosen.fitted == (
        "Fitted into 5:20: 3 of 3 positions (shoulder, chest, hip), held 30 s: 5:20 in all."
    )


def test_a_total_leaves_out_positions_from_the_end_before_it_shortens_holds() -> None:
    chosen = choose(built_in("upper-back"), Choices(total_ms=319_999))
    assert held(chosen) == [
        (LEFT, "shoulder", 30_000),
        (LEFT, "chest", 30_000),
        (RIGHT, "shoulder", 30_000),
        (RIGHT, "chest", 30_000),
    ]
    assert chosen.fitted == (
        "Fitted into 5:20: 2 of 3 positions (shoulder, chest), held 30 s: 3:40 in all."
    )


def test_a_total_too_short_for_one_position_shortens_its_hold_by_whole_seconds() -> None:
    chosen = choose(built_in("upper-back"), Choices(total_ms=94_500))
    assert held(chosen) == [(LEFT, "shoulder", 17_000), (RIGHT, "shoulder", 17_000)]
    assert chosen.fitted == (
        "Fitted into 1:35: 1 of 3 positions (shoulder), held 17 s: 1:34 in all."
    )


def test_holds_of_several_lengths_are_told_from_the_shortest_to_the_longest() -> None:
    made = routine(positions=[position("chest", 40_000), position("hip", 20_000)], sides=())
    assert "held 20 s to 40 s: 1:18 in all" in choose(made, Choices(total_ms=120_000)).fitted


def test_the_shortest_session_can_be_had_and_a_millisecond_less_can_not() -> None:
    made = built_in("upper-back")
    assert choose(made, Choices(total_ms=90_000)).length_ms == 90_000
    with pytest.raises(ChoiceError, match="does not fit into 1:30: its shortest session is 1:30"):
        choose(made, Choices(total_ms=89_999))


@given(made=routines(), total_ms=st.integers(0, 600_000), side=st.booleans())
def test_a_total_is_kept_with_sides_alike_and_no_hold_under_fifteen_seconds(
    made: Routine, total_ms: int, side: bool
) -> None:
    choices = Choices(side=made.sides[0] if side and made.sides else None, total_ms=total_ms)
    first = made.positions[0]
    shortest_ms = min(FITTED_HOLD_MIN_MS, made.hold_ms(first))
    shortest = made._replace(positions=(first._replace(hold_ms=shortest_ms),))
    if total_ms < choose(shortest, choices._replace(total_ms=None)).length_ms:
        with pytest.raises(ChoiceError, match="made does not fit into"):
            choose(made, choices)
        return
    chosen = choose(made, choices)
    assert chosen.length_ms <= total_ms
    of_each = [
        [(id_, ms) for held_side, id_, ms in held(chosen) if held_side is a_side]
        for a_side in ((choices.side,) if choices.side else made.sides or (None,))
    ]
    assert all(of_side == of_each[0] for of_side in of_each)
    lengths = {position.id: made.hold_ms(position) for position in made.positions}
    assert [id_ for id_, _ in of_each[0]] == list(lengths)[: len(of_each[0])]
    shortened = [(id_, ms) for id_, ms in of_each[0] if ms != lengths[id_]]
    assert all(FITTED_HOLD_MIN_MS <= ms < lengths[id_] for id_, ms in shortened)
    assert not shortened or len(of_each[0]) == 1


def test_hold_side_only_and_total_are_chosen_together() -> None:
    choices = Choices(RIGHT, ("chest", "hip"), 20_000, 60_000)
    assert held(choose(routine(), choices)) == [(RIGHT, "chest", 20_000), (RIGHT, "hip", 20_000)]


@pytest.mark.parametrize(
    ("made", "choices", "why"),
    [
        (routine(sides=()), Choices(side=LEFT), "made has no sides, so there is no left one."),
        (
            routine(),
            Choices(only=("elbow", "hip", "knee")),
            "made has no position 'elbow', 'knee': it has shoulder, chest, hip.",
        ),
        (routine(), Choices(only=()), "made has no position '': it has shoulder, chest, hip."),
        (
            routine(["hip"], times=Times(10_000, 12_000, 8_000, 15_000)),
            Choices(total_ms=48_999),
            "made does not fit into 0:49: its shortest session is 0:49.",
        ),
    ],
    ids=["no sides", "unknown", "none", "too short"],
)
def test_what_cannot_be_had_is_refused_with_the_reason(
    made: Routine, choices: Choices, why: str
) -> None:
    with pytest.raises(ChoiceError, match=f"^{re.escape(why)}$"):
        choose(made, choices)


@given(routines())
def test_the_length_of_a_whole_routine_is_that_of_its_timeline(made: Routine) -> None:
    assert made.length_ms == choose(made, Choices()).length_ms


def test_a_sentence_that_begins_with_a_side_begins_with_a_capital() -> None:
    text = "{side} leg out. {other side} hand on it? {side} heel, {side} toes: {side} knee."
    filled = "Left leg out. Right hand on it? Left heel, left toes: left knee."
    assert words.fill(words.of("en"), text, LEFT) == filled
