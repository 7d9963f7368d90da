"""`stretch list` and `stretch show`."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stretchcoach.cli.choosing import choices_of, chosen
from stretchcoach.cli.options import (
    ForOption,
    FullOption,
    HoldOption,
    Name,
    OnlyOption,
    SideOption,
)
from stretchcoach.cli.remembering import memory
from stretchcoach.core import words
from stretchcoach.core.harmless import harmless
from stretchcoach.errors import EXIT_SIGNAL, CoachError

if TYPE_CHECKING:
    from stretchcoach.core.timeline import Timeline
    from stretchcoach.files.folders import Entry
    from stretchcoach.files.kept import Kept

Json = Annotated[bool, typer.Option("--json", help="As JSON.")]


def list_routines(json: Json = False) -> None:
    """List the routines: name, time, holds, whose, title, and what each is for."""
    rows = _listed()
    if json:
        from json import dumps

        print(dumps(rows, indent=2))
        return
    from stretchcoach.terminal.prose import listing

    columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
    print("\n".join(listing([_cells(row) for row in rows], columns)))


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    name = harmless(row["name"])  # a file's name may contain a line end
    whose = f"{row['from']}, over built-in" if row["hides_built_in"] else row["from"]
    if row["fault"]:
        return name, "-", "-", whose, "faulty", f"See: stretch show {name}"
    sides = f" x {row['sides']} sides" if row["sides"] else ""
    time = words.clock_time(row["length_ms"])
    return name, time, f"{row['positions']}{sides}", whose, row["title"], row["summary"]


def _listed() -> list[dict[str, Any]]:
    from stretchcoach.files.folders import look
    from stretchcoach.files.kept import Kept

    known = look()
    with Kept(known) as kept:
        return [_row(entry, kept) for entry in known.entries()]


def _row(entry: "Entry", kept: "Kept") -> dict[str, Any]:
    row: dict[str, Any] = {
        "name": entry.name,
        "title": "",
        "summary": "",
        "length_ms": 0,
        "positions": 0,
        "sides": 0,
        "from": "yours" if entry.yours else "built-in",
        "hides_built_in": entry.hides_built_in,
        "path": str(entry.path),
        "fault": "",
    }
    try:
        row |= kept.listed(entry.path)._asdict()
    except CoachError as error:
        row["fault"] = error.message
    return row


def show_routine(
    name: Name,
    side: SideOption = None,
    only: OnlyOption = None,
    hold: HoldOption = None,
    for_: ForOption = None,
    full: FullOption = False,
    json: Json = False,
    figure: Annotated[
        bool, typer.Option("--figure", help="Play its figures until a key is pressed.")
    ] = False,
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="FILE", help="Write it as a page to print."),
    ] = None,
) -> None:
    """Show a routine: setup, safety, figures, and its timeline."""
    from stretchcoach.cli.felt_before import with_felt
    from stretchcoach.core.choices import choose

    if svg or figure:
        laid_out = choose
    else:
        before = memory()
        laid_out = with_felt(before.to_show if before else choose, full=full)
    timeline = chosen(name, choices_of(side, only, hold_ms=hold, total_ms=for_), laid_out=laid_out)
    if svg:
        _write(timeline, svg)
        return
    if figure:
        _play(timeline)
        return
    if json:
        from json import dumps

        from stretchcoach.core.records import timeline_record

        print(dumps(timeline_record(timeline), indent=2))
        return
    from stretchcoach.cli.pager import show_paged

    show_paged(whole_text(timeline))


def _write(timeline: "Timeline", path: Path) -> None:
    from stretchcoach.cli.printed import printed
    from stretchcoach.cli.replacing import write_named

    write_named(path, printed(timeline).encode())
    print(f"Written: {harmless(str(path))}")


def _play(timeline: "Timeline") -> None:
    from stretchcoach.clock import Clock
    from stretchcoach.terminal.out import Out
    from stretchcoach.terminal.reel import play_figures, reel_of
    from stretchcoach.terminal.screen import Screen
    from stretchcoach.terminal.terminal import Terminal

    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise CoachError("--figure plays on a terminal.", "Leave it out to have it all as text.")
    reel = reel_of(timeline)
    if not reel:
        raise CoachError(f"{timeline.routine.name} has no figures.", "See docs/routine-format.md.")
    clock, out = Clock(), Out(sys.stdout)
    screen = Screen(out)
    with Terminal(clock, screen, lambda: None) as terminal:
        play_figures(reel, clock.now_ms, terminal.wait, show=screen.page, look=screen.look)
    if terminal.ended_by is not None:
        raise typer.Exit(EXIT_SIGNAL + terminal.ended_by)


def whole_text(timeline: "Timeline") -> str:
    """The whole routine, to be read before it is led."""
    from stretchcoach.terminal.charset import can_show_unicode
    from stretchcoach.terminal.prose import whole

    columns = min(shutil.get_terminal_size().columns, 100)
    return "\n".join(whole(timeline, columns, can_show_unicode(sys.stdout)))
