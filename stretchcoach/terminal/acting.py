"""The figure of a session: what is to be drawn of it now, and how soon something else.

A motion may be shown twice, and a breath comes again and again: their pictures are kept.
"""

from functools import lru_cache

from stretchcoach.core.figures import (
    BREATH_STEPS,
    END,
    Instant,
    Shown,
    breathed,
    framed,
    instant,
    next_moment_ms,
    scenes_of,
)
from stretchcoach.core.frame import Frame
from stretchcoach.core.routine import Figure
from stretchcoach.core.session import Mode
from stretchcoach.figure.cells import Picture
from stretchcoach.figure.motion import Motion, breathing
from stretchcoach.figure.pose import Pose
from stretchcoach.figure.props import Prop
from stretchcoach.figure.scene import Scene, Stage, View, stage
from stretchcoach.terminal.body import cells
from stretchcoach.terminal.charset import Look

# Half as often as the large view is enough for the small one.
SMALL_STEP_MS = 500


class Act:
    """What a stage shows of a figure; its pictures are kept for as long as it lasts."""

    def __init__(self, shown: Shown, before: Shown | None, company: tuple[Figure, ...]) -> None:
        self._scenes = scenes_of(shown, before)
        self._framed = framed(shown, company) if self._scenes else None
        self._length_ms = sum(scene.motion.length_ms for scene in self._scenes)
        self._pictures: dict[tuple[object, ...], Picture] = {}
        self._pose: tuple[Instant | None, Pose | None] = None, None

    def moment(self, frame: Frame, *, moves: bool = True) -> Instant:
        """Which moment of its motion or of a breath the figure is shown at, if it is to move."""
        if not moves:
            return END
        if frame.motion is not None:
            return instant(self._scenes, frame.motion.done_ms, frame.motion.length_ms)
        if frame.breath is None:
            return END
        phase, part = frame.breath
        return END._replace(breath=breathed(phase, part.done_ms / part.length_ms))

    def next_picture_ms(self, frame: Frame) -> int | None:
        """Milliseconds until it moves on; None while it stands, or breathes with the gauge."""
        if frame.motion is None or frame.mode is not Mode.RUNNING:
            return None
        return next_moment_ms(self._length_ms, frame.motion.done_ms, frame.motion.length_ms)

    def picture(self, view_no: int, at: Instant, columns: int, rows: int, look: Look) -> Picture:
        """A view of it in `rows` rows of so many cells; () where it cannot be drawn."""
        if view_no and at.at_ms is not None:
            at = at._replace(at_ms=at.at_ms - at.at_ms % SMALL_STEP_MS)
        key = view_no, at, columns, rows, look
        if key not in self._pictures:
            self._pictures[key] = self._drawn(*key)
        return self._pictures[key]

    def _drawn(self, view_no: int, at: Instant, columns: int, rows: int, look: Look) -> Picture:
        if self._framed is None:
            return ()
        # What leads to the place is seen from further away than what is done there.
        scene = self._scenes[at.scene_no]
        seen = self._framed if scene is self._scenes[-1] else scene
        staged = _stage(seen.motion, seen.prop, seen.views[view_no], columns, rows)
        # Nothing is felt on the way there.
        shown = scene if at.at_ms is None else scene._replace(felt=())
        if self._pose[0] != at:
            self._pose = at, _pose(scene, at)
        pose = self._pose[1]
        return cells(staged._replace(scene=shown), pose, look) if pose else ()


def act(frame: Frame) -> Act | None:
    """What is to be drawn of this frame, and of others of its stage."""
    if frame.figure is None:
        return None
    last, mirrored = frame.before or (None, False)
    figures = (position.figure for position in frame.routine.positions)
    return _act(
        Shown(frame.figure, frame.mirrored),
        Shown(last.figure, mirrored) if last and last.figure else None,
        tuple(figure for figure in figures if figure),
    )


@lru_cache(maxsize=2)
def _act(shown: Shown, before: Shown | None, company: tuple[Figure, ...]) -> Act:
    return Act(shown, before, company)


@lru_cache(maxsize=8)
def _stage(motion: Motion, prop: Prop, view: View, columns: int, rows: int) -> Stage:
    """All that pictures of a motion from one view have in common; it takes as long as ten."""
    return stage(Scene(motion, prop, (view,)), view, columns, rows)


def _pose(scene: Scene, at: Instant) -> Pose:
    if at.at_ms is not None:
        return scene.motion.at(at.at_ms)
    end = scene.motion.end
    return breathing(end, at.breath / BREATH_STEPS) if at.breath else end
