"""YAML text as a tree of nodes that know their place, built from the parser's events.

PyYAML's own composer recurses, so a file of nothing but brackets overflows the stack; here depth is
counted. Aliases point at the node they name, and cannot explode because decoding follows the
schema, whose depth is fixed. Every scalar stays text: `1:30` is not 90 here, and `no` is not False.
"""

import re
from typing import Any, NamedTuple

import yaml

DEPTH_MAX = 20
# C0 and C1 controls but for tab and line ends, and the marks that reorder or hide text.
CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b\u200e\u200f\u202a-\u202e"
    "\u2028\u2029\u2060-\u206f\ufeff\ufff9-\uffff]"
)

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class Place(NamedTuple):
    """Line and column, both counted from 1."""

    line: int = 1
    column: int = 1


class Fault(NamedTuple):
    """One thing wrong: `where` is the path of keys to it (may be empty), `what` says what."""

    place: Place
    where: str
    what: str


class FaultsError(Exception):
    """A file that cannot be understood at all, so that these are the only faults to be told."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = faults


class Scalar(NamedTuple):
    place: Place
    text: str
    plain: bool = True

    @property
    def empty(self) -> bool:
        """Whether this is YAML's way of saying nothing."""
        return self.plain and self.text in ("", "~", "null")


class Sequence(NamedTuple):
    place: Place
    items: "tuple[Node, ...]"


class Mapping(NamedTuple):
    place: Place
    pairs: "tuple[tuple[Node, Node], ...]"


Node = Scalar | Sequence | Mapping


def parse(text: str) -> Node:
    """The tree of the one document in this text. Raises FaultsError."""
    controls = [
        Fault(_place_of(text, match.start()), "", _control_fault(match.group()))
        for match in CONTROLS.finditer(text)
    ]
    if controls:
        raise FaultsError(*controls[:10])
    try:
        return _build(text)
    except yaml.MarkedYAMLError as error:
        raise FaultsError(_syntax_fault(error)) from None
    except yaml.YAMLError as error:
        raise FaultsError(Fault(Place(), "", f"not YAML: {error}")) from None


def _control_fault(char: str) -> str:
    return f"the control character U+{ord(char):04X} is not allowed in a routine"


def _place_of(text: str, offset: int) -> Place:
    line_start = text.rfind("\n", 0, offset) + 1
    return Place(text.count("\n", 0, offset) + 1, offset - line_start + 1)


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else Place()


def _syntax_fault(error: yaml.MarkedYAMLError) -> Fault:
    problem = error.problem or "not YAML"
    if "\\t" in problem or "tab" in problem:
        problem = "a tab cannot indent YAML; use spaces"
    elif "mapping values are not allowed" in problem:
        problem = 'a second ": " in one line; put the text in "quotes" if it has a colon in it'
    context = f" ({error.context})" if error.context and problem == error.problem else ""
    return Fault(_place(error.problem_mark or error.context_mark), "", problem + context)


class _Open:
    """A sequence or mapping whose end has not been reached yet."""

    def __init__(self, place: Place, anchor: str | None, is_mapping: bool) -> None:
        self.place = place
        self.anchor = anchor
        self.is_mapping = is_mapping
        self.items: list[Node] = []

    def close(self) -> Sequence | Mapping:
        if not self.is_mapping:
            return Sequence(self.place, tuple(self.items))
        return Mapping(self.place, tuple(zip(self.items[::2], self.items[1::2], strict=True)))


def _build(text: str) -> Node:
    stack: list[_Open] = []
    anchors: dict[str, Node] = {}
    root: Node | None = None
    documents = 0
    for event in yaml.parse(text, Loader=_LOADER):
        place = _place(event.start_mark)
        node: Node
        match event:
            case yaml.DocumentStartEvent():
                documents += 1
                if documents > 1:
                    raise FaultsError(Fault(place, "", "a second document; a file is one routine"))
                continue
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                _refuse_tag(event, place)
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                stack.append(_Open(place, event.anchor, is_mapping))
                if len(stack) > DEPTH_MAX:
                    raise FaultsError(Fault(place, "", f"nested more than {DEPTH_MAX} deep"))
                continue
            case yaml.ScalarEvent():
                _refuse_tag(event, place)
                node, anchor = Scalar(place, event.value, not event.style), event.anchor
            case yaml.AliasEvent():
                if event.anchor not in anchors:
                    raise FaultsError(Fault(place, "", f"no earlier anchor &{event.anchor}"))
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
    if root is None:
        raise FaultsError(Fault(Place(), "", "the file is empty"))
    return root


def _refuse_tag(event: Any, place: Place) -> None:
    if event.tag and event.tag != "!":
        raise FaultsError(Fault(place, "", f"tags such as {event.tag} are not used in routines"))
