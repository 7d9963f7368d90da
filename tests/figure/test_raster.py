"""A figure as pixels: a whole PNG, with all that it has to show."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest

from stretchcoach.cli.cover import GROUNDS, PALETTE, cover
from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.routine import Side
from tests.making import built_in, built_in_files, routine, timeline

SIZE = 600


def pixels(png: bytes) -> list[bytes]:
    """The rows of a picture of ours, after looking at all else in the file."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    parts, at = {}, 8
    while at < len(png):
        size, name = struct.unpack_from(">I4s", png, at)
        body = png[at + 8 : at + 8 + size]
        (check,) = struct.unpack_from(">I", png, at + 8 + size)
        assert zlib.crc32(name + body) == check
        parts[name] = body
        at += 12 + size
    assert list(parts) == [b"IHDR", b"IDAT", b"IEND"]
    assert struct.unpack(">IIBBBBB", parts[b"IHDR"]) == (SIZE, SIZE, 8, 2, 0, 0, 0)
    data = zlib.decompress(parts[b"IDAT"])
    width = 3 * SIZE + 1
    rows = [data[start : start + width] for start in range(0, len(data), width)]
    assert len(rows) == SIZE
    assert all(row[0] == 0 and len(row) == width for row in rows)
    return [row[1:] for row in rows]


def count(rows: list[bytes], role: str) -> int:
    shown = np.frombuffer(b"".join(rows), np.uint8).reshape(-1, 3)
    return int((shown == PALETTE[role]).all(axis=1).sum())


@pytest.mark.parametrize("path", built_in_files(), ids=lambda path: path.stem)
def test_each_routine_has_its_own_figure_on_the_cover(path: Path) -> None:
    rows = pixels(cover(timeline(built_in(path.stem))))
    assert count(rows, "skin") > 1_000
    assert count(rows, "felt") > 500
    assert count(rows, "hair") > 1_000


def test_the_working_arm_the_corner_and_the_turn_are_seen() -> None:
    rows = pixels(cover(timeline(built_in("upper-back"))))
    for role in ("working", "wall", "wall_end", "turn", "sleeve", "trousers"):
        assert count(rows, role) > 1_000, role


def test_the_other_side_is_the_mirror_image() -> None:
    of = built_in("upper-back")
    left, right = (
        pixels(cover(choose(of, Choices(side=side)))) for side in (Side.LEFT, Side.RIGHT)
    )
    differ = 0
    for row, other in zip(left, right, strict=True):
        turned = b"".join(other[x : x + 3] for x in range(len(other) - 3, -1, -3))
        differ += sum(a != b for a, b in zip(row, turned, strict=True))
    assert differ < 0.02 * 3 * SIZE * SIZE  # edges are rounded to one side


def test_where_no_figure_is_described_somebody_stands_there() -> None:
    rows = pixels(cover(timeline(routine())))
    assert count(rows, "skin") > 1_000
    assert count(rows, "shirt") > 1_000
    assert rows[0][:3] == bytes(GROUNDS[0])
