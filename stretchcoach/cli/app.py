"""The `stretch` command with its commands. A routine's name takes the place of a command."""

import shutil
import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import CompletionItem, TyperCommand, TyperGroup  # type: ignore[attr-defined]

from stretchcoach import __version__
from stretchcoach.cli.commands import COMMANDS, SESSION, is_routine
from stretchcoach.cli.pipes import give_up
from stretchcoach.errors import EXIT_BROKEN_PIPE

_SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"]}


class SessionCommand(TyperCommand):
    """The hidden command. Usage lines show the routine's name instead of its own."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        del info_name
        return super().make_context("NAME", args, parent, **extra)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        del ctx
        return ["[OPTIONS]"]


SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")
# For the help: with a line for each command, the options would not fit the screen.
_FAMILIES = [
    ("list, show, save, doctor, settings", "routines; a sound file; what lacks"),
    ("history, pain, pause, remind, due", "the last weeks; what hurts; reminders"),
    ("new, edit, add, check, schema, where", "your own; their faults and format"),
    ("--version, --install-completion", "the version; completion for this shell"),
]
# Two options that share a row of the help.
_ONE_ROW = {
    "--plain": ("--plain, --no-motion", "Lines of text; figures that stand still."),
    "--no-motion": None,
}
# Wide enough for the longest option and its help on one line.
_FIRST_COLUMN_MAX = 36


def _load(name: str) -> Any:
    module, function = COMMANDS[name]
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    called = getattr(import_module(f"stretchcoach.cli.{module}"), function)
    hidden = name == SESSION
    cls = SessionCommand if hidden else TyperCommand
    alone.command(name, cls=cls, hidden=hidden, context_settings=_SETTINGS)(called)
    return typer.main.get_command(alone)


def _completion_for_a_named_shell(ctx: Any, args: list[str]) -> None:
    """`--show-completion bash`: typer takes no name if it can detect the shell."""
    option, _, shell = " ".join(args).replace("=", " ").partition(" ")
    if shell and option in ("--install-completion", "--show-completion"):
        from typer.completion import install_callback, show_callback

        asked = install_callback if option.startswith("--install") else show_callback
        if shell not in SHELLS:
            ctx.fail(f"{option}: {shell!r} is none of {', '.join(SHELLS)}.")
        asked(ctx, ctx.command.params[0], shell)


class Stretch(TyperGroup):
    """`stretch NAME` means the hidden command that runs a session."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _completion_for_a_named_shell(ctx, args)
        first = next((arg for arg in args if not arg.startswith("-")), None)
        if first is not None and is_routine(first):
            args = [SESSION, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: Any) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        del ctx
        return _load(cmd_name) if cmd_name in COMMANDS else None

    def shell_complete(self, ctx: Any, incomplete: str) -> list[Any]:
        """Commands and routines, without loading the commands."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        from stretchcoach.cli.options import complete_name

        commands = [name for name in COMMANDS if name != SESSION and name.startswith(incomplete)]
        return [CompletionItem(name) for name in [*complete_name(incomplete), *commands]]

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # The reader has gone, as in `stretch list | head -1`. End as other programs do.
            give_up(sys.stdout)
            raise typer.Exit(EXIT_BROKEN_PIPE) from None
        return result

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The help on one screen, with the options of the session, which needs no command."""
        formatter.write_usage("stretch", "NAME [OPTIONS]   or   COMMAND ...")
        session = _load(SESSION)
        options = [param.get_help_record(ctx) for param in session.params if param.name != "name"]
        options = [_ONE_ROW.get(record[0], record) for record in options if record]
        for title, records in (
            ("A session of a routine (its name, or the path of its file)", options),
            ("Commands (each has a --help, or -h, of its own)", _FAMILIES),
        ):
            with formatter.section(title):
                formatter.write_dl([record for record in records if record], _FIRST_COLUMN_MAX)


app = typer.Typer(
    cls=Stretch,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"stretch {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def stretch(
    ctx: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Guided stretch sessions in the terminal."""
    del version
    if ctx.invoked_subcommand is None:
        from stretchcoach.cli.routines import list_routines
        from stretchcoach.cli.upcoming import upcoming
        from stretchcoach.terminal.prose import hung

        columns = shutil.get_terminal_size().columns if sys.stdout.isatty() else 1_000
        for line in upcoming():
            print("\n".join(hung(line, columns)))
        list_routines()
        print("\nBegin with: stretch NAME      Read first: stretch show NAME")
