"""`stretch save NAME FILE`: a session as a sound file, to take along."""

import os
import signal
import sys
import wave
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stretchcoach.cli.choosing import choices_of, chosen
from stretchcoach.cli.options import (
    BreathTonesOption,
    ForOption,
    HoldOption,
    Name,
    NoVoiceOption,
    OnlyOption,
    SideOption,
    VoiceOption,
    percent,
)
from stretchcoach.cli.replacing import may_replace
from stretchcoach.core.harmless import harmless
from stretchcoach.errors import EXIT_SIGNAL, CoachError

if TYPE_CHECKING:
    from stretchcoach.audio.children import Children
    from stretchcoach.audio.encoders import FileKind
    from stretchcoach.audio.engines import Voice
    from stretchcoach.audio.loudspeaker import Audible
    from stretchcoach.audio.tags import Tags
    from stretchcoach.cli.heard import Clips, Heard
    from stretchcoach.core.timeline import Timeline

# Called with the share of a part of the work that is done, from 0 to 1.
_Tell = Callable[[float], None]


def save(
    name: Name,
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=".wav, .mp3, .m4b, .m4a, .opus or .flac.")
    ],
    side: SideOption = None,
    only: OnlyOption = None,
    hold: HoldOption = None,
    for_: ForOption = None,
    breath_tones: BreathTonesOption = None,
    voice: VoiceOption = None,
    no_voice: NoVoiceOption = False,
    volume: Annotated[
        Any, typer.Option("--volume", metavar="N", parser=percent, help="How loud, 1 to 100.")
    ] = None,
    captions: Annotated[
        bool, typer.Option("--captions", help="Its words beside it, as .lrc and .vtt.")
    ] = False,
    force: Annotated[
        bool, typer.Option("--force", "-f", help="Replace a file that is there.")
    ] = False,
) -> None:
    """Save a session as a sound file with chapters, for a phone."""
    from stretchcoach.audio.encoders import KINDS

    kind = KINDS.get(file.suffix.lower())
    if str(file) == "-":
        raise typer.BadParameter("A sound file cannot go into a pipe. Name a file.")
    if kind is None:
        raise typer.BadParameter(f"The name of the file must end in one of {', '.join(KINDS)}.")
    lacks, hint = kind.lacks()
    if lacks:
        can_be = " or ".join(ending for ending, one in KINDS.items() if not one.lacks()[0])
        raise CoachError(lacks, f"{hint} · Or name a file that ends in {can_be}.")
    places = (file, *(file.with_suffix(ending) for ending in (".lrc", ".vtt") if captions))
    over = _may_be_written(places, force)

    from stretchcoach.cli.audible import Flags, audible
    from stretchcoach.cli.felt_before import with_felt
    from stretchcoach.cli.leading import emergency_here, settings_here
    from stretchcoach.cli.remembering import memory
    from stretchcoach.core.choices import choose

    waits = sys.stdin.isatty() and sys.stdout.isatty()
    before = memory()
    laid_out = before.for_session(emergency_here, waits=waits, keeps=True) if before else choose
    kept = settings_here()
    choices = choices_of(side, only, hold_ms=hold, total_ms=for_)
    timeline = chosen(name, choices, laid_out=with_felt(laid_out, full=True))
    flags = Flags(breath_tones=breath_tones, voice=voice, no_voice=no_voice, volume=volume)
    wanted = audible(timeline.routine, kept, flags)
    for told in (*timeline.care.told, timeline.fitted):
        if told:
            print(told)
    saying = _speaking(wanted)
    with _ended_by_signals():
        length_ms = _save(kind, places, timeline, wanted=wanted, voice=saying, over=over)

    from stretchcoach.core.words import clock_time

    size = file.stat().st_size / 1_000_000
    print(f"Saved: {harmless(str(file))} ({clock_time(length_ms)}, {size:.1f} MB)")
    for beside in places[1:]:
        print(f"       {harmless(str(beside))}")
    if saying is None:
        print(f"No words are in it. Read first: stretch show {name}")


def _may_be_written(places: tuple[Path, ...], force: bool) -> bool:
    """Whether files may be replaced. Raises CoachError if they cannot be written."""
    folder = places[0].parent
    if not folder.is_dir():
        told = f"There is no folder {harmless(str(folder))}."
        raise CoachError(told, "Make it first, or name another file.")
    for place in places:
        if place.is_dir():
            raise CoachError(f"{harmless(str(place))} is a folder.", "Name a file.")
    # If only captions exist, the session was saved in another format before.
    leave = "" if places[0].exists() else ", leave out --captions"
    hint = f"Name another file{leave}, or replace what is there: --force"
    return force or may_replace(*places, hint=hint)


def _speaking(wanted: "Audible") -> "Voice | None":
    """The voice. Raises CoachError if there is none, unless that was wanted."""
    from stretchcoach.audio.packages import VOICE, what_to_do
    from stretchcoach.core.english import ENGLISH

    voice = wanted.voice
    without = "Or have no words in it: --no-voice"
    if wanted.lacks_voice:
        raise CoachError("No speech engine is here.", f"{what_to_do(ENGLISH, VOICE)} · {without}")
    if wanted.voice_note:
        raise CoachError(wanted.voice_note, without)
    if voice is not None and not voice.engine.writes:
        told = f"{voice.engine.name} speaks, but writes no sound files."
        raise CoachError(told, f"{what_to_do(ENGLISH, VOICE)} · {without}")
    return voice


def _save(
    kind: "FileKind",
    places: tuple[Path, ...],
    timeline: "Timeline",
    wanted: "Audible",
    voice: "Voice | None",
    *,
    over: bool,
) -> int:
    """Make all files, and move them into place; return the length. Raises CoachError."""
    from stretchcoach.audio.children import Children
    from stretchcoach.audio.encoders import EncoderError
    from stretchcoach.audio.engines import EngineError

    place = places[0]
    try:
        with ExitStack() as stack:
            children = stack.enter_context(Children())
            tell = stack.enter_context(_progress())
            heard, timeline = _heard(timeline, wanted, voice, stack=stack, tell=tell("Words"))
            tags = _tags(timeline, heard)
            _write(kind, places, heard, tags=tags, children=children, tell=tell("Sound"), over=over)
            return heard.length_ms
    except EngineError as error:
        raise CoachError(str(error)) from None
    except EncoderError as error:
        raise CoachError(f"{harmless(str(place))} cannot be written: {error}.") from None
    except FileExistsError:  # it was made since we looked
        raise CoachError(f"{harmless(str(place))} is there already.", "Name another.") from None
    except (OSError, wave.Error, EOFError) as error:
        reason = getattr(error, "strerror", None) or str(error) or "a sound is damaged"
        named = Path(getattr(error, "filename", None) or place)
        if named.parent not in (place.parent, place.parent.absolute()):  # in the voice's cache
            raise CoachError(f"{harmless(str(named))}: {reason}.", "See: stretch doctor") from None
        told = f"{harmless(str(place))} cannot be written: {reason}."
        raise CoachError(told, "Name another file.") from None


def _heard(
    timeline: "Timeline",
    wanted: "Audible",
    voice: "Voice | None",
    stack: ExitStack,
    tell: _Tell,
) -> "tuple[Heard, Timeline]":
    """The sounds of the session, and its timeline with a gate that is read aloud."""
    from stretchcoach.audio.engines import EngineError
    from stretchcoach.audio.swells import long_tone
    from stretchcoach.audio.voice import made
    from stretchcoach.audio.volume import Volume
    from stretchcoach.cli.audible import voice_folder
    from stretchcoach.cli.heard import heard
    from stretchcoach.core.aloud import lines, read_aloud
    from stretchcoach.core.speech import Phrase, planned_phrases

    def at(laid_out: "Timeline", clips: "Clips | None") -> "Heard":
        return heard(
            laid_out,
            clips,
            Volume(voice_folder(), *wanted.percents),
            breath_tones=wanted.breath_tones,
            swell=partial(long_tone, voice_folder()),
        )

    if voice is None:
        timeline = read_aloud(timeline)
        return at(timeline, None), timeline
    phrases = list(
        dict.fromkeys(
            [*map(Phrase, lines(timeline.routine)), *planned_phrases(read_aloud(timeline))]
        )
    )
    said = stack.enter_context(
        made(voice, voice_folder(), phrases, tell=lambda count, of: tell(count / of))
    )
    # A phrase without a time limit is missing only if it cannot be made.
    whole = [one for one in phrases if one.room_ms is None and any(map(str.isalnum, one.words))]
    if any(said.clips[one] is None for one in whole):
        raise EngineError(said.note or "The voice cannot say all of it.")
    if said.note:
        print(said.note, file=sys.stderr)

    def takes_ms(told: str) -> int:
        clip = said.clips[Phrase(told)]
        return clip.length_ms if clip else 0

    timeline = read_aloud(timeline, takes_ms)
    return at(timeline, said.clips), timeline


def _tags(timeline: "Timeline", heard: "Heard") -> "Tags":
    from stretchcoach.audio.tags import Tags
    from stretchcoach.cli.cover import cover
    from stretchcoach.core.aloud import chapters

    routine = timeline.routine
    return Tags(
        routine.title,
        heard.length_ms,
        chapters=chapters(timeline),
        captions=heard.captions,
        author=routine.author,
        language=routine.language,
        cover=cover(timeline),
    )


def _write(
    kind: "FileKind",
    places: tuple[Path, ...],
    heard: "Heard",
    tags: "Tags",
    children: "Children",
    tell: _Tell,
    *,
    over: bool,
) -> None:
    from stretchcoach.audio.encoders import Order
    from stretchcoach.audio.mixer import mixed, rate_of
    from stretchcoach.core.aloud import as_lrc, as_vtt
    from stretchcoach.files.write import aside

    rate = rate_of(heard.placed)
    frames = heard.length_ms * rate // 1_000
    with aside(*places, over=over) as (sound, *beside):
        order, done = Order(sound.beside, rate, frames, tags=tags), 0
        with closing(kind.begin(order, children)) as encoder:
            for samples in mixed(heard.placed, rate, frames):
                encoder.write(samples)
                done += len(samples) // 2
                tell(done / frames)
            encoder.finish()
        texts = (as_lrc(tags.title, tags.captions), as_vtt(tags.captions))
        for file, text in zip(beside, texts, strict=False):
            file.beside.write_text(text, encoding="utf-8", newline="\n")


@contextmanager
def _progress() -> Iterator[Callable[[str], _Tell]]:
    """Show the progress at a terminal. Called with a part of the work, it returns its `_Tell`."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield _untold
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    with (
        # This bypasses our `Gate`, since rich must move the cursor.
        open(  # noqa: PTH123 - it has no path
            os.dup(sys.stderr.fileno()), "w", encoding=sys.stderr.encoding, errors="replace"
        ) as past,
        Progress(
            *columns, console=Console(file=past), auto_refresh=False, transient=True
        ) as progress,
    ):

        def part(name: str) -> _Tell:
            task = progress.add_task(name, total=100)
            shown = [-1]

            def tell(done: float) -> None:
                now = int(100 * done)
                if now != shown[0]:
                    shown[0] = now
                    progress.update(task, completed=now, refresh=True)

            return tell

        yield part


def _untold(part: str) -> _Tell:
    del part

    def tell(done: float) -> None:
        del done

    return tell


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """While entered, signals that end the program first let it delete its unfinished files."""

    def end(number: int, frame: FrameType | None) -> None:
        del frame
        raise SystemExit(EXIT_SIGNAL + number)

    names = ("SIGTERM", "SIGHUP", "SIGQUIT")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {n: signal.signal(n, end) for n in numbers if signal.getsignal(n) == signal.SIG_DFL}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
