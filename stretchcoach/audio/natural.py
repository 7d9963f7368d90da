"""The natural voice, a program of its own: it makes sound files to order.

It reads orders from stdin and answers on stdout, each a line of JSON. `worker` gives the orders;
when its end of the pipe closes, this program ends. It needs hibari-tts. It is run by its path, and
loads nothing else of this package.
"""

import json
import os
import sys
import wave
from contextlib import suppress
from pathlib import Path
from typing import Any

# A share of the voice's own pace: about that of espeak-ng at 165 words a minute.
PACE = 0.88
# The pause between two sentences, in all.
PAUSE_S = 0.4
# Words that the voice says more clearly when they are written otherwise: with a pause before the
# word that matters most.
_TOLD_AS = {"at all: stop": "at all... stop"}
# Of a full scale of 1. Softer samples before and after a sentence are silence.
_SILENCE = 0.004
# How much silence stays, so that a soft first or last sound is not cut off.
_BEFORE_S, _AFTER_S = 0.01, 0.06
# A fixed seed makes the same file each time.
_SEED = 0


class Natural:
    """A voice, loaded. `name` is one of hibari's, or "" for the one in its package."""

    def __init__(self, name: str) -> None:
        import numpy
        from hibari import Hibari
        from hibari.voices import DEFAULT, voice_path

        self._numpy = numpy
        try:
            # A missing voice is not downloaded: nothing here goes to the net unasked.
            model = voice_path(name or DEFAULT, download_missing=False)
        except FileNotFoundError:
            get = f"python -m hibari.cli --voice {name} Hello"
            raise LookupError(f"the voice {name} is not here; to get it: {get}") from None
        self._voice = Hibari(name or DEFAULT, model=model, threads=1)

    def write(self, words: str, pace: float, path: str) -> None:
        """Write a WAV file. Raises OSError."""
        numpy, rate = self._numpy, self._voice.sample_rate
        pause = numpy.zeros(int((PAUSE_S - _BEFORE_S - _AFTER_S) * rate), numpy.float32)
        for written, told in _TOLD_AS.items():
            words = words.replace(written, told)
        pieces: list[Any] = []
        for sentence in self._voice.stream(words, PACE * pace, _SEED):
            loud = numpy.flatnonzero(numpy.abs(sentence) > _SILENCE)
            if len(loud):
                first = max(0, loud[0] - int(_BEFORE_S * rate))
                pieces += [sentence[first : loud[-1] + int(_AFTER_S * rate)], pause]
        samples = numpy.concatenate(pieces[:-1] or [pause])
        with Path(path).open("wb") as raw, wave.open(raw) as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(rate)
            file.writeframes((samples.clip(-1, 1) * 32_767).astype("<i2").tobytes())


def obey(order: dict[str, Any], voices: dict[str, Natural]) -> dict[str, Any]:
    """Carry out an order, and return the answer. A failure of the disk has its errno."""
    name = order["voice"]
    try:
        if name not in voices:
            voices[name] = Natural(name)
        voices[name].write(order["words"], order["pace"], order["path"])
    except OSError as error:
        return {"errno": error.errno or 0, "error": error.strerror or str(error)}
    except Exception as error:  # a library may raise anything: the answer says so
        return {"error": str(error) or type(error).__name__}
    return {"made": True}


def main() -> None:
    if sys.path[:1] == [str(Path(__file__).parent)]:
        del sys.path[0]  # so that no library imports a module of ours by mistake
    # Output of libraries to stdout and stderr would come between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    # More threads of numpy would take memory, and not be quicker.
    os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
    with suppress(OSError):  # if memory runs out, the system is to end this process first
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    voices: dict[str, Natural] = {}
    for line in sys.stdin:
        order = json.loads(line)
        print(json.dumps(obey(order, voices) | {"order": order["order"]}), file=answers, flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, BrokenPipeError):
        main()
