"""The gate's strip of small figures: where it stands, what it shows, and what it leaves alone."""

import pytest

from stretchcoach.core import words
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.figures import scene_of
from stretchcoach.core.frame import frame
from stretchcoach.core.routine import Side
from stretchcoach.core.session import Command, Mode
from stretchcoach.figure.starts import STARTS
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.draw import draw
from stretchcoach.terminal.lines import Line
from tests.making import built_in_files
from tests.terminal.scenes import built_in, laid_out, live, text_of

_NAMES = [path.stem for path in built_in_files()]


def _pages(
    name: str, columns: int, rows: int, look: Look | None = Look.COLOUR, *, known: bool = False
) -> list[list[Line]]:
    """The pages of the gate from the first until it comes again."""
    pages: list[list[Line]] = []
    while True:
        keys = [Command.SKIP] * len(pages)
        page = draw(frame(live(laid_out(name), *keys, known=known)), columns, rows, True, look)
        if pages and page == pages[0]:
            return pages
        pages.append(page)


def _shows_figures(page: list[Line]) -> bool:
    return any(" on " in style for line in page for _, style in line)


def _told(page: list[Line]) -> str:
    return " ".join(" ".join(text_of(line).split()) for line in page)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("name", _NAMES)
def test_the_gate_shows_the_way_into_the_first_position_on_one_page(name: str, known: bool) -> None:
    pages = _pages(name, 80, 24, known=known)

    shown = [_shows_figures(page) for page in pages]

    assert shown.count(True) == 1 + known
    assert shown[0] is known


@pytest.mark.parametrize("name", _NAMES)
def test_each_figure_of_the_strip_has_its_line_below_it(name: str) -> None:
    position = built_in(name).positions[0]
    assert position.figure
    scene = scene_of(position.figure, False)
    assert scene
    steps = words.steps(ENGLISH, position.figure, scene.motion.keys[0].name)

    (page,) = [page for page in _pages(name, 100, 40) if _shows_figures(page)]

    told = "".join("".join(text_of(line).split()) for line in page)
    assert len(steps) == len(scene.motion.keys)
    for word in " ".join(steps).split():
        assert word in told


def test_only_the_last_figure_shows_the_turn_and_where_it_is_felt() -> None:
    (page,) = [page for page in _pages("upper-back", 80, 24) if _shows_figures(page)]
    columns: dict[str, set[int]] = {"TURN": set(), "FELT": set(), "WORKING": set()}
    for line in page:
        column = 0
        for text, style in line:
            for name, found in columns.items():
                if name in style:
                    found.update(range(column, column + len(text)))
            column += len(text)

    assert min(columns["TURN"]) > 58
    assert min(columns["FELT"]) > 58
    assert min(columns["WORKING"]) < 20


@pytest.mark.parametrize(
    ("columns", "rows", "look"),
    [
        (80, 23, Look.COLOUR),
        (40, 12, Look.COLOUR),
        (50, 30, Look.COLOUR),
        (80, 24, Look.PATTERN),
        (80, 24, Look.ASCII),
    ],
)
def test_without_room_or_colour_the_gate_is_text_only(columns: int, rows: int, look: Look) -> None:
    known = _pages("upper-back", columns, rows, look, known=True)

    assert not any(map(_shows_figures, known))
    assert known == _pages("upper-back", columns, rows, Look.PATTERN, known=True)


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("size", [(80, 24), (80, 30), (120, 40), (200, 60)])
def test_until_it_is_known_how_to_draw_the_room_of_the_strip_is_blank_and_nothing_moves(
    size: tuple[int, int], known: bool
) -> None:
    blank = _pages("upper-back", *size, None, known=known)
    drawn = _pages("upper-back", *size, known=known)

    assert len(blank) == len(drawn)
    for before, after in zip(blank, drawn, strict=True):
        for one, other in zip(before, after, strict=True):
            assert not text_of(one).strip() or one == other


@pytest.mark.parametrize("name", _NAMES)
def test_with_the_strip_the_gate_still_says_all_that_is_to_be_read(name: str) -> None:
    routine = laid_out(name).routine
    told = "".join("".join(map(_told, _pages(name, 80, 24))).split())

    for text in (
        *(routine.title, *routine.safety.before, *routine.safety.stop_signs, *routine.caution),
        *(ENGLISH.doctor_first_in_short, *routine.setup, *routine.form),
    ):
        assert "".join(text.split()) in told


def test_the_strip_shows_the_side_that_comes_first() -> None:
    left, right = (
        draw(frame(live(choose(built_in(), Choices(side=side)), known=True)), 80, 24, True, look)
        for side, look in ((Side.LEFT, Look.COLOUR), (Side.RIGHT, Look.COLOUR))
    )

    assert _shows_figures(left)
    assert _shows_figures(right)
    assert left[13:20] != right[13:20]


def test_enter_begins_on_every_page_of_the_gate() -> None:
    for turned in range(4):
        keys = [*[Command.SKIP] * turned, Command.TOGGLE]
        assert live(laid_out(), *keys, known=True).mode is Mode.RUNNING


def test_a_language_has_a_line_for_every_way_to_begin() -> None:
    assert set(ENGLISH.starts) == set(STARTS)


def test_a_move_without_a_line_is_told_by_its_name() -> None:
    figure = built_in("upper-back").positions[0].figure
    assert figure
    bare = figure._replace(moves=tuple(move._replace(changes=()) for move in figure.moves))

    assert words.steps(ENGLISH, bare, "side-on")[1:] == ("Reach.", "Grip.", "Turn.")
