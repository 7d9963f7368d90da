"""What to do with a standard output that can no longer be written to."""

import os
import sys
from contextlib import suppress


def give_up_stdout() -> None:
    """Send the rest nowhere, so that Python's own last flush cannot fail, too."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
