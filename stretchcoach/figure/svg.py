"""The body as SVG: smooth capsules, with their roles as CSS classes."""

from math import sqrt
from typing import Final

from stretchcoach.figure.cells import Lens
from stretchcoach.figure.pose import Pose
from stretchcoach.figure.props import Face
from stretchcoach.figure.scene import Shot, faces
from stretchcoach.figure.shapes import Capsule
from stretchcoach.figure.vectors import dot

# A parted limb has a line along its sides, in the style's colour for `.parting`.
STYLE: Final = ".parting{fill:none;stroke-width:.6}"


def drawing(shot: Shot, pose: Pose) -> str:
    """Props and body as one group of shapes. The unit is the height of the shot's pixels."""
    return f"<g>{backdrop(shot)}{figure(shot, pose)}</g>"


def backdrop(shot: Shot) -> str:
    """The parts that do not move: the floor and the prop."""
    return "".join(_face(face, shot.lens) for face in faces(shot.scene, shot.lens.near))


def figure(shot: Shot, pose: Pose) -> str:
    """The parts that move: the body, and the arrows of its turns."""
    lens = shot.lens
    shapes = shot.scene.shapes(pose, lens.near)
    shapes.sort(
        key=lambda shape: dot(shape.start, lens.near) + dot(shape.end, lens.near) + 2 * shape.nearer
    )
    drawn = [_capsule(shape, lens) for shape in shapes]
    for line, point in shot.arrows(pose):
        drawn += [*(_capsule(shape, lens) for shape in line), _face(point, lens)]
    return "".join(drawn)


def svg(shot: Shot, pose: Pose, style: str) -> str:
    """A whole picture. `style` is CSS with a fill for each role (`.working`, `.wall_end`)."""
    columns, rows = shot.props.columns, shot.props.rows
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns} {2 * rows}">'
        f"<style>{STYLE}{style}</style>{drawing(shot, pose)}</svg>"
    )


def _face(face: Face, lens: Lens) -> str:
    corners = "L".join(_pair(*lens.seen(place)) for place in face.corners)
    return _path(f"M{corners}Z", face.role.name)


def _capsule(shape: Capsule, lens: Lens) -> str:
    (ax, ay), (bx, by) = lens.seen(shape.start), lens.seen(shape.end)
    ar, br = shape.start_radius * lens.scale, shape.end_radius * lens.scale
    across, down = bx - ax, by - ay
    far = sqrt(across * across + down * down)
    if far <= abs(ar - br) + 1e-6:
        x, y, radius = (ax, ay, ar) if ar > br else (bx, by, br)
        half = f"A{radius:.2f} {radius:.2f} 0 0 1 "
        around = f"{half}{_pair(x + radius, y)}{half}{_pair(x - radius, y)}"
        return _path(f"M{_pair(x - radius, y)}{around}Z", shape.role.name)
    lean, ux, uy = (ar - br) / far, across / far, down / far
    flat = sqrt(1 - lean * lean)
    (a, b), (c, d) = (
        (_pair(ax + nx * ar, ay + ny * ar), _pair(bx + nx * br, by + ny * br))
        for nx, ny in ((ux * lean - uy * aside, uy * lean + ux * aside) for aside in (flat, -flat))
    )
    outline = (
        f"M{a}A{ar:.2f} {ar:.2f} 0 {int(lean > 0)} 1 {c}"
        f"L{d}A{br:.2f} {br:.2f} 0 {int(lean < 0)} 1 {b}Z"
    )
    parting = _path(f"M{a}L{b}M{c}L{d}", "parting") if shape.parted else ""
    return parting + _path(outline, shape.role.name)


def _path(outline: str, role: str) -> str:
    return f'<path class="{role.lower()}" d="{outline}"/>'


def _pair(x: float, y: float) -> str:
    return f"{x:.2f} {y:.2f}"
