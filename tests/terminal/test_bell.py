"""The terminal's own bell, where no sound can be played."""

import io

import pytest

from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.session import Event, begin
from stretchcoach.core.timeline import Chime, Cue
from stretchcoach.play import play
from stretchcoach.terminal.bell import Bell
from tests.scripted import Scripted, Watching
from tests.terminal.scenes import laid_out, sample


class _Terminal(io.StringIO):
    def control(self, sequence: str) -> None:
        self.write(sequence)


def _event(chime: Chime | None) -> Event:
    return Event(0, laid_out().stages[0], Cue(0, "", chime))


@pytest.mark.parametrize("chime", [*Chime, None])
def test_the_bell_rings_at_the_main_moments_only(chime: Chime | None) -> None:
    out = _Terminal()

    Bell(out, lambda: True).hear(_event(chime))

    main = ("begin", "switch", "change", "finish", "stop")
    assert out.getvalue() == ("\a" if chime and chime.value in main else "")


def test_the_bell_is_silent_while_it_is_not_needed() -> None:
    out = _Terminal()

    Bell(out, lambda: False).hear(_event(Chime.BEGIN))

    assert out.getvalue() == ""


def test_a_terminal_that_is_gone_does_not_end_the_session() -> None:
    class Gone(_Terminal):
        def control(self, sequence: str) -> None:
            raise OSError(5, f"no terminal for {sequence!r}")

    Bell(Gone(), lambda: True).hear(_event(Chime.STOP))


def test_the_bell_rings_once_for_each_main_moment_of_a_session() -> None:
    out = _Terminal()
    scripted = Scripted()
    timeline = choose(sample(), Choices())

    play(
        begin(timeline, 0, waits=False),
        scripted.now_ms,
        scripted,
        Watching(),
        [Bell(out, lambda: True)],
    )

    # Four holds begin, two switches of position, one change of sides, and the end.
    assert out.getvalue() == "\a" * 8
