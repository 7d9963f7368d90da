"""The history as a table, as lines of JSON and as a calendar: nothing of it breaks the format."""

import csv
import io
import json
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.exported import as_csv, as_ics, as_jsonl
from stretchcoach.core.history import Hold, How, Past, from_line
from stretchcoach.core.outcome import Ended, Sign
from stretchcoach.core.routine import Side

AT = datetime(2026, 11, 27, 9, 12, 3, tzinfo=timezone(timedelta(hours=1)))
HOLDS = (
    Hold("hip", Side.LEFT, 30_000, Ended.DONE),
    Hold("hip", Side.RIGHT, 2_000, Ended.HURT, Sign.PAIN),
)
ONE = Past("1", AT, "made", "Made, by me", how=How.STOPPED, active_ms=60_000, holds=HOLDS)
NONE = Past("2", AT, "made", "Made")


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_table_has_a_row_a_hold_and_one_for_a_session_without() -> None:
    heads, *rows = table(as_csv([ONE, NONE]))
    begin = "2026-11-27T09:12:03+01:00"
    assert heads[:4] == ["id", "begin", "routine", "title"]
    own = ["1", begin, "made", "Made, by me", "stopped", "60000", ""]
    assert rows == [
        [*own, "left", "hip", "30000", "done", ""],
        [*own, "right", "hip", "2000", "hurt", "pain"],
        ["2", begin, "made", "Made", "unknown", "0", "", "", "", "", "", ""],
    ]


def test_no_cell_is_taken_for_a_formula() -> None:
    (_, row) = table(as_csv([NONE._replace(title="=1+1", routine="@x")]))
    assert row[2:4] == ["'@x", "'=1+1"]


def test_lines_of_json_are_those_that_are_kept() -> None:
    told = [json.loads(line) for line in as_jsonl([ONE, NONE]).splitlines()]
    assert list(map(from_line, told)) == [ONE, NONE]


def test_a_calendar_has_an_entry_a_session_in_universal_time() -> None:
    told = as_ics([ONE]).split("\r\n")
    assert "DTSTART:20261127T081203Z" in told
    assert "DTEND:20261127T081303Z" in told
    assert "SUMMARY:Made\\, by me" in told
    assert "DESCRIPTION:stopped\\; 1 of 2 holds to their end\\; hurt: hip (pain)" in told
    assert "DTEND" not in as_ics([NONE])
    assert (told[0], told[-2:]) == ("BEGIN:VCALENDAR", ["END:VCALENDAR", ""])


texts = st.text(max_size=120)


@given(texts, texts)
def test_whatever_stands_in_a_title_the_formats_hold(title: str, routine: str) -> None:
    past = ONE._replace(title=title, routine=routine)
    heads, *rows = table(as_csv([past]))
    assert [len(row) for row in rows] == [len(heads)] * 2
    assert len(as_jsonl([past]).split("\n")) == 2
    lines = as_ics([past]).split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert all("\n" not in line and "\r" not in line for line in lines)
    assert "".join(lines).count("BEGIN:VEVENT") >= 1
