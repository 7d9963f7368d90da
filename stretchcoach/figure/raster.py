"""The body as a PNG, for places that cannot show SVG, such as a cover.

Each row is painted in thirds, the farthest shape first. Shapes are convex, so a line through one is
a single run, whose ends cover their pixels in part.
"""

import struct
import zlib
from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Final

from stretchcoach.figure.cells import Lens
from stretchcoach.figure.pose import Pose
from stretchcoach.figure.scene import Shot, faces
from stretchcoach.figure.shapes import Capsule, Role
from stretchcoach.figure.vectors import dot, touching

Colour = tuple[int, int, int]
Point = tuple[float, float]
Ball = tuple[float, float, float]
_THIRDS: Final = 3
_MEANS: Final = bytes(total // _THIRDS for total in range(255 * _THIRDS + 1))


class _Shape:
    """A convex outline of balls and corners, in pixels, with its bounds."""

    def __init__(self, colour: Colour, corners: Sequence[Point], balls: Sequence[Ball]) -> None:
        self.colour = bytes(colour)
        self.corners = corners
        self.balls = balls
        ys = [y for _, y in corners]
        self.top = min(ys + [y - radius for _, y, radius in balls])
        self.bottom = max(ys + [y + radius for _, y, radius in balls])

    def run(self, at: float) -> Point | None:
        """The run of a line so far from the top: its two ends within the shape."""
        xs = []
        for x, y, radius in self.balls:
            if abs(at - y) < radius:
                half = sqrt(radius * radius - (at - y) ** 2)
                xs += [x - half, x + half]
        corners = self.corners
        for (x, y), (other_x, other_y) in zip(corners, [*corners[1:], *corners[:1]], strict=True):
            if (y <= at) != (other_y <= at):
                xs.append(x + (other_x - x) * (at - y) / (other_y - y))
        return (min(xs), max(xs)) if xs else None


def png(
    shot: Shot,
    pose: Pose,
    palette: Mapping[str, Colour],
    grounds: tuple[Colour, Colour],
    size: int,
) -> bytes:
    """A square picture with so many pixels on a side. `grounds` are its colours above and below.

    The shot must have twice as many columns as rows. `palette` has a colour for each role, by its
    name in small letters.
    """
    shapes = _shapes(shot, pose, palette, size / (2 * shot.props.rows))
    rows = b"".join(b"\0" + row for row in _rows(shapes, grounds, size))
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def _rows(shapes: Sequence[_Shape], grounds: tuple[Colour, Colour], size: int) -> list[bytes]:
    above, below = grounds
    rows = []
    for y in range(size):
        colour = (a + (b - a) * y // size for a, b in zip(above, below, strict=True))
        ground = bytes(colour) * size
        there = [shape for shape in shapes if shape.top < y + 1 and shape.bottom > y]
        thirds = []
        for number in range(_THIRDS):
            row = bytearray(ground)
            at = y + (number + 0.5) / _THIRDS
            for shape in there:
                if run := shape.run(at):
                    _paint(row, *run, shape.colour, size)
            thirds.append(bytes(row))
        alike = len(set(thirds)) == 1
        rows.append(
            thirds[0]
            if alike
            else bytes(map(_MEANS.__getitem__, map(sum, zip(*thirds, strict=True))))
        )
    return rows


def _paint(row: bytearray, start: float, end: float, colour: bytes, size: int) -> None:
    start, end = max(0.0, start), min(float(size), end)
    if start >= end:
        return
    first, last = int(start), int(end)
    if first == last:
        _blend(row, first, colour, end - start)
        return
    _blend(row, first, colour, first + 1 - start)
    row[3 * (first + 1) : 3 * last] = colour * (last - first - 1)
    if last < size:
        _blend(row, last, colour, end - last)


def _blend(row: bytearray, x: int, colour: bytes, share: float) -> None:
    for number in range(3):
        before = row[3 * x + number]
        row[3 * x + number] = before + int((colour[number] - before) * share)


def _shapes(shot: Shot, pose: Pose, palette: Mapping[str, Colour], scale: float) -> list[_Shape]:
    """All visible shapes, the farthest first."""
    lens = shot.lens

    def face(corners: Sequence[tuple[float, float, float]], role: Role) -> _Shape:
        seen = (lens.seen(corner) for corner in corners)
        return _Shape(palette[role.name.lower()], [(x * scale, y * scale) for x, y in seen], ())

    drawn = [face(one.corners, one.role) for one in faces(shot.scene, lens.near)]
    body = shot.scene.shapes(pose, lens.near)
    body.sort(
        key=lambda shape: dot(shape.start, lens.near) + dot(shape.end, lens.near) + 2 * shape.nearer
    )
    drawn += [_capsule(shape, lens, palette, scale) for shape in body]
    for line, point in shot.arrows(pose):
        drawn += [_capsule(shape, lens, palette, scale) for shape in line]
        drawn.append(face(point.corners, point.role))
    return drawn


def _capsule(shape: Capsule, lens: Lens, palette: Mapping[str, Colour], scale: float) -> _Shape:
    start, end = lens.seen(shape.start), lens.seen(shape.end)
    radii = shape.start_radius * lens.scale, shape.end_radius * lens.scale
    balls = [
        (x * scale, y * scale, radius * scale)
        for (x, y), radius in zip((start, end), radii, strict=True)
    ]
    return _Shape(palette[shape.role.name.lower()], _sides(*balls), balls)


def _sides(one: Ball, other: Ball) -> list[Point]:
    """Where a capsule's straight sides touch its balls; none if one contains the other."""
    (ax, ay, ar), (bx, by, br) = one, other
    sides = touching(*one, *other)
    if not sides:
        return []
    (left_x, left_y), (right_x, right_y) = sides
    return [
        (ax + left_x * ar, ay + left_y * ar),
        (bx + left_x * br, by + left_y * br),
        (bx + right_x * br, by + right_y * br),
        (ax + right_x * ar, ay + right_y * ar),
    ]
