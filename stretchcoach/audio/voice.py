"""Has a session's phrases made into sound files ahead of time, on a thread of its own.

A phrase that was made is kept in a folder, under a name made of all that it depends on, so that the
next session has it at once. A slow engine delays nothing: what is not there in time is not said.
"""

import hashlib
import re
import subprocess
import threading
import wave
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from stretchcoach.audio.clips import Clip, polish, read_clip
from stretchcoach.audio.engines import WORDS_A_MINUTE, EngineError, Order, Voice, make
from stretchcoach.core import words
from stretchcoach.core.speech import Phrase

# Told quicker where it must be, up to what is still clear; then shorter.
PACES = (1.0, 1.15, 1.3)
CACHE_MAX_BYTES = 32 * 1024 * 1024
# Part of each file's name: raise it when `polish` or the engines' orders change.
_EDITION = 1
_ENDS_WITHIN_S = 0.05

Then = Callable[[Clip], None]


class Phrases:
    """The phrases of a session as clips; `note` says what is wrong with the voice, if anything.

    `want` is for the loop: it returns at once and never raises.
    """

    def __init__(self, voice: Voice, folder: Path, phrases: Iterable[Phrase]) -> None:
        self.note = ""
        self._voice = voice
        self._folder = folder
        self._spare_folder: TemporaryDirectory[str] | None = None
        self._todo = deque(phrases)
        self._made: dict[Phrase, Clip | None] = {}
        self._wanted: tuple[Phrase, Then] | None = None
        self._changed = threading.Condition()  # guards the three above
        self._engine: subprocess.Popen[str] | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        self._thread.start()

    def want(self, phrase: Phrase, then: Then) -> None:
        """Call `then` with the phrase's clip, now or as soon as it is made.

        It is not called for a phrase that cannot be said in its room, nor once another is wanted;
        it may be called on another thread.
        """
        with self._changed:
            if phrase not in self._made:
                self._wanted = phrase, then
                self._todo.appendleft(phrase)
                self._changed.notify()
                return
            self._wanted = None
            clip = self._made[phrase]
        if clip is not None:
            then(clip)

    def close(self) -> None:
        """Make nothing more; ends an engine that is at work."""
        with self._changed:
            self._closed = True
            self._changed.notify()
            if self._engine is not None:
                self._engine.kill()
        self._thread.join(_ENDS_WITHIN_S)
        if self._spare_folder is not None:
            with suppress(OSError):
                self._spare_folder.cleanup()

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # no fault here is to end a session, or be thrown on its screen
            self.note = f"No voice: {type(error).__name__}: {error}."

    def _work(self) -> None:
        with suppress(OSError):
            _prune(self._folder)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._todo or self._closed)
                if self._closed:
                    return
                phrase = self._todo.popleft()
                if phrase in self._made:
                    continue
            clip = self._try_to_make(phrase)
            with self._changed:
                self._made[phrase] = clip
                wanted = self._wanted if self._wanted and self._wanted[0] == phrase else None
            if wanted and clip is not None:
                wanted[1](clip)

    def _try_to_make(self, phrase: Phrase) -> Clip | None:
        """The phrase's clip; where none can be made, `note` says why."""
        try:
            return self._fitting(phrase)
        except EngineError as error:
            _, named, language = self._voice
            wanted = "" if named or language == "en" else f" for the language {language!r}"
            self.note = f"No voice{wanted}: {error}. See: stretch doctor"
        except (OSError, wave.Error, EOFError, ValueError) as error:
            # On a full disk an engine may leave half a file and think nothing of it.
            reason = getattr(error, "strerror", None) or "no whole file"
            if self._spare_folder is None:
                return self._elsewhere(phrase, reason)
            name = self._voice.engine.name
            self.note = f"No voice: {name} made no sound file ({reason}). See: stretch doctor"
        return None

    def _elsewhere(self, phrase: Phrase, reason: str) -> Clip | None:
        """Make the phrase, and all that follow, in a folder that is only for this session."""
        told = f"The voice cannot keep its files in {self._folder}: {reason}."
        try:
            self._spare_folder = TemporaryDirectory(prefix="stretchcoach-")
        except OSError as error:
            self.note = f"{told} Nor elsewhere: {error.strerror}."
            return None
        self._folder = Path(self._spare_folder.name)
        self.note = told
        return self._try_to_make(phrase)

    def _fitting(self, phrase: Phrase) -> Clip | None:
        """The words within their room: quicker if need be, or else without the last sentences."""
        text = phrase.words
        while text:
            calm = self._clip(text, PACES[0])
            if phrase.room_ms is None:
                return calm
            for pace in PACES:
                if calm.length_ms / pace <= phrase.room_ms:
                    clip = self._clip(text, pace)
                    if clip.length_ms <= phrase.room_ms:
                        return clip
            text = words.shorter(text)
        return None

    def _clip(self, text: str, pace: float) -> Clip:
        """The text at this pace, from the folder or made now. Raises as `make` and `polish` do."""
        suffix = self._voice.engine.suffix
        voice = (self._voice.engine.name, self._voice.name, self._voice.language)
        key = repr((_EDITION, *voice, WORDS_A_MINUTE, pace, text))
        path = self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}{suffix}"
        kept = _read(path, text, pace)
        if kept is not None:
            path.touch()  # so that what is used is kept longest
            return kept
        self._folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._folder, prefix="making-") as folder:
            new = Path(folder) / path.name
            make(Order(_plain(text), self._voice, pace, new), self._started)
            if suffix == ".wav":
                polish(new)
            new.replace(path)
        made = _read(path, text, pace)
        if made is None:
            raise wave.Error
        return made

    def _started(self, process: "subprocess.Popen[str]") -> None:
        with self._changed:
            self._engine = process
            if self._closed:
                process.kill()


def _read(path: Path, text: str, pace: float) -> Clip | None:
    if path.suffix == ".wav":
        return read_clip(path)
    # The words themselves are the file: how long they will take can only be guessed.
    length_ms = int(len(text.split()) * 60_000 / WORDS_A_MINUTE / pace)
    return Clip(path, length_ms) if path.exists() else None


def _plain(text: str) -> str:
    """The text without what some engines take for orders to themselves: [[ ]], < >, line breaks."""
    return " ".join(re.sub(r"[\[\]<>|\\`]", " ", text).split())


def _prune(folder: Path) -> None:
    """Delete the files that were not used for longest until the rest is within bounds."""
    files = [(path.stat(), path) for path in folder.iterdir() if path.is_file()]
    left_bytes = sum(stat.st_size for stat, _ in files)
    for stat, path in sorted(files, key=lambda file: file[0].st_mtime):
        if left_bytes <= CACHE_MAX_BYTES:
            return
        path.unlink(missing_ok=True)
        left_bytes -= stat.st_size
