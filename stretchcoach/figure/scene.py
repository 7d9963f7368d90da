"""A scene: a motion at a prop, and its pictures from a view."""

from typing import Final, NamedTuple

from stretchcoach.figure.arrows import Arrow, Turn, turns
from stretchcoach.figure.camera import Camera, camera
from stretchcoach.figure.cells import Box, Canvas, Lens, Picture, lens
from stretchcoach.figure.motion import Motion
from stretchcoach.figure.pose import Pose, body_of
from stretchcoach.figure.props import FLOOR, PROPS, Face, Prop
from stretchcoach.figure.shapes import Capsule, capsules
from stretchcoach.figure.vectors import Vec, dot

# How many moments of a motion are looked at to make room for it.
_MOMENTS: Final = 16
# The joints that a near view shows; "" is the whole body.
NEAR: Final[dict[str, tuple[str, ...]]] = {
    "": (),
    "upper body": ("head", "shoulder", "elbow", "wrist", "fingertips", "hip"),
    "hands": ("wrist", "fingertips", "elbow", "shoulder"),
    "head": ("head", "skull", "throat", "shoulder", "ribs"),
}
# The room around a joint in a near view, the extra height of the hair, and the margin.
_ROOM, _HEAD, _MARGIN = 9.0, 8.0, 3.0
# Without a visible floor, the arrow round the body is so far below its hips.
_BELOW_HIPS: Final = 6.0


class View(NamedTuple):
    """The camera of a picture, and how near it is: a key of NEAR."""

    camera: Camera
    near: str = ""


class Scene(NamedTuple):
    """All that a picture needs: the motion, the prop, the working limbs, and where it is felt."""

    motion: Motion
    prop: Prop = PROPS["nothing"]
    views: tuple[View, ...] = (View(camera("front")),)
    working: frozenset[str] = frozenset()
    felt: tuple[tuple[str, str], ...] = ()

    def mirrored(self) -> "Scene":
        """The scene for the other side."""
        return Scene(
            self.motion.mirrored(),
            self.prop.mirrored(),
            views=tuple(view._replace(camera=view.camera.mirrored()) for view in self.views),
            working=frozenset(map(other_side, self.working)),
            felt=tuple((place, other_side(side)) for place, side in self.felt),
        )

    def turns(self, view: View) -> tuple[Turn, ...]:
        """The arrows of the turns. The body's is on the floor, if the picture has a floor."""
        level = self.motion.end.place[2] - _BELOW_HIPS if view.near else 0.0
        return turns(self.motion, view.camera.axes()[2], level, working=self.working)

    def shapes(self, pose: Pose, near: Vec) -> list[Capsule]:
        """The shapes of the body in a pose, for an eye in this direction."""
        return capsules(body_of(pose), near, working=self.working, felt=self.felt)


def box_of(scene: Scene, view: View) -> Box:
    """The box that a picture of the whole motion must show."""
    right, up, near = view.camera.axes()
    # A view of the hands is so near that only the end of the motion counts.
    poses = [scene.motion.end] if view.near == "hands" else _moments(scene.motion)
    balls: list[tuple[Vec, float]] = []
    for pose in poses:
        if names := NEAR[view.near]:
            places = body_of(pose).points.items()
            balls += [(place, _ROOM) for name, place in places if name.endswith(names)]
        else:
            for shape in scene.shapes(pose, near):
                balls += [(shape.start, shape.start_radius), (shape.end, shape.end_radius)]
    above = _HEAD if view.near else 0.0
    balls += [(place, _ROOM) for turn in scene.turns(view) for place in turn.path]
    xs = [dot(place, right) for place in scene.prop.shown]
    ys = [] if view.near else [dot(place, up) for place in scene.prop.shown]
    return Box(
        left=min([dot(place, right) - room for place, room in balls] + xs) - _MARGIN,
        right=max([dot(place, right) + room for place, room in balls] + xs) + _MARGIN,
        bottom=min([dot(place, up) - room for place, room in balls] + ys) - _MARGIN,
        top=max([dot(place, up) + room + above for place, room in balls] + ys) + _MARGIN,
    )


class Shot(NamedTuple):
    """A scene from one view at one size, with its props painted: the base of each picture."""

    scene: Scene
    lens: Lens
    props: Canvas
    turns: tuple[Turn, ...] = ()

    def arrows(self, pose: Pose) -> list[Arrow]:
        """The arrows of the turns that have begun in this pose."""
        right, up, _, scale, _, _ = self.lens
        begun = (
            turn.arrow(right, up, scale, rows=self.props.rows)
            for turn in self.turns
            if turn.begun(pose)
        )
        return [arrow for arrow in begun if arrow]

    def canvas(self, pose: Pose) -> Canvas:
        canvas = self.props.copy()
        canvas.paint(self.scene.shapes(pose, self.lens.near), self.lens)
        for arrow in self.arrows(pose):
            canvas.paint(arrow.line, self.lens)
            canvas.point([self.lens.seen(place) for place in arrow.point.corners])
        return canvas

    def picture(self, pose: Pose) -> Picture:
        """The scene with the body in this pose, as rows of cells."""
        return self.canvas(pose).cells()


def shot_of(scene: Scene, view: View, columns: int, rows: int) -> Shot:
    """Prepare to draw a scene from a view."""
    glass = lens(view.camera, box_of(scene, view), columns=columns, rows=rows)
    canvas = Canvas(columns, rows)
    for face in faces(scene, glass.near):
        canvas.face([glass.seen(place) for place in face.corners], face.role)
    return Shot(scene, glass, canvas, turns=scene.turns(view))


def faces(scene: Scene, near: Vec) -> list[Face]:
    """The visible faces of the floor and the prop, from behind to the front."""
    return [face for face in (FLOOR, *scene.prop.faces) if dot(face.outward, near) > 0.05]


def other_side(name: str) -> str:
    """`left arm` for `right arm`, and the other way round."""
    side, space, rest = name.partition(" ")
    return {"left": "right", "right": "left"}.get(side, side) + space + rest


def _moments(motion: Motion) -> list[Pose]:
    return [motion.at(motion.length_ms * step // _MOMENTS) for step in range(_MOMENTS + 1)] + [
        key.pose for key in motion.keys
    ]
