"""Programs of the system that stand on a path of their own, and note what they were given."""

import shlex
import sys
from pathlib import Path


class Programs:
    """A folder that is all of `PATH`, but for what a shell script needs itself."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._log, self._words = folder / "log", folder / "words"
        folder.mkdir()
        for name in ("sh", "cat", "sleep", "rm"):
            (folder / name).symlink_to(f"/bin/{name}")

    def add(self, name: str, does: str = "") -> None:
        """This program; it notes its arguments, one call a line, and then does this."""
        program = self.folder / name
        note = f"printf '%s\\n' \"{name} $*\" >>{shlex.quote(str(self._log))}"
        words = f"{{ printf '%s\\0' \"$@\"; printf '\\1'; }} >>{shlex.quote(str(self._words))}"
        program.write_text(f"#!/bin/sh\n{note}\n{words}\n{does}\n")
        program.chmod(0o755)

    @property
    def calls(self) -> list[str]:
        return self._log.read_text().splitlines() if self._log.exists() else []

    @property
    def words(self) -> list[list[str]]:
        """The arguments of each call, whatever stands in them."""
        text = self._words.read_text() if self._words.exists() else ""
        return [call.split("\0")[:-1] for call in text.split("\1")[:-1]]


PYTHON = sys.executable
