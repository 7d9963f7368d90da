"""Has a session's phrases made into sound files ahead of time, on a thread of its own.

A phrase that was made is kept in a folder, under a name made of all that it depends on, so that the
next session has it at once. A slow engine delays nothing: a phrase that is not there in time is
not said.
"""

import hashlib
import os
import re
import shutil
import stat
import threading
import time
import wave
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from stretchcoach.audio.children import ENDS_WITHIN_S, Children
from stretchcoach.audio.clips import Clip, SilenceError, Sound, polish, read_sound
from stretchcoach.audio.engines import (
    WORDS_A_MINUTE,
    EngineError,
    HangsError,
    Utterance,
    Voice,
    make,
    speech,
)
from stretchcoach.core import words
from stretchcoach.core.speech import Phrase

# A phrase that is too long is spoken faster, up to what is still clear. After that it is cut.
PACES = (1.0, 1.15, 1.3)
CACHE_MAX_BYTES = 32 * 1024 * 1024
# Part of each file's name. Raise it when `polish` or the engines' commands change.
_EDITION = 3
# About a minute of speech. What is longer is cut.
_LONGEST_CHARS = 1_000
# A file is made in a folder that names our process, and moved into its place when it is whole.
_KEPT = re.compile(r"[0-9a-f]{32}\.wav")
_MAKING = re.compile(r"making-([0-9]+)-\w+")
# No engine takes longer to make a file: it is given 15 s.
_MAKING_AT_MOST_S = 60.0

Then = Callable[[Clip], None]


class Phrases:
    """The phrases of a session as clips; `note` says what is wrong with the voice, if anything.

    `want` is for the loop: it returns at once and never raises.
    """

    def __init__(
        self, voice: Voice, folder: Path, phrases: Iterable[Phrase], children: Children
    ) -> None:
        self._trouble = ""  # of the engine; gone once it speaks again
        self._elsewhere_note = ""
        self._voice = voice
        self._folder = folder
        self._spare_folder: TemporaryDirectory[str] | None = None
        self._todo = deque(phrases)
        self._made: dict[Phrase, Clip | None] = {}
        self._wanted: tuple[Phrase, Then] | None = None
        self._changed = threading.Condition()  # guards the three above
        self._children = children
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="voice", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:
            self._trouble = "No voice: the system starts no more threads."

    @property
    def note(self) -> str:
        return self._trouble or self._elsewhere_note

    def want(self, phrase: Phrase, then: Then) -> None:
        """Call `then` with the phrase's clip, now or once it is made.

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
        """Make nothing more. An engine that is at work is ended with the children."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        with suppress(RuntimeError):  # where it could not be started
            self._thread.join(ENDS_WITHIN_S)
        if self._spare_folder is not None:
            with suppress(OSError):
                self._spare_folder.cleanup()

    def _run(self) -> None:
        try:
            self._work()
        except Exception as error:  # no fault here may end a session or reach its screen
            self._trouble = f"No voice: {type(error).__name__}: {error}."

    def _work(self) -> None:
        with suppress(OSError):
            _clean(self._folder)
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._todo or self._closed)
                if self._closed:
                    return
                phrase = self._todo.popleft()
                if phrase in self._made:
                    continue
            try:
                clip = self._try_to_make(phrase)
            except HangsError as error:
                # Each phrase would hang as long. So no more are made.
                self._trouble = self._no_voice(error)
                return
            with self._changed:
                self._made[phrase] = clip
                wanted = self._wanted if self._wanted and self._wanted[0] == phrase else None
            if wanted and clip is not None:
                wanted[1](clip)

    def _try_to_make(self, phrase: Phrase) -> Clip | None:
        """The phrase's clip; where none can be made, `note` says why. Raises HangsError."""
        try:
            clip = self._fitting(phrase)
        except HangsError:
            raise
        except EngineError as error:
            self._trouble = self._no_voice(error)
        except SilenceError:
            # A text of signs alone has no sound. That is no fault.
            if any(char.isalnum() for char in phrase.words):
                self._trouble = self._made_no_file("it is silent")
        except (OSError, RuntimeError, wave.Error, EOFError, ValueError) as error:
            # On a full disk an engine may write half a file and end with 0.
            reason = getattr(error, "strerror", None) or str(error) or "no whole file"
            if self._spare_folder is None and not self._closed:
                return self._elsewhere(phrase, reason)
            self._trouble = self._made_no_file(reason)
        else:
            if clip is not None:
                self._trouble = ""
            return clip
        return None

    def _no_voice(self, error: EngineError) -> str:
        engine, named, language = self._voice
        if named:
            return f"No voice {named!r}: {error}. {engine.listing}"
        wanted = "" if language == "en" else f" for the language {language!r}"
        return f"No voice{wanted}: {error}. See: stretch doctor"

    def _made_no_file(self, reason: str) -> str:
        name = self._voice.engine.name
        return f"No voice: {name} made no sound file ({reason}). See: stretch doctor"

    def _elsewhere(self, phrase: Phrase, reason: str) -> Clip | None:
        """Make the phrase, and all that follow, in a folder that is only for this session."""
        told = f"The voice cannot keep its files in {self._folder}: {reason}."
        try:
            self._spare_folder = TemporaryDirectory(prefix="stretchcoach-")
        except OSError as error:
            self._elsewhere_note = f"{told} Nor elsewhere: {error.strerror}."
            return None
        self._folder = Path(self._spare_folder.name)
        self._elsewhere_note = told
        return self._try_to_make(phrase)

    def _fitting(self, phrase: Phrase) -> Clip | None:
        """The clip that fits its room: spoken faster, or else without the last sentences."""
        text = phrase.words[:_LONGEST_CHARS]
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
        """The clip at this pace, from the folder or made now. Raises as `make` and `polish` do."""
        if self._voice.engine.command is None:
            return speech(text, self._voice, pace)
        voice = (self._voice.engine.name, self._voice.name, self._voice.language)
        key = repr((_EDITION, *voice, WORDS_A_MINUTE, pace, text))
        path = self._folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}.wav"
        kept = read_sound(path)
        if kept is not None:
            with suppress(OSError):
                path.touch()  # so that what is used is kept longest
            return kept
        self._folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._folder, prefix=f"making-{os.getpid()}-") as folder:
            new = Path(folder) / path.name
            make(Utterance(_plain(text), self._voice, pace=pace, path=new), self._children)
            polish(new)
            made = read_sound(new)
            if made is None:
                raise wave.Error
            new.replace(path)
        return Sound(path, made.length_ms)


def _plain(text: str) -> str:
    """The text without what some engines take for commands: [[ ]], < >, line breaks."""
    return " ".join(re.sub(r"[\[\]<>|\\`]", " ", text).split())


def _clean(folder: Path) -> None:
    """Keep the folder small. Only our own files are deleted, and never through a link.

    The least recently used files go first, and half files of sessions that were killed go, too.
    """
    if folder.is_symlink():
        return
    kept = []
    for path in folder.iterdir():
        found = path.lstat()
        making = _MAKING.fullmatch(path.name)
        if stat.S_ISREG(found.st_mode) and _KEPT.fullmatch(path.name):
            kept.append((found.st_mtime, found.st_size, path))
        elif stat.S_ISDIR(found.st_mode) and making and _is_over(int(making[1]), found.st_mtime):
            shutil.rmtree(path, ignore_errors=True)
    left_bytes = sum(size for _, size, _ in kept)
    for _, size, path in sorted(kept):
        if left_bytes <= CACHE_MAX_BYTES:
            return
        path.unlink(missing_ok=True)
        left_bytes -= size


def _is_over(pid: int, changed_s: float) -> bool:
    """Whether the process that was making a file here has ended, or must have."""
    if time.time() - changed_s > _MAKING_AT_MOST_S:
        return True
    if os.name != "posix":
        return False  # there os.kill does more than ask
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False
