"""What hurt changes the next session: history in, session out."""

import pytest

from stretchcoach.core.memory import (
    Place,
    Remembered,
    What,
    asking,
    recall,
    record,
    remembered,
)
from stretchcoach.core.outcome import Sign
from tests.core.hurting import (
    ALL_OF_BACK,
    BACK,
    DESK,
    DOOR,
    NECK,
    OFTEN,
    QUICK,
    TODAY,
    WALL,
    added,
    asked,
    at,
    cleared,
    hurt,
    outcome,
    returned,
)

RULES = {
    "nothing is remembered": ([], BACK, ALL_OF_BACK),
    "what hurt is left out": ([hurt(1, BACK, "chest")], BACK, "shoulder 30, hip 30"),
    "on the same day, too": ([hurt(0, BACK, "chest")], BACK, "shoulder 30, hip 30"),
    "for 14 days": ([hurt(13, BACK, "chest")], BACK, "shoulder 30, hip 30"),
    "and is then back for 15 s": ([hurt(14, BACK, "chest")], BACK, "shoulder 30, chest 15, hip 30"),
    "however long ago": ([hurt(900, BACK, "chest")], BACK, "shoulder 30, chest 15, hip 30"),
    "once": ([hurt(20, BACK, "chest"), returned(1, BACK, "chest")], BACK, ALL_OF_BACK),
    "asked back it is there for 15 s": (
        [hurt(1, BACK, "chest"), asked(0, BACK, "chest")],
        BACK,
        "shoulder 30, chest 15, hip 30",
    ),
    "asked back in a routine it is there in its variation, too": (
        [hurt(1, BACK, "chest"), asked(0, BACK, "chest")],
        NECK,
        "shoulder 30, chest 15, hip 30",
    ),
    "and the other way round": (
        [hurt(1, BACK, "chest"), asked(0, QUICK, "chest")],
        BACK,
        "shoulder 30, chest 15, hip 30",
    ),
    "but not at another position": (
        [hurt(1, BACK, "chest"), hurt(1, BACK, "hip"), asked(0, NECK, "chest")],
        BACK,
        "shoulder 30, chest 15",
    ),
    "until it was held again": (
        [hurt(2, BACK, "chest"), asked(1, BACK, "chest"), returned(1, BACK, "chest")],
        BACK,
        ALL_OF_BACK,
    ),
    "pain after it was asked back leaves it out anew": (
        [hurt(9, BACK, "chest"), asked(1, BACK, "chest"), hurt(1, BACK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
    "also if the disk took that it was asked back only after the pain": (
        [hurt(1, BACK, "chest"), asked(1, BACK, "chest")._replace(session="1 days ago")],
        BACK,
        "shoulder 30, hip 30",
    ),
    "pain when it was back leaves it out anew": (
        [hurt(20, BACK, "chest"), returned(6, BACK, "chest"), hurt(5, BACK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
    "after three sessions it stays out": (OFTEN, BACK, "shoulder 30, hip 30"),
    "also if it was asked back": ([*OFTEN, asked(1, BACK, "chest")], BACK, "shoulder 30, hip 30"),
    "and between them it was held again": (
        [OFTEN[0], returned(70, BACK, "chest"), *OFTEN[1:]],
        BACK,
        "shoulder 30, hip 30",
    ),
    "until it is cleared": ([*OFTEN, cleared(at(BACK, "chest"))], BACK, ALL_OF_BACK),
    "after which it is counted from the start": (
        [*OFTEN, cleared(at(BACK, "chest")), hurt(20, BACK, "chest")],
        BACK,
        "shoulder 30, chest 15, hip 30",
    ),
    "where it was cleared alone it is counted from the start, too": (
        [*OFTEN, cleared(at(NECK, "chest")), hurt(20, NECK, "chest")],
        NECK,
        "shoulder 30, chest 15, hip 30",
    ),
    "or where its whole routine was": (
        [*OFTEN, cleared(Place("neck")), hurt(20, NECK, "chest")],
        NECK,
        "shoulder 30, chest 15, hip 30",
    ),
    "and where that was not it stays out": (
        [*OFTEN, cleared(at(NECK, "chest")), hurt(20, NECK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
    "held again in a variation, it is still counted with it": (
        [*OFTEN[:2], returned(40, NECK, "chest"), hurt(30, NECK, "chest")],
        NECK,
        "shoulder 30, hip 30",
    ),
    "two pains of one session are one": (
        [OFTEN[1], OFTEN[2], OFTEN[2]._replace(sign=Sign.PAIN)],
        BACK,
        "shoulder 30, chest 15, hip 30",
    ),
    "what is added by hand is no session": (
        [*OFTEN[1:], added(20, at(BACK, "chest"))],
        BACK,
        "shoulder 30, chest 15, hip 30",
    ),
    "it counts in a variation": ([hurt(1, BACK, "chest")], NECK, "shoulder 30, hip 30"),
    "and in what that varies": ([hurt(1, NECK, "chest")], BACK, "shoulder 30, hip 30"),
    "and from the variation of a variation on": (
        [hurt(1, QUICK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
    "to it": ([hurt(1, BACK, "chest")], QUICK, "shoulder 30, hip 30"),
    "and the sessions of both count": (
        [OFTEN[0], OFTEN[1], hurt(30, NECK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
    "held again in the one it is still short in the other": (
        [hurt(20, BACK, "chest"), returned(1, NECK, "chest")],
        BACK,
        "shoulder 30, chest 15, hip 30",
    ),
    "in another routine nothing counts without areas": (
        [hurt(1, BACK, "chest")],
        DOOR,
        "low 30, high 30",
    ),
    "and with areas the same one does": ([hurt(1, WALL, "flat")], DOOR, "high 30"),
    "where nothing is left there is no session": ([hurt(1, DOOR, "low")], WALL, ""),
    "in the same routine the areas do not count": ([hurt(1, DOOR, "high")], DOOR, "low 30"),
    "an area counts everywhere": ([added(1, Place(position="shoulder"))], DOOR, "high 30"),
    "and comes back like all else": (
        [added(14, Place(position="shoulder"))],
        DOOR,
        "low 15, high 30",
    ),
    "at each position for itself": (
        [added(14, Place(position="shoulder")), returned(0, DOOR, "low")],
        WALL,
        "flat 15",
    ),
    "another area does not": ([added(1, Place(position="neck"))], DOOR, "low 30, high 30"),
    "an area can be cleared": (
        [added(1, Place(position="shoulder")), cleared(Place(position="shoulder"))],
        DOOR,
        "low 30, high 30",
    ),
    "or one position be cleared of what hurt elsewhere": (
        [hurt(1, WALL, "flat"), cleared(at(DOOR, "low"))],
        DOOR,
        "low 30, high 30",
    ),
    "which stays where it hurt": ([hurt(1, WALL, "flat"), cleared(at(DOOR, "low"))], WALL, ""),
    "or a whole routine": (
        [hurt(1, WALL, "flat"), cleared(Place("door"))],
        DOOR,
        "low 30, high 30",
    ),
    "a routine is cleared with all its positions": (
        [hurt(1, BACK, "chest"), hurt(1, BACK, "hip"), cleared(Place("back"))],
        BACK,
        ALL_OF_BACK,
    ),
    "pain after it was cleared counts": (
        [hurt(3, WALL, "flat"), cleared(Place("wall")), hurt(0, WALL, "flat")],
        WALL,
        "",
    ),
    "a side that is a position of its own has its twin left out": (
        [hurt(1, DESK, "neck-left")],
        DESK,
        "wrists 30",
    ),
    "of two reasons the stricter one counts": (
        [added(1, Place(position="shoulder")), hurt(20, DOOR, "low")],
        DOOR,
        "high 30",
    ),
    "a clock that was wrong leaves out, and no less": (
        [hurt(-900, BACK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
    "what cannot be, a return on the day of pain, is none": (
        [hurt(1, BACK, "chest"), returned(1, BACK, "chest")],
        BACK,
        "shoulder 30, hip 30",
    ),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule(rule: str) -> None:
    lines, of, expected = RULES[rule]
    assert outcome(of, lines) == expected


ASKS = {
    "nothing is asked without pain": ([], None),
    "nor after plain pain": ([hurt(1, BACK, "hip", Sign.PAIN)], None),
    "nor if nothing was said of it": ([hurt(1, BACK, "hip")], None),
    "after numbness it is asked": ([hurt(1, BACK, "hip", Sign.NUMBNESS)], Sign.NUMBNESS),
    "however long ago": ([hurt(400, BACK, "hip", Sign.NUMBNESS)], Sign.NUMBNESS),
    "the gravest first": (
        [hurt(2, BACK, "hip", Sign.EMERGENCY), hurt(1, BACK, "chest", Sign.NUMBNESS)],
        Sign.EMERGENCY,
    ),
    "not lightened by what was said later": (
        [hurt(2, BACK, "hip", Sign.EMERGENCY), hurt(1, BACK, "hip", Sign.PAIN)],
        Sign.EMERGENCY,
    ),
    "once": ([hurt(1, BACK, "hip", Sign.EMERGENCY), Remembered(What.PASSED, TODAY)], None),
    "and again after the next time": (
        [
            hurt(1, BACK, "hip", Sign.EMERGENCY),
            Remembered(What.PASSED, TODAY),
            hurt(0, BACK, "hip", Sign.NUMBNESS),
        ],
        Sign.NUMBNESS,
    ),
    "not after it was cleared": ([hurt(1, BACK, "hip", Sign.NUMBNESS), cleared()], None),
    "nor after that position was": (
        [hurt(1, BACK, "hip", Sign.NUMBNESS), cleared(at(BACK, "hip"))],
        None,
    ),
    "another position does not answer it": (
        [hurt(1, BACK, "hip", Sign.NUMBNESS), cleared(at(BACK, "chest"))],
        Sign.NUMBNESS,
    ),
}


@pytest.mark.parametrize("rule", ASKS)
def test_what_the_next_start_asks(rule: str) -> None:
    lines, expected = ASKS[rule]
    pain = asking(recall(lines))
    assert (pain and pain.asks) == expected


def test_what_has_passed_is_left_out_all_the_same() -> None:
    lines = [hurt(1, BACK, "chest", Sign.NUMBNESS), Remembered(What.PASSED, TODAY)]
    assert outcome(BACK, lines) == "shoulder 30, hip 30"


class Counting(str):
    """The name of a session, and how often any of them was looked up or compared."""

    __slots__ = ()
    times = 0

    def __hash__(self) -> int:
        Counting.times += 1
        return super().__hash__()

    def __eq__(self, other: object) -> bool:
        Counting.times += 1
        return super().__eq__(other)


def looked_up(sessions: int) -> int:
    """How often names of sessions are, where each hurt in turn at one of three kindred places."""
    places = [at(of, "chest") for of in (BACK, NECK, QUICK)]
    lines = [
        Remembered(What.HURT, TODAY, places[number % 3], Counting(number))
        for number in range(sessions)
    ]
    Counting.times = 0
    assert {len(pain.sessions) for pain in recall(lines)} == {sessions - 2, sessions - 1, sessions}
    return Counting.times


def test_a_record_that_is_twice_as_long_takes_twice_as_much_to_recall() -> None:
    assert looked_up(600) <= 2 * looked_up(300) + 100


def test_every_line_is_kept_and_read_as_it_was() -> None:
    rules = [lines for lines, _, _ in RULES.values()] + [lines for lines, _ in ASKS.values()]
    for line in (line for lines in rules for line in lines):
        assert remembered(record(line, f"{line.on.isoformat()}T10:00:00+01:00")) == line


@pytest.mark.parametrize(
    "changed",
    [
        {"format": 99},
        {"format": None},
        {"routine": "half a \ud83d"},
        {"position": "\ud83d"},
        {"root": "\ud83d"},
        {"session": "\ud83d"},
        {"routine": 5},
        {"position": ["chest"]},
        {"what": "felt"},
        {"what": None},
        {"what": ["hurt"]},
        {"at": "yesterday"},
        {"at": 5},
        {"at": "9999-12-31T10:00:00+00:00"},
        {"sign": "itch"},
        {"sign": ["pain"]},
        {"position": ""},
        {"position": None},
    ],
)
def test_what_was_changed_by_hand_into_nonsense_is_not_understood(
    changed: dict[str, object],
) -> None:
    kept = record(hurt(0, BACK, "chest", Sign.PAIN), "2026-11-27T10:00:00+01:00")
    assert remembered(kept)
    assert remembered({**kept, **changed}) is None
    assert remembered({}) is None


@pytest.mark.parametrize(
    ("areas", "known"),
    [
        (None, ()),
        (5, ()),
        ("shoulder", ()),
        ([], ()),
        (["shoulder", "tail", 5, ["x"]], ("shoulder",)),
        (["hip", "neck", "hip"], ("neck", "hip")),
    ],
)
def test_areas_that_are_not_known_are_left_out(areas: object, known: tuple[str, ...]) -> None:
    kept = record(hurt(0, DOOR, "low"), "2026-11-27T10:00:00+01:00")
    line = remembered({**kept, "areas": areas})
    assert line is not None
    assert line.place.areas == known
