"""Routines and outcomes in plain lines: what `show` prints, and what stays when a session ends."""

import pytest

from stretchcoach.core import words
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.routine import Side
from stretchcoach.core.session import Command, Session, outcome
from stretchcoach.terminal.body import drawn
from stretchcoach.terminal.charset import Look
from stretchcoach.terminal.lines import cell_len
from stretchcoach.terminal.prose import before, listing, summary, whole
from tests.terminal.scenes import built_in, laid_out, live, sample, text_of

_LONG_MS = 10**6


def _summary(session: Session, unicode: bool = True) -> list[str]:
    return summary(outcome(session), session.timeline, unicode)


def test_a_finished_session_tells_what_was_held_for_how_long() -> None:
    assert _summary(live(laid_out(), Command.TOGGLE, _LONG_MS)) == [
        "Upper back: All done. 3:00 held in 5:20 from the start, without pauses.",
        "  Left arm · Shoulder height    30 s",
        "  Left arm · Chest height       30 s",
        "  Left arm · Hip height         30 s",
        "  Right arm · Shoulder height   30 s",
        "  Right arm · Chest height      30 s",
        "  Right arm · Hip height        30 s",
    ]


def test_the_summary_tells_what_was_skipped_what_hurt_and_where_it_stopped() -> None:
    session = live(
        laid_out(),
        *(Command.TOGGLE, 41_500, Command.SKIP, 20_000),  # 12 s into the shoulder, then the switch
        *(5_200, Command.PAIN, Command.TOGGLE, 20_000),  # 5 s into the chest
        *(4_900, Command.STOP),  # 4 s into the hip
    )

    assert _summary(session) == [
        "Upper back: Stopped. 0:22 held in 1:32 from the start, without pauses.",
        "  Left arm · Shoulder height   12 s  skipped",
        "  Left arm · Chest height       5 s  hurt",
        "  Left arm · Hip height         4 s  stopped",
        ENGLISH.if_pain_stays,
    ]


@pytest.mark.parametrize(
    ("command", "row", "do"),
    [
        (Command.IT_IS_PAIN, "hurt: pain", ENGLISH.if_pain_stays),
        (
            Command.IT_IS_NUMBNESS,
            "hurt: numb, tingling, dizzy",
            "Do not go on today. If it stays, see a doctor.",
        ),
        (
            Command.IT_IS_AN_EMERGENCY,
            "hurt: signs of an emergency",
            "Call an ambulance now: 112 in the EU.",
        ),
    ],
)
def test_the_summary_tells_what_the_pain_was_and_what_to_do(
    command: Command, row: str, do: str
) -> None:
    session = live(laid_out(), Command.TOGGLE, 34_000, Command.PAIN, command, Command.STOP)
    told = summary(outcome(session), session.timeline, True, "112 in the EU")

    assert told[1:] == [f"  Left arm · Shoulder height    5 s  {row}", do]


def test_a_session_that_went_on_after_pain_is_not_summed_up_as_all_done() -> None:
    session = live(laid_out(), Command.TOGGLE, 34_000, Command.PAIN, Command.TOGGLE, _LONG_MS)

    assert _summary(session)[0].startswith("Upper back: Done, without what hurt. 2:05 held")


def test_a_session_stopped_before_any_hold_says_so_in_one_line() -> None:
    assert _summary(live(laid_out(), Command.STOP)) == [
        "Upper back: Stopped. 0:00 held in 0:00 from the start, without pauses."
    ]


def test_a_summary_in_ascii_is_ascii() -> None:
    lines = _summary(live(laid_out(), Command.TOGGLE, _LONG_MS), unicode=False)

    assert lines[1] == "  Left arm . Shoulder height    30 s"
    assert "".join(lines).isascii()


def test_what_is_to_be_read_before_puts_safety_first() -> None:
    lines = before(sample(setup=("Find a wall.",), form=("Stay tall.",)), 80)

    assert lines == [
        "Go in slowly.",
        "Stop at once at: sharp pain.",
        ENGLISH.doctor_first_in_short,
        "",
        "1. Find a wall.",
        "- Stay tall.",
    ]


def test_a_routine_without_setup_ends_with_its_safety() -> None:
    assert before(sample(), 80) == [
        "Go in slowly.",
        "Stop at once at: sharp pain.",
        ENGLISH.doctor_first_in_short,
    ]


def test_a_whole_routine_is_these_lines() -> None:
    timeline = choose(sample(summary="A sample.", source="A book"), Choices(side=Side.LEFT))

    assert whole(timeline, 80, True) == [
        "Sample  (0:38)",
        "A sample.",
        "Source: A book",
        "Breath: in 4s, out 6s",
        "During: Any pain at all: stop.",
        "",
        "Go in slowly.",
        "Stop at once at: sharp pain.",
        ENGLISH.doctor_first_in_short,
        "",
        "First: See a doctor first after a fall or an accident; with fever, weight loss,",
        "       pain at night, weakness or numbness; with a history of cancer; or if it",
        "       is no better after some weeks. Pain between the shoulder blades can have",
        "       other causes than the way you sit.",
        "How often: A few minutes, most days. Two to four holds of 10 to 30 seconds for a",
        "           muscle are what is usually advised, and 30 seconds do as well as 60.",
        "           The break counts, too: with a stretch in it or without.",
        "In a drawing: ● a hand or foot that holds, ◎ where you may feel it.",
        "",
        "High (high), held 16 s. Hand up.",
        "    2s  Breathe.",
        "",
        "  Left arm    Right arm",
        "  |@===(o)    (o)===@|",
        "  |    /|      |\\    |",
        "  |    / \\    / \\    |",
        "",
        "Low (low), held 16 s. Hand down.",
        "",
        "At the end: Let go.",
        "",
        "Timeline",
        "   0:00  ready        Left arm · High, 3 s",
        "   0:03  hold         Left arm · High, 16 s",
        "   0:19  switch       Left arm · Low, 3 s",
        "   0:22  hold         Left arm · Low, 16 s",
        "   0:38  end",
        "",
        "You will find variations of your own. Write one down with: stretch new NAME",
        "--extend sample",
    ]


@pytest.mark.parametrize("columns", [100, 80, 60, 40])
def test_a_built_in_routine_is_shown_with_all_it_says_and_how_one_moves(columns: int) -> None:
    routine = built_in()

    lines = whole(laid_out(), columns, True)

    told = " ".join(" ".join(lines).split())
    for text in (
        *(routine.summary, *routine.setup, *routine.form, *routine.safety.before),
        *(text for position in routine.positions for text in (*position.how, position.felt)),
        *(words.fill(ENGLISH, position.not_felt, None) for position in routine.positions),
        *(*routine.safety.stop_signs, *routine.caution, *routine.posture),
        *(ENGLISH.doctor_first, ENGLISH.how_often, ENGLISH.figure_marks),
    ):
        assert text in told
    for position in routine.positions:
        assert position.figure
        size = min(34, (columns - 6) // 2)
        beside = size >= 26
        first, last = (
            drawn(position.figure, False, 0, at_ms, size if beside else 34, 14, Look.PATTERN)
            for at_ms in (0, None)
        )
        for row, end in zip(first, last, strict=True):
            both = f"  {text_of(row)}  {text_of(end)}" if beside else f"  {text_of(end)}"
            assert both.rstrip() in lines
    whose = "Left arm, seen from the front right: "
    assert f"{whose}{'first and last' if columns > 40 else 'last'} moment" in told


@pytest.mark.parametrize("columns", [100, 80, 60, 40])
def test_no_line_of_a_shown_routine_is_wider_than_the_terminal(columns: int) -> None:
    too_wide = [line for line in whole(laid_out(), columns, True) if cell_len(line) > columns]

    assert too_wide == []


@pytest.mark.parametrize("columns", [1, 2, 3, 8])
def test_a_routine_is_shown_in_a_window_that_is_too_narrow_for_it(columns: int) -> None:
    told = "".join("".join(whole(laid_out(), columns, True)).split())
    assert "".join(ENGLISH.figure_marks.split()) in told


def test_a_routine_drawn_for_the_other_side_shows_the_left_one_first() -> None:
    shown = whole(choose(sample(drawn_for=Side.RIGHT), Choices()), 80, True)

    heads = shown.index("  Left arm    Right arm")
    assert shown[heads + 1] == "  (o)===@|    |@===(o)"


def test_the_names_of_the_sides_stand_apart_even_above_a_narrow_drawing() -> None:
    high, low = sample().positions
    narrow = sample(positions=(high._replace(drawing=("(o", "/|")), low))

    shown = whole(choose(narrow, Choices()), 80, True)

    assert "Right arm" in "\n".join(shown)
    assert not [line for line in shown if "armRight" in line]


def test_a_routine_for_one_side_is_drawn_for_that_side() -> None:
    shown = whole(choose(sample(sides=(Side.RIGHT,)), Choices()), 80, True)

    assert "  (o)===@|" in shown
    assert "  |@===(o)" not in shown


def test_what_was_chosen_stands_above_the_timeline() -> None:
    timeline = choose(sample(), Choices(total_ms=50_000))

    assert f"Timeline: {timeline.fitted}" in whole(timeline, 80, True)


def test_a_shown_routine_in_ascii_is_ascii() -> None:
    assert "".join(whole(laid_out(), 80, False)).isascii()


_LISTED = [
    ("upper-back", "5:20", "3 x 2 sides", "built-in", "Upper back", "The corner stretch."),
    ("mine", "0:45", "1", "yours", "My own routine with a long title", ""),
    ("broken", "-", "-", "yours", "Faulty", "See: stretch show broken"),
]


@pytest.mark.parametrize("columns", [12, 20, 30, 40, 60, 80, 200])
def test_a_list_breaks_no_word_at_any_width(columns: int) -> None:
    lines = listing(_LISTED, columns)
    assert all(len(line) <= columns for line in lines)
    told = " ".join(" ".join(lines).split())
    for text in ("upper-back", "mine", "broken", "The corner stretch.", "See: stretch show broken"):
        assert text in told


def test_a_list_in_a_pipe_has_a_line_for_each_routine() -> None:
    lines = listing(_LISTED, None)
    assert len(lines) == 1 + len(_LISTED)
    assert lines[1].endswith("Upper back                        The corner stretch.")
