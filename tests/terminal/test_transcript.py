"""Sessions without a screen: every line of a short one, and of its JSON."""

import io
import json

import pytest

from stretchcoach.core import words
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.outcome import Sign
from stretchcoach.core.routine import Side
from stretchcoach.core.session import Command, Session, begin, outcome
from stretchcoach.play import play
from stretchcoach.terminal.transcript import JsonLines, Transcript
from tests.scripted import Listening, Scripted
from tests.terminal.scenes import sample


def _told(
    *keys: tuple[int, Command],
    waits: bool = True,
    unicode: bool = True,
    note: str = "",
    emergency: str = "",
    known: bool = False,
    sounds: bool = True,
    wraps: bool = False,
    columns: int = 80,
) -> tuple[list[str], Session]:
    out = io.StringIO()
    scripted = Scripted(keys)
    timeline = choose(sample(), Choices(side=Side.LEFT, only=("high",)))
    viewer = Transcript(out, columns, unicode, wraps=wraps)
    listening = Listening(note)
    first = begin(timeline, 0, waits=waits, emergency=emergency, known=known, sounds=sounds)
    session = play(first, scripted.now_ms, scripted, viewer, [listening])
    return out.getvalue().splitlines(), session


_GATE = [
    "Sample. About 20 seconds.",
    "Go in slowly.",
    "Stop at once at: sharp pain.",
    ENGLISH.doctor_first_in_short,
]
_HIGH = [
    " 0:00  Get ready. Left arm. Hand up. Hold for 16 seconds.",
    " 0:03  Left arm · High: hold for 16 s.",
    " 0:03  Breathe in",
    " 0:06  Breathe out",
    " 0:07  Breathe.",
    " 0:11  Half-way.",
    " 0:11  Breathe in",
    " 0:14  Breathe out",
]
_END = [" 0:19  All done. Let go."]


def test_a_whole_session_without_keys_is_these_lines() -> None:
    lines, _ = _told(waits=False)

    assert lines == [*_GATE, *_HIGH, *_END]


def test_a_session_that_waits_says_which_keys_there_are() -> None:
    lines, _ = _told((5_000, Command.TOGGLE))

    assert lines == [*_GATE, "", "Enter: begin · q leave · ? keys", *_HIGH, *_END]


def test_a_pause_and_pain_and_the_end_are_told_when_they_happen() -> None:
    keys = ((6_500, Command.TOGGLE), (7_500, Command.TOGGLE), (11_000, Command.PAIN))
    lines, _ = _told(*keys, (20_000, Command.STOP), waits=False)

    assert lines == [
        *_GATE,
        *_HIGH[:4],
        " 0:06  Paused.",
        ENGLISH.space_goes_on,
        " 0:06  Back into position: left arm, high.",
        " 0:07  Stop. Ease out slowly.",
        words.emergency_line(ENGLISH, ""),
        ENGLISH.what_is_it,
        "  1  pain",
        "  2  numb, tingling, dizzy",
        "  3  chest, breath, arm or jaw; or one side, speech or sight",
        ENGLISH.nothing_without_one.format(one="high"),
        ENGLISH.q_ends,
        ENGLISH.if_pain_stays,
        " 0:07  Stopped.",
    ]


def test_what_the_pain_is_said_to_be_is_told_with_what_to_do() -> None:
    keys = ((6_500, Command.PAIN), (7_000, Command.IT_IS_NUMBNESS))
    graver = (8_000, Command.IT_IS_AN_EMERGENCY)
    lines, session = _told(*keys, graver, (9_000, Command.STOP), waits=False, emergency="112 here")

    assert lines[-7:] == [
        ENGLISH.if_pain_stays,
        " 0:06  Do not go on today. If it stays, see a doctor.",
        ENGLISH.q_ends,
        " 0:06  Call an ambulance now.",
        "Call an ambulance now: 112 here.",
        ENGLISH.q_ends,
        " 0:06  Stopped.",
    ]
    assert outcome(session).sign is Sign.EMERGENCY


def test_after_pain_the_help_tells_what_keys_do_there() -> None:
    keys = ((6_500, Command.PAIN), (7_000, Command.HELP), (7_500, Command.STOP))
    lines, _ = _told(*keys, waits=False)

    assert lines[-1 - len(words.keys_after_pain(ENGLISH)) : -1] == [
        f"  {key:<14}{does}" for key, does in words.keys_after_pain(ENGLISH)
    ]


def test_muting_and_help_are_told_once_each_time() -> None:
    keys = ((500, Command.MUTE), (600, Command.MUTE), (700, Command.HELP), (800, Command.HELP))
    lines, _ = _told(*keys, (900, Command.STOP), waits=False)

    assert lines == [
        *_GATE,
        _HIGH[0],
        "Muted.",
        "Sound on again.",
        *(f"  {key:<14}{does}" for key, does in ENGLISH.keys),
        " 0:00  Stopped.",
    ]


@pytest.mark.parametrize("columns", [20, 40, 60])
def test_at_a_terminal_no_word_is_broken_and_text_hangs_under_its_beginning(columns: int) -> None:
    keys = ((500, Command.TOGGLE), (6_000, Command.PAIN), (7_000, Command.HELP))
    script = (*keys, (9_000, Command.STOP))
    wrapped, _ = _told(*script, columns=columns, wraps=True, emergency="112 in the EU")
    whole, _ = _told(*script, columns=columns, emergency="112 in the EU")
    assert max(map(len, whole)) > columns >= max(map(len, wrapped))
    assert " ".join(" ".join(wrapped).split()) == " ".join(" ".join(whole).split())
    ready = wrapped.index(next(line for line in wrapped if line.startswith(" 0:00  Get ready.")))
    assert wrapped[ready + 1].startswith(" " * 7) is (columns < 60)


def test_muting_where_there_is_no_sound_says_so() -> None:
    keys = ((500, Command.MUTE), (600, Command.MUTE), (900, Command.STOP))
    lacking, _ = _told(*keys, waits=False, note="No sound: no player.")
    assert lacking[-5:-1] == [
        *("Muted.", "No sound: no player."),
        *("Muted no more.", "No sound: no player."),
    ]
    unwanted, _ = _told(*keys, waits=False, sounds=False)
    assert unwanted[-5:-1] == [
        "Muted.",
        ENGLISH.no_sound_wanted,
        "Muted no more.",
        ENGLISH.no_sound_wanted,
    ]


def test_who_knows_the_gate_gets_it_in_short_and_all_of_it_by_a_key() -> None:
    keys = ((500, Command.SKIP), (900, Command.STOP))
    lines, _ = _told(*keys, known=True)
    assert lines[:6] == [
        _GATE[0],
        "Any pain at all: stop.",
        "Stop at once at: sharp pain.",
        "What comes: High. Left arm. 1 hold of 16 s.",
        "",
        "Enter: begin · → all of it · q leave · ? keys",
    ]
    assert lines[6:9] == _GATE[1:]


def test_a_note_on_the_sound_is_told_once() -> None:
    lines, _ = _told(waits=False, note="No sound: no player.")

    assert lines.count("No sound: no player.") == 1
    assert len(lines) == len([*_GATE, *_HIGH, *_END]) + 1


def test_without_unicode_every_line_is_ascii() -> None:
    lines, _ = _told((0, Command.HELP), (5_000, Command.TOGGLE), unicode=False)

    assert lines[5] == "Enter: begin . q leave . ? keys"
    assert "".join(lines).isascii()
    assert " 0:03  Left arm . High: hold for 16 s." in lines


def test_what_was_chosen_is_told_before_the_session() -> None:
    out = io.StringIO()
    scripted = Scripted()
    timeline = choose(sample(), Choices(total_ms=50_000))

    play(begin(timeline, 0, waits=False), scripted.now_ms, scripted, Transcript(out, 80, True), [])

    assert timeline.fitted
    assert out.getvalue().splitlines()[4] == timeline.fitted


class _Counting(io.StringIO):
    """A stream that knows how often it was flushed."""

    flushed = 0

    def flush(self) -> None:
        self.flushed += 1


@pytest.mark.parametrize("json_lines", [False, True])
def test_every_line_is_handed_on_at_once(json_lines: bool) -> None:
    out = _Counting()
    scripted = Scripted()
    timeline = choose(sample(), Choices(side=Side.LEFT, only=("high",)), gate=False)
    viewer = JsonLines(out) if json_lines else Transcript(out, 80, True)

    play(begin(timeline, 0), scripted.now_ms, scripted, viewer, [])

    assert out.flushed >= len(out.getvalue().splitlines()) > 0


def _records(*keys: tuple[int, Command]) -> list[dict[str, object]]:
    out = io.StringIO()
    scripted = Scripted(keys)
    timeline = choose(sample(), Choices(side=Side.LEFT, only=("high",)))
    listening = [Listening("No sound: no player.")]

    play(begin(timeline, 0, waits=False), scripted.now_ms, scripted, JsonLines(out), listening)

    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_json_of_a_whole_session_is_its_events_in_order_and_then_the_outcome() -> None:
    *events, outcome = _records()

    place = {"stage": "hold", "side": "left", "position": "high"}
    assert events[0] == {
        "event": "cue",
        "at_ms": 0,
        "words": "Sample. About 20 seconds.",
        "chime": None,
        "aloud": True,
        "stage": "gate",
        "side": None,
        "position": None,
    }
    assert events[2] == {
        "event": "cue",
        "at_ms": 3_000,
        "words": "Left arm · High: hold for 16 s.",
        "chime": "begin",
        "aloud": False,
        **place,
    }
    assert [(event["at_ms"], event["chime"]) for event in events[1:]] == [
        (0, None),
        (3_000, "begin"),
        (3_600, "inhale"),
        (6_200, "exhale"),
        (7_780, None),
        (11_000, "half"),
        (11_600, "inhale"),
        (14_200, "exhale"),
        (16_000, "tick"),
        (17_000, "tick"),
        (18_000, "tick"),
        (19_000, "finish"),
    ]
    assert outcome == {
        "event": "outcome",
        "routine": "sample",
        "finished": True,
        "active_ms": 19_000,
        "held_ms": 16_000,
        "holds": [
            {"side": "left", "position": "high", "held_ms": 16_000, "ended": "done", "sign": None}
        ],
        "left_out": [],
        "short": [],
        "remembered": [],
    }


def test_the_json_of_a_stopped_session_ends_with_its_outcome_too() -> None:
    *_, stopped, outcome = _records((7_500, Command.STOP))

    assert stopped["words"] == "Stopped."
    assert outcome["finished"] is False
    assert outcome["holds"] == [
        {"side": "left", "position": "high", "held_ms": 4_500, "ended": "stopped", "sign": None}
    ]
