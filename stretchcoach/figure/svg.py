"""The same body as SVG: smooth capsules, their roles as classes for a style to colour."""

from math import sqrt
from typing import Final

from stretchcoach.figure.cells import Lens
from stretchcoach.figure.pose import Pose
from stretchcoach.figure.scene import Stage
from stretchcoach.figure.shapes import Capsule
from stretchcoach.figure.vectors import dot

# A parted limb has a line of the gap's colour around it.
STYLE: Final = ".parted{stroke:#1a1c24;stroke-width:.35;paint-order:stroke}"


def drawing(stage: Stage, pose: Pose) -> str:
    """Props and body as one group of shapes, in the units of the stage's pixels' heights."""
    lens = stage.lens
    shapes = stage.scene.shapes(pose, lens.near)
    shapes.sort(
        key=lambda shape: dot(shape.start, lens.near) + dot(shape.end, lens.near) + 2 * shape.nearer
    )
    props = [
        _tag(f"M{'L'.join(_pair(*lens.seen(place)) for place in face.corners)}Z", face.role.name)
        for face in stage.scene.prop.faces
        if dot(face.outward, lens.near) > 0.05
    ]
    return f"<g>{''.join(props + [_capsule(shape, lens) for shape in shapes])}</g>"


def svg(stage: Stage, pose: Pose, style: str) -> str:
    """A whole picture; `style` is CSS that gives each role (`.working`, `.wall_end`) its fill."""
    columns, rows = stage.props.columns, stage.props.rows
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {columns} {2 * rows}">'
        f"<style>{STYLE}{style}</style>{drawing(stage, pose)}</svg>"
    )


def _capsule(shape: Capsule, lens: Lens) -> str:
    start, end, ar, br, role, parted, _ = shape
    (ax, ay), (bx, by) = lens.seen(start), lens.seen(end)
    ar, br = ar * lens.scale, br * lens.scale
    classes = role.name + (" parted" if parted else "")
    across, down = bx - ax, by - ay
    far = sqrt(across * across + down * down)
    if far <= abs(ar - br) + 1e-6:
        x, y, radius = (ax, ay, ar) if ar > br else (bx, by, br)
        return f'<circle class="{classes.lower()}" cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}"/>'
    lean, ux, uy = (ar - br) / far, across / far, down / far
    flat = sqrt(1 - lean * lean)
    one = ux * lean - uy * flat, uy * lean + ux * flat
    two = ux * lean + uy * flat, uy * lean - ux * flat
    path = (
        f"M{_pair(ax + one[0] * ar, ay + one[1] * ar)}"
        f"A{ar:.2f} {ar:.2f} 0 {int(lean > 0)} 1 {_pair(ax + two[0] * ar, ay + two[1] * ar)}"
        f"L{_pair(bx + two[0] * br, by + two[1] * br)}"
        f"A{br:.2f} {br:.2f} 0 {int(lean < 0)} 1 {_pair(bx + one[0] * br, by + one[1] * br)}Z"
    )
    return _tag(path, classes)


def _tag(path: str, classes: str) -> str:
    return f'<path class="{classes.lower()}" d="{path}"/>'


def _pair(x: float, y: float) -> str:
    return f"{x:.2f} {y:.2f}"
