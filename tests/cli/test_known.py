"""Who knows a routine is led in few words, and in all of them with `--full`."""

import json
from pathlib import Path

import pytest

from tests.cli import lived
from tests.cli.program import run

FIRST = (
    "Get ready. Left arm. Stand side-on, left shoulder to the wall, forearm on it, corner in front."
)
IN_SHORT = "Left hand on the corner, shoulder height. Turn your chest to the wall. 30 seconds."


def done(home: Path, *hows: str, routine: str = "upper-back", felt: str = "") -> None:
    """Sessions of a routine that have ended so."""
    hold = {"position": "hip", "side": "left", "held_ms": 30_000, "ended": "done"}
    changes = {"routine": routine, "holds": [hold], "felt": felt}
    lived.remember(home, ({"how": how, **changes} for how in hows))


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


def test_show_has_of_the_cues_what_will_be_heard(home: Path) -> None:
    (home / "routines").mkdir()
    (home / "routines" / "mine.yaml").write_text(
        "title: Mine\nsides: [left]\n"
        "safety: {before: [Slowly.], stop_signs: [pain], during: Stop.}\n"
        "positions: {one: {title: One, hand: Hand., cues: [\n"
        "  {at: 5s, say: [Elbow on the wall., Forearm on the wall.], briefly: Elbow.},\n"
        "  {at: 20s, say: Soft jaw.}]}}\n",
        encoding="utf-8",
    )
    done(home, *["finished"] * 3, routine="mine")
    rows = {
        options: [line.strip() for line in run("show", "mine", *options).stdout.splitlines()]
        for options in ((), ("--full",))
    }
    assert "5s  Elbow." in rows[()]
    all_of_it = {
        *("5s  Elbow on the wall.", "or  Forearm on the wall.", "short  Elbow."),
        "20s  Soft jaw.",
    }
    assert all_of_it.isdisjoint(rows[()])
    assert all_of_it <= set(rows["--full",])
