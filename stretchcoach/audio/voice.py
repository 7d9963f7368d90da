"""Makes a session's phrases into sound files ahead of time, on a thread of its own.

A slow engine delays nothing: a phrase that is not ready in time is not said. A session that is
saved as a file has time: `made` makes all its phrases.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from stretchcoach.audio.cache import clean
from stretchcoach.audio.children import ENDS_WITHIN_S, Children
from stretchcoach.audio.clips import Clip
from stretchcoach.audio.engines import HangsError, Voice
from stretchcoach.audio.hearing import Then
from stretchcoach.audio.making import Making
from stretchcoach.audio.worker import LateError
from stretchcoach.core.speech import Phrase

# How long a phrase that is wanted now waits for its engine, before another engine takes over. After
# that wait the longest words before a hold still fit, and the first words of a session come within
# 2.5 s of its start.
PATIENCE_S = 0.7


class _Wanted(NamedTuple):
    phrase: Phrase
    then: Then
    since_s: float


class Made(NamedTuple):
    """Phrases as clips: None for a phrase that does not fit its room, or cannot be said.

    `note` says what is wrong with the voice, if anything is.
    """

    clips: dict[Phrase, Clip | None]
    note: str


@contextmanager
def made(
    voice: Voice, folder: Path, phrases: Sequence[Phrase], tell: Callable[[int, int], None]
) -> Iterator[Made]:
    """Make all of these phrases now. Their files exist within the context.

    After each phrase, `tell` is called with how many are made, and how many there are.
    """
    with suppress(OSError):
        clean(folder)
    with Children() as children:
        making = Making(voice, folder, children)
        try:
            clips: dict[Phrase, Clip | None] = dict.fromkeys(phrases)
            for number, phrase in enumerate(clips, 1):
                try:
                    clips[phrase] = making.clip(phrase)
                except HangsError:
                    break  # each phrase would hang as long
                tell(number, len(clips))
            yield Made(clips, making.note)
        finally:
            making.close()


class Phrases:
    """The phrases of a session as clips. `note` says what is wrong with the voice, if anything.

    The loop calls `want`, which returns at once and never raises.
    """

    def __init__(
        self, voice: Voice, folder: Path, phrases: Iterable[Phrase], children: Children
    ) -> None:
        self._own = voice.own
        self._fault = ""  # why no more phrases are made
        self._folder = folder
        self._making = Making(voice, folder, children, patience=self._patient_until_s)
        self._todo = deque(phrases)
        self._made: dict[Phrase, Clip | None] = {}
        self._wanted: _Wanted | None = None
        self._changed = threading.Condition()  # guards the three above
        self._late = False  # a phrase was late, and the engine has made none since
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:
            self._fault = self._own.voice_has_no_room

    @property
    def note(self) -> str:
        return self._fault or self._making.note

    def want(self, phrase: Phrase, then: Then) -> None:
        """Call `then` with the phrase's clip, now or once it is made.

        `then` is not called if the phrase does not fit its room, or once another is wanted. It may
        be called on another thread.
        """
        with self._changed:
            if phrase not in self._made:
                self._wanted = _Wanted(phrase, then, time.monotonic())
                self._todo.appendleft(phrase)
                self._changed.notify()
                self._making.wake()
                return
            self._wanted = None
            clip = self._made[phrase]
        if clip is not None:
            then(clip)

    def close(self) -> None:
        """Make no more phrases. An engine at work is ended with the children."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        with suppress(RuntimeError):  # the thread could not be started
            self._thread.join(ENDS_WITHIN_S)
        self._making.close()

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # no fault here may end a session or reach its screen
            reason = f"{type(error).__name__}: {error}"
            self._fault = self._own.voice_fails.format(reason=reason)

    def _work(self) -> None:
        with suppress(OSError):
            clean(self._folder)
        while True:
            with self._changed:
                idle = not self._todo
            if idle:
                self._making.rest()
            with self._changed:
                self._changed.wait_for(lambda: self._todo or self._closed)
                if self._closed:
                    return
                phrase = self._todo.popleft()
                if phrase in self._made:
                    continue
            try:
                clip = self._making.clip(phrase)
            except HangsError:
                return  # each phrase would hang as long
            except LateError:
                self._help_out(phrase)
                continue
            with self._changed:
                self._made[phrase] = clip
                self._late = False
                wanted = self._wanted if self._wanted and self._wanted.phrase == phrase else None
            if wanted and clip is not None:
                wanted.then(clip)

    def _patient_until_s(self) -> float:
        """Until when to wait for the engine: a phrase that is wanted now cannot wait long."""
        with self._changed:
            if self._wanted is None:
                return math.inf
            return self._wanted.since_s + (0 if self._late else PATIENCE_S)

    def _help_out(self, phrase: Phrase) -> None:
        """Have another engine make the wanted phrase. `phrase`, which was late, comes after it."""
        with self._changed:
            wanted, self._wanted = self._wanted, None
            self._todo.appendleft(phrase)
            self._late = True
        if wanted is not None:
            clip = self._making.at_once(wanted.phrase)
            if clip is not None:
                wanted.then(clip)
