"""The cache of decoded routines: a file that has not changed is not decoded again.

The cache holds the plain values of each routine in Python's marshal format: data, and no code that
runs. An entry is valid only while three things hold. The file, and each file that it extends, has
the same size and time. Each name still means the same file. The same edition of the program wrote
the entry. A damaged cache, or one that cannot be read or written, counts as empty.

On a hit neither yaml nor the decoders are needed. So they are imported only on a miss.
"""

import marshal
import os
import sys
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from types import UnionType
from typing import Any, NamedTuple, TypeVar, Union, get_args, get_origin, get_type_hints

from stretchcoach import __version__, core
from stretchcoach.core.routine import Routine
from stretchcoach.errors import CoachError
from stretchcoach.files.folders import Known, cache_folder
from stretchcoach.files.regular import Stamp, read_regular, stamp_of

_FILE_MAX_BYTES = 32 * 1024 * 1024
# Larger than any real routine. One that is larger still is not cached.
_ROUTINE_MAX_BYTES = 256 * 1024
# Two changes within one tick of the file system's clock look like one. So only a file that is this
# old is cached.
_UNCHANGED_NS = 2_500_000_000

# An item has the names and stamps of a chain of files, the routine's own first; the fields of
# `Listed`; and the routine, marshalled.
_Link = tuple[str, str, int, int]
_Item = tuple[tuple[_Link, ...], tuple[Any, ...], bytes]
_Made = TypeVar("_Made")


class Listed(NamedTuple):
    """The values of a routine that a list shows. Even a thousand of them are made fast."""

    title: str
    summary: str
    length_ms: int
    positions: int
    sides: int


def is_old_enough(mtime_ns: int) -> bool:
    """Whether a file that was written at this time is old enough for the cache."""
    return mtime_ns + _UNCHANGED_NS < time.time_ns()


def kept_path() -> Path:
    return cache_folder() / "routines.kept"


class Kept:
    """The cache for one command. Routines that it decodes are saved when the command ends."""

    def __init__(self, known: Known) -> None:
        self._known = known
        entries = (*known.yours.values(), *known.built_in.values())
        self._paths = {str(entry.path) for entry in entries}
        self._items: dict[str, _Item] | None = None
        self._stamps: dict[str, Stamp | None] = {}
        self._new: dict[str, _Item] = {}

    def __enter__(self) -> "Kept":
        return self

    def __exit__(self, *_: object) -> None:
        if self._new:
            self._save()

    def read(self, path: Path) -> Routine:
        """The routine in this file. Raises CoachError as `read_routine` does."""
        found = self._kept(path, lambda item: routine_of(marshal.loads(item[2])))
        return found or self._decoded(path)

    def listed(self, path: Path) -> Listed:
        """The `Listed` of the routine in this file. Raises CoachError as `read_routine` does."""
        found = self._kept(path, lambda item: Listed(*item[1]))
        return found or _listed(self._decoded(path))

    def _decoded(self, path: Path) -> Routine:
        from stretchcoach.files.routine_file import read_with_source, reading_with

        reading = reading_with(self._known)
        routine, _ = read_with_source(path, reading)
        links = tuple((link.name, *link.stamp) for link in reading.chain)
        newest_ns = max(link.stamp.mtime_ns for link in reading.chain)
        if str(path) in self._paths and is_old_enough(newest_ns):
            data = marshal.dumps(plain(routine))
            if len(data) <= _ROUTINE_MAX_BYTES:
                self._new[str(path)] = links, tuple(_listed(routine)), data
        return routine

    def _kept(self, path: Path, made: Callable[[_Item], _Made]) -> _Made | None:
        """`made` of this file's item, if the cache has a current one."""
        if str(path) not in self._paths:
            return None
        with suppress(Exception):  # a foreign file may hold anything
            if self._items is None:
                self._items = {}
                self._items = load(kept_path()) or {}
            item = self._items.get(str(path))
            if item is not None and self._is_current(path, item[0]):
                return made(item)
        return None

    def _is_current(self, path: Path, links: tuple[_Link, ...]) -> bool:
        """Whether each name still means the same file, and no file has changed."""
        file: Path | None = path
        for number, (name, *stamp) in enumerate(links):
            if number:
                file = self._known.extended_by(file or path, name)
            if self._stamp(str(file)) != tuple(stamp):
                return False
        return True

    def _stamp(self, path: str) -> Stamp | None:
        if path not in self._stamps:
            self._stamps[path] = stamp_of(path)
        return self._stamps[path]

    def _save(self) -> None:
        old = (self._items or {}).items()
        items = {path: item for path, item in old if path in self._paths}
        save(kept_path(), items | self._new)


def _listed(routine: Routine) -> Listed:
    return Listed(
        routine.title,
        routine.summary,
        length_ms=routine.length_ms,
        positions=len(routine.positions),
        sides=len(routine.sides),
    )


def checked(data: bytes) -> bytes:
    """The data with a checksum in front, since marshal does not notice damage."""
    return zlib.crc32(data).to_bytes(4, "big") + data


def load(path: Path) -> Any:
    """The value that was saved at this path; None if it is damaged or from another edition.

    A foreign file may hold anything. Then this may raise any exception.
    """
    try:
        data = read_regular(path, _FILE_MAX_BYTES + 4).data
    except CoachError:
        return None
    if checked(data[4:]) != data:
        return None
    edition, value = marshal.loads(data[4:])
    return value if edition == _edition() else None


def save(path: Path, value: Any) -> None:
    """Save a value of plain parts, for `load`. An OSError is ignored."""
    from stretchcoach.files.write import replace_file

    data = marshal.dumps((_edition(), value))
    if len(data) <= _FILE_MAX_BYTES:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            replace_file(path, checked(data), lasting=False)


@lru_cache(maxsize=1)
def _edition() -> tuple[Any, ...]:
    """All that decides how a file is decoded: this Python, and the modules that decode."""
    modules: list[tuple[str, int, int]] = []
    whole = Path(core.__file__).parent.parent
    for folder in (whole / "core", whole / "figure", whole / "files"):
        with os.scandir(folder) as found:
            files = [entry for entry in found if entry.name.endswith(".py")]
        modules += [(file.path, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return __version__, sys.implementation.cache_tag, marshal.version, tuple(sorted(modules))


def plain(value: Any) -> Any:
    """A value of the core as tuples of texts, numbers and None."""
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    return value.value if isinstance(value, Enum) else value


def routine_of(values: Any) -> Routine:
    """The routine with these values, the inverse of `plain`."""
    made: Routine = _maker(Routine)(values)
    return made


def _as_it_is(value: Any) -> Any:
    return value


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """The function that makes a value of this type from its plain form."""
    if kind in (str, int, float, bool, type(None)):
        return _as_it_is
    arguments = get_args(kind)
    if get_origin(kind) is tuple:
        return _tuple_maker(arguments)
    if get_origin(kind) in (Union, UnionType):
        makers = {_maker(one) for one in arguments} - {_as_it_is}
        if not makers:
            return _as_it_is
        (make,) = makers
        return lambda value: None if value is None else make(value)
    if issubclass(kind, Enum):
        by_value: Callable[[Any], Any] = kind
        return by_value
    hints = get_type_hints(kind)
    made = {kind._fields.index(name): _maker(hint) for name, hint in hints.items()}
    return _whole_maker(
        kind._make, {at: make for at, make in made.items() if make is not _as_it_is}
    )


def _whole_maker(
    make_whole: Callable[[Any], Any], made: dict[int, Callable[[Any], Any]]
) -> Callable[[Any], Any]:
    """The function that makes a named tuple. Only the fields in `made` are converted."""
    if not made:
        return make_whole

    def make_parts(values: Any) -> Any:
        parts = list(values)
        for at, make in made.items():
            parts[at] = make(parts[at])
        return make_whole(parts)

    return make_parts


def _tuple_maker(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    if kinds[-1] is not Ellipsis:
        made = {at: _maker(kind) for at, kind in enumerate(kinds)}
        if set(made.values()) == {_as_it_is}:
            return _as_it_is
        return _whole_maker(tuple, made)
    make = _maker(kinds[0])
    return _as_it_is if make is _as_it_is else lambda values: tuple(map(make, values))
