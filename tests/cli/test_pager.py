"""`stretch show` at a terminal goes through the person's pager, and in a pipe never."""

import sys
from pathlib import Path

import pytest

from tests.cli.program import environment, run

if sys.platform == "win32":
    pytest.skip("a pty is needed", allow_module_level=True)

from tests.real import Real

_END = "--extend calves"


def _pager(folder: Path, does: str) -> str:
    path = folder / "pager"
    path.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_whole_text_goes_through_the_pager(tmp_path: Path) -> None:
    pager = _pager(tmp_path, 'echo "paged with $1, LESS=$LESS"; cat')
    with Real("show", "calves", env=environment(PAGER=f"{pager} -x", LESS=None)) as real:
        assert real.exit_code() == 0
        assert "paged with -x, LESS=FRX" in real.normal_text
        assert real.normal_text.count(_END) == 1


@pytest.mark.parametrize("pager", ["", "cat", "/no/such/pager", "false", "'"])
def test_without_a_pager_that_works_the_text_is_printed_once(pager: str) -> None:
    with Real("show", "calves", env=environment(PAGER=pager)) as real:
        assert real.exit_code() == 0
        assert real.normal_text.count(_END) == 1


def test_ctrl_c_is_for_the_pager(tmp_path: Path) -> None:
    pager = _pager(tmp_path, "trap 'echo caught; exit 0' INT; echo waiting; sleep 60 & wait $!")
    with Real("show", "calves", env=environment(PAGER=pager)) as real:
        real.until("waiting")
        real.type("\x03")
        assert real.exit_code() == 0
        assert "caught" in real.normal_text
        assert _END not in real.normal_text


def test_a_terminal_that_can_do_nothing_gets_the_text(tmp_path: Path) -> None:
    pager = _pager(tmp_path, "echo paged")
    with Real("show", "calves", env=environment(PAGER=pager, TERM="dumb")) as real:
        assert real.exit_code() == 0
        assert "paged" not in real.normal_text


def test_in_a_pipe_there_is_no_pager(tmp_path: Path) -> None:
    pager = _pager(tmp_path, "echo paged")
    done = run("show", "calves", env=environment(PAGER=pager))
    assert _END in done.stdout
    assert "paged" not in done.stdout
