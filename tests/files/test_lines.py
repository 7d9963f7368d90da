"""Lines are kept for good: whoever is killed damages nothing, whatever else is in the file."""

import json
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.files import lines
from stretchcoach.files.lines import (
    LINE_MAX_BYTES,
    Lines,
    append,
    backwards,
    read,
    read_last,
    rewrite,
)
from tests.waiting import until


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "kept.jsonl"


def test_what_is_appended_is_read_in_its_order_and_folders_come_to_be(path: Path) -> None:
    assert read(path) == read_last(path) == Lines()
    append(path, {"a": 1})
    append(path, {"b": "é\n"})
    assert path.read_bytes() == '{"a":1}\n{"b":"é\\n"}\n'.encode()
    assert read(path) == read_last(path) == Lines(({"a": 1}, {"b": "é\n"}))


@pytest.mark.parametrize("torn", [b'{"a":', b'{"a":1}', b"\xff\xfe", b'{"a":1}\n{"b'])
def test_a_torn_last_line_is_ended_and_never_takes_the_next_with_it(
    path: Path, torn: bytes
) -> None:
    path.parent.mkdir()
    path.write_bytes(torn)
    append(path, {"next": 2})
    assert path.read_bytes() == torn + b'\n{"next":2}\n'
    assert read(path).records[-1] == {"next": 2}


def test_foreign_damaged_and_too_long_lines_are_counted_and_left_as_they_are(path: Path) -> None:
    path.parent.mkdir()
    strange = [
        b"[1]",
        b"<<<<<<< HEAD",
        b"\x00\xff",
        b"[" * 60_000,
        b'{"long":"' + b"x" * LINE_MAX_BYTES + b'"}',
        b'{"number":' + b"9" * 5_000 + b"}",
    ]
    data = b'{"a":1}\r\n\n' + b"\n".join(strange) + b'\n{"b":2}'
    path.write_bytes(data)
    assert read(path) == Lines(({"a": 1}, {"b": 2}), damaged=len(strange))
    assert rewrite(path, lambda record: "b" not in record) == 1
    assert path.read_bytes() == data.removesuffix(b'{"b":2}')


def test_too_long_a_record_is_refused_and_leaves_the_file_as_it_is(path: Path) -> None:
    append(path, {"a": 1})
    with pytest.raises(OSError, match="Too long"):
        append(path, {"long": "x" * LINE_MAX_BYTES})
    assert read(path) == Lines(({"a": 1},))


rows = st.lists(st.dictionaries(st.text(max_size=4), st.text(max_size=40)), max_size=20)


@given(records=rows, limit=st.integers(1, 400))
def test_the_last_lines_are_the_end_of_all_of_them(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, str]], limit: int
) -> None:
    data = "".join(f"{json.dumps(record)}\n" for record in records).encode()
    path = tmp_path_factory.getbasetemp() / "last.jsonl"
    path.write_bytes(data)
    last = read_last(path, limit)
    count = len(last.records)
    assert last.records == tuple(records[len(records) - count :])
    assert last.whole is (len(data) <= limit)
    # Every line that begins within the limit is there.
    sizes = [len(json.dumps(record)) + 1 for record in records]
    assert sum(sizes[len(records) - count :]) <= limit
    assert last.damaged == 0
    assert count == len(records) or sum(sizes[len(records) - count - 1 :]) > limit


@given(records=rows, block=st.integers(1, 200))
def test_backwards_every_line_comes_once_however_the_blocks_fall(
    tmp_path_factory: pytest.TempPathFactory, records: list[dict[str, str]], block: int
) -> None:
    data = "".join(f"{json.dumps(record)}\n" for record in records).encode() + b"{torn"
    path = tmp_path_factory.getbasetemp() / "backwards.jsonl"
    path.write_bytes(data)
    blocks = list(backwards(path, block))
    assert [record for found in reversed(blocks) for record in found.records] == records
    assert sum(found.damaged for found in blocks) == 1
    assert [found.whole for found in blocks] == [False] * (len(blocks) - 1) + [True]


def test_backwards_a_line_that_is_too_long_is_one_damaged_line(path: Path) -> None:
    path.parent.mkdir()
    long = b'{"long":"' + b"x" * 10 * LINE_MAX_BYTES + b'"}'
    path.write_bytes(b'{"a":1}\n' + long + b'\n{"b":2}\n')
    blocks = list(backwards(path, 1_000))
    assert [record for found in blocks for record in found.records] == [{"b": 2}, {"a": 1}]
    assert sum(found.damaged for found in blocks) == 1
    assert list(backwards(path.with_name("none"))) == []


def test_where_nothing_is_taken_out_the_file_is_not_touched(path: Path) -> None:
    append(path, {"a": 1})
    before = path.stat()
    assert rewrite(path, lambda _: True) == 0
    after = path.stat()
    # All but when it was read. The last of these changes with whatever else is done to a file.
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size)
    assert (after.st_mtime_ns, after.st_ctime_ns) == (before.st_mtime_ns, before.st_ctime_ns)


@pytest.mark.parametrize(
    "use",
    [read, lambda path: next(backwards(path)), lambda path: rewrite(path, lambda _: False)],
)
def test_a_file_of_two_gigabytes_is_neither_read_through_nor_written_anew(
    path: Path, use: Callable[[Path], object]
) -> None:
    append(path, {"a": 1})
    os.truncate(path, 2 << 30)
    with pytest.raises(OSError, match="large"):
        use(path)
    assert path.stat().st_size == 2 << 30
    assert read_last(path) == Lines(whole=False)  # which takes no longer than of any other


def test_a_link_to_the_file_stays_one(path: Path, tmp_path: Path) -> None:
    append(path, {"a": 1})
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    append(link, {"b": 2})
    assert rewrite(link, lambda record: "a" not in record) == 1
    assert link.is_symlink()
    assert read(path) == Lines(({"b": 2},))


def test_a_disk_that_fills_up_leaves_no_half_line(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(path, {"a": 1})
    write = os.write
    monkeypatch.setattr(os, "write", lambda where, data: write(where, data[:5]))
    with pytest.raises(OSError, match="No space left"):
        append(path, {"b": 2})
    assert path.read_bytes() == b'{"a":1}\n'


def test_a_lock_that_another_keeps_is_waited_for_and_not_for_ever(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(path, {"a": 1})
    waiting = threading.Thread(target=append, args=(path, {"b": 2}))
    with lines._locked(path.parent):
        with monkeypatch.context() as hurried:
            hurried.setattr(lines, "PATIENCE_S", 0.0)
            with pytest.raises(TimeoutError, match="Another program"):
                append(path, {"c": 3})
        waiting.start()
        assert read(path) == Lines(({"a": 1},))
    waiting.join()
    assert read(path) == Lines(({"a": 1}, {"b": 2}))


@pytest.mark.parametrize("use", [read, read_last, lambda path: append(path, {"a": 1})])
def test_a_folder_in_the_files_place_is_a_fault(path: Path, use: Callable[[Path], object]) -> None:
    path.mkdir(parents=True)
    with pytest.raises(OSError):  # noqa: PT011 - each system has its own words for it
        use(path)


if sys.platform != "win32":

    @pytest.mark.parametrize("use", [read, read_last, lambda path: append(path, {"a": 1})])
    def test_a_pipe_in_the_files_place_is_not_waited_for(
        path: Path, use: Callable[[Path], object]
    ) -> None:
        path.parent.mkdir()
        os.mkfifo(path)
        with pytest.raises(OSError, match="Not a regular file"):
            use(path)

    def test_nobody_else_may_read_what_is_kept(path: Path) -> None:
        append(path, {"a": 1})
        append(path, {"b": 2})
        rewrite(path, lambda record: "a" not in record)
        assert path.stat().st_mode & 0o777 == 0o600


_WRITER = """
import sys
from pathlib import Path
from stretchcoach.files.lines import append
for number in range(10**9):
    append(Path(sys.argv[1]), {"writer": sys.argv[2], "number": number, "filling": "x" * 3000})
    sys.stdout.write(f"{number}\\n")
    sys.stdout.flush()
"""


def test_of_writers_that_are_killed_nothing_committed_is_lost_or_damaged(path: Path) -> None:
    """Six at a time, killed at random moments; bench/remembered.py does it five hundred times."""
    chance = random.Random(11)
    committed: dict[str, int] = {}
    for turn in range(4):
        names = [f"{turn}-{number}" for number in range(6)]
        writers = {
            name: subprocess.Popen(
                [sys.executable, "-c", _WRITER, str(path), name], stdout=subprocess.PIPE, text=True
            )
            for name in names
        }
        told = dict.fromkeys(names, "")
        for name, writer in chance.sample(list(writers.items()), 6):
            assert writer.stdout is not None
            for _ in range(chance.randrange(1, 6)):
                told[name] += writer.stdout.readline()
            writer.kill()
            told[name] += writer.communicate()[0]
            committed[name] = int(told[name].rpartition("\n")[0].rpartition("\n")[2])
    found = read(path)
    assert found.damaged == 0
    for name, number in committed.items():
        own = [record["number"] for record in found.records if record["writer"] == name]
        assert own[: number + 1] == list(range(number + 1))


def test_of_many_who_append_and_take_out_at_once_nothing_is_lost(path: Path) -> None:
    append(path, {"first": 0})

    def write(writer: int) -> None:
        for number in range(20):
            append(path, {"writer": writer, "number": number})

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for one in writers:
        one.start()
    until(lambda: len(read(path).records) > 5, "the first records")
    assert rewrite(path, lambda record: "first" not in record) == 1
    for one in writers:
        one.join()
    assert len(read(path).records) == 80
