"""YAML text as a tree of nodes with locations, built from the parser's events.

PyYAML's composer recurses, so a file of brackets alone would overflow the stack. Here the depth is
limited. An alias is the same node as its anchor. Aliases cannot explode, because decoding follows
the schema, whose depth is fixed. Every scalar stays text: `1:30` is not 90, and `no` is not False.
"""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any, NamedTuple

import yaml

from stretchcoach.core.harmless import CONTROLS

DEPTH_MAX = 20
# A usual routine has some hundred nodes, and the largest legal one a few thousand.
NODES_MAX = 20_000
FAULTS_MAX = 100
_CONTROLS_TOLD = 10
# A fault may quote a value, and a value may be as long as the file.
TOLD_AT_MOST = 300

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Location(NamedTuple):
    """Line and column, both counted from 1. `file` is "" for the routine's own file."""

    line: int = 1
    column: int = 1
    file: str = ""


class Fault(NamedTuple):
    """One thing wrong. `where` is the path of keys to it (may be empty), `what` says what it is."""

    location: Location = Location()
    where: str = ""
    what: str = ""


class FaultsError(Exception):
    """The file cannot be understood at all. These are its only faults."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults


class Faults:
    """The faults found so far. Too many of them end the search.

    Many aliases may name one node. Its faults are kept once.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[Location, str], Fault] = {}
        self.count = 0  # of all faults, with repeated ones

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._kept.values())

    def append(self, fault: Fault) -> None:
        """Keep this fault. Raises FaultsError once there are too many."""
        self.count += 1
        fault = fault._replace(where=_short(fault.where), what=_short(fault.what))
        if len(self._kept) == FAULTS_MAX and (fault.location, fault.what) not in self._kept:
            what = f"there are more faults than these {FAULTS_MAX}; mend them first"
            raise FaultsError(Fault(fault.location, "", what))
        self._kept.setdefault((fault.location, fault.what), fault)


def _short(text: str) -> str:
    return text if len(text) <= TOLD_AT_MOST else f"{text[:TOLD_AT_MOST]}…"


class Scalar(NamedTuple):
    location: Location
    text: str
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether this is YAML's null."""
        return self.plain and self.text in ("", "~", "null")


class Sequence(NamedTuple):
    location: Location
    items: "tuple[Node, ...]"


class Mapping(NamedTuple):
    location: Location
    pairs: "tuple[tuple[Node, Node], ...]"


Node = Scalar | Sequence | Mapping
_KINDS = {Scalar: "text", Sequence: "a list", Mapping: "a mapping of keys"}


def value_at(node: Node, *path: str) -> Node:
    """The node at this path of keys. Where there is none, its nearest ancestor."""
    for name in path:
        pairs = node.pairs if isinstance(node, Mapping) else ()
        found = (value for key, value in pairs if isinstance(key, Scalar) and key.text == name)
        node = next(found, node)
    return node


def kind_of(node: Node) -> str:
    """The kind of a node, in words for the person."""
    return "nothing" if isinstance(node, Scalar) and node.empty else _KINDS[type(node)]


def pairs_of(node: Node, where: str, faults: Faults) -> list[tuple[Scalar, Node]] | None:
    """A mapping's keys and values, each key once. For another node a fault, and None."""
    if not isinstance(node, Mapping):
        faults.append(
            Fault(node.location, where, f"a mapping of keys is needed here, not {kind_of(node)}")
        )
        return None
    pairs: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.pairs:
        if not isinstance(key, Scalar):
            faults.append(Fault(key.location, where, "a key must be a word"))
        elif key.text in pairs:
            line = pairs[key.text][0].location.line
            faults.append(
                Fault(
                    key.location, where, f"the key {key.text!r} stands twice; first in line {line}"
                )
            )
        else:
            pairs[key.text] = (key, value)
    return list(pairs.values())


def parse(text: str, file: str = "") -> Node:
    """The tree of the one document in this text. `file` becomes part of its locations.

    Raises FaultsError.
    """
    controls = [
        Fault(_location_of(text, match.start(), file), "", _control_fault(match.group()))
        for match in islice(CONTROLS.finditer(text), _CONTROLS_TOLD + 1)
    ]
    if len(controls) > _CONTROLS_TOLD:
        controls[-1] = controls[-1]._replace(what="more control characters, from here on")
    if controls:
        raise FaultsError(*controls)
    try:
        root = _build(text, file)
    except yaml.MarkedYAMLError as error:
        _refuse_before(error, text, file)
        raise FaultsError(_syntax_fault(error, text, file)) from None
    except (ValueError, OverflowError):
        # PyYAML's own parser fails so at an escape such as \\UFFFFFFFF, and gives no location.
        raise FaultsError(
            Fault(Location(file=file), "", "an escape that stands for no character")
        ) from None
    except yaml.YAMLError as error:
        raise FaultsError(Fault(Location(file=file), "", f"not YAML: {error}")) from None
    if root is None:
        raise FaultsError(Fault(Location(file=file), "", "the file is empty"))
    return root


def _refuse_before(error: yaml.MarkedYAMLError, text: str, file: str) -> None:
    """Raise FaultsError for a fault of ours that comes before the parser's own.

    The parser reads ahead of its events. So it may stop at a limit of its own, such as the nesting
    depth of PyYAML 6.0.4, before it emits the event that we refuse.
    """
    if error.problem_mark:
        with suppress(yaml.YAMLError, ValueError, OverflowError):
            _build(text[: error.problem_mark.index], file)


def _control_fault(char: str) -> str:
    return f"the control character U+{ord(char):04X} is not allowed in a routine"


def _location_of(text: str, offset: int, file: str) -> Location:
    line_start = text.rfind("\n", 0, offset) + 1
    return Location(text.count("\n", 0, offset) + 1, offset - line_start + 1, file)


def _location(mark: Any, file: str) -> Location:
    return Location(mark.line + 1, mark.column + 1, file) if mark else Location(file=file)


def _syntax_fault(error: yaml.MarkedYAMLError, text: str, file: str) -> Fault:
    problem = error.problem or "not YAML"
    mark = error.problem_mark
    if mark and text[mark.index : mark.index + 1] == "\t":
        problem = "a tab cannot indent YAML; use spaces"
    elif "mapping values are not allowed" in problem:
        problem = 'a second ": " in one line; put the text in "quotes" if it has a colon in it'
    context = f" ({error.context})" if error.context and problem == error.problem else ""
    return Fault(_location(error.problem_mark or error.context_mark, file), "", problem + context)


class _Open:
    """A sequence or mapping whose end event has not come yet."""

    def __init__(self, location: Location, anchor: str | None, is_mapping: bool) -> None:
        self.location = location
        self.anchor = anchor
        self.is_mapping = is_mapping
        self.items: list[Node] = []

    def close(self) -> Sequence | Mapping:
        if not self.is_mapping:
            return Sequence(self.location, tuple(self.items))
        return Mapping(self.location, tuple(zip(self.items[::2], self.items[1::2], strict=True)))


def _build(text: str, file: str) -> Node | None:
    """The tree; None for an empty text."""
    stack: list[_Open] = []
    anchors: dict[str, Node] = {}
    root: Node | None = None
    documents = 0
    for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        location = _location(event.start_mark, file)
        if number > NODES_MAX:
            what = f"more than {NODES_MAX} keys and values, which no routine needs"
            raise FaultsError(Fault(location, "", what))
        node: Node
        match event:
            case yaml.ScalarEvent():
                _refuse_tag(event, location)
                node, anchor = Scalar(location, event.value, not event.style), event.anchor
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    raise FaultsError(
                        Fault(location, "", "a second document; a file is one routine")
                    )
                continue
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                _refuse_tag(event, location)
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                stack.append(_Open(location, event.anchor, is_mapping))
                if len(stack) > DEPTH_MAX:
                    raise FaultsError(Fault(location, "", f"nested more than {DEPTH_MAX} deep"))
                continue
            case yaml.AliasEvent():
                if event.anchor not in anchors:
                    raise FaultsError(Fault(location, "", f"no earlier anchor &{event.anchor}"))
                node, anchor = anchors[event.anchor], None
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                opened = stack.pop()
                node, anchor = opened.close(), opened.anchor
            case _:
                continue
        if anchor:
            anchors[anchor] = node
        if stack:
            stack[-1].items.append(node)
        else:
            root = node
    return root


def _refuse_tag(event: Any, location: Location) -> None:
    if event.tag and event.tag != "!":
        raise FaultsError(Fault(location, "", f"tags such as {event.tag} are not used in routines"))
