"""The memory of pain: from the events, in order, to the state of a position on a day.

Each rule has a row in a table of the tests. A position that hurt is out for `OUT_DAYS` days. Then
it comes back once for `RETURN_HOLD_MS`, or earlier if the person asks. If it is then held on every
side without pain, it is free again. A position that hurt in `TOO_OFTEN` sessions is out until the
person clears it. After a grave sign the next start asks first. All that is remembered can be
cleared.

Pain belongs to a place. It counts at the same position of the same routine, or of a variation of
it, on both sides. In every other routine it counts at positions that load the same area of the
body: an author tells the positions of one routine apart, but between two only the area is known.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from stretchcoach.core.outcome import Ended, Sign
from stretchcoach.core.routine import AREAS, Position, Routine
from stretchcoach.core.session import Session
from stretchcoach.core.timeline import Kind

OUT_DAYS = 14
TOO_OFTEN = 3

FORMAT = 1
# Later years are refused, so that days can be added to a date.
_LAST_YEAR = 9_000


class What(Enum):
    """The events that can happen to a place."""

    HURT = "hurt"
    ADDED = "added"
    ASKED_BACK = "asked back"
    RETURNED = "returned"  # held again, and nothing hurt
    CLEARED = "cleared"
    PASSED = "passed"  # the person says that a grave sign is over


class Place(NamedTuple):
    """A position of a routine. If `routine` is "", `position` is an area of the body.

    Without a position it is the whole routine; without both it is everything. `root` is the routine
    at the end of the chain of those that this one extends.
    """

    routine: str = ""
    position: str = ""
    root: str = ""
    areas: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.routine, self.position


class Remembered(NamedTuple):
    """One event. `session` is an id of the session, `sign` the kind of pain, if told."""

    what: What
    on: date
    place: Place = Place()
    session: str = ""
    sign: Sign | None = None


class State(Enum):
    """The state of a position on a day after pain, the strictest last."""

    FREE = "free"
    SHORT = "short"
    OUT = "left out"
    TOO_OFTEN = "until cleared"

    @property
    def strictness(self) -> int:
        return list(State).index(self)


class Pain(NamedTuple):
    """All that is remembered of a place. `sign` is the last one; `asks` is a sign not answered yet.

    `back` are the places that were asked back since. `free` are the positions that were held again,
    and `cleared` the positions and routines that were cleared of this pain alone. The pain counts
    no more at those of `free` and `cleared`. Its sessions still count if a position of `free` hurts
    again.
    """

    place: Place
    last: date
    sessions: Collection[str] = ()
    sign: Sign | None = None
    asks: Sign | None = None
    back: frozenset[Place] = frozenset()
    free: frozenset[tuple[str, str]] = frozenset()
    cleared: frozenset[tuple[str, str]] = frozenset()

    def is_cleared_at(self, place: Place) -> bool:
        """Whether the person has cleared this place, or its whole routine, of this pain."""
        return not {place.key, (place.routine, "")}.isdisjoint(self.cleared)

    def is_back_at(self, place: Place) -> bool:
        """Whether this place, or the same position of a kindred routine, was asked back."""
        return any(is_same(asked, place) for asked in self.back)

    @property
    def until(self) -> date:
        """The day on which the place comes back by itself."""
        return self.last + timedelta(days=OUT_DAYS)


def place_of(routine: Routine, position: Position | None = None) -> Place:
    """The place of this position, or of the whole routine if it is None."""
    if position is None:
        return Place(routine.kept_name, "", routine.root)
    return Place(routine.kept_name, position.id, root=routine.root, areas=position.areas)


def is_same(one: Place, other: Place) -> bool:
    """Whether both are the same position, in one routine or in variations of it."""
    if not (one.routine and other.routine and _is_kin(one, other)):
        return False
    return _without_side(one.position) == _without_side(other.position)


def concerns(pain: Place, place: Place) -> bool:
    """Whether pain at one place is a reason to spare the other."""
    if not pain.routine:
        return pain.position in place.areas
    if _is_kin(pain, place):
        return is_same(pain, place)
    return not set(pain.areas).isdisjoint(place.areas)


def state_at(pain: Pain, place: Place, on: date) -> State:
    """The state of the position on this day because of this pain."""
    if not concerns(pain.place, place) or place.key in pain.free or pain.is_cleared_at(place):
        return State.FREE
    if len(pain.sessions) >= TOO_OFTEN:
        return State.TOO_OFTEN
    if pain.is_back_at(place) or (on - pain.last).days >= OUT_DAYS:
        return State.SHORT
    return State.OUT


def recall(lines: Iterable[Remembered]) -> tuple[Pain, ...]:
    """The pain of each place after these events, in the order of the last time."""
    pains: tuple[Pain, ...] = ()
    names: dict[tuple[str, str], _Names] = {}
    for line in lines:
        pains = _after(pains, line, names)
    return tuple(pain._replace(sessions=frozenset(pain.sessions)) for pain in pains)


def strictest(pains: Iterable[Pain], place: Place, on: date) -> tuple[Pain, State] | None:
    """The pain with the strictest state for this position; of equal ones the latest."""
    found = ((pain, state_at(pain, place, on)) for pain in pains)
    counts = [one for one in found if one[1] is not State.FREE]
    return max(counts, key=lambda one: (one[1].strictness, one[0].last), default=None)


def asking(pains: Iterable[Pain]) -> Pain | None:
    """The pain whose sign the next start must ask about: the gravest, then the latest."""
    asks = [(pain.asks.gravity, pain.last, pain) for pain in pains if pain.asks]
    return max(asks, key=lambda one: one[:2])[2] if asks else None


def passed(pains: Iterable[Pain]) -> tuple[Pain, ...]:
    """These pains, with every grave sign answered: it is over."""
    return tuple(pain._replace(asks=None) for pain in pains)


class _Names:
    """The sessions in which a place hurt, while lines are read. They only grow.

    There can be many sessions. So each name of another place is taken over once, and no name is
    copied with every line.
    """

    def __init__(self) -> None:
        self.known: set[str] = set()
        self._in_order: list[str] = []
        self._taken: dict[_Names, int] = {}

    def add(self, name: str) -> None:
        if name not in self.known:
            self.known.add(name)
            self._in_order.append(name)

    def take(self, other: "_Names") -> None:
        """Add the names that the other place has got since the last call."""
        for name in other._in_order[self._taken.get(other, 0) :]:
            self.add(name)
        self._taken[other] = len(other._in_order)


def _after(
    pains: tuple[Pain, ...], line: Remembered, names: dict[tuple[str, str], _Names]
) -> tuple[Pain, ...]:
    place = line.place
    match line.what:
        case What.HURT | What.ADDED:
            hurt = _hurt(pains, line, names)
            return (*(pain for pain in pains if pain.place.key != place.key), hurt)
        case What.ASKED_BACK:
            # Pain in the same session came after it, even if its line comes first.
            return tuple(
                pain._replace(back=pain.back | {place})
                if concerns(pain.place, place) and line.session not in pain.sessions
                else pain
                for pain in pains
            )
        case What.RETURNED:
            return tuple(
                pain._replace(free=pain.free | {place.key})
                if state_at(pain, place, line.on) is State.SHORT
                else pain
                for pain in pains
            )
        case What.CLEARED:
            return _cleared(pains, place)
        case What.PASSED:
            return passed(pains)


def _hurt(pains: Sequence[Pain], line: Remembered, names: dict[tuple[str, str], _Names]) -> Pain:
    """The place after pain there. That it was asked back or held again counts no more."""
    before = next((pain for pain in pains if pain.place.key == line.place.key), None)
    again = before is not None and line.session in before.sessions
    kin = [
        names[pain.place.key]
        for pain in pains
        if is_same(pain.place, line.place) and not pain.is_cleared_at(line.place)
    ]
    # After clearing, counting starts anew. An area has only its last session.
    own = names.get(line.place.key)
    own = names[line.place.key] = own if before and own in kin else _Names()
    for one in kin:
        own.take(one)
    if line.session:
        own.add(line.session)
    sign, asks, last = line.sign, line.sign if line.sign and line.sign.ends_it else None, line.on
    if before:
        sign = _graver(sign, before.sign) if again else sign
        asks, last = _graver(asks, before.asks), max(last, before.last)
    return Pain(line.place, last, sessions=own.known, sign=sign, asks=asks)


def _graver(one: Sign | None, other: Sign | None) -> Sign | None:
    return max(filter(None, (one, other)), key=lambda sign: sign.gravity, default=None)


def _cleared(pains: Iterable[Pain], place: Place) -> tuple[Pain, ...]:
    """The pains without those of this place. Other pains count there no more."""
    if place == Place():
        return ()
    kept = (pain for pain in pains if not _lies_in(pain.place, place))
    if not place.routine:
        return tuple(kept)
    return tuple(pain._replace(cleared=pain.cleared | {place.key}) for pain in kept)


def _lies_in(pain: Place, place: Place) -> bool:
    return pain.key == place.key or (not place.position and pain.routine == place.routine)


def _is_kin(one: Place, other: Place) -> bool:
    return not {one.routine, one.root}.isdisjoint({other.routine, other.root} - {""})


def _without_side(position: str) -> str:
    """`neck-left` and `neck-right` are one position on two sides."""
    return "-".join("side" if part in ("left", "right") else part for part in position.split("-"))


def said(session: Session, name: str) -> tuple[Remembered, ...]:
    """The events of this session so far that memory keeps (`on` is not known here).

    A position is asked back once the session has begun. It is held again only at the end.
    """
    timeline = session.timeline
    routine, care = timeline.routine, timeline.care
    places = {position.id: place_of(routine, position) for position in routine.positions}

    def told(what: What, id_: str, sign: Sign | None = None) -> Remembered:
        return Remembered(what, date.min, places[id_], session=name, sign=sign)

    begun = session.stage.kind is not Kind.GATE
    asked = [told(What.ASKED_BACK, id_) for id_ in care.asked] if begun else []
    hurt: dict[str, Sign | None] = {}
    for held in session.holds:
        if held.ended is Ended.HURT:
            hurt[held.position.id] = _graver(held.sign, hurt.get(held.position.id))
    hurts = [told(What.HURT, id_, sign) for id_, sign in hurt.items()]
    returned = [told(What.RETURNED, id_) for id_ in care.short if _is_held_again(session, id_)]
    return (*asked, *hurts, *(returned if session.over else ()))


def _is_held_again(session: Session, id_: str) -> bool:
    """Whether it was held to its end on each side of the routine, and nothing hurt.

    A session of one side tells nothing about the other, and pain counts on both.
    """
    ends = {held.side: held.ended for held in session.holds if held.position.id == id_}
    return ends == dict.fromkeys(session.timeline.routine.sides or (None,), Ended.DONE)


def record(line: Remembered, at: str) -> dict[str, object]:
    """The line as it is kept. `at` is the moment in ISO 8601, which begins with the day."""
    return {
        "format": FORMAT,
        "at": at,
        "what": line.what.value,
        "routine": line.place.routine,
        "position": line.place.position,
        "root": line.place.root,
        "areas": list(line.place.areas),
        "session": line.session,
        "sign": line.sign.value if line.sign else None,
    }


def remembered(kept: Mapping[str, object]) -> Remembered | None:
    """The event in a kept line; None if it has another format or was damaged by hand."""
    if kept.get("format") != FORMAT:
        return None
    try:
        areas, sign = kept.get("areas") or [], kept.get("sign")
        line = Remembered(
            What(kept.get("what")),
            date.fromisoformat(_text(kept.get("at"))[:10]),
            Place(
                _text(kept.get("routine")),
                _text(kept.get("position")),
                root=_text(kept.get("root")),
                areas=tuple(area for area in AREAS if isinstance(areas, list) and area in areas),
            ),
            session=_text(kept.get("session")),
            sign=Sign(sign) if sign else None,
        )
    except ValueError:
        return None
    needs_place = line.what not in (What.CLEARED, What.PASSED)
    if line.on.year > _LAST_YEAR or (needs_place and not line.place.position):
        return None
    return line


def _text(value: object) -> str:
    """The text that was kept, "" where there is none. Raises ValueError for anything else."""
    if not isinstance(value, str | None):
        raise ValueError("no text")
    value = value or ""
    value.encode()  # a lone surrogate, which JSON can hold, is a ValueError
    return value
