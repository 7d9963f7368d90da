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

# At how many moments of its motion a picture must have room for it.
_MOMENTS: Final = 16
# What is near, by joints: all of it if nothing is said.
NEAR: Final[dict[str, tuple[str, ...]]] = {
    "": (),
    "upper body": ("head", "shoulder", "elbow", "wrist", "fingertips", "hip"),
    "hands": ("wrist", "fingertips", "elbow", "shoulder"),
    "head": ("head", "skull", "throat", "shoulder", "ribs"),
}
# What a joint that is near needs around it, how much higher the hair is, and what stays free.
_ROOM, _HEAD, _MARGIN = 9.0, 8.0, 3.0
# Where the floor is not seen, the arrow round the body is so far below its hips.
_BELOW_HIPS: Final = 6.0


class View(NamedTuple):
    """Where a picture is taken from, and how near: a key of NEAR."""

    camera: Camera
    near: str = ""


class Scene(NamedTuple):
    """All that a picture needs: who moves how, at what; what works, and where it is felt."""

    motion: Motion
    prop: Prop = PROPS["nothing"]
    views: tuple[View, ...] = (View(camera("front")),)
    working: frozenset[str] = frozenset()
    felt: tuple[tuple[str, str], ...] = ()

    def mirrored(self) -> "Scene":
        """The same for the other side."""
        return Scene(
            self.motion.mirrored(),
            self.prop.mirrored(),
            views=tuple(view._replace(camera=view.camera.mirrored()) for view in self.views),
            working=frozenset(map(other_side, self.working)),
            felt=tuple((place, other_side(side)) for place, side in self.felt),
        )

    def turns(self, view: View) -> tuple[Turn, ...]:
        """The arrows for what turns; the body's is on the floor, if the picture has a floor."""
        level = self.motion.end.place[2] - _BELOW_HIPS if view.near else 0.0
        return turns(self.motion, view.camera.axes()[2], level, working=self.working)

    def shapes(self, pose: Pose, near: Vec) -> list[Capsule]:
        """The body in a pose, as it is drawn for an eye in this direction."""
        return capsules(body_of(pose), near, working=self.working, felt=self.felt)


def box_of(scene: Scene, view: View) -> Box:
    """What a picture of the whole motion must have room for."""
    right, up, near = view.camera.axes()
    # Hands are seen from so near that it is their end that counts.
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
    """A scene from one view at one size, its props painted: what each picture begins with."""

    scene: Scene
    lens: Lens
    props: Canvas
    turns: tuple[Turn, ...] = ()

    def arrows(self, pose: Pose) -> list[Arrow]:
        """The arrows of what this pose has begun to turn."""
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
    """Get ready to draw a scene from a view."""
    glass = lens(view.camera, box_of(scene, view), columns=columns, rows=rows)
    canvas = Canvas(columns, rows)
    for face in faces(scene, glass.near):
        canvas.face([glass.seen(place) for place in face.corners], face.role)
    return Shot(scene, glass, canvas, turns=scene.turns(view))


def faces(scene: Scene, near: Vec) -> list[Face]:
    """Of the floor and the prop, what an eye in this direction sees, from behind to the front."""
    return [face for face in (FLOOR, *scene.prop.faces) if dot(face.outward, near) > 0.05]


def other_side(name: str) -> str:
    """`left arm` for `right arm`, and the other way round."""
    side, space, rest = name.partition(" ")
    return {"left": "right", "right": "left"}.get(side, side) + space + rest


def _moments(motion: Motion) -> list[Pose]:
    return [motion.at(motion.length_ms * step // _MOMENTS) for step in range(_MOMENTS + 1)] + [
        key.pose for key in motion.keys
    ]
