"""What a sound file holds is what a session sounds like, to the millisecond."""

from itertools import pairwise
from pathlib import Path

import pytest

from stretchcoach.audio.chimes import CHIMES, SOFTENED
from stretchcoach.audio.clips import Clip, Sound
from stretchcoach.audio.health import Layer
from stretchcoach.audio.volume import Volume
from stretchcoach.cli.heard import Heard, heard
from stretchcoach.core import words
from stretchcoach.core.aloud import lines, read_aloud
from stretchcoach.core.cues import BREATH_TONES
from stretchcoach.core.speech import Phrase, planned_phrases
from stretchcoach.core.timeline import Kind, Timeline
from tests.making import all_cues, built_in, built_in_files, timeline

FULL = Volume(Path("unused"))


def clips(of: Timeline) -> dict[Phrase, Clip | None]:
    """Each phrase as a clip that nobody reads, as long as words take, or as there is room."""
    phrases = [*map(Phrase, lines(of.routine)), *planned_phrases(of)]
    return {one: Sound(Path("words.wav"), length_ms(one)) for one in phrases}


def length_ms(phrase: Phrase) -> int:
    takes_ms = words.spoken_ms(phrase.words)
    return takes_ms if phrase.room_ms is None else min(takes_ms, phrase.room_ms)


def whole(name: str, *, spoken: bool = True, tones: bool = True) -> tuple[Timeline, Heard]:
    of = timeline(built_in(name))
    made = clips(of) if spoken else None
    aloud = read_aloud(of, words.spoken_ms if spoken else None)
    return aloud, heard(aloud, made, FULL, breath_tones=tones)


@pytest.mark.parametrize("path", built_in_files(), ids=lambda path: path.stem)
def test_each_chime_of_each_routine_is_heard_at_its_moment(path: Path) -> None:
    of, found = whole(path.stem)
    chimes = [
        (round(one.start_s * 1_000), one.path.stem.removesuffix("-soft"))
        for one in found.placed
        if one.layer is not Layer.WORDS
    ]
    cues = all_cues(of)
    assert chimes == [(one.at_ms, one.cue.chime.value) for one in cues if one.cue.chime]


@pytest.mark.parametrize("path", built_in_files(), ids=lambda path: path.stem)
def test_all_words_are_said_none_under_a_mark_and_one_voice_at_a_time(path: Path) -> None:
    of, found = whole(path.stem)
    said = [one for one in found.placed if one.layer is Layer.WORDS]
    assert [one.told for one in said] == [one.cue.words for one in all_cues(of) if one.cue.aloud]
    assert all(one.end_s <= following.start_s for one, following in pairwise(said))
    marks = [one for one in found.placed if one.layer is Layer.MARK]
    for mark in marks:
        assert not [
            one for one in said if one.start_s < mark.end_s - 1e-9 and one.end_s > mark.start_s
        ]


def test_a_tone_under_words_is_softened_as_it_is_live() -> None:
    _, found = whole("desk-break")
    softened = {clip.path for clip in SOFTENED.values()}
    loud = {CHIMES[chime].path for chime in BREATH_TONES}
    tones = [one for one in found.placed if one.layer is Layer.TONE]
    said = [one for one in found.placed if one.layer is Layer.WORDS]
    for tone in tones:
        under = [
            one for one in said if one.start_s < tone.end_s - 1e-9 and tone.start_s < one.end_s
        ]
        assert tone.path in (softened if under else loud)


def test_words_stand_in_the_captions_as_long_as_they_are_heard() -> None:
    of, found = whole("upper-back-quick")
    said = [one for one in found.placed if one.layer is Layer.WORDS]
    assert [one.words for one in found.captions] == [one.told for one in said]
    assert [one.start_ms for one in found.captions] == [round(one.start_s * 1_000) for one in said]
    assert [one.end_ms for one in found.captions] == [round(one.end_s * 1_000) for one in said]
    assert found.captions[0].words == f"{of.routine.title}."


def test_captions_are_in_the_language_of_the_voice_even_if_the_screen_has_none() -> None:
    quick = built_in("upper-back-quick")
    of = timeline(quick._replace(language="de", finish="Let both arms hang."))
    found = heard(read_aloud(of, words.spoken_ms), clips(of), FULL, breath_tones=True)
    told = [one.words for one in found.captions]
    said = [one.cue.voiced for one in all_cues(read_aloud(of, words.spoken_ms)) if one.cue.aloud]
    assert told == said
    assert not [one for one in told if "Get ready." in one or "Ease out" in one]


def test_without_a_voice_there_are_chimes_and_captions_of_what_to_do() -> None:
    of, found = whole("upper-back-quick", spoken=False)
    assert {one.layer for one in found.placed} == {Layer.MARK, Layer.TONE}
    shown = [one.cue.words for one in all_cues(of) if one.cue.rank is not None and one.cue.words]
    assert [one.words for one in found.captions] == shown


def test_without_tones_there_are_none() -> None:
    _, found = whole("upper-back-quick", tones=False)
    assert {one.layer for one in found.placed} == {Layer.MARK, Layer.WORDS}


def test_the_last_sound_has_ended_before_the_end() -> None:
    of, found = whole("upper-back")
    assert found.length_ms >= of.length_ms
    assert found.length_ms / 1_000 > max(one.end_s for one in found.placed)


def test_what_cannot_be_said_in_its_room_is_not_said() -> None:
    of = timeline(built_in("upper-back-quick"))
    made = clips(of)
    dropped = next(one for one in made if "not felt" in one.words.lower())
    found = heard(read_aloud(of, words.spoken_ms), {**made, dropped: None}, FULL, breath_tones=True)
    assert dropped.words not in [one.words for one in found.captions]
    gates = [stage for stage in of.stages if stage.kind is Kind.GATE]
    assert len(found.captions) > len(gates)
