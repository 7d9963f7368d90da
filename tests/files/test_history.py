"""The files of the history: a file a year, read from its end, and never changed but to forget."""

import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from stretchcoach.core.choices import Choices
from stretchcoach.core.history import How, Past, as_line
from stretchcoach.files import history, lines
from stretchcoach.files.history import everything, forget, keep, recent, since, year_path
from stretchcoach.files.lines import Lines

UTC = timezone.utc
NEW_YEAR = datetime(2026, 12, 31, 23, 58, tzinfo=timezone(timedelta(hours=1)))


def past(begin: datetime, how: How = How.FINISHED, title: str = "Made") -> Past:
    id_ = f"{begin:%Y%m%d-%H%M%S}-0000"
    return Past(id_, begin, "made", title, Choices(), how, 0 if how is How.UNKNOWN else 1_000)


def daily(count: int, until: datetime) -> list[Past]:
    return [past(until - timedelta(days=number)) for number in range(count)][::-1]


def test_both_lines_of_a_session_stand_in_the_file_of_the_year_in_which_it_began(
    home: Path,
) -> None:
    keep(past(NEW_YEAR, How.UNKNOWN))
    keep(past(NEW_YEAR))
    later = past(NEW_YEAR + timedelta(minutes=4))
    keep(later)
    assert sorted(path.name for path in (home / "data").glob("*.jsonl")) == [
        "history-2026.jsonl",
        "history-2027.jsonl",
    ]
    assert everything().sessions == (past(NEW_YEAR), later)


def test_where_nothing_was_ever_kept_there_is_nothing(home: Path) -> None:
    assert everything().sessions == since(date(2026, 1, 1)).sessions == ()
    assert recent(NEW_YEAR) == ()
    assert history.pauses() == ()
    assert list(home.iterdir()) == []


def put(pasts: list[Past]) -> None:
    """As `keep`, without waiting for the disk after each."""
    for one in pasts:
        path = year_path(one.begin.year)
        path.parent.mkdir(exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps(as_line(one))}\n")


@pytest.fixture
def blocks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Blocks of a few lines, and how many of their lines were read."""
    read: list[int] = []

    def counting(path: Path) -> Iterator[Lines]:
        for block in lines.backwards(path, 2_000):
            read.append(len(block.records))
            yield block

    monkeypatch.setattr(history, "backwards", counting)
    return read


@pytest.mark.parametrize("count", [1, 5, 60, 700])
def test_the_last_weeks_are_read_without_all_that_lies_before(
    blocks: list[int], count: int
) -> None:
    until = datetime(2026, 3, 1, 9, tzinfo=UTC)
    kept = daily(count, until)
    put(kept)
    first = until.date() - timedelta(days=27)
    found = since(first)
    assert found.sessions == tuple(one for one in kept if one.day >= first)
    assert found.whole is (count <= 28)
    assert sum(blocks) <= 28 + 31 + 20


def test_a_merged_file_and_a_clock_that_was_wrong_hide_nothing(blocks: list[int]) -> None:
    until = datetime(2026, 11, 27, 9, tzinfo=UTC)
    mine, others = daily(25, until), daily(25, until - timedelta(hours=1))
    put([*daily(300, until - timedelta(days=25)), *mine, *others])
    keep(past(datetime(2026, 1, 1, tzinfo=UTC)))  # a machine that did not know the time
    found = since(until.date() - timedelta(days=20))
    assert len(found.sessions) == 42
    assert sum(blocks) < 150


def test_of_the_lines_of_a_session_the_last_one_counts_wherever_a_block_ends(
    blocks: list[int],
) -> None:
    until = datetime(2026, 11, 27, 9, tzinfo=UTC)
    kept = daily(40, until)
    for one in kept:
        put([one._replace(how=How.UNKNOWN, active_ms=0), one, one._replace(felt="blades")])
    found = since(until.date() - timedelta(days=39)).sessions
    assert [one.felt for one in found] == ["blades"] * 40
    assert len(blocks) > 10


def test_the_last_sessions_are_known_at_new_year_and_after_a_clock_was_wrong() -> None:
    december = daily(5, NEW_YEAR)
    january = past(NEW_YEAR + timedelta(days=1))
    put([*december, january, past(NEW_YEAR.replace(year=2099)), past(NEW_YEAR.replace(year=2028))])
    assert recent(NEW_YEAR + timedelta(days=2)) == (*december, january)


def test_of_a_long_history_only_the_end_is_looked_at_for_the_last_sessions() -> None:
    kept = daily(900, NEW_YEAR)
    put(kept)
    found = recent(NEW_YEAR)
    assert 50 < len(found) < 600
    assert found == tuple(kept[-len(found) :])


def test_damaged_and_foreign_lines_are_counted_and_stay(home: Path) -> None:
    kept = past(NEW_YEAR)
    keep(kept)
    path = year_path(2026)
    with path.open("ab") as file:
        file.write(b'{"format":9,"event":"ended"}\n{torn\n<<<<<<< HEAD\n')
    before = path.read_bytes()
    assert everything().damaged == since(NEW_YEAR.date()).damaged == 3
    other = past(NEW_YEAR - timedelta(days=1))
    keep(other)
    forget(other)
    assert path.read_bytes() == before
    (home / "data" / "history-notes.txt").write_text("mine", encoding="utf-8")
    assert everything().sessions == (kept,)


def test_forgetting_takes_out_both_lines_of_one_session_and_no_other() -> None:
    one, other = past(NEW_YEAR), past(NEW_YEAR + timedelta(seconds=1))
    for kept in (one._replace(how=How.UNKNOWN), other, one):
        keep(kept._replace(active_ms=0 if kept.how is How.UNKNOWN else 1_000))
    forget(one)
    assert everything().sessions == (other,)
    assert one.id not in year_path(2026).read_text(encoding="utf-8")


def test_what_is_kept_can_be_read_by_a_person() -> None:
    keep(past(NEW_YEAR, title="Haut du dos, à gauche"))
    text = year_path(2026).read_text(encoding="utf-8")
    assert "Haut du dos, à gauche" in text
    assert json.loads(text)["begin"] == "2026-12-31T23:58:00+01:00"
