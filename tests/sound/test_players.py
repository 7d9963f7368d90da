"""Whatever plays the sounds, they are heard at their moment."""

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.sound.conftest import need
from tests.sound.living import Lived, Living

# The first sink is the default one, and pw-play knows no other.
PLAYERS = {
    "PulseAudio": ("paplay", "aplay", "gst-play-1.0", "ffplay"),
    "PipeWire": ("pw-play", "paplay", "aplay", "gst-play-1.0", "ffplay"),
}
ONSET_MS = 60
SESSION = ("upper-back-quick", "--no-voice")


class Played:
    """A session for each player on one server, at nearly the same time, each with its own sink."""

    def __init__(self, folder: Path, server: str) -> None:
        self._living = Living(folder, PLAYERS[server], pipewire=server == "PipeWire")
        for player in PLAYERS[server]:
            path = folder / f"only-{player}"
            path.mkdir()
            (path / player).symlink_to(str(shutil.which(player)))
            # Read from the disk once before, which is the machine's time and not the player's.
            subprocess.run([path / player, "-version"], capture_output=True, check=False)
            self._living.begin(player, *SESSION, PATH=str(path))

    def by(self, player: str) -> Lived:
        return self._living.lived(player)

    def end(self) -> None:
        self._living.end()


@pytest.mark.parametrize("server", PLAYERS)
def test_with_every_player_chimes_are_heard_within_60_ms_of_their_moment(
    server: str, tmp_path: Path
) -> None:
    need(*PLAYERS[server], pipewire=server == "PipeWire")
    played = Played(tmp_path, server)
    try:
        late_ms = {player: lateness_ms(played.by(player)) for player in PLAYERS[server]}
    finally:
        played.end()
    off_ms = {player: np.percentile(np.abs(late), 95) for player, late in late_ms.items()}
    assert max(off_ms.values()) <= ONSET_MS, late_ms


def lateness_ms(lived: Lived) -> NDArray[np.float64]:
    """How much later than its moment each chime was heard, once all are known to have been."""
    assert [heard.chime.value for heard in lived.heard.chimes] == [name for _, name in lived.chimes]
    planned = np.array([at_s for at_s, _ in lived.chimes])
    heard = np.array([chime.at_s for chime in lived.heard.chimes])
    return np.asarray(np.round((heard - planned) * 1_000))
