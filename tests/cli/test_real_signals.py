"""The real program in a real terminal when signals, a shell's job control or a defect strike."""

import re
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pty is needed, which Windows has not", allow_module_level=True)

from tests.cli.program import PROGRAM, environment
from tests.real import HIDE_CURSOR, MAIN_SCREEN, SHOW_CURSOR, Real, attributes_before

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")

_COMMAND = " ".join((*PROGRAM, "upper-back", "--no-sound", "--yes"))
_DEFECT = """\
import stretchcoach.terminal.screen as screen
drawn = screen.paged
def breaking(frame, *size, **look):
    if frame.help:
        raise RuntimeError("the sky fell")
    return drawn(frame, *size, **look)
screen.paged = breaking
from stretchcoach.__main__ import main
main()
"""


@pytest.fixture
def running() -> Iterator[Real]:
    with Real("upper-back", "--no-sound", "--yes") as real:
        yield real.until("GET READY")


def _assert_given_back(real: Real) -> None:
    assert real.attributes == attributes_before()
    assert not real.on_alternate_screen
    assert not real.cursor_hidden
    assert real.written.rfind(SHOW_CURSOR) > real.written.rfind(HIDE_CURSOR) >= 0
    assert MAIN_SCREEN in real.written


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"])
@pytest.mark.parametrize("paused", [False, True])
def test_a_signal_ends_the_session_with_its_code_and_the_terminal_as_it_was(
    running: Real, name: str, paused: bool
) -> None:
    if paused:
        running.type(" ")
        running.until("PAUSED")
    number = getattr(signal, name)
    running.signal(number)

    assert running.exit_code() == 128 + number
    _assert_given_back(running)
    assert not running.left_over()
    assert running.normal_text.startswith("Upper back: Stopped.")


def test_a_signal_at_the_gate_ends_the_program_too() -> None:
    with Real("upper-back", "--no-sound") as real:
        real.until("Enter: begin")
        real.signal(signal.SIGTERM)

        assert real.exit_code() == 143
        _assert_given_back(real)


def test_stopped_and_continued_from_outside_it_is_paused_and_says_why(running: Real) -> None:
    running.type("n")
    running.until("INTO POSITION")

    running.stop_and_continue()

    running.until("PAUSED").until("Paused: the session was interrupted.")
    running.type(" ")
    running.until("INTO POSITION")
    running.type("q")
    assert running.exit_code() == 130
    _assert_given_back(running)


def test_stopped_and_continued_at_the_gate_it_still_waits_there() -> None:
    with Real("upper-back", "--no-sound") as real:
        real.until("Enter: begin")
        cleared = real.times_cleared
        real.stop_and_continue()
        real.until(lambda: real.times_cleared > cleared and "Enter: begin" in real.rows[-1])
        real.type("\r")
        real.until("GET READY")


def test_an_exception_inside_gives_the_terminal_back_before_it_is_told(home: Path) -> None:
    program = (sys.executable, "-c", _DEFECT, "upper-back", "--no-sound", "--yes")
    with Real(program=program) as real:
        real.until("GET READY")
        real.type("?")

        assert real.exit_code() == 3
        _assert_given_back(real)
        assert not real.left_over()
        told = " ".join(real.normal_text.split())
        assert "stretch has a defect: RuntimeError: the sky fell" in told
        assert str(home / "log" / "defect.log") in real.normal_text.replace("\n", "")
        assert "Traceback" not in told


def test_plain_in_a_terminal_takes_keys_and_leaves_the_screen_alone() -> None:
    with Real("upper-back", "--no-sound", "--plain") as real:
        real.until("Enter: begin · s read aloud · q leave · ? keys")
        real.type(" ")
        real.until(" 0:00  Get ready. Left arm. Stand side-on, left shoulder to the wall, forearm")
        real.type(" ")
        real.until("Paused.")
        real.type("n")
        real.until("Into position: left arm, shoulder height.")
        real.type("?")
        real.until("restart the hold")
        real.type("q")

        assert real.exit_code() == 130
        assert b"\x1b" not in real.written
        assert real.attributes == attributes_before()
        assert not real.left_over()
        assert "Upper back: Stopped. 0:00 held" in real.normal_text


@pytest.mark.parametrize("term", ["dumb", "", None])
def test_a_terminal_that_can_do_nothing_gets_the_transcript(term: str | None) -> None:
    with Real("upper-back", "--no-sound", env=environment(TERM=term)) as real:
        real.until("Enter: begin · s read aloud · q leave · ? keys")
        real.type("\r")
        real.until("Get ready. Left arm. Stand side-on, left shoulder to the wall, forearm")
        real.type("q")

        assert real.exit_code() == 130
        assert b"\x1b" not in real.written
        assert real.attributes == attributes_before()


def test_an_ascii_locale_gets_an_ascii_screen() -> None:
    with Real("upper-back", "--no-sound", "--yes", env=environment(LC_ALL="C")) as real:
        real.until("Any pain: stop (q)")
        real.until("@@@")  # the working arm of the figure, which comes with the second picture
        assert real.text.isascii()
        real.type("q")
        assert real.exit_code() == 130
        assert real.written.isascii()


def test_json_in_a_terminal_asks_for_no_key() -> None:
    with Real("upper-back-quick", "--no-sound", "--json", "--speed", "100") as real:
        assert real.exit_code() == 0
        assert '"finished": true' in real.normal_text.replace("\n", "")
        assert b"\x1b" not in real.written
        assert real.attributes == attributes_before()


# Under a shell, whose job control stops, continues and takes the terminal back.


@pytest.fixture
def bash() -> Iterator[Real]:
    if shutil.which("bash") is None:
        pytest.skip("job control is tried under bash, which is not here")
    program = ("bash", "--norc", "--noprofile", "--noediting", "-i")
    with Real(program=program, env=environment(PS1="ready> ", HISTFILE=None)) as real:
        yield real.until("ready>")


def _at_the_prompt(real: Real, told: str) -> None:
    """The shell has the terminal again: this stands above its prompt."""
    real.until(
        lambda: (
            not real.on_alternate_screen
            and told in real.text
            and real.text.rstrip().endswith("ready>")
        )
    )


def _attributes_told(real: Real, name: str) -> str:
    """The terminal's attributes as `stty` tells them under the shell, in one line or two."""
    told = re.compile(rf"{name}=([0-9a-f:]+)=end")
    real.type(f"clear; echo {name}=$(stty -g)=end\r")
    real.until(lambda: told.search(real.text.replace("\n", "")) is not None)
    found = told.search(real.text.replace("\n", ""))
    assert found is not None
    return found[1]


def test_ctrl_z_hands_the_terminal_back_and_the_session_is_paused_on_return(bash: Real) -> None:
    before = _attributes_told(bash, "before")
    bash.type(f"clear; {_COMMAND}\r")
    bash.until("GET READY")

    bash.type("\x1a")
    _at_the_prompt(bash, "Stopped")
    assert not bash.cursor_hidden
    assert _attributes_told(bash, "during") == before

    cleared = bash.times_cleared
    bash.type("fg\r")
    bash.until(lambda: bash.on_alternate_screen)
    bash.until_drawn_anew(cleared, "Paused: the session was interrupted.")
    assert "Left arm · Shoulder height · 1 of 3" in bash.text
    assert bash.cursor_hidden

    bash.type(" ")
    bash.until("GET READY")
    bash.type("q")
    _at_the_prompt(bash, "Upper back: Stopped.")
    bash.type("echo code=$?\r")
    _at_the_prompt(bash, "code=130")
    assert _attributes_told(bash, "after") == before


def test_ctrl_z_works_again_and_again(bash: Real) -> None:
    bash.type(f"clear; {_COMMAND}\r")
    bash.until("GET READY")
    for _ in range(3):
        bash.type("\x1a")
        _at_the_prompt(bash, "Stopped")
        cleared = bash.times_cleared
        bash.type("fg\r")
        bash.until(lambda: bash.on_alternate_screen)
        bash.until_drawn_anew(cleared, "PAUSED")
    bash.type("q")
    _at_the_prompt(bash, "Upper back: Stopped.")


def test_continued_in_the_background_it_waits_for_the_foreground(bash: Real) -> None:
    bash.type(f"clear; {_COMMAND}\r")
    bash.until("GET READY")
    bash.type("\x1a")
    _at_the_prompt(bash, "Stopped")

    # Reaching for the terminal from the background stops it again, as it does any program.
    bash.type("clear; bg; wait; jobs\r")
    bash.until(lambda: bash.text.count("Stopped") >= 1)
    bash.type("fg\r")
    bash.until(lambda: bash.on_alternate_screen)
    bash.until("PAUSED")
    bash.type("q")
    _at_the_prompt(bash, "Upper back: Stopped.")


@pytest.mark.parametrize("name", ["TERM", "HUP", "INT"])
def test_a_signal_that_comes_while_it_is_stopped_still_ends_it(bash: Real, name: str) -> None:
    before = _attributes_told(bash, "before")
    bash.type(f"clear; {_COMMAND}\r")
    bash.until("GET READY")
    bash.type("\x1a")
    _at_the_prompt(bash, "Stopped")

    bash.type(f"clear; kill -{name} %1; fg; echo code=$?\r")
    _at_the_prompt(bash, f"code={128 + getattr(signal, f'SIG{name}')}")

    assert "Upper back: Stopped." in bash.text
    assert not bash.cursor_hidden
    assert _attributes_told(bash, "after") == before


# As lines each step of the setup takes its time before the next, so they come ten times as fast.
@pytest.mark.parametrize("options", [(), ("--plain", "--speed", "10")])
def test_a_window_that_is_closed_ends_the_session(options: tuple[str, ...]) -> None:
    with Real("upper-back", "--no-sound", "--yes", *options) as real:
        real.until("Left hand at shoulder height.")

        assert real.hang_up() == 128 + signal.SIGHUP
        assert not real.left_over()
