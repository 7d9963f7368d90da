"""What leaves the program never keeps it from going on, whatever the other end does."""

import os
import sys

import pytest

from stretchcoach.terminal.out import Out

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a console cannot be asked")


def test_a_terminal_that_says_it_has_room_and_takes_nothing_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As where there is one byte of room, and a line end takes two."""
    refused = 0

    def refuse(*_: object) -> int:
        nonlocal refused
        refused += 1
        assert refused < 100, "it would be tried for ever"
        raise BlockingIOError

    read, write = os.pipe()
    with os.fdopen(read), os.fdopen(write, "w") as stream:
        out = Out(stream)
        out.write("One.\n")
        monkeypatch.setattr(os, "write", refuse)
        assert not out.finish(0.01)
        assert refused > 0
        monkeypatch.undo()
        assert out.behind == len("One.\n")
        assert out.finish(0)
