"""The routine format, as one declaration: its keys, and the decoder of each.

Decoding, the JSON Schema and the tests of the documents all use it.
"""

from collections.abc import Iterable
from typing import Any

from stretchcoach.core.breath import Breath
from stretchcoach.core.routine import (
    ANSWERS_MAX,
    AREAS,
    BREATH_MAX_MS,
    BREATH_MIN_MS,
    HOLD_MAX_MS,
    HOLD_MIN_MS,
    PAUSE_MAX_MS,
    PAUSE_MIN_MS,
    POSITIONS_MAX,
    SAYINGS_MAX,
    Answer,
    Figure,
    Move,
    OtherHold,
    Position,
    Routine,
    Safety,
    Side,
    SoundOptions,
    Times,
    WrittenCue,
)
from stretchcoach.core.words import BLANKS
from stretchcoach.figure.described import MARKS_MAX, MOVES_MAX, VIEWS_MAX
from stretchcoach.figure.handholds import PLACES
from stretchcoach.figure.moves import MOVE_KEYS, TAKES_MAX_MS, TAKES_MIN_MS
from stretchcoach.figure.props import PROPS
from stretchcoach.figure.scene import NEAR
from stretchcoach.figure.shapes import LIMBS
from stretchcoach.figure.starts import STARTS
from stretchcoach.files.decode import (
    ById,
    ByKey,
    Decoder,
    Drawing,
    Duration,
    Either,
    Field,
    Id,
    ListOf,
    OneOf,
    OneOrMore,
    Schema,
    Switch,
    Text,
)

# The largest drawing that fits beside the countdown on a screen of 80 × 24.
DRAWING_MAX_COLUMNS, DRAWING_MAX_ROWS = 36, 12

_LINE = Text(160)
_SIDED_LINE = Text(160, BLANKS)
_ID = Id()
_LANGUAGE = Id(
    "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "is no language; use a tag such as en, de or pt-BR"
)
_LINES = ListOf(_LINE, 1, 12)
_VIEW = Text(60)
_SIDE = OneOf({side.value: side for side in Side})
_HOLD = Duration(HOLD_MIN_MS, HOLD_MAX_MS)
_PAUSE = Duration(PAUSE_MIN_MS, PAUSE_MAX_MS)
_PHASE = Duration(BREATH_MIN_MS, BREATH_MAX_MS)


def _cue(at_ms: int | None, said: tuple[str, ...], briefly: str = "") -> WrittenCue:
    return WrittenCue(at_ms, said[0], others=said[1:], briefly=briefly)


_CUE = ByKey(
    _cue,
    {
        "at": Field("at_ms", Either("half", None, Duration(0, HOLD_MAX_MS)), required=True),
        "say": Field("said", OneOrMore(Text(120, BLANKS), SAYINGS_MAX), required=True),
        "briefly": Field("briefly", Text(120, BLANKS)),
    },
)


def _words(known: Iterable[str]) -> OneOf:
    return OneOf({word: word for word in known if word})


def _move(id: str, **changes: str | int) -> Move:  # noqa: A002 - what an entry by id is given
    return Move(id, tuple((key, str(value)) for key, value in changes.items()))


# The keys of a move. Most take a direction with a number, which the figure itself checks.
_MOVED: dict[str, Decoder] = {
    **dict.fromkeys(MOVE_KEYS, Text(40)),
    "takes": Duration(TAKES_MIN_MS, TAKES_MAX_MS),
    **dict.fromkeys(("hands", "left hand", "right hand"), _words(PLACES)),
}
_FIGURE = ByKey(
    Figure,
    {
        "with": Field("prop", _words(PROPS)),
        "from": Field("start", _words(STARTS)),
        "moves": Field(
            "moves",
            ById(
                ByKey(_move, {key: Field(key, taken) for key, taken in _MOVED.items()}),
                Id("[a-z0-9]+([ -][a-z0-9]+)*", "is no name of a move; use lower case words"),
                MOVES_MAX,
            ),
        ),
        "works": Field("works", OneOrMore(_words(LIMBS), MARKS_MAX)),
        "felt": Field("felt", OneOrMore(Text(60), MARKS_MAX)),
        # `around 60 up 12` is a view, too.
        "views": Field("views", OneOrMore(Text(24), VIEWS_MAX)),
        "near": Field("near", _words(NEAR)),
    },
)
_POSITION = ByKey(
    Position,
    {
        "title": Field("title", Text(24), required=True),
        "hand": Field("hand", Text(80, BLANKS), required=True),
        "briefly": Field("briefly", Text(80, BLANKS)),
        "how": Field("how", ListOf(_SIDED_LINE, 1, 12)),
        "felt": Field("felt", _SIDED_LINE),
        "not_felt": Field("not_felt", _SIDED_LINE),
        "hold": Field("hold_ms", _HOLD),
        "cues": Field("cues", ListOf(_CUE, 1, 12)),
        "drawing": Field("drawing", Drawing(DRAWING_MAX_COLUMNS, DRAWING_MAX_ROWS)),
        "view": Field("view", _VIEW),
        "figure": Field("figure", _FIGURE),
        "areas": Field("areas", OneOrMore(_words(AREAS), len(AREAS))),
    },
)
_ANSWER = ByKey(
    Answer,
    {
        "key": Field("key", Id("[a-z0-9]", "is no key; use a letter or digit"), required=True),
        "felt": Field("felt", Text(40), required=True),
        "offer": Field("offer", _ID),
        "positions": Field(
            "positions",
            ById(
                ByKey(OtherHold, {"hold": Field("hold_ms", _HOLD, required=True)}),
                _ID,
                POSITIONS_MAX,
            ),
        ),
        "order": Field("order", ListOf(_ID, 1, POSITIONS_MAX)),
        "warn": Field("warn", Switch()),
        "step": Field("step", Switch()),
    },
)
_ROUTINE_FIELDS = {
    # The parent is merged in before decoding. Here this is only a name.
    "extends": Field("extends", _ID),
    "title": Field("title", Text(32), required=True),
    "summary": Field("summary", _LINE),
    "author": Field("author", Text(60)),
    "source": Field("source", _LINE),
    "caution": Field("caution", _LINES),
    "sides": Field("sides", ListOf(_SIDE, 0, 2)),
    "limb": Field("limb", Text(12)),
    "drawn_for": Field("drawn_for", _SIDE),
    "breath": Field(
        "breath",
        ByKey(
            Breath,
            {
                "in": Field("in_ms", _PHASE, required=True),
                "out": Field("out_ms", _PHASE, required=True),
            },
        ),
    ),
    "times": Field(
        "times",
        ByKey(
            Times,
            {
                "ready": Field("ready_ms", _PAUSE),
                "hold": Field("hold_ms", _HOLD),
                "switch": Field("switch_ms", _PAUSE),
                "change_sides": Field("change_sides_ms", _PAUSE),
            },
        ),
    ),
    "setup": Field("setup", _LINES),
    "form": Field("form", _LINES),
    "safety": Field(
        "safety",
        ByKey(
            Safety,
            {
                "before": Field("before", _LINES, required=True),
                "stop_signs": Field("stop_signs", ListOf(Text(60), 1, 12), required=True),
                "during": Field("during", Text(60), required=True),
            },
        ),
        required=True,
    ),
    "positions": Field(
        "positions",
        ById(_POSITION, _ID, POSITIONS_MAX),
        required=True,
    ),
    "order": Field("order", ListOf(_ID, 1, POSITIONS_MAX)),
    "finish": Field("finish", Text(120)),
    "posture": Field("posture", ListOf(Text(80), 1, 8)),
    "view": Field("view", _VIEW),
    "stand": Field("stand", Text(80, BLANKS)),
    "until": Field("until", Text(80, BLANKS)),
    "between": Field("between", Text(80, BLANKS)),
    "other_side": Field("other_side", Text(80, BLANKS)),
    "wrong_way": Field("wrong_way", Text(120)),
    "after": Field("after", ById(_ANSWER, _ID, ANSWERS_MAX)),
    "language": Field("language", _LANGUAGE),
    "sound": Field(
        "sound",
        ByKey(
            SoundOptions,
            {
                "breath_tones": Field("breath_tones", Switch()),
                "voice": Field("voice", Switch()),
            },
        ),
    ),
}


def routine_record(**also: Any) -> ByKey:
    """The whole format. `also` are arguments of `Routine` that do not come from keys."""
    return ByKey(_build, _ROUTINE_FIELDS, tuple(also.items()))


def schema() -> Schema:
    """The format as JSON Schema. A routine that extends another may leave out any key."""
    whole = routine_record().schema()
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "stretchcoach routine",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": _of_variation(whole),
        "else": whole,
    }


def _of_variation(whole: Schema) -> Schema:
    """The schema with no key required outside of lists, and with null to leave out an entry."""
    varied = {key: value for key, value in whole.items() if key != "required"}
    if "properties" in whole:
        keys = whole["properties"].items()
        varied["properties"] = {key: _of_variation(value) for key, value in keys}
    if "propertyNames" in whole:
        entry = _of_variation(whole["additionalProperties"])
        varied["additionalProperties"] = {"anyOf": [{"type": "null"}, entry]}
    return varied


def _build(order: tuple[str, ...] = (), **given: Any) -> Routine:
    routine = Routine(**given)
    if not order:
        return routine
    places = {id_: place for place, id_ in enumerate(order)}
    in_order = sorted(routine.positions, key=lambda position: places.get(position.id, len(places)))
    return routine._replace(positions=tuple(in_order))
