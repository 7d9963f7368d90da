"""What is played when, with a clock, a player and a voice of our own making."""

import sys
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest

from stretchcoach.audio import loudspeaker as module
from stretchcoach.audio import playback, swells, voice
from stretchcoach.audio.children import Children
from stretchcoach.audio.clips import Clip, Sound, Speech
from stretchcoach.audio.engines import Engine, Voice
from stretchcoach.audio.health import Layer
from stretchcoach.audio.hearing import Then
from stretchcoach.audio.loudspeaker import Audible, Loudspeaker
from stretchcoach.audio.packages import missing
from stretchcoach.audio.volume import Volume
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.session import Event
from stretchcoach.core.speech import Phrase
from stretchcoach.core.templates import Words
from stretchcoach.core.timeline import Chime, Cue, Kind, Rank, Stage
from tests.making import all_cues, built_in, timeline

UPPER_BACK = timeline(built_in("upper-back"), gate=False)
VOICE = Voice(Engine("none", None, ()))


class Playing:
    """A Playback that keeps what it is to play: the moment, the layer, the file or the words."""

    made: list["Playing"]

    def __init__(self, children: Children, volume: Volume, own: Words) -> None:
        del children, volume, own
        self.note = ""
        self.silent = False
        self.lacks_player = False
        self.one_at_a_time = False
        self.backends = ["one"]
        self.latency_ms = 0
        self.now_s = 0.0
        self.ordered: list[tuple[float, Layer, str]] = []
        self.hushed: list[tuple[float, tuple[Layer, ...]]] = []
        self.closed_after_s: float | None = None
        Playing.made.append(self)

    def play(self, clip: Clip, layer: Layer, after_s: float = 0) -> None:
        name = clip.words if isinstance(clip, Speech) else clip.path.stem
        self.ordered.append((round(self.now_s + after_s, 3), layer, name))

    def hush(self, *layers: Layer) -> None:
        self.hushed.append((self.now_s, layers))

    def close(self, wait_s: float = 0) -> None:
        self.closed_after_s = wait_s


class Speaking:
    """Phrases that are ready at once, or when `release` is called, and take 0.3 s a word."""

    made: list["Speaking"]

    def __init__(
        self, voice: Voice, folder: Path, phrases: Iterable[Phrase], children: Children
    ) -> None:
        del voice, folder, children
        self.note = ""
        self.prepared = list(phrases)
        self.slow = False
        self.waiting: list[tuple[Phrase, Then]] = []
        Speaking.made.append(self)

    def want(self, phrase: Phrase, then: Then) -> None:
        self.waiting.append((phrase, then))
        if not self.slow:
            self.release()

    def release(self) -> None:
        for phrase, then in self.waiting:
            then(Sound(Path(phrase.words), len(phrase.words.split()) * 300))
        self.waiting = []

    def close(self) -> None:
        pass


class Swelling:
    """Long tones that are ready at once, or never; their files are named by what they are."""

    made: list["Swelling"]

    def __init__(self, folder: Path, wanted: Iterable[tuple[Chime, int]], *, cleans: bool) -> None:
        del folder
        self.cleans = cleans
        self.wanted = list(wanted)
        self.ready = False
        Swelling.made.append(self)

    def get(self, chime: Chime, length_ms: int, *, under_words: bool) -> Sound | None:
        name = f"{chime.value} of {length_ms}{', under words' if under_words else ''}"
        return Sound(Path(name), length_ms) if self.ready else None

    def close(self) -> None:
        pass


def of(wanted: Audible, speed: float = 1) -> Loudspeaker:
    return Loudspeaker(UPPER_BACK, lambda: wanted, speed=speed, cache=Path("unused"))


class Heard:
    """A loudspeaker with its fakes, and a clock in seconds that is moved by hand."""

    def __init__(self, *, speed: float = 1, tones: bool = True, spoken: bool = True) -> None:
        self.loudspeaker = of(Audible(tones, VOICE if spoken else None), speed)
        self.loudspeaker.open()
        self.playback = Playing.made[-1]
        self.voice = Speaking.made[-1] if spoken else None

    def at(self, now_s: float) -> "Heard":
        self.playback.now_s = now_s
        return self

    def hear(self, cue: Cue, stage: Stage | None = None) -> None:
        stage = stage or Stage(Kind.HOLD, 30_000, (cue,))
        self.loudspeaker.hear(Event(int(self.playback.now_s * 1_000), stage, cue))

    @property
    def played(self) -> list[tuple[float, str]]:
        return [(at_s, name) for at_s, _, name in self.playback.ordered]


@pytest.fixture(autouse=True)
def fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    Playing.made, Speaking.made, Swelling.made = [], [], []
    monkeypatch.setattr(swells, "Swells", Swelling)
    monkeypatch.setattr(playback, "Playback", Playing)
    monkeypatch.setattr(voice, "Phrases", Speaking)
    clock = SimpleNamespace(monotonic=lambda: Playing.made[-1].now_s if Playing.made else 0.0)
    monkeypatch.setattr(module, "time", clock)


def said(text: str, rank: Rank = Rank.COMMENT, chime: Chime | None = None) -> Cue:
    return Cue(0, text, chime, rank)


def test_a_chime_comes_first_and_its_words_after_it() -> None:
    heard = Heard().at(10)
    heard.hear(said("Ease out.", Rank.INSTRUCTION, Chime.SWITCH))
    assert heard.played == [(10, "switch"), (10.7, "Ease out.")]


def test_words_without_a_chime_come_at_once() -> None:
    heard = Heard().at(10)
    heard.hear(said("Stay tall."))
    assert heard.playback.ordered == [(10, Layer.WORDS, "Stay tall.")]


def test_a_breath_tone_under_words_is_softened_and_another_is_not() -> None:
    heard = Heard().at(10)
    heard.hear(said("Not felt yet?"))
    heard.at(10.2).hear(Cue(0, "Breathe in", Chime.INHALE))
    heard.at(11).hear(Cue(0, "Breathe out", Chime.EXHALE))
    assert [name for _, name in heard.played] == ["Not felt yet?", "inhale-soft", "exhale"]


def test_a_tone_into_which_words_will_come_is_softened_too() -> None:
    heard = Heard().at(10)
    heard.hear(said("Half-way.", Rank.COMMENT, Chime.HALF))
    heard.at(10.4).hear(Cue(0, "", Chime.INHALE))
    assert heard.played[-1] == (10.4, "inhale-soft")


def of_breath(of: Heard, ready: bool = True) -> list[str]:
    """The files of the breath tones of the first two holds."""
    assert Swelling.made
    Swelling.made[-1].ready = ready
    for event in all_cues(UPPER_BACK):
        if event.at_ms < 97_000:
            of.at(event.at_ms / 1_000).loudspeaker.hear(event)
    return [name for _, layer, name in of.playback.ordered if layer is Layer.TONE]


def test_a_breath_tone_lasts_as_long_as_its_phase_and_is_softer_where_words_come() -> None:
    first = ["inhale of 3400, under words", "exhale of 6000, under words"]
    assert of_breath(Heard())[:6] == [
        *first,
        *("inhale of 4000, under words", "exhale of 6000, under words"),
        *("inhale of 4000, under words", "exhale of 6000, under words"),
    ]
    assert of_breath(Heard())[6] == "inhale of 3400"  # of the second hold
    assert not [name for name in of_breath(Heard(spoken=False)) if "words" in name]


def test_until_its_file_is_made_a_tone_is_short() -> None:
    assert set(of_breath(Heard(), ready=False)) == {"inhale", "exhale"}


def test_where_the_device_takes_one_sound_at_a_time_tones_are_short() -> None:
    heard = Heard()
    heard.playback.one_at_a_time = True
    assert set(of_breath(heard)) == {"inhale", "exhale"}


@pytest.mark.parametrize(("speed", "tones"), [(2.0, True), (1.0, False)])
def test_no_long_tones_are_made_where_none_will_be_heard(speed: float, *, tones: bool) -> None:
    Heard(speed=speed, tones=tones)
    assert Swelling.made == []


def test_every_length_of_a_session_is_made() -> None:
    Heard()
    wanted = {(Chime.INHALE, 3_400), (Chime.INHALE, 4_000), (Chime.EXHALE, 6_000)}
    assert set(Swelling.made[-1].wanted) == wanted


@pytest.mark.parametrize("spoken", [True, False])
def test_of_voice_and_tones_one_keeps_their_folder_small(*, spoken: bool) -> None:
    Heard(spoken=spoken)
    assert Swelling.made[-1].cleans is not spoken


def test_a_mark_cuts_off_words_that_would_hide_it() -> None:
    heard = Heard().at(10)
    heard.hear(said("Words that go on and on."))
    heard.at(10.5).hear(Cue(0, chime=Chime.BEGIN))
    assert heard.playback.hushed == [(10.5, (Layer.WORDS,))]


def test_words_at_the_moment_of_a_bell_wait_for_its_end() -> None:
    heard = Heard().at(10)
    heard.hear(Cue(0, chime=Chime.BEGIN))
    heard.hear(said("At once."))
    assert heard.played == [(10, "begin"), (10.5, "At once.")]


def test_safety_cuts_off_a_comment_and_a_comment_waits() -> None:
    heard = Heard().at(10)
    heard.hear(said("A comment of words."))
    heard.at(10.5).hear(said("Another one."))
    heard.at(10.6).hear(said("Any pain: stop.", Rank.SAFETY))
    assert heard.played == [
        (10, "A comment of words."),
        (11.2, "Another one."),
        (10.6, "Any pain: stop."),
    ]
    assert heard.playback.hushed == [(10.6, (Layer.WORDS,))]


def test_words_that_are_ready_late_are_said_late_but_not_too_late() -> None:
    heard = Heard().at(10)
    assert heard.voice
    heard.voice.slow = True
    heard.hear(said("One."))
    heard.at(11.4)
    heard.voice.release()
    heard.hear(said("Two."))
    heard.at(13)
    heard.voice.release()
    assert heard.played == [(11.4, "One.")]


def test_words_that_are_ready_after_a_hush_are_not_said() -> None:
    heard = Heard().at(10)
    assert heard.voice
    heard.voice.slow = True
    heard.hear(said("One."))
    heard.loudspeaker.hush()
    heard.voice.release()
    assert heard.played == []
    assert heard.playback.hushed == [(10, ())]


def test_after_a_hush_nobody_waits_for_what_was_being_said() -> None:
    heard = Heard().at(10)
    heard.hear(said("A long comment of many words."))
    heard.loudspeaker.hush()
    heard.at(10.1).hear(said("Short one."))
    assert heard.played[-1] == (10.1, "Short one.")


def test_without_tones_there_are_none_and_the_words_of_a_breath_come_at_once() -> None:
    heard = Heard(tones=False).at(10)
    heard.hear(said("Breathe in", Rank.BREATH, Chime.INHALE))
    assert heard.played == [(10, "Breathe in")]


def test_without_a_voice_there_are_only_chimes() -> None:
    heard = Heard(spoken=False)
    for event in all_cues(UPPER_BACK):
        heard.loudspeaker.hear(event)
    assert {name for _, name in heard.played} == {
        *("begin", "half", "tick", "switch", "change", "finish", "inhale", "exhale")
    }


def test_what_is_only_written_is_not_said() -> None:
    heard = Heard()
    heard.hear(Cue(0, "Left arm · Chest: hold for 30 s.", Chime.BEGIN))
    assert [name for _, name in heard.played] == ["begin"]


def test_all_that_will_be_said_is_prepared() -> None:
    heard = Heard()
    assert heard.voice
    aloud = {event.cue.words for event in all_cues(UPPER_BACK) if event.cue.aloud}
    assert aloud <= {phrase.words for phrase in heard.voice.prepared}


def test_in_a_session_of_the_built_in_routine_no_words_are_late_cut_or_left_out() -> None:
    heard = Heard()
    for event in all_cues(UPPER_BACK):
        heard.at(event.at_ms / 1_000).loudspeaker.hear(event)
    words = [(at_s, name) for at_s, layer, name in heard.playback.ordered if layer is Layer.WORDS]
    assert len(words) == len([event for event in all_cues(UPPER_BACK) if event.cue.aloud])
    assert heard.playback.hushed == []
    assert words[:3] == [
        (
            1,  # when what says it may be expected to be loaded
            "Get ready. Left arm. Stand side-on, left shoulder to the wall, forearm on it, "
            "corner in front.",
        ),
        (
            10.4,
            "Left hand at shoulder height. Take the corner. Turn your chest to the wall. "
            "Forearm and elbow stay on the wall as if glued. Only as far as a mild pull. "
            "Hold for 30 seconds.",
        ),
        (22.9, "Any pain at all: stop."),
    ]


def test_what_is_heard_before_it_is_open_is_heard_then() -> None:
    loudspeaker = of(Audible(True, VOICE))
    loudspeaker.hear(all_cues(UPPER_BACK)[0])
    assert not Playing.made
    loudspeaker.open()
    assert [name[:9] for _, _, name in Playing.made[-1].ordered] == ["Get ready"]


def test_the_first_words_come_at_their_moment_however_long_loading_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now_s = 5.0
    monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=lambda: now_s))
    loudspeaker = of(Audible(True, VOICE))
    loudspeaker.hear(all_cues(UPPER_BACK)[0])
    now_s = 5.7
    loudspeaker.open()
    # The fake counts from 0: 0.3 s are left of the second.
    assert [at_s for at_s, _, _ in Playing.made[-1].ordered] == [pytest.approx(0.3 - 0.06)]


def test_a_loudspeaker_that_was_never_opened_can_be_hushed_and_closed() -> None:
    loudspeaker = of(Audible(True, None))
    loudspeaker.hear(all_cues(UPPER_BACK)[0])
    loudspeaker.hush()
    loudspeaker.close(ring_out=True)
    assert (loudspeaker.note, loudspeaker.silent, loudspeaker.latency_ms) == ("", False, 0)


def test_the_lead_is_in_the_sessions_time() -> None:
    heard = Heard(speed=20)
    heard.playback.latency_ms = 45
    assert heard.loudspeaker.latency_ms == 900


def test_the_notes_of_player_and_voice_are_told() -> None:
    heard = Heard()
    assert heard.voice
    heard.playback.note, heard.voice.note = "One at a time.", "No voice."
    assert heard.loudspeaker.note == "One at a time. No voice."
    heard.playback.note, heard.playback.silent = "No sound.", True
    assert heard.loudspeaker.note == "No sound."


@pytest.mark.parametrize("ring_out", [True, False])
def test_the_last_sounds_end_if_they_may(ring_out: bool) -> None:
    heard = Heard()
    heard.loudspeaker.close(ring_out=ring_out)
    assert bool(heard.playback.closed_after_s) is ring_out


@pytest.mark.parametrize(
    ("player", "voice", "note"),
    [
        (True, True, "No sound, no voice. See: stretch doctor"),
        (True, False, "No sound player. See: stretch doctor"),
        (False, True, "No voice. See: stretch doctor"),
    ],
)
def test_one_note_names_all_that_is_missing(
    monkeypatch: pytest.MonkeyPatch, player: bool, voice: bool, note: str
) -> None:
    monkeypatch.setenv("PATH", "")
    loudspeaker = unheard(lacks_voice=voice)
    loudspeaker.open()
    if player:
        Playing.made[-1].lacks_player = Playing.made[-1].silent = True
    assert loudspeaker.note == note


def test_one_command_installs_all_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "apt").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "platform", "linux")
    told = missing(ENGLISH, player=True, voice=True)
    assert told.endswith(". Try: sudo apt install pulseaudio-utils espeak-ng")


def test_a_missing_voice_is_not_told_before_it_is_known_whether_a_player_is_missing_too() -> None:
    loudspeaker = unheard(lacks_voice=True)
    loudspeaker.open()
    Playing.made[-1].backends = []
    assert loudspeaker.note == ""


def test_where_sound_cannot_even_be_loaded_the_session_is_silent_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "stretchcoach.audio.playback", None)
    loudspeaker = unheard()
    loudspeaker.hear(all_cues(UPPER_BACK)[0])
    loudspeaker.open()
    loudspeaker.hear(all_cues(UPPER_BACK)[0])
    assert loudspeaker.silent
    assert loudspeaker.note.startswith("No sound: ")
    loudspeaker.hush()
    loudspeaker.close(ring_out=False)


def unheard(*, lacks_voice: bool = False) -> Loudspeaker:
    return of(Audible(True, None, lacks_voice=lacks_voice))
