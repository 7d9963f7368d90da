"""The commands as a person types them: list, show, version, help."""

import json
import re
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from stretchcoach import __version__
from stretchcoach.cli import choosing, session
from stretchcoach.cli.app import app
from stretchcoach.cli.leading import Wanted
from stretchcoach.core.choices import choose
from stretchcoach.errors import EXIT_FAULT
from stretchcoach.files.folders import built_in_folder
from tests.cli.program import environment, run
from tests.making import built_in

_BUILT_IN = sorted(path.stem for path in built_in_folder().glob("*.yaml"))
_MINE = """\
title: My own
safety: {before: [Slowly.], stop_signs: [pain], during: Stop.}
positions: {one: {title: One, hand: Up.}}
"""


def _mine(home: Path, name: str, text: str = _MINE) -> Path:
    folder = home / "routines"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_stretch_alone_lists_the_routines_and_says_how_to_begin() -> None:
    done = run()

    assert done.returncode == 0
    assert f"\n\n{run('list').stdout}" in done.stdout
    assert "Next: stretch upper-back  (5:20)" in done.stdout
    assert "stretch show NAME" in done.stdout


def test_the_list_tells_name_time_holds_owner_title_and_purpose_of_each() -> None:
    done = run("list")

    assert (done.returncode, done.stderr) == (0, "")
    rows = [re.split("  +", line) for line in done.stdout.splitlines()]
    assert rows[0] == ["NAME", "TIME", "HOLDS", "FROM", "TITLE", "FOR"]
    assert [row[0] for row in rows[1:]] == _BUILT_IN
    assert ["upper-back", "5:20", "3 x 2 sides", "built-in", "Upper back"] in [r[:5] for r in rows]
    assert ["upper-back-quick", "1:45", "1 x 2 sides", "built-in"] in [row[:4] for row in rows]
    summaries = {name: built_in(name).summary for name in _BUILT_IN}
    assert {row[0]: row[5] for row in rows[1:]} == summaries
    # In columns: every title and purpose begins where its heading does.
    for heading in ("TITLE", "FOR"):
        column = done.stdout.index(f" {heading}") + 1
        assert all(line[column - 1] == " " != line[column] for line in done.stdout.splitlines())


def test_a_routine_of_ones_own_is_listed_and_hides_the_built_in_of_its_name(home: Path) -> None:
    path = _mine(home, "upper-back")

    rows = {row["name"]: row for row in json.loads(run("list", "--json").stdout)}

    assert sorted(rows) == _BUILT_IN
    assert rows["upper-back"] == {
        "hides_built_in": True,
        "name": "upper-back",
        "title": "My own",
        "summary": "",
        "length_ms": 45_000,
        "positions": 1,
        "sides": 0,
        "from": "yours",
        "path": str(path),
        "fault": "",
    }
    assert rows["upper-back-quick"]["from"] == "built-in"


@pytest.mark.skipif(sys.platform == "win32", reason="no name of a file has a line end there")
def test_the_name_of_a_file_makes_no_row_of_its_own(home: Path) -> None:
    _mine(home, "zz\nupper-back  9:99  3  built-in  Forged")
    _mine(home, "ab\nforged", "title: [")

    for told in (run("list").stdout, run("doctor").stdout, run("ab-").stderr):
        assert not re.search("^(upper-back  9:99|forged)", told, re.MULTILINE)
        assert re.search(r"zz\?upper-back|ab\?forged", told)


def test_a_faulty_routine_of_ones_own_does_not_spoil_the_list(home: Path) -> None:
    _mine(home, "broken", "title: [")

    done = run("list")
    rows = {row["name"]: row for row in json.loads(run("list", "--json").stdout)}

    assert done.returncode == 0
    assert "See: stretch show broken" in done.stdout
    assert "broken.yaml:" in rows["broken"]["fault"]
    assert {rows[name]["fault"] for name in _BUILT_IN} == {""}


def test_show_tells_the_whole_routine() -> None:
    done = run("show", "upper-back")

    assert (done.returncode, done.stderr) == (0, "")
    for told in (
        "Stop at once at:",
        "See a doctor first after a fall",
        "How often: A few minutes, most days.",
        "2. Find a wall corner that sticks out",
        "6. The hand stays. Slowly turn your chest to the wall",
        "Shoulder height (shoulder), held 30 s.",
        "▓▓▓▓",
        "In a figure: ▓ what works, ◎ where you may feel it, • which way you turn.",
        "Left arm, seen from the front right: first and last moment",
        "   0:29  hold         Left arm · Shoulder height, 30 s",
        "- Shoulders up at your ears? Let them drop.",
        "stretch new NAME",
    ):
        assert told in done.stdout


def test_show_takes_the_choices_of_a_session() -> None:
    choices = ("--side", "right", "--only", "hip,chest", "--hold", "20s")
    shown = json.loads(run("show", "upper-back", *choices, "--json").stdout)
    holds = [stage for stage in shown["stages"] if stage["stage"] == "hold"]

    assert [(hold["side"], hold["position"], hold["length_ms"]) for hold in holds] == [
        ("right", "chest", 20_000),
        ("right", "hip", 20_000),
    ]
    assert "Timeline: Fitted into 2:00" in run("show", "upper-back", "--for", "2m").stdout


def test_show_as_json_has_the_routine_and_its_timeline() -> None:
    shown = json.loads(run("show", "upper-back", "--json").stdout)

    assert (shown["name"], shown["length_ms"]) == ("upper-back", 320_000)
    assert [position["id"] for position in shown["positions"]] == ["shoulder", "chest", "hip"]
    ends = [stage["start_ms"] + stage["length_ms"] for stage in shown["stages"]]
    starts = [stage["start_ms"] for stage in shown["stages"]]
    assert starts == [0, *ends[:-1]]
    for stage in shown["stages"]:
        for cue in stage["cues"]:
            assert 0 <= cue["at_ms"] - stage["start_ms"] <= stage["length_ms"]


def test_a_routine_is_taken_from_any_path(tmp_path: Path) -> None:
    path = tmp_path / "mine.yml"
    path.write_text(_MINE, encoding="utf-8")

    assert run("show", str(path)).stdout.startswith("My own  (0:45)")


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"stretch {__version__}\n"


@pytest.mark.parametrize("arguments", [("--help",), ("-h",)])
def test_the_help_fits_a_screen_of_80_by_24(arguments: tuple[str, ...]) -> None:
    done = run(*arguments, env=environment(COLUMNS="80", LINES="24"))
    lines = done.stdout.splitlines()

    assert done.returncode == 0
    assert len(lines) <= 24 - 1  # the prompt needs a line
    assert max(map(len, lines)) <= 80
    for told in ("NAME", "list", "show", "--hold", "--speed", "--version", "Begin at once"):
        assert told in done.stdout


@pytest.mark.parametrize(
    ("command", "told"), [("list", "--json"), ("show", "--hold"), ("upper-back", "--no-sound")]
)
def test_each_command_has_a_help_of_its_own(command: str, told: str) -> None:
    done = run(command, "--help")

    assert done.returncode == 0
    assert told in done.stdout
    assert f"stretch {'NAME' if command == 'upper-back' else command} " in done.stdout


def test_the_day_chooses_among_the_words_of_a_cue(monkeypatch: pytest.MonkeyPatch) -> None:
    told = []
    for day in (1, 2, 3, 4):
        monkeypatch.setattr(choosing, "day_of_year", lambda day=day: day)
        choices = choosing.choices_of(None, None, None, None)
        timeline = choosing.chosen("upper-back", choices, laid_out=choose)
        told.append([cue.words for stage in timeline.stages for cue in stage.cues])
    assert all(one != another for one, another in pairwise(told))


def test_a_name_alone_is_led_without_loading_typer() -> None:
    """It is what is typed most, and typer would be most of what is waited for."""
    loading = (sys.executable, "-X", "importtime", "-m", "stretchcoach")
    told = run("no-such-routine", program=loading)
    with_option = run("no-such-routine", "--plain")

    loaded = {line.rpartition("|")[2].strip() for line in told.stderr.splitlines()}
    assert "stretchcoach.cli.leading" in loaded
    assert not {"typer", "stretchcoach.cli.app"} & loaded
    assert told.returncode == with_option.returncode == EXIT_FAULT
    assert told.stderr.endswith(with_option.stderr)


def test_without_options_a_session_is_what_a_name_alone_leads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[str, Wanted]] = []

    def note(name: str, wanted: Wanted) -> int:
        asked.append((name, wanted))
        return 0

    monkeypatch.setattr(session, "lead", note)

    app(["upper-back"], standalone_mode=False)

    assert asked == [("upper-back", Wanted())]
