"""The props: walls, door frame, desk and chair, each with places to hold.

A prop stands where the body needs it: the wall of a corner at its left, everything else ahead.
"""

from math import cos, pi, sin
from typing import Final, NamedTuple

from stretchcoach.figure.shapes import Role
from stretchcoach.figure.vectors import Vec

# The wall's surface beside the body, and how far ahead its corner is.
WALL, CORNER = -34.0, 48.0
DESK_HEIGHT, DESK_EDGE = 74.0, 48.0
SEAT_HEIGHT, BACK_HEIGHT = 46.0, 88.0
# Half the width of a doorway, the top of its frame, and how wide its posts are.
FRAME_OUT, LINTEL, _POST = 34.0, 212.0, 12.0
# The distance of a wall ahead, and of a chair's back that the body stands behind.
AHEAD, CHAIR_AHEAD = 62.0, 28.0
# The thickness of a wall that ends in a corner, and the radius of the floor.
_THICK, _FLOOR = 16.0, 150.0


class Face(NamedTuple):
    """A flat side of a prop. It is visible only from the side to which `outward` points."""

    corners: tuple[Vec, ...]
    outward: Vec
    role: Role


class Prop(NamedTuple):
    """A prop: its faces, and the points of it that a picture should include."""

    faces: tuple[Face, ...]
    shown: tuple[Vec, ...] = ()

    def mirrored(self) -> "Prop":
        return Prop(
            tuple(
                Face(
                    tuple((-x, y, z) for x, y, z in face.corners),
                    (-face.outward[0], *face.outward[1:]),
                    face.role,
                )
                for face in self.faces
            ),
            tuple((-x, y, z) for x, y, z in self.shown),
        )


def _block(low: Vec, high: Vec, front: Role, side: Role, top: Role | None = None) -> list[Face]:
    """A block. Faces across the body's line of sight are `front`, the others `side`."""
    (x1, y1, z1), (x2, y2, z2) = low, high
    return [
        Face(((x1, y1, z2), (x2, y1, z2), (x2, y2, z2), (x1, y2, z2)), (0, 0, 1), top or side),
        Face(((x1, y1, z1), (x2, y1, z1), (x2, y1, z2), (x1, y1, z2)), (0, -1, 0), front),
        Face(((x1, y2, z1), (x2, y2, z1), (x2, y2, z2), (x1, y2, z2)), (0, 1, 0), front),
        Face(((x1, y1, z1), (x1, y2, z1), (x1, y2, z2), (x1, y1, z2)), (-1, 0, 0), side),
        Face(((x2, y1, z1), (x2, y2, z1), (x2, y2, z2), (x2, y1, z2)), (1, 0, 0), side),
    ]


def _chair(front: float, back: float, backrest: float) -> Prop:
    """A chair between two distances ahead, with its backrest at `backrest`."""
    legs = [
        face
        for x in (-20, 16)
        for y in (front, back - 4)
        for face in _block(
            (x, y, 0), (x + 4, y + 4, SEAT_HEIGHT), front=Role.PROP_SIDE, side=Role.PROP_SIDE
        )
    ]
    seat = _block(
        (-21, front, SEAT_HEIGHT - 4), (21, back, SEAT_HEIGHT), front=Role.PROP, side=Role.PROP
    )
    rest = _block(
        (-20, backrest, SEAT_HEIGHT),
        (20, backrest + 4, BACK_HEIGHT),
        front=Role.PROP_SIDE,
        side=Role.PROP,
    )
    return Prop((*legs, *rest, *seat))


_DESK: Final = (
    *(
        face
        for x in (-58, 54)
        for y in (DESK_EDGE + 4, DESK_EDGE + 56)
        for face in _block(
            (x, y, 0), (x + 4, y + 4, DESK_HEIGHT), front=Role.PROP_SIDE, side=Role.PROP_SIDE
        )
    ),
    *_block(
        (-60, DESK_EDGE, DESK_HEIGHT - 4),
        (60, DESK_EDGE + 62, DESK_HEIGHT),
        front=Role.PROP,
        side=Role.PROP,
    ),
)

# A round piece of floor, which is the same from every side.
FLOOR: Final = Face(
    tuple((_FLOOR * cos(n * pi / 12), _FLOOR * sin(n * pi / 12), 0.0) for n in range(24)),
    (0, 0, 1),
    Role.FLOOR,
)

PROPS: Final[dict[str, Prop]] = {
    "nothing": Prop(()),
    "corner": Prop(
        tuple(
            _block(
                (WALL - _THICK, -600, 0),
                (WALL, CORNER, 600),
                front=Role.WALL_END,
                side=Role.WALL,
                top=Role.WALL_END,
            )
        ),
        ((WALL - _THICK - 8, CORNER, 100), (WALL, CORNER + 8, 100)),
    ),
    "wall": Prop(
        tuple(
            _block(
                (-600, AHEAD, 0), (600, AHEAD + _THICK, 600), front=Role.WALL, side=Role.WALL_END
            )
        ),
        ((0, AHEAD + 10, 100),),
    ),
    "door frame": Prop(
        tuple(
            face
            for low, high in (
                ((-FRAME_OUT - _POST, 6, 0), (-FRAME_OUT, 6 + _THICK, LINTEL)),
                ((FRAME_OUT, 6, 0), (FRAME_OUT + _POST, 6 + _THICK, LINTEL)),
                ((-FRAME_OUT - _POST, 6, LINTEL - _POST), (FRAME_OUT + _POST, 6 + _THICK, LINTEL)),
            )
            for face in _block(low, high, front=Role.WALL, side=Role.WALL_END)
        ),
        ((-FRAME_OUT - _POST, 10, LINTEL), (FRAME_OUT + _POST, 10, LINTEL)),
    ),
    "desk": Prop(_DESK, ((0, DESK_EDGE + 30, DESK_HEIGHT),)),
    "chair": _chair(-18, 24, -18),
    "chair ahead": Prop(
        _chair(CHAIR_AHEAD, CHAIR_AHEAD + 42, CHAIR_AHEAD).faces, ((0, CHAIR_AHEAD + 30, 60),)
    ),
}
