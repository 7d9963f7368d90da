"""What holds for every key of the format, taken from its declaration: so for a new one, too."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from stretchcoach.core.choices import Choices, choose, for_side
from stretchcoach.core.english import ENGLISH
from stretchcoach.core.records import timeline_record
from stretchcoach.core.routine import Routine, Side
from stretchcoach.core.words import BLANKS
from stretchcoach.figure.moves import ANGLES, MOVE_KEYS
from stretchcoach.figure.skeleton import RANGES
from stretchcoach.files.decode import (
    ById,
    ByKey,
    Decoder,
    Drawing,
    Duration,
    Either,
    Id,
    ListOf,
    OneOf,
    OneOrMore,
    Switch,
    Text,
)
from stretchcoach.files.format import routine_record, schema
from stretchcoach.files.routine_file import read_routine
from stretchcoach.terminal.prose import whole

KeyPath = tuple[str, ...]
IDS = ("one", "two")
FIRST, SECOND = 0, 1
# Keys whose values must fit to those of others: the first value, and the second.
_FIGURE = ("positions", "one", "figure")
_MOVE = (*_FIGURE, "moves", "one")


def _moved(key: str) -> tuple[str, str]:
    """What can be done all at once, by a figure that has every key."""
    if key in RANGES:
        least = max(0, RANGES[key][0])
        return f"{least}", f"{least + 1}"
    if key == "height":
        return "120", "121"
    if key.endswith(("hand", "hands")):
        return "ahead", "drooping"
    way = ANGLES[key][1] if key in ANGLES else "left" if key == "turn" else "forward"
    return f"0 {way}", f"1 {way}"


FITTING: dict[KeyPath, tuple[Any, Any]] = {
    **{(*_MOVE, key): _moved(key) for key in MOVE_KEYS if key != "takes"},
    (*_FIGURE, "felt"): ("chest", ["upper calf"]),
    (*_FIGURE, "views"): ("front", ["behind", "above"]),
    ("sides",): (["left", "right"], ["right", "left"]),
    ("order",): (list(IDS), list(reversed(IDS))),
    ("positions", "two", "title"): ("Words2", "Words3"),
    ("after", "one", "order"): (list(IDS), list(reversed(IDS))),
    ("after", "one", "key"): ("a", "b"),
    ("after", "two", "key"): ("c", "d"),
    ("breath", "out"): ("11s", "12s"),
}


def written(decoder: Decoder, number: int, at: KeyPath = ()) -> Any:
    """A value as an author may write it for this decoder; another one for another number."""
    if at in FITTING:
        return FITTING[at][number]
    match decoder:
        case ByKey():
            fields = decoder.fields.items()
            return {
                key: written(field.decoder, number, (*at, key))
                for key, field in fields
                if (*at, key) != ("extends",)
            }
        case ById():
            few = {key: field for key, field in decoder.record.fields.items() if field.required}
            return {
                IDS[0]: written(decoder.record, number, (*at, IDS[0])),
                IDS[1]: written(decoder.record._replace(fields=few), number, (*at, IDS[1])),
            }
        case OneOrMore():
            return written(decoder.item, number, at)
        case ListOf():
            return [written(decoder.item, number, (*at, "0"))]
        case Text():
            blanks = " ".join(decoder.blanks)
            return f"{blanks} Words{number}".strip()
        case Id():
            return f"ab-0{number}"
        case Switch():
            return ("true", "false")[number]
        case Duration():
            return f"{(decoder.least_ms + 1_000 * (number + 1)) // 1_000}s"
        case OneOf():
            return list(decoder.values)[number]
        case Either():
            return written(decoder.other, number, at)
        case Drawing():
            return ("/ab\n", "/ac\n")[number]
    raise NotImplementedError(f"say here what an author may write for {decoder}")


def keys(decoder: Decoder, at: KeyPath = ()) -> Iterator[KeyPath]:
    """Every key that can be changed on its own, as the path to it."""
    if isinstance(decoder, ByKey):
        for key, field in decoder.fields.items():
            if isinstance(field.decoder, ByKey | ById):
                yield from keys(field.decoder, (*at, key))
            else:
                yield (*at, key)
    elif isinstance(decoder, ById):
        yield from keys(decoder.record, (*at, IDS[0]))


FORMAT = routine_record()
KEYS = [key for key in keys(FORMAT) if key != ("extends",)]
WHOLE = written(FORMAT, FIRST)
OTHER = written(FORMAT, SECOND)
# The one in C is quicker, and not everywhere.
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


def value_at(tree: Any, path: KeyPath) -> Any:
    for key in path:
        tree = tree[key]
    return tree


def nested(path: KeyPath, value: Any) -> dict[str, Any]:
    for key in reversed(path):
        value = {key: value}
    return dict(value)


def with_other(path: KeyPath) -> dict[str, Any]:
    """The whole routine with the value of this one key changed."""
    tree: dict[str, Any] = deepcopy(WHOLE)
    value_at(tree, path[:-1])[path[-1]] = value_at(OTHER, path)
    return tree


def text_of(tree: dict[str, Any]) -> str:
    return str(yaml.dump(tree, Dumper=_DUMPER, sort_keys=False))


def read(folder: Path, name: str, tree: dict[str, Any]) -> Routine:
    path = folder / f"{name}.yaml"
    path.write_text(text_of(tree), encoding="utf-8")
    return read_routine(path)


@pytest.fixture
def mine(home: Path) -> Path:
    folder = home / "routines"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Routine:
    """The routine with every key, read once."""
    return read(tmp_path_factory.mktemp("whole"), "base", WHOLE)


@pytest.fixture
def beside(mine: Path) -> Path:
    """The person's folder with that routine in it, to be extended."""
    (mine / "base.yaml").write_text(text_of(WHOLE), encoding="utf-8")
    return mine


def test_the_keys_are_really_walked() -> None:
    some = {("title",), ("times", "switch"), ("positions", "one", "felt"), ("sound", "voice")}
    assert some <= set(KEYS)


def test_every_key_survives_a_merge(base: Routine, beside: Path) -> None:
    same = read(beside, "same", {"extends": "base"})
    assert same == base._replace(name="same", extends="base", root="base")


@pytest.mark.parametrize("key", KEYS, ids=".".join)
def test_a_key_is_changed_alone_in_a_merge(key: KeyPath, base: Routine, beside: Path) -> None:
    told: dict[str, Any] = {"extends": "base", "root": "base", "changes": (".".join(key),)}
    varied = read(beside, "varied", {"extends": "base", **nested(key, value_at(OTHER, key))})
    assert varied != base._replace(name="varied", **told)
    assert varied == read(beside, "wanted", with_other(key))._replace(name="varied", **told)


@pytest.mark.parametrize("key", KEYS, ids=".".join)
def test_a_key_is_in_the_schema(key: KeyPath) -> None:
    found = schema()["else"]
    for name in key:
        found = found.get("properties", {}).get(name) or found["additionalProperties"]
    assert found["type" if "type" in found else "enum" if "enum" in found else "anyOf"]


@pytest.mark.parametrize("key", KEYS, ids=".".join)
def test_a_key_is_shown_and_told_as_json(key: KeyPath, mine: Path) -> None:
    trees = deepcopy(WHOLE), with_other(key)
    if key[-1] in ("drawing", "view"):  # shown where there is no figure
        for tree in trees:
            del tree["positions"]["one"]["figure"]
    first, second = (choose(read(mine, "made", tree), Choices()) for tree in trees)
    # Of a figure its end is shown, where not every change can be seen.
    assert "figure" in key or whole(first, 100, True) != whole(second, 100, True)
    records = timeline_record(first), timeline_record(second)
    for record in records:
        del record["stages"], record["length_ms"]
    assert records[0] != records[1]


@pytest.mark.parametrize("side", [None, *Side])
def test_blanks_are_filled_in_wherever_they_may_stand(side: Side | None, mine: Path) -> None:
    (position, _) = read(mine, "made", WHOLE).positions
    assert all(blank in repr(position) for blank in BLANKS)
    assert not any(blank in repr(for_side(ENGLISH, position, side)) for blank in BLANKS)


def _texts(decoder: Decoder, at: KeyPath = ()) -> Iterator[KeyPath]:
    if isinstance(decoder, ByKey):
        for key, field in decoder.fields.items():
            yield from _texts(field.decoder, (*at, key))
    elif isinstance(decoder, ById):
        yield from _texts(decoder.record, (*at, IDS[0]))
    elif isinstance(decoder, ListOf):
        yield from _texts(decoder.item, at)
    elif isinstance(decoder, Text) and decoder.blanks:
        yield at


@pytest.mark.parametrize(
    "key", [path[: path.index("cues") + 1] if "cues" in path else path for path in _texts(FORMAT)]
)
def test_blanks_need_sides_wherever_they_may_stand(key: KeyPath, mine: Path) -> None:
    fewest = {
        "title": "T",
        "safety": {"before": ["a"], "stop_signs": ["b"], "during": "c"},
        "positions": {"one": {"title": "P", "hand": "H"}},
    }
    value_at(fewest, key[:-1])[key[-1]] = value_at(WHOLE, key)
    with pytest.raises(Exception, match="need `sides`"):
        read(mine, "made", fewest)
