"""Makes files with any engine: one process for each file, or a worker that makes many.

A worker is a child process that loads its model only once. It gets one order at a time, as a line
of JSON. It may hang, die, answer rubbish or write too much: then it is ended, and the caller gets
an error within seconds.
"""

import json
import math
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import Any

from stretchcoach.audio import engines
from stretchcoach.audio.children import Children, kill, until_ended
from stretchcoach.audio.engines import (
    ANSWERS_WITHIN_S,
    EngineError,
    HangsError,
    Utterance,
    Voice,
    complaint_of,
)

_READ_BYTES = 64 * 1024
# A worker that writes more than this besides its answers is broken.
_STRAY_BYTES = 256 * 1024

# Until when to wait for a file, in seconds of `time.monotonic`.
Patience = Callable[[], float]
_Answer = dict[str, Any]


class LateError(Exception):
    """The worker may still answer, but the file is wanted sooner."""


def for_ever() -> float:
    return math.inf


class Studio:
    """Makes files. `rest` ends the worker, if there is one; the next order starts it again."""

    def __init__(self, children: Children) -> None:
        self._children = children
        self._worker: _Worker | None = None

    def make(self, utterance: Utterance, patience: Patience = for_ever) -> None:
        """Make the file. Raises EngineError, OSError, and LateError if `patience` has run out."""
        if not utterance.voice.engine.worker:
            engines.make(utterance, self._children)
            return
        try:
            if self._worker is None:
                self._worker = _Worker(utterance.voice, self._children)
            self._worker.make(utterance, patience)
        except EngineError:
            self.rest()
            raise

    def wake(self) -> None:
        """Have `make` ask `patience` again. Any thread may call this."""
        worker = self._worker
        if worker is not None:
            worker.wake()

    def rest(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()


def make_once(utterance: Utterance, children: Children) -> None:
    """Make one file, and end the worker. Raises EngineError, OSError."""
    studio = Studio(children)
    try:
        studio.make(utterance)
    finally:
        studio.rest()


class _Worker:
    """A worker, and the thread that reads its answers. Its faults are told in `voice.own` words."""

    def __init__(self, voice: Voice, children: Children) -> None:
        self._name, self._own = voice.engine.name, voice.own
        self._children = children
        self._number = 0
        self._ordered_s: float | None = None  # when the order was given that is not answered yet
        self._stray = ""  # its last line of output that is no answer
        self._floods = False  # whether there was too much such output
        # Answers; True to ask `patience` again; None once the worker has ended.
        self._inbox: SimpleQueue[_Answer | bool | None] = SimpleQueue()
        path = voice.engine.path
        if path is None:
            raise EngineError(self._own.engine_has_gone.format(engine=self._name))
        try:
            self._child = children.start([path, voice.engine.worker], talks=True)
        except OSError as error:
            told, reason = self._own.engine_cannot_start, error.strerror
            raise EngineError(told.format(engine=self._name, reason=reason)) from None
        try:
            threading.Thread(target=self._read, name="worker", daemon=True).start()
        except RuntimeError:
            children.forget(self._child)
            told = self._own.engine_cannot_start_threads
            raise EngineError(told.format(engine=self._name)) from None

    def make(self, utterance: Utterance, patience: Patience) -> None:
        if self._ordered_s is not None:
            self._answer(patience)  # to the order before, which was late
        self._number += 1
        order = {
            "order": self._number,
            "words": utterance.words,
            "voice": utterance.voice.name,
            "pace": utterance.pace,
            "path": str(utterance.path),
        }
        self._ordered_s = time.monotonic()
        assert self._child.stdin is not None
        with suppress(OSError):  # it has ended: `_answer` finds that out
            self._child.stdin.write(f"{json.dumps(order)}\n".encode("ascii"))
        answer = self._answer(patience)
        if "errno" in answer:
            raise OSError(answer["errno"], str(answer.get("error")))
        if "error" in answer:
            raise EngineError(self._complaint(str(answer["error"])))

    def wake(self) -> None:
        self._inbox.put(True)

    def end(self) -> None:
        if self._child.stdin is not None:
            with suppress(OSError):
                self._child.stdin.close()
        self._children.forget(self._child)

    def _answer(self, patience: Patience) -> _Answer:
        """The answer to the last order. Raises EngineError and LateError."""
        assert self._ordered_s is not None
        hangs_s = self._ordered_s + ANSWERS_WITHIN_S
        while True:
            now_s = time.monotonic()
            until_s = min(hangs_s, patience())
            try:
                got = self._inbox.get(timeout=max(0, until_s - now_s))
            except Empty:
                if time.monotonic() >= hangs_s:
                    told = self._own.engine_does_not_answer
                    raise HangsError(told.format(engine=self._name)) from None
                raise LateError from None
            if got is None:
                self._inbox.put(None)
                raise EngineError(self._how_it_ended())
            if isinstance(got, dict) and got.get("order") == self._number:
                self._ordered_s = None
                return got

    def _how_it_ended(self) -> str:
        self.end()
        own, code = self._own, self._child.returncode
        if self._floods:
            return own.engine_floods.format(engine=self._name)
        if self._stray:
            return self._complaint(self._stray)
        if code is not None and code < 0:
            return own.engine_was_ended.format(engine=self._name, number=-code)
        return own.engine_ended.format(engine=self._name)

    def _complaint(self, said: str) -> str:
        told = self._own.engine_complains
        return told.format(engine=self._name, complaint=complaint_of(said))

    def _read(self) -> None:
        assert self._child.stdout is not None
        with suppress(OSError), self._child.stdout as stdout:
            rest, strays = b"", 0
            while data := stdout.read(_READ_BYTES):
                *lines, rest = (rest + data).split(b"\n")
                for line in lines:
                    answer = _answer_in(line)
                    if answer is None:
                        strays += len(line)
                        self._stray = line.decode("utf-8", "replace").strip() or self._stray
                    else:
                        self._inbox.put(answer)
                if strays + len(rest) > _STRAY_BYTES:
                    self._floods = True
                    kill(self._child)
                    break
        until_ended(self._child)
        self._child.wait()  # reaps it, even if `forget` did not wait that long
        self._inbox.put(None)


def _answer_in(line: bytes) -> _Answer | None:
    try:
        answer = json.loads(line)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and "order" in answer else None
