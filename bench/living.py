"""Runs real sessions in real time and records them, each on a sink of its own."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from decoder import Recorded, decode, within
from soundserver import FIRST, Recording, Samples, SoundServer

from stretchcoach.core.timeline import CHIME_LENGTHS_MS, FIRST_WORDS_MS, Chime

_PROGRAM = (sys.executable, "-m", "stretchcoach")
_LIMIT_S = 400
_APART_S = 0.37


class Lived:
    """A recorded session: the planned sounds, and those that were heard.

    Moments are in seconds from the session's start. The start is computed from its output: each
    line comes at the moment of a cue, and the least late line nearly without delay.
    """

    def __init__(
        self,
        plan: Mapping[str, Any],
        lines: Sequence[tuple[float, Any]],
        recording: Recording,
        speed: float,
    ) -> None:
        self.plan = plan
        self.speed = speed
        cues = [(at_s, line) for at_s, line in lines if line["event"] == "cue"]
        self.zero_s = min(at_s - line["at_ms"] / 1_000 / speed for at_s, line in cues)
        self.finished = bool(lines[-1][1].get("finished"))
        self._recording = recording

    @cached_property
    def samples(self) -> Samples:
        """The recording from the session's start on."""
        return self._recording.between(self.zero_s, float("1e9"))

    @cached_property
    def heard(self) -> Recorded:
        return decode(self.samples)

    @property
    def stages(self) -> list[dict[str, Any]]:
        return [stage for stage in self.plan["stages"] if stage["stage"] != "gate"]

    @property
    def chimes(self) -> list[tuple[float, str]]:
        """The planned chimes with their moments."""
        return [
            (cue["at_ms"] / 1_000 / self.speed, cue["chime"])
            for stage in self.stages
            for cue in stage["cues"]
            if cue["chime"]
        ]

    def chimes_off_s(self) -> list[float]:
        """How far from its moment each chime was heard. All must have been heard."""
        pairs = zip(self.chimes, self.heard.chimes, strict=True)
        return [abs(heard.at_s - at_s) for (at_s, _), heard in pairs]

    def words_off_s(self) -> list[float]:
        """How far from their moment words were heard that do not follow other words."""
        heard = self.heard.words
        off_s = []
        for stage in self.stages:
            for cue in stage["cues"]:
                length_ms = CHIME_LENGTHS_MS[Chime(cue["chime"])] if cue["chime"] else 0
                if stage["stage"] == "ready" and cue is stage["cues"][0]:
                    length_ms = FIRST_WORDS_MS
                due_s = (cue["at_ms"] / self.speed + length_ms) / 1_000
                if cue["aloud"] and not within(heard, due_s - 0.6, due_s - 0.1):
                    off_s.append(min(abs(words.start_s - due_s) for words in heard))
        return off_s


class Living:
    """A server with a sink for each session, and a thread that runs and records it."""

    def __init__(self, folder: Path, sinks: Sequence[str], *, pipewire: bool = False) -> None:
        self._folder = folder
        self._server = SoundServer(folder / "server", sinks, pipewire=pipewire)
        self._threads: dict[str, threading.Thread] = {}
        self._lived: dict[str, Lived | Exception] = {}
        self._processes: list[subprocess.Popen[str]] = []
        self._server.start()

    def __enter__(self) -> "Living":
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def make_words(self, sink: str, *arguments: str, **changes: str) -> None:
        """Make all phrases now, as a session does while a person reads the gate."""
        env = self._environment(sink, _given(changes))
        made = [*_PROGRAM, "save", *arguments, str(self._folder / sink / "made.wav")]
        subprocess.run(made, env=env, check=True, stdin=subprocess.DEVNULL, capture_output=True)

    def begin(self, sink: str, *arguments: str, **changes: str) -> None:
        given = _given(changes)
        thread = threading.Thread(target=self._keep, args=(sink, arguments, given), daemon=True)
        self._threads[sink] = thread
        thread.start()

    def lived(self, sink: str) -> Lived:
        self._threads[sink].join(_LIMIT_S)
        lived = self._lived[sink]
        if isinstance(lived, Exception):
            raise lived
        return lived

    def end(self) -> None:
        for process in self._processes:
            process.kill()
        for thread in self._threads.values():
            thread.join(_LIMIT_S)
        self._server.kill()

    def _keep(self, sink: str, arguments: Sequence[str], env: Mapping[str, str]) -> None:
        try:
            self._lived[sink] = self._live(sink, arguments, env)
        except Exception as error:  # the test that asks for it raises it
            self._lived[sink] = error

    def _environment(self, sink: str, given: Mapping[str, str]) -> dict[str, str]:
        home = self._folder / sink
        home.mkdir(exist_ok=True)
        names = ("HOME", "STRETCH_HOME")
        return {**given, **self._server.environment(sink), **dict.fromkeys(names, str(home))}

    def _live(self, sink: str, arguments: Sequence[str], given: Mapping[str, str]) -> Lived:
        env = self._environment(sink, given)
        shown, speed = _of_show(arguments)
        plan = json.loads(subprocess.check_output([*_PROGRAM, "show", "--json", *shown], env=env))
        with self._server.recording(sink) as recording:
            # Sessions start apart, so that their sounds do not all begin at the same moment.
            recording.until(0.2 + _APART_S * list(self._threads).index(sink))
            with subprocess.Popen(
                [*FIRST, *_PROGRAM, *arguments, "--json", "--yes"],
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            ) as process:
                self._processes.append(process)
                assert process.stdout is not None
                lines = [(time.monotonic(), json.loads(line)) for line in process.stdout]
            recording.from_now(0.5)
        return Lived(plan, lines, recording, speed)


def _given(changes: Mapping[str, str]) -> dict[str, str]:
    """The environment as it is now: a test may change it before a thread uses it."""
    return {**os.environ, "STRETCH_SOUND": "", "STRETCH_VOICE": "", **changes}


def _of_show(arguments: Sequence[str]) -> tuple[list[str], float]:
    """The arguments that choose the session, without those of its form; and its speed."""
    shown = [argument for argument in arguments if not argument.startswith("--no-")]
    if "--speed" not in shown:
        return shown, 1
    at = shown.index("--speed")
    return shown[:at] + shown[at + 2 :], float(shown[at + 1])
