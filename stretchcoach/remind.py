"""One tick, as the system's scheduler runs it: `python -I -m stretchcoach.remind`.

With arguments it carries out the answer to a notification (`cli/answering.py`).

Its exit code is always 0: some schedulers mail or count failures, and nobody could act on them.
"""

import gc
import sys
from contextlib import suppress


def main() -> None:
    gc.disable()  # it runs for some hundredths of a second
    try:
        if sys.argv[1:]:
            from stretchcoach.cli.answering import obey

            obey(sys.argv[1:])
        else:
            from stretchcoach.cli.ticking import tick

            tick()
    except Exception as error:
        from stretchcoach.cli.defect import report

        with suppress(Exception):
            print(report(error), file=sys.stderr)


if __name__ == "__main__":
    main()
