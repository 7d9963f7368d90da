"""Shapes as cells of text: two by two pixels each, in the quadrant blocks that every font has.

The farthest shape is painted first, row by row: of a capsule, a row of pixels is one run. Long bones
come in pieces, so that order is depth. A cell is twice as tall as wide, and so is a pixel.
"""

from functools import lru_cache
from math import sqrt
from typing import Final, NamedTuple

from stretchcoach.figure.camera import Camera
from stretchcoach.figure.shapes import Capsule, Role
from stretchcoach.figure.vectors import Vec, dot

_QUADRANTS: Final = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
_COVERAGE: Final = " ''\"./:/.\\:\\_:::"
_RUNS: Final = [bytes([role]) * 1024 for role in Role]
# What the gap around a shape covers: the rest of the body, and nothing else.
_TO_GAP: Final = [
    bytes(Role.GAP if Role.GAP <= n < Role.FELT and n != role else n for n in range(256))
    for role in Role
]
# Roles of one tone are taken for each other where a cell has more than two.
_TONE: Final = {
    Role.NOTHING: 0.0, Role.FLOOR: 0.8, Role.WALL: 1.5, Role.WALL_END: 2.5, Role.PROP: 3.0,
    Role.PROP_SIDE: 2.8, Role.GAP: -1.0, Role.FAR: 4, Role.TROUSERS: 5, Role.SHOE: 5.5, Role.SHIRT: 6.5,
    Role.SLEEVE: 7, Role.HAIR: 8.5, Role.SKIN: 10, Role.WORKING: 14, Role.FELT: 17, Role.TURN: 20,
}
_WEIGHT: Final = {Role.WORKING: 1.6, Role.FELT: 2.0, Role.SKIN: 1.2, Role.TURN: 2.5, Role.GAP: 0.9}


class Cell(NamedTuple):
    """One character: what its ink shows, and what the ground behind it."""

    char: str
    ink: Role
    ground: Role


Picture = tuple[tuple[Cell, ...], ...]


class Lens(NamedTuple):
    """How centimetres become pixels: the camera's axes, the scale, and where the middle goes."""

    right: Vec
    up: Vec
    near: Vec
    scale: float
    left: float
    top: float

    def x(self, place: Vec) -> float:
        """Pixels from the left of the picture; they are half as wide as tall."""
        return 2 * (dot(place, self.right) - self.left) * self.scale

    def y(self, place: Vec) -> float:
        return (self.top - dot(place, self.up)) * self.scale


class Box(NamedTuple):
    """A part of the plane that a camera looks at, in centimetres."""

    left: float
    right: float
    bottom: float
    top: float


def lens(camera: Camera, box: Box, columns: int, rows: int) -> Lens:
    """The lens that shows a box as large as it can, in the middle of a picture."""
    right, up, near = camera.axes()
    across, tall = box.right - box.left, box.top - box.bottom
    scale = min(columns / across, 2 * rows / tall)
    return Lens(
        right,
        up,
        near,
        scale,
        (box.left + box.right - columns / scale) / 2,
        (box.bottom + box.top + 2 * rows / scale) / 2,
    )


class Canvas:
    """Rows of pixels, each a role."""

    def __init__(self, columns: int, rows: int) -> None:
        self.columns, self.rows = columns, rows
        self.pixels = [bytearray(2 * columns) for _ in range(2 * rows)]

    def copy(self) -> "Canvas":
        other = Canvas(0, 0)
        other.columns, other.rows = self.columns, self.rows
        other.pixels = [row[:] for row in self.pixels]
        return other

    def paint(self, shapes: list[Capsule], lens: Lens) -> None:
        """Paint capsules over what is there, the farthest first."""
        near = lens.near
        order = sorted(
            (dot(shape.start, near) + dot(shape.end, near) + 2 * shape.nearer, number)
            for number, shape in enumerate(shapes)
        )
        for _, number in order:
            self._capsule(shapes[number], lens)

    def _capsule(self, shape: Capsule, lens: Lens) -> None:
        start, end, radius_a, radius_b, role, parted, _ = shape
        scale = lens.scale
        # In units of a pixel's height; x is doubled at the very end.
        ax, ay, ar = lens.x(start) / 2, lens.y(start), radius_a * scale
        bx, by, br = lens.x(end) / 2, lens.y(end), radius_b * scale
        if ay > by:
            ax, ay, ar, bx, by, br = bx, by, br, ax, ay, ar
        dx, dy = bx - ax, by - ay
        far = sqrt(dx * dx + dy * dy)
        pixels, width = self.pixels, 2 * self.columns
        top, bottom = min(ay - ar, by - br), max(ay + ar, by + br)
        run, gap = _RUNS[role], _TO_GAP[role]
        sides = ()
        if far > abs(ar - br) + 1e-6:
            # The two lines that touch both circles: where each touches.
            lean = (ar - br) / far
            flat = sqrt(1 - lean * lean)
            ux, uy = dx / far, dy / far
            left = (ux * lean - uy * flat, uy * lean + ux * flat)
            right = (ux * lean + uy * flat, uy * lean - ux * flat)
            sides = tuple(
                (ax + nx * ar, ay + ny * ar, bx + nx * br, by + ny * br)
                for nx, ny in (left, right)
            )
        first, last = max(0, int(top + 0.5)), min(len(pixels), int(bottom + 0.5))
        if first >= last and 0 <= (only := int((top + bottom) / 2)) < len(pixels):
            first, last = only, only + 1
        for y in range(first, last):
            middle = y + 0.5
            low, high = 1e9, -1e9
            d = ar * ar - (middle - ay) * (middle - ay)
            if d > 0:
                d = sqrt(d)
                low, high = ax - d, ax + d
            d = br * br - (middle - by) * (middle - by)
            if d > 0:
                d = sqrt(d)
                if bx - d < low:
                    low = bx - d
                if bx + d > high:
                    high = bx + d
            for x1, y1, x2, y2 in sides:
                if y1 > y2:
                    x1, y1, x2, y2 = x2, y2, x1, y1
                if y1 <= middle < y2:
                    x = x1 + (x2 - x1) * (middle - y1) / (y2 - y1)
                    if x < low:
                        low = x
                    if x > high:
                        high = x
            x1, x2 = int(2 * low + 0.5), int(2 * high + 0.5)
            if x1 == x2:
                x2 += 1
            x1, x2 = max(0, x1), min(width, x2)
            if x1 >= x2:
                continue
            row = pixels[y]
            if parted:
                if x1:
                    row[x1 - 1] = gap[row[x1 - 1]]
                if x2 < width:
                    row[x2] = gap[row[x2]]
            row[x1:x2] = run[: x2 - x1]

    def face(self, corners: list[tuple[float, float]], role: Role) -> None:
        """Paint a flat face, its corners in pixels."""
        for y, row in enumerate(self.pixels):
            middle, crossed = y + 0.5, []
            for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
                if min(y1, y2) <= middle < max(y1, y2):
                    crossed.append(x1 + (x2 - x1) * (middle - y1) / (y2 - y1))
            if crossed:
                low = max(0, int(min(crossed) + 0.5))
                high = min(len(row), int(max(crossed) + 0.5))
                row[low:high] = _RUNS[role][: max(0, high - low)]

    def cells(self) -> Picture:
        """The picture, as rows of cells."""
        return tuple(
            tuple(map(_cell, upper[::2], upper[1::2], lower[::2], lower[1::2]))
            for upper, lower in zip(self.pixels[::2], self.pixels[1::2], strict=True)
        )


@lru_cache(maxsize=None)
def _cell(a: int, b: int, c: int, d: int) -> Cell:
    four = [Role(a), Role(b), Role(c), Role(d)]
    roles = sorted(set(four), key=lambda role: -four.count(role) * _WEIGHT.get(role, 1))
    if len(roles) == 1:
        return Cell(" ", roles[0], roles[0]) if not roles[0] else Cell("█", roles[0], roles[0])
    two = roles[:2]
    ground, ink = sorted(two)
    bits = sum(
        1 << place
        for place, role in enumerate(four)
        if min(two, key=lambda kept: abs(_TONE[kept] - _TONE[role])) == ink
    )
    if ink == Role.FELT and bits == 15:
        return Cell("█", ink, ink)
    return Cell(_QUADRANTS[bits], ink, ground)
