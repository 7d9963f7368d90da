"""A routine as a page to print."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from stretchcoach.cli.printed import printed
from stretchcoach.core import words
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.english import ENGLISH
from tests.cli.program import run
from tests.making import built_in_files
from tests.terminal.scenes import laid_out, sample

_SVG = "{http://www.w3.org/2000/svg}"
NAMES = [path.stem for path in built_in_files()]


def _told(page: str) -> str:
    texts = ElementTree.fromstring(page).iter(f"{_SVG}text")
    return " ".join(" ".join(text.text or "" for text in texts).split())


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_the_cautions_the_setup_and_each_position_with_its_moves(name: str) -> None:
    timeline = laid_out(name)
    routine = timeline.routine

    page = printed(timeline)

    told = _told(page)
    for text in (*routine.safety.before, *routine.caution, *routine.setup):
        assert text in told
    pictures = 0
    for position in routine.positions:
        assert position.title in told
        assert position.figure
        for step in words.steps(ENGLISH, position.figure, "standing")[1:]:
            assert all(word in told for word in step.split())
        pictures += 1 + len(position.figure.moves) + len(position.figure.views) - 1
    root = ElementTree.fromstring(page)
    inner = [svg for svg in root.iter(f"{_SVG}svg") if svg is not root]
    assert len(inner) == pictures
    felt = [svg for svg in inner if any(s.get("class") == "felt" for s in svg.iter())]
    assert len(felt) <= 2 * len(routine.positions)  # only in the end, in either view
    assert felt


def test_nothing_stands_outside_of_the_page() -> None:
    page = printed(laid_out("desk-break"))

    width, height = map(float, re.search(r'viewBox="0 0 (\d+) (\d+)"', page).groups())  # type: ignore[union-attr]
    for x, y in re.findall(r"translate\((\d+) (\d+)\)", page):
        assert float(x) < width
        assert float(y) < height
    for x, wide in re.findall(r'<svg x="(\d+)" y="0" width="(\d+)"', page):
        assert float(x) + float(wide) <= width - 80


def test_words_of_an_author_are_only_words_there() -> None:
    page = printed(choose(sample("<script>&", setup=("a < b",)), Choices()))

    assert "<script>" not in page
    assert "a < b" in _told(page)


def test_show_writes_the_page_to_a_file(tmp_path: Path) -> None:
    path = tmp_path / "page.svg"

    done = run("show", "calves", "--svg", str(path))

    assert (done.returncode, done.stdout, done.stderr) == (0, f"Written: {path}\n", "")
    assert path.read_text(encoding="utf-8") == printed(laid_out("calves"))


def test_a_page_replaces_no_file_unasked(tmp_path: Path) -> None:
    path = tmp_path / "page.svg"
    path.write_text("mine", encoding="utf-8")

    done = run("show", "calves", "--svg", str(path))

    assert done.returncode == 1
    assert done.stderr == f"{path} is there already.\nName another file.\n"
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_page_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    done = run("show", "calves", "--svg", str(tmp_path / "none" / "page.svg"))

    assert done.returncode != 0
    assert "cannot be written" in done.stderr
