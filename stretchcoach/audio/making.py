"""Makes phrases into sound files, fitted into their room, and keeps them.

A file lies under a name made of all that it depends on, so that the next session has it at once. It
is made in a folder of its own, and moved into its place when it is whole.
"""

import hashlib
import os
import re
import wave
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from stretchcoach.audio.children import Children
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
# Part of each file's name. Raise it when `polish` or the engines' commands change.
_EDITION = 3
# About a minute of speech. What is longer is cut.
_LONGEST_CHARS = 1_000


class Making:
    """Makes phrases with this voice, one after the other, in this folder.

    `note` says what is wrong with the voice, if anything is. Where the folder takes no files they
    are made elsewhere, and lie there until `close`.
    """

    def __init__(self, voice: Voice, folder: Path, children: Children) -> None:
        self._voice = voice
        self._folder = folder
        self._children = children
        self._spare_folder: TemporaryDirectory[str] | None = None
        self._trouble = ""  # of the engine; gone once it speaks again
        self._elsewhere_note = ""
        self.closing = False  # from now on what fails is no trouble

    @property
    def note(self) -> str:
        return self._trouble or self._elsewhere_note

    def clip(self, phrase: Phrase) -> Clip | None:
        """The phrase's clip; where none can be made, `note` says why. Raises HangsError."""
        try:
            clip = self._fitting(phrase)
        except HangsError as error:
            self._trouble = self._no_voice(error)
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
            if self._spare_folder is None and not self.closing:
                return self._elsewhere(phrase, reason)
            self._trouble = self._made_no_file(reason)
        else:
            if clip is not None:
                self._trouble = ""
            return clip
        return None

    def close(self) -> None:
        """Take away what could not be kept."""
        if self._spare_folder is not None:
            with suppress(OSError):
                self._spare_folder.cleanup()

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
        return self.clip(phrase)

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
