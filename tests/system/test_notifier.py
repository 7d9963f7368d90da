"""What `notify-send` is given, and what is made of its answer."""

import pytest

from stretchcoach.core.reminders import ReminderText
from stretchcoach.system import notifier, running
from tests.system.programs import Programs

TEXT = ReminderText("Sitting <long>?", "Calves & more, 3 minutes?", "calves")
COMMAND = "stretch calves"


def show(*, buttons: bool = True, text: ReminderText = TEXT) -> str | None:
    return notifier.show(text, COMMAND, buttons=buttons, within_s=0.3)


@pytest.mark.parametrize(
    ("does", "answer"),
    [
        ("echo 4; echo default", notifier.START),
        ("echo 4; echo later", notifier.LATER),
        ("echo 4", ""),  # closed by the person, or by itself
    ],
)
def test_what_was_chosen(programs: Programs, does: str, answer: str) -> None:
    programs.add("notify-send", does)
    assert show() == answer
    (call,) = programs.calls
    assert call == (
        "notify-send --app-name=stretch --expire-time=300 --print-id --action=default=Start"
        " --action=later=In 20 minutes -- Sitting <long>? Calves &amp; more, 3 minutes?"
    )


def test_a_walk_has_nothing_to_start(programs: Programs) -> None:
    programs.add("notify-send")
    assert show(text=ReminderText("Line.", "A walk?")) == ""
    assert "--action=default" not in programs.calls[0]


def test_without_buttons_the_command_stands_in_the_text(programs: Programs) -> None:
    programs.add("notify-send", 'case "$*" in *--action*) exit 1;; esac')
    assert show() == ""
    wanted = "-- Sitting <long>? Calves &amp; more, 3 minutes? stretch calves"
    assert programs.calls[1].endswith(wanted)
    assert "--action" not in programs.calls[1]
    assert show(buttons=False) == ""
    assert len(programs.calls) == 3


def test_where_nothing_can_be_shown_it_says_so(programs: Programs) -> None:
    assert show() is None
    programs.add("notify-send", "exit 1")
    assert show() is None


@pytest.mark.parametrize("closes", ["busctl", "gdbus", "dbus-send"])
def test_one_that_is_never_closed_is_closed_by_its_number(programs: Programs, closes: str) -> None:
    programs.add("notify-send", "echo 42; exec sleep 60")
    programs.add(closes)
    assert show() == ""
    call = programs.calls[1]
    assert (call.startswith(closes), "CloseNotification" in call, "42" in call) == (True,) * 3


def test_one_without_a_number_is_left_alone(programs: Programs) -> None:
    programs.add("notify-send", "exec sleep 60")
    programs.add("busctl")
    assert show() == ""
    assert len(programs.calls) == 1


@pytest.mark.parametrize(
    ("asks", "answers"),
    [
        ({}, None),
        ({"busctl": ""}, True),
        ({"busctl": "exit 1", "gdbus": "exit 1", "dbus-send": "exit 1"}, False),
        ({"busctl": "exit 1", "gdbus": ""}, True),
        ({"dbus-send": "exec sleep 60"}, None),
    ],
)
def test_whether_anybody_shows_what_is_sent_is_asked(
    programs: Programs, monkeypatch: pytest.MonkeyPatch, asks: dict[str, str], answers: bool | None
) -> None:
    monkeypatch.setattr(running, "WITHIN_S", 0.2)
    for name, does in asks.items():
        programs.add(name, does)
    assert notifier.answers("linux") is answers
    assert all("GetServerInformation" in call for call in programs.calls)
    assert notifier.answers("darwin") is None
