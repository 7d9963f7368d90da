"""A recogniser listens to what is said: the words of the natural voice are made out."""

import math
from collections.abc import Iterator
from typing import Any, TypeGuard

import pytest
from decoder import Samples, within
from listener import Understood, error_rate, listen, samples_of
from living import Lived, Living
from soundserver import RATE

from stretchcoach.audio.clips import Sound
from stretchcoach.audio.engines import find_voice
from stretchcoach.audio.voice import made
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.speech import phrases
from stretchcoach.core.timeline import CHIME_LENGTHS_MS, FIRST_WORDS_MS, Chime
from stretchcoach.files.folders import built_in_folder
from stretchcoach.files.routine_file import read_routine
from tests.sound.conftest import need_packages

pytestmark = pytest.mark.recording

WRONG_AT_MOST = 0.30
WORSE_IN_THE_MIX_BY_AT_MOST = 0.1
_BEFORE_S, _AFTER_S = 0.15, 0.1


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> list[Understood]:
    """What is made out of all phrases of upper-back, said by the natural voice alone."""
    need_packages("hibari", "pocketsphinx")
    voice = find_voice("hibari", "en")
    assert voice
    said = phrases(choose(read_routine(built_in_folder() / "upper-back.yaml"), Choices()))
    with made(voice, tmp_path_factory.mktemp("alone"), said, lambda *_: None) as spoken:
        assert spoken.note == ""
        clips = {clip.path: words for (words, _), clip in spoken.clips.items() if _is_file(clip)}
        assert len(clips) > 30
        return listen([(words, *samples_of(path)) for path, words in clips.items()])


def test_few_words_of_the_natural_voice_are_not_made_out(alone: list[Understood]) -> None:
    assert error_rate(alone) <= WRONG_AT_MOST


def test_in_the_mix_with_bells_and_breath_tones_it_is_made_out_nearly_as_well(
    alone: list[Understood], living: Living
) -> None:
    lived = living.lived("upper-back")
    spoken = [(words, heard, RATE) for words, heard in _said_in(lived)]
    assert len(spoken) > 25
    by_words = {one.said: one for one in alone}
    same = [by_words[words] for words, *_ in spoken]
    assert error_rate(listen(spoken)) <= error_rate(same) + WORSE_IN_THE_MIX_BY_AT_MOST


def _is_file(clip: object) -> TypeGuard[Sound]:
    return isinstance(clip, Sound)


def _said_in(lived: Lived) -> Iterator[tuple[str, Samples]]:
    """What each cue has said, and all that was heard meanwhile."""
    cues = [(stage, cue) for stage in lived.stages for cue in stage["cues"]]
    starts_s = [_due_s(stage, cue) for stage, cue in cues if cue["aloud"]]
    ends_s = [*starts_s[1:], math.inf]
    said = [cue["words"] for _, cue in cues if cue["aloud"]]
    for words, start_s, end_s in zip(said, starts_s, ends_s, strict=True):
        heard = within(lived.heard.words, start_s - _BEFORE_S, end_s - 2 * _BEFORE_S)
        assert heard, f"nothing was heard of {words!r}"
        first, last = start_s - _BEFORE_S, heard[-1].end_s + _AFTER_S
        yield words, lived.samples[max(0, int(first * RATE)) : int(last * RATE)]


def _due_s(stage: dict[str, Any], cue: dict[str, Any]) -> float:
    after_ms = CHIME_LENGTHS_MS[Chime(cue["chime"])] if cue["chime"] else 0
    if stage["stage"] == "ready" and cue is stage["cues"][0]:
        after_ms = FIRST_WORDS_MS
    return float(cue["at_ms"] + after_ms) / 1_000
