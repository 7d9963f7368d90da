"""The figure of a session: its picture now, and the time until the next one.

A motion may be shown twice, and a breath repeats: their pictures are cached.
"""

from functools import lru_cache
from typing import Final

from stretchcoach.core.figures import (
    BREATH_STEPS,
    END,
    STEP_MS,
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
from stretchcoach.figure.arrows import Turn
from stretchcoach.figure.cells import Cell, Picture
from stretchcoach.figure.motion import Motion, breathing
from stretchcoach.figure.pose import Pose
from stretchcoach.figure.scene import Scene, Shot, shot_of
from stretchcoach.terminal.body import cells
from stretchcoach.terminal.charset import Look

# The small view needs half as many pictures as the large one.
SMALL_STEP_MS = 2 * STEP_MS
# How many pictures of a motion are drawn together. Once the processor is awake for one, it draws
# the next ones in a fraction of the time.
AHEAD = 6


# Characters and their mirror images.
_MIRROR: Final = str.maketrans("▘▝▖▗▌▐▞▚▛▜▙▟'`.,()/\\<>", "▝▘▗▖▐▌▚▞▜▛▟▙`',.)(\\/><")


class Act:
    """The pictures of a figure in one stage.

    Each picture is drawn once, for the side that the figure was written for. For the other side it
    is mirrored.
    """

    def __init__(self, shown: Shown, before: Shown | None, company: tuple[Figure, ...]) -> None:
        self._mirrored = shown.mirrored
        plain = Shown(shown.figure, False)
        last = before and Shown(before.figure, before.mirrored is not shown.mirrored)
        self._scenes = scenes_of(plain, last)
        self._end = scenes_of(plain, None)
        self._framed = framed(plain, company) if self._scenes else None
        self._way_there = _way_there(_Same(self._scenes[0])) if self._scenes else None
        self._length_ms = sum(scene.motion.length_ms for scene in self._scenes)

    def moment(self, frame: Frame, *, moves: bool = True) -> Instant:
        """The moment of its motion, or of a breath, that the figure shows; END if it is still."""
        if not moves:
            return END
        if frame.motion is not None:
            return instant(self._scenes, frame.motion.done_ms, frame.motion.length_ms)
        if frame.breath is None:
            return END
        phase, part = frame.breath
        return END._replace(breath=breathed(phase, part.done_ms / part.length_ms))

    def next_picture_ms(self, frame: Frame) -> int | None:
        """Milliseconds until it moves on; None while it rests, or breathes with the gauge."""
        if frame.motion is None or frame.mode is not Mode.RUNNING:
            return None
        return next_moment_ms(self._length_ms, frame.motion.done_ms, frame.motion.length_ms)

    def picture(self, view_no: int, at: Instant, columns: int, rows: int, look: Look) -> Picture:
        """A view of the figure, `columns` × `rows` cells; () where it cannot be drawn."""
        if self._framed is None or self._way_there is None:
            return ()
        if at.at_ms is None:
            scene = self._end[0]
        else:
            scene = self._scenes[at.scene_no]
            at = at._replace(at_ms=at.at_ms - at.at_ms % (SMALL_STEP_MS if view_no else STEP_MS))
        # The way to the place is seen from further away than the moves there.
        ends = at.scene_no in (-1, len(self._scenes) - 1)
        seen = _Same(self._framed if ends else self._way_there)
        size, key = (columns, rows), _Same(scene)
        goal = _Same(self._end[0]) if ends else None

        def drawn(into: tuple[int | None, int]) -> Picture:
            return _picture(
                key,
                seen,
                goal,
                view_no=view_no,
                at=into,
                size=size,
                look=look,
                mirrored=self._mirrored,
            )

        step_ms = SMALL_STEP_MS if view_no else STEP_MS
        if at.at_ms is not None and at.at_ms // step_ms % AHEAD == 0:
            last_ms = min(at.at_ms + AHEAD * step_ms, scene.motion.length_ms)
            for ms in range(at.at_ms, last_ms, step_ms):
                drawn((ms, 0))
        return drawn(at[1:])


@lru_cache(maxsize=4)
def _way_there(scene: "_Same") -> Scene:
    """The same scene with no time between its poses. To frame it is three times as fast."""
    keys = tuple(key._replace(takes_ms=0) for key in scene.scene.motion.keys)
    return scene.scene._replace(motion=Motion(keys))


class _Same:
    """A scene as a cache key: it is compared by identity, which is fast, and kept alive."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.scene is self.scene

    def __hash__(self) -> int:
        return id(self.scene)


def act(frame: Frame) -> Act | None:
    """The act of this frame and its whole stage; None where there is no figure."""
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


@lru_cache(maxsize=512)
def _picture(
    scene: _Same,
    seen: _Same,
    goal: _Same | None,
    view_no: int,
    at: tuple[int | None, int],
    size: tuple[int, int],
    look: Look,
    mirrored: bool,
) -> Picture:
    if mirrored:
        picture = _picture(
            scene, seen, goal, view_no=view_no, at=at, size=size, look=look, mirrored=False
        )
        return tuple(tuple(map(_flipped, reversed(row))) for row in picture)
    shot, at_ms = _shot(seen, view_no, size), at[0]
    turns: tuple[Turn, ...] = ()
    if goal is not None and _is_last_move(scene.scene.motion, at_ms):
        # Only for a last move: earlier ones may turn the other way, or walk round without an arrow.
        turns = goal.scene.turns(goal.scene.views[view_no])
    # Nothing is felt on the way there.
    shown = scene.scene if at_ms is None else scene.scene._replace(felt=())
    return cells(shot._replace(scene=shown, turns=turns), _pose(scene, at), look)


def _is_last_move(motion: Motion, at_ms: int | None) -> bool:
    """Whether the last move of this motion has begun."""
    return at_ms is None or at_ms >= motion.length_ms - motion.keys[-1].takes_ms


@lru_cache(maxsize=512)
def _flipped(cell: Cell) -> Cell:
    return cell._replace(char=cell.char.translate(_MIRROR))


@lru_cache(maxsize=8)
def _shot(seen: _Same, view_no: int, size: tuple[int, int]) -> Shot:
    """All that the pictures of a view have in common. To make it takes as long as ten pictures."""
    return shot_of(seen.scene, seen.scene.views[view_no], *size)


@lru_cache(maxsize=2)  # for both views
def _pose(scene: _Same, at: tuple[int | None, int]) -> Pose:
    motion, (at_ms, breath) = scene.scene.motion, at
    if at_ms is not None:
        return motion.at(at_ms)
    return breathing(motion.end, breath / BREATH_STEPS) if breath else motion.end
