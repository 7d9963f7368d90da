"""`stretch` alone says what would be next, and why."""

from pathlib import Path

import pytest

from stretchcoach.cli.upcoming import upcoming
from stretchcoach.files import history, lines
from stretchcoach.files.lines import Lines
from tests.cli import lived
from tests.cli.program import run


def before_the_list() -> list[str]:
    above, _, _ = run().stdout.partition("NAME  ")
    return above.splitlines()


def remember(home: Path, *felt: str, routine: str = "upper-back") -> str:
    """Sessions of the last days with these answers; the day of the last one, as it is told."""
    now = lived.remember(home, ({"felt": what, "routine": routine} for what in felt))
    return f"{now.day} {now:%B}"


def test_at_first_it_is_the_main_routine() -> None:
    assert before_the_list() == ["Next: stretch upper-back  (5:20)", ""]


@pytest.mark.parametrize(
    ("felt", "told"),
    [
        ("", "Next: stretch upper-back  (5:20)"),
        ("arm", "Next: stretch upper-back  (5:20)"),
        ("blades", "Next: stretch upper-back  (5:50)"),
        ("neck", "Next: stretch upper-back-neck  (5:20)"),
    ],
)
def test_what_was_felt_last_decides(home: Path, felt: str, told: str) -> None:
    remember(home, "nowhere", felt or "arm")
    assert before_the_list()[0] == told


def test_the_reason_is_told(home: Path) -> None:
    day = remember(home, "blades")
    assert before_the_list()[1:] == [
        f"  Last on {day}.",
        "  Because you said “between the shoulder blades”: chest height for 45 s.",
        "",
    ]
    remember(home, "neck")
    assert before_the_list()[1:] == ["  Because you said “neck”.", ""]


def test_what_hurts_is_not_proposed() -> None:
    run("pain", "add", "shoulder")
    above = before_the_list()
    assert above[0] == "Nothing of Upper back is left to hold."
    assert above[-3:] == [
        "What loads nothing that hurt: stretch calves, stretch hamstrings-seated, "
        "stretch hip-flexors",
        "All that hurt: stretch pain",
        "",
    ]
    assert not any(line.startswith("Next") for line in above)


def test_a_routine_that_is_not_there_is_not_proposed(home: Path) -> None:
    (home / "settings.yaml").write_text("routine: nope\n", encoding="utf-8")
    assert before_the_list() == []


def test_for_all_of_it_the_history_is_read_once(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(home, "blades")
    read: list[Path] = []

    def read_last(path: Path) -> Lines:
        read.append(path)
        return lines.read_last(path)

    monkeypatch.setattr(history, "read_last", read_last)
    assert len(upcoming()) == 4
    assert len(set(read)) == len(read) >= 2  # with the pauses


def test_in_a_pause_that_is_told_instead() -> None:
    run("pause", "--until", "2099-12-31")
    assert before_the_list() == ["Pause until 2099-12-31. End it with: stretch pause --end", ""]
