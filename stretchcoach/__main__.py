"""The entry point: runs the command line and turns what goes wrong into words and exit codes."""

import gc
import io
import sys

from stretchcoach.errors import EXIT_DEFECT, CoachError


def main() -> None:
    """Run `stretch`; ends the process with the exit code."""
    # Loading makes nothing but things that stay, so looking for garbage meanwhile finds none and
    # costs an eighth of the start. A session turns it on again.
    gc.disable()
    from stretchcoach.cli.app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A locale without a character shows "?" for it; it must not be the end of a session.
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="stretch")
    except CoachError as error:
        print(error.message, error.hint, sep="\n" if error.hint else "", file=sys.stderr)
        sys.exit(error.exit_code)
    except Exception as error:
        from stretchcoach.cli.defect import report

        print(report(error), file=sys.stderr)
        sys.exit(EXIT_DEFECT)


if __name__ == "__main__":
    main()
