"""Draws docs/figures: a switch of the corner stretch, animated, and a still of each position.

There is no JavaScript: each picture of the motion is a group that CSS shows at its time. With
reduced motion only the last one is shown. Run from the top of the checkout: python
scripts/make_figures.py
"""

import re
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.figures import scene_of
from stretchcoach.core.routine import Figure, Position
from stretchcoach.figure.motion import Key, Motion
from stretchcoach.figure.pose import Pose
from stretchcoach.figure.scene import Scene, Shot, shot_of
from stretchcoach.figure.svg import STYLE, backdrop, figure
from stretchcoach.files.names import find

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "figures"
STEP_MS, BEFORE_MS, OUT_MS, AFTER_MS = 200, 1_600, 2_400, 2_800
# The sizes of the large view and of the one from above, in cells; the width of a cell.
LARGE, SMALL, CELL = (30, 15), (18, 9), 10
GAP, WORDS = 12, 34
_STYLE = (
    f"{STYLE}text{{font:18px ui-sans-serif,system-ui,sans-serif}}.moment{{visibility:hidden}}"
    # Only `!important` overrides the style of an element.
    "@media (prefers-reduced-motion:reduce){.moment{animation:none!important}"
    ".last{visibility:visible}}"
)
# A tenth of a cell is exact enough for moving parts, and makes the file a third smaller.
_EXACT = re.compile(r"\d+\.\d\d")
DARK = {
    "ground": "#16191d",
    "words": "#e6e6e6",
    "parting": "#16191d",
    "floor": "#22262c",
    "wall": "#3a3f47",
    "wall_end": "#6b727d",
    "gap": "#16191d",
    "far": "#7d828b",
    "far_leg": "#565c7c",
    "trousers": "#8087ac",
    "shoe": "#5a5f6b",
    "shirt": "#b0b3ba",
    "sleeve": "#ced0d6",
    "hair": "#8a5c1e",
    "skin": "#d7af87",
    "hand": "#f0cda6",
    "working": "#00d2d7",
    "felt": "#ff5f5f",
    "turn": "#ffd700",
}
LIGHT = DARK | {
    "ground": "#f7f8fa",
    "words": "#1f2328",
    "parting": "#eceef2",
    "floor": "#eceef2",
    "wall": "#dde1e7",
    "wall_end": "#b3bac4",
    "gap": "#3a3f47",
    "far": "#8d929c",
    "far_leg": "#5d648a",
    "shirt": "#9ea2ab",
    "sleeve": "#b9bcc4",
    "working": "#00a3b4",
    "felt": "#e0412f",
    "turn": "#d9a400",
}


class Moment(NamedTuple):
    """A picture of the motion: the words below it, the pose, and whether it is the end.

    While easing out there is no arrow, since it would show the way in.
    """

    told: str
    pose: Pose
    ended: bool
    eases: bool = False


def switch() -> str:
    """From the first position of the corner stretch into the second, in a loop."""
    first, second = find("upper-back").positions[:2]
    before, after = _scene(first.figure), _scene(second.figure)
    start, *moves = after.motion.keys
    motion = Motion((Key("", before.motion.end, 0), start._replace(takes_ms=OUT_MS), *moves))
    lines = words.steps(ENGLISH, second.figure, start.name) if second.figure else ()
    told = (ENGLISH.ease_out, *lines[1:])
    moments = [Moment(_held(first), before.motion.end, True)] * (BEFORE_MS // STEP_MS)
    for at_ms in range(STEP_MS, motion.length_ms, STEP_MS):
        move = _move(motion, at_ms)
        moments.append(Moment(told[move], motion.at(at_ms), False, eases=move == 0))
    moments += [Moment(_held(second), motion.end, True)] * (AFTER_MS // STEP_MS)
    shots = [_shot(after, number) for number in range(2)]
    layers = [_animated([_words(moment) for moment in moments])]
    for number, made in enumerate(shots):
        # The small view changes half as often, as it does in a session.
        last = len(moments) - 1
        seen = [
            moments[min(last, slot // 2 * 2 + 1)] if number else moments[slot]
            for slot in range(last + 1)
        ]
        bodies = [_rounded(_body(made, moment)) for moment in seen]
        layers.append(_placed(made, number, backdrop(made) + _animated(bodies)))
    return _document("From shoulder height to chest height", "".join(layers))


def still(position: Position) -> str:
    """The end of a position's motion, from both views."""
    scene = _scene(position.figure)
    moment = Moment(f"{position.title}.", scene.motion.end, True)
    shown = _words(moment)
    for number in range(2):
        made = _shot(scene, number)
        shown += _placed(made, number, backdrop(made) + _body(made, moment))
    return _document(position.title, shown)


def _held(position: Position) -> str:
    return f"{position.title}: hold."


def _scene(figure: Figure | None) -> Scene:
    scene = figure and scene_of(figure, False)
    if not scene:
        raise SystemExit("This position has no figure.")
    return scene


def _shot(scene: Scene, number: int) -> Shot:
    return shot_of(scene, scene.views[number], *(LARGE, SMALL)[number])


def _move(motion: Motion, at_ms: int) -> int:
    """The number of the move that goes on at this time."""
    for number, key in enumerate(motion.keys[1:]):
        at_ms -= key.takes_ms
        if at_ms < 0:
            return number
    return len(motion.keys) - 2


def _animated(slots: list[str]) -> str:
    """The pictures of all steps, as groups that CSS shows at their time."""
    length_s = len(slots) * STEP_MS / 1000
    groups, rules, number = list[str](), set[str](), 0
    for shown, same in groupby(slots):
        count = len(list(same))
        end = 100 * count / len(slots)
        rules.add(f"@keyframes n{count}{{0%{{visibility:visible}}{end:.3f}%{{visibility:hidden}}}}")
        timed = f"animation:n{count} {length_s:g}s {number * STEP_MS / 1000:g}s step-end infinite"
        number += count
        last = " last" if number == len(slots) else ""
        groups.append(f'<g class="moment{last}" style="{timed}">{shown}</g>\n')
    return f"<style>{''.join(sorted(rules))}</style>{''.join(groups)}"


def _body(made: Shot, moment: Moment) -> str:
    # The mark of where it is felt is shown only in the hold.
    shot = made if moment.ended else made._replace(scene=made.scene._replace(felt=()))
    shot = shot._replace(turns=()) if moment.eases else shot
    return figure(shot, moment.pose)


def _rounded(shapes: str) -> str:
    return _EXACT.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), shapes)


def _words(moment: Moment) -> str:
    return f'<text y="{2 * LARGE[1] * CELL + 24}">{moment.told}</text>'


def _placed(made: Shot, number: int, shown: str) -> str:
    """A view in its place: the small one at the right, on the same floor."""
    columns, rows = made.props.columns, made.props.rows
    x, y = number * (LARGE[0] * CELL + GAP), 2 * (LARGE[1] - rows) * CELL
    return (
        f'<svg x="{x}" y="{y}" width="{columns * CELL}" height="{2 * rows * CELL}" '
        f'viewBox="0 0 {columns} {2 * rows}">{shown}</svg>'
    )


def _document(title: str, shown: str) -> str:
    width, height = (LARGE[0] + SMALL[0]) * CELL + 3 * GAP, 2 * LARGE[1] * CELL + WORDS + 2 * GAP
    style = f"{_STYLE}{_colours(DARK)}@media (prefers-color-scheme:light){{{_colours(LIGHT)}}}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img">\n'
        f"<title>{title}</title>\n"
        f"<style>{style}</style>\n"
        f'<rect class="ground" width="{width}" height="{height}" rx="10"/>\n'
        f'<g transform="translate({GAP} {GAP})">{shown}</g>\n</svg>\n'
    )


def _colours(palette: dict[str, str]) -> str:
    rules = {
        "parting": f".parting{{stroke:{palette['parting']}}}",
        "words": f"text{{fill:{palette['words']}}}",
    }
    return "".join(rules.get(name, f".{name}{{fill:{hue}}}") for name, hue in palette.items())


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "switch.svg").write_text(switch(), encoding="utf-8", newline="\n")
    for each in find("upper-back").positions:
        path = FOLDER / f"{each.id}.svg"
        path.write_text(still(each), encoding="utf-8", newline="\n")
