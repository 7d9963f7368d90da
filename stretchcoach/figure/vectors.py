"""Vectors and frames in space. They are plain tuples, since a picture needs a thousand of them."""

from math import cos, radians, sin, sqrt

Vec = tuple[float, float, float]
# The right, forward and up of a part of the body, as unit vectors in the world.
Frame = tuple[Vec, Vec, Vec]

UP: Vec = (0.0, 0.0, 1.0)


def along(start: Vec, direction: Vec, length: float) -> Vec:
    """The point this far from `start` in a direction."""
    return (
        start[0] + direction[0] * length,
        start[1] + direction[1] * length,
        start[2] + direction[2] * length,
    )


def minus(a: Vec, b: Vec) -> Vec:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def mix(a: Vec, b: Vec, part: float) -> Vec:
    """A point between `a` (part 0) and `b` (part 1)."""
    return along(a, minus(b, a), part)


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def blend(a: Vec, by_a: float, b: Vec, by_b: float) -> Vec:
    """The sum of two vectors, each with its factor."""
    return (a[0] * by_a + b[0] * by_b, a[1] * by_a + b[1] * by_b, a[2] * by_a + b[2] * by_b)


def length(a: Vec) -> float:
    return sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def unit(a: Vec) -> Vec:
    long = length(a) or 1.0
    return (a[0] / long, a[1] / long, a[2] / long)


def across(a: Vec, axis: Vec) -> Vec:
    """The part of `a` at right angles to a unit axis, as a unit vector."""
    return unit(along(a, axis, -dot(a, axis)))


def at(start: Vec, frame: Frame, right: float, forward: float, up: float) -> Vec:
    """The point at an offset from `start`, in the directions of a frame."""
    r, f, u = frame
    return (
        start[0] + r[0] * right + f[0] * forward + u[0] * up,
        start[1] + r[1] * right + f[1] * forward + u[1] * up,
        start[2] + r[2] * right + f[2] * forward + u[2] * up,
    )


def _turn(a: Vec, b: Vec, degrees: float) -> tuple[Vec, Vec]:
    """Two axes, turned in their plane, the first towards the second."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return blend(a, c, b, s), blend(b, c, a, -s)


def facing(heading: float) -> Frame:
    """An upright frame. It faces forward at 0, to its left at 90."""
    return turned(((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), UP), heading)


def bent(frame: Frame, degrees: float) -> Frame:
    """The frame bent forward."""
    right, forward, up = frame
    up, forward = _turn(up, forward, degrees)
    return right, forward, up


def tipped(frame: Frame, degrees: float) -> Frame:
    """The frame tipped to the right."""
    right, forward, up = frame
    up, right = _turn(up, right, degrees)
    return right, forward, up


def turned(frame: Frame, degrees: float) -> Frame:
    """The frame turned to the left."""
    right, forward, up = frame
    right, forward = _turn(right, forward, degrees)
    return right, forward, up


def touching(
    ax: float, ay: float, ar: float, bx: float, by: float, br: float
) -> tuple[tuple[float, float], ...]:
    """Unit vectors from the middles of two circles to where a common tangent touches them.

    One for each side; none if one circle contains the other.
    """
    across, down = bx - ax, by - ay
    far = sqrt(across * across + down * down)
    if far <= abs(ar - br) + 1e-6:
        return ()
    lean, ux, uy = (ar - br) / far, across / far, down / far
    flat = sqrt(1 - lean * lean)
    straight, aside_x, aside_y = (ux * lean, uy * lean), uy * flat, ux * flat
    return (
        (straight[0] - aside_x, straight[1] + aside_y),
        (straight[0] + aside_x, straight[1] - aside_y),
    )
