"""Words in a hold keep clear of the tones one breathes by, and say nothing against them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core import words
from stretchcoach.core.breath import Phase, Way
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.clear import APART_MS, FARTHEST_MS, Line, Span, is_clear, moment, moments
from stretchcoach.core.cues import CHIME_LENGTHS_MS, Rank
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.routine import SoundOptions, Times, WrittenCue
from stretchcoach.core.saying import sounding
from stretchcoach.core.speech import words_after_ms
from stretchcoach.core.timeline import BREATH_TONES, Chime, Kind, Stage, Timeline
from tests.making import built_in, built_in_files, position, routine, timeline

PHASES = (Phase(Way.IN, 0, 4_000), Phase(Way.OUT, 4_000, 10_000))
TONE = Span(3_200, 5_400)
NAMES = [path.stem for path in built_in_files()]
DAYS = range(7)


@pytest.mark.parametrize(
    ("line", "at_ms"),
    [
        (Line(1_000, 2_000), 1_000),  # nothing is there
        (Line(2_000, 2_000), 1_200),  # a little before the tone
        (Line(3_000, 2_000), 1_200),
        (Line(3_500, 2_000), 5_400),  # after it
        (Line(4_000, 2_000), 5_400),
        (Line(3_500, 2_000, Way.IN), 1_200),  # only while one breathes in
        (Line(1_000, 2_000, Way.OUT), 5_400),
        (Line(3_500, 9_000), 5_400),  # long words go on
    ],
)
def test_words_are_moved_to_the_nearest_moment_that_is_clear(line: Line, at_ms: int) -> None:
    assert moment(line, [TONE], PHASES) == at_ms


def test_what_fits_nowhere_stays_but_not_if_it_speaks_of_the_breath() -> None:
    full = [Span(0, 20_000)]
    lines = [Line(3_000, 1_000), Line(3_000, 1_000, Way.IN)]
    assert moments(lines, full, PHASES) == [3_000, None]


SPANS = st.lists(
    st.builds(lambda at, ms: Span(at, at + ms), st.integers(0, 20_000), st.integers(1, 3_000)),
    max_size=6,
)
LINES = st.builds(Line, st.integers(0, 20_000), st.integers(1, 5_000), st.none())


@given(st.lists(LINES, max_size=5), SPANS)
def test_moved_words_are_clear_and_apart_and_not_far(lines: list[Line], taken: list[Span]) -> None:
    phases = (Phase(Way.IN, 0, 10_000), Phase(Way.OUT, 10_000, 40_000))
    said: list[Line] = []
    for line, at_ms in zip(lines, moments(lines, taken, phases), strict=True):
        assert at_ms is not None
        assert abs(at_ms - line.at_ms) <= FARTHEST_MS
        here = line._replace(at_ms=at_ms)
        if at_ms != line.at_ms:
            assert is_clear(here, taken)
            apart = [Span(one.at_ms, one.at_ms + one.takes_ms + APART_MS) for one in said]
            assert is_clear(here, apart)
        said.append(here)


def holds(of: Timeline) -> list[Stage]:
    return [stage for stage in of.stages if stage.kind is Kind.HOLD]


@pytest.mark.parametrize("name", NAMES)
def test_in_the_built_in_routines_no_words_lie_near_a_tone_on_any_day(name: str) -> None:
    for day in DAYS:
        for stage in holds(choose(built_in(name), Choices(day=day))):
            tones = sounding([cue for cue in stage.cues if cue.chime in BREATH_TONES])
            for cue in stage.cues:
                if cue.rank is Rank.COMMENT and cue.aloud:
                    at_ms = cue.at_ms + (CHIME_LENGTHS_MS[cue.chime] if cue.chime else 0)
                    assert at_ms - cue.at_ms == words_after_ms(stage, cue)
                    own_words_apart = [
                        span for span in tones if span.end_ms - span.start_ms > 2_000
                    ]
                    line = Line(at_ms, words.spoken_ms(cue.voiced))
                    assert is_clear(line, own_words_apart), (stage.position, cue)


@pytest.mark.parametrize("name", NAMES)
def test_in_the_built_in_routines_no_words_speak_against_the_breath(name: str) -> None:
    for day in DAYS:
        for stage in holds(choose(built_in(name), Choices(day=day))):
            for cue in stage.cues:
                way = words.way_named(ENGLISH, cue.words)
                if cue.rank is Rank.COMMENT and way is not None:
                    at_ms = cue.at_ms + words_after_ms(stage, cue)
                    (here,) = (p for p in stage.phases if p.start_ms <= at_ms < p.end_ms)
                    assert here.way is way, cue


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("Slow breath out.", Way.OUT),
        ("Breathe in.", Way.IN),
        ("Breathe into the back.", None),
        ("Light-headed? Breathe as you like.", None),
    ],
)
def test_a_text_may_name_a_way_of_the_breath(text: str, way: Way | None) -> None:
    assert words.way_named(ENGLISH, text) is way


def hold_of(*cues: WrittenCue, hold_ms: int = 20_000, tones: bool = True) -> Stage:
    made = routine(positions=[position("hip", hold_ms, cues)], sides=())
    return holds(timeline(made._replace(sound=SoundOptions(breath_tones=tones))))[0]


def test_where_the_bells_of_half_way_meet_a_tone_they_tell_it_alone() -> None:
    stage = hold_of(WrittenCue(None, "Half-way. Soft jaw."))
    half = next(cue for cue in stage.cues if cue.chime is Chime.HALF)
    assert (half.words, half.voiced) == ("Half-way.", "")
    assert [cue.at_ms for cue in stage.cues if cue.words == "Soft jaw."] == [11_980]


def test_words_against_the_breath_are_moved_to_it_or_left_out() -> None:
    out = WrittenCue(11_000, "Slow breath out.")
    stage = hold_of(out, hold_ms=30_000)
    assert [cue.at_ms for cue in stage.cues if cue.words == out.words] == [8_000]
    nowhere = WrittenCue(11_000, "Slow breath out. " + "And so on. " * 9)
    assert nowhere.words not in [cue.words for cue in hold_of(nowhere).cues]


def test_without_tones_words_stay_at_their_moments() -> None:
    cues = [WrittenCue(at_ms, f"At {at_ms}.") for at_ms in (3_900, 10_500)]
    stage = hold_of(*cues, hold_ms=30_000, tones=False)
    assert [cue.at_ms for cue in stage.cues if cue.words.startswith("At ")] == [3_900, 10_500]


def test_each_day_has_its_words_and_they_come_again() -> None:
    cue = WrittenCue(6_000, "One.", ("Two.", "Three."))
    assert [cue.on(day).words for day in range(4)] == ["One.", "Two.", "Three.", "One."]
    made = routine(positions=[position("hip", 30_000, [cue])], times=Times())
    told = [
        [cue.words for cue in holds(choose(made, Choices(day=day)))[0].cues if cue.at_ms == 6_000]
        for day in range(3)
    ]
    assert told == [["One."], ["Two."], ["Three."]]


def test_the_fifth_day_is_not_the_first() -> None:
    told = [
        [
            cue.voiced
            for stage in holds(choose(built_in("upper-back"), Choices(day=day)))
            for cue in stage.cues
            if cue.aloud
        ]
        for day in (0, 4)
    ]
    assert told[0] != told[1]
