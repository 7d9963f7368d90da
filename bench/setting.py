"""The setting of a run: the command, its home folder, and how thorough it is."""

import sys
from pathlib import Path
from typing import NamedTuple


class Setting(NamedTuple):
    home: Path
    stretch: list[str]
    quick: bool

    def either(self, full: int, quick: int) -> int:
        return quick if self.quick else full


def installed() -> list[str]:
    """The command as a person runs it: the script beside this Python, or the module."""
    script = Path(sys.executable).with_name("stretch")
    return [str(script)] if script.exists() else [sys.executable, "-m", "stretchcoach"]
