"""The settings file: read, cached, and changed a line at a time."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.core.settings import Settings, Values, written
from stretchcoach.errors import CoachError
from stretchcoach.files import settings_format
from stretchcoach.files.folders import cache_folder, settings_path
from stretchcoach.files.settings import SettingsFile, read_settings
from stretchcoach.files.settings_format import DECODERS, decoded, value_of, with_setting

PATH = Path("settings.yaml")


def write(text: str, *, age_s: int = 0) -> None:
    path = settings_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    at_s = path.stat().st_mtime - age_s
    os.utime(path, (at_s, at_s))


def test_each_setting_has_a_decoder_that_takes_its_default() -> None:
    assert tuple(DECODERS) == Settings._fields
    for key, default in Settings()._asdict().items():
        assert value_of(key, written(default)) == default


def test_without_a_file_there_are_no_values() -> None:
    assert read_settings() == SettingsFile({})


@pytest.mark.parametrize("text", ["", "\n", "# only\n# comments\n", "\ufeff# marked\n"])
def test_a_file_that_says_nothing_is_in_order(text: str) -> None:
    write(text)
    assert read_settings() == SettingsFile({})


def test_right_values_count_beside_wrong_ones() -> None:
    text = "sound: maybe\nvoice: No\nmoton: off\nmotion: [off]\nbreath_tones: off\n"
    found = decoded(text.encode(), PATH)
    assert found.values == {"voice": "off", "breath_tones": False}
    assert [fault.split(": ", 1)[0] for fault in found.faults] == [
        "settings.yaml:1:8",
        "settings.yaml:4:9",
    ]
    unknown = "settings.yaml:3:1: the key 'moton' is not known; did you mean 'motion'?"
    assert found.unknown == (unknown,)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"sound: \xff\n", "not UTF-8"),
        (b"- sound\n", "a mapping of keys is needed here"),
        (b"sound: {a: b\n", "settings.yaml:2:1"),
        (b"sound: off\nsound: on\n", "stands twice"),
    ],
)
def test_what_is_no_settings_file_is_told(data: bytes, told: str) -> None:
    assert told in "\n".join(decoded(data, PATH).faults)


def test_a_folder_in_its_place_is_told() -> None:
    settings_path().mkdir(parents=True)
    (told,) = read_settings().faults
    assert "is a folder" in told
    assert "routine" not in told


def test_a_file_in_order_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    write("sound: off\n", age_s=60)
    first = read_settings()
    monkeypatch.setattr(settings_format, "decoded", lambda *_: pytest.fail("decoded again"))
    assert read_settings() == first == SettingsFile({"sound": False})


def test_a_file_that_changed_is_decoded_again() -> None:
    write("sound: off\n", age_s=60)
    read_settings()
    write("sound: on\n", age_s=30)
    assert read_settings().values == {"sound": True}


def test_a_fault_is_told_each_time() -> None:
    write("sound: maybe\n", age_s=60)
    assert read_settings().faults
    assert read_settings().faults


@pytest.mark.parametrize("data", [b"", b"\0" * 40, b"abcdi\0\0\0\0"])
def test_a_damaged_cache_counts_as_none(data: bytes) -> None:
    write("sound: off\n", age_s=60)
    cache_folder().mkdir(parents=True, exist_ok=True)
    (cache_folder() / "settings.kept").write_bytes(data)
    assert read_settings().values == {"sound": False}


@pytest.mark.parametrize(
    ("text", "value", "new"),
    [
        ("", "off", "voice: off\n"),
        ("sound: off", "off", "sound: off\nvoice: off\n"),
        ("# mine\nvoice: en-us  # at home\n", "off", "# mine\nvoice: off  # at home\n"),
        ("voice: 'a # b' # c\r\nsound: on\r\n", "x", "voice: x # c\r\nsound: on\r\n"),
        ('voice: "a\\" # b"\n', "x", "voice: x\n"),
        ("voice: a#b\n", "x", "voice: x\n"),
        ("voice:\n", "x", "voice: x\n"),
        ("# voice: auto\n", "x", "# voice: auto\nvoice: x\n"),
        ("voice: auto\n", "two words", 'voice: "two words"\n'),
        ("voice: auto\n", "a:b", "voice: a:b\n"),
        ("voice: a\nsound: on\n", None, "sound: on\n"),
        ("sound: on\n", None, "sound: on\n"),
    ],
)
def test_one_line_changes_and_the_rest_stays(text: str, value: str | None, new: str) -> None:
    assert with_setting(text, "voice", value) == new


@pytest.mark.parametrize(
    "text",
    ["voice: >\n  long\n", "voice: a\n  b\n", "voice: [a]\n", "voice: a\nvoice: b\n"],
)
def test_what_is_no_line_of_its_own_is_left_to_the_person(text: str) -> None:
    with pytest.raises(CoachError) as caught:
        with_setting(text, "voice", "x")
    assert "stretch settings edit" in caught.value.hint


VALUES: st.SearchStrategy[Values] = st.fixed_dictionaries(
    {},
    optional={
        "sound": st.booleans(),
        "voice": st.from_regex(r"[a-z][a-z0-9 #:'\"\-]{0,20}[a-z]", fullmatch=True),
        "routine": st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True),
        "motion": st.booleans(),
    },
)


@given(VALUES, VALUES)
def test_what_is_set_is_read_back_and_nothing_else_changes(old: Values, new: Values) -> None:
    text = "# a comment\n"
    for key, value in old.items():
        text = with_setting(text, key, written(value))
    read = decoded(text.encode(), PATH).values
    for key, value in new.items():
        text = with_setting(text, key, written(value))
    assert decoded(text.encode(), PATH).values == read | decoded_alone(new)
    for key in new:
        text = with_setting(text, key, None)
    kept = {key: value for key, value in read.items() if key not in new}
    assert decoded(text.encode(), PATH).values == kept
    assert text.startswith("# a comment\n")


def decoded_alone(values: Values) -> Values:
    return {key: value_of(key, written(value)) for key, value in values.items()}
