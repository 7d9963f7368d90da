"""Who knows a routine is led in few words, and in all of them with `--full`."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.program import run

FIRST = (
    "Get ready. Left arm. Stand side-on, left shoulder to the wall, forearm on it, corner in front."
)
IN_SHORT = "Left hand on the corner, shoulder height. Turn your chest to the wall. 30 seconds."


def done(home: Path, *hows: str, routine: str = "upper-back", felt: str = "") -> None:
    """Sessions of a routine that have ended so."""
    now = datetime.now().astimezone()
    path = home / "data" / f"history-{now.year}.jsonl"
    path.parent.mkdir(exist_ok=True)
    lines = [
        {
            "format": 1,
            "event": "ended",
            "id": str(number),
            "begin": (now - timedelta(seconds=len(hows) - number)).isoformat(timespec="seconds"),
            "routine": routine,
            "how": how,
            "active_ms": 1_000,
            "holds": [
                {"position": "hip", "side": "left", "held_ms": 30_000, "ended": "done"},
            ],
            "felt": felt,
        }
        for number, how in enumerate(hows)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")


def ready(*options: str) -> str:
    """The first words of a session, as `show` tells them."""
    shown = json.loads(run("show", "upper-back", "--json", *options).stdout)
    words: str = shown["stages"][1]["cues"][0]["words"]
    assert shown["briefly"] is (words == IN_SHORT)
    return words


@pytest.mark.parametrize(
    ("hows", "short"),
    [
        (("finished",) * 2, False),
        (("finished",) * 3, True),
        (("finished", "stopped", "finished"), False),
    ],
)
def test_after_three_finished_sessions_words_are_few(
    home: Path, hows: tuple[str, ...], *, short: bool
) -> None:
    done(home, *hows)
    assert ready().startswith(IN_SHORT if short else FIRST)
    assert ready("--full").startswith(FIRST)


def test_another_routine_is_not_known_by_it(home: Path) -> None:
    done(home, *["finished"] * 9, routine="upper-back-quick")
    assert ready().startswith(FIRST)


def test_what_is_to_be_read_anew_is_told_whole(home: Path) -> None:
    done(home, *["finished"] * 5, felt="front")
    assert ready().startswith(FIRST)


def test_who_keeps_no_history_hears_all_of_it(home: Path) -> None:
    done(home, *["finished"] * 5)
    (home / "config" / "settings.yaml").parent.mkdir(exist_ok=True)
    run("settings", "set", "record", "false")
    assert ready().startswith(FIRST)


@pytest.mark.parametrize(("options", "words"), [((), IN_SHORT), (("--full",), FIRST)])
def test_a_session_says_what_show_told(home: Path, options: tuple[str, ...], words: str) -> None:
    done(home, *["finished"] * 3)
    fast = ("--json", "--speed", "100", "--no-sound", *options)
    lines = run("upper-back", "--only", "shoulder", *fast).stdout.splitlines()
    said = [event["words"] for event in map(json.loads, lines) if event["event"] == "cue"]
    assert any(text.startswith(words) for text in said)


def test_show_says_that_words_are_few_and_how_to_have_them_all(home: Path) -> None:
    done(home, *["finished"] * 3)
    line = "Words: few, since you know it (--full: all of them)"
    assert line in run("show", "upper-back").stdout
    assert line not in run("show", "upper-back", "--full").stdout
