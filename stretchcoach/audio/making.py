"""Makes phrases into sound files that fit their room, and keeps them in the cache."""

import re
import wave
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from stretchcoach.audio import cache
from stretchcoach.audio.children import Children
from stretchcoach.audio.clips import (
    Clip,
    SilenceError,
    UnfitError,
    polish,
    read_sound,
    reason_of,
)
from stretchcoach.audio.engines import (
    WORDS_A_MINUTE,
    EngineError,
    HangsError,
    Utterance,
    Voice,
    in_place_of,
    speech,
)
from stretchcoach.audio.worker import LateError, Patience, Studio, for_ever
from stretchcoach.core import words
from stretchcoach.core.speech import Phrase

# A phrase that is too long is spoken faster, up to what is still clear. After that it is cut.
PACES = (1.0, 1.15, 1.3)
# Part of each file's name. Raise it when `polish` or the engines' commands change.
_EDITION = 3
# About a minute of speech. A longer text is cut.
_LONGEST_CHARS = 1_000
# What may be raised where an engine writes no usable file, and does not say why.
_UNWRITTEN = (OSError, RuntimeError, wave.Error, EOFError, ValueError)
_FAILS = (EngineError, SilenceError, *_UNWRITTEN)


class _NoFileError(EngineError):
    """The engine ran, but wrote no file that can be played."""


class Making:
    """Makes phrases with this voice, one after the other, in this folder.

    `note` says what is wrong with the voice, if anything is. If its engine fails for good, the
    system's own takes over. If the folder cannot be written, a temporary one takes its place until
    `close`. `patience` says until when to wait for an engine, if another can take over.
    """

    def __init__(
        self, voice: Voice, folder: Path, children: Children, patience: Patience = for_ever
    ) -> None:
        self._voice = voice
        self._own = voice.own
        self._instead = in_place_of(voice)
        self._folder = folder
        self._children = children
        self._studio = Studio(children)
        self._patience = patience
        self._spare_folder: TemporaryDirectory[str] | None = None
        self._trouble = ""  # what is wrong with the engine; "" once it speaks again
        self._instead_note = ""
        self._elsewhere_note = ""

    @property
    def note(self) -> str:
        return self._trouble or self._instead_note or self._elsewhere_note

    def clip(self, phrase: Phrase) -> Clip | None:
        """The phrase's clip. Where none can be made, `note` says why.

        Raises HangsError if no more can be made, and LateError if `patience` has run out.
        """
        try:
            clip = self._somewhere(phrase)
        except EngineError as error:
            if self._children.closed:  # so we ended the engine
                return None
            if self._instead is not None:
                self._give_way_to(self._instead, error)
                return self.clip(phrase)
            self._trouble = self._no_voice(error)
            if isinstance(error, HangsError):
                raise
            if self._voice.engine.worker:  # each phrase would take as long to fail
                raise HangsError(str(error)) from None
            return None
        if clip is not None:
            self._trouble = ""
        return clip

    def at_once(self, phrase: Phrase) -> Clip | None:
        """The clip, without waiting for the engine: from the cache, or by the other engine."""
        with suppress(LateError, *_FAILS):
            return self._fitting(phrase, self._voice, only_kept=True)
        with suppress(*_FAILS):
            return self._fitting(phrase, self._instead) if self._instead else None
        return None

    def wake(self) -> None:
        """Ask `patience` again. Any thread may call this."""
        self._studio.wake()

    def rest(self) -> None:
        """End the engine. The next phrase starts it again."""
        self._studio.rest()

    def close(self) -> None:
        """End the engine, and delete the temporary folder."""
        self._studio.rest()
        if self._spare_folder is not None:
            with suppress(OSError):
                self._spare_folder.cleanup()

    def _give_way_to(self, instead: Voice, error: EngineError) -> None:
        told = self._own.another_speaks
        self._instead_note = told.format(why=error, engine=instead.engine.name)
        self._voice, self._instead = instead, None

    def _no_voice(self, error: EngineError) -> str:
        engine, named, language = self._voice
        if named and not isinstance(error, _NoFileError):
            told, command = self._own.no_voice_named, engine.listing
            return told.format(voice=repr(named), why=error, command=command)
        if language == "en" or isinstance(error, _NoFileError):
            return self._own.no_voice.format(why=error)
        return self._own.no_voice_for.format(language=repr(language), why=error)

    def _somewhere(self, phrase: Phrase) -> Clip | None:
        """The phrase's clip, in the folder or elsewhere. Raises EngineError and LateError."""
        try:
            return self._fitting(phrase, self._voice)
        except SilenceError:
            # A text of punctuation alone has no sound. That is no fault.
            if not any(char.isalnum() for char in phrase.words):
                return None
            reason = self._own.file_is_silent
        except _UNWRITTEN as error:
            reason = reason_of(self._own, error) or self._own.file_is_not_whole
            # On a full disk an engine may write half a file and exit with 0. A worker reports it.
            told = self._voice.engine.worker and not isinstance(error, OSError)
            if self._spare_folder is None and not told and not self._children.closed:
                return self._elsewhere(phrase, reason)
        why, name = self._own.engine_made_no_file, self._voice.engine.name
        raise _NoFileError(why.format(engine=name, reason=reason))

    def _elsewhere(self, phrase: Phrase, reason: str) -> Clip | None:
        """Make the phrase, and all that follow, in a temporary folder."""
        own, where = self._own, self._folder
        try:
            self._spare_folder = TemporaryDirectory(prefix="stretchcoach-")
        except OSError as error:
            told = own.voice_keeps_nothing
            self._elsewhere_note = told.format(
                folder=where, reason=reason, elsewhere=error.strerror
            )
            return None
        self._folder = Path(self._spare_folder.name)
        self._elsewhere_note = own.voice_keeps_elsewhere.format(folder=where, reason=reason)
        return self._somewhere(phrase)

    def _fitting(self, phrase: Phrase, voice: Voice, *, only_kept: bool = False) -> Clip | None:
        """The clip, made to fit its room: spoken faster, or else without the last sentences."""

        def spoken(text: str, pace: float) -> Clip:
            return self._clip(text, voice, pace, only_kept=only_kept)

        text = phrase.words[:_LONGEST_CHARS]
        while text:
            calm = spoken(text, PACES[0])
            if phrase.room_ms is None:
                return calm
            for pace in PACES:
                if calm.length_ms / pace <= phrase.room_ms:
                    clip = spoken(text, pace)
                    if clip.length_ms <= phrase.room_ms:
                        return clip
            text = words.shorter(text)
        return None

    def _clip(self, text: str, voice: Voice, pace: float, *, only_kept: bool) -> Clip:
        """The clip at this pace, from the cache or made now. To make it may raise any of `_FAILS`.

        Raises LateError if `only_kept`, and the cache does not have it.
        """
        engine = voice.engine
        if not engine.writes:
            return speech(text, voice, pace)
        spoken_by = (engine.name, engine.edition(), voice.name, voice.language)
        key = repr((_EDITION, *spoken_by, WORDS_A_MINUTE, pace, text))
        path = cache.place(self._folder, key.encode())
        kept = cache.kept(path)
        if kept is not None:
            return kept
        if only_kept:
            raise LateError

        def write(new: Path) -> None:
            utterance = Utterance(_plain(text), voice, pace=pace, path=new)
            self._studio.make(utterance, self._patience if self._instead else for_ever)
            if not engine.system and read_sound(new) is None:
                raise UnfitError(lambda own: own.file_is_not_whole)
            polish(new)

        return cache.make(path, write)


def _plain(text: str) -> str:
    """The text without signs that some engines take for commands: [[ ]], < >, line breaks."""
    return " ".join(re.sub(r"[\[\]<>|\\`]", " ", text).split())
