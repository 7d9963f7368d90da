"""The figures of all positions of the built-in routines."""

from functools import cache
from typing import Any

from stretchcoach.core.figures import description
from stretchcoach.figure.described import described
from stretchcoach.figure.scene import Scene
from tests.making import built_in, built_in_files


@cache
def figures() -> dict[str, dict[str, Any]]:
    """Each figure as its author described it, by the names of its routine and position."""
    return {
        f"{path.stem} {position.id}": description(position.figure)
        for path in built_in_files()
        for position in built_in(path.stem).positions
        if position.figure
    }


@cache
def scenes() -> dict[str, Scene]:
    """Each of them as a scene."""
    made = {}
    for name, figure in figures().items():
        scene, wrong = described(figure)
        assert scene, (name, wrong)
        made[name] = scene
    return made
