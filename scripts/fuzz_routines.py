"""Fuzzes the reader of routine files: no bytes may cause a traceback, or take over 2 s.

Mutates the built-in routines and a few nasty seeds for a while, and prints the figures. At the
first failure it keeps the input in the working folder and ends with 1.
Run from the top of the checkout: python scripts/fuzz_routines.py [SECONDS] [SEED]
"""

import random
import sys
import tempfile
import time
from pathlib import Path

from stretchcoach.core.choices import Choices, choose
from stretchcoach.core.notes import notes
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import built_in_folder
from stretchcoach.files.routine_file import read_routine

SLOWEST_S = 2.0
NASTY = (
    b"[" * 20_000,
    b"a: &a [*a]",
    b"a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\npositions: *c",
    b"\xff\xfe\x00",
    b"\xef\xbb\xbftitle: x",
    b'title: "\\e[31m"',
    b"? [a]\n: b",
    b"--- a\n--- b",
    b"!!python/object:os.system x",
    b"extends: upper-back\npositions: {hip: null}",
    b"title: |\n\t x",
)
TOKENS = (
    *(
        b"{",
        b"}",
        b"[",
        b"]",
        b": ",
        b"- ",
        b"\n",
        b"&a ",
        b"*a",
        b"!!x ",
        b"|\n",
        b">\n",
        b'"',
        b"'",
    ),
    *(
        b"#",
        b"%",
        b"\t",
        b"\0",
        b"\x1b",
        b"\xc3",
        b"null",
        b"half",
        b"1:30",
        b"99999999s",
        b"{side}",
    ),
    *(
        b"extends: upper-back\n",
        b"order: [hip]\n",
        b"\xe2\x80\xae",
        b"\xf0\x9f\x98\x80",
        b"- " * 500,
    ),
)


def mutated(seeds: list[bytes], chance: random.Random) -> bytes:
    """One of the seeds, with a few bytes cut, doubled, swapped in or made up."""
    data = bytearray(chance.choice(seeds))
    for _ in range(chance.randint(1, 8)):
        start = chance.randint(0, len(data))
        end = min(len(data), start + chance.choice((0, 1, 2, 8, 64, 512)))
        other = chance.choice(seeds)
        begin = chance.randint(0, len(other))
        data[start:end] = chance.choice(
            (
                b"",
                chance.choice(TOKENS),
                data[start:end] * 2,
                other[begin : begin + 64],
                chance.randbytes(chance.randint(1, 4)),
            )
        )
    return bytes(data)


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    chance = random.Random(sys.argv[2] if len(sys.argv) > 2 else None)
    seeds = [path.read_bytes() for path in sorted(built_in_folder().glob("*.yaml"))]
    seeds += NASTY
    runs = read = 0
    slowest_s = 0.0
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "fuzzed.yaml"
        while time.monotonic() < end:
            data = mutated(seeds, chance)
            path.write_bytes(data)
            began = time.perf_counter()
            try:
                routine = read_routine(path)
                choose(routine, Choices())
                notes(routine)
                read += 1
            except CoachError:
                pass
            except Exception as error:
                Path("fuzz-failure.yaml").write_bytes(data)
                print(f"{type(error).__name__}: {error}; the input is in fuzz-failure.yaml")
                return 1
            took_s = time.perf_counter() - began
            if took_s > SLOWEST_S:
                Path("fuzz-failure.yaml").write_bytes(data)
                print(f"took {took_s:.1f} s; the input is in fuzz-failure.yaml")
                return 1
            slowest_s = max(slowest_s, took_s)
            runs += 1
    print(f"{runs} files in {seconds:.0f} s, {read} of them routines")
    print(f"slowest {slowest_s * 1_000:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
