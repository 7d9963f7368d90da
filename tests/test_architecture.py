"""The house stands as it was drawn: imports go one way, and no room is too large."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LINES_MAX = 400


def test_imports_go_one_way() -> None:
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Contracts: 3 kept, 0 broken." in run.stdout


def test_the_day_and_the_hour_are_read_in_one_place() -> None:
    reads = re.compile(r"datetime\.now|date\.today|utcnow|localtime\(\)\.tm_yday")
    files = (ROOT / "stretchcoach").rglob("*.py")
    found = {path.name for path in files if reads.search(path.read_text(encoding="utf-8"))}
    assert found == {"clock.py"}


def test_no_file_of_the_program_is_longer_than_can_be_read_at_once() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / "stretchcoach").rglob("*.py")
    }
    assert len(lengths) > 20
    assert {path: lines for path, lines in lengths.items() if lines > LINES_MAX} == {}
