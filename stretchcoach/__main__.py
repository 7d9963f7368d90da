"""The entry point: runs the command line and turns failures into messages and exit codes."""

import errno
import gc
import os
import signal
import sys
from contextlib import suppress
from types import FrameType

from stretchcoach.errors import (
    EXIT_BROKEN_PIPE,
    EXIT_DEFECT,
    EXIT_FAULT,
    EXIT_HANGUP,
    EXIT_STOPPED,
    CoachError,
)


class Interrupted(SystemExit):
    """Ctrl-C outside a session: the program ends without a message."""


def _end_at_once(_: int, __: FrameType | None) -> None:
    """End without cleaning up: nothing is loaded yet."""
    os._exit(EXIT_STOPPED)


def _interrupted(_: int, frame: FrameType | None) -> None:
    while frame is not None:
        # An exception that is raised during an import may be lost, or become another error.
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            os._exit(EXIT_STOPPED)
        frame = frame.f_back
    raise Interrupted(EXIT_STOPPED)


def main() -> None:
    """Run `stretch`; ends the process with the exit code."""
    try:
        # Only where Ctrl-C has its usual meaning: behind `&` in a script it is ignored.
        if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
            signal.signal(signal.SIGINT, _end_at_once)
        code = _run()
    except (Interrupted, KeyboardInterrupt):
        code = EXIT_STOPPED
    sys.exit(code)


def _run() -> int:
    """Run the command line; return its exit code once all output is written."""
    # Imports create no garbage, and collecting costs an eighth of the start. A session turns it on
    # again.
    gc.disable()
    from stretchcoach.cli.pipes import fill_in_closed, give_up, guard

    fill_in_closed()
    guard()
    try:
        if signal.getsignal(signal.SIGINT) is _end_at_once:
            signal.signal(signal.SIGINT, _interrupted)
        code = _command()
    except Interrupted:
        give_up(sys.stdout)  # stdout may be what blocked
        raise
    with suppress(OSError, ValueError):
        sys.stderr.flush()
        return code
    give_up(sys.stderr)
    return code


def _command() -> int:
    from stretchcoach.cli.pipes import give_up

    try:
        try:
            if sys.argv[1:] == ["due"]:
                # Prompts and status lines run it, and loading typer would take longer.
                from stretchcoach.cli.ticking import due

                raise SystemExit(due())
            from stretchcoach.cli.commands import is_routine

            if len(sys.argv) == 2 and is_routine(sys.argv[1]):
                # A routine's name alone needs no typer. Without it the first picture comes in two
                # thirds of the time.
                from stretchcoach.cli.leading import Wanted, lead

                raise SystemExit(lead(sys.argv[1], Wanted()))
            from stretchcoach.cli.app import app

            app(prog_name="stretch")
        except SystemExit as leaving:
            if isinstance(leaving, Interrupted):
                raise
            sys.stdout.flush()
            return leaving.code if isinstance(leaving.code, int) else int(bool(leaving.code))
    except CoachError as error:
        told = error.told(excerpts=sys.stderr.isatty())
        _tell(f"{told}\n{error.hint}" if error.hint else told)
        return error.exit_code
    except BrokenPipeError:
        # The reader has gone, as in `stretch list | head -1`: end as other programs do.
        give_up(sys.stdout)
        return EXIT_BROKEN_PIPE
    except OSError as error:
        give_up(sys.stdout)
        if error.errno == errno.EIO:
            return EXIT_HANGUP  # the terminal has gone: nobody can read a message
        # A full disk, or a device that has gone: no defect of ours.
        _tell(f"stretch could not go on: {error.strerror or error}.")
        return EXIT_FAULT
    except MemoryError:
        _tell("stretch could not go on: there is not enough memory.")
        return EXIT_FAULT
    except ImportError as error:
        hint = "It was changed meanwhile, or memory is short: try again, or install it anew."
        _tell(f"A part of stretch cannot be loaded: {error}.\n{hint}")
        return EXIT_FAULT
    except Exception as error:
        try:
            from stretchcoach.cli.defect import report

            _tell(report(error))
        except Exception:  # the report fails, too
            _tell(f"stretch has a defect: {type(error).__name__}: {error}")
        return EXIT_DEFECT
    return 0


def _tell(words: str) -> None:
    with suppress(OSError):  # without a message there is still the exit code
        print(words, file=sys.stderr)


if __name__ == "__main__":
    main()
