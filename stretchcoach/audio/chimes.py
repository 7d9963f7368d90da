"""The outlet that plays the chimes and breath tones."""

from pathlib import Path

from stretchcoach.audio.player import Player
from stretchcoach.core.session import Event
from stretchcoach.core.timeline import BREATH_CHIMES

SOUNDS = Path(__file__).resolve().parent / "sounds"
# The longest chime, and a little for the player to start.
LAST_CHIME_S = 1.6


class Chimes:
    """Plays each cue's chime; the breath tones only if wanted."""

    def __init__(self, player: Player, *, breath_tones: bool) -> None:
        self._player = player
        self._left_out = frozenset() if breath_tones else frozenset(BREATH_CHIMES.values())

    @property
    def note(self) -> str:
        return self._player.note

    def open(self) -> None:
        self._player.open()

    def hear(self, event: Event) -> None:
        chime = event.cue.chime
        if chime is not None and chime not in self._left_out:
            self._player.play(SOUNDS / f"{chime.value}.wav")

    def hush(self) -> None:
        self._player.hush()
