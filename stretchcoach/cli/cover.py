"""The picture on a sound file: the first figure of the session."""

from typing import Final

from stretchcoach.core.figures import scene_of
from stretchcoach.core.routine import Figure
from stretchcoach.core.timeline import Kind, Timeline
from stretchcoach.figure.raster import Colour, png
from stretchcoach.figure.scene import shot_of

# Pixels on a side, and rows of cells for the layout.
_SIZE, _ROWS = 600, 30
GROUNDS: Final = ((34, 40, 49), (16, 19, 23))
_STANDING: Final = Figure(start="standing")
PALETTE: Final[dict[str, Colour]] = {
    "floor": (38, 43, 50),
    "wall": (58, 63, 71),
    "wall_end": (107, 114, 125),
    "prop": (122, 98, 72),
    "prop_side": (93, 74, 54),
    "gap": (22, 25, 29),
    "far": (125, 130, 139),
    "far_leg": (86, 92, 124),
    "trousers": (128, 135, 172),
    "shoe": (90, 95, 107),
    "shirt": (164, 169, 180),
    "sleeve": (211, 214, 221),
    "hair": (138, 92, 30),
    "skin": (215, 175, 135),
    "hand": (240, 205, 166),
    "working": (25, 201, 207),
    "felt": (255, 95, 95),
    "turn": (255, 215, 0),
}


def cover(timeline: Timeline) -> bytes:
    """The picture as PNG. Without a figure, it shows a standing body."""
    figure, mirrored = _first(timeline)
    scene = scene_of(figure, mirrored) or scene_of(_STANDING, False)
    if scene is None:
        return b""
    shot = shot_of(scene, scene.views[0], columns=2 * _ROWS, rows=_ROWS)
    return png(shot, scene.motion.end, PALETTE, grounds=GROUNDS, size=_SIZE)


def _first(timeline: Timeline) -> tuple[Figure, bool]:
    """The first figure that is held, and whether it is for the other side."""
    for stage in timeline.stages:
        if stage.kind is Kind.HOLD and stage.position and stage.position.figure:
            return stage.position.figure, timeline.routine.mirrors(stage.side)
    return _STANDING, False
