"""A figure as an author describes it: takes plain values, returns a scene or faults.

with: corner                    the prop
from: side-on                   how it stands or sits at the start, if not as usual at the prop
moves:                          each is a pose; its name says what is done
  reach: {left hand: along the wall, height: chest}
  grip: {left hand: corner}
  turn: {turn: 75 left, takes: 3000}
works: left arm                 what is drawn as working
felt: between the shoulder blades, left
views: [front-right, above]     the large one, the small one
near: upper body                how much of it is seen; from above always all
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from stretchcoach.figure.camera import VIEWS, Camera, camera
from stretchcoach.figure.handholds import HEIGHTS, HIPS
from stretchcoach.figure.motion import Key, Motion
from stretchcoach.figure.moves import (
    Misdescribed,
    Moved,
    WrongError,
    amounts,
    moved,
    one_of,
    unknown,
)
from stretchcoach.figure.pose import solved
from stretchcoach.figure.props import PROPS
from stretchcoach.figure.scene import NEAR, Scene, View
from stretchcoach.figure.shapes import FELT, LIMBS
from stretchcoach.figure.skeleton import SIDES
from stretchcoach.figure.starts import STARTS

MOVES_MAX: Final = 6
VIEWS_MAX, MARKS_MAX = 2, 6
_KEYS: Final = ("with", "from", "moves", "works", "felt", "views", "near")
# Keys that take several values. There is a large view and a small one.
_MOST: Final = {"views": VIEWS_MAX, "works": MARKS_MAX, "felt": MARKS_MAX}
# The usual start at a prop.
_USUAL: Final = {"corner": "side-on", "chair": "sitting"}
_ONE_WORD: Final = "one word is needed here, not a list"
_T = TypeVar("_T")


def described(figure: Mapping[str, object]) -> tuple[Scene | None, list[Misdescribed]]:
    """The scene that this describes, or None and all its faults."""
    wrong = [Misdescribed((key,), unknown(key, _KEYS)) for key in figure if key not in _KEYS]

    def read(key: str, parse: Callable[[str], _T], default: list[_T]) -> list[_T]:
        if key not in figure:
            return default
        value, most = figure[key], _MOST.get(key, 1)
        items = value if isinstance(value, list) else [value]
        try:
            if not 1 <= len(items) <= most:
                raise WrongError(f"one to {most} are needed here" if most > 1 else _ONE_WORD)
            return [parse(str(item)) for item in items]
        except WrongError as fault:
            wrong.append(Misdescribed((key,), str(fault)))
            return default

    prop = read("with", lambda word: one_of(word, PROPS), ["nothing"])[0]
    start = read("from", lambda word: one_of(word, STARTS), [_USUAL.get(prop, "standing")])[0]
    near = read("near", lambda word: one_of(word, NEAR), [""])[0]
    views = read("views", _view, [camera("front")])
    works = read("works", lambda word: one_of(word, LIMBS), [])
    felt = read("felt", _felt, [])
    pose = solved(STARTS[start])
    keys, last = [Key(start, pose, 0)], Moved(pose, height=HEIGHTS["chest"] + pose.place[2] - HIPS)
    moves = figure.get("moves", {})
    if not isinstance(moves, Mapping) or len(moves) > MOVES_MAX:
        wrong.append(Misdescribed(("moves",), f"up to {MOVES_MAX} named moves are needed here"))
        moves = {}
    for name, move in moves.items():
        if not isinstance(move, Mapping):
            wrong.append(Misdescribed(("moves", str(name)), "a mapping of keys is needed here"))
            continue
        last = moved(last, move)
        wrong += [Misdescribed(("moves", str(name), *where), what) for where, what in last.wrong]
        keys.append(Key(str(name), last.pose, last.takes_ms))
    if wrong:
        return None, wrong
    return (
        Scene(
            Motion(tuple(keys)),
            PROPS[prop],
            # A view from above has room for the whole body.
            views=tuple(View(eye, "" if eye.height > 60 else near) for eye in views),
            working=frozenset(works),
            felt=tuple(mark for marks in felt for mark in marks),
        ),
        [],
    )


def _view(text: str) -> Camera:
    """A view by its name, or `around 60 up 12`: degrees from the front to the body's right."""
    if text.startswith("around "):
        by = amounts(text, "around", "up", high=360)
        return Camera(by["around"], min(90.0, by.get("up", 10)))
    return camera(one_of(text, VIEWS))


def _felt(text: str) -> list[tuple[str, str]]:
    """`back of the left thigh` is felt on one side, `back of the thigh` on both."""
    words = text.replace(",", "").split()
    sides = [word for word in words if word in SIDES]
    place = one_of(" ".join(word for word in words if word not in SIDES), FELT)
    return [(place, side) for side in sides or SIDES]
