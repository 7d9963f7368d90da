"""What pyproject.toml promises of other packages."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_constraints_are_the_lowest_versions_that_are_allowed() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    allowed = dict(re.findall(r'"([\w-]+)>=([\d.]+)', project.partition("[project]")[2]))
    lowest = (ROOT / "tests" / "lowest.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([\w-]+)==([\d.]+)$", lowest, re.MULTILINE))
    assert pinned.keys() == allowed.keys()
    for name, version in pinned.items():
        assert re.fullmatch(rf"{re.escape(allowed[name])}(\.0)*", version), name
