"""A position's figure as lines of styled spans: one of its views, at one moment of its motion."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Final

from rich.style import Style

from stretchcoach.core.figures import scene_of
from stretchcoach.core.routine import Figure
from stretchcoach.core.templates import Words
from stretchcoach.figure.cells import Cell, Picture
from stretchcoach.figure.motion import Motion
from stretchcoach.figure.pose import Pose
from stretchcoach.figure.scene import Shot, shot_of
from stretchcoach.figure.shapes import Role
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.lines import BLANK, Line, wrap

# Numbers of the 256 colours, which are the same in every terminal. The picture has its own
# background, so that it looks the same on dark and light screens.
_COLOURS: Final = {
    Role.NOTHING: 233,
    Role.FLOOR: 235,
    Role.WALL: 238,
    Role.WALL_END: 242,
    Role.PROP: 137,
    Role.PROP_SIDE: 95,
    Role.GAP: 234,
    Role.FAR: 244,
    Role.FAR_LEG: 60,
    Role.TROUSERS: 103,
    Role.SHOE: 240,
    Role.SHIRT: 249,
    Role.SLEEVE: 252,
    Role.HAIR: 94,
    Role.SKIN: 180,
    Role.HAND: 223,
    Role.WORKING: 44,
    Role.FELT: 203,
    Role.TURN: 220,
}
_PATTERN_STYLES: Final = {Role.WORKING: "arm", Role.FELT: "felt", Role.TURN: "turn"}


@lru_cache(maxsize=16)  # for still pictures
def drawn(
    figure: Figure,
    mirrored: bool,
    view_no: int,
    at_ms: int | None,
    columns: int,
    rows: int,
    look: Look,
) -> tuple[Line, ...]:
    """The figure in `rows` lines of these columns; blank lines where it cannot be drawn."""
    shot = _shot(figure, mirrored, view_no, columns=columns, rows=rows)
    if shot is None:
        return (BLANK,) * rows
    motion = shot.scene.motion
    if at_ms is None:
        pose = motion.end
    else:
        pose = _on_the_way(motion, at_ms)
        # Nothing is felt on the way there.
        shot = shot._replace(scene=shot.scene._replace(felt=()))
    return lines_of(cells(shot, pose, look), look)


def cells(shot: Shot, pose: Pose, look: Look) -> Picture:
    """The picture of a pose, in cells for this look."""
    if look is Look.COLOUR:
        return shot.picture(pose)
    return shot.canvas(pose).patterns(look is Look.ASCII)


def lines_of(picture: Picture, look: Look) -> tuple[Line, ...]:
    """Rows of cells as lines of styled spans."""
    return tuple(map(_coloured if look is Look.COLOUR else _patterned, picture))


@lru_cache(maxsize=2048)
def inked(cell: Cell) -> tuple[str, int, int]:
    """A cell as its character, and the numbers of its two colours: ink and ground."""
    char, style = _painted(cell)
    ink, _, ground = style.partition(" on ")
    return char, _COLOURS[Role[ink]], _COLOURS[Role[ground]]


def pattern_style(cell: Cell) -> str:
    """The name of the style of a cell in the pattern look."""
    return _PATTERN_STYLES.get(cell.ink, "picture")


def named(own: Words, figure: Figure, *, mirrored: bool, view_no: int, columns: int) -> list[Line]:
    """The viewpoint of this view in words, in lines of these columns."""
    scene = scene_of(figure, mirrored)
    if scene is None:
        return []
    seen = own.views[scene.views[view_no].camera.view()]
    return [((line, "quiet"),) for line in wrap(seen, columns)]


def figure_style(name: str) -> Style:
    """The style that `_coloured` gives this name: `WORKING on WALL`."""
    ink, _, ground = name.partition(" on ")
    return Style(
        color=f"color({_COLOURS[Role[ink]]})",
        bgcolor=f"color({_COLOURS[Role[ground]]})",
    )


@lru_cache(maxsize=2)  # for both views
def _on_the_way(motion: Motion, at_ms: int) -> Pose:
    return motion.at(at_ms)


@lru_cache(maxsize=8)
def _shot(figure: Figure, mirrored: bool, view_no: int, columns: int, rows: int) -> Shot | None:
    scene = scene_of(figure, mirrored)
    return scene and shot_of(scene, scene.views[view_no], columns=columns, rows=rows)


def _coloured(cells: tuple[Cell, ...]) -> Line:
    return _line(map(_painted, cells))


@lru_cache(maxsize=2048)
def _painted(cell: Cell) -> tuple[str, str]:
    """A cell's character and style. A full block becomes a coloured space, which has no seams."""
    if cell.char == "█":
        return " ", f"{cell.ink.name} on {cell.ink.name}"
    return cell.char, f"{cell.ink.name} on {cell.ground.name}"


def _patterned(cells: tuple[Cell, ...]) -> Line:
    return _line((cell.char, pattern_style(cell)) for cell in cells)


def _line(cells: Iterable[tuple[str, str]]) -> Line:
    runs = groupby(cells, key=itemgetter(1))
    return tuple(("".join(char for char, _ in run), style) for style, run in runs)
