"""Routines in which something hurt, and short words for what is remembered of it."""

from collections.abc import Iterable
from datetime import date, timedelta

from stretchcoach.core.care import NothingLeftError, cared
from stretchcoach.core.choices import Choices
from stretchcoach.core.memory import (
    Place,
    Remembered,
    What,
    place_of,
    recall,
)
from stretchcoach.core.outcome import Sign
from stretchcoach.core.routine import Routine
from stretchcoach.core.timeline import Kind, Timeline
from tests.making import (
    position,
    routine,
)

TODAY = date(2026, 11, 27)
_NONE = Choices()
BACK = routine()._replace(name="back")  # shoulder, chest and hip, of which none names an area
NECK = routine()._replace(name="neck", extends="back", root="back")
QUICK = routine()._replace(name="quick", extends="neck", root="back")
DOOR = routine(positions=[position("low")._replace(areas=("shoulder",)), position("high")])
DOOR = DOOR._replace(name="door")
WALL = routine(positions=[position("flat")._replace(areas=("shoulder", "chest"))])
WALL = WALL._replace(name="wall")
DESK = routine(["neck-left", "neck-right", "wrists"], sides=())._replace(name="desk")
ALL = (BACK, NECK, QUICK, DOOR, WALL, DESK)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def at(of: Routine, id_: str) -> Place:
    return next(place_of(of, one) for one in of.positions if one.id == id_)


def hurt(days: int, of: Routine, id_: str, sign: Sign | None = None) -> Remembered:
    """Pain so many days ago, in a session of its own."""
    return Remembered(What.HURT, ago(days), at(of, id_), f"{days} days ago", sign)


def asked(days: int, of: Routine, id_: str) -> Remembered:
    return Remembered(What.ASKED_BACK, ago(days), at(of, id_))


def returned(days: int, of: Routine, id_: str) -> Remembered:
    return Remembered(What.RETURNED, ago(days), at(of, id_))


def cleared(place: Place = Place()) -> Remembered:  # noqa: B008 - a value
    return Remembered(What.CLEARED, TODAY, place)


def added(days: int, place: Place) -> Remembered:
    return Remembered(What.ADDED, ago(days), place)


def session(
    of: Routine, lines: Iterable[Remembered], choices: Choices = _NONE, on: date = TODAY
) -> Timeline:
    return cared(of, choices, recall(lines), on)


def held(timeline: Timeline) -> str:
    """The holds of a side: `shoulder 30, hip 15`, and "" where none is left."""
    side = timeline.stages[-2].side
    return ", ".join(
        f"{stage.position.id} {stage.length_ms // 1_000}"
        for stage in timeline.stages
        if stage.kind is Kind.HOLD and stage.position and stage.side is side
    )


def outcome(of: Routine, lines: Iterable[Remembered]) -> str:
    try:
        return held(session(of, lines))
    except NothingLeftError:
        return ""


ALL_OF_BACK = "shoulder 30, chest 30, hip 30"
OFTEN = [hurt(90, BACK, "chest"), hurt(60, BACK, "chest"), hurt(30, BACK, "chest")]
