"""What is said of pain is kept, whatever the disk does meanwhile."""

import errno
from datetime import datetime

import pytest

from stretchcoach.cli.remembering import Remembering
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.memory import Remembered, What
from stretchcoach.core.outcome import Sign
from stretchcoach.core.session import Command, Session
from stretchcoach.files import memory
from stretchcoach.files.memory import read_memory
from tests.core.hurting import BACK, hurt, outcome, session
from tests.making import begun, passed
from tests.scripted import Watching

_FULL = OSError(errno.ENOSPC, "No space left")


class Disk:
    """Keeps as the real one does, but for the lines that it is told to fail at, each so often."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fails: dict[What, list[Exception]] = {}
        self._keep = memory.keep
        monkeypatch.setattr(memory, "keep", self.keep)

    def keep(self, line: Remembered, now: datetime) -> None:
        if self.fails.get(line.what):
            raise self.fails[line.what].pop()
        self._keep(line, now)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    return Disk(monkeypatch)


def kept() -> list[tuple[What, str, Sign | None]]:
    return [(line.what, line.place.position, line.sign) for line in read_memory().lines]


def hurts(of: Session) -> Session:
    return passed(of, 20_000, Command.PAIN)


def remembering() -> tuple[Remembering, Watching]:
    viewer = Watching()
    return Remembering(viewer, "en", lambda: "now", wanted=True), viewer


def test_pain_that_could_not_be_written_is_written_at_the_end(disk: Disk) -> None:
    disk.fails[What.HURT] = [_FULL]
    one, _ = remembering()
    over = hurts(begun(session(BACK, [])))
    one.show(over, (), "")
    one.end()
    assert kept() == [(What.HURT, "shoulder", None)]
    assert one.told(over) == ENGLISH.pain_is_kept


def test_it_is_tried_again_with_the_next_line_and_the_note_goes(disk: Disk) -> None:
    disk.fails[What.HURT] = [_FULL]
    one, viewer = remembering()
    now = hurts(begun(session(BACK, [])))
    one.show(now, (), "")
    one.show(passed(now, 0, Command.IT_IS_NUMBNESS), (), "")
    one.end()
    assert {sign for _, _, sign in kept()} == {None, Sign.NUMBNESS}
    one.show(now, (), "")
    assert viewer.notes[-1] == ""


@pytest.mark.parametrize("error", [_FULL, UnicodeEncodeError("utf-8", "x", 0, 1, "no text")])
def test_a_line_that_never_can_be_written_keeps_no_other_from_the_disk(
    disk: Disk, error: Exception
) -> None:
    disk.fails[What.ASKED_BACK] = [error] * 9
    one, _ = remembering()
    gate = session(BACK, [hurt(1, BACK, "chest")]).asked_back
    over = hurts(begun(gate))
    one.show(over, (), "")
    one.end()
    assert kept() == [(What.HURT, "shoulder", None)]
    assert "cannot be kept" in one.told(over)


def test_every_line_is_written_once_however_slow_the_disk_is() -> None:
    one, _ = remembering()
    now = begun(session(BACK, []))
    for seen in (now, hurts(now), passed(hurts(now), 0, Command.STOP)):
        one.show(seen, (), "")
    one.end()
    one.end()
    assert kept() == [(What.HURT, "shoulder", None)]


def test_pain_is_kept_where_the_name_of_the_routines_file_is_no_text() -> None:
    strange = BACK._replace(name="caf\udce9")
    one, _ = remembering()
    over = hurts(begun(session(strange, [])))
    one.show(over, (), "")
    one.end()
    assert one.told(over) == ENGLISH.pain_is_kept
    assert outcome(strange, read_memory().lines) == "chest 30, hip 30"
