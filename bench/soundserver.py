"""Real sound servers without a sound card, and recordings of them.

Each server runs in a folder of its own, with silent sinks that can be recorded. Needs numpy, and
Debian's pulseaudio and pulseaudio-utils. PipeWire also needs pipewire, pipewire-bin,
pipewire-pulse, wireplumber and dbus.
"""

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE = 44_100
Samples = NDArray[np.float64]

# Sound gets a higher priority than other work, as on a person's machine, or it would stutter.
# Without the right to that, `nice` prints a warning and goes on.
FIRST = (shutil.which("nice") or "nice", "-n", "-11")
_LIMIT_S = 20.0
_CHUNK_BYTES = 882  # 10 ms


class SoundServerError(Exception):
    """A server did not start, or does not answer."""


class SoundServer:
    """PulseAudio, or with `pipewire` PipeWire, in this folder.

    A context manager, within which `kill` and `start` may alternate.
    """

    def __init__(self, folder: Path, sinks: Sequence[str] = ("test",), *, pipewire: bool = False):
        self._folder = folder
        self._sinks = sinks
        self._pipewire = pipewire
        self._processes: list[subprocess.Popen[bytes]] = []
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        socket = folder / "pulse" / "native" if pipewire else folder / "native"
        self._own = {
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_SERVER": f"unix:{socket}",
            "ALSA_CONFIG_PATH": str(folder / "asound.conf"),
        }
        (folder / "asound.conf").write_text(
            "</usr/share/alsa/alsa.conf>\n"
            "pcm.!default { type pulse }\n"
            "ctl.!default { type pulse }\n"
        )

    @staticmethod
    def missing(*, pipewire: bool = False) -> list[str]:
        """The commands that a server needs and that are not installed here."""
        needed = ["pulseaudio", "pactl", "parec"]
        if pipewire:
            needed = ["pipewire", "pipewire-pulse", "wireplumber", "pw-cli", "dbus-run-session"]
            needed += ["pactl", "parec"]
        return [command for command in needed if not shutil.which(command)]

    def environment(self, sink: str | None = None) -> dict[str, str]:
        """The variables that make a program play on this server, into this sink."""
        return self._own | {"PULSE_SINK": sink or self._sinks[0]}

    def __enter__(self) -> "SoundServer":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def start(self) -> None:
        if self._pipewire:
            self._start_pipewire()
        else:
            self._start_pulseaudio()
        self._until_answered("pactl", "info")
        for sink in self._sinks:
            self._until_answered("pactl", "get-sink-volume", sink)
        self._run("pactl", "set-default-sink", self._sinks[0])

    def kill(self) -> None:
        """Kill the server, as a crash would."""
        for process in reversed(self._processes):
            process.kill()
            process.wait()
        self._processes = []

    def _start_pulseaudio(self) -> None:
        socket = self._own["PULSE_SERVER"].removeprefix("unix:")
        Path(socket).unlink(missing_ok=True)
        loads = [f"module-native-protocol-unix socket={socket} auth-anonymous=1"]
        form = f"rate={RATE} channels=1 format=s16le"
        loads += [f"module-null-sink sink_name={sink} {form}" for sink in self._sinks]
        options = ["--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--realtime=no"]
        options += ["--high-priority=no", "-n"]
        self._spawn("pulseaudio", *options, *(f"--load={load}" for load in loads))

    def _start_pipewire(self) -> None:
        self._spawn("pipewire")
        self._until_answered("pw-cli", "info", "0")
        self._spawn("dbus-run-session", "--", "wireplumber")
        for sink in self._sinks:
            node = f"factory.name=support.null-audio-sink node.name={sink} media.class=Audio/Sink"
            more = f"object.linger=true audio.position=[MONO] audio.rate={RATE}"
            self._run("pw-cli", "create-node", "adapter", f"{{ {node} {more} }}")
        self._spawn("pipewire-pulse")

    def _environment(self) -> dict[str, str]:
        home = str(self._folder)
        return {**os.environ, "HOME": home, "XDG_CONFIG_HOME": f"{home}/config", **self._own}

    def _spawn(self, *command: str) -> None:
        with (self._folder / "log").open("ab") as log:
            process = subprocess.Popen(
                (*FIRST, *command),
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._processes.append(process)

    def _run(self, *command: str) -> bool:
        done = subprocess.run(
            command,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
        return done.returncode == 0

    def _until_answered(self, *command: str) -> None:
        end_s = time.monotonic() + _LIMIT_S
        while not self._run(*command):
            if time.monotonic() > end_s:
                log = (self._folder / "log").read_text(errors="replace")[-500:]
                raise SoundServerError(f"{' '.join(command)} does not answer: {log}")
            time.sleep(0.02)

    @contextmanager
    def recording(self, sink: str | None = None) -> Iterator["Recording"]:
        """Record what is played into the sink meanwhile."""
        source = f"{sink or self._sinks[0]}.monitor"
        command = [*FIRST, "parec", "--raw", "-d", source, "--format=s16le"]
        command += [f"--rate={RATE}", "--channels=1", "--latency-msec=10"]
        process = subprocess.Popen(
            command,
            env=self._environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        recording = Recording(process)
        recording.until(0.2)
        try:
            yield recording
        finally:
            process.kill()
            recording.end()


class Recording:
    """Samples from -1 to 1, and the moment of each on the clock `time.monotonic`."""

    rate = RATE

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process
        self._data = bytearray()
        # Each sample is read a little after it was played. The least late chunk gives the start.
        self._start_s = float("inf")
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    @property
    def samples(self) -> Samples:
        data = bytes(self._data[: len(self._data) // 2 * 2])
        return np.frombuffer(data, "<i2").astype(np.float64) / 32_768

    def until(self, seconds: float) -> None:
        """Wait until so much was recorded in all."""
        end_s = time.monotonic() + seconds + _LIMIT_S
        while len(self._data) < 2 * RATE * seconds:
            if time.monotonic() > end_s or self._process.poll() is not None:
                raise SoundServerError("the sound server gives nothing to record")
            time.sleep(0.005)

    def from_now(self, seconds: float) -> None:
        """Wait until so much more was recorded."""
        self.until(len(self._data) / 2 / RATE + seconds)

    def between(self, from_s: float, until_s: float) -> Samples:
        """The samples between two moments of the clock."""
        first, last = (int((at_s - self._start_s) * RATE) for at_s in (from_s, until_s))
        return self.samples[max(0, first) : max(0, last)]

    def end(self) -> None:
        self._thread.join(_LIMIT_S)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()

    def _read(self) -> None:
        assert self._process.stdout is not None
        fd = self._process.stdout.fileno()
        while data := os.read(fd, _CHUNK_BYTES):
            now_s = time.monotonic()
            self._data += data
            self._start_s = min(self._start_s, now_s - len(self._data) / 2 / RATE)
