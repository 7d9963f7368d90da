"""The standard streams: what may leave through them, and what to do when they take nothing more."""

import io
import os
import sys
from contextlib import suppress
from typing import TextIO

from stretchcoach.core.harmless import harmless


class Gate(io.TextIOWrapper):
    """A stream on which no name of a file, and no word from another program, moves the cursor."""

    def write(self, text: str, /) -> int:
        super().write(harmless(text, keep="\n\t"))
        return len(text)


def fill_in_closed() -> None:
    """Python has None for a stream that was closed before it started (`stretch list >&-`).

    The lint rules want these files closed; they are the streams until the process ends.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def guard() -> None:
    """Let all that is printed pass the gate, and no byte that is typed be the end of a question."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    sys.stdout, sys.stderr = _guarded(sys.stdout), _guarded(sys.stderr)
    # What was there first is not usable any more, and is asked for the width of the terminal.
    for name in ("stdout", "stderr"):
        setattr(sys, f"__{name}__", getattr(sys, name))


def _guarded(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    encoding, at_lines, at_once = stream.encoding, stream.line_buffering, stream.write_through
    try:
        "a".encode(encoding, "replace")
    except (UnicodeError, LookupError):
        encoding = "utf-8"  # as with PYTHONIOENCODING=idna, which is not made for this
    # A locale without a character shows "?" for it; it must not be the end of a session.
    return Gate(
        stream.detach(),
        encoding,
        "replace",
        line_buffering=at_lines,
        write_through=at_once,
    )


def give_up(stream: TextIO) -> None:
    """Send the rest nowhere, so that Python's own last flush cannot fail, too."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
