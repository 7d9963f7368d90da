"""The outlet that plays the chimes and breath tones."""

from pathlib import Path
from typing import TYPE_CHECKING

from stretchcoach.core.session import Event
from stretchcoach.core.timeline import BREATH_CHIMES, Chime

if TYPE_CHECKING:
    from stretchcoach.audio.player import Player

SOUNDS = Path(__file__).resolve().parent / "sounds"
# The longest chime, and a little for the player to start.
LAST_CHIME_S = 1.6


class Chimes:
    """Plays each cue's chime; the breath tones only if wanted."""

    def __init__(self, *, breath_tones: bool) -> None:
        self._left_out = frozenset[Chime]() if breath_tones else frozenset(BREATH_CHIMES.values())
        self._player: Player | None = None

    @property
    def note(self) -> str:
        return self._player.note if self._player else ""

    @property
    def silent(self) -> bool:
        """Whether it has turned out that nothing can be played here."""
        return bool(self.note)

    def open(self) -> None:
        from stretchcoach.audio.player import Player  # not before the first picture

        self._player = Player()

    def hear(self, event: Event) -> None:
        chime = event.cue.chime
        if self._player and chime is not None and chime not in self._left_out:
            self._player.play(SOUNDS / f"{chime.value}.wav")

    def hush(self) -> None:
        if self._player:
            self._player.hush()

    def close(self, *, ring_out: bool) -> None:
        """Be silent for good; let the last chime end first if it may `ring_out`."""
        if self._player:
            self._player.close(LAST_CHIME_S if ring_out else 0)
