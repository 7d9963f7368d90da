"""The standard streams: makes output harmless, and handles streams that are closed."""

import io
import os
import sys
from contextlib import suppress
from typing import TextIO

from stretchcoach.core.harmless import harmless


class Gate(io.TextIOWrapper):
    """A stream on which foreign text, such as a file's name, cannot move the cursor."""

    def write(self, text: str, /) -> int:
        super().write(harmless(text, keep="\n\t"))
        return len(text)


def fill_in_closed() -> None:
    """Replace streams that were closed before Python started (`stretch list >&-`) and are None.

    The lint rules want these files closed, but they are the streams until the process ends.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def guard() -> None:
    """Make all printed text harmless. An invalid byte that is typed must not end a question."""
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    sys.stdout, sys.stderr = _guarded(sys.stdout), _guarded(sys.stderr)
    # Libraries ask these for the terminal's width, and the first ones are detached.
    for name in ("stdout", "stderr"):
        setattr(sys, f"__{name}__", getattr(sys, name))


def _guarded(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    encoding, at_lines, at_once = stream.encoding, stream.line_buffering, stream.write_through
    try:
        "a".encode(encoding, "replace")
    except (UnicodeError, LookupError):
        encoding = "utf-8"  # as with PYTHONIOENCODING=idna, which cannot be used here
    # A character that the locale lacks becomes "?". It must not end a session.
    return Gate(
        stream.detach(),
        encoding,
        "replace",
        line_buffering=at_lines,
        write_through=at_once,
    )


def give_up(stream: TextIO) -> None:
    """Redirect the stream to nowhere, so that Python's last flush cannot fail, too."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
