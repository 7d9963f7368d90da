"""Figures played again and again, from page to page."""

from collections.abc import Callable

import pytest

from stretchcoach.core.session import Command
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.lines import Line, cell_len
from stretchcoach.terminal.reel import KEYS, page, play_figures, reel_of
from tests.terminal.scenes import laid_out, text_of


def _shown(*typed: Command | None) -> list[str]:
    """The titles of the pages until these commands have been typed, one every 500 ms."""
    commands, titles, now_ms = list(typed), list[str](), 0

    def wait(until_ms: int) -> Command | None:
        nonlocal now_ms
        assert until_ms > now_ms
        now_ms += 500
        return commands.pop(0)

    def show(made: Callable[[int, int], list[Line]]) -> None:
        titles.append(text_of(made(80, 24)[0]).strip())

    play_figures(reel_of(laid_out()), lambda: now_ms, wait, show, Look.PATTERN)
    return titles


def test_a_figure_tells_the_move_it_is_at_and_begins_again() -> None:
    titles = _shown(*[None] * 20, Command.STOP)

    moves = [title.rpartition(" · ")[2] for title in titles]
    assert [move for number, move in enumerate(moves) if moves[number - 1] != move] == [
        *("Stand side-on to the wall.", "Reach along the wall.", "Fingers round the corner."),
        *("Turn your chest to the wall.", "Stand side-on to the wall.", "Reach along the wall."),
    ]


def test_an_arrow_goes_to_another_figure_round_and_round_and_any_other_key_ends() -> None:
    titles = _shown(Command.BACK, Command.SKIP, Command.SKIP, Command.AWAY, Command.TOGGLE)

    assert [title.rpartition(" · ")[0] for title in titles] == [
        "Left arm · Shoulder height",
        "Right arm · Hip height",
        "Left arm · Shoulder height",
        "Left arm · Chest height",
        "Left arm · Chest height",
    ]


@pytest.mark.parametrize("look", Look)
@pytest.mark.parametrize(
    ("columns", "rows"), [(1, 1), (20, 6), (60, 4), (40, 12), (80, 24), (200, 60)]
)
def test_a_page_has_exactly_the_columns_of_the_screen(look: Look, columns: int, rows: int) -> None:
    for one in reel_of(laid_out()):
        made = page(one, 1_000, look, columns, rows)

        assert len(made) == rows
        assert {cell_len(text_of(line)) for line in made} == {columns}
        assert look is not Look.ASCII or "".join(map(text_of, made)).isascii()


def test_a_page_names_its_views_and_its_keys() -> None:
    told = "\n".join(map(text_of, page(reel_of(laid_out())[0], 0, Look.COLOUR, 80, 24)))

    assert "seen from the front right" in told
    assert "seen from above" in told
    assert KEYS in told
