"""The figures of all built-in positions, described as an author would."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from stretchcoach.figure.described import described
from stretchcoach.figure.scene import Scene

_FILE = Path(__file__).with_name("positions.yaml")


@cache
def figures() -> dict[str, dict[str, Any]]:
    """Each figure by the name of its routine and position, with what it extends merged in."""
    written = yaml.load(_FILE.read_text("utf-8"), yaml.BaseLoader)

    def whole(name: str) -> dict[str, Any]:
        own = dict(written[name])
        base = own.pop("extends", None)
        return _merged(whole(base), own) if base else own

    return {name: whole(name) for name in written}


@cache
def scenes() -> dict[str, Scene]:
    """Each of them as a scene."""
    made = {}
    for name, figure in figures().items():
        scene, wrong = described(figure)
        assert scene, (name, wrong)
        made[name] = scene
    return made


def _merged(base: Any, own: Any) -> Any:
    if not isinstance(base, dict) or not isinstance(own, dict):
        return own
    return base | {key: _merged(base.get(key), value) for key, value in own.items()}
