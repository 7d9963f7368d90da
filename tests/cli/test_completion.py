"""What the shell is offered behind a Tab, and that it never sees an error."""

import shutil
from pathlib import Path

import pytest

from stretchcoach.cli.app import SHELLS
from tests.cli.program import environment, run, shell


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
        ("stretch save upper-back-q", ["upper-back-quick"]),
        ("stretch save upper-back a.wav --only s", ["shoulder"]),
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


@pytest.mark.parametrize("name", SHELLS)
@pytest.mark.parametrize("between", [" ", "="])
def test_the_completion_of_a_shell_that_is_named_is_shown(name: str, between: str) -> None:
    shown = run(*f"--show-completion{between}{name}".split())

    assert (shown.returncode, shown.stderr) == (0, "")
    assert "_STRETCH_COMPLETE" in shown.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_without_a_name_it_is_that_of_the_shell_it_is_asked_from() -> None:
    shown = shell("stretch --show-completion; echo code=$?")

    assert "complete -o default -F _stretch_completion stretch" in shown.stdout
    assert "code=0" in shown.stdout


def test_completion_is_installed_for_a_shell_that_is_named(home: Path) -> None:
    installed = run("--install-completion", "fish")

    assert (installed.returncode, installed.stderr) == (0, "")
    assert "fish completion installed in" in installed.stdout
    assert list(home.glob(".config/fish/completions/stretch.fish"))


@pytest.mark.parametrize("option", ["--show-completion", "--install-completion"])
def test_a_shell_that_is_not_known_is_answered_with_those_that_are(option: str) -> None:
    asked = run(option, "tcsh")

    assert asked.returncode == 2
    assert f"'tcsh' is none of {', '.join(SHELLS)}." in asked.stderr
