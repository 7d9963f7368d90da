"""Sessions without a terminal: pipes, logs, JSON, plain locales."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.program import PROGRAM, environment, run, shell

_QUICK = ("upper-back-quick", "--no-sound", "--speed", "100")
_LINE = " ".join(_QUICK)
_SHELL = pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")


def test_without_a_terminal_a_session_runs_to_its_end_without_a_key() -> None:
    done = run(*_QUICK)

    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0].startswith("Upper back, quick. About ")
    assert "Enter: begin" not in done.stdout
    assert " 0:23  Left arm · Shoulder height: hold for 30 s." in lines
    assert " 1:14  Right arm · Shoulder height: hold for 30 s." in lines
    assert lines[-4:] == [
        " 1:44  All done. Ease out slowly. Let both arms hang and breathe.",
        "Upper back, quick: All done. 1:00 held in 1:45 from the start, without pauses.",
        "  Left arm · Shoulder height    30 s",
        "  Right arm · Shoulder height   30 s",
    ]
    assert "\x1b" not in done.stdout


def test_yes_leaves_the_gate_out() -> None:
    assert run(*_QUICK, "--yes").stdout.startswith(" 0:00  Get ready.")


def test_what_a_pipe_says_on_stdin_is_no_key() -> None:
    done = run(*_QUICK, stdin="q x\n\x1b")

    assert done.returncode == 0
    assert "All done." in done.stdout


@_SHELL
@pytest.mark.parametrize(
    "line", [f"stretch {_LINE} </dev/null >log", f"stretch {_LINE} | cat >log"]
)
def test_a_session_into_a_log_or_a_pipe_runs_to_its_end(
    line: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("here")

    done = shell(f"set -o pipefail; cd {folder}; {line}")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert "All done." in (folder / "log").read_text(encoding="utf-8")


@_SHELL
@pytest.mark.parametrize("options", ["", " --json"])
def test_a_reader_that_leaves_ends_a_session_quietly_with_141(options: str) -> None:
    done = shell(f"stretch {_LINE}{options} | head -1; echo ${{PIPESTATUS[0]}}")

    assert done.stderr == ""
    first, code = done.stdout.splitlines()
    assert "Upper back, quick" in first
    assert code == "141"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGPIPE and no 141")
@pytest.mark.parametrize("arguments", [("list",), ("show", "upper-back", "--json")])
def test_a_reader_that_is_gone_already_ends_a_command_quietly_with_141(
    arguments: tuple[str, ...],
) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    try:
        done = subprocess.run(
            [*PROGRAM, *arguments], stdout=write_end, stderr=subprocess.PIPE, check=False
        )
    finally:
        os.close(write_end)

    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("options", [(), ("--side", "left", "--hold", "10s", "--yes")])
def test_every_line_of_json_parses_and_the_last_is_the_outcome(options: tuple[str, ...]) -> None:
    done = run(*_QUICK, "--json", *options)

    assert (done.returncode, done.stderr) == (0, "")
    *events, outcome = [json.loads(line) for line in done.stdout.splitlines()]
    assert {event["event"] for event in events} == {"cue"}
    times = [event["at_ms"] for event in events]
    assert times == sorted(times)
    assert outcome["event"] == "outcome"
    assert outcome["finished"] is True
    assert outcome["active_ms"] == times[-1]
    assert all(hold["ended"] == "done" for hold in outcome["holds"])


_PLAIN = [
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C"},
    {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    {"LANG": "C"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "cp1252"},
]
_ODD = ["utf-16", "utf-32", "cp037", "idna", "utf-7", "unicode_escape", "shift_jis", "utf-8-sig"]


@pytest.mark.parametrize("encoding", _ODD)
@pytest.mark.parametrize("arguments", [("list",), (*_QUICK, "--yes")])
def test_an_odd_encoding_is_no_defect(encoding: str, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, env=environment(PYTHONIOENCODING=encoding))

    assert done.returncode == 0
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("columns", ["²", "٣", "-1", "0", "abc", "9" * 30])
@pytest.mark.parametrize("arguments", [("list",), ("--help",), _QUICK])
def test_a_width_that_is_none_is_no_defect(columns: str, arguments: tuple[str, ...]) -> None:
    done = run(*arguments, env=environment(COLUMNS=columns))

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["a\x1b[2Jb", "a\u061cb", "a\x9bb"])
@pytest.mark.parametrize("command", [(), ("show",), ("check",), ("add", "--yes")])
def test_the_name_of_a_file_cannot_move_the_cursor(name: str, command: tuple[str, ...]) -> None:
    done = run(*command, f"./{name}.yaml")

    assert done.returncode in (1, 2)
    assert name not in done.stdout + done.stderr
    assert not set("\x1b\u061c\x9b") & set(done.stdout + done.stderr)


@pytest.mark.parametrize(
    ("changes", "arguments"),
    [
        *((changes, ("show", "upper-back")) for changes in _PLAIN),
        *((changes, _QUICK) for changes in _PLAIN[:2]),
        *((_PLAIN[0], arguments) for arguments in (("list",), (*_QUICK, "--json"), ("--help",))),
    ],
)
def test_a_plain_locale_gets_ascii_and_never_a_traceback(
    changes: dict[str, str], arguments: tuple[str, ...]
) -> None:
    done = run(*arguments, env=environment(**changes))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "??" not in done.stdout


def test_a_title_that_the_encoding_lacks_is_shown_as_far_as_it_goes(home: Path) -> None:
    (home / "routines").mkdir()
    path = home / "routines" / "own.yaml"
    path.write_text(
        "title: Dehnübung\nsafety: {before: [Ruhig.], stop_signs: [Schmerz], during: Halt.}\n"
        "positions: {one: {title: Eins, hand: Über den Kopf.}}\n",
        encoding="utf-8",
    )

    shown, listed = (
        run(*arguments, env=environment(PYTHONIOENCODING="ascii"))
        for arguments in (("show", str(path)), ("list",))
    )

    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("Dehn*bung  (0:45)")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert "Dehn?bung" in listed.stdout


def test_almost_no_environment_is_enough(home: Path) -> None:
    done = run("list", env={"STRETCH_HOME": str(home)})

    assert done.returncode == 0
    assert "upper-back" in done.stdout
