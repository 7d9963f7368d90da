"""The JSON Schema says the same of a file as the decoder, as far as a schema can say it."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from stretchcoach.errors import CoachError
from stretchcoach.files.folders import SCHEMA_NAME, built_in_folder, look
from stretchcoach.files.format import schema
from stretchcoach.files.routine_file import read_routine
from stretchcoach.files.write import minimal, variation

BASE = """\
title: T
safety: {before: [b], stop_signs: [s], during: d}
positions: {one: {title: One, hand: H, hold: 20s}}
"""
GOOD = {
    "minimal": BASE,
    "a variation": "extends: upper-back\npositions: {hip: {hold: 45s}, chest: null}\n",
    "a bare number as a time": BASE + "times: {hold: 30, ready: 4.5}\n",
    "a clock time": BASE + "times: {hold: '0:45'}\n",
    "a word of YAML as a title": BASE.replace("title: T", "title: No"),
    "everything": BASE
    + "sides: [left]\nlimb: arm\nsource: s\nauthor: a\ncaution: [c]\norder: [one]\n"
    + "posture: [p]\nview: v\nother_side: o\nwrong_way: w\n",
    "a view of its own": BASE.replace("hold: 20s", "view: from above"),
}
FAULTY = {
    "an unknown key": BASE + "titel: x\n",
    "no title": BASE.replace("title: T", "summary: x"),
    "no safety": "title: T\npositions: {one: {title: One, hand: H}}\n",
    "no stop signs": BASE.replace("stop_signs: [s], ", ""),
    "no positions": BASE.replace("positions: {one: {title: One, hand: H, hold: 20s}}", ""),
    "positions that are a list": BASE.split("positions")[0] + "positions: [a]\n",
    "a position without a hand": BASE.replace(", hand: H", ""),
    "an unknown key of a position": BASE.replace("hand: H", "hand: H, hnad: x"),
    "an id in capitals": BASE.replace("one:", "One:"),
    "an unknown side": BASE + "sides: [up]\n",
    "three sides": BASE + "sides: [left, right, left]\n",
    "a word for a time": BASE + "times: {hold: soon}\n",
    "a number out of range": BASE + "times: {hold: 61}\n",
    "a list for a text": BASE.replace("title: T", "title: [T]"),
    "a title that is too long": BASE.replace("title: T", "title: " + "x" * 33),
    "a cue without words": BASE.replace("hold: 20s", "cues: [{at: 3s}]"),
    "a cue at no time": BASE.replace("hold: 20s", "cues: [{at: later, say: x}]"),
    "an empty list": BASE + "setup: []\n",
    "nine lines on posture": BASE + f"posture: [{', '.join('a' * 9)}]\n",
    "a line on posture that is too long": BASE + f"posture: [{'x' * 81}]\n",
    "a view that is a list": BASE + "view: [v]\n",
    "a way into a position that is too long": BASE.replace("hand: H", f"hand: {'x' * 81}"),
    "a drawing that is too wide": BASE.replace("hold: 20s", f"drawing: {'x' * 37}"),
    "a variation with an unknown key": "extends: upper-back\ntims: {hold: 20s}\n",
    "a variation with a bad time": "extends: upper-back\npositions: {hip: {hold: long}}\n",
}


def by_schema(text: str) -> bool:
    document: Any = yaml.safe_load(text)
    validator = jsonschema.Draft7Validator(schema())
    return not list(validator.iter_errors(document))


def by_us(text: str, folder: Path) -> bool:
    path = folder / "one.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        read_routine(path)
    except CoachError:
        return False
    return True


@pytest.mark.parametrize("text", GOOD.values(), ids=GOOD)
def test_what_is_right_is_right_to_both(text: str, tmp_path: Path) -> None:
    assert (by_schema(text), by_us(text, tmp_path)) == (True, True)


@pytest.mark.parametrize("text", FAULTY.values(), ids=FAULTY)
def test_what_is_faulty_is_faulty_to_both(text: str, tmp_path: Path) -> None:
    assert (by_schema(text), by_us(text, tmp_path)) == (False, False)


@pytest.mark.parametrize("name", sorted(look().built_in))
def test_every_built_in_routine_is_right_to_both_and_names_the_schema(
    name: str, tmp_path: Path
) -> None:
    text = look().built_in[name].path.read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA_NAME}\n")
    assert (by_schema(text), by_us(text, tmp_path)) == (True, True)


@pytest.mark.parametrize("text", [minimal("one"), variation("one", "upper-back")])
def test_new_files_are_right_to_both_and_name_the_schema(text: str, tmp_path: Path) -> None:
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA_NAME}\n")
    assert (by_schema(text), by_us(text, tmp_path)) == (True, True)


def test_the_schema_beside_the_routines_is_the_one_made_from_the_declaration() -> None:
    jsonschema.Draft7Validator.check_schema(schema())
    shipped = json.loads((built_in_folder() / SCHEMA_NAME).read_text(encoding="utf-8"))
    assert shipped == schema()
