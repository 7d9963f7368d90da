"""What every test gets: a home of its own, so that nobody's real one can be touched."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer

from tests.cli import forked
from tests.together import ByServer, import_all, in_order
from tests.waiting import Latch

# Compiled modules are kept, though it may be said that they are not to be: without them the program
# starts in three times the time, in each of a thousand tests, and so does each process of pytest.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Several threads for a sum of samples wait for each other where other tests have the processors.
os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"

# No test is about time, and a busy machine is not a failure. The gate looks at more examples of a
# law, the same ones each time; who works on the code gets fewer, and other ones each time.
settings.register_profile("few", max_examples=20, deadline=None)
settings.register_profile("many", max_examples=150, deadline=None, derandomize=True)
settings.load_profile("many" if os.environ.get("CI") else "few")

_HOMES = (
    *("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "STRETCH_HOME"),
    *("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME"),
)


def pytest_xdist_auto_num_workers() -> int:
    """Three for a processor: many of the tests wait for a program in a terminal of its own."""
    return min(16, 3 * (os.cpu_count() or 1))


def pytest_collection(session: pytest.Session) -> None:
    config = session.config
    worker = getattr(config, "workerinput", None)
    if worker is not None and config.args == config.getini("testpaths"):
        import_all(int(worker["workerid"][2:]) / int(worker["workercount"]))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    in_order(items)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByServer:
    return ByServer(config, log)


_WITHOUT = Path(__file__).parent / "without"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that stands for the person's home, also for processes that a test starts."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in _HOMES:
        monkeypatch.setenv(name, str(folder))
    # No test is to reach a sound server that happens to run; the ones that want one start it.
    monkeypatch.setenv("PULSE_SERVER", f"unix:{folder}/no-server")
    # Nor is the natural voice to speak where a test is not about it, be it installed or not.
    monkeypatch.setitem(sys.modules, "hibari", None)
    monkeypatch.setenv("PYTHONPATH", str(_WITHOUT))
    monkeypatch.setenv("LANG", "C.UTF-8")
    for name in (
        "STRETCH_SOUND",
        "STRETCH_VOICE",
        "LC_ALL",
        "LC_CTYPE",
        "NO_COLOR",
        "COLUMNS",
        "LINES",
    ):
        monkeypatch.delenv(name, raising=False)
    forked.begin_with(os.environ)
    return folder


@pytest.fixture
def latch(tmp_path: Path) -> Iterator[Latch]:
    """What another program waits for, which a test opens or leaves closed to its end."""
    latch = Latch(tmp_path / "latch")
    yield latch
    latch.close()
