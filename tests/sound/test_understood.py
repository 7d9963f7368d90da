"""A recogniser listens to what is said: the words of the natural voice are made out."""

from collections.abc import Iterator
from typing import Any, NamedTuple, TypeGuard

import pytest
from decoder import Samples, within
from listener import Understood, error_rate, listen, samples_of
from living import Lived, Living
from soundserver import RATE

from scripts.make_voice_table import said_in
from stretchcoach.audio.clips import Sound
from stretchcoach.audio.engines import find_voice
from stretchcoach.audio.voice import made
from stretchcoach.core.timeline import CHIME_LENGTHS_MS, FIRST_WORDS_MS, Chime
from tests.sound.conftest import need_packages

pytestmark = pytest.mark.recording

WRONG_AT_MOST = 0.30
WORSE_IN_THE_MIX_BY_AT_MOST = 0.1
_BEFORE_S, _AFTER_S = 0.15, 0.1
# The first words of a session may have to wait for the voice to load.
_LATE_S = 1.5


class Alone(NamedTuple):
    """What is made out of a phrase by itself, and how long it takes to say."""

    understood: Understood
    length_s: float


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Alone]:
    """All phrases of upper-back, said by the natural voice alone."""
    need_packages("hibari", "pocketsphinx")
    voice = find_voice("hibari", "en")
    assert voice
    folder = tmp_path_factory.mktemp("alone")
    with made(voice, folder, said_in("upper-back"), lambda *_: None) as spoken:
        assert spoken.note == ""
        clips = {words: clip for (words, _), clip in spoken.clips.items() if _is_file(clip)}
        assert len(clips) > 30
        heard = listen([(words, *samples_of(clip.path)) for words, clip in clips.items()])
        return {one.said: Alone(one, clips[one.said].length_ms / 1_000) for one in heard}


def test_few_words_of_the_natural_voice_are_not_made_out(alone: dict[str, Alone]) -> None:
    assert error_rate(one.understood for one in alone.values()) <= WRONG_AT_MOST


def test_in_the_mix_with_bells_and_breath_tones_it_is_made_out_nearly_as_well(
    alone: dict[str, Alone], living: Living
) -> None:
    lived = living.lived("upper-back")
    spoken = [(words, heard, RATE) for words, heard in _said_in(lived, alone)]
    assert len(spoken) > 25
    mixed, same = listen(spoken), [alone[words].understood for words, *_ in spoken]
    worse = [(one.heard, other.heard) for one, other in zip(mixed, same, strict=True) if one.wrong]
    limit = error_rate(same) + WORSE_IN_THE_MIX_BY_AT_MOST
    assert error_rate(mixed) <= limit, worse


def _is_file(clip: object) -> TypeGuard[Sound]:
    return isinstance(clip, Sound)


def _said_in(lived: Lived, alone: dict[str, Alone]) -> Iterator[tuple[str, Samples]]:
    """What each cue has said, and all that was heard meanwhile."""
    for stage in lived.stages:
        for cue in stage["cues"]:
            if cue["aloud"]:
                words, due_s = cue["words"], _due_s(stage, cue)
                heard = within(lived.heard.words, due_s, due_s + _LATE_S)
                assert heard, f"nothing was heard of {words!r}"
                start_s = max(due_s, heard[0].start_s)
                end_s = start_s + alone[words].length_s + _AFTER_S
                first, last = int((start_s - _BEFORE_S) * RATE), int(end_s * RATE)
                yield words, lived.samples[max(0, first) : last]


def _due_s(stage: dict[str, Any], cue: dict[str, Any]) -> float:
    after_ms = CHIME_LENGTHS_MS[Chime(cue["chime"])] if cue["chime"] else 0
    if stage["stage"] == "ready" and cue is stage["cues"][0]:
        after_ms = FIRST_WORDS_MS
    return float(cue["at_ms"] + after_ms) / 1_000
