"""The keys of a move, and the effect of each on a pose."""

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest
from typing import Final, NamedTuple

from stretchcoach.figure.handholds import HEIGHTS, HIPS, PLACES, held, reached, turned_body
from stretchcoach.figure.pose import Pose, solved, violations
from stretchcoach.figure.skeleton import RANGES, SIDES
from stretchcoach.figure.starts import on_feet
from stretchcoach.figure.vectors import along, at, facing
from stretchcoach.nearest import meant

MOVE_MS: Final = 2_000
TAKES_MIN_MS, TAKES_MAX_MS = 300, 20_000
_NUMBER: Final = re.compile(r"-?\d{1,4}(?:\.\d+)?")


class WrongError(Exception):
    """One value is wrong; the text says why."""


class Misdescribed(NamedTuple):
    """One fault of a description: the path of keys to it, and what it is."""

    where: tuple[str, ...]
    what: str


class Moved(NamedTuple):
    """The result of a move: the pose, its time, and the height of hands from then on."""

    pose: Pose
    takes_ms: int = 0
    height: float = HEIGHTS["chest"]
    wrong: tuple[Misdescribed, ...] = ()


def moved(before: Moved, move: Mapping[str, object]) -> Moved:
    """The result of a move, with its faults in `wrong`."""
    pose = before.pose
    wrong = [Misdescribed((key,), unknown(key, MOVE_KEYS)) for key in move if key not in MOVE_KEYS]
    # A sitting body has its chest lower than a standing one.
    lower = pose.place[2] - HIPS
    takes_ms, height = float(MOVE_MS), before.height
    for key in MOVE_KEYS:
        try:
            if key not in move or key == "line":  # a text for people
                continue
            value = str(move[key])
            if key == "takes":
                takes_ms = number(value, TAKES_MIN_MS, TAKES_MAX_MS)
            elif key == "height":
                height = _height(value, lower)
            else:
                pose = _CHANGES[key](pose, value, height)
        except WrongError as fault:
            wrong.append(Misdescribed((key,), str(fault)))
    pose = solved(pose)
    if not wrong:
        wrong = [Misdescribed(_key_of(one.joint, move), one.what) for one in violations(pose)]
    return Moved(pose, int(takes_ms), height=height, wrong=tuple(wrong))


def one_of(word: str, words: Iterable[str]) -> str:
    """The word, if it is one of these."""
    if word not in words:
        raise WrongError(unknown(word, words))
    return word


def unknown(word: str, words: Iterable[str]) -> str:
    """The message about an unknown word."""
    return f"{word!r} is not known{meant(word, filter(None, words))}"


def number(text: str, low: float, high: float) -> float:
    """A number within its range."""
    if not _NUMBER.fullmatch(text):
        raise WrongError(f"a number is needed here, not {text!r}")
    if not low <= float(text) <= high:
        raise WrongError(f"{text} is out of range: {low:g} to {high:g}")
    return float(text)


def amounts(text: str, *words: str, high: float = 180) -> dict[str, float]:
    """`back 30 down 5` as numbers by word. The number may come first, as in `60 left`."""
    found = {}
    pieces = text.split()
    for first, second in zip_longest(pieces[::2], pieces[1::2], fillvalue=""):
        word, amount = (second, first) if _NUMBER.fullmatch(first) else (first, second)
        found[one_of(word, words)] = number(amount, 0, high)
    return found


def _signed(text: str, plus: str, minus: str) -> float:
    by = amounts(text, plus, minus)
    return by.get(plus, 0) - by.get(minus, 0)


def _height(text: str, lower: float) -> float:
    if _NUMBER.fullmatch(text):
        return number(text, 20, 210)
    return HEIGHTS[one_of(text, HEIGHTS)] + lower


def _turn(pose: Pose, text: str, height: float) -> Pose:
    del height
    return turned_body(pose, _signed(text, "left", "right"))


def _step(pose: Pose, text: str, height: float) -> Pose:
    return on_feet(_hips(pose, text, height))


def _hips(pose: Pose, text: str, height: float) -> Pose:
    del height
    by = amounts(text, "forward", "back", "up", "down", "left", "right")
    right, forward, up = (
        by.get(plus, 0) - by.get(minus, 0)
        for plus, minus in (("right", "left"), ("forward", "back"), ("up", "down"))
    )
    return pose._replace(place=at(pose.place, facing(pose.heading), right, forward, up))


def _angle(joint: str, plus: str, minus: str) -> "_Change":
    """Sets a joint from `20 forward`. Ranges are checked once the pose is solved."""

    def change(pose: Pose, text: str, height: float) -> Pose:
        del height
        return pose.joint(joint, _signed(text, plus, minus))

    return change


def _shoulder(side: str) -> "_Change":
    def change(pose: Pose, text: str, height: float) -> Pose:
        del height
        by = amounts(text, "forward", "back", "up", "down")
        forward, up = by.get("forward", 0) - by.get("back", 0), by.get("up", 0) - by.get("down", 0)
        return pose.joint(f"{side} blade forward", forward).joint(f"{side} blade up", up)

    return change


def _foot(side: str) -> "_Change":
    def change(pose: Pose, text: str, height: float) -> Pose:
        """Moves the foot; with `toes up 40` it stands on its heel."""
        del height
        words = ("forward", "back", "out", "in", "heel", "toes")
        by = amounts(text, *words)
        step = pose.feet[SIDES.index(side)]
        if step is None:
            return pose
        out = (by.get("out", 0) - by.get("in", 0)) * (1 if side == "right" else -1)
        ankle = at(
            step.ankle, facing(pose.heading), out, by.get("forward", 0) - by.get("back", 0), 0
        )
        # A lifted heel raises the ankle; lifted toes raise it a little, too.
        ankle = along(ankle, (0, 0, 1), by.get("heel", 0) * 0.28 + by.get("toes", 0) * 0.02)
        pitch = by.get("toes", 0) - by.get("heel", 0)
        return pose.with_foot(side, step._replace(ankle=ankle, pitch=pitch))

    return change


def _hand(*sides: str) -> "_Change":
    def change(pose: Pose, text: str, height: float) -> Pose:
        place = one_of(text, PLACES)
        if place in ("corner", "along the wall"):
            if sides != ("left",):
                raise WrongError("the wall is at the left; describe it for the left hand")
            pose = reached(pose, place, height)
        pose = solved(pose)
        for side in sides:
            pose = held(pose, side, place, height=height)
        return pose

    return change


def _both(change: "Callable[[str], _Change]") -> "_Change":
    def both(pose: Pose, text: str, height: float) -> Pose:
        for side in SIDES:
            pose = change(side)(pose, text, height)
        return pose

    return both


def _joint(name: str) -> "_Change":
    def change(pose: Pose, text: str, height: float) -> Pose:
        del height
        return pose.joint(name, number(text, *RANGES[name]))

    return change


# The trunk's joints in an author's words: the joint, and the word for either direction.
ANGLES: Final = {
    "lean": ("pelvis bend", "forward", "back"),
    "round": ("waist bend", "forward", "back"),
    "bend": ("waist tip", "right", "left"),
    "twist": ("waist turn", "left", "right"),
    "head": ("neck bend", "down", "up"),
    "tip head": ("neck tip", "right", "left"),
    "turn head": ("neck turn", "left", "right"),
}
_Change = Callable[[Pose, str, float], Pose]
# In the order in which they apply: the trunk, single joints, the feet, the hands.
_CHANGES: Final[dict[str, _Change]] = {
    "shoulders": _both(_shoulder),
    "left shoulder": _shoulder("left"),
    "right shoulder": _shoulder("right"),
    "turn": _turn,
    "step": _step,
    "hips": _hips,
    **{key: _angle(*angle) for key, angle in ANGLES.items()},
    **{name: _joint(name) for name in RANGES},
    "left foot": _foot("left"),
    "right foot": _foot("right"),
    "hands": _hand(*SIDES),
    "left hand": _hand("left"),
    "right hand": _hand("right"),
}
MOVE_KEYS: Final = ("line", "takes", "height", *_CHANGES)


def _key_of(joint: str, move: Mapping[str, object]) -> tuple[str, ...]:
    """The key of this move that causes a fault of a joint, if it is obvious."""
    side, _, rest = joint.partition(" ")
    limb = "foot" if rest.startswith(("hip", "knee", "foot")) else "hand"
    shoulders = [f"{side} shoulder", "shoulders"] if rest.startswith("blade") else []
    trunk = [key for key, (name, *_) in ANGLES.items() if name == joint]
    causes = [joint, *trunk, *shoulders, f"{side} {limb}", "hands" if limb == "hand" else ""]
    return tuple([key for key in causes if key in move][:1])
