"""What is remembered of pain: from what happened, in order, to what follows from it on a day.

The rules, each of which has a row in a table of the tests. What hurt is out for `OUT_DAYS` days,
and then comes back once for `RETURN_HOLD_MS`; so does what is asked back before. If it was held on
every side then and nothing hurt, it is as before. What hurt in `TOO_OFTEN` sessions is out until
the person clears it. After a grave sign the next start asks first. Whatever is remembered can be
cleared.

Pain belongs to a place. It counts at the same position of the same routine, or of a variation of
it, on both sides. In every other routine it counts where the same area of the body is loaded:
within one routine its author has set the positions apart, between two only the area is known.
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
# What a date needs so that days can be added to it.
_LAST_YEAR = 9_000


class What(Enum):
    """What can happen to a place."""

    HURT = "hurt"
    ADDED = "added"
    ASKED_BACK = "asked back"
    RETURNED = "returned"  # held again, and nothing hurt
    CLEARED = "cleared"
    PASSED = "passed"  # the person says that a grave sign has


class Place(NamedTuple):
    """A position of a routine; where `routine` is "", `position` is an area of the body.

    A routine without a position is all of it, and without a routine it is everything. `root` is the
    routine that this one varies in the end, through however many others.
    """

    routine: str = ""
    position: str = ""
    root: str = ""
    areas: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.routine, self.position


class Remembered(NamedTuple):
    """One thing that happened; `session` tells sessions apart, `sign` is what was said of pain."""

    what: What
    on: date
    place: Place = Place()
    session: str = ""
    sign: Sign | None = None


class State(Enum):
    """What pain means for a position on a day, the strictest last."""

    FREE = "free"
    SHORT = "short"
    OUT = "left out"
    TOO_OFTEN = "until cleared"

    @property
    def strictness(self) -> int:
        return list(State).index(self)


class Pain(NamedTuple):
    """All that is remembered of a place. `sign` is that of the last time, `asks` is unanswered.

    `back` are the places at which it was asked back since, `free` the positions at which it was
    held again, and `cleared` the positions and routines that were cleared of it alone. At neither
    of the last two does it count any more. But what was held again is still a time that it hurt
    there.
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
        """Whether the person has cleared this place, or all of its routine, of it."""
        return not {place.key, (place.routine, "")}.isdisjoint(self.cleared)

    def is_back_at(self, place: Place) -> bool:
        """Whether it was asked back there, or at the same position of a kindred routine."""
        return any(is_same(asked, place) for asked in self.back)

    @property
    def until(self) -> date:
        """The day on which it comes back by itself."""
        return self.last + timedelta(days=OUT_DAYS)


def place_of(routine: Routine, position: Position | None = None) -> Place:
    """The place of this position; without one, that of the whole routine."""
    if position is None:
        return Place(routine.kept_name, "", routine.root)
    return Place(routine.kept_name, position.id, root=routine.root, areas=position.areas)


def is_same(one: Place, other: Place) -> bool:
    """Whether they are one position, in the same routine or in variations of each other."""
    if not (one.routine and other.routine and _is_kin(one, other)):
        return False
    return _without_side(one.position) == _without_side(other.position)


def concerns(pain: Place, place: Place) -> bool:
    """Whether pain there is a reason to spare this position."""
    if not pain.routine:
        return pain.position in place.areas
    if _is_kin(pain, place):
        return is_same(pain, place)
    return not set(pain.areas).isdisjoint(place.areas)


def state_at(pain: Pain, place: Place, on: date) -> State:
    """What this pain means for the position on this day."""
    if not concerns(pain.place, place) or place.key in pain.free or pain.is_cleared_at(place):
        return State.FREE
    if len(pain.sessions) >= TOO_OFTEN:
        return State.TOO_OFTEN
    if pain.is_back_at(place) or (on - pain.last).days >= OUT_DAYS:
        return State.SHORT
    return State.OUT


def recall(lines: Iterable[Remembered]) -> tuple[Pain, ...]:
    """What is remembered of each place after all of this, in the order of its last time."""
    pains: tuple[Pain, ...] = ()
    names: dict[tuple[str, str], _Names] = {}
    for line in lines:
        pains = _after(pains, line, names)
    return tuple(pain._replace(sessions=frozenset(pain.sessions)) for pain in pains)


def strictest(pains: Iterable[Pain], place: Place, on: date) -> tuple[Pain, State] | None:
    """The pain that decides about this position, the latest of those that are as strict."""
    found = ((pain, state_at(pain, place, on)) for pain in pains)
    counts = [one for one in found if one[1] is not State.FREE]
    return max(counts, key=lambda one: (one[1].strictness, one[0].last), default=None)


def asking(pains: Iterable[Pain]) -> Pain | None:
    """The pain whose sign the next start must ask after: the gravest, then the latest."""
    asks = [(pain.asks.gravity, pain.last, pain) for pain in pains if pain.asks]
    return max(asks, key=lambda one: one[:2])[2] if asks else None


def passed(pains: Iterable[Pain]) -> tuple[Pain, ...]:
    """The same, with every grave sign answered: it has passed."""
    return tuple(pain._replace(asks=None) for pain in pains)


class _Names:
    """The sessions in which a place hurt, while lines are read. They only grow.

    A record can be of many sessions. So each name that another place has is looked at once, and
    none is copied with every line.
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
        """Add what the other place has come to have since the last time."""
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
            # What hurt in that session hurt after it, also where the lines are the other way round.
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
    """The place after pain there: nothing of it is asked back or held again any more."""
    before = next((pain for pain in pains if pain.place.key == line.place.key), None)
    again = before is not None and line.session in before.sessions
    kin = [
        names[pain.place.key]
        for pain in pains
        if is_same(pain.place, line.place) and not pain.is_cleared_at(line.place)
    ]
    # What was cleared is counted from the start, and an area has no sessions but the last one.
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
    """Without what is remembered of the place; what else counts there does so no more."""
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
    """What of this session is to be remembered so far, whenever it happens (`on` is not known).

    What was asked back counts once the session has begun, and what is held again at its end.
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

    A session of one side says nothing of the other, and pain counts on both.
    """
    ends = {held.side: held.ended for held in session.holds if held.position.id == id_}
    return ends == dict.fromkeys(session.timeline.routine.sides or (None,), Ended.DONE)


def record(line: Remembered, at: str) -> dict[str, object]:
    """The line as it is kept; `at` is the moment as ISO 8601 has it, with the day in front."""
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
    """The line that was kept; None for one of another format, or that was changed by hand."""
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
    value.encode()  # half a character can be in JSON, and is a ValueError here
    return value
