"""Which tests go on in one process, one after the other: those that share a server or a desktop.

The long ones come first, so that nobody waits for them at the end.
"""

from contextlib import suppress
from importlib import import_module
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

# The files of one line share what their fixtures begin. Several desktops at once would disturb each
# other: they take the same display. Saved files are computed when most sessions are over.
_TOGETHER = (
    ("tests/sound/test_understood.py", "tests/sound/test_whole_sessions.py"),
    ("tests/sound/test_players.py",),
    ("tests/sound/test_faults.py",),
    ("tests/sound/test_silence.py",),
    ("tests/sound/test_saved.py",),
    ("tests/system/test_real_desktop.py",),
)
# Nearly all tests of these folders are short: to hand one out takes as long as to run it. And those
# of a file share what they work out once. A few files have longer ones.
_SHORT = ("tests/core/", "tests/figure/", "tests/files/", "tests/terminal/")
_LONGER = ("_laws.py", "/test_lines.py", "/test_screen.py")
_GROUPS = {path: number for number, paths in enumerate(_TOGETHER) for path in paths}


def import_all(begin: float) -> None:
    """Import all tests, from this part of them on.

    Of a file that has changed pytest rewrites the assertions, which takes three times as long as
    all else in a collection. Where each process begins elsewhere, each rewrites a few of the files,
    and finds the others done. What cannot be imported is told in the collection.
    """
    folder = Path(__file__).parent
    paths = sorted(folder.rglob("test_*.py"))
    first = int(begin * len(paths))
    for path in (*paths[first:], *paths[:first]):
        name = path.relative_to(folder.parent).with_suffix("").as_posix().replace("/", ".")
        with suppress(Exception, pytest.skip.Exception):
            import_module(name)


def in_order(items: list[pytest.Item]) -> None:
    """Sort them so that the groups come first, in their order."""
    items.sort(key=lambda item: _GROUPS.get(_file(item.nodeid), len(_TOGETHER)))


class ByServer(LoadScopeScheduling):
    """Hands the groups out whole, and files of short tests; all other tests one by one.

    xdist's own groups, by a mark, do nothing under pytest 9.2: its issue 1386.
    """

    def __init__(self, config: pytest.Config, log: Producer) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False  # those with the most tests do not take longest

    def _split_scope(self, nodeid: str) -> str:
        file = _file(nodeid)
        if file in _GROUPS:
            return f"group {_GROUPS[file]}"
        return file if file.startswith(_SHORT) and not file.endswith(_LONGER) else nodeid


def _file(nodeid: str) -> str:
    return nodeid.partition("::")[0]
