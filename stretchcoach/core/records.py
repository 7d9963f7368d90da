"""Routines, timelines, events and outcomes as plain data, for JSON.

docs/json.md documents the fields. Times are whole milliseconds. A missing value is null or an empty
list; no field is ever missing.
"""

from enum import Enum
from typing import Any

from stretchcoach.core.outcome import Outcome
from stretchcoach.core.routine import Routine, Side
from stretchcoach.core.session import Event
from stretchcoach.core.timeline import Cue, Stage, Timeline

Plain = dict[str, Any]


def event_record(event: Event) -> Plain:
    return {"event": "cue", **_cue(event.cue, event.at_ms), **_stage(event.stage)}


def outcome_record(outcome: Outcome) -> Plain:
    return {
        "event": "outcome",
        "routine": outcome.routine,
        "finished": outcome.finished,
        "active_ms": outcome.active_ms,
        "held_ms": outcome.held_ms,
        "holds": [
            {
                "side": _side(held.side),
                "position": held.position.id,
                "held_ms": held.held_ms,
                "ended": held.ended.value,
                "sign": held.sign.value if held.sign else None,
            }
            for held in outcome.holds
        ],
    }


def timeline_record(timeline: Timeline) -> Plain:
    """The routine as written, and its stages."""
    stages = zip(timeline.starts_ms, timeline.stages, strict=True)
    return {
        **_routine(timeline.routine),
        "chosen": timeline.fitted,
        "briefly": timeline.briefly,
        **care_record(timeline),
        "length_ms": timeline.length_ms,
        "stages": [
            {
                **_stage(stage),
                "start_ms": start_ms,
                "length_ms": stage.length_ms,
                "cues": [_cue(cue, start_ms + cue.at_ms) for cue in stage.cues],
            }
            for start_ms, stage in stages
        ],
    }


def care_record(timeline: Timeline) -> Plain:
    """The changes by memory, as ids of positions."""
    care = timeline.care
    return {
        "left_out": list(care.left_out),
        "short": list(care.short),
        "remembered": list(care.told),
    }


def _routine(routine: Routine) -> Plain:
    """Every field, and the hold time and the view of each position."""
    whole = (
        position._replace(hold_ms=routine.hold_ms(position), view=routine.view_of(position))
        for position in routine.positions
    )
    record: Plain = _plain(routine._replace(positions=tuple(whole)))
    return record


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if not isinstance(value, tuple):
        return value
    parts = [_plain(part) for part in value]
    fields: tuple[str, ...] = getattr(value, "_fields", ())
    return dict(zip(fields, parts, strict=True)) if fields else parts


def _stage(stage: Stage) -> Plain:
    return {
        "stage": stage.kind.value,
        "side": _side(stage.side),
        "position": stage.position.id if stage.position else None,
    }


def _cue(cue: Cue, at_ms: int) -> Plain:
    return {
        "at_ms": at_ms,
        "words": cue.words,
        "chime": cue.chime.value if cue.chime else None,
        "aloud": cue.aloud,
    }


def _side(side: Side | None) -> str | None:
    return side.value if side else None
