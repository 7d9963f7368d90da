"""Nothing in a file makes a traceback, a flood, or a control character on the terminal."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.drawing import mirror
from stretchcoach.core.routine import Routine
from stretchcoach.errors import CoachError
from stretchcoach.files import nodes
from stretchcoach.files.regular import FILE_MAX_BYTES
from stretchcoach.files.routine_file import RoutineFileError, read_routine
from tests.files.texts import GOOD, changed, faults, put, read
from tests.making import built_in_files

# C0 and C1, but for the line end that parts one fault from the next.
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
BUILT_IN = [path.read_bytes() for path in built_in_files()]
# Pieces of YAML that mean something, where they stand and where they do not.
TOKENS = st.sampled_from(
    [
        *"[]{}:,-?&*!|>'\"#%@`~\t\r\n\x00\x1b\x85\u202e\ufeffé日",
        *("\n---\n", "\n...\n", "&a ", "*a", "<<: *a", "!!int ", "!<x> ", "%YAML 9.9\n", '"\\e"'),
        *('"\\x"', "? ", ": ", "- ", "|2", ">-", "[" * 50, "1:30", "no", "half", "0s", "9" * 400),
        *("safety", "positions", " hip"),
    ]
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def tried(folder: Path, data: bytes) -> Routine | CoachError:
    """What comes of these bytes; whatever else is raised fails the test."""
    try:
        return read_routine(put(folder, data))
    except CoachError as error:
        return error


def assert_told_or_usable(outcome: Routine | CoachError) -> None:
    if isinstance(outcome, CoachError):
        assert outcome.message
        return
    laid_out = choose(outcome, Choices())
    assert laid_out.length_ms > 0
    for position in outcome.positions:
        mirror(position.drawing)


@given(st.binary(max_size=200))
def test_no_bytes_make_anything_but_a_routine_or_a_fault(folder: Path, data: bytes) -> None:
    assert_told_or_usable(tried(folder, data))


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("[]{}:,-?&*!|>'\"#\n "), max_size=80))
def test_no_text_makes_anything_but_a_routine_or_a_fault(folder: Path, text: str) -> None:
    assert_told_or_usable(tried(folder, text.encode()))


@given(
    st.sampled_from(BUILT_IN),
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.integers(0, 40),
            st.binary(max_size=3) | TOKENS.map(str.encode) | st.text(max_size=4).map(str.encode),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_no_damage_to_a_built_in_file_makes_anything_but_a_routine_or_a_fault(
    folder: Path, data: bytes, damages: list[tuple[float, int, bytes]]
) -> None:
    for share, length, put_in in damages:
        start = int(share * len(data))
        data = data[:start] + put_in + data[start + length :]
    assert_told_or_usable(tried(folder, data))


@given(
    st.sampled_from(BUILT_IN),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=1, max_size=3),
)
def test_no_lines_moved_or_lost_make_anything_but_a_routine_or_a_fault(
    folder: Path, data: bytes, moves: list[tuple[int, int]]
) -> None:
    lines = data.splitlines(keepends=True)
    for lost, found in moves:
        line = lines.pop(lost % len(lines))
        lines.insert(found % (len(lines) + 1), line)
        del lines[(lost + found) % len(lines)]
    assert_told_or_usable(tried(folder, b"".join(lines)))


NAMED = {
    "CR": "\\r",
    "NEL": "\\N",
    "ESC": "\\e",
    "NUL": "\\0",
    "VT": "\\v",
    "CSI": "\\x9b",
    "BEL": "\\a",
}


@pytest.mark.parametrize("escape", NAMED.values(), ids=NAMED)
def test_a_drawing_takes_no_control_character_by_any_way(tmp_path: Path, escape: str) -> None:
    text = changed("drawing: |\n      ab", f'drawing: "a{escape}b"')
    assert faults(tmp_path, text) == [
        "18:14: positions.hip.drawing: control characters and tabs are not allowed in text"
    ]


@pytest.mark.parametrize(
    "text",
    [
        changed("title: Made", '"\\e[2J": a\ntitle: Made'),
        changed("[left, right]", '["\\e[2J"]'),
        changed("ready: 10s", 'ready: "\\e[2J"'),
        changed("ready: 10s", 'ready: "\\x1c1s"'),
        changed("hip:", '"\\e[2J":'),
        changed("hip:", '"\\e[2J": {}\n  hip:'),
        changed("title: Made", "title: !<%1b[2J> Made"),
        changed("title: Made", "title: !%1b%5b2J Made"),
        changed("title: Made", 'title: Made\n"\\e[2J": {a: b}\n"\\e[2J": c'),
    ],
    ids=[
        "key",
        "word",
        "duration",
        "short duration",
        "id",
        "in an id",
        "tag",
        "local tag",
        "twice",
    ],
)
def test_what_a_person_is_told_of_a_fault_has_no_control_characters(
    tmp_path: Path, text: str
) -> None:
    told = faults(tmp_path, text)
    assert [line for line in told if CONTROL.search(line)] == []


@pytest.mark.parametrize("loader", [nodes._LOADER, yaml.BaseLoader], ids=["usual", "pure Python"])
@pytest.mark.parametrize(
    "escape", ["\\ud800", "\\U00110000", "\\UFFFFFFFF", "\\xZZ", "\\q", "\\u12"]
)
def test_an_escape_for_no_character_is_a_fault_with_either_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loader: object, escape: str
) -> None:
    monkeypatch.setattr(nodes, "_LOADER", loader)
    (told,) = faults(tmp_path, changed("title: Made", f'title: "a{escape}"'))
    assert told.startswith("1:")


def test_anchors_that_stand_for_more_and_more_do_not_explode(tmp_path: Path) -> None:
    letters = "abcdefghijklmnop"
    lines = [f"  a: &a [{', '.join(['x'] * 10)}]"]
    for before, after in pairwise(letters):
        lines.append(f"  {after}: &{after} [{', '.join([f'*{before}'] * 10)}]")
    text = changed("positions:\n", "positions:\n" + "\n".join(lines) + "\n")
    needed = "a mapping of keys is needed here, not a list"
    assert faults(tmp_path, text) == [
        f"{12 + number}:6: positions.{letter}: {needed}" for number, letter in enumerate(letters)
    ]


def test_faults_do_not_multiply_by_being_named_again_and_again(tmp_path: Path) -> None:
    keys = ", ".join(f"k{number}" for number in range(100))
    again = "\n".join(f"  p{number}: *all" for number in range(100))
    text = changed("  hip:", f"  p: &all {{{keys}}}\n{again}\n  hip:")
    assert len(faults(tmp_path, text)) < len(text)


def test_of_many_control_characters_the_first_ten_are_told(tmp_path: Path) -> None:
    told = faults(tmp_path, b"\0" * FILE_MAX_BYTES)
    assert len(told) == 11
    assert told[-1] == "1:11: more control characters, from here on"


def test_a_file_of_more_than_any_routine_has_is_not_read_to_its_end(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, "".join(f"k{number}: 1\n" for number in range(60_000)))
    assert told == "10000:1: more than 20000 keys and values, which no routine needs"


def test_no_more_than_a_hundred_faults_are_kept(tmp_path: Path) -> None:
    told = faults(tmp_path, "".join(f"k{number}: 1\n" for number in range(9_000)))
    assert [line.partition(":")[0] for line in told] == [str(line) for line in range(1, 102)]
    assert told[-1] == "101:1: there are more faults than these 100; mend them first"


def test_a_fault_that_an_alias_repeats_counts_once(tmp_path: Path) -> None:
    keys = "{" + ", ".join(f"k{number}" for number in range(90)) + "}"
    again = "".join(f"  p{number}: *all\n" for number in range(19))
    text = changed("  hip:", f"  p: &all {keys}\n{again}  hip:")
    assert not any("more faults" in line for line in faults(tmp_path, text))


def test_a_routine_with_a_fault_that_an_alias_repeats_is_not_built(tmp_path: Path) -> None:
    text = changed("[left, right]", "&sides [nowhere]") + "order: *sides\n"
    assert len(faults(tmp_path, text)) == 2


@pytest.mark.parametrize("key", ["title: {}", "finish: {}", "positions: {{p: {{how: [{}]}}}}"])
def test_a_text_of_a_megabyte_is_not_looked_through(tmp_path: Path, key: str) -> None:
    told = faults(tmp_path, key.format("a " * 400_000))
    assert any("is needed here, not 799999 characters" in line for line in told)


def test_a_fault_that_is_long_is_told_in_short(tmp_path: Path) -> None:
    key, name = "k" * 50_000, "p" * 50_000
    told = faults(tmp_path, changed("  hip:", f"  {name}: {{{key}: 1}}\n  hip:"))
    assert all(len(line) < 400 for line in told)
    path = tmp_path / "made.yaml"
    with pytest.raises(RoutineFileError) as caught:
        read_routine(path)
    assert all(len(fault.where) + len(fault.what) < 700 for fault in caught.value.faults)


def test_excerpts_are_of_what_was_read_and_take_no_second_look(tmp_path: Path) -> None:
    path = put(tmp_path, changed("hip:", "Hip:") + "nonsense: 1\n")
    with pytest.raises(RoutineFileError) as caught:
        read_routine(path)
    path.unlink()
    assert caught.value.told(excerpts=True).splitlines()[1:3] == ["      Hip:", "      ^"]


def test_the_good_file_is_good(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD).name == "made"
