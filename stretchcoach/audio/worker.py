"""Makes files with any engine: one program for each file, or a worker that is kept at it.

A worker is a child process that loads once what takes long to load. It is given one order at a
time, as a line of JSON, and may do anything: hang, die, answer rubbish or too much. Then it is
ended, and whoever wants a file gets an error within seconds.
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
# A worker that writes more than this, beside its answers, is broken.
_STRAY_BYTES = 256 * 1024

# The moment, on the clock `time.monotonic`, until which a file may be waited for.
Patience = Callable[[], float]
_Answer = dict[str, Any]


class LateError(Exception):
    """The worker may still answer, but a file is wanted sooner."""


def for_ever() -> float:
    return math.inf


class Studio:
    """Where files are made. `rest` ends the worker, if there is one; the next order starts it."""

    def __init__(self, children: Children) -> None:
        self._children = children
        self._worker: _Worker | None = None

    def make(self, utterance: Utterance, patience: Patience = for_ever) -> None:
        """Make the file. Raises EngineError, OSError, and LateError once there is no patience."""
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
        """Have `make` look at its patience anew; from any thread."""
        worker = self._worker
        if worker is not None:
            worker.wake()

    def rest(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.end()


def make_once(utterance: Utterance, children: Children) -> None:
    """Make one file, and no more. Raises EngineError, OSError."""
    studio = Studio(children)
    try:
        studio.make(utterance)
    finally:
        studio.rest()


class _Worker:
    """A worker, and the thread that reads what it answers; `voice` is to have its faults told."""

    def __init__(self, voice: Voice, children: Children) -> None:
        self._name, self._own = voice.engine.name, voice.own
        self._children = children
        self._number = 0
        self._ordered_s: float | None = None  # when it was told what it has not answered yet
        self._stray = ""  # the last of what it wrote beside its answers
        self._floods = False  # whether it wrote too much of that
        # Its answers; True to have a look at one's patience; None once it has ended.
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
            self._answer(patience)  # to an order that nobody had the patience for
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
        with suppress(OSError):  # it has ended: the answer says so
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
        self._child.wait()  # so that it is reaped even if that took longer than anybody waits
        self._inbox.put(None)


def _answer_in(line: bytes) -> _Answer | None:
    try:
        answer = json.loads(line)
    except ValueError:
        return None
    return answer if isinstance(answer, dict) and "order" in answer else None
