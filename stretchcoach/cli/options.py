"""Arguments and options that several commands share."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from stretchcoach.core.duration import parse_ms, written
from stretchcoach.core.routine import HOLD_MAX_MS, HOLD_MIN_MS, SESSION_MAX_MS, Side
from stretchcoach.core.settings import VOLUME_MAX, VOLUME_MIN
from stretchcoach.core.settings import volume as as_volume
from stretchcoach.errors import CoachError


def _duration(least_ms: int, most_ms: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        try:
            ms = parse_ms(text)
        except ValueError as error:
            raise typer.BadParameter(f"{error}.") from None
        if not least_ms <= ms <= most_ms:
            raise typer.BadParameter(
                f"{text} is not within {written(least_ms)} to {written(most_ms)}."
            )
        return ms

    return parse


def percent(text: str) -> int:
    """A volume."""
    found = as_volume(text)
    if found is None:
        raise typer.BadParameter(f"{text!r} is not a number from {VOLUME_MIN} to {VOLUME_MAX}.")
    return found


def complete_name(incomplete: str) -> list[str]:
    """The routines whose names begin like this."""
    from stretchcoach.files.folders import look

    return [entry.name for entry in look().entries() if entry.name.startswith(incomplete)]


def _complete_only(ctx: typer.Context, incomplete: str) -> list[str]:
    """The ids of the routine's positions that are not in the list yet."""
    from stretchcoach.files.names import find

    before, comma, last = incomplete.rpartition(",")
    # After an option without its value, the arguments before are not parsed into parameters.
    name = ctx.params.get("name") or next(iter(ctx.args), "")
    try:
        ids = [position.id for position in find(name).positions]
    except CoachError:
        return []  # no routine yet, or a faulty one: completion cannot say why
    free = (id_ for id_ in ids if id_ not in before.split(",") and id_.startswith(last))
    return [f"{before}{comma}{id_}" for id_ in free]


Name = Annotated[
    str,
    typer.Argument(
        metavar="NAME", help="A routine, or the path of a file.", autocompletion=complete_name
    ),
]
SideOption = Annotated[Side | None, typer.Option("--side", help="Only this side.")]
OnlyOption = Annotated[
    str | None,
    typer.Option(
        "--only", metavar="ID,ID", help="Only these positions.", autocompletion=_complete_only
    ),
]
HoldOption = Annotated[
    Any,
    typer.Option(
        "--hold",
        metavar="TIME",
        parser=_duration(HOLD_MIN_MS, HOLD_MAX_MS),
        help="Hold each for this long, 10s to 60s.",
    ),
]
ForOption = Annotated[
    Any,
    typer.Option(
        "--for",
        metavar="TIME",
        parser=_duration(1_000, SESSION_MAX_MS),
        help="Fit into this long, like 2m.",
    ),
]
BreathTonesOption = Annotated[
    bool | None,
    typer.Option("--breath-tones/--no-breath-tones", help="Tones to breathe by, or none."),
]
VoiceOption = Annotated[
    str | None,
    # One row of the help is for both options.
    typer.Option("--voice", metavar="NAME / --no-voice", help="A voice, or no words spoken."),
]
NoVoiceOption = Annotated[bool, typer.Option("--no-voice", hidden=True)]


FullOption = Annotated[bool, typer.Option("--full", help="All the words, also of what you know.")]
