"""The arguments that a scheduler or a notification gives to `python -I -m stretchcoach.remind`.

Anybody may call an address of ours, even a page in a browser. So only a fixed set of addresses is
allowed, without further arguments. One is obeyed only once, while a reminder waits for its answer.
"""

import os
from collections.abc import Sequence
from typing import NamedTuple

from stretchcoach.cli import ticking
from stretchcoach.clock import now
from stretchcoach.files.reminders import take_offer
from stretchcoach.system.windows.protocol import ANSWERS


class Told(NamedTuple):
    """The folder for `STRETCH_HOME`, and the answer; "" for a tick."""

    home: str
    answer: str


def told(arguments: Sequence[str]) -> Told | None:
    """The meaning of these arguments; None if they are not ours."""
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
    """Carry out these arguments. Raises OSError."""
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
