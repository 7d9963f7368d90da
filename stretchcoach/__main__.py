"""The entry point: runs the command line and turns what goes wrong into words and exit codes."""

import gc
import io
import os
import sys

from stretchcoach.errors import EXIT_DEFECT, EXIT_FAULT, CoachError


def _fill_in_closed_streams() -> None:
    """Python has None for a stream that was closed before it started (`stretch list >&-`).

    The lint rules want these files closed; they are the streams until the process ends.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123


def main() -> None:
    """Run `stretch`; ends the process with the exit code."""
    # Loading makes nothing but things that stay, so looking for garbage meanwhile finds none and
    # costs an eighth of the start. A session turns it on again.
    gc.disable()
    from stretchcoach.cli.app import app
    from stretchcoach.cli.pipes import give_up_stdout

    _fill_in_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A locale without a character shows "?" for it; it must not be the end of a session.
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="stretch")
    except CoachError as error:
        told = error.told(excerpts=sys.stderr.isatty())
        print(told, error.hint, sep="\n" if error.hint else "", file=sys.stderr)
        sys.exit(error.exit_code)
    except OSError as error:
        # A full disk, a device that has gone: outside of us, and nothing that we can mend.
        give_up_stdout()
        print(f"stretch could not go on: {error.strerror or error}.", file=sys.stderr)
        sys.exit(EXIT_FAULT)
    except Exception as error:
        from stretchcoach.cli.defect import report

        print(report(error), file=sys.stderr)
        sys.exit(EXIT_DEFECT)


if __name__ == "__main__":
    main()
