"""Shapes as cells of text: two by two pixels each, in the quadrant blocks that every font has.

The farthest shape is painted first, row by row. A capsule has one run of pixels in each row. Long
bones come in pieces, so that their order is their depth. A cell is twice as tall as wide, and so is
a pixel.
"""

from functools import cache
from math import floor, sqrt
from typing import Final, NamedTuple

from stretchcoach.figure.camera import Camera
from stretchcoach.figure.shapes import Capsule, Role
from stretchcoach.figure.vectors import Vec, dot, touching

_QUADRANTS: Final = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
# Without colour, the body has an outline, and other parts have patterns.
_ASCII: Final = " '`\".(/#,\\)#_###"
_PATTERNS: Final = {
    Role.WALL: "░:",
    Role.WALL_END: "┊|",
    Role.PROP: "┼=",
    Role.PROP_SIDE: "┼=",
    Role.SKIN: "▒o",
    Role.HAND: "▒o",
    Role.WORKING: "▓@",
    Role.FELT: "◎*",
    Role.TURN: "•+",
}
_RUNS: Final = [bytes([role]) * 1024 for role in Role]
# A smaller radius, in heights of a pixel, is not drawn: an eye from afar would be a hole.
_LEAST: Final = 0.28
_LEAST_SEEN: Final = 0.55
# An eye is always one row of pixels.
_LEAST_OF_AN_EYE: Final = 0.501
# How far behind its tip an arrow's point has its character.
_IN_POINT: Final = 0.3
# The parts that the gap around a shape does not cover, since the shape grows on them.
_GROWN: Final = {
    Role.HAND: {Role.SLEEVE, Role.FAR, Role.WORKING},
    Role.SLEEVE: {Role.HAND},
    Role.FAR: {Role.HAND},
    Role.FAR_LEG: {Role.SHOE},
    Role.WORKING: {Role.HAND},
    Role.SHOE: {Role.TROUSERS, Role.FAR_LEG},
    Role.TROUSERS: {Role.SHOE},
}
_TO_GAP: Final = [
    bytes(
        Role.GAP if Role.GAP <= n < Role.FELT and n not in {role, *_GROWN.get(role, ())} else n
        for n in range(256)
    )
    for role in Role
]
# If a cell has more than two roles, those of similar tone are merged.
_TONE: Final = {
    Role.NOTHING: 0.0,
    Role.FLOOR: 0.8,
    Role.WALL: 1.5,
    Role.WALL_END: 2.5,
    Role.PROP: 3.0,
    Role.PROP_SIDE: 2.8,
    Role.GAP: -1.0,
    Role.FAR: 4,
    Role.FAR_LEG: 4.5,
    Role.TROUSERS: 5,
    Role.SHOE: 5.5,
    Role.SHIRT: 6.5,
    Role.SLEEVE: 7,
    Role.HAIR: 8.5,
    Role.SKIN: 10,
    Role.HAND: 10.5,
    Role.WORKING: 14,
    Role.FELT: 17,
    Role.TURN: 20,
}
_WEIGHT: Final = {
    Role.WORKING: 1.6,
    Role.FELT: 2.0,
    Role.TURN: 2.4,
    Role.SKIN: 1.2,
    Role.HAND: 1.2,
    Role.GAP: 0.9,
}


# From an edge to the first and the last pixel. A pixel with its middle on the edge counts at either
# end, so that a mirrored scene is a mirrored picture. Pixels are half as wide as tall.
_FROM, _TO = 0.5 - 1e-6, 0.5 + 1e-6


class Cell(NamedTuple):
    """One character, and the roles of its ink and of its ground."""

    char: str
    ink: Role
    ground: Role


Picture = tuple[tuple[Cell, ...], ...]


class Lens(NamedTuple):
    """The projection from centimetres to pixels: the camera's axes, the scale and the middle."""

    right: Vec
    up: Vec
    near: Vec
    scale: float
    left: float
    top: float

    def seen(self, place: Vec) -> tuple[float, float]:
        """A point in the picture, in heights of a pixel from its left and its top."""
        x, y, z = place
        right, up, scale = self.right, self.up, self.scale
        return (
            (x * right[0] + y * right[1] + z * right[2] - self.left) * scale,
            (self.top - x * up[0] - y * up[1] - z * up[2]) * scale,
        )


class Box(NamedTuple):
    """A rectangle in the plane of a camera, in centimetres."""

    left: float
    right: float
    bottom: float
    top: float


def lens(camera: Camera, box: Box, columns: int, rows: int) -> Lens:
    """The lens that shows a box as large as possible, in the middle of a picture."""
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
        # The character of each arrow's point, by row and column of its cell.
        self.points = dict[tuple[int, int], str]()

    def copy(self) -> "Canvas":
        other = Canvas(0, 0)
        other.columns, other.rows = self.columns, self.rows
        other.pixels = [row[:] for row in self.pixels]
        other.points = self.points.copy()
        return other

    def paint(self, shapes: list[Capsule], lens: Lens) -> None:
        """Paint capsules, the farthest first."""
        near, least = lens.near, _LEAST / lens.scale
        order = [
            (dot(shape.start, near) + dot(shape.end, near) + 2 * shape.nearer, number, shape)
            for number, shape in enumerate(shapes)
            if shape.start_radius > least or shape.role >= Role.WORKING
        ]
        order.sort()
        for _, _, shape in order:
            self._capsule(shape, lens)

    def _capsule(self, shape: Capsule, lens: Lens) -> None:
        """Paint one capsule: in each row of pixels it is one run.

        The ends of a run are on one of its two circles, or on a line that touches both.
        """
        start, end, ar, br, role, parted, _ = shape
        (ax, ay), ar = lens.seen(start), ar * lens.scale
        (bx, by), br = lens.seen(end), br * lens.scale
        least = _LEAST_SEEN if role >= Role.WORKING else _LEAST_OF_AN_EYE
        if role >= Role.WORKING or role is Role.GAP:
            ar, br = max(ar, least), max(br, least)
        lines = _edges(ax, ay, ar, bx, by, br)
        pixels, width, run, gap = self.pixels, 2 * self.columns, _RUNS[role], _TO_GAP[role]
        first = max(0, int(min(ay - ar, by - br) + 0.5))
        last = min(len(pixels), int(max(ay + ar, by + br) + 0.5))
        for y in range(first, last):
            middle = y + 0.5
            low, high = 1e9, -1e9
            half = ar * ar - (middle - ay) ** 2
            if half > 0:
                half = sqrt(half)
                low, high = ax - half, ax + half
            half = br * br - (middle - by) ** 2
            if half > 0:
                half = sqrt(half)
                if bx - half < low:
                    low = bx - half
                if bx + half > high:
                    high = bx + half
            for top, bottom, at_top, slope in lines:
                if top <= middle < bottom:
                    x = at_top + slope * (middle - top)
                    if x < low:
                        low = x
                    if x > high:
                        high = x
            if low > high:
                continue
            left, right = floor(2 * low + _FROM), floor(2 * high + _TO)
            if left >= right:
                left, right = _between(low, high)
            if left < 0:
                left = 0
            if right > width:
                right = width
            if left >= right:
                continue
            row = pixels[y]
            if parted:
                if left:
                    row[left - 1] = gap[row[left - 1]]
                if right < width:
                    row[right] = gap[row[right]]
            row[left:right] = run[: right - left]

    def face(self, corners: list[tuple[float, float]], role: Role) -> None:
        """Paint a flat face. `Lens.seen` gives its corners."""
        top, bottom = min(y for _, y in corners), max(y for _, y in corners)
        for y, row in enumerate(self.pixels):
            middle, crossed = y + 0.5, list[float]()
            if bottom - top < 1 and y == int((top + bottom) / 2):
                # It is so thin that it may lie between the middles of two rows.
                crossed = [x for x, _ in corners]
            for (x1, y1), (x2, y2) in zip(corners, corners[1:] + corners[:1], strict=True):
                if min(y1, y2) <= middle < max(y1, y2):
                    crossed.append(x1 + (x2 - x1) * (middle - y1) / (y2 - y1))
            if crossed:
                left, right = _between(min(crossed), max(crossed))
                left, right = max(left, 0), min(right, len(row))
                if left < right:
                    row[left:right] = _RUNS[role][: right - left]

    def point(self, corners: list[tuple[float, float]]) -> None:
        """Paint an arrow's point. Its tip is the last corner."""
        self.face(corners, Role.TURN)
        (ax, ay), (bx, by), (x, y) = corners
        across, down = x - (ax + bx) / 2, y - (ay + by) / 2
        way = "<>"[across > 0] if abs(across) >= abs(down) else "^v"[down > 0]
        # The character is within the point, since the cell of its tip may have too little of it.
        x, y = x - across * _IN_POINT, y - down * _IN_POINT
        self.points[int(y / 2), int(x)] = way

    def cells(self) -> Picture:
        """The picture, as rows of cells."""
        return tuple(
            tuple(map(_cell, upper[::2], upper[1::2], lower[::2], lower[1::2]))
            for upper, lower in zip(self.pixels[::2], self.pixels[1::2], strict=True)
        )

    def patterns(self, ascii_only: bool) -> Picture:
        """The picture without colour, in characters that differ by part."""
        points = self.points
        return tuple(
            tuple(
                Cell(points[row, column], Role.TURN, Role.NOTHING)
                if (row, column) in points
                else _pattern(*four, ascii_only)
                for column, four in enumerate(
                    zip(upper[::2], upper[1::2], lower[::2], lower[1::2], strict=True)
                )
            )
            for row, (upper, lower) in enumerate(
                zip(self.pixels[::2], self.pixels[1::2], strict=True)
            )
        )


def _between(low: float, high: float) -> tuple[int, int]:
    """The pixels with their middles between two edges; at least one, so that no part is lost."""
    left, right = floor(2 * low + _FROM), floor(2 * high + _TO)
    if left >= right:
        left = floor(low + high)
        right = left + 1
    return left, right


def _edges(
    ax: float, ay: float, ar: float, bx: float, by: float, br: float
) -> list[tuple[float, float, float, float]]:
    """The lines that touch two circles: top, bottom, x at the top, and x for each y down."""
    lines = []
    for nx, ny in touching(ax, ay, ar, bx, by, br):
        x1, y1, x2, y2 = ax + nx * ar, ay + ny * ar, bx + nx * br, by + ny * br
        if y1 < y2:
            lines.append((y1, y2, x1, (x2 - x1) / (y2 - y1)))
        elif y2 < y1:
            lines.append((y2, y1, x2, (x1 - x2) / (y1 - y2)))
    return lines


@cache
def _pattern(a: int, b: int, c: int, d: int, ascii_only: int) -> Cell:
    """A cell for four pixels without colour."""
    four = [Role(a), Role(b), Role(c), Role(d)]
    body = [role > Role.GAP for role in four]
    shown = [role for role in four if (role > Role.GAP) == (sum(body) >= 2)]
    role = max(shown, key=lambda each: (shown.count(each) * _WEIGHT.get(each, 1), each))
    if role in _PATTERNS:
        return Cell(_PATTERNS[role][ascii_only], role, Role.NOTHING)
    bits = sum(1 << place for place in range(4) if body[place])
    return Cell((_ASCII if ascii_only else _QUADRANTS)[bits], role, Role.NOTHING)


@cache
def _cell(a: int, b: int, c: int, d: int) -> Cell:
    four = [Role(a), Role(b), Role(c), Role(d)]
    roles = sorted(set(four), key=lambda role: (-four.count(role) * _WEIGHT.get(role, 1), role))
    if len(roles) == 1:
        return Cell(" ", roles[0], roles[0]) if not roles[0] else Cell("█", roles[0], roles[0])
    two = roles[:2]
    ground, ink = sorted(two)
    bits = sum(
        1 << place
        for place, role in enumerate(four)
        if min(two, key=lambda kept: abs(_TONE[kept] - _TONE[role])) == ink
    )
    return Cell(_QUADRANTS[bits], ink, ground)
