"""What goes wrong is told in words with the right exit code, never with a traceback."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.cli.program import environment, run, shell

_PATCHED = """\
import stretchcoach.play
def broken(*_, **__):
    raise RuntimeError("the sky fell")
stretchcoach.play.play = broken
from stretchcoach.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("uper-back", "Did you mean upper-back"),
        ("Upper-Back-Neck", "Did you mean upper-back-neck"),
        ("zzz", "There are calves, chest-doorway, "),
    ],
)
@pytest.mark.parametrize("before", [(), ("show",)])
def test_an_unknown_name_is_answered_with_the_nearest(
    name: str, near: str, before: tuple[str, ...]
) -> None:
    done = run(*before, name)

    assert (done.returncode, done.stdout) == (1, "")
    first, hint = done.stderr.splitlines()
    assert first == f"There is no routine named {name!r}."
    assert hint.startswith(near)
    assert hint.endswith("See: stretch list")


@pytest.mark.parametrize("before", [(), ("show",)])
def test_a_faulty_file_is_answered_with_the_place_of_every_fault(
    tmp_path: Path, before: tuple[str, ...]
) -> None:
    path = tmp_path / "faulty.yaml"
    path.write_text("title: X\nlimp: arm\nbreath: {in: soon, out: 6s}\n", encoding="utf-8")

    done = run(*before, str(path))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        f"{path}:1:1: the key 'positions' is missing",
        f"{path}:1:1: the key 'safety' is missing",
        f"{path}:2:1: the key 'limp' is not known; did you mean 'limb'?",
        f"{path}:3:14: breath.in: 'soon' is not a duration; write 30s, 1m30s or 1:30",
        "Mend the file and try again.",
    ]


@pytest.mark.parametrize("path", ["nowhere.yaml", "./", "no/such/folder/x.yaml"])
def test_a_path_that_is_no_file_is_told(path: str) -> None:
    done = run(path)

    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 2


@pytest.mark.parametrize(
    ("arguments", "code", "helps"),
    [
        (("--hold", "soon"), 2, "write 30s, 1m30s or 1:30"),
        (("--hold", "9s"), 2, "10s to 1m"),
        (("--hold", "61s"), 2, "10s to 1m"),
        (("--hold", ""), 2, "write 30s"),
        (("--hold",), 2, "requires an argument"),
        (("--side", "both"), 2, "'left', 'right'"),
        (("--speed", "0"), 2, "from 1 to 100"),
        (("--speed", "101"), 2, "from 1 to 100"),
        (("--speed", "fast"), 2, "--speed"),
        (("--speed", "nan"), 2, "--speed"),
        (("--speed", "inf"), 2, "--speed"),
        (("--for", "never"), 2, "write 30s"),
        (("--for", "0s"), 2, "1s to 60m"),
        (("--for", "10s"), 1, "its shortest session is 1:30"),
        (("--only", "chest,foot"), 1, "'foot': it has shoulder, chest, hip"),
        (("--only", ""), 1, "it has shoulder, chest, hip"),
        (("--lound",), 2, "No such option: --lound"),
        (("another",), 2, "unexpected extra argument"),
    ],
)
def test_a_wrong_option_is_answered_with_what_would_be_right(
    arguments: tuple[str, ...], code: int, helps: str
) -> None:
    done = run("upper-back", "--no-sound", "--speed", "100", *arguments)

    assert (done.returncode, done.stdout) == (code, "")
    assert helps in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_side_of_a_routine_without_sides_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plank.yaml"
    path.write_text(
        "title: Plank\nsafety: {before: [Slowly.], stop_signs: [pain], during: Stop.}\n"
        "positions: {one: {title: One, hand: Down.}}\n",
        encoding="utf-8",
    )

    done = run(str(path), "--side", "left")

    assert done.returncode == 1
    assert "plank has no sides" in done.stderr


@pytest.mark.parametrize("arguments", [("--wrong",), ("list", "extra"), ("show",)])
def test_wrong_usage_ends_with_2_and_names_the_help(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)

    assert done.returncode == 2
    assert "-h' for help" in done.stderr


def test_an_option_may_stand_before_the_name() -> None:
    done = run("--speed", "100", "--no-sound", "--side", "left", "upper-back-quick")

    assert done.returncode == 0
    assert "Left arm · Shoulder height: hold for 30 s." in done.stdout


def test_a_defect_ends_with_3_and_its_details_are_in_the_log(home: Path) -> None:
    done = run("upper-back", "--no-sound", program=(sys.executable, "-c", _PATCHED))

    log = home / "log" / "defect.log"
    assert done.returncode == 3
    assert done.stderr.splitlines() == [
        "stretch has a defect: RuntimeError: the sky fell",
        f"The details are in {log}; please report them with what you did.",
    ]
    told = log.read_text(encoding="utf-8")
    assert "stretchcoach 0." in told
    assert 'raise RuntimeError("the sky fell")' in told or "in broken" in told
    assert list(log.parent.iterdir()) == [log]


def test_a_defect_is_told_even_where_no_log_can_be_written(home: Path) -> None:
    (home / "log").write_text("in the way", encoding="utf-8")

    done = run("upper-back", "--no-sound", program=(sys.executable, "-c", _PATCHED))

    assert done.returncode == 3
    assert "RuntimeError: the sky fell" in done.stderr
    assert "could not be written down" in done.stderr
    assert "Traceback" not in done.stderr


_SHELL = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
_FULL = pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")


@_SHELL
@pytest.mark.parametrize("line", ["stretch list >&-", "stretch show upper-back >&-"])
def test_a_closed_output_is_no_defect(line: str) -> None:
    done = shell(f"{line}; echo code=$? >&2")

    assert "defect" not in done.stderr
    assert "code=3" not in done.stderr


@_SHELL
def test_a_closed_input_is_like_none_at_all() -> None:
    done = shell("stretch upper-back-quick --no-sound --speed 100 <&-", environment())

    assert (done.returncode, done.stderr) == (0, "")


@_SHELL
@_FULL
@pytest.mark.parametrize(
    "line",
    [
        "stretch list",
        "stretch --version",
        "stretch --help",
        "stretch upper-back-quick --no-sound --speed 100 </dev/null",
        "stretch upper-back-quick --no-sound --speed 100 --json </dev/null",
    ],
)
def test_a_full_disk_is_told_as_a_fault_and_not_as_a_defect(line: str) -> None:
    done = shell(f"{line} >/dev/full")

    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "defect" not in done.stderr


@_SHELL
@_FULL
@pytest.mark.parametrize(("line", "code"), [("stretch nonsense", 1), ("stretch list", 0)])
def test_a_message_that_nobody_takes_does_not_change_the_exit_code(line: str, code: int) -> None:
    done = shell(f"{line} 2>/dev/full")

    assert done.returncode == code


_NO_MEMORY = """\
import stretchcoach.play
def broken(*_, **__):
    raise {error}
stretchcoach.play.play = broken
from stretchcoach.__main__ import main
main()
"""


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("MemoryError()", "there is not enough memory"),
        ("ImportError('failed to map segment')", "failed to map segment"),
    ],
)
def test_what_the_system_is_short_of_is_told_as_a_fault(error: str, told: str) -> None:
    program = (sys.executable, "-c", _NO_MEMORY.format(error=error))
    done = run("upper-back", "--no-sound", program=program)

    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr
