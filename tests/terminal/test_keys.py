"""Keys: what is typed, in whatever pieces it arrives, as commands."""

import os
import signal
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.english import ENGLISH
from stretchcoach.core.outcome import Sign
from stretchcoach.core.session import Command
from stretchcoach.core.words import keys_after_pain
from stretchcoach.terminal.keys import WindowsKeyboard, commands, keyboard
from stretchcoach.terminal.signals import Signals

_TYPED = {
    "Space": (" ",),
    "Enter": ("\r", "\n"),
    "→": ("\x1b[C", "\x1bOC"),
    "n": ("n", "N"),
    "←": ("\x1b[D", "\x1bOD"),
    "b": ("b", "B"),
    "r": ("r", "R"),
    "x": ("x", "X"),
    "1": ("1",),
    "2": ("2",),
    "3": ("3",),
    "m": ("m", "M"),
    "q": ("q", "Q"),
    "Esc": ("\x1b",),
    "Ctrl-C": ("\x03",),
    "?": ("?",),
    "a": ("a", "A"),
    "s": ("s", "S"),
}
_DOES = {
    "begin, pause, go on": Command.TOGGLE,
    "skip to the next": Command.SKIP,
    "go back": Command.BACK,
    "restart the hold": Command.RESTART,
    "it hurts: stop at once": Command.PAIN,
    ENGLISH.sign_names[Sign.PAIN]: Command.IT_IS_PAIN,
    ENGLISH.sign_names[Sign.NUMBNESS]: Command.IT_IS_NUMBNESS,
    ENGLISH.sign_names[Sign.EMERGENCY]: Command.IT_IS_AN_EMERGENCY,
    "mute, and sound again": Command.MUTE,
    "stop": Command.STOP,
    "hide these keys": Command.HELP,
    ENGLISH.ask_back_key[1]: Command.ASK_BACK,
    ENGLISH.read_key[1]: Command.READ,
}
_PAGES = (
    *ENGLISH.keys,
    ENGLISH.ask_back_key,
    ENGLISH.read_key,
    *keys_after_pain(ENGLISH)[: len(Sign)],
)
_TOLD = [(key, _DOES[does]) for keys, does in _PAGES for key in keys.split()]


def test_the_help_pages_name_every_key_and_every_command_of_a_person() -> None:
    assert {key for key, _ in _TOLD} == set(_TYPED)
    assert {command for _, command in _TOLD} == set(Command) - {Command.AWAY}


@pytest.mark.parametrize(("key", "command"), _TOLD)
def test_a_key_of_the_help_page_does_what_is_said_there(key: str, command: Command) -> None:
    for typed in _TYPED[key]:
        assert list(commands(typed)) == [command], repr(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "\x1bn",  # with Alt
        "\x1bq",
        "\x1b ",
        "\x1b\x7f",
        "\x1b[A",  # up, and down
        "\x1bOB",
        "\x1b[1;5C",  # Ctrl and an arrow
        "\x1b[15~",  # function keys
        "\x1bOP",
        "\x1b[H",
        "\x1b[3~",
        "\x1b[<0;12;7M",  # a mouse
        "\x1b[I",  # the window gets the focus, and loses it
        "\x1b[O",
        "\x1b[200~",  # a paste begins
        "\t",
        "\x7f",
        "ä",
        "\ufffd",
        "\x1b[1;5",  # a sequence that was broken off
        "\x1b[" + "0;" * 40,
        "5",
        "\x1a",
    ],
)
def test_other_keys_mean_nothing(typed: str) -> None:
    assert list(commands(typed)) == []


def test_keys_typed_at_once_are_all_obeyed_in_their_order() -> None:
    assert list(commands(" n\x1b[Dx\x1bOCq")) == [
        Command.TOGGLE,
        Command.SKIP,
        Command.BACK,
        Command.PAIN,
        Command.SKIP,
        Command.STOP,
    ]


@pytest.mark.parametrize("char", "àä\x00\ufffd伸é\x7f")
def test_no_character_swallows_the_key_that_is_read_with_it(char: str) -> None:
    assert list(commands(f"{char}q")) == [Command.STOP]


class _Console:
    """The console of Windows, as far as it is asked."""

    def __init__(self, typed: str = "") -> None:
        self._typed = list(typed)

    def kbhit(self) -> bool:
        return bool(self._typed)

    def getwch(self) -> str:
        return self._typed.pop(0)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("\xe0M", [Command.SKIP]),
        ("\xe0K", [Command.BACK]),
        ("\x00M", [Command.SKIP]),  # the number block's
        ("\x00K", [Command.BACK]),
        ("\x00;", []),  # a function key
        ("\xe0H", []),
        ("\xe0", []),  # an "à"
        ("\xe0x", [Command.PAIN]),
        ("\xe0Mq", [Command.SKIP, Command.STOP]),
        (" q", [Command.TOGGLE, Command.STOP]),
    ],
)
def test_keys_of_a_windows_console_mean_the_same(typed: str, expected: list[Command]) -> None:
    console = WindowsKeyboard(_Console(typed), Signals())

    assert list(commands(console.read(0))) == expected


def test_a_signal_ends_the_waiting_for_a_windows_console() -> None:
    with Signals() as signals:
        signal.raise_signal(signal.SIGINT)

        # For ever, as far as a test goes: the console is asked, and nothing is typed.
        assert WindowsKeyboard(_Console(), signals).read(10**9) == ""
        assert signals.take() == [signal.SIGINT]


def test_an_escape_before_another_sequence_still_stops() -> None:
    assert list(commands("\x1b\x1b[C")) == [Command.STOP, Command.SKIP]
    assert list(commands("\x1b\x1b")) == [Command.STOP, Command.STOP]


@given(st.text())
def test_no_text_raises_and_none_becomes_more_commands_than_it_has_characters(typed: str) -> None:
    assert len(list(commands(typed))) <= len(typed)


@given(st.text("\x1b[OCD0;~ nq\x00\xe0MK?<"))
def test_escape_sequences_in_any_order_never_raise(typed: str) -> None:
    assert set(commands(typed)) <= set(Command) - {Command.AWAY}


if sys.platform != "win32":
    import fcntl
    import pty
    import select
    import termios
    from collections.abc import Iterator

    from stretchcoach.terminal import keys as keys_module
    from stretchcoach.terminal.keys import NoKeyboard, PosixKeyboard
    from tests.real import Real

    # Longer than any of these tests takes; each read returns as soon as there is something.
    _LONG_S = 20.0

    class _Line:
        """A keyboard and the hand on it: what is typed in pieces is read as it arrives."""

        def __init__(self) -> None:
            self.hand, self.fd = pty.openpty()
            self.wake, self.waker = os.pipe()
            self.keyboard = PosixKeyboard(self.fd, self.wake)

        def type(self, data: bytes) -> None:
            os.write(self.hand, data)

        def close(self) -> None:
            self.keyboard.close()
            for fd in (self.hand, self.fd, self.wake, self.waker):
                os.close(fd)

    @pytest.fixture
    def line() -> Iterator[_Line]:
        made = _Line()
        made.keyboard.open()
        yield made
        made.close()

    @pytest.mark.parametrize("split", [1, 2])
    @pytest.mark.parametrize("arrow", [b"\x1b[C", b"\x1bOC"])
    def test_an_arrow_key_that_arrives_in_two_pieces_is_one_key(
        line: _Line, monkeypatch: pytest.MonkeyPatch, arrow: bytes, split: int
    ) -> None:
        # The second piece is typed only once the first was read and more is being waited for.
        monkeypatch.setattr(keys_module, "_ESCAPE_S", _LONG_S)
        readable = keys_module._readable
        pieces = [arrow[:split], arrow[split:]]

        def typing(fds: list[int], seconds: float) -> list[int]:
            if pieces:
                line.type(pieces.pop(0))
            return readable(fds, seconds)

        monkeypatch.setattr(keys_module, "_readable", typing)

        assert list(commands(line.keyboard.read(_LONG_S))) == [Command.SKIP]
        assert not pieces

    @pytest.mark.parametrize("begun", [b"\x1b[", b"\x1bO", b"\x1b[1;5"])
    def test_a_sequence_that_never_ends_is_not_waited_for(line: _Line, begun: bytes) -> None:
        line.type(begun)

        assert line.keyboard.read(_LONG_S) == begun.decode()

    def test_a_sequence_that_goes_on_for_ever_is_read_in_pieces(line: _Line) -> None:
        line.type(b"\x1b[" + b"0;" * 1_500)

        while piece := line.keyboard.read(0):
            assert len(piece) <= 2_048
            assert list(commands(piece)) == []

    def test_a_wake_up_ends_the_waiting_for_the_rest_of_a_sequence(
        line: _Line, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(keys_module, "_ESCAPE_S", _LONG_S)
        line.type(b"\x1b[")
        os.write(line.waker, b"!")
        while select.select([line.fd], [], [], _LONG_S)[0] == []:
            pass

        assert line.keyboard.read(_LONG_S) == "\x1b["

    def test_a_character_that_arrives_in_two_pieces_is_one_character(line: _Line) -> None:
        line.type("à".encode()[:1])
        assert line.keyboard.read(_LONG_S) == ""
        line.type("à".encode()[1:] + b"q")
        assert line.keyboard.read(_LONG_S) == "àq"

    def test_ctrl_s_is_a_key_like_others_while_open(line: _Line) -> None:
        assert not termios.tcgetattr(line.fd)[0] & termios.IXON

    def test_an_esc_that_nothing_follows_stops(line: _Line) -> None:
        line.type(b"\x1b")

        assert list(commands(line.keyboard.read(_LONG_S))) == [Command.STOP]

    def test_a_wake_up_ends_the_waiting_without_a_key(line: _Line) -> None:
        os.write(line.waker, b"!")

        assert line.keyboard.read(_LONG_S) == ""

    def test_what_ctrl_c_throws_away_is_not_waited_for(
        line: _Line, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        readable = keys_module._readable

        def seen_and_thrown_away(fds: list[int], seconds: float) -> list[int]:
            seen = readable(fds, seconds)
            termios.tcflush(line.fd, termios.TCIFLUSH)  # as a terminal does at Ctrl-C
            return seen

        monkeypatch.setattr(keys_module, "_readable", seen_and_thrown_away)
        line.type(b"\x13")
        waiting = threading.Timer(_LONG_S, line.type, [b"n"])  # so that it fails, and never hangs
        waiting.start()
        try:
            assert line.keyboard.read(_LONG_S) == ""
        finally:
            waiting.cancel()
        assert not line.keyboard.gone

    def test_bytes_that_are_not_utf_8_mean_nothing(line: _Line) -> None:
        line.type(b"\xff\xfe\xc3")

        assert list(commands(line.keyboard.read(_LONG_S))) == []

    def test_a_line_that_hung_up_is_known_to_be_gone(line: _Line) -> None:
        assert not line.keyboard.gone
        os.close(line.hand)
        line.hand = os.dup(line.wake)  # so that the fixture has something to close

        assert line.keyboard.read(_LONG_S) == ""
        assert line.keyboard.gone

    def test_a_line_that_is_used_is_not_gone(line: _Line) -> None:
        line.type(b"n")
        line.keyboard.read(_LONG_S)

        assert not line.keyboard.gone

    def test_while_open_nothing_is_echoed_and_no_enter_is_needed_and_then_all_is_as_before() -> (
        None
    ):
        line = _Line()
        try:
            before = termios.tcgetattr(line.fd)
            line.keyboard.open()
            local = termios.tcgetattr(line.fd)[3]
            assert not local & (termios.ECHO | termios.ICANON)
            assert local & termios.ISIG
            line.keyboard.close()
            assert termios.tcgetattr(line.fd) == before
            line.keyboard.close()  # a second time changes nothing
            assert termios.tcgetattr(line.fd) == before
        finally:
            line.close()

    def _waiting(fd: int) -> int:
        """Bytes that were typed and not yet read."""
        return int.from_bytes(fcntl.ioctl(fd, termios.FIONREAD, b"\0" * 4), sys.byteorder)

    def test_keys_that_were_not_read_are_not_left_for_the_shell(line: _Line) -> None:
        line.type(b"nnn\r")
        while _waiting(line.fd) < 4:
            pass  # on their way through the terminal

        line.keyboard.close()

        assert select.select([line.fd], [], [], 0)[0] == []
        assert _waiting(line.fd) == 0

    def test_without_a_terminal_only_a_wake_up_ends_the_waiting(
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        with Path(os.devnull).open(encoding="ascii") as nothing:
            monkeypatch.setattr(sys, "stdin", nothing)
            with Signals() as signals:
                without = keyboard(signals)
                signal.raise_signal(signal.SIGTERM)

                assert isinstance(without, NoKeyboard)
                assert without.read(_LONG_S) == ""
                assert signals.take() == [signal.SIGTERM]

    _ASKS = "from stretchcoach.terminal.keys import one_key; print(f'it is {one_key(60)!r}')"

    def _asked() -> Real:
        """A program that asks for one key, and waits for it."""
        real = Real(program=(sys.executable, "-c", _ASKS))
        return real.until(lambda: not real.attributes[3] & termios.ICANON)

    def test_a_window_that_is_resized_is_no_answer() -> None:
        with _asked() as real:
            real.resize(60, 20)
            real.type("c")
            assert real.exit_code() == 0
            assert "it is 'c'" in real.normal_text

    def test_one_who_was_away_is_still_asked() -> None:
        with _asked() as real:
            real.signal(signal.SIGSTOP)
            os.waitpid(real.pid, os.WUNTRACED)
            real.let_the_shell_have_it()
            real.signal(signal.SIGCONT)
            real.until(lambda: not real.attributes[3] & termios.ICANON).type("c")
            assert real.exit_code() == 0
            assert "it is 'c'" in real.normal_text

    def test_a_signal_to_end_is_no_key() -> None:
        with _asked() as real:
            real.signal(signal.SIGTERM)
            assert real.exit_code() == 0
            assert "it is ''" in real.normal_text
