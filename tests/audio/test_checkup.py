"""What doctor tries out, with players that do not do as they should."""

import sys
from pathlib import Path

import pytest

from stretchcoach.audio import checkup
from stretchcoach.audio.children import Children
from tests.audio.speaking import runs
from tests.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the players are Linux's")


def test_a_player_that_hangs_is_told_and_ended_and_the_others_are_tried(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkup, "_ANSWERS_WITHIN_S", 0.1)
    monkeypatch.setattr(checkup, "_ENDS_WITHIN_S", 0.1)
    monkeypatch.setenv("PATH", str(tmp_path))
    pid = tmp_path / "pid"
    hangs = f"trap '' TERM; echo $$ >{pid}; while :; do /bin/sleep 1; done"
    for name, does in (("paplay", hangs), ("aplay", "exec /bin/sleep 0.55")):
        (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n")
        (tmp_path / name).chmod(0o755)
    with Children() as children:
        trials = checkup.try_players(children)
    faults = [(trial.name, trial.fault) for trial in trials]
    assert faults == [("paplay", "it did not come to an end"), ("aplay", "")]
    until(lambda: not runs(pid.read_text().strip()), "its end")


def test_a_library_that_cannot_be_loaded_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def surprised(_: Children) -> None:
        raise RuntimeError("odd")

    monkeypatch.setattr(checkup, "backends", surprised)
    with Children() as children:
        (trial,) = checkup.try_players(children)
    assert (trial.name, trial.fault) == ("playsound3", "it cannot be loaded: odd")
