"""What comes back from a notification that nobody waits for; and who else may call."""

from datetime import timedelta
from pathlib import Path

import pytest

from stretchcoach.cli import answering, ticking
from stretchcoach.cli.answering import Told, told
from stretchcoach.clock import now
from stretchcoach.core.due import Tally, shown
from stretchcoach.core.reminders import ReminderText
from stretchcoach.files.reminders import (
    forget,
    keep_offer,
    offer_path,
    read_recent,
    read_tally,
    save,
    take_offer,
)
from stretchcoach.system import notifier, terminals
from stretchcoach.system.notifier import LATER, START

OFFER = ReminderText("Line.", "Calves, 3 minutes?", "calves")
URL = "stretchcoach:start"


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ((), Told("", "")),
        (("--home", "D:\\x"), Told("D:\\x", "")),
        ((URL,), Told("", START)),
        (("stretchcoach:later",), Told("", LATER)),
        (("--home", "D:\\x", URL), Told("D:\\x", START)),
        # What anybody may call.
        (("stretchcoach:",), None),
        (("stretchcoach:start/",), None),
        (("stretchcoach://start",), None),
        (("stretchcoach:start?routine=x",), None),
        (("STRETCHCOACH:START",), None),
        (("stretchcoach:off",), None),
        (("https://example.org",), None),
        (("start",), None),
        # An address with a quotation mark in it becomes several words.
        ((URL, "--home", "D:\\other"), None),
        ((URL, URL), None),
        (("stretchcoach:x", "--home", "D:\\other", URL), None),
        (("--home", "D:\\x", URL, "more"), None),
        (("--home", "D:\\x", "stretchcoach:x"), None),
        (("--home",), None),
    ],
)
def test_a_fixed_set_of_addresses_and_nothing_else(
    arguments: tuple[str, ...], meant: Told | None
) -> None:
    assert told(arguments) == meant


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The routines of the sessions that were opened."""
    opened: list[str] = []

    def open_session(command: tuple[str, ...]) -> bool:
        opened.append(command[-1])
        return command[-1] != "no-terminal"

    monkeypatch.setattr(terminals, "open_session", open_session)
    return opened


def reminded() -> None:
    at = now()
    save(shown(at, Tally(ticked=at)), read_recent(at))
    keep_offer(at, OFFER)


def test_start_opens_what_was_offered_and_once(opened: list[str]) -> None:
    reminded()
    answering.obey([URL])
    answering.obey([URL])
    assert opened == ["calves"]


def test_later_puts_off_once(opened: list[str]) -> None:
    reminded()
    answering.obey(["stretchcoach:later"])
    tally = read_tally()
    assert (tally.owed, tally.unanswered) == (True, 0)
    save(tally._replace(owed=False), read_recent(now()))
    answering.obey(["stretchcoach:later"])
    assert read_tally().owed is False
    assert opened == []


@pytest.mark.parametrize("url", [URL, "stretchcoach:later", "stretchcoach:off", "x"])
def test_without_a_reminder_that_waits_nobody_is_obeyed(opened: list[str], url: str) -> None:
    answering.obey([url])
    assert (opened, read_tally()) == ([], Tally())
    assert not offer_path().exists()


@pytest.mark.parametrize("minutes", [-1, 61])
def test_an_old_one_is_not_obeyed_any_more(opened: list[str], minutes: int) -> None:
    keep_offer(now() - timedelta(minutes=minutes), OFFER)
    answering.obey([URL])
    assert opened == []


def test_a_walk_has_nothing_to_start(opened: list[str]) -> None:
    keep_offer(now(), ReminderText("Line.", "A walk?"))
    answering.obey([URL])
    assert opened == []


def test_where_no_terminal_opens_the_command_is_shown(
    opened: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, bool]] = []

    def show(text: ReminderText, command: str, *, buttons: bool) -> str:
        told.append((command, buttons))
        return text.routine

    monkeypatch.setattr(notifier, "show", show)
    keep_offer(now(), OFFER._replace(routine="no-terminal"))
    answering.obey([URL])
    assert (opened, told) == (["no-terminal"], [("stretch no-terminal", False)])


def test_home_is_the_folder_that_it_works_in(
    opened: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STRETCH_HOME", str(tmp_path / "other"))
    reminded()
    monkeypatch.setenv("STRETCH_HOME", str(tmp_path))
    answering.obey([URL])
    assert opened == []
    answering.obey(["--home", str(tmp_path / "other"), URL])
    assert opened == ["calves"]


@pytest.mark.parametrize(
    "foreign",
    [b"", b"nonsense", b"[]", b'{"at": 1, "text": []}', b'{"at": "x", "text": [1, 2, 3]}'],
)
def test_a_damaged_file_offers_nothing(home: Path, foreign: bytes) -> None:
    (home / "data").mkdir()
    offer_path().write_bytes(foreign)
    assert take_offer(now()) is None


def test_off_takes_the_offer_away() -> None:
    reminded()
    forget()
    assert not offer_path().exists()


@pytest.mark.parametrize("later", [True, False])
def test_an_offer_is_kept_where_nobody_waits_for_the_answer(
    monkeypatch: pytest.MonkeyPatch, later: bool
) -> None:
    monkeypatch.setattr(notifier, "answers_later", lambda: later)
    monkeypatch.setattr(notifier, "show", lambda *_, **__: "")
    monkeypatch.setattr(terminals, "name", lambda: "a window")
    assert ticking.show(OFFER)
    assert take_offer(now()) == (OFFER if later else None)
