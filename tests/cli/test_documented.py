"""Everything that a person can write or type is in the documents."""

import re
from datetime import datetime, timezone
from pathlib import Path

import pytest
import typer

from stretchcoach import errors
from stretchcoach.cli.app import app
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.history import Hold, How, Past
from stretchcoach.core.lookback import as_record, look_back
from stretchcoach.core.outcome import Ended
from stretchcoach.core.records import event_record, outcome_record, timeline_record
from stretchcoach.core.routine import Side
from stretchcoach.core.session import begin, outcome
from stretchcoach.figure.camera import VIEWS
from stretchcoach.figure.handholds import HEIGHTS
from stretchcoach.figure.props import PROPS
from stretchcoach.figure.shapes import FELT
from stretchcoach.figure.starts import STARTS
from stretchcoach.files.decode import ById, ByKey, Decoder, Either, ListOf, OneOf, OneOrMore
from stretchcoach.files.format import routine_record
from stretchcoach.files.routine_file import read_routine
from tests.terminal.scenes import built_in, laid_out, live

_ROOT = Path(__file__).resolve().parent.parent.parent
_README = _ROOT / "README.md"
_FORMAT = _ROOT / "docs" / "routine-format.md"
_JSON = _ROOT / "docs" / "json.md"


def _read(*paths: Path) -> str:
    for path in paths:
        assert path.exists(), f"{path.relative_to(_ROOT)} is missing"
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def _written(name: str, text: str) -> bool:
    """Whether the name stands there as code (between backticks or in a code block), as a whole."""
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", code) is not None


def _commands() -> dict[str, list[str]]:
    """Each command with its options, as the program itself declares them."""
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    context = group.make_context("stretch", [], resilient_parsing=True)
    found = {"": _options(group)}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found["" if command.hidden else name] = [
            *found.get("" if command.hidden else name, []),
            *_options(command),
        ]
    return found


def _options(command: object) -> list[str]:
    params = getattr(command, "params", [])
    return [option for param in params for option in param.opts if option.startswith("-")]


def _yaml_names(decoder: Decoder) -> set[str]:
    """Every key, and every word with a meaning, that this decoder takes."""
    if isinstance(decoder, ByKey):
        inner = [_yaml_names(field.decoder) for field in decoder.fields.values()]
        return set(decoder.fields).union(*inner)
    if isinstance(decoder, ListOf | OneOrMore):
        return _yaml_names(decoder.item)
    if isinstance(decoder, ById):
        return _yaml_names(decoder.record)
    if isinstance(decoder, OneOf):
        return set(decoder.values)
    if isinstance(decoder, Either):
        return {decoder.word} | _yaml_names(decoder.other)
    return set()


def _json_names(record: object) -> set[str]:
    if isinstance(record, dict):
        return set(record).union(*(_json_names(value) for value in record.values()))
    if isinstance(record, list):
        return set[str]().union(*(_json_names(value) for value in record))
    return set()


def test_the_declarations_are_really_walked() -> None:
    commands = _commands()

    assert {"", "list", "show", "new", "check"} <= set(commands)
    assert {"--speed", "--yes", "-y", "--version"} <= set(commands[""])
    assert "--json" in commands["list"]
    keys = _yaml_names(routine_record())
    assert {"title", "change_sides", "stop_signs", "not_felt", "say", "half", "right"} <= keys


@pytest.mark.parametrize("command", [name for name in _commands() if name])
def test_every_command_is_in_the_readme(command: str) -> None:
    assert _written(f"stretch {command}", _read(_README))


@pytest.mark.parametrize("option", sorted({o for opts in _commands().values() for o in opts}))
def test_every_option_is_in_the_readme(option: str) -> None:
    assert _written(option, _read(_README))


@pytest.mark.parametrize("key", sorted(_yaml_names(routine_record())))
def test_every_key_of_a_routine_file_is_in_its_document(key: str) -> None:
    assert _written(key, _read(_FORMAT))


def test_each_figure_in_the_document_of_the_format_can_be_made(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(    figure:.*?)```", _read(_FORMAT), re.DOTALL)
    assert len(blocks) == 1 + len(PROPS)
    for number, block in enumerate(blocks):
        path = tmp_path / f"f{number}.yaml"
        head = "title: T\nsafety: {before: [b], stop_signs: [s], during: d}\n"
        told = f"{head}positions:\n  one:\n    title: P\n    hand: H\n{block}"
        path.write_text(told, encoding="utf-8")
        assert read_routine(path).positions[0].figure
    assert {PROPS[name] for name in PROPS if f"`{name}`" in _read(_FORMAT)} == {*PROPS.values()}


@pytest.mark.parametrize("word", [*VIEWS, *STARTS, *HEIGHTS, *FELT])
def test_every_word_of_a_figure_is_in_the_document_of_the_format(word: str) -> None:
    assert _written(word, _read(_FORMAT))


def _history_record() -> object:
    chosen = Choices(Side.LEFT, ("hip",), 30_000, 60_000)
    begin_at = datetime(2026, 11, 27, tzinfo=timezone.utc)
    past = Past("1", begin_at, "made", "Made", chosen, How.FINISHED, felt="chest")
    past = past._replace(holds=(Hold("hip", Side.LEFT, 30_000, Ended.DONE),))
    return as_record(look_back([past], [], past.day, count=1), [past], 0)


def _fields() -> set[str]:
    _, events = begin(laid_out(), 0)
    finished = live(choose(built_in(), Choices()), 10**6, waits=False)
    listed = {
        "name",
        "title",
        "summary",
        "length_ms",
        "positions",
        "sides",
        "from",
        "path",
        "fault",
    }
    return listed.union(
        {"hides_built_in", "fault"},
        _json_names(event_record(events[0])),
        _json_names(outcome_record(outcome(finished))),
        _json_names(timeline_record(laid_out())),
        _json_names(_history_record()),
    )


@pytest.mark.parametrize("field", sorted(_fields()))
def test_every_field_of_the_json_is_in_its_document(field: str) -> None:
    assert _written(field, _read(_JSON))


@pytest.mark.parametrize("key", [key for keys, _ in ENGLISH.keys for key in keys.split()])
def test_every_key_of_a_session_is_in_the_readme(key: str) -> None:
    assert re.search(rf"(?<!\w){re.escape(key)}(?!\w)", _read(_README))


@pytest.mark.parametrize(
    "name",
    ["STRETCH_HOME", "STRETCH_SOUND", "STRETCH_VOICE", "PAGER", "NO_COLOR", "REDUCED_MOTION"],
)
def test_every_environment_variable_is_in_the_readme(name: str) -> None:
    assert name in _read(_README)


def test_the_exit_codes_in_the_readme_are_those_of_the_program() -> None:
    section = _read(_README).partition("### Exit codes")[2].partition("\n#")[0]
    told = dict(re.findall(r"(?:^|· |\()(\d+)(?: \+ n)?\s([^·(]+)", section, re.MULTILINE))
    codes = {code for name, code in vars(errors).items() if name.startswith("EXIT_")}
    codes -= {errors.EXIT_HANGUP}  # a signal like the others

    assert {int(code) for code in told} == codes | {0, typer.BadParameter.exit_code}
    for code, word in (
        (0, "finished"),
        (errors.EXIT_FAULT, "what to do"),
        (typer.BadParameter.exit_code, "wrong usage"),
        (errors.EXIT_DEFECT, "defect"),
        (errors.EXIT_STOPPED, "you stopped it"),
        (errors.EXIT_SIGNAL, "signal"),
        (errors.EXIT_BROKEN_PIPE, "pipe"),
    ):
        assert word in told[str(code)]
