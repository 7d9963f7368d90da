"""A routine as one page to print: the text to read before, and a strip of figures a position."""

from collections.abc import Iterator
from html import escape
from typing import Final

from stretchcoach.core import words
from stretchcoach.core.choices import for_side
from stretchcoach.core.figures import scene_of
from stretchcoach.core.timeline import Kind, Stage, Timeline
from stretchcoach.figure.scene import shot_of
from stretchcoach.figure.svg import STYLE, drawing
from stretchcoach.terminal.lines import wrap

# In pixels, for the width of A4. The page is as long as the routine.
_WIDTH, _MARGIN, _LINE, _COLUMNS = 794, 40, 16, 108
_COLUMNS_OF_A_FIGURE, _ROWS, _SCALE = 22, 11, 6.0
_LETTERS_OF_A_FIGURE = 25
_FIGURES_A_ROW = (_WIDTH - 2 * _MARGIN) // int(_COLUMNS_OF_A_FIGURE * _SCALE)
_PAPER: Final = (
    STYLE + ".parting{stroke:#fff}.floor{fill:#eee}.wall{fill:#e4e6ea}.wall_end{fill:#c6cad1}"
    ".prop{fill:#d8c3a5}.prop_side{fill:#bfa888}.far{fill:#a9abb4}.far_leg{fill:#5f6784}"
    ".trousers{fill:#7f86a0}.gap{fill:#444}.turn{fill:#d9a400}"
    ".shoe{fill:#4f5260}.shirt{fill:#8d9099}.sleeve{fill:#a4a7b0}.hair{fill:#6b4a30}"
    ".skin,.hand{fill:#e0b48c}.working{fill:#0096a8}.felt{fill:#e0412f}"
    "text{font:12px sans-serif;fill:#222}.title{font-weight:bold;font-size:15px}"
    ".small{font-size:10px}"
)


def printed(timeline: Timeline) -> str:
    """The page as SVG."""
    shapes, y = list[str](), _MARGIN
    for part, height in _parts(timeline):
        shapes.append(f'<g transform="translate({_MARGIN} {y})">{part}</g>')
        y += height
    size = f'viewBox="0 0 {_WIDTH} {y + _MARGIN}" width="{_WIDTH}" height="{y + _MARGIN}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">'
        f"<title>{escape(timeline.routine.title)}</title><style>{_PAPER}</style>"
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(shapes)}</svg>\n'
    )


def _parts(timeline: Timeline) -> Iterator[tuple[str, int]]:
    """The parts of the page from top to bottom, each with its height."""
    routine = timeline.routine
    own = words.of(routine.language)
    yield _text(f"{routine.title} ({words.clock_time(timeline.length_ms)})", "title"), 2 * _LINE
    stop = words.stop_at(own, routine.safety.stop_signs)
    for told in (*routine.safety.before, stop, own.doctor_first_in_short):
        yield from _paragraph(told)
    for told in routine.caution:
        yield from _paragraph(f"{own.caution}{told}")
    yield "", _LINE // 2
    for number, told in enumerate(routine.setup, start=1):
        yield from _paragraph(f"{number}. {told}")
    shown = set[str]()
    for stage in timeline.stages:
        # Each position comes once, for the first side.
        if stage.kind is Kind.HOLD and stage.position and stage.position.id not in shown:
            shown.add(stage.position.id)
            yield from _position(timeline, stage)


def _position(timeline: Timeline, stage: Stage) -> Iterator[tuple[str, int]]:
    position = stage.position
    if position is None:
        return
    routine = timeline.routine
    own = words.of(routine.language)
    told = for_side(own, position, stage.side)
    place = words.place_name(own, routine, stage.side, position=position)
    yield "", _LINE
    yield _text(f"{place}, {words.whole_seconds(stage.length_ms)}", "title"), _LINE + 4
    for text in (told.hand, *told.how, f"Felt: {told.felt}" if told.felt else ""):
        yield from _paragraph(text)
    mirrored = routine.mirrors(stage.side)
    scene = told.figure and scene_of(told.figure, mirrored)
    if not scene:
        return
    keys = scene.motion.keys
    steps = words.steps(own, told.figure, keys[0].name) if told.figure else ()
    pictures = [(step, key.pose, scene.views[0]) for step, key in zip(steps, keys, strict=True)]
    others = scene.views[1:]
    pictures += [(own.views[view.camera.view()], scene.motion.end, view) for view in others]
    wide, tall = int(_COLUMNS_OF_A_FIGURE * _SCALE), int(2 * _ROWS * _SCALE)
    for first in range(0, len(pictures), _FIGURES_A_ROW):
        row = ""
        for number, (name, pose, view) in enumerate(pictures[first : first + _FIGURES_A_ROW]):
            shot = shot_of(scene, view, columns=_COLUMNS_OF_A_FIGURE, rows=_ROWS)
            if pose != scene.motion.end:
                shot = shot._replace(scene=scene._replace(felt=()))
            row += (
                f'<svg x="{number * wide}" y="0" width="{wide - 6}" height="{tall}" '
                f'viewBox="0 0 {_COLUMNS_OF_A_FIGURE} {2 * _ROWS}">{drawing(shot, pose)}</svg>'
            )
            for below, line in enumerate(wrap(name, _LETTERS_OF_A_FIGURE)[:2]):
                place = f'x="{number * wide}" y="{tall + 12 * (below + 1)}"'
                row += f'<text class="small" {place}>{escape(line)}</text>'
        yield row, tall + 2 * _LINE


def _paragraph(text: str) -> Iterator[tuple[str, int]]:
    for line in wrap(text, _COLUMNS):
        yield _text(line), _LINE


def _text(text: str, style: str = "") -> str:
    return f'<text class="{style}" y="12">{escape(text)}</text>'
