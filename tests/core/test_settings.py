"""Which of several says wins."""

import pytest

from stretchcoach.core.settings import (
    MEANINGS,
    Settings,
    Value,
    Values,
    settled,
    switched,
    volume,
    written,
)


@pytest.mark.parametrize(
    ("in_file", "environment", "key", "value", "origin"),
    [
        ({}, {}, "sound", True, "default"),
        ({"sound": False}, {}, "sound", False, "settings.yaml"),
        ({"sound": False}, {"STRETCH_SOUND": "on"}, "sound", True, "STRETCH_SOUND"),
        ({}, {"STRETCH_SOUND": "no"}, "sound", False, "STRETCH_SOUND"),
        ({}, {"STRETCH_SOUND": "loud"}, "sound", True, "default"),
        ({"voice": "off"}, {}, "voice", "off", "settings.yaml"),
        ({"voice": "on"}, {}, "voice", "auto", "settings.yaml"),
        ({"voice": "off"}, {"STRETCH_VOICE": "en-us"}, "voice", "en-us", "STRETCH_VOICE"),
        ({"voice": "off"}, {"STRETCH_VOICE": "1"}, "voice", "auto", "STRETCH_VOICE"),
        ({"voice": "off"}, {"STRETCH_VOICE": ""}, "voice", "off", "settings.yaml"),
        ({"motion": True}, {"REDUCED_MOTION": "1"}, "motion", False, "REDUCED_MOTION"),
        ({"motion": False}, {}, "motion", False, "settings.yaml"),
        ({"routine": "calves"}, {}, "routine", "calves", "settings.yaml"),
    ],
)
def test_the_environment_wins_over_the_file_and_the_file_over_the_default(
    in_file: Values, environment: dict[str, str], key: str, value: object, origin: str
) -> None:
    kept = settled(in_file, environment)
    assert (kept.settings._asdict()[key], kept.origins[key]) == (value, origin)


def test_each_setting_has_a_meaning_and_an_origin() -> None:
    assert tuple(MEANINGS) == Settings._fields
    assert tuple(settled({}, {}).origins) == Settings._fields


@pytest.mark.parametrize(
    ("text", "said"),
    [(" ON ", "on"), ("Yes", "on"), ("0", "off"), ("false", "off"), ("en-us", "en-us"), ("", "")],
)
def test_on_and_off_have_many_words(text: str, said: str) -> None:
    assert switched(text) == said


@pytest.mark.parametrize(
    ("value", "text"), [(True, "on"), (False, "off"), ("en-us", "en-us"), (4, "4")]
)
def test_a_value_is_written_as_a_person_would(value: Value, text: str) -> None:
    assert written(value) == text


@pytest.mark.parametrize(
    ("text", "percent"),
    [("40", 40), (" 40 % ", 40), ("100%", 100), ("1", 1), ("0", None), ("101", None), ("-5", None)]
    + [(text, None) for text in ("", "loud", "1.5", "٤", "²", "9" * 5_000)],
)
def test_a_volume_is_a_whole_number_of_percents(text: str, percent: int | None) -> None:
    assert volume(text) == percent
