"""What a scheduler or a notification hands to `python -I -m stretchcoach.remind`.

Anybody may call an address of ours, a page in a browser as well. So it has to be one of a fixed
set, alone, and it is obeyed once, while a reminder that was shown waits for an answer.
"""

import os
from collections.abc import Sequence
from typing import NamedTuple

from stretchcoach.cli import ticking
from stretchcoach.clock import now
from stretchcoach.files.reminders import take_offer
from stretchcoach.system.windows.protocol import ANSWERS


class Told(NamedTuple):
    """The folder that `STRETCH_HOME` names, and what was chosen; "" for a tick."""

    home: str
    answer: str


def told(arguments: Sequence[str]) -> Told | None:
    """What is meant; None for anything else."""
    match list(arguments):
        case []:
            return Told("", "")
        case ["--home", home]:
            return Told(home, "")
        case [url] if url in ANSWERS:
            return Told("", ANSWERS[url])
        case ["--home", home, url] if url in ANSWERS:
            return Told(home, ANSWERS[url])
    return None


def obey(arguments: Sequence[str]) -> None:
    """Raises OSError."""
    meant = told(arguments)
    if meant is None:
        return
    if meant.home:
        os.environ["STRETCH_HOME"] = meant.home
    if not meant.answer:
        ticking.tick()
        return
    offer = take_offer(now())
    if offer:
        ticking.obey(meant.answer, offer)
