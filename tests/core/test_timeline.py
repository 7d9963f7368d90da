"""A routine laid out in time."""

from itertools import pairwise

import pytest
from hypothesis import given

from stretchcoach.core.breath import Breath
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.routine import Routine, Side, Times, WrittenCue
from stretchcoach.core.saying import CHIME_MS, TICK_MS
from stretchcoach.core.timeline import (
    Chime,
    Cue,
    Kind,
    Rank,
    Timeline,
    leave_out,
)
from tests.making import (
    BOTH,
    breaths,
    built_in,
    holds,
    kinds,
    position,
    routine,
    routines,
    timeline,
    timelines,
)

LEFT, RIGHT = BOTH


def hold_cues(of: Timeline) -> tuple[Cue, ...]:
    return next(stage for stage in of.stages if stage.kind is Kind.HOLD).cues


def held(of: Timeline) -> list[tuple[Side | None, str]]:
    return [
        (stage.side, stage.position.id)
        for stage in of.stages
        if stage.kind is Kind.HOLD and stage.position
    ]


def test_upper_back_holds_all_positions_on_one_arm_and_then_on_the_other() -> None:
    laid_out = timeline(built_in("upper-back"))
    rows = [
        (start_ms, stage.kind, stage.side, stage.position.id if stage.position else "")
        for start_ms, stage in zip(laid_out.starts_ms, laid_out.stages, strict=True)
    ]
    assert rows == [
        (0, Kind.GATE, None, ""),
        (0, Kind.READY, LEFT, "shoulder"),
        (29_000, Kind.HOLD, LEFT, "shoulder"),
        (59_000, Kind.SWITCH, LEFT, "chest"),
        (79_000, Kind.HOLD, LEFT, "chest"),
        (109_000, Kind.SWITCH, LEFT, "hip"),
        (129_000, Kind.HOLD, LEFT, "hip"),
        (159_000, Kind.CHANGE_SIDES, RIGHT, "shoulder"),
        (190_000, Kind.HOLD, RIGHT, "shoulder"),
        (220_000, Kind.SWITCH, RIGHT, "chest"),
        (240_000, Kind.HOLD, RIGHT, "chest"),
        (270_000, Kind.SWITCH, RIGHT, "hip"),
        (290_000, Kind.HOLD, RIGHT, "hip"),
        (320_000, Kind.END, None, ""),
    ]
    assert laid_out.length_ms == 320_000


def test_the_first_hold_of_upper_back_has_its_cues_at_these_moments() -> None:
    cues = hold_cues(timeline(built_in("upper-back")))
    assert [(cue.at_ms, cue.chime, cue.words) for cue in cues if cue.chime or cue.aloud] == [
        (0, Chime.BEGIN, "Left arm · Shoulder height: hold for 30 s."),
        (600, Chime.INHALE, "Breathe in"),
        (4_000, Chime.EXHALE, "Breathe out"),
        (5_580, None, "Felt in the chest? Turn your chest to the wall."),
        (10_000, Chime.INHALE, "Breathe in"),
        (11_400, None, "Keep the shoulder down."),
        (14_000, Chime.EXHALE, "Breathe out"),
        (15_000, Chime.HALF, "Half-way."),
        (15_600, None, "Not felt? Take a small step to the left side."),
        (20_000, Chime.INHALE, "Breathe in"),
        (21_400, None, "Notice where you feel it."),
        (24_000, Chime.EXHALE, "Breathe out"),
        (25_400, None, "Stay long and easy."),
        (27_000, Chime.TICK, ""),
        (28_000, Chime.TICK, ""),
        (29_000, Chime.TICK, ""),
    ]


@given(timelines())
def test_every_cue_lies_in_its_stage_and_they_are_in_order(of: Timeline) -> None:
    for stage in of.stages:
        moments = [cue.at_ms for cue in stage.cues]
        assert moments == sorted(moments)
        assert moments[0] == 0
        if stage.kind in (Kind.GATE, Kind.END):
            assert (stage.length_ms, moments) == (0, [0])
        else:
            assert moments[-1] < stage.length_ms


@given(breath=breaths(), hold_ms=holds())
def test_no_two_chimes_of_a_hold_sound_over_each_other(breath: Breath, hold_ms: int) -> None:
    made = routine(["hip"], times=Times(hold_ms=hold_ms), breath=breath)
    chimes = [cue for cue in hold_cues(timeline(made)) if cue.chime]
    for chime, following in pairwise(chimes):
        lasts_ms = TICK_MS if chime.chime is Chime.TICK else CHIME_MS
        assert chime.at_ms + lasts_ms <= following.at_ms
    assert chimes[-1].at_ms + TICK_MS <= hold_ms


@given(breath=breaths(least_ms=3_000), hold_ms=holds())
def test_each_phase_of_an_unhurried_breath_has_its_tone(breath: Breath, hold_ms: int) -> None:
    of = timeline(routine(["hip"], times=Times(hold_ms=hold_ms), breath=breath))
    stage = next(stage for stage in of.stages if stage.kind is Kind.HOLD)
    tones = [cue.chime for cue in stage.cues if cue.chime in (Chime.INHALE, Chime.EXHALE)]
    assert tones == [Chime.INHALE, Chime.EXHALE] * (len(stage.phases) // 2)


@given(routines())
def test_the_last_three_seconds_of_every_hold_are_counted(made: Routine) -> None:
    for stage in timeline(made).stages:
        ticks = [stage.length_ms - cue.at_ms for cue in stage.cues if cue.chime is Chime.TICK]
        assert ticks == ([3_000, 2_000, 1_000] if stage.kind is Kind.HOLD else [])


@pytest.mark.parametrize(
    ("sides", "times"), [((), 1), ((LEFT,), 1), (BOTH, 2)], ids=["none", "one", "both"]
)
def test_safety_is_called_to_mind_once_a_side(sides: tuple[Side, ...], times: int) -> None:
    made = routine(sides=sides)
    reminders = [
        (stage.kind, cue.at_ms, cue.rank)
        for stage in timeline(made).stages
        for cue in stage.cues
        if cue.words == made.safety.during
    ]
    after_ms = 6_000 if sides else 5_100  # "Left arm." takes its time, too
    expected = [(Kind.READY, after_ms, Rank.SAFETY), (Kind.CHANGE_SIDES, 9_500, Rank.SAFETY)]
    assert reminders == expected[:times]


def test_a_stage_too_short_for_both_has_no_reminder_over_the_words_that_place_the_hand() -> None:
    # The reminder takes 1.5 s, what is said before it 6.0 s, on the other side 6.2 s.
    made = routine(["hip"], times=Times(ready_ms=7_499, change_sides_ms=7_700))
    reminded = [
        stage.kind
        for stage in timeline(made).stages
        if made.safety.during in [cue.words for cue in stage.cues]
    ]
    assert reminded == [Kind.CHANGE_SIDES]


def test_where_time_is_short_easing_out_and_what_comes_are_said_in_one() -> None:
    short, long = (
        next(
            stage
            for stage in timeline(routine(times=Times(switch_ms=switch_ms))).stages
            if stage.kind is Kind.SWITCH
        )
        for switch_ms in (8_000, 15_000)
    )
    assert [cue.words for cue in short.cues] == ["Ease out slowly. Left arm. Hand at the chest."]
    assert [(cue.at_ms, cue.words) for cue in long.cues] == [
        (0, "Ease out slowly."),
        (4_400, "2 of 3. Left arm. Hand at the chest. Hold for 30 seconds."),
    ]


def test_the_last_of_a_side_is_told_and_the_other_side_is_told_briefly() -> None:
    whole = position("chest")._replace(hand="Hand at the chest, elbow down.", briefly="Hand up.")
    of = timeline(routine(positions=[whole, position("hip")], times=Times(switch_ms=16_000)))
    told = [stage.cues[-1 - (stage.kind is Kind.CHANGE_SIDES)].words for stage in of.stages]
    assert [words for words in told if "Hand" in words] == [
        "Any pain: stop.",
        "Last one on this side. Left arm. Hand at the hip. Hold for 30 seconds.",
        "Same again, right arm. Hand up.",
        "Right arm. Hand at the hip.",
    ][1:]


def led_in(switch_ms: int, *, briefly: bool) -> list[str]:
    made = routine(sides=(), times=Times(12_000, 30_000, switch_ms, 12_000))
    of = choose(made, Choices(briefly=briefly))
    return [stage.cues[-1].words for stage in of.stages if stage.kind is Kind.SWITCH]


def test_the_time_of_each_hold_is_told_where_there_is_room() -> None:
    assert led_in(14_000, briefly=False)[0] == "2 of 3. Hand at the chest. Hold for 30 seconds."
    assert led_in(11_000, briefly=False)[0] == "Hand at the chest."
    assert led_in(14_000, briefly=True)[0] == "Hand at the chest. 30 seconds."
    assert led_in(10_000, briefly=True)[0] == "Hand at the chest."


def test_a_routine_says_where_to_stand_and_what_to_do_between_two_positions() -> None:
    made = routine(times=Times(20_000, 30_000, 20_000, 20_000))._replace(
        stand="The {side} shoulder to the wall.", between="Back from the {side} side."
    )
    for briefly in (False, True):
        told = [
            cue.words
            for stage in choose(made, Choices(briefly=briefly)).stages
            for cue in stage.cues
            if cue.rank is Rank.INSTRUCTION
        ]
        standing = [words for words in told if "The left shoulder to the wall." in words]
        assert standing == ([] if briefly else [told[0]])
        between = [words for words in told if "Back from the" in words]
        assert len(between) == (0 if briefly else 2)
        assert all("left side. Left arm." in words for words in between)


def test_a_routine_without_sides_never_changes_them() -> None:
    assert kinds(timeline(routine(["chest", "hip"], sides=())).stages) == [
        Kind.GATE,
        Kind.READY,
        Kind.HOLD,
        Kind.SWITCH,
        Kind.HOLD,
        Kind.END,
    ]


def test_without_a_gate_the_first_stage_is_ready() -> None:
    assert timeline(gate=False).stages == timeline().stages[1:]


def test_what_the_author_says_at_half_way_takes_the_place_of_the_programs_word() -> None:
    told = position("hip", 30_000, [WrittenCue(None, "Soft jaw.")])
    untold = position("hip", 30_000)
    for made, said in ((told, "Soft jaw."), (untold, ENGLISH.half_way)):
        cues = hold_cues(timeline(routine(positions=[made])))
        half = Cue(15_000, said, Chime.HALF, Rank.COMMENT)
        assert [cue for cue in cues if cue.at_ms == 15_000] == [half]
        assert [c.words for c in cues if c.chime is Chime.HALF] == [said]


def test_a_written_cue_that_a_shorter_hold_never_reaches_is_left_out() -> None:
    made = routine(positions=[position("hip", 30_000, [WrittenCue(20_000, "Stay tall.")])])
    short = choose(made, Choices(hold_ms=20_000))
    assert "Stay tall." not in [cue.words for cue in hold_cues(short)]
    long = choose(made, Choices(hold_ms=20_001))
    assert "Stay tall." in [cue.words for cue in hold_cues(long)]


def test_positions_are_counted_on_each_side() -> None:
    counted = [(s.number, s.total) for s in timeline().stages if s.kind is Kind.HOLD]
    assert counted == [(1, 3), (2, 3), (3, 3)] * 2


def test_a_position_left_out_is_gone_from_all_that_comes() -> None:
    before = timeline()
    after = leave_out(before, before.routine.positions[1:2], 4)
    assert after.stages[:5] == before.stages[:5]
    assert held(after) == [
        (LEFT, "shoulder"),
        (LEFT, "chest"),  # the stage that is being left
        (LEFT, "hip"),
        (RIGHT, "shoulder"),
        (RIGHT, "hip"),
    ]
    assert kinds(after.stages[5:]) == [
        Kind.SWITCH,
        Kind.HOLD,
        Kind.CHANGE_SIDES,
        Kind.HOLD,
        Kind.SWITCH,
        Kind.HOLD,
        Kind.END,
    ]


def test_the_first_position_left_out_leads_from_the_change_of_sides_to_the_next() -> None:
    before = timeline()
    after = leave_out(before, before.routine.positions[:1], 2)
    change = next(stage for stage in after.stages if stage.kind is Kind.CHANGE_SIDES)
    assert change.position == before.routine.positions[1]
    assert change.cues[1].words.endswith("Same again, right arm. Hand at the chest.")


def test_the_only_position_left_out_leads_to_the_end() -> None:
    before = timeline(routine(["hip"]))
    after = leave_out(before, before.routine.positions[:1], 2)
    assert kinds(after.stages[3:]) == [Kind.END]
