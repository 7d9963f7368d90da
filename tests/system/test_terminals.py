"""Which terminal is opened, and how."""

import os
import shutil

import pytest

from stretchcoach.system.terminals import open_session, terminal
from tests.system.programs import Programs
from tests.waiting import until


@pytest.mark.parametrize(
    ("there", "named", "begins"),
    [
        ((), "", None),
        (("xterm",), "", ("xterm", "-e")),
        (("xterm", "x-terminal-emulator"), "", ("x-terminal-emulator", "-e")),
        (("xterm", "kitty"), "kitty", ("kitty",)),
        (("xterm", "mine"), "mine --big", ("mine", "--big", "-e")),
        (("xterm",), "gone", ("xterm", "-e")),
        (("xterm", "xdg-terminal-exec", "mine"), "mine", ("xdg-terminal-exec",)),
    ],
)
def test_the_persons_own_before_any_other(
    programs: Programs, there: tuple[str, ...], named: str, begins: tuple[str, ...] | None
) -> None:
    for name in there:
        programs.add(name)
    assert terminal({"DISPLAY": ":0", "TERMINAL": named}) == begins
    assert terminal({"TERMINAL": named}) is None  # no screen to open it on


def test_it_gets_a_unit_of_its_own_and_what_it_needs_of_the_environment(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    programs.add("xterm")
    programs.add("systemd-run")
    assert open_session(("python", "-m", "stretchcoach", "calves"))
    (call,) = programs.calls
    assert call.startswith("systemd-run --user --collect --quiet --setenv=DISPLAY=:7 ")
    assert f" --setenv=STRETCH_HOME={os.environ['STRETCH_HOME']} " in call
    assert call.endswith("sh python -m stretchcoach calves")


@pytest.mark.parametrize("unit", ["none", "exit 1"])
def test_where_there_are_no_units_it_is_started_as_it_is(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, unit: str
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    programs.add("xterm")
    if unit != "none":
        programs.add("systemd-run", unit)
    assert open_session(("true",))
    until(lambda: any(call.startswith("xterm -e sh") for call in programs.calls), "xterm")


def test_without_a_terminal_nothing_is_opened(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    assert not open_session(("true",))
    assert shutil.which("xterm") is None
    assert programs.calls == []
