"""Routines, events and outcomes as plain data."""

import json
from typing import Any, get_type_hints

import pytest
from hypothesis import given

from stretchcoach.core.outcome import Ended, Held
from stretchcoach.core.records import event_record, outcome_record, timeline_record
from stretchcoach.core.routine import Position, Routine
from stretchcoach.core.session import Command, outcome
from stretchcoach.core.timeline import Timeline
from tests.making import (
    BOTH,
    all_cues,
    begun,
    built_in,
    in_stage,
    lived,
    passed,
    position,
    routine,
    timeline,
    timelines,
)

ROUTINE_KEYS = {
    *("name", "title", "summary", "author", "source", "caution", "extends", "changes", "root"),
    *("sides", "limb", "language", "sound", "breath", "setup", "form", "safety"),
    *(
        "positions",
        "finish",
        "posture",
        "view",
        "stand",
        "until",
        "between",
        "other_side",
        "wrong_way",
        "after",
        "times",
        "drawn_for",
    ),
    *("chosen", "briefly", "length_ms", "stages", "left_out", "short", "remembered"),
}
POSITION_KEYS = {
    *(
        "id",
        "title",
        "hand",
        "how",
        "felt",
        "not_felt",
        "hold_ms",
        "drawing",
        "view",
        "cues",
        "figure",
        "briefly",
        "areas",
    ),
}
CARE_KEYS = {"left_out", "short", "remembered"}
CUE_KEYS = {"at_ms", "words", "chime", "aloud"}
STAGE_KEYS = {"stage", "side", "position"}
OUTCOME_KEYS = {"event", "routine", "finished", "active_ms", "held_ms", "holds"}


def there_and_back(record: dict[str, Any]) -> Any:
    return json.loads(json.dumps(record))


@given(timelines())
def test_a_timeline_is_told_with_every_field_whatever_is_in_it(of: Timeline) -> None:
    record = timeline_record(of)
    assert there_and_back(record) == record
    assert set(record) == ROUTINE_KEYS
    assert all(set(told) == POSITION_KEYS for told in record["positions"])
    for stage in record["stages"]:
        assert set(stage) == {*STAGE_KEYS, "start_ms", "length_ms", "cues"}
        assert all(set(cue) == CUE_KEYS for cue in stage["cues"])


@given(timelines())
def test_an_event_is_told_with_every_field_whatever_is_in_it(of: Timeline) -> None:
    for event in all_cues(of):
        record = event_record(event)
        assert there_and_back(record) == record
        assert set(record) == {"event", *CUE_KEYS, *STAGE_KEYS}


def test_a_timeline_is_told_with_its_starts_and_what_was_chosen() -> None:
    of = timeline(built_in("upper-back"))._replace(fitted="Fitted.")
    record = timeline_record(of)
    assert record["chosen"] == "Fitted."
    assert record["length_ms"] == 320_000
    assert [stage["start_ms"] for stage in record["stages"]] == list(of.starts_ms)
    assert record["stages"][2]["cues"][3] == {
        "at_ms": 34_580,
        "words": "Felt in the chest? Turn your chest to the wall.",
        "chime": None,
        "aloud": True,
    }
    assert {position["hold_ms"] for position in record["positions"]} == {30_000}


def test_an_event_is_told_by_its_moment_in_the_whole_session() -> None:
    half = next(e for e in all_cues(timeline()) if e.cue.chime and e.cue.chime.value == "half")
    assert event_record(half) == {
        "event": "cue",
        "at_ms": 25_000,
        "words": "Half-way.",
        "chime": "half",
        "aloud": True,
        "stage": "hold",
        "side": "left",
        "position": "shoulder",
    }


def test_an_outcome_is_told_with_each_hold() -> None:
    hurt = passed(in_stage(4, 5_000), 0, Command.PAIN)
    stopped = passed(hurt, 0, Command.STOP)
    assert there_and_back(outcome_record(outcome(stopped))) == {
        "event": "outcome",
        "routine": "made",
        "finished": False,
        "active_ms": 53_000,
        "held_ms": 35_000,
        "holds": [
            {
                "side": "left",
                "position": "shoulder",
                "held_ms": 30_000,
                "ended": "done",
                "sign": None,
            },
            {
                "side": "left",
                "position": "chest",
                "held_ms": 5_000,
                "ended": "hurt",
                "sign": None,
            },
        ],
    }


@pytest.mark.parametrize(
    ("command", "sign"),
    [
        (Command.IT_IS_PAIN, "pain"),
        (Command.IT_IS_NUMBNESS, "numbness"),
        (Command.IT_IS_AN_EMERGENCY, "emergency"),
    ],
)
def test_an_outcome_tells_what_the_pain_was(command: Command, sign: str) -> None:
    told = passed(passed(in_stage(4, 5_000), 0, Command.PAIN), 0, command)
    (*_, hurt) = outcome_record(outcome(told))["holds"]
    assert (hurt["position"], hurt["ended"], hurt["sign"]) == ("chest", "hurt", sign)


@pytest.mark.parametrize("ended", Ended)
def test_what_is_not_there_is_null_and_never_missing(ended: Ended) -> None:
    kept = outcome(begun(timeline(routine(["hip"], sides=()))))
    kept = kept._replace(holds=(Held(None, position("hip"), 0, ended),))
    record = there_and_back(outcome_record(kept))
    assert set(record) == OUTCOME_KEYS
    assert record["holds"] == [
        {"side": None, "position": "hip", "held_ms": 0, "ended": ended.value, "sign": None}
    ]


def test_everything_an_author_can_write_about_a_position_is_told() -> None:
    written = set(get_type_hints(Position))
    assert written == POSITION_KEYS


def test_everything_an_author_can_write_about_a_routine_is_told() -> None:
    written = set(get_type_hints(Routine))
    assert written == ROUTINE_KEYS - {"chosen", "briefly", "length_ms", "stages", *CARE_KEYS}


def test_a_whole_lived_session_is_told_in_plain_data() -> None:
    script = [(2_000, Command.TOGGLE), (0, Command.TOGGLE), (500, Command.PAIN), (0, Command.STOP)]
    _, events = lived(in_stage(2), list(script))
    told = [there_and_back(event_record(event)) for event in events]
    assert [record["words"] for record in told] == [
        "Breathe in",
        "Paused.",
        "Back into position: left arm, shoulder.",
        "Stop. Ease out slowly.",
        "Stopped.",
    ]
    assert {record["side"] for record in told} == {BOTH[0].value}
