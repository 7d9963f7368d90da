"""Reads a routine file as a tree, and merges in the routines that it extends."""

from pathlib import Path
from typing import NamedTuple

from stretchcoach.files.decode import ById, ByKey, Decoder, at
from stretchcoach.files.folders import Known
from stretchcoach.files.format import routine_record
from stretchcoach.files.nodes import (
    Fault,
    Faults,
    FaultsError,
    Location,
    Mapping,
    Node,
    Scalar,
    pairs_of,
    parse,
)
from stretchcoach.files.regular import Opened, Stamp, TooLargeError, read_regular
from stretchcoach.nearest import meant

# The longest chain of routines that extend each other. Nobody could follow a longer one.
DEPTH_MAX = 8


class Source(NamedTuple):
    """A routine's merged tree, the name of the routine that it extends, and its changes to it."""

    root: Node
    extends: str = ""
    changes: tuple[str, ...] = ()


class Link(NamedTuple):
    """One file of a chain in which each extends the next, by this `name`."""

    name: str
    stamp: Stamp


class Reading(NamedTuple):
    """The state of reading one routine."""

    known: Known
    faults: Faults
    texts: dict[str, str]  # by file as in `Location`, for excerpts
    chain: list[Link]


def read_source(path: Path, reading: Reading, opened: Opened | None = None) -> Source:
    """The tree in this file, which may be `opened` already.

    Raises FaultsError, and CoachError where there is no such file.
    """
    return _Reader(reading).read(path, opened)


class _Reader:
    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._met: list[tuple[int, int]] = []

    def read(self, path: Path, opened: Opened | None, name: str = "") -> Source:
        """The source at `path`. If another file extends it, that is by this `name`."""
        file = str(path) if name else ""
        opened = opened or _opened(path, file)
        self._met.append(opened.identity)
        self._reading.chain.append(Link(name, opened.stamp))
        root = parse(self._text(opened.data, file), file)
        if not isinstance(root, Mapping):
            return Source(root)
        named = next((value for key, value in root.pairs if _is(key, "extends")), None)
        if named is None:
            return Source(root)
        if not isinstance(named, Scalar) or named.empty:
            raise FaultsError(
                Fault(named.location, "extends", "the name of a routine is needed here")
            )
        parent = self._parent(named, path)
        base = self.read(parent.path, parent.opened, named.text).root
        if not isinstance(base, Mapping):
            raise FaultsError(Fault(named.location, "extends", f"{parent.path} is no routine"))
        changes: list[str] = []
        own = Mapping(
            root.location, tuple(pair for pair in root.pairs if not _is(pair[0], "extends"))
        )
        merged = _merged(
            routine_record(), base, own, where="", changes=changes, faults=self._reading.faults
        )
        return Source(merged, named.text, tuple(changes))

    def _parent(self, named: Scalar, child: Path) -> "_Parent":
        """The file that `child` extends. By its own name it means the built-in routine."""
        known = self._reading.known
        path = known.extended_by(child, named.text)
        if path is None:
            others = {entry.name for entry in known.entries() if entry.path != child}
            what = f"no routine is named {named.text!r}" + meant(named.text, sorted(others))
            raise FaultsError(Fault(named.location, "extends", what))
        opened = _opened(path, str(path))
        if opened.identity in self._met:
            what = f"{named.text!r} extends this file in turn, round and round"
            raise FaultsError(Fault(named.location, "extends", what))
        if len(self._met) == DEPTH_MAX:
            what = f"more than {DEPTH_MAX} files in a chain that extend each other"
            raise FaultsError(Fault(named.location, "extends", what))
        return _Parent(path, opened)

    def _text(self, data: bytes, file: str) -> str:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._reading.texts[file] = data.decode("utf-8-sig", "replace")
            before = data[: error.start]
            column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
            location = Location(before.count(b"\n") + 1, column, file)
            raise FaultsError(Fault(location, "", "not UTF-8; save the file as UTF-8")) from None
        self._reading.texts[file] = text
        return text


class _Parent(NamedTuple):
    path: Path
    opened: Opened


def _opened(path: Path, file: str) -> Opened:
    try:
        return read_regular(path)
    except TooLargeError:
        what = "larger than 1 MiB, which no routine needs to be"
        raise FaultsError(Fault(Location(file=file), "", what)) from None


def _is(node: Node, key: str) -> bool:
    return isinstance(node, Scalar) and node.text == key


def _merged(
    decoder: Decoder, base: Node, child: Node, where: str, changes: list[str], faults: Faults
) -> Node:
    """The child merged over the base. Records are merged key by key, and mappings by id entry by
    entry. The child's value replaces any other value as a whole."""
    if isinstance(base, Mapping) and isinstance(child, Mapping):
        if isinstance(decoder, ByKey):
            return _merged_keys(decoder, base, child, where=where, changes=changes, faults=faults)
        if isinstance(decoder, ById):
            return _merged_entries(
                decoder, base, child, where=where, changes=changes, faults=faults
            )
    changes.append(where)
    return child


def _merged_keys(
    record: ByKey, base: Mapping, child: Mapping, where: str, changes: list[str], faults: Faults
) -> Mapping:
    pairs = _by_key(base)
    for key, value in pairs_of(child, where, faults) or ():
        here = at(where, key.text)
        if key.text in pairs and key.text in record.fields:
            decoder = record.fields[key.text].decoder
            value = _merged(
                decoder, pairs[key.text][1], value, where=here, changes=changes, faults=faults
            )
        else:
            changes.append(here)
        pairs[key.text] = (key, value)
    return Mapping(child.location, (*pairs.values(),))


def _merged_entries(
    by_id: ById, base: Mapping, child: Mapping, where: str, changes: list[str], faults: Faults
) -> Mapping:
    pairs = _by_key(base)
    for key, value in pairs_of(child, where, faults) or ():
        here = at(where, key.text)
        if isinstance(value, Scalar) and value.empty:
            if pairs.pop(key.text, None):
                changes.append(f"{here} (left out)")
            else:
                what = f"there is no {key.text!r} to leave out" + meant(key.text, pairs)
                faults.append(Fault(key.location, where, what))
            continue
        if key.text in pairs:
            below = pairs[key.text][1]
            value = _merged(by_id.record, below, value, where=here, changes=changes, faults=faults)
        else:
            changes.append(f"{here} (added)")
        pairs[key.text] = (key, value)
    return Mapping(child.location, (*pairs.values(),))


def _by_key(mapping: Mapping) -> dict[str, tuple[Node, Node]]:
    return {key.text: (key, value) for key, value in mapping.pairs if isinstance(key, Scalar)}
