"""The settings file: its keys, its faults, and how one line of it is changed."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from stretchcoach.core import plan
from stretchcoach.core.settings import VOLUME_MAX, VOLUME_MIN, Value, Values, switched, volume
from stretchcoach.errors import CoachError
from stretchcoach.files.decode import Decoder, Either, Id, OneOf, Schema, Switch, Text
from stretchcoach.files.nodes import (
    Fault,
    Faults,
    FaultsError,
    Location,
    Node,
    Scalar,
    pairs_of,
    parse,
)
from stretchcoach.files.routine_file import located
from stretchcoach.files.settings import SettingsFile
from stretchcoach.nearest import meant


class _Voice(NamedTuple):
    """A voice as `--voice` takes it; on and off in any of their usual spellings."""

    name: Text = Text(80)

    def decode(self, node: Node, where: str, faults: Faults) -> str | None:
        text = self.name.decode(node, where, faults)
        return None if text is None else switched(text)

    def schema(self) -> Schema:
        return self.name.schema()


class _Percent(NamedTuple):
    """A volume, with or without a percent sign."""

    least: int = VOLUME_MIN
    most: int = VOLUME_MAX

    def decode(self, node: Node, where: str, faults: Faults) -> int | None:
        text = Text(80).decode(node, where, faults)
        if text is None:
            return None
        percent = volume(text)
        if percent is None:
            what = f"{text!r} is not a number from {self.least} to {self.most}"
            faults.append(Fault(node.location, where, what))
        return percent

    def schema(self) -> Schema:
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


class _Planned(NamedTuple):
    """A value of the plan of reminders, normalised as the program itself writes it."""

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    text: Text = Text(80)

    def decode(self, node: Node, where: str, faults: Faults) -> str | None:
        text = self.text.decode(node, where, faults)
        if text is None:
            return None
        try:
            return self.write(self.read(text))
        except ValueError as error:
            faults.append(Fault(node.location, where, str(error)))
            return None

    def schema(self) -> Schema:
        return self.text.schema()


DECODERS: dict[str, Decoder] = {
    "routine": Id(),
    "sound": Switch(),
    "voice": _Voice(),
    "breath_tones": Switch(),
    "motion": Switch(),
    "volume": _Percent(),
    "volume_marks": _Percent(),
    "volume_tones": _Percent(),
    "volume_voice": _Percent(),
    "ask": Switch(),
    "record": Switch(),
    "goal": OneOf({str(days): days for days in range(1, 8)}),
    "remind_every": _Planned(plan.every_ms, plan.every_written),
    "remind_from": _Planned(plan.clock, plan.clock_written),
    "remind_to": _Planned(plan.clock, plan.clock_written),
    "remind_days": _Planned(plan.days, plan.days_written),
    "remind_routine": Either("auto", "auto", Id()),
    "remind_aloud": Switch(),
}

# A key and its value, quoted or plain; then perhaps a space and a comment.
_LINE = re.compile(
    r"""[^:]*:[ \t]*(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'"""
    r"""|(?![ \t]*["'|>&*\[{])(?:(?!\s\#)[^\r\n])*?)"""
    r"""(?P<comment>[ \t]+\#[^\r\n]*|[ \t]*)(?P<end>\r?\n?)"""
)


def decoded(data: bytes, path: Path) -> SettingsFile:
    """The values in these bytes; `path` is for messages about faults."""
    faults, unknown, values = Faults(), Faults(), Values()
    try:
        text = data.decode("utf-8-sig")
        if _says_something(text):
            for key, node in pairs_of(parse(text), "", faults) or ():
                if key.text not in DECODERS:
                    unknown.append(Fault(key.location, "", _not_known(key.text)))
                    continue
                value = DECODERS[key.text].decode(node, key.text, faults)
                if value is not None:
                    values[key.text] = value
    except UnicodeDecodeError:
        faults.append(Fault(Location(), "", "not UTF-8; save the file as UTF-8"))
    except FaultsError as error:
        for fault in error.faults:
            faults.append(fault)
    told = [tuple(located(path, fault) for fault in sorted(some)) for some in (faults, unknown)]
    return SettingsFile(values, faults=told[0], unknown=told[1])


def _not_known(key: str) -> str:
    return f"the key {key!r} is not known" + meant(key, DECODERS)


def value_of(key: str, text: str) -> Value:
    """The value of this text for this key. Raises CoachError where it has none."""
    if key not in DECODERS:
        raise CoachError(_not_known(key), "See: stretch settings")
    faults = Faults()
    value: Value | None = DECODERS[key].decode(Scalar(Location(), text, plain=False), key, faults)
    if value is None:
        told = "; ".join(fault.what for fault in faults)
        raise CoachError(f"{key}: {told}", "See: stretch settings")
    return value


def with_setting(text: str, key: str, value: str | None) -> str:
    """The file's text with this setting changed, or removed if `value` is None.

    All else stays as it is. Raises CoachError where the setting is not on one line of its own.
    """
    lines = text.splitlines(keepends=True)
    found = [number for number, line in enumerate(lines) if re.match(rf"{key}[ \t]*:", line)]
    written = None if value is None else f"{key}: {_scalar(value)}"
    if len(found) > 1:
        raise _by_hand(f"The key {key!r} stands twice.")
    if found:
        at = found[0]
        match = re.fullmatch(_LINE, lines[at])
        goes_on = re.match(r"[ \t]+[^\s#]|- ", "".join(lines[at + 1 : at + 2]))
        if match is None or goes_on:
            raise _by_hand(f"The value of {key!r} takes more than its line.")
        new = "" if written is None else f"{written}{match['comment']}{match['end']}"
        return "".join([*lines[:at], new, *lines[at + 1 :]])
    if written is None:
        return text
    apart = "\n" if text and not text.endswith("\n") else ""
    return f"{text}{apart}{written}\n"


def _by_hand(told: str) -> CoachError:
    return CoachError(told, "Change it by hand, with: stretch settings edit")


def _scalar(text: str) -> str:
    """The text, quoted where YAML would read another text or value."""
    return text if re.fullmatch(r"\w[\w.+-]*(:[\w.+-]+)*", text) else json.dumps(text)


def _says_something(text: str) -> bool:
    lines = (line.strip() for line in text.splitlines())
    return any(line and not line.startswith("#") for line in lines)
