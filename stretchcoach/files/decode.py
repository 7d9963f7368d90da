"""Decoders: small declarations that turn nodes into values and report every fault on the way.

A decoder never raises. It appends what is wrong to `faults` and returns None, so that its
neighbours are still looked at; a record is built only when all of its own fields were right.
"""

import unicodedata
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, NamedTuple, Protocol

from stretchcoach.core.duration import parse_ms, written
from stretchcoach.files.nodes import CONTROLS, Fault, Mapping, Node, Scalar, Sequence

_KINDS = {Scalar: "text", Sequence: "a list", Mapping: "a mapping of keys"}


class Decoder(Protocol):
    def decode(self, node: Node, where: str, faults: list[Fault]) -> Any:
        """The node's value, or None once what is wrong with it stands in `faults`."""


class Text(NamedTuple):
    """One line of words; line breaks and runs of blanks in the file count as one blank."""

    longest: int

    def decode(self, node: Node, where: str, faults: list[Fault]) -> str | None:
        text = _scalar(node, where, "text", faults)
        if text is None:
            return None
        text = " ".join(text.split())
        return text if _shown_well(text, self.longest, node, where, faults) else None


class Duration(NamedTuple):
    """A length of time within a range, in milliseconds."""

    least_ms: int
    most_ms: int

    def decode(self, node: Node, where: str, faults: list[Fault]) -> int | None:
        text = _scalar(node, where, "a duration", faults)
        if text is None:
            return None
        try:
            ms = parse_ms(text)
        except ValueError as error:
            _fault(faults, node, where, str(error))
            return None
        if not self.least_ms <= ms <= self.most_ms:
            least, most = written(self.least_ms), written(self.most_ms)
            _fault(faults, node, where, f"{text} is out of range; use {least} to {most}")
            return None
        return ms


class OneOf(NamedTuple):
    """One of a few words, each standing for a value."""

    values: dict[str, Any]

    def decode(self, node: Node, where: str, faults: list[Fault]) -> Any:
        text = _scalar(node, where, " or ".join(self.values), faults)
        if text is None or text in self.values:
            return None if text is None else self.values[text]
        _fault(faults, node, where, f"{text!r} is not known" + _meant(text, self.values))
        return None


class Either(NamedTuple):
    """A word with a meaning of its own, or else what the other decoder takes."""

    word: str
    value: Any
    other: Decoder

    def decode(self, node: Node, where: str, faults: list[Fault]) -> Any:
        if isinstance(node, Scalar) and node.text == self.word:
            return self.value
        return self.other.decode(node, where, faults)


class Drawing(NamedTuple):
    """Block text, row by row; each character one column wide."""

    widest: int
    tallest: int

    def decode(self, node: Node, where: str, faults: list[Fault]) -> tuple[str, ...] | None:
        text = _scalar(node, where, "block text (begin it with |)", faults)
        if text is None:
            return None
        rows = tuple(row.rstrip() for row in text.rstrip("\n").split("\n"))
        if len(rows) > self.tallest:
            what = f"{len(rows)} rows tall; at most {self.tallest} are shown"
            _fault(faults, node, where, what)
            return None
        if not all(_shown_well(row, self.widest, node, where, faults, True) for row in rows):
            return None
        return rows


class ListOf(NamedTuple):
    """A list of `least` to `most` things of one kind."""

    item: Decoder
    least: int
    most: int

    def decode(self, node: Node, where: str, faults: list[Fault]) -> tuple[Any, ...] | None:
        if not isinstance(node, Sequence):
            _fault(faults, node, where, f"a list is needed here, not {_kind(node)}")
            return None
        if not self.least <= len(node.items) <= self.most:
            what = f"{len(node.items)} entries; {self.least} to {self.most} are allowed"
            _fault(faults, node, where, what)
            return None
        before = len(faults)
        items = tuple(
            self.item.decode(item, f"{where}[{number}]", faults)
            for number, item in enumerate(node.items, start=1)
        )
        return items if len(faults) == before else None


class Field(NamedTuple):
    """One key of a record: the argument it is for, and how it is decoded."""

    argument: str
    decoder: Decoder
    required: bool = False


class Record(NamedTuple):
    """A mapping with known keys, handed to `build` as arguments; what is missing is left out."""

    build: Callable[..., Any]
    fields: dict[str, Field]
    also: tuple[tuple[str, Any], ...] = ()

    def decode(self, node: Node, where: str, faults: list[Fault]) -> Any:
        pairs = _pairs(node, where, faults)
        if pairs is None:
            return None
        before = len(faults)
        arguments = dict(self.also)
        for key, value in pairs:
            known = self.fields.get(key.text)
            if known is None:
                what = f"the key {key.text!r} is not known" + _meant(key.text, self.fields)
                _fault(faults, key, where, what)
            else:
                arguments[known.argument] = known.decoder.decode(
                    value, _at(where, key.text), faults
                )
        given = {key.text for key, _ in pairs}
        for name, known in self.fields.items():
            if known.required and name not in given:
                _fault(faults, node, where, f"the key {name!r} is missing")
        return self.build(**arguments) if len(faults) == before else None


class ById(NamedTuple):
    """A mapping from ids of the author's own to records that take their id as an argument."""

    record: Record
    id_is_good: Callable[[str], bool]
    most: int

    def decode(self, node: Node, where: str, faults: list[Fault]) -> tuple[Any, ...] | None:
        pairs = _pairs(node, where, faults)
        if pairs is None:
            return None
        before = len(faults)
        if not 1 <= len(pairs) <= self.most:
            _fault(faults, node, where, f"{len(pairs)} entries; 1 to {self.most} are allowed")
        items = []
        for key, value in pairs:
            if not self.id_is_good(key.text):
                what = f"{key.text!r} is no name; use lower case, digits and hyphens"
                _fault(faults, key, where, what)
            record = Record(self.record.build, self.record.fields, (("id", key.text),))
            items.append(record.decode(value, _at(where, key.text), faults))
        return tuple(items) if len(faults) == before else None


def value_at(node: Node, *path: str) -> Node:
    """The node at this path of keys, or the nearest one above it that there is."""
    for name in path:
        pairs = node.pairs if isinstance(node, Mapping) else ()
        found = (value for key, value in pairs if isinstance(key, Scalar) and key.text == name)
        node = next(found, node)
    return node


def _fault(faults: list[Fault], node: Node, where: str, what: str) -> None:
    faults.append(Fault(node.place, where, what))


def _at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _kind(node: Node) -> str:
    return "nothing" if isinstance(node, Scalar) and node.empty else _KINDS[type(node)]


def _meant(text: str, known: dict[str, Any]) -> str:
    near = get_close_matches(text.lower(), known, n=1, cutoff=0.6)
    return f"; did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"


def _scalar(node: Node, where: str, needed: str, faults: list[Fault]) -> str | None:
    if isinstance(node, Scalar) and not node.empty and node.text.strip():
        return node.text
    _fault(faults, node, where, f"{needed} is needed here, not {_kind(node)}")
    return None


def _shown_well(
    text: str, longest: int, node: Node, where: str, faults: list[Fault], narrow: bool = False
) -> bool:
    """Whether text can be shown as it stands: short enough, and nothing that moves the cursor."""
    control = CONTROLS.search(text) or ("\t" in text and "\t")
    if control:
        _fault(faults, node, where, "control characters and tabs are not allowed in text")
    elif len(text) > longest:
        unit = "columns wide" if narrow else "characters long"
        _fault(faults, node, where, f"{len(text)} {unit}; at most {longest} are shown")
    elif narrow and any(_odd_width(char) for char in text):
        _fault(faults, node, where, "a drawing takes only characters that are one column wide")
    else:
        return True
    return False


def _odd_width(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or unicodedata.category(char) in (
        "Mn",
        "Me",
        "Cf",
    )


def _pairs(node: Node, where: str, faults: list[Fault]) -> list[tuple[Scalar, Node]] | None:
    """A mapping's keys and values, each key once."""
    if not isinstance(node, Mapping):
        _fault(faults, node, where, f"a mapping of keys is needed here, not {_kind(node)}")
        return None
    pairs: dict[str, tuple[Scalar, Node]] = {}
    for key, value in node.pairs:
        if not isinstance(key, Scalar):
            _fault(faults, key, where, "a key must be a word")
        elif key.text in pairs:
            line = pairs[key.text][0].place.line
            _fault(faults, key, where, f"the key {key.text!r} stands twice; first in line {line}")
        else:
            pairs[key.text] = (key, value)
    return list(pairs.values())
