"""What is said aloud, and the time there is for it."""

import pytest
from hypothesis import given

from stretchcoach.core import words
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.outcome import Sign
from stretchcoach.core.session import LEAD_IN_MS, Command
from stretchcoach.core.speech import MARGIN_MS, Phrase, phrase, phrases, words_after_ms
from stretchcoach.core.timeline import (
    CHIME_LENGTHS_MS,
    FIRST_WORDS_MS,
    Chime,
    Cue,
    Kind,
    Rank,
    Stage,
    Timeline,
)
from tests.making import all_cues, begun, built_in, in_stage, lived, scripts, timeline, timelines

UPPER_BACK = timeline(built_in("upper-back"))
READY, HOLD, SWITCH = UPPER_BACK.stages[1:4]
HOLD_NO = 2


def said(stage: Stage, start: str) -> Phrase:
    cue = next(cue for cue in stage.cues if cue.words.startswith(start))
    return phrase(stage, cue)


def test_words_that_lead_into_a_hold_are_said_calmly_and_whole() -> None:
    assert said(READY, "Get ready").room_ms is None
    assert said(SWITCH, "Ease out").room_ms is None
    assert said(SWITCH, "2 of 3").room_ms is None


def test_where_a_stage_is_too_short_for_them_they_end_before_the_next_ones_begin() -> None:
    stand, hand, reminder = READY.cues
    hurried = READY._replace(cues=(stand, hand._replace(at_ms=5_000), reminder))
    assert phrase(hurried, stand).room_ms == 5_000 - FIRST_WORDS_MS - MARGIN_MS


def test_words_before_a_hold_end_before_its_bell() -> None:
    assert said(READY, "Any pain").room_ms == 6_100 - MARGIN_MS


def test_words_of_a_chime_begin_after_it() -> None:
    chime_ms = CHIME_LENGTHS_MS[Chime.SWITCH]
    assert words_after_ms(SWITCH, SWITCH.cues[0]) == chime_ms
    short = SWITCH._replace(length_ms=1_800, cues=SWITCH.cues[:1])
    assert phrase(short, short.cues[0]).room_ms == 1_800 - chime_ms - MARGIN_MS


def test_words_in_a_hold_end_before_the_next_mark_but_may_run_over_a_breath_tone() -> None:
    assert said(HOLD, "Keep the shoulder down").room_ms == 3_600 - MARGIN_MS
    assert said(HOLD, "Notice").room_ms == 4_000 - MARGIN_MS


def test_words_of_a_breath_do_not_shorten_an_authors() -> None:
    assert said(HOLD, "Felt in the chest").room_ms == 5_820 - MARGIN_MS
    chime_ms = CHIME_LENGTHS_MS[Chime.INHALE]
    assert said(HOLD, "Breathe in").room_ms == 3_400 - chime_ms - MARGIN_MS


@pytest.mark.parametrize("stage", [UPPER_BACK.stages[0], UPPER_BACK.stages[-1]])
def test_nothing_follows_the_gate_and_the_end(stage: Stage) -> None:
    assert phrase(stage, stage.cues[0]).room_ms is None


def test_a_faster_clock_leaves_less_time_for_words_but_does_not_shorten_chimes() -> None:
    chime_ms = CHIME_LENGTHS_MS[Chime.SWITCH]
    cue = Cue(0, "Long words. " * 20, Chime.SWITCH, Rank.INSTRUCTION)
    stage = Stage(Kind.SWITCH, 12_000, (cue,))
    assert phrase(stage, cue, speed=2).room_ms == 6_000 - chime_ms - MARGIN_MS


def test_words_at_the_moment_of_a_bell_begin_after_it() -> None:
    said = Cue(0, "At once.", rank=Rank.COMMENT)
    stage = Stage(Kind.HOLD, 10_000, (Cue(0, chime=Chime.BEGIN), said))
    assert words_after_ms(stage, said) == CHIME_LENGTHS_MS[Chime.BEGIN]
    assert phrase(stage, said).room_ms == 10_000 - CHIME_LENGTHS_MS[Chime.BEGIN] - MARGIN_MS
    later = said._replace(at_ms=200)
    assert words_after_ms(stage._replace(cues=(stage.cues[0], later)), later) == 300


def test_what_leads_into_a_hold_is_over_before_its_bell() -> None:
    said = Cue(4_000, "Into position: left arm, chest.", rank=Rank.INSTRUCTION)
    assert phrase(HOLD, said).room_ms == LEAD_IN_MS - MARGIN_MS
    assert phrase(HOLD, said, speed=2).room_ms == LEAD_IN_MS // 2 - MARGIN_MS


def test_what_is_said_of_pain_has_all_the_time_it_takes() -> None:
    said = Cue(4_000, ENGLISH.pain, Chime.STOP, Rank.SAFETY)
    assert phrase(HOLD, said) == Phrase(ENGLISH.pain)
    grave = ENGLISH.signs[Sign.EMERGENCY]
    assert phrase(HOLD, Cue(4_000, grave, rank=Rank.SAFETY)) == Phrase(grave)


def test_the_first_breath_of_a_session_is_told_in_words_and_no_other() -> None:
    breaths = [
        (event.at_ms, event.cue.words)
        for event in all_cues(UPPER_BACK)
        if event.cue.aloud and event.cue.words in ENGLISH.breathe.values()
    ]
    assert breaths == [(29_600, "Breathe in"), (33_000, "Breathe out")]


def test_side_hand_and_turn_are_said_before_every_hold() -> None:
    for kind in (Kind.READY, Kind.SWITCH, Kind.CHANGE_SIDES):
        for stage in UPPER_BACK.stages:
            if stage.kind is kind and stage.side and stage.position:
                told = " ".join(cue.words for cue in stage.cues)
                named = {Kind.READY: ("arm.", "shoulder to"), Kind.CHANGE_SIDES: ("shoulder to",)}
                for limb in (*named.get(kind, ()), "hand"):
                    assert f"{stage.side.value} {limb}" in told.lower()
                briefly = stage.position.briefly
                assert (stage.position.hand if kind is Kind.READY else briefly) in told
                assert briefly.endswith("Turn your chest to the wall.")
                height = ("shoulder", "chest", "hip")[stage.number - 1]
                assert height in briefly.split(".")[0].lower()


def test_how_long_to_hold_is_said_each_time_and_on_the_other_side_where_it_is_news() -> None:
    routine = built_in("upper-back")
    longer = routine.positions[2]._replace(hold_ms=50_000)
    made = routine._replace(positions=(*routine.positions[:2], longer))
    leads = [
        stage.cues[1].words.partition("Hold for ")[2]
        for stage in choose(made, Choices()).stages
        if stage.kind in (Kind.READY, Kind.SWITCH, Kind.CHANGE_SIDES)
    ]
    assert leads == ["30 seconds.", "30 seconds.", "50 seconds.", "", "", ""]


@given(timelines())
def test_the_phrases_are_all_that_can_be_said(of: Timeline) -> None:
    said = {phrase(event.stage, event.cue) for event in all_cues(of) if event.cue.aloud}
    assert said <= set(phrases(of))


@given(scripts(among=[None, Command.TOGGLE, Command.SKIP, Command.BACK, Command.AWAY]))
def test_what_keys_bring_is_among_them_too(script: list[tuple[int, Command | None]]) -> None:
    _, events = lived(in_stage(HOLD_NO, 4_000), script)
    known = set(phrases(begun().timeline))
    assert {phrase(event.stage, event.cue) for event in events if event.cue.aloud} <= known


def test_what_is_said_to_pain_and_its_signs_is_among_them_too() -> None:
    hurt, events = lived(in_stage(HOLD_NO, 4_000), [(0, Command.PAIN)])
    for command in (Command.IT_IS_NUMBNESS, Command.IT_IS_AN_EMERGENCY):
        events += lived(hurt, [(1_000, command)])[1]
    said = {phrase(event.stage, event.cue) for event in events if event.cue.aloud}
    assert len(said) == 3
    assert said <= set(phrases(begun().timeline))


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ease out. Next: hip. Hand at the hip.", "Ease out. Next: hip."),
        ("Ready? Go!", "Ready?"),
        ("Hold for 1.5 s.", ""),
        ("Version 2.0", ""),
        ("手を上げます。肩を下げます。", "手を上げます。"),
        ("痛い？止めて！すぐに", "痛い？止めて！"),
        ("手を上げます！？ 肩を下げます。", "手を上げます！？"),
        ("「痛い。」と感じたら止めます。", ""),
        ("手を上げます。", ""),
        ("手を上げます。。", ""),
        ("", ""),
    ],
)
def test_the_last_sentence_is_left_out_in_languages_without_blanks_too(
    text: str, left: str
) -> None:
    assert words.shorter(text) == left
