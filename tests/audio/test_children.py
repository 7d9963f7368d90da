"""The programs that we start: they end when we do, with all that they have started."""

import subprocess
import sys
from pathlib import Path

import pytest

from stretchcoach.audio.children import Children, answer, ends_within, terminate
from tests.audio.speaking import runs
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

ROOT = Path(__file__).parents[2]


def wrapper(folder: Path, then: str = "wait") -> tuple[list[str], Path]:
    """A script that starts another program, and the file of both their numbers."""
    pids = folder / "pids"
    return ["/bin/sh", "-c", f"sleep 600 & echo $$ $! >{pids}; {then}"], pids


def numbers(pids: Path) -> list[str]:
    until(lambda: pids.exists() and pids.read_text().endswith("\n"), "the script")
    return pids.read_text().split()


def ended(pids: list[str]) -> bool:
    return not any(runs(pid) for pid in pids)


def test_a_script_and_what_it_has_started_end_together(tmp_path: Path) -> None:
    command, file = wrapper(tmp_path)
    with Children() as children:
        child = children.start(command)
        pids = numbers(file)
        terminate(child)
        until(lambda: ended(pids), "the end of both")
        children.forget(child)


def test_what_a_script_that_has_ended_left_running_is_ended(tmp_path: Path) -> None:
    command, file = wrapper(tmp_path, then="exit")
    with Children() as children:
        child = children.start(command)
        assert ends_within(child, 20)
        children.forget(child)
        until(lambda: ended(numbers(file)), "the end of what it left")


def test_closing_ends_all_and_lets_none_begin(tmp_path: Path) -> None:
    command, file = wrapper(tmp_path, then="trap '' TERM; wait")
    children = Children()
    children.start(command)
    pids = numbers(file)
    children.close()
    until(lambda: ended(pids), "the end of both")
    late = children.start(["sleep", "600"])
    until(lambda: late.poll() is not None, "the end of what came too late")


@pytest.mark.parametrize("stubborn", ["", "trap '' TERM; "])
def test_when_we_are_killed_they_end_too(tmp_path: Path, stubborn: str) -> None:
    command, file = wrapper(tmp_path, then=f"{stubborn}wait")
    ours = f"""
import sys
from stretchcoach.audio.children import Children
children = Children()
children.start({command!r})
print("started", flush=True)
sys.stdin.read()
"""
    with subprocess.Popen(
        [sys.executable, "-c", ours], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == b"started\n"
        direct = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        assert len(direct) == 2, "the script and the guard"
        pids = [*direct, *numbers(file)]
        process.kill()
    until(lambda: ended(pids), "the end of all, the guard's too")


def test_where_no_guard_can_be_started_programs_run_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    popen = subprocess.Popen

    def none_for_the_guard(command: list[str], **options: object) -> object:
        if command[0] == "/bin/sh":
            raise BlockingIOError
        # Whatever options these are: they are handed on.
        return popen(command, **options)  # type: ignore[call-overload]

    with Children() as children:
        monkeypatch.setattr(subprocess, "Popen", none_for_the_guard)
        child = children.start(["true"])
        monkeypatch.setattr(subprocess, "Popen", popen)
        assert ends_within(child, 20)


def test_a_program_has_nothing_of_our_terminal() -> None:
    look = "import os; print(os.getsid(0) == os.getpid(), os.isatty(0), os.isatty(2))"
    with Children() as children:
        code, told = answer(children, [sys.executable, "-c", look], "", 20)
    assert (code, told) == (0, "True False False\n")


def test_one_that_does_not_answer_is_ended(tmp_path: Path) -> None:
    command, file = wrapper(tmp_path)
    with Children() as children:
        with pytest.raises(TimeoutError):
            answer(children, command, "", 0.2)
        until(lambda: ended(numbers(file)), "its end")


def test_one_that_does_not_listen_is_no_fault_of_ours() -> None:
    with Children() as children:
        assert answer(children, ["true"], "words", 20) == (0, "")
