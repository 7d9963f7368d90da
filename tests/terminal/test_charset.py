"""Whether a terminal is trusted with more than ASCII."""

import io

import pytest

from stretchcoach.terminal.charset import can_show_unicode


def _out(encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding=encoding)


@pytest.mark.parametrize(
    ("environment", "can"),
    [
        ({"LANG": "en_GB.UTF-8"}, True),
        ({"LANG": "de_DE.utf8"}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LANG": ""}, True),  # nothing said, as on Windows
        ({"LANG": "C"}, False),
        ({"LANG": "POSIX"}, False),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, False),  # set by Python at its start
        ({"LANG": "C", "LC_CTYPE": "en_GB.UTF-8"}, True),  # set by the person
        ({"LANG": "en_GB.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "C", "LC_ALL": "C.UTF-8"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, False),
    ],
)
def test_the_locale_decides(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], can: bool
) -> None:
    for name in ("LANG", "LC_ALL", "LC_CTYPE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert can_show_unicode(_out("utf-8")) is can


@pytest.mark.parametrize(
    ("encoding", "can"),
    [("utf-8", True), ("utf-16", True), ("ascii", False), ("latin-1", False), ("cp1252", False)],
)
def test_the_streams_encoding_must_have_the_characters_too(encoding: str, can: bool) -> None:
    assert can_show_unicode(_out(encoding)) is can


def test_a_stream_without_an_encoding_or_with_an_unknown_one_gets_ascii() -> None:
    class Odd(io.StringIO):
        encoding = "no-such-encoding"

    assert can_show_unicode(Odd()) is False
    assert can_show_unicode(io.StringIO()) is False  # a text buffer has none
