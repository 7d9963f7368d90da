"""Plays the figures of a routine, each in a loop until a key comes."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from stretchcoach.core import words
from stretchcoach.core.figures import STEP_MS, scene_of
from stretchcoach.core.routine import Figure
from stretchcoach.core.session import Command
from stretchcoach.core.templates import Words
from stretchcoach.core.timeline import Kind, Timeline
from stretchcoach.figure.motion import Motion
from stretchcoach.terminal.body import drawn, named
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.lines import BLANK, Line, in_ascii, padded

REST_MS = 2_000  # how long a figure rests in its end pose
KEYS = "→ next · ← back · q end"
_STEPS = {Command.SKIP: 1, Command.BACK: -1, Command.AWAY: 0}


class Played(NamedTuple):
    """A position's figure for a side, and its title."""

    own: Words
    title: str
    figure: Figure
    mirrored: bool
    motion: Motion


def reel_of(timeline: Timeline) -> list[Played]:
    """The figures of a routine in the order of its holds."""
    own, found = words.of(timeline.routine.language), []
    for stage in timeline.stages:
        figure = stage.position and stage.position.figure
        if stage.kind is Kind.HOLD and stage.position and figure:
            mirrored = timeline.routine.mirrors(stage.side)
            title = words.place_name(own, timeline.routine, stage.side, position=stage.position)
            if scene := scene_of(figure, mirrored):
                found.append(Played(own, title, figure, mirrored=mirrored, motion=scene.motion))
    return found


def play_figures(
    reel: list[Played],
    now_ms: Callable[[], int],
    wait: Callable[[int], Command | None],
    show: Callable[[Callable[[int, int], list[Line]]], None],
    look: Look,
) -> None:
    """Play the figures from the first on. An arrow key changes the figure, any other key ends.

    `show` calls its argument with the screen's columns and rows, and shows that page.
    """
    number, since_ms = 0, now_ms()
    while True:
        one = reel[number]
        into_ms = (now_ms() - since_ms) % (one.motion.length_ms + REST_MS) // STEP_MS * STEP_MS
        show(partial(page, one, into_ms, look))
        command = wait(now_ms() + STEP_MS)
        if command is not None and command not in _STEPS:
            return
        if command is not None:
            number, since_ms = (number + _STEPS[command]) % len(reel), now_ms()


def page(one: Played, into_ms: int, look: Look, columns: int, rows: int) -> list[Line]:
    """The figure at `into_ms` of its motion, as large as fits, with its small view."""
    at_ms = into_ms if into_ms < one.motion.length_ms else None
    tall = max(1, rows - 3)
    both = len(one.figure.views) > 1 and columns >= 60
    large = min(columns * 2 // 3 if both else columns, 3 * tall)
    sizes = [(large, tall), (columns - large - 2, max(1, tall * 2 // 3))][: 1 + both]
    views: list[list[Line]] = []
    for number, (wide, high) in enumerate(sizes):
        shown = drawn(
            one.figure, one.mirrored, number, at_ms=at_ms, columns=wide, rows=high, look=look
        )
        below = named(one.own, one.figure, mirrored=one.mirrored, view_no=number, columns=wide)
        views.append([*shown, *below[:1]])
    lines: list[Line] = [((f"{one.title} · {_move(one, into_ms)}", "bold"),)]
    for row in range(tall + 1):
        both_rows = (view[row] if row < len(view) else BLANK for view in views)
        lines.append(tuple(span for line in both_rows for span in padded(line, large + 2)))
    lines.append(((KEYS, "quiet"),))
    told = lines if look is not Look.ASCII else map(in_ascii, lines)
    return [padded(line, columns) for line in told][:rows]


def _move(one: Played, into_ms: int) -> str:
    """The words of the move at this moment; those of the start only before the first move."""
    keys = one.motion.keys
    number = 0
    while number < len(keys) - 1 and into_ms > 0:
        number += 1
        into_ms -= keys[number].takes_ms
    return words.steps(one.own, one.figure, keys[0].name)[number]
