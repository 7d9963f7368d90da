"""The calendar of the last weeks: it fits its width, in ASCII too, and no meaning is in colour."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.history import Hold, How, Past
from stretchcoach.core.lookback import DAY, Pause, look_back
from stretchcoach.core.outcome import Ended, Sign
from stretchcoach.core.routine import Side
from stretchcoach.terminal.calendar import calendar
from stretchcoach.terminal.lines import Line, cell_len

TODAY = date(2026, 11, 27)
DONE = Hold("hip", Side.LEFT, 30_000, Ended.DONE)
HURT = Hold("upper", Side.RIGHT, 3_000, Ended.HURT, Sign.NUMBNESS)


def past(
    ago: int,
    *holds: Hold,
    how: How = How.FINISHED,
    minutes: int = 4,
    routine: str = "upper-back",
) -> Past:
    day = TODAY - ago * DAY
    begin = datetime(day.year, day.month, day.day, 9, 12, tzinfo=timezone(timedelta(hours=1)))
    return Past(f"{day:%Y%m%d}-091200-3f9c", begin, routine, "", how=how,
                active_ms=minutes * 60_000, holds=holds or (DONE,))  # fmt: skip


SESSIONS = (
    *(past(ago) for ago in (25, 24, 23, 15)),
    past(10, DONE, HURT, how=How.STOPPED, minutes=130),
    past(4, minutes=9),
    past(3, HURT._replace(ended=Ended.SKIPPED), minutes=0),
    past(1, how=How.STOPPED),
)
PAUSE = Pause(TODAY - 22 * DAY, TODAY - 19 * DAY)
BACK = look_back(SESSIONS, (PAUSE, Pause(TODAY + DAY, TODAY + DAY)), TODAY, count=5)


def rows(lines: list[Line]) -> list[str]:
    return ["".join(text for text, _ in line).rstrip() for line in lines]


def test_in_eighty_columns() -> None:
    assert rows(calendar(BACK, SESSIONS, 80, True)) == [
        "  2026  Mo  Tu  We  Th  Fr  Sa  Su  days minutes",
        " 2 Nov  ■   ■   ■   –   –   –   –      3      12  ━━",
        " 9 Nov  ·   ·   ·   ■   ·   ·   ·      1       4  ╸",
        "16 Nov  ·   □x  ·   ·   ·   ·   ·      1     130  ━━━━━━━━━━━━━━━━━━━━━━━━",
        "23 Nov  ■   ◦   ·   □   ·   –          2      13  ━━",
        "■ done   □ in part   ◦ only begun   x pain   – pause",
        "",
        "This week: Mon, Thu · 2 of 4 days.",
        "1 of the last 3 weeks had 3 days or more, fewer with a pause.",
        "Pain: Tue, 17 Nov 2026, upper-back: upper, right (numbness)",
        "Last: Thu, 26 Nov 2026, 09:12, upper-back (20261126-091200-3f9c)",
    ]


def test_in_forty_columns_and_ascii() -> None:
    assert rows(calendar(BACK, SESSIONS, 40, False)) == [
        "  2026 Mo Tu We Th Fr Sa Su  d min",
        " 2 Nov #  #  #  -  -  -  -   3  12",
        " 9 Nov .  .  .  #  .  .  .   1   4",
        "16 Nov .  ox .  .  .  .  .   1 130 #####",
        "23 Nov #  ~  .  o  .  -      2  13",
        "# done   o in part   ~ only begun",
        "x pain   - pause",
        "",
        "This week: Mon, Thu . 2 of 4 days.",
        "1 of the last 3 weeks had 3 days or",
        "  more, fewer with a pause.",
        "Pain: Tue, 17 Nov 2026, upper-back:",
        "  upper, right (numbness)",
        "Last: Thu, 26 Nov 2026, 09:12,",
        "  upper-back (20261126-091200-3f9c)",
    ]


def test_in_words() -> None:
    assert rows(calendar(BACK, SESSIONS, 80, True, plain=True))[:3] == [
        "Week of 2 Nov 2026: Mon, Tue, Wed · 12 minutes. Pause: Thu, Fri, Sat, Sun.",
        "Week of 9 Nov 2026: Thu · 1 of 5 days · 4 minutes.",
        "Week of 16 Nov 2026: Tue · 1 of 5 days · 130 minutes. Pain: Tue.",
    ]


def test_in_twenty_columns_it_is_in_words_and_what_is_longer_goes_on_in_the_next_line() -> None:
    told = rows(calendar(BACK, SESSIONS, 20, True))
    assert told[:2] == ["Week of 2 Nov", "  2026: Mon, Tue,"]
    assert told[-2:] == ["  (20261126-091200-3", "  f9c)"]


def test_a_week_of_pause_and_one_that_today_lies_in() -> None:
    pause = Pause(TODAY - 18 * DAY, TODAY + 34 * DAY)
    back = look_back(SESSIONS[:3], (pause,), TODAY, count=3)
    assert "16 Nov  –   –   –   –   –   –   –      –" in rows(calendar(back, (), 80, True))
    told = rows(calendar(back, (), 80, True, plain=True))
    assert told[1] == "Week of 16 Nov 2026: pause."
    assert "Pause until Thu, 31 Dec 2026. End it with: stretch pause --end" in told


def test_where_a_year_begins_it_stands_above_its_weeks() -> None:
    back = look_back((past(-25),), (), date(2027, 1, 14), count=4)
    assert [row[:6] for row in rows(calendar(back, (), 80, True))[:6]] == [
        "  2026",
        "21 Dec",
        "28 Dec",
        "  2027",
        " 4 Jan",
        "11 Jan",
    ]


texts = st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=30)
sessions = st.lists(
    st.builds(
        past,
        st.integers(0, 60),
        st.sampled_from([DONE, HURT]),
        how=st.sampled_from(How),
        minutes=st.integers(0, 2_000),
        routine=texts,
    ),
    max_size=12,
)


@pytest.mark.parametrize("plain", [False, True])
@given(sessions=sessions, columns=st.integers(20, 100), unicode=st.booleans())
def test_no_line_is_wider_than_its_window(
    plain: bool, sessions: list[Past], columns: int, unicode: bool
) -> None:
    back = look_back(sessions, (PAUSE,), TODAY, count=8)
    lines = rows(calendar(back, sessions, columns, unicode, plain=plain))
    assert [line for line in lines if cell_len(line) > columns] == []
    assert unicode or all(map(str.isascii, lines))


def test_every_style_repeats_what_a_character_says() -> None:
    styles = {(text, style) for line in calendar(BACK, (), 80, True) for text, style in line}
    assert {text.strip() for text, style in styles if style == "hurt"} == {"x", ""}
    marks = {text for text, style in styles if style == "done"}
    assert marks - {text for text in marks if set(text) <= set("━╸")} == {"■", "□"}


def test_what_was_felt_is_told_by_routine_the_newest_last() -> None:
    said = ("nowhere", "blades", "", "blades", "blades", "neck")
    felt = [past(9 - number)._replace(felt=what) for number, what in enumerate(said)]
    calves = past(1, routine="calves")._replace(felt="upper")
    told = rows(calendar(BACK, (*felt, calves), 80, True))
    assert "Felt, calves: upper" in told
    assert "Felt, upper-back: nowhere, blades 3 times, neck" in told
