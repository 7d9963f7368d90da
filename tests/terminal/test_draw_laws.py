"""Laws of the pictures: true of every session, at every moment, in every size."""

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from stretchcoach.core import words
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.frame import frame
from stretchcoach.core.harmless import CONTROLS
from stretchcoach.core.session import Command, Mode, Reason, Session
from stretchcoach.core.timeline import Kind
from stretchcoach.terminal.draw import draw
from stretchcoach.terminal.lines import Line, wrap
from tests.terminal.scenes import SCENES, laid_out, live, sample, scene, text_of

_NAMES = ("upper-back", "upper-back-neck", "upper-back-quick")
_TIMELINES = (
    *(laid_out(name) for name in _NAMES),
    choose(sample("[red]loud[/red]", sides=()), Choices()),
    choose(sample("伸ばす、伸ばす、伸ばす", finish="終わり"), Choices(total_ms=60_000)),
)

columns_ = st.integers(1, 200)
rows_ = st.integers(1, 60)


class Lived(NamedTuple):
    """How to come by a session; it is told in a line where the session itself would fill pages."""

    timeline_no: int
    waits: bool
    steps: list[int | Command]

    def session(self) -> Session:
        return live(_TIMELINES[self.timeline_no], *self.steps, waits=self.waits)


lived_ = st.builds(
    Lived,
    st.integers(0, len(_TIMELINES) - 1),
    st.sampled_from((False, False, False, True)),
    st.lists(st.one_of(st.integers(0, 40_000), st.sampled_from(Command)), max_size=12),
)


@given(lived_, columns_, rows_, st.booleans(), st.sampled_from(["", "No sound: no player."]))
def test_a_picture_has_exactly_the_rows_and_columns_of_the_screen(
    lived: Lived, columns: int, rows: int, unicode: bool, note: str
) -> None:
    lines = draw(frame(lived.session(), note), columns, rows, unicode)

    assert len(lines) == rows
    assert {cell_len(text_of(line)) for line in lines} == {columns}
    assert {sum(cell_len(text) for text, _ in line) for line in lines} == {columns}


@given(
    # What a routine file may hold in a line of text, but for marks that join the next character.
    st.text(st.characters(exclude_categories=("C", "M", "Z")), min_size=1, max_size=32).filter(
        lambda text: not CONTROLS.search(text)
    ),
    st.sampled_from(sorted(SCENES)),
    columns_,
    rows_,
)
def test_no_title_and_no_name_of_a_limb_moves_the_edge_of_a_picture(
    text: str, name: str, columns: int, rows: int
) -> None:
    routine = sample(text, limb=text[:12], summary=text, setup=(text,), finish=text)
    session = live(choose(routine, Choices()), *SCENES[name])

    lines = draw(frame(session), columns, rows, True)

    assert {cell_len(text_of(line)) for line in lines} == {columns}


@given(lived_, columns_, rows_)
def test_the_ascii_characters_are_ascii_only(lived: Lived, columns: int, rows: int) -> None:
    for line in draw(frame(lived.session(), "… – no sound"), columns, rows, False):
        assert [char for char in text_of(line) if not " " <= char <= "~"] == []


@given(lived_, st.integers(20, 200), st.integers(4, 60), st.booleans())
def test_the_way_to_stop_is_on_every_running_picture(
    lived: Lived, columns: int, rows: int, unicode: bool
) -> None:
    session = lived.session()
    if session.reason is Reason.PAIN and not session.help:
        expected = words.Q_ENDS
    else:
        expected = words.ANY_PAIN_KEY

    shown = [text_of(line) for line in draw(frame(session), columns, rows, unicode)]

    assert any(expected in row for row in shown)


def _standing(lines: list[Line], caption: str) -> dict[str, tuple[int, int, int]]:
    """Where things stand: the row and column of each, and the columns it takes."""
    places: dict[str, tuple[int, int, int]] = {}
    for row, line in enumerate(lines):
        column = 0
        for text, style in line:
            size = cell_len(text)
            if style in ("figures", "state", "stop") and style not in places:
                places[style] = (row, column, size)
            if text.strip() in words.BREATHE.values():
                places["breath"] = (row, column, size)
            elif text.strip() == "Hold":
                places["hold"] = (row, column, size)
            elif text.startswith(("Left arm · ", "Right arm · ")):
                places["place"] = (row, column, 0)
            elif caption and text == caption:
                places["caption"] = (row, column, 0)
            column += size
    places["figures' last row"] = (
        max(row for row, line in enumerate(lines) for _, style in line if style == "figures"),
        0,
        0,
    )
    return places


@settings(max_examples=40)
@given(st.integers(20, 200), st.integers(6, 60), st.booleans(), st.integers(0, 999))
@pytest.mark.parametrize("start_ms", [10_000, 169_000])
def test_nothing_moves_while_a_hold_runs(
    start_ms: int, columns: int, rows: int, unicode: bool, into_second_ms: int
) -> None:
    timeline = laid_out()
    first: dict[str, tuple[int, int, int]] = {}
    margins = 0 if columns < 40 else 4
    for second in range(30):
        session = live(timeline, start_ms + second * 1_000 + into_second_ms, waits=False)
        assert session.stage.kind is Kind.HOLD
        shown = frame(session)
        said = wrap(shown.caption, min(columns, 100) - margins)
        lines = draw(shown, columns, rows, unicode)
        if not unicode:
            lines = [
                tuple((text.replace(" . ", " · "), style) for text, style in line) for line in lines
            ]
        for name, where in _standing(lines, said[0] if said else "").items():
            assert first.setdefault(name, where) == where, (second, name)
    assert {"figures", "breath", "stop", "place", "caption"} <= set(first)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (20, 6)])
def test_a_pause_is_told_in_words_at_every_size(columns: int, rows: int) -> None:
    for name, told in (("paused", words.PAUSED), ("away", words.AWAY.split(":")[0])):
        shown = [text_of(line) for line in draw(frame(scene(name)), columns, rows, True)]

        assert any(told in row for row in shown), name


def test_after_pain_in_a_lead_in_the_next_stage_begins_at_once() -> None:
    session = live(
        laid_out(), Command.TOGGLE, 500, Command.SKIP, 500, Command.PAIN, 500, Command.TOGGLE
    )

    assert session.stage.kind is Kind.SWITCH
    assert not frame(session).leading_in
    assert "NEXT POSITION" in "\n".join(
        text_of(line) for line in draw(frame(session), 80, 24, True)
    )


def test_breathing_in_and_out_differ_by_their_words_and_not_by_colour_alone() -> None:
    shown = {
        name: "\n".join(text_of(line) for line in draw(frame(scene(name)), 80, 24, True))
        for name in ("hold-in", "hold-mirrored-out")
    }

    assert "Breathe in " in shown["hold-in"]
    assert "Breathe out" in shown["hold-mirrored-out"]


def test_the_gauge_swells_with_the_breath_in_and_ebbs_with_the_breath_out() -> None:
    blocks = []
    for at_ms in range(0, 10_000, 250):
        session = live(laid_out(), 10_000 + at_ms, waits=False)
        line = next(
            line for line in draw(frame(session), 80, 24, True) if "Breathe" in text_of(line)
        )
        blocks.append(sum(len(text) for text, style in line if style == "breath"))

    assert blocks[:16] == sorted(blocks[:16])
    assert blocks[16:] == sorted(blocks[16:], reverse=True)
    assert min(blocks) == 0
    assert max(blocks) == 40


def test_a_muted_session_and_a_note_on_sound_are_told_on_the_screen() -> None:
    session = live(laid_out(), Command.TOGGLE, 14_000, Command.MUTE)

    shown = "\n".join(
        text_of(line) for line in draw(frame(session, "No sound: no player."), 80, 24, True)
    )

    assert session.mode is Mode.RUNNING
    assert "muted · " in shown
    assert "No sound: no player." in shown


def test_what_was_chosen_is_told_at_the_gate() -> None:
    timeline = choose(sample(), Choices(total_ms=50_000))
    assert timeline.note

    shown = "\n".join(text_of(line) for line in draw(frame(live(timeline)), 100, 24, True))

    assert timeline.note in shown
