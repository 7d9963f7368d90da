"""The house stands as it was drawn: imports go one way, and no room is too large."""

import ast
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = ROOT / "stretchcoach"
LINES_MAX = 400
# So many arguments of a call may be told apart by their order alone.
BY_ORDER_MAX = 3
# What finds and paints the shapes of each picture, in its innermost loops: there a keyword costs
# time, and coordinates, angles and radii stand in the order of their formulas.
INNERMOST = {
    f"figure/{name}.py" for name in ("cells", "pose", "raster", "shapes", "skeleton", "vectors")
}
# A vector is one thing: a point and how far right, forward and up of it; how far out, forward and
# up; two vectors, each with its share.
VECTORS = {"at", "_aside", "blend"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_imports_go_one_way() -> None:
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    run = subprocess.run(
        [sys.executable, "-c", lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "Contracts: 3 kept, 0 broken." in run.stdout


def test_the_day_and_the_hour_are_read_in_one_place() -> None:
    reads = re.compile(r"datetime\.now|date\.today|utcnow|localtime\(\)\.tm_yday")
    files = SOURCES.rglob("*.py")
    found = {path.name for path in files if reads.search(path.read_text(encoding="utf-8"))}
    assert found == {"clock.py"}


def test_no_file_of_the_program_is_longer_than_can_be_read_at_once() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES.rglob("*.py")
    }
    assert len(lengths) > 20
    assert {path: lines for path, lines in lengths.items() if lines > LINES_MAX} == {}


def test_a_class_has_a_name_of_its_own() -> None:
    defined = Counter(
        node.name
        for tree in _trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )
    assert len(defined) > 100
    assert {name: count for name, count in defined.items() if count > 1} == {}


def test_no_more_than_three_arguments_of_a_call_are_told_apart_by_their_order() -> None:
    trees = _trees()
    by_order: dict[str, int] = {}
    for tree in trees.values():
        for name, most in _by_order(tree):
            by_order[name] = max(most, by_order.get(name, 0))
    assert by_order["shot_of"] == 4
    assert by_order["said_by"] == 0  # all of its words are one command
    found = [
        f"{path}:{call.lineno}: {ast.unparse(call)}"
        for path, tree in trees.items()
        if path not in INNERMOST
        for name, call in _calls(tree)
        # What is passed with a star is one thing, such as a size.
        if min(len(call.args), by_order.get(name, 0)) > BY_ORDER_MAX and name not in VECTORS
    ]
    assert found == []


def _trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(SOURCES).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in SOURCES.rglob("*.py")
    }


def _by_order(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Each function and class, and how many arguments it takes that the order tells apart."""
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node.name, len(node.args.posonlyargs + node.args.args)
        elif isinstance(node, ast.ClassDef):
            made = [
                one for one in node.body if isinstance(one, Function) and one.name == "__init__"
            ]
            fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
            yield node.name, len(made[0].args.args) - 1 if made else len(fields)


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call]]:
    """Each call, with the name of what is called; but no rows of tables, which are constants."""
    names = {
        one.asname or one.name: one.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for one in node.names
    }
    rows = {
        id(call)
        for line in tree.body
        if isinstance(line, ast.Assign | ast.AnnAssign)
        for call in ast.walk(line)
        if isinstance(call, ast.Call) and all(isinstance(one, ast.Constant) for one in call.args)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or id(node) in rows:
            continue
        if isinstance(node.func, ast.Name):
            yield names.get(node.func.id, node.func.id), node
        elif isinstance(node.func, ast.Attribute):
            yield node.func.attr, node
