"""What the shell is offered behind a Tab, and that it never sees an error."""

from pathlib import Path

import pytest

from tests.cli.program import environment, run


def offered(line: str) -> list[str]:
    words = line.split(" ")
    env = environment(
        _STRETCH_COMPLETE="complete_bash", COMP_WORDS=line, COMP_CWORD=str(len(words) - 1)
    )
    completed = run(env=env)
    assert (completed.returncode, completed.stderr) == (0, "")
    return completed.stdout.split()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("stretch upper-back-", ["upper-back-neck", "upper-back-quick", "upper-back-reach"]),
        ("stretch sho", ["show"]),
        ("stretch show upper-back-q", ["upper-back-quick"]),
        ("stretch edit upper-back-q", ["upper-back-quick"]),
        ("stretch check upper-back-q", ["upper-back-quick"]),
        ("stretch upper-back --sid", ["--side"]),
        ("stretch upper-back --side ", ["left", "right"]),
        ("stretch upper-back --only ", ["shoulder", "chest", "hip"]),
        ("stretch upper-back --plain --only chest,", ["chest,shoulder", "chest,hip"]),
        ("stretch show upper-back --only s", ["shoulder"]),
        ("stretch no-such-routine --only ", []),
        ("stretch new x --extend upper-back-n", ["upper-back-neck"]),
    ],
)
def test_what_can_stand_there_is_offered(line: str, expected: list[str]) -> None:
    assert offered(line) == expected


def test_ones_own_routines_are_offered_too() -> None:
    run("new", "my-own")
    assert offered("stretch my") == ["my-own"]


def test_a_faulty_routine_is_no_reason_for_an_error(home: Path) -> None:
    (home / "routines").mkdir()
    (home / "routines" / "bad.yaml").write_text("title: [", encoding="utf-8")
    assert offered("stretch bad --only ") == []
    assert "bad" in offered("stretch b")
