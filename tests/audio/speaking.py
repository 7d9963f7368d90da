"""A speech engine of our own making on the path, and the sound files that it makes."""

import sys
from contextlib import suppress
from pathlib import Path
from textwrap import indent

from stretchcoach.audio.engines import Engine


def program(folder: Path, name: str, does: str) -> None:
    """A program of this name, which runs these lines of shell."""
    (folder / name).write_text(f"#!/bin/sh\n{does}\n")
    (folder / name).chmod(0o755)


def engine(folder: Path, name: str = "espeak-ng", does: str = "") -> Path:
    """Install an engine of this name that takes 0.1 s for each letter at a calm pace.

    It logs a line for each phrase that it is told: what it was called with, and the words. `does`
    is Python that it runs before it writes its file, with `words` and `path`.
    """
    log = folder / f"{name}.log"
    log.touch()
    program = folder / name
    program.write_text(
        f"""#!{sys.executable}
import os, sys, pathlib
sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r})
words = sys.stdin.read()
given = sys.argv[1:]
with open({str(log)!r}, "a") as log:
    print(*given[:4], words, sep="|", file=log)
path = pathlib.Path(given[given.index("-w") + 1])
pace = int(given[given.index("-s") + 1]) / 165
from tests.audio.tones import tone
{does}
tone(path, len(words) * 0.1 / pace, silence_s=0.3)
"""
    )
    program.chmod(0o755)
    return log


def runs(pid: str) -> bool:
    """Whether this process is there and has not ended, waited for or not."""
    with suppress(FileNotFoundError, ProcessLookupError):  # it may go while it is read
        return bool(Path(f"/proc/{pid}/cmdline").read_bytes())
    return False


def worker(folder: Path, does: str = "") -> Engine:
    """An engine named hibari that is a worker, and takes 0.1 s for each letter at a calm pace.

    It logs its number when it starts, and the words of each order. `does` is Python that it runs
    before it writes its file, with `order`, `words`, `path` and `answer`, which it changes or not.
    """
    script, log = folder / "worker.py", folder / "worker.log"
    log.touch()
    script.write_text(
        f"""
import json, os, sys, time
sys.path.insert(0, {str(Path(__file__).resolve().parents[2])!r})
from tests.audio.tones import tone
def note(*words):
    with open({str(log)!r}, "a") as log:
        print(*words, file=log)
note("pid", os.getpid())
for line in sys.stdin:
    order = json.loads(line)
    words, path, answer = order["words"], order["path"], {{"order": order["order"]}}
    note("told", words)
    try:
        tone(path, len(words) * 0.1 / order["pace"], silence_s=0.3)
    except OSError as error:
        answer.update(errno=error.errno, error=error.strerror)
{indent(does, "    ")}
    print(json.dumps(answer), flush=True)
note("ended")
"""
    )
    return Engine(
        "hibari",
        None,
        program=lambda: sys.executable,
        worker=str(script),
        languages=("en",),
        system=False,
    )


def logged(folder: Path, kind: str) -> list[str]:
    """What the worker in this folder has logged of this kind."""
    lines = (folder / "worker.log").read_text().splitlines()
    return [line.removeprefix(kind).strip() for line in lines if line.startswith(kind)]


def hibari(folder: Path, loads: str = "") -> Path:
    """A package of that name, which hums 0.02 s for each letter; return the folder it is found in.

    `loads` is Python that runs when its voice is loaded.
    """
    package = folder / "packages" / "hibari"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        f"""
import os, sys, time
import numpy
class Hibari:
    sample_rate = 24_000
    def __init__(self, voice, model, threads):
        print("loading", voice, model, threads)  # which is nobody's answer
{indent(loads, " " * 8)}
    def stream(self, words, speed, seed):
        print("This is noise.", file=sys.stderr)
        for sentence in words.split(". "):
            still = numpy.zeros(8_000, numpy.float32)
            hum = numpy.full(int(len(sentence) * 480 / speed), 0.3, numpy.float32)
            yield numpy.concatenate((still, hum, still))
"""
    )
    (package / "voices.py").write_text(
        """
DEFAULT = "heart"
def voice_path(name, download_missing):
    assert not download_missing
    if name != DEFAULT:
        raise FileNotFoundError(name)
    return "heart.onnx"
"""
    )
    return package.parent
