"""What was felt in, another session out."""

from datetime import date

import pytest

from stretchcoach.core.care import cared
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.felt import (
    STEP_MS,
    answer_of,
    as_variation,
    because_you_said,
    changed_by,
    changes,
    in_a_row,
    lay_out_after,
)
from stretchcoach.core.memory import Place, Remembered, What, recall
from stretchcoach.core.outcome import Sign
from stretchcoach.core.routine import Routine
from stretchcoach.core.timeline import Kind, Stage, Timeline
from stretchcoach.files.names import find


@pytest.fixture
def routine() -> Routine:
    return find("upper-back")


def after(routine: Routine, said: str) -> Routine:
    answer = answer_of(routine, said)
    assert answer is not None
    return changed_by(answer, routine)


def holds(routine: Routine) -> list[Stage]:
    return [stage for stage in choose(routine, Choices()).stages if stage.kind is Kind.HOLD]


def position_of(stage: Stage) -> str:
    assert stage.position is not None
    return stage.position.id


def said_in(stage: Stage) -> list[str]:
    return [cue.words for cue in stage.cues if cue.rank is not None]


@pytest.mark.parametrize("said", ["neck", "arm"])
def test_these_change_nothing_in_the_session(routine: Routine, said: str) -> None:
    assert after(routine, said) == routine


def test_between_the_blades_holds_the_chest_height_for_longer(routine: Routine) -> None:
    held_ms = {
        stage.position.id: stage.length_ms
        for stage in holds(after(routine, "blades"))
        if stage.position
    }
    assert held_ms == {"shoulder": 30_000, "chest": 45_000, "hip": 30_000}


def test_nowhere_begins_low_and_says_the_step_early(routine: Routine) -> None:
    stages = holds(after(routine, "nowhere"))
    assert [stage.position.id for stage in stages if stage.position] == [
        "hip",
        "chest",
        "shoulder",
    ] * 2
    for stage in stages:
        assert stage.position is not None
        (step,) = [cue for cue in stage.cues if cue.words == stage.position.not_felt]
        assert step.at_ms == STEP_MS
        assert step.aloud


def test_in_front_the_wrong_way_is_warned_of_in_each_hold(routine: Routine) -> None:
    warned = [said_in(stage).count(routine.wrong_way) for stage in holds(routine)]
    assert warned == [1, 0, 0, 1, 0, 0]
    warned = [said_in(stage).count(routine.wrong_way) for stage in holds(after(routine, "front"))]
    assert warned == [1] * 6


@pytest.mark.parametrize("answer", ["nowhere", "front"])
def test_what_an_answer_has_said_early_is_said_to_who_knows_the_routine_too(
    routine: Routine, answer: str
) -> None:
    changed = changed_by(next(one for one in routine.after if one.id == answer), routine)
    for stage in choose(changed, Choices(briefly=True)).stages:
        if stage.kind is Kind.HOLD and stage.position:
            early = {"nowhere": stage.position.not_felt, "front": routine.wrong_way}[answer]
            assert said_in(stage).count(early) == 1


def test_what_half_way_says_stays(routine: Routine) -> None:
    for said in ("front", "nowhere"):
        for stage in holds(after(routine, said)):
            assert any("Half-way" in words for words in said_in(stage))


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("neck", "Because you said “neck”: there is also stretch upper-back-neck."),
        (
            "blades",
            "Because you said “between the shoulder blades”: chest height for 45 s.",
        ),
        ("arm", ""),
        (
            "front",
            "Because you said “chest or front of the shoulder”: "
            "the wrong way is warned of in each hold.",
        ),
        (
            "nowhere",
            "Because you said “nowhere”: in the order hip height, chest height, shoulder height, "
            "what to do if you feel nothing is said early.",
        ),
    ],
)
def test_what_is_different_is_told_because_it_was_said(
    routine: Routine, said: str, told: str
) -> None:
    answer = answer_of(routine, said)
    assert answer is not None
    assert because_you_said(ENGLISH, answer, routine) == told


def test_positions_that_are_gone_are_passed_over() -> None:
    quick = find("upper-back-quick")
    for answer in quick.after:
        assert [one.id for one in changed_by(answer, quick).positions] == ["shoulder"]
        assert "chest height" not in changes(ENGLISH, answer, quick)
    assert answer_of(quick, "no such answer") is None


@pytest.mark.parametrize(
    ("said", "count"),
    [([], 0), (["a"], 1), (["a", "b", "b"], 2), (["b", "b", "a"], 1), (["a", "a", "a"], 3)],
)
def test_the_same_answer_is_counted_from_the_newest(said: list[str], count: int) -> None:
    assert in_a_row(said) == count


def test_an_answer_is_written_down_as_a_variation(routine: Routine) -> None:
    written = {answer.id: as_variation(answer, routine) for answer in routine.after}
    assert written == {
        "neck": "",
        "blades": "positions:\n  chest: {hold: 45s}\n",
        "arm": "",
        "front": "",
        "nowhere": "order: [hip, chest, shoulder]\n"
        "# What was said early because of the answer is not part of it.\n",
    }


CHOICES = Choices()


def laid_out(
    routine: Routine, said: str, choices: Choices = CHOICES, *, gate: bool = True
) -> Timeline:
    answer = answer_of(routine, said)
    assert answer is not None
    return lay_out_after(answer, choose, routine, choices, gate=gate)


@pytest.mark.parametrize("said", ["blades", "front", "nowhere"])
def test_a_change_is_told_and_a_key_at_the_gate_has_it_as_usual(
    routine: Routine, said: str
) -> None:
    timeline = laid_out(routine, said)
    assert timeline.stages != choose(routine, Choices()).stages
    (told,) = timeline.care.told
    assert told.startswith("Because you said")
    assert timeline.asked_back == choose(routine, Choices())
    assert timeline.care.again == (said == "front")


@pytest.mark.parametrize("said", ["neck", "arm"])
def test_where_nothing_changes_there_is_nothing_to_undo(routine: Routine, said: str) -> None:
    timeline = laid_out(routine, said)
    assert timeline.stages == choose(routine, Choices()).stages
    assert timeline.asked_back is None
    assert bool(timeline.care.told) == (said == "neck")


def test_what_was_chosen_wins_over_what_was_felt(routine: Routine) -> None:
    timeline = laid_out(routine, "blades", Choices(hold_ms=20_000))
    assert timeline == choose(routine, Choices(hold_ms=20_000))
    only = laid_out(routine, "nowhere", Choices(only=("chest",)))
    assert only.care.told == (
        "Because you said “nowhere”: what to do if you feel nothing is said early.",
    )


def test_without_a_gate_it_is_told_and_there_is_no_key(routine: Routine) -> None:
    timeline = laid_out(routine, "blades", gate=False)
    assert timeline.care.told
    assert timeline.asked_back is None


def test_the_key_brings_back_what_hurt_and_again_undoes_the_rest(
    routine: Routine,
) -> None:
    day = date(2026, 11, 27)
    hip = Place("upper-back", "hip")
    pains = recall([Remembered(What.HURT, day, place=hip, session="1", sign=Sign.PAIN)])

    def careful(routine: Routine, choices: Choices, *, gate: bool = True) -> Timeline:
        return cared(routine, choices, pains, day, gate=gate)

    answer = answer_of(routine, "blades")
    assert answer is not None
    timeline = lay_out_after(answer, careful, routine, Choices(), gate=True)
    assert timeline.care.left_out == ("hip",)
    assert len(timeline.care.told) == 2
    back = timeline.asked_back
    assert back is not None
    assert (back.care.left_out, back.care.short) == ((), ("hip",))
    assert back.care.told[-1] == timeline.care.told[-1]
    assert back.asked_back == careful(routine, Choices()).asked_back


def test_only_a_fresh_answer_has_the_whole_text_read_again(routine: Routine) -> None:
    answer = answer_of(routine, "front")
    assert answer is not None
    told = lay_out_after(answer, choose, routine, CHOICES, gate=True, fresh=False)
    assert not told.care.again
    assert told.stages == laid_out(routine, "front").stages
