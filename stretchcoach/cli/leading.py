"""Leads a session: wires its parts together, and prints how it ended.

This module must not load typer, which takes nearly half of the time until the first picture.
"""

import gc
import os
import shutil
import sys
import time
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from stretchcoach.cli.choosing import choices_of, chosen
from stretchcoach.cli.felt_before import with_felt
from stretchcoach.cli.remembering import Remembering, memory
from stretchcoach.core.choices import choose
from stretchcoach.core.seen import was_read_before
from stretchcoach.core.session import GAP_MS, Event, Mode, Session, begin, outcome
from stretchcoach.errors import EXIT_SIGNAL, EXIT_STOPPED

if TYPE_CHECKING:
    from stretchcoach.cli.keeping import Keeping
    from stretchcoach.core.routine import Side
    from stretchcoach.core.settings import Settled
    from stretchcoach.core.timeline import Timeline
    from stretchcoach.play import Outlet, Viewer
    from stretchcoach.terminal.out import Out
    from stretchcoach.terminal.terminal import Surface


# A tenth of Python's default.
SWITCH_INTERVAL_S = 0.0005
_LAST_WORDS_S = 0.1


class Ending:
    """A silent outlet. After the first picture it loads the modules that the end needs.

    An upgrade of the package during a session removes the old modules.
    """

    note = ""
    latency_ms = 0

    def open(self) -> None:
        from stretchcoach.cli import feeling, week
        from stretchcoach.files import memory, seen, write
        from stretchcoach.terminal import prose

        del feeling, memory, prose, seen, week, write

    def hear(self, event: Event) -> None: ...

    def hush(self) -> None: ...


class Wanted(NamedTuple):
    """The options of a session, with their defaults."""

    side: "Side | None" = None
    only: str | None = None
    hold_ms: int | None = None
    total_ms: int | None = None
    full: bool = False
    yes: bool = False
    speed: float = 1
    plain: bool = False
    no_motion: bool = False
    json: bool = False
    sound: bool | None = None
    breath_tones: bool | None = None
    voice: str | None = None
    no_voice: bool = False
    volume: int | None = None
    no_record: bool = False


def lead(name: str, wanted: Wanted) -> int:
    """Lead a session of the routine of this name, or in this file; return its exit code.

    Raises CoachError if there is no such routine.
    """
    # Without a terminal, nobody is asked for a key.
    waits = not wanted.json and sys.stdin.isatty() and sys.stdout.isatty()
    # A session at another speed is a preview.
    keeps = wanted.speed == 1
    before = memory()
    laid_out = before.for_session(emergency_here, waits=waits, keeps=keeps) if before else choose
    kept = settings_here()
    laid_out = with_felt(laid_out, full=wanted.full)
    choices = choices_of(wanted.side, wanted.only, hold_ms=wanted.hold_ms, total_ms=wanted.total_ms)
    timeline = chosen(name, choices, gate=not wanted.yes, laid_out=laid_out)

    from stretchcoach.cli.audible import Flags, loudspeaker
    from stretchcoach.cli.keeping import Keeping, new_id
    from stretchcoach.clock import Clock
    from stretchcoach.play import play
    from stretchcoach.terminal.bell import Bell
    from stretchcoach.terminal.out import Out
    from stretchcoach.terminal.terminal import Terminal

    clock = Clock(wanted.speed)
    out = Out(sys.stdout)
    viewer, surface = _viewer(out, wanted, kept)
    records = keeps and not wanted.no_record and kept.settings.record
    id_of = cache(new_id)  # not made before the first picture
    keeping = Keeping(viewer, choices, id_of, wanted=records)
    fault = before.fault if before else ""
    language = timeline.routine.language
    remembering = Remembering(keeping, language, id_of, wanted=keeps, fault=fault)
    outlets: list[Outlet] = [Ending()]
    flags = Flags(
        breath_tones=wanted.breath_tones,
        voice=wanted.voice,
        no_voice=wanted.no_voice,
        volume=wanted.volume,
    )
    speaker = loudspeaker(timeline, wanted.speed, kept, flags=flags, sound=wanted.sound)
    if speaker is not None:
        bell = Bell(out, lambda: speaker.silent and sys.stdout.isatty())
        outlets += [speaker, bell]
    known = waits and not timeline.care.again and _is_seen(timeline)
    # All objects of now stay: the garbage collector need not scan them during the session.
    gc.freeze()
    gc.enable()
    # Threads switch more often, so that this one is not late while another loads a library.
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    hush = speaker.hush if speaker is not None else _no_sound
    try:
        with Terminal(clock, surface, hush) as terminal:
            first = begin(
                timeline,
                clock.now_ms(),
                waits=waits,
                keyless=not sys.stdin.isatty(),
                gap_ms=int(GAP_MS * wanted.speed),
                emergency=emergency_here(language),
                known=known,
                sounds=speaker is not None,
            )
            session = play(first, clock.now_ms, terminal, viewer=remembering, outlets=outlets)
        keeping.end(session, terminal.ended_by)
        remembering.end()
        if waits and was_read_before(session):
            _note_seen(timeline)
        if not wanted.json:
            _tell(session, out, remembering, keeping=keeping)
        if waits and records and kept.settings.ask:
            from stretchcoach.cli.feeling import ask

            ask(session, keeping, out)
        # A slow pipe gets all of the output. A hanging terminal, or a signal, ends the wait.
        patient = terminal.ended_by is None and not sys.stdout.isatty()
        out.finish(None if patient else _LAST_WORDS_S)
        if speaker is not None:
            with suppress(SystemExit):  # Ctrl-C ends the last sounds
                speaker.close(ring_out=session.mode is Mode.FINISHED and not session.muted)
    finally:
        keeping.close()
        if speaker is not None:
            speaker.close(ring_out=False)
    return _exit_code(session, terminal.ended_by)


def settings_here() -> "Settled":
    """The person's settings. Faults in the file are printed, but do not stop us."""
    from stretchcoach.files.settings import settled_here

    kept, file = settled_here()
    for line in (*file.faults, *file.unknown):
        print(line, file=sys.stderr)
    return kept


def _is_seen(timeline: "Timeline") -> bool:
    from stretchcoach.files.seen import is_seen

    return is_seen(timeline.routine)


def _note_seen(timeline: "Timeline") -> None:
    from stretchcoach.files.seen import note_seen

    note_seen(timeline.routine)


def emergency_here(language: str) -> str:
    """The number of the ambulance by this machine's settings, "" if not certain."""
    from stretchcoach.core import words
    from stretchcoach.core.emergency import emergency_number

    named = (os.environ.get(name) for name in ("LC_ALL", "LC_TELEPHONE", "LANG"))
    locale = next(filter(None, named), "")
    if not locale:
        from locale import getlocale

        locale = getlocale()[0] or ""
    return emergency_number(words.of(language), locale, time.localtime().tm_gmtoff)


def _no_sound() -> None:
    """Hush nothing."""


def _viewer(out: "Out", wanted: Wanted, kept: "Settled") -> "tuple[Viewer, Surface | None]":
    """The viewer of the session, and the surface if it takes over the screen."""
    dumb = os.environ.get("TERM", "" if os.name == "posix" else "windows") in ("", "dumb")
    if not (wanted.json or wanted.plain or dumb) and sys.stdout.isatty() and out.obeys():
        from stretchcoach.terminal.screen import Screen

        screen = Screen(out, motion=kept.settings.motion and not wanted.no_motion)
        return screen, screen

    from stretchcoach.terminal.charset import can_show_unicode
    from stretchcoach.terminal.transcript import JsonLines, Transcript

    if wanted.json:
        return JsonLines(out), None
    columns = min(shutil.get_terminal_size().columns, 100)
    viewer = Transcript(out, columns, can_show_unicode(out), wraps=sys.stdout.isatty())
    return viewer, None


def _tell(session: Session, out: "Out", remembering: Remembering, keeping: "Keeping") -> None:
    """Print the summary on the normal screen, where it stays."""
    from stretchcoach.terminal.charset import can_show_unicode
    from stretchcoach.terminal.prose import hung, summary

    with suppress(OSError):  # the terminal may have gone
        unicode = can_show_unicode(out)
        lines = summary(
            outcome(session),
            session.timeline,
            unicode,
            emergency=session.emergency,
            remembered=remembering.told(session),
            then=keeping.told(session),
        )
        if sys.stdout.isatty():
            columns = shutil.get_terminal_size().columns
            lines = [part for line in lines for part in hung(line, columns)]
        print("\n".join(lines), file=out, flush=True)


def _exit_code(session: Session, ended_by: int | None) -> int:
    if session.mode is Mode.FINISHED:
        return 0
    return EXIT_STOPPED if ended_by is None else EXIT_SIGNAL + ended_by
