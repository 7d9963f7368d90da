"""Laws of the pictures: true of every session, at every moment, in every size."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from stretchcoach.core import words
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.frame import frame
from stretchcoach.core.harmless import CONTROLS
from stretchcoach.core.outcome import Sign
from stretchcoach.core.pain import in_doubt
from stretchcoach.core.routine import Side
from stretchcoach.core.session import Command, Mode, Reason, Session, advance
from stretchcoach.core.timeline import Kind
from stretchcoach.terminal.draw import draw
from stretchcoach.terminal.figures import figures
from stretchcoach.terminal.lines import Line
from tests.terminal.scenes import (
    NUMBER,
    SCENES,
    laid_out,
    live,
    sample,
    scene,
    scene_frame,
    text_of,
)

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
    expected = ENGLISH.q_ends if session.reason is Reason.PAIN else ENGLISH.any_pain_key

    shown = [text_of(line) for line in draw(frame(session), columns, rows, unicode)]

    assert any(expected in row for row in shown)


def _standing(lines: list[Line], caption: str) -> dict[str, tuple[int, int, int]]:
    """Where things stand: the row and column of each, and the columns it takes.

    Of the caption that is its beginning, since no more than fits of it is shown.
    """
    places: dict[str, tuple[int, int, int]] = {}
    for row, line in enumerate(lines):
        column = 0
        for text, style in line:
            size = cell_len(text)
            if style in ("figures", "state", "stop") and style not in places:
                places[style] = (row, column, size)
            if text.strip() in ENGLISH.breathe.values():
                places["breath"] = (row, column, size)
            elif text.strip() == "Hold":
                places["hold"] = (row, column, size)
            elif text.startswith(("Left arm · ", "Right arm · ")):
                places["place"] = (row, column, 0)
            elif "caption" not in places and len(text) > 1 and caption.startswith(text):
                places["caption"] = (row, column, 0)
            column += size
    places["figures' last row"] = (
        max(row for row, line in enumerate(lines) for _, style in line if style == "figures"),
        0,
        0,
    )
    return places


@given(st.integers(20, 200), st.integers(6, 60), st.booleans(), st.integers(0, 999))
@pytest.mark.parametrize("start_ms", [29_000, 240_000])
def test_nothing_moves_while_a_hold_runs(
    start_ms: int, columns: int, rows: int, unicode: bool, into_second_ms: int
) -> None:
    timeline = laid_out()
    first: dict[str, tuple[int, int, int]] = {}
    for second in range(30):
        session = live(timeline, start_ms + second * 1_000 + into_second_ms, waits=False)
        assert session.stage.kind is Kind.HOLD
        shown = frame(session)
        lines = draw(shown, columns, rows, unicode)
        if not unicode:
            lines = [
                tuple((text.replace(" . ", " · "), style) for text, style in line) for line in lines
            ]
        for name, where in _standing(lines, shown.caption).items():
            assert first.setdefault(name, where) == where, (second, name)
    assert {"figures", "breath", "stop", "place", "caption"} <= set(first)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (20, 6)])
def test_a_pause_is_told_in_words_at_every_size(columns: int, rows: int) -> None:
    for name, told in (("paused", ENGLISH.paused), ("away", ENGLISH.away.split(":")[0])):
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
        session = live(laid_out(), 29_000 + at_ms, waits=False)
        line = next(
            line for line in draw(frame(session), 80, 24, True) if "Breathe" in text_of(line)
        )
        blocks.append(sum(len(text) for text, style in line if style == "breath"))

    assert blocks[:16] == sorted(blocks[:16])
    assert blocks[16:] == sorted(blocks[16:], reverse=True)
    assert min(blocks) == 0
    assert max(blocks) == 40


def test_a_muted_session_and_a_note_on_sound_are_told_on_the_screen() -> None:
    session = live(laid_out(), Command.TOGGLE, 33_000, Command.MUTE)

    shown = "\n".join(
        text_of(line) for line in draw(frame(session, "No sound: no player."), 80, 24, True)
    )

    assert session.mode is Mode.RUNNING
    assert "muted · " in shown
    assert "No sound: no player." in shown


def test_what_was_chosen_is_told_at_the_gate() -> None:
    timeline = choose(sample(), Choices(total_ms=50_000))
    assert timeline.fitted

    shown = "\n".join(text_of(line) for line in draw(frame(live(timeline)), 100, 24, True))

    assert timeline.fitted in shown


# The gate has as many pages as its text needs in this window.


def _gate_pages(columns: int, rows: int, name: str = "upper-back") -> list[list[str]]:
    """The pages from the first until it comes again, each without the way to stop and the keys."""
    pages: list[list[str]] = []
    for turned in range(200):
        session = live(laid_out(name), *[Command.SKIP] * turned)
        page = [text_of(line) for line in draw(frame(session), columns, rows, True)]
        if turned and page == pages[0]:
            assert all(ENGLISH.any_pain_key in page[0] for page in pages)
            return [page[1:-1] for page in pages]
        pages.append(page)
    raise AssertionError("The first page never comes again.")


@pytest.mark.parametrize("name", _NAMES)
@pytest.mark.parametrize(("columns", "rows"), [(120, 60), (80, 24), (60, 30), (40, 12), (40, 4)])
def test_the_pages_of_the_gate_together_say_all_that_is_to_be_read_before(
    name: str, columns: int, rows: int
) -> None:
    routine = laid_out(name).routine

    pages = _gate_pages(columns, rows, name)

    told = "".join("".join(row for page in pages for row in page).split())
    for text in (
        *(routine.title, *routine.safety.before, *routine.safety.stop_signs, *routine.caution),
        *(ENGLISH.doctor_first_in_short, *routine.setup, *routine.form),
        words.by(ENGLISH, routine),
    ):
        assert "".join(text.split()) in told
    assert (len(pages) > 1) is (rows < 60)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (20, 6)])
def test_the_pages_of_the_gate_are_turned_on_and_back_and_round(columns: int, rows: int) -> None:
    count = len(_gate_pages(columns, rows))

    def page(*keys: Command) -> list[str]:
        session = live(laid_out(), *keys)
        assert session.mode is Mode.WAITING
        return [text_of(line) for line in draw(frame(session), columns, rows, True)]

    assert count > 1
    assert page(Command.SKIP) != page()
    assert page(Command.SKIP, Command.BACK) == page()
    assert page(Command.BACK) == page(*[Command.SKIP] * (count - 1))
    assert page(*[Command.SKIP] * count) == page()


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (20, 6)])
def test_each_page_of_the_gate_says_that_there_are_more_and_the_last_leads_back(
    columns: int, rows: int
) -> None:
    count = len(_gate_pages(columns, rows))

    for number in range(count):
        session = live(laid_out(), *[Command.SKIP] * number)
        shown = [text_of(line) for line in draw(frame(session), columns, rows, True)]
        more = f"→ more ({number + 1} of {count})" if columns > 20 else f"→ {number + 1}/{count}"
        if number == count - 1:
            more = ENGLISH.from_the_top if columns > 20 else ENGLISH.from_the_top_in_short
        assert more in shown[-1]
        assert ENGLISH.enter_begins in shown[-1]


@pytest.mark.parametrize("name", _NAMES)
def test_who_knows_the_gate_has_its_essence_first_and_all_of_it_a_key_away(name: str) -> None:
    routine = laid_out(name).routine
    first, second = (
        [
            text_of(line)
            for line in draw(frame(live(laid_out(name), *keys, known=True)), 80, 24, True)
        ]
        for keys in ((), (Command.SKIP,))
    )
    told = " ".join(" ".join(first).split())
    for text in (
        routine.safety.during,
        words.stop_at(ENGLISH, routine.safety.stop_signs),
        "What comes: ",
    ):
        assert text in told
    assert ENGLISH.all_of_it in first[-1]
    whole = [text_of(line) for line in draw(frame(live(laid_out(name))), 80, 24, True)]
    assert second[:-1] == whole[:-1]
    back = live(laid_out(name), Command.SKIP, Command.BACK, known=True)
    assert [text_of(line) for line in draw(frame(back), 80, 24, True)] == first


def test_what_comes_is_told_as_it_was_chosen() -> None:
    timeline = choose(sample(), Choices(side=Side.RIGHT, only=("high",), hold_ms=20_000))
    assert frame(live(timeline, known=True)).ahead == "What comes: High. Right arm. 1 hold of 20 s."
    assert frame(live(timeline)).ahead == ""


_NOTE = "No sound, no voice. Try: sudo apt install pulseaudio-utils espeak-ng"


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
def test_a_note_on_the_sound_stands_at_the_gate(columns: int, rows: int, known: bool) -> None:
    session = live(laid_out(), known=known)
    pages = []
    for _ in range(12):
        pages.append(
            " ".join(
                " ".join(map(text_of, draw(frame(session, _NOTE), columns, rows, True))).split()
            )
        )
        session, _events = advance(session, 0, Command.SKIP)
    assert any(_NOTE in page or ENGLISH.note_in_short in page for page in pages)
    assert columns < 80 or (_NOTE if known else ENGLISH.note_in_short) in pages[0]


@pytest.mark.parametrize("at_ms", [1_000, 30_000, 33_000, 60_000])
def test_where_a_note_has_no_room_it_says_what_to_do(at_ms: int) -> None:
    session = live(laid_out(), Command.TOGGLE, at_ms)
    shown = [text_of(line).strip() for line in draw(frame(session, _NOTE), 40, 12, True)]
    told = " ".join(shown)
    assert (
        ENGLISH.note_in_short in shown or "pulseaudio-utils espeak-ng" in told or "sudo" not in told
    )


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
@pytest.mark.parametrize("at_ms", [1_000, 30_000, 33_000, 60_000])
def test_muting_where_there_is_no_sound_says_so(at_ms: int, columns: int, rows: int) -> None:
    for sounds, note in ((True, _NOTE), (False, "")):
        session = live(laid_out(), Command.TOGGLE, at_ms, Command.MUTE, sounds=sounds)
        shown = " ".join(
            " ".join(map(text_of, draw(frame(session, note), columns, rows, True))).split()
        )
        told = note or ENGLISH.no_sound_wanted
        assert told in shown or ENGLISH.note_in_short in shown


# After pain: what cannot wait is there before any key, and what was said is answered.


def _told(name: str, columns: int, rows: int) -> str:
    """What the scene's picture says, its line breaks as blanks."""
    return " ".join(" ".join(map(text_of, draw(scene_frame(name), columns, rows, True))).split())


@pytest.mark.parametrize("name", ["pain", "pain-told"])
@pytest.mark.parametrize(("columns", "rows"), [(120, 40), (80, 24), (60, 30), (40, 12)])
def test_the_signs_that_need_an_ambulance_stand_on_the_page_after_pain_before_any_key(
    name: str, columns: int, rows: int
) -> None:
    told = _told(name, columns, rows)

    assert ENGLISH.pain in told
    assert words.emergency_line(ENGLISH, NUMBER) in told
    hurt = scene(name)
    assert words.go_on_without(ENGLISH, in_doubt(hurt.timeline, hurt.stage_no)) in told
    assert ENGLISH.q_ends in told


@pytest.mark.parametrize("number", ["", NUMBER, "911 in Canada"])
@pytest.mark.parametrize(("columns", "rows"), [(20, 6), (20, 4), (24, 5), (40, 5)])
def test_the_signs_that_need_an_ambulance_stand_there_uncut_however_small_the_window(
    number: str, columns: int, rows: int
) -> None:
    hurt = live(laid_out(), Command.TOGGLE, 41_000, Command.PAIN, emergency=number)
    told = " ".join(" ".join(map(text_of, draw(frame(hurt), columns, rows, True))).split())
    assert words.emergency_line_in_short(ENGLISH, number) in told
    assert ENGLISH.pain in told or rows < 5
    assert ENGLISH.q_ends in told


@given(st.integers(20, 120), st.integers(4, 40), st.sampled_from(["pain", "pain-told"]))
def test_no_sentence_is_cut_on_the_page_after_pain(columns: int, rows: int, name: str) -> None:
    hurt = scene(name)
    told = _told(name, columns, rows).removesuffix(ENGLISH.q_ends).split()
    for text in (
        *(ENGLISH.pain, ENGLISH.if_pain_stays),
        *(words.emergency_line(ENGLISH, NUMBER), words.emergency_line_in_short(ENGLISH, NUMBER)),
        words.go_on_without(ENGLISH, in_doubt(hurt.timeline, hurt.stage_no)),
    ):
        joined, whole = " ".join(told), " ".join(text.split())
        begins = " ".join(whole.split()[:2])
        assert begins not in joined or whole in joined


def test_no_key_stands_apart_from_its_sign() -> None:
    shown = [text_of(line) for line in draw(scene_frame("pain"), 40, 12, True)]
    for number, sign in enumerate(Sign, start=1):
        assert any(f"{number} {ENGLISH.signs_in_short[sign]}" in row for row in shown)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
def test_the_page_after_pain_has_a_key_for_each_sign_until_one_is_told(
    columns: int, rows: int
) -> None:
    names = ENGLISH.sign_names if rows >= 20 else ENGLISH.signs_in_short

    for number, sign in enumerate(Sign, start=1):
        assert f" {number} {names[sign]}" in _told("pain", columns, rows)
        assert f" {number} {names[sign]}" not in _told("pain-told", columns, rows)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (20, 6)])
def test_what_was_told_of_the_pain_is_answered_at_every_size(columns: int, rows: int) -> None:
    assert ENGLISH.signs[Sign.NUMBNESS] in _told("numbness", columns, rows)
    assert f"Call an ambulance now: {NUMBER}." in _told("emergency", columns, rows)
    unnumbered = _told("emergency-no-number", columns, rows)
    assert "Call an ambulance now." in unnumbered
    assert not any(digit in unnumbered for digit in "0123456789")
    for name in ("numbness", "emergency", "emergency-no-number"):
        # The session is over: nothing is offered but the end.
        assert ENGLISH.q_ends in _told(name, columns, rows)
        assert "go on without" not in _told(name, columns, rows)


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12)])
def test_the_number_of_the_ambulance_stands_there_in_large_figures(columns: int, rows: int) -> None:
    scale = 2 if rows >= 20 else 1
    shown = [text_of(line).rstrip() for line in draw(scene_frame("emergency"), columns, rows, True)]

    for row in figures("112", scale, "█"):
        assert f"  {row}".rstrip() in shown


# The height of the hand is what must not be cut, however small the window.


@pytest.mark.parametrize("name", _NAMES)
def test_the_height_of_the_hand_is_on_every_picture_of_a_hold_and_of_the_way_into_it(
    name: str,
) -> None:
    timeline = laid_out(name)
    starts = zip(timeline.starts_ms, timeline.stages, strict=True)
    for start_ms, stage in starts:
        if stage.position is None:
            continue
        shown = frame(live(timeline, start_ms + 3_000, waits=False))
        height = stage.position.hand.split(".")[0]
        for columns, rows in ((80, 24), (60, 30), (40, 12)):
            drawn = [text_of(line) for line in draw(shown, columns, rows, True)]
            assert any(row.strip().startswith(height) for row in drawn), (height, columns)
        smallest = [text_of(line) for line in draw(shown, 20, 6, True)]
        assert any(stage.position.id in row.lower() for row in smallest)
