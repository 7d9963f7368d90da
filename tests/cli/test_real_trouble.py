"""The real program when its terminal takes nothing, is taken away, or sends nonsense."""

import os
import pty
import shutil
import signal
import subprocess
import sys
import termios
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("a pty is needed, which Windows has not", allow_module_level=True)

import stretchcoach
from stretchcoach.core.english import ENGLISH
from stretchcoach.files.folders import built_in_folder
from tests.cli.program import PROGRAM, environment
from tests.real import MAIN_SCREEN, SHOW_CURSOR, Real, attributes_before

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")

_SESSION = ("upper-back", "--no-sound", "--yes")
_ENDINGS = [("q", 130), ("\x03", 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]


def _end(real: Real, by: str | int) -> None:
    if isinstance(by, str):
        real.type(by)
    else:
        real.signal(by)


def _with_flow_control() -> None:
    mode = termios.tcgetattr(0)
    mode[0] |= termios.IXON
    termios.tcsetattr(0, termios.TCSANOW, mode)


def _stopped() -> None:
    termios.tcflow(0, termios.TCOOFF)


@pytest.mark.parametrize(("by", "code"), _ENDINGS)
def test_ctrl_s_in_a_session_stops_nothing(by: str | int, code: int) -> None:
    with Real(*_SESSION, first=_with_flow_control) as real:
        real.until("GET READY")
        before = attributes_before()
        before[0] |= termios.IXON
        real.type("\x13n")
        real.until("INTO POSITION")
        real.type("\x13")
        _end(real, by)

        assert real.exit_code() == code
        assert real.attributes == before
        assert not real.on_alternate_screen
        assert not real.cursor_hidden


@pytest.mark.parametrize("options", [(), ("--plain",), ("--json",)])
@pytest.mark.parametrize(("by", "code"), _ENDINGS)
def test_a_terminal_that_takes_nothing_does_not_stand_between_a_session_and_its_end(
    by: str | int, code: int, options: tuple[str, ...]
) -> None:
    with Real(*_SESSION, "--speed", "50", "--hold", "60s", *options) as real:
        real.until(lambda: len(real.written) > 50)
        real.type("?nbnbnbnbnbnbnbnbnbnbnbnb" * 4)
        real.until_stuck()
        _end(real, by)

        assert real.end_unread() == code
        assert not real.left_over()
        real.exit_code()  # what is read at last
        assert real.attributes == attributes_before()
        assert not real.on_alternate_screen
        assert not real.cursor_hidden


@pytest.mark.parametrize("first", [_stopped, _with_flow_control])
def test_a_terminal_that_was_stopped_before_takes_the_session(first: Callable[[], None]) -> None:
    with Real(*_SESSION, first=first) as real:
        real.type("\x13")
        real.until("GET READY")
        real.type("q")
        assert real.exit_code() == 130


def _fill(fd: int) -> None:
    with suppress(BlockingIOError):
        while True:
            os.write(fd, b"x")


def _print_to(path: Path) -> None:
    os.dup2(os.open(path, os.O_WRONLY), 1)


@pytest.mark.parametrize("option", ["--plain", "--json"])
def test_a_full_pipe_does_not_stand_between_a_signal_and_the_end(
    option: str, tmp_path: Path
) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = os.open(path, os.O_RDWR | os.O_NONBLOCK)
    _fill(reader)
    with Real(*_SESSION, option, first=lambda: _print_to(path)) as real:
        real.until(lambda: not real.attributes[3] & termios.ECHO)  # it has taken the keyboard
        real.signal(signal.SIGTERM)
        assert real.end_unread() == 143
    os.close(reader)


@pytest.mark.parametrize("option", ["--plain", "--json"])
def test_a_reader_that_was_slow_gets_every_line_in_the_end(option: str) -> None:
    read_end, write_end = os.pipe()
    os.set_blocking(write_end, False)
    _fill(write_end)
    os.set_blocking(write_end, True)
    command = [*PROGRAM, "upper-back-quick", "--no-sound", "--yes", "--speed", "100", option]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=write_end, env=environment()
    ) as slow:
        os.close(write_end)
        with os.fdopen(read_end, "rb") as pipe:
            first = pipe.read(1)
            # Only when the session has long ended is the rest read.
            told = first + pipe.read()
        assert slow.wait() == 0
    assert b"All done." in told
    assert told.strip().endswith(b"30 s" if option == "--plain" else b"}")


@pytest.mark.parametrize(
    "name", ["SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM", "SIGPROF", "SIGXCPU", "SIGIO"]
)
def test_any_other_signal_that_ends_a_program_leaves_the_terminal_as_it_was(name: str) -> None:
    number = getattr(signal, name)
    with Real(*_SESSION) as real:
        real.until("GET READY")
        real.signal(number)

        assert real.exit_code() == 128 + number
        assert real.attributes == attributes_before()
        assert not real.on_alternate_screen
        assert not real.cursor_hidden


def _ignore(number: int) -> None:
    signal.signal(number, signal.SIG_IGN)


@pytest.mark.parametrize("name", ["SIGINT", "SIGHUP", "SIGQUIT", "SIGTERM"])
def test_a_signal_that_was_ignored_before_stays_ignored(name: str) -> None:
    number = getattr(signal, name)
    with Real(*_SESSION, first=lambda: _ignore(number)) as real:
        real.until("GET READY")
        real.signal(number)
        real.type("n")
        real.until("INTO POSITION")
        real.type("q")
        assert real.exit_code() == 130


_MAIN = """\
from stretchcoach.__main__ import main
main()
"""
_HALF_WAY = """\
from stretchcoach.terminal import screen
opened = screen.Screen.open
def breaking(self):
    opened(self)
    raise RuntimeError("the sky fell")
screen.Screen.open = breaking
from stretchcoach.__main__ import main
main()
"""


def test_an_error_while_the_terminal_is_being_taken_gives_it_back(home: Path) -> None:
    del home
    with Real(program=(sys.executable, "-c", _HALF_WAY, *_SESSION)) as real:
        assert real.exit_code() == 3
        assert real.attributes == attributes_before()
        assert not real.on_alternate_screen
        assert real.written.rfind(SHOW_CURSOR) > 0
        assert MAIN_SCREEN in real.written
        assert "the sky fell" in real.normal_text


def test_a_sequence_that_goes_on_for_ever_keeps_nothing_waiting() -> None:
    with Real(*_SESSION) as real:
        real.until("GET READY")
        # Begun once: a second Esc may be read alone, on a busy machine, and ends the session.
        real.type("\x1b[")
        for _ in range(200):
            real.type("0;" * 500)
        real.type("x")
        real.until("Ease out slowly.")
        real.signal(signal.SIGTERM)
        assert real.exit_code() == 143
        assert real.attributes == attributes_before()


_ACCENT = "à"


def test_a_letter_of_another_language_does_not_swallow_the_next_key() -> None:
    with Real(*_SESSION) as real:
        real.until("GET READY")
        real.type(f"{_ACCENT}x")
        real.until("Stop. Ease out slowly.")
        real.type(f"{_ACCENT}q")
        assert real.exit_code() == 130


_COMMAND = " ".join((*PROGRAM, *_SESSION))


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_started_in_the_background_and_brought_to_the_front_it_takes_keys() -> None:
    program = ("bash", "--norc", "--noprofile", "--noediting", "-i")
    with Real(program=program, env=environment(PS1="ready> ", HISTFILE=None)) as real:
        real.until("ready>")
        real.type(f"{_COMMAND} &\r")
        real.until("GET READY")
        real.type("fg\r")
        cleared = real.times_cleared
        real.until(lambda: real.times_cleared > cleared and "GET READY" in real.text)
        real.type("x")
        real.until("Stop. Ease out slowly.")
        real.type("q")
        real.until(lambda: not real.on_alternate_screen and "Upper back: Stopped." in real.text)


@pytest.mark.parametrize("option", ["--plain", "--json"])
def test_stopped_and_continued_where_nobody_can_press_a_key_it_goes_on(option: str) -> None:
    command = [*PROGRAM, "upper-back-quick", "--no-sound", "--yes", "--speed", "20", option]
    command += ["--side", "left", "--hold", "10s"]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env=environment(),
        encoding="utf-8",
    ) as session:
        assert session.stdout is not None
        told = session.stdout.readline()
        session.send_signal(signal.SIGSTOP)
        os.waitpid(session.pid, os.WUNTRACED)
        session.send_signal(signal.SIGCONT)
        told += session.stdout.read()
        assert session.wait() == 0
    assert ENGLISH.away_briefly in told
    assert "All done." in told


@pytest.mark.parametrize("option", ["--plain", "--json"])
def test_a_terminal_that_goes_without_a_signal_ends_a_session_as_a_hangup_does(
    option: str,
) -> None:
    hand, fd = pty.openpty()
    command = [*PROGRAM, *_SESSION, "--speed", "20", option]
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=fd, stderr=subprocess.PIPE, env=environment()
    ) as session:
        os.close(fd)
        os.read(hand, 1)
        os.close(hand)
        assert session.wait() == 129
        assert session.stderr is not None
        assert session.stderr.read() == b""


def test_ctrl_c_at_a_question_ends_with_130(tmp_path: Path) -> None:
    strange = tmp_path / "from-a-friend.yaml"
    strange.write_text("extends: calves\n", encoding="utf-8")
    with Real("add", str(strange), rows=60) as real:
        real.until("Add it as from-a-friend?")
        real.type("\x03")
        assert real.exit_code() == 130
        assert "Abort" not in real.normal_text


_STRIKING = """\
import signal, sys
class Strike:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            sys.meta_path.remove(self)
            signal.raise_signal(signal.SIGINT)
sys.meta_path.insert(0, Strike())
from stretchcoach.__main__ import main
main()
"""


@pytest.mark.parametrize(
    "name",
    [
        "stretchcoach.cli.pipes",
        "stretchcoach.cli.app",
        "typer",
        "typer.core",
        "stretchcoach.cli.session",
        "stretchcoach.cli.leading",
        "yaml",
        "stretchcoach.files.names",
        "stretchcoach.terminal.terminal",
    ],
)
def test_ctrl_c_while_it_is_still_loading_ends_with_130_and_no_word(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _STRIKING.format(name=name), *_SESSION],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=environment(),
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.parametrize("option", ["--no-sound", "--plain"])
def test_an_upgrade_in_the_midst_of_a_session_does_not_break_its_end(
    option: str, tmp_path: Path
) -> None:
    package = tmp_path / "stretchcoach"
    shutil.copytree(Path(stretchcoach.__file__).parent, package)
    shutil.copytree(built_in_folder(), tmp_path / "routines")
    begin = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{_MAIN}"
    program = (sys.executable, "-c", begin)
    with Real("upper-back", "--yes", "--no-sound", option, program=program) as real:
        real.until("Get ready.")
        real.type("n")
        real.until("nto position")
        shutil.rmtree(package)
        real.type("q")

        assert real.exit_code() == 130
        assert "Upper back: Stopped. 0:00 held" in real.normal_text
        assert "Traceback" not in real.normal_text
        assert "defect" not in real.normal_text
