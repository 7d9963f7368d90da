"""Real sound servers, and whole sessions recorded on them.

A session takes its time: those of the long recordings are lived side by side, and the test that
needs one waits for its end. The other files' tests go on meanwhile, see `tests/together.py`.
"""

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

import pytest
from living import Lived, Living
from soundserver import SoundServer

BUILT_IN = ("upper-back", "upper-back-neck", "upper-back-quick")
# What .ci/run installs; elsewhere it may be missing, and then the tests say so.
_IN_CI = bool(os.environ.get("CI"))


def need(*commands: str, pipewire: bool = False) -> None:
    """Skip the test where a sound server or one of these commands is missing; in CI that fails."""
    missing = SoundServer.missing(pipewire=pipewire)
    _need_none(missing + [command for command in commands if not shutil.which(command)])


def need_packages(*names: str) -> None:
    """The same for packages, in a fixture of a module or a session: in a test they are hidden."""
    _need_none([name for name in names if not find_spec(name)])


def _need_none(missing: list[str]) -> None:
    if missing and _IN_CI:
        pytest.fail(f"not installed, but needed here: {', '.join(missing)}")
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.fixture(scope="session")
def living(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """The built-in routines, being lived and recorded.

    The natural voice speaks where it is installed, and in one of them the other one.
    """
    need("espeak-ng")
    if _IN_CI:
        need_packages("hibari")
    with Living(tmp_path_factory.mktemp("living"), (*BUILT_IN, "faster")) as living:
        # All before the first begins, whose sounds it would make late.
        with ThreadPoolExecutor() as pool:
            list(pool.map(living.make_words, BUILT_IN, BUILT_IN))
        for name in BUILT_IN:
            living.begin(name, name)
        living.begin("faster", "upper-back-quick", "--speed", "2", STRETCH_VOICE="espeak-ng")
        yield living


@pytest.fixture(params=BUILT_IN)
def lived(request: pytest.FixtureRequest, living: Living) -> Lived:
    """Each of the built-in routines, lived from its beginning to its end."""
    return living.lived(request.param)


@pytest.fixture(scope="session")
def pulseaudio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SoundServer]:
    need("espeak-ng", "paplay")
    with SoundServer(tmp_path_factory.mktemp("pulseaudio")) as server:
        yield server


@pytest.fixture
def own_pulseaudio(tmp_path: Path) -> Iterator[SoundServer]:
    """A server that a test may kill."""
    need("espeak-ng", "paplay")
    with SoundServer(tmp_path / "server") as server:
        yield server
