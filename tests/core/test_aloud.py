"""The gate as it is heard, the parts of a session that is kept, and its words in time."""

from pathlib import Path

import pytest
from hypothesis import given

from stretchcoach.core import words
from stretchcoach.core.aloud import (
    BETWEEN_MS,
    FIRST_MS,
    Caption,
    as_lrc,
    as_vtt,
    chapters,
    lines,
    read_aloud,
)
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.reading import STEP_LEAST_MS
from stretchcoach.core.routine import Side
from stretchcoach.core.speech import Phrase, phrases, planned_phrases
from stretchcoach.core.timeline import Kind, Rank, Timeline
from tests.making import built_in, built_in_files, kinds, routine, timeline, timelines

UPPER_BACK = timeline(built_in("upper-back"))


def aloud(of: Timeline) -> Timeline:
    return read_aloud(of, words.spoken_ms)


@pytest.mark.parametrize("path", built_in_files(), ids=lambda path: path.stem)
def test_all_that_is_to_be_read_before_is_said_before(path: Path) -> None:
    of = timeline(built_in(path.stem))
    gates = [stage for stage in aloud(of).stages if stage.kind is Kind.GATE]
    said = [cue.voiced for stage in gates for cue in stage.cues]
    safety = of.routine.safety
    for told in (*safety.before, *safety.stop_signs, *of.routine.caution, *of.routine.setup):
        assert any(told in one for one in said), told
    assert said == lines(of.routine)
    assert len(gates) == 2


def test_safety_comes_first_and_each_step_has_time_to_be_done() -> None:
    safety, setup = aloud(UPPER_BACK).stages[:2]
    ranks = [cue.rank for cue in safety.cues]
    assert ranks == [Rank.COMMENT] + [Rank.SAFETY] * (len(ranks) - 1)
    for stage, least_ms in ((safety, BETWEEN_MS), (setup, STEP_LEAST_MS)):
        assert stage.cues[0].at_ms == FIRST_MS
        ends = [cue.at_ms for cue in stage.cues[1:]] + [stage.length_ms]
        for cue, end_ms in zip(stage.cues, ends, strict=True):
            assert end_ms - cue.at_ms >= words.spoken_ms(cue.words) + least_ms


def test_before_the_setup_it_is_said_that_it_can_be_paused() -> None:
    safety = aloud(UPPER_BACK).stages[0]
    assert safety.cues[-1].words == ENGLISH.pause_to_get_there
    without = aloud(timeline(routine()._replace(setup=()))).stages[0]
    assert ENGLISH.pause_to_get_there not in [cue.words for cue in without.cues]


def test_what_takes_longer_to_say_has_longer_to_be_done() -> None:
    long = "Find a corner " * 10
    setup = aloud(timeline(routine()._replace(setup=(long,)))).stages[1]
    assert setup.length_ms == FIRST_MS + 2 * words.spoken_ms(long) > FIRST_MS + 2 * STEP_LEAST_MS


def test_without_a_voice_the_gate_is_a_moment_of_silence() -> None:
    silent = read_aloud(UPPER_BACK)
    gate, *led = silent.stages
    assert (gate.kind, gate.length_ms, gate.cues) == (Kind.GATE, FIRST_MS, ())
    assert tuple(led) == UPPER_BACK.stages[1:]


@given(timelines())
def test_what_comes_after_the_gate_is_the_same_session(of: Timeline) -> None:
    led = [stage for stage in of.stages if stage.kind is not Kind.GATE]
    heard = [stage for stage in aloud(of).stages if stage.kind is not Kind.GATE]
    assert heard == led


def test_where_the_program_has_no_words_the_author_s_are_said() -> None:
    strange = routine()._replace(language="xx", caution=("Caution me.",), setup=("Stand.",))
    assert lines(strange) == ["Made.", "Go slowly.", "sharp pain.", "Caution me.", "Stand."]


def test_what_is_said_at_such_a_gate_is_said_whole_and_calmly() -> None:
    said = planned_phrases(aloud(UPPER_BACK))
    assert set(map(Phrase, lines(UPPER_BACK.routine))) <= set(said)
    assert {phrase for phrase in planned_phrases(UPPER_BACK) if phrase.words} <= set(
        phrases(UPPER_BACK)
    )


def test_a_chapter_is_what_comes_before_and_each_hold_with_what_leads_into_it() -> None:
    of = aloud(UPPER_BACK)
    found = chapters(of)
    assert [chapter.title for chapter in found] == [
        *("Before you begin", "Setting up"),
        *("Left arm · Shoulder height", "Left arm · Chest height", "Left arm · Hip height"),
        *("Right arm · Shoulder height", "Right arm · Chest height", "Right arm · Hip height"),
    ]
    led = [
        at_ms
        for at_ms, kind in zip(of.starts_ms, kinds(of.stages), strict=True)
        if kind not in (Kind.HOLD, Kind.END)
    ]
    assert [chapter.at_ms for chapter in found] == led


def test_without_a_gate_to_hear_the_first_chapter_begins_at_once() -> None:
    one = choose(built_in("upper-back"), Choices(side=Side.LEFT, only=("hip",)))
    (chapter,) = chapters(read_aloud(one))
    assert chapter == (0, "Left arm · Hip height")


CAPTIONS = (
    Caption(500, 1_999, "One <b> & two."),
    Caption(59_996, 60_000, "Two\nlines."),
    Caption(3_599_999, 3_600_001, "Late."),
)


def test_words_in_time_as_players_of_music_have_them() -> None:
    assert as_lrc("Title", CAPTIONS).splitlines() == [
        *("[ti:Title]", "[00:00.50]One <b> & two.", "[00:59.99]Two lines.", "[59:59.99]Late.")
    ]


def test_words_in_time_as_browsers_have_them() -> None:
    assert as_vtt(CAPTIONS).split("\n\n") == [
        "WEBVTT",
        "00:00:00.500 --> 00:00:01.999\nOne &lt;b&gt; &amp; two.",
        "00:00:59.996 --> 00:01:00.000\nTwo lines.",
        "00:59:59.999 --> 01:00:00.001\nLate.\n",
    ]
