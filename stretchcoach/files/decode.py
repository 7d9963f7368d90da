"""Decoders: small declarations that turn nodes into values and report every fault on the way.

A decoder that fails appends its faults to `faults` and returns None, so that the other nodes are
still checked. Once there are too many faults, `faults` raises. A record is built only if all of its
own fields are right.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from stretchcoach.core.duration import DURATION_PATTERN, parse_ms, written
from stretchcoach.core.harmless import UNSURE, harmless
from stretchcoach.core.words import BLANKS
from stretchcoach.files.nodes import (
    Fault,
    Faults,
    Node,
    Scalar,
    Sequence,
    kind_of,
    pairs_of,
)
from stretchcoach.nearest import meant

Schema = dict[str, Any]

# Far longer than any text that is shown. Many aliases can name one text of a megabyte.
_TEXT_MAX = 10_000
_SWITCHES = {"true": True, "false": False, "yes": True, "no": False, "on": True, "off": False}


class Decoder(Protocol):
    def decode(self, node: Node, where: str, faults: Faults) -> Any:
        """The node's value. Where it has none, its faults are in `faults`."""

    def schema(self) -> Schema:
        """The same rules as JSON Schema, as far as that can state them."""


class Text(NamedTuple):
    """One line of text. Line breaks and runs of white space in the file count as one space.

    `blanks` are the placeholders in braces that the text may have.
    """

    longest: int
    blanks: tuple[str, ...] = ()

    def decode(self, node: Node, where: str, faults: Faults) -> str | None:
        text = _scalar(node, where, "text", faults=faults)
        if text is None:
            return None
        text = " ".join(text.split())
        for braced in re.findall(r"\{[^{}]*\}", text) if "{" in text else ():
            if braced not in self.blanks:
                here = (
                    f"there are {' and '.join(self.blanks)}" if self.blanks else "none is used here"
                )
                _fault(faults, node, where, what=f"{braced} stands for nothing; {here}")
                return None
        return text if _shown_well(text, self.longest, node, where=where, faults=faults) else None

    def schema(self) -> Schema:
        # A number, or a word such as `no`, is text here, even if it is not in YAML.
        return {"type": ["string", "number", "boolean"], "minLength": 1, "maxLength": self.longest}


class Id(NamedTuple):
    """A name of the author's own: lower case letters, digits and single hyphens."""

    pattern: str = "[a-z0-9]+(-[a-z0-9]+)*"
    told: str = "is no name; use lower case, digits and hyphens"

    def decode(self, node: Node, where: str, faults: Faults) -> str | None:
        text = _scalar(node, where, "a name", faults=faults)
        if text is not None and not re.fullmatch(self.pattern, text):
            _fault(faults, node, where, what=f"{text!r} {self.told}")
            return None
        return text

    def schema(self) -> Schema:
        return {"type": "string", "pattern": f"^{self.pattern}$"}


class Switch(NamedTuple):
    """On or off, in any of their usual spellings."""

    def decode(self, node: Node, where: str, faults: Faults) -> bool | None:
        on: bool | None = OneOf(_SWITCHES).decode(node, where, faults)
        return on

    def schema(self) -> Schema:
        return {"enum": [True, False, *_SWITCHES]}  # an editor's YAML reads some as booleans


class Duration(NamedTuple):
    """A length of time within a range, in milliseconds."""

    least_ms: int
    most_ms: int

    def decode(self, node: Node, where: str, faults: Faults) -> int | None:
        text = _scalar(node, where, "a duration", faults=faults)
        if text is None:
            return None
        try:
            ms = parse_ms(text)
        except ValueError as error:
            _fault(faults, node, where, what=str(error))
            return None
        if not self.least_ms <= ms <= self.most_ms:
            least, most = written(self.least_ms), written(self.most_ms)
            _fault(faults, node, where, what=f"{text} is out of range; use {least} to {most}")
            return None
        return ms

    def schema(self) -> Schema:
        least, most = written(self.least_ms), written(self.most_ms)
        return {
            "type": ["string", "number"],
            "pattern": DURATION_PATTERN,
            "minimum": self.least_ms / 1_000,
            "maximum": self.most_ms / 1_000,
            "description": f"A time from {least} to {most}, such as 30, 30s, 1m30s or 1:30.",
        }


class OneOf(NamedTuple):
    """One of a few words, each standing for a value."""

    values: dict[str, Any]

    def decode(self, node: Node, where: str, faults: Faults) -> Any:
        text = _scalar(node, where, " or ".join(self.values), faults=faults)
        if text is None or text in self.values:
            return None if text is None else self.values[text]
        _fault(faults, node, where, what=f"{text!r} is not known" + meant(text, self.values))
        return None

    def schema(self) -> Schema:
        return {"enum": list(self.values)}


class Either(NamedTuple):
    """A special word, or else a value of the other decoder."""

    word: str
    value: Any
    other: Decoder

    def decode(self, node: Node, where: str, faults: Faults) -> Any:
        if isinstance(node, Scalar) and node.text == self.word:
            return self.value
        return self.other.decode(node, where, faults)

    def schema(self) -> Schema:
        return {"anyOf": [{"const": self.word}, self.other.schema()]}


class Drawing(NamedTuple):
    """Block text as a tuple of rows; each character is one column wide."""

    widest: int
    tallest: int

    def decode(self, node: Node, where: str, faults: Faults) -> tuple[str, ...] | None:
        text = _scalar(node, where, "block text (begin it with |)", faults=faults)
        if text is None:
            return None
        if any(blank in text for blank in BLANKS):
            _fault(
                faults, node, where, what=f"{' and '.join(BLANKS)} are not filled in in a drawing"
            )
            return None
        rows = tuple(row.rstrip() for row in text.rstrip("\n").split("\n"))
        if len(rows) > self.tallest:
            what = f"{len(rows)} rows tall; at most {self.tallest} are shown"
            _fault(faults, node, where, what=what)
            return None
        if not all(
            _shown_well(row, self.widest, node, where=where, faults=faults, narrow=True)
            for row in rows
        ):
            return None
        return rows

    def schema(self) -> Schema:
        row = f"[^\\n]{{0,{self.widest}}}"
        return {"type": "string", "pattern": f"^({row}\\n){{0,{self.tallest - 1}}}{row}\\n*$"}


class ListOf(NamedTuple):
    """A list of `least` to `most` things of one kind."""

    item: Decoder
    least: int
    most: int

    def decode(self, node: Node, where: str, faults: Faults) -> tuple[Any, ...] | None:
        if not isinstance(node, Sequence):
            _fault(faults, node, where, what=f"a list is needed here, not {kind_of(node)}")
            return None
        if not self.least <= len(node.items) <= self.most:
            what = f"{len(node.items)} entries; {self.least} to {self.most} are allowed"
            _fault(faults, node, where, what=what)
            return None
        before = faults.count
        items = tuple(
            self.item.decode(item, f"{where}[{number}]", faults)
            for number, item in enumerate(node.items, start=1)
        )
        return items if faults.count == before else None

    def schema(self) -> Schema:
        items = self.item.schema()
        return {"type": "array", "items": items, "minItems": self.least, "maxItems": self.most}


class OneOrMore(NamedTuple):
    """A list of up to `most` things of one kind. A single one may stand without a list."""

    item: Decoder
    most: int

    def decode(self, node: Node, where: str, faults: Faults) -> tuple[Any, ...] | None:
        if isinstance(node, Sequence):
            return ListOf(self.item, 1, self.most).decode(node, where, faults)
        return (self.item.decode(node, where, faults),)

    def schema(self) -> Schema:
        return {"anyOf": [self.item.schema(), ListOf(self.item, 1, self.most).schema()]}


class Field(NamedTuple):
    """One key of a record: the argument that it fills, and its decoder."""

    argument: str
    decoder: Decoder
    required: bool = False


class ByKey(NamedTuple):
    """A mapping with known keys. Those that are given become the arguments of `build`."""

    build: Callable[..., Any]
    fields: dict[str, Field]
    also: tuple[tuple[str, Any], ...] = ()

    def decode(self, node: Node, where: str, faults: Faults) -> Any:
        pairs = pairs_of(node, where, faults)
        if pairs is None:
            return None
        before = faults.count
        arguments = dict(self.also)
        for key, value in pairs:
            known = self.fields.get(key.text)
            if known is None:
                what = f"the key {key.text!r} is not known" + meant(key.text, self.fields)
                _fault(faults, key, where, what=what)
            else:
                arguments[known.argument] = known.decoder.decode(value, at(where, key.text), faults)
        given = {key.text for key, _ in pairs}
        for name, known in self.fields.items():
            if known.required and name not in given:
                _fault(faults, node, where, what=f"the key {name!r} is missing")
        return self.build(**arguments) if faults.count == before else None

    def schema(self) -> Schema:
        return {
            "type": "object",
            "properties": {name: known.decoder.schema() for name, known in self.fields.items()},
            "required": [name for name, known in self.fields.items() if known.required],
            "additionalProperties": False,
        }


class ById(NamedTuple):
    """A mapping from ids, which the author chooses, to records. `id` is an argument of each."""

    record: ByKey
    id: Id
    most: int

    def decode(self, node: Node, where: str, faults: Faults) -> tuple[Any, ...] | None:
        pairs = pairs_of(node, where, faults)
        if pairs is None:
            return None
        before = faults.count
        if not 1 <= len(pairs) <= self.most:
            _fault(faults, node, where, what=f"{len(pairs)} entries; 1 to {self.most} are allowed")
        items = []
        # Only the first are decoded, since all of them may be aliases of one large node.
        for key, value in pairs[: self.most]:
            self.id.decode(key, where, faults)
            record = ByKey(self.record.build, self.record.fields, (("id", key.text),))
            items.append(record.decode(value, at(where, key.text), faults))
        return tuple(items) if faults.count == before else None

    def schema(self) -> Schema:
        return {
            "type": "object",
            "propertyNames": self.id.schema(),
            "additionalProperties": self.record.schema(),
            "minProperties": 1,
            "maxProperties": self.most,
        }


def _fault(faults: Faults, node: Node, where: str, what: str) -> None:
    faults.append(Fault(node.location, where, what))


def at(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _scalar(node: Node, where: str, needed: str, faults: Faults) -> str | None:
    if isinstance(node, Scalar) and not node.empty:
        if len(node.text) > _TEXT_MAX:
            what = f"{needed} is needed here, not {len(node.text)} characters"
            _fault(faults, node, where, what=what)
        elif node.text.strip():
            return node.text
        else:
            _fault(faults, node, where, what=f"{needed} is needed here, not blanks")
        return None
    _fault(faults, node, where, what=f"{needed} is needed here, not {kind_of(node)}")
    return None


def _shown_well(
    text: str, longest: int, node: Node, where: str, faults: Faults, narrow: bool = False
) -> bool:
    """Whether text can be shown unchanged: it is short enough, and has no control characters."""
    if harmless(text) != text:
        _fault(faults, node, where, what="control characters and tabs are not allowed in text")
    elif len(text) > longest:
        unit = "columns wide" if narrow else "characters long"
        _fault(faults, node, where, what=f"{len(text)} {unit}; at most {longest} are shown")
    elif narrow and not text.isascii() and any(map(_odd_width, set(text))):
        _fault(faults, node, where, what="a drawing takes only characters that are one column wide")
    elif not text.isascii() and (unsure := UNSURE.search(text)):
        what = f"{_code_points(unsure.group())} is drawn differently by each terminal; leave it out"
        _fault(faults, node, where, what=what)
    else:
        return True
    return False


def _code_points(text: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in text[:3])


@lru_cache(maxsize=512)  # drawings repeat a few characters
def _odd_width(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" or unicodedata.category(char) in (
        "Mn",
        "Me",
        "Cf",
    )
