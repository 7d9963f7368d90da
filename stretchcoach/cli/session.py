"""`stretch NAME` with options: reads them, and has `leading` lead the session."""

from typing import Annotated, Any

import typer

from stretchcoach.cli.leading import Wanted, lead
from stretchcoach.cli.options import (
    BreathTonesOption,
    ForOption,
    FullOption,
    HoldOption,
    Name,
    NoVoiceOption,
    OnlyOption,
    SideOption,
    VoiceOption,
    percent,
)


def _speed(text: str) -> float:
    try:
        speed = float(text)
    except ValueError:
        speed = 0
    if not 1 <= speed <= 100:  # also for "nan", which is neither
        raise typer.BadParameter(f"{text!r} is not a number from 1 to 100.")
    return speed


def run(
    name: Name,
    side: SideOption = None,
    only: OnlyOption = None,
    hold: HoldOption = None,
    for_: ForOption = None,
    full: FullOption = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Begin at once, without the safety text.")
    ] = False,
    speed: Annotated[
        Any,
        typer.Option(
            "--speed",
            metavar="N",
            show_default=False,
            parser=_speed,
            help="Run the clock faster, up to 100 times.",
        ),
    ] = 1,
    plain: Annotated[
        bool, typer.Option("--plain", help="Lines of text instead of a screen.")
    ] = False,
    no_motion: Annotated[
        bool, typer.Option("--no-motion", help="Figures that stand still.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Each event as a line of JSON.")] = False,
    sound: Annotated[
        bool | None,
        typer.Option("--sound/--no-sound", help="Sound, or be silent.", hidden=True),
    ] = None,
    breath_tones: BreathTonesOption = None,
    voice: VoiceOption = None,
    no_voice: NoVoiceOption = False,
    volume: Annotated[
        Any,
        # One row of the help is for both options.
        typer.Option(
            "--volume",
            metavar="N / --no-sound",
            parser=percent,
            help="How loud, 1 to 100, or silent.",
        ),
    ] = None,
    no_record: Annotated[
        bool, typer.Option("--no-record", help="Leave this session out of the history.")
    ] = False,
) -> None:
    """Lead a session of a routine."""
    wanted = Wanted(
        side=side,
        only=only,
        hold_ms=hold,
        total_ms=for_,
        full=full,
        yes=yes,
        speed=speed,
        plain=plain,
        no_motion=no_motion,
        json=json,
        sound=sound,
        breath_tones=breath_tones,
        voice=voice,
        no_voice=no_voice,
        volume=volume,
        no_record=no_record,
    )
    raise typer.Exit(lead(name, wanted))
