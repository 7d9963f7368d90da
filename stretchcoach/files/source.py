"""The text of a routine file, and the tree of one that may extend others."""

from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from stretchcoach.errors import CoachError
from stretchcoach.files.folders import built_in_entries, entries
from stretchcoach.files.nodes import (
    Fault,
    FaultsError,
    Mapping,
    Node,
    Place,
    Scalar,
    pairs_of,
    parse,
    value_at,
)

FILE_MAX_BYTES = 1024 * 1024
# These mappings are changed key by key, everything else is replaced as a whole.
_MERGED = ("times", "breath", "safety", "sound")


class Source(NamedTuple):
    """A routine's tree with what it extends merged in: from what, and what it changes there."""

    root: Node
    extends: str = ""
    changes: tuple[str, ...] = ()


def read_source(path: Path, faults: list[Fault]) -> Source:
    """The tree in this file. Raises FaultsError, and CoachError where there is no such file."""
    return _read(path, (), "", faults)


def _read(path: Path, chain: tuple[Path, ...], file: str, faults: list[Fault]) -> Source:
    root = parse(_read_text(path, file), file)
    chain = (*chain, path.resolve())
    if not isinstance(root, Mapping):
        return Source(root)
    named = next((value for key, value in root.pairs if _is(key, "extends")), None)
    if named is None:
        return Source(root)
    if not isinstance(named, Scalar) or named.empty:
        raise FaultsError(Fault(named.place, "extends", "the name of a routine is needed here"))
    parent = _parent(named, path)
    if parent.resolve() in chain:
        what = f"{named.text!r} extends this file in turn, round and round"
        raise FaultsError(Fault(named.place, "extends", what))
    base = _read(parent, chain, str(parent), faults).root
    if not isinstance(base, Mapping):
        raise FaultsError(Fault(named.place, "extends", f"{parent} is no routine"))
    changes: list[str] = []
    return Source(_merged(base, root, changes, faults), named.text, tuple(changes))


def _is(node: Node, key: str) -> bool:
    return isinstance(node, Scalar) and node.text == key


def _parent(named: Scalar, child: Path) -> Path:
    """The file that is extended; a file that bears its parent's name means the built-in one.

    So does a built-in file, which must stay as it is whatever a person makes of its parent.
    """
    known = {name: entry.path for name, entry in built_in_entries().items()}
    if child not in known.values():
        yours = (entry for entry in entries() if entry.path.resolve() != child.resolve())
        known |= {entry.name: entry.path for entry in yours}
    if named.text in known and known[named.text].resolve() != child.resolve():
        return known[named.text]
    near = get_close_matches(named.text, known, n=1, cutoff=0.5)
    meant = f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(sorted(known))}"
    raise FaultsError(Fault(named.place, "extends", f"no routine is named {named.text!r}{meant}"))


def _merged(base: Mapping, child: Mapping, changes: list[str], faults: list[Fault]) -> Mapping:
    """The child's keys over the base's; `positions` is changed position by position."""
    pairs = _by_key(base.pairs)
    for key, value in pairs_of(child, "", faults) or ():
        if key.text == "extends":
            continue
        below = value_at(base, key.text)
        if key.text == "positions" and isinstance(value, Mapping) and isinstance(below, Mapping):
            value = _merged_positions(below, value, changes, faults)
        elif key.text in _MERGED and isinstance(value, Mapping) and key.text in pairs:
            value = _merged_keys(pairs[key.text][1], value, key.text, changes, faults)
        else:
            changes.append(key.text)
        pairs[key.text] = (key, value)
    return Mapping(child.place, (*pairs.values(),))


def _merged_positions(
    base: Mapping, child: Mapping, changes: list[str], faults: list[Fault]
) -> Mapping:
    pairs = _by_key(base.pairs)
    for key, value in pairs_of(child, "positions", faults) or ():
        where = f"positions.{key.text}"
        if isinstance(value, Scalar) and value.empty:
            if key.text in pairs:
                del pairs[key.text]
                changes.append(f"{where} (left out)")
            else:
                what = (
                    f"there is no position {key.text!r} to leave out; there are {', '.join(pairs)}"
                )
                faults.append(Fault(key.place, "positions", what))
            continue
        if key.text in pairs and isinstance(value, Mapping):
            value = _merged_keys(pairs[key.text][1], value, where, changes, faults)
        else:
            changes.append(f"{where} (added)")
        pairs[key.text] = (key, value)
    return Mapping(child.place, (*pairs.values(),))


def _merged_keys(
    base: Node, child: Mapping, where: str, changes: list[str], faults: list[Fault]
) -> Mapping:
    pairs = _by_key(base.pairs) if isinstance(base, Mapping) else {}
    for key, value in pairs_of(child, where, faults) or ():
        pairs[key.text] = (key, value)
        changes.append(f"{where}.{key.text}")
    return Mapping(child.place, (*pairs.values(),))


def _by_key(pairs: tuple[tuple[Node, Node], ...]) -> dict[str, tuple[Node, Node]]:
    return {key.text: (key, value) for key, value in pairs if isinstance(key, Scalar)}


def _read_text(path: Path, file: str) -> str:
    """The file's text; only a regular file is opened, so that a pipe or device cannot hang us."""
    try:
        if path.exists() and not path.is_file():
            what = "a folder" if path.is_dir() else "not a regular file"
            raise CoachError(f"{path} is {what}, so it is no routine.", "Name a .yaml file.")
        with path.open("rb") as opened:
            data = opened.read(FILE_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise CoachError(f"{path} cannot be read: {reason}.", "Check the path.") from None
    if len(data) > FILE_MAX_BYTES:
        what = "larger than 1 MiB, which no routine needs to be"
        raise FaultsError(Fault(Place(file=file), "", what))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        place = Place(before.count(b"\n") + 1, column, file)
        raise FaultsError(Fault(place, "", "not UTF-8; save the file as UTF-8")) from None
