"""One tick, as the system's scheduler runs it: `python -I -m stretchcoach.remind`.

It ends with 0 whatever comes: a scheduler that mails or counts failures has nobody to tell.
"""

import gc
import sys
from contextlib import suppress


def main() -> None:
    gc.disable()  # it lives for some hundredths of a second
    from stretchcoach.cli.ticking import tick

    try:
        tick()
    except Exception as error:
        from stretchcoach.cli.defect import report

        with suppress(Exception):
            print(report(error), file=sys.stderr)


if __name__ == "__main__":
    main()
