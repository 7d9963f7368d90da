"""Whatever plays the sounds, all of them are heard."""

import shutil
from pathlib import Path

import pytest
from living import Living

from tests.sound.conftest import need

pytestmark = pytest.mark.recording

# The first sink is the default one, and pw-play knows no other.
PLAYERS = {
    "PulseAudio": ("paplay", "aplay", "gst-play-1.0", "ffplay"),
    "PipeWire": ("pw-play", "paplay", "aplay", "gst-play-1.0", "ffplay"),
}
SESSION = ("upper-back-quick", "--no-voice")


@pytest.mark.parametrize("server", PLAYERS)
def test_with_every_player_every_chime_is_heard_in_order_and_none_twice(
    server: str, tmp_path: Path
) -> None:
    pipewire = server == "PipeWire"
    need(*PLAYERS[server], pipewire=pipewire)
    # A session for each player, at nearly the same time, each with its own sink.
    with Living(tmp_path, PLAYERS[server], pipewire=pipewire) as living:
        for player in PLAYERS[server]:
            path = tmp_path / f"only-{player}"
            path.mkdir()
            (path / player).symlink_to(str(shutil.which(player)))
            living.begin(player, *SESSION, PATH=str(path))
        for player in PLAYERS[server]:
            lived = living.lived(player)
            heard = [heard.chime.value for heard in lived.heard.chimes]
            assert heard == [name for _, name in lived.chimes], player
