"""`stretch new`, `edit`, `add` and `where`, as the real program."""

import os
import stat
import sys
from pathlib import Path

import pytest

from stretchcoach.cli.editor import editor_command
from stretchcoach.files.folders import look
from tests.cli.program import environment, run

UPPER_BACK = look().built_in["upper-back"].path


@pytest.fixture
def mine(home: Path) -> Path:
    return home / "routines"


def editor(tmp_path: Path, *texts: str) -> dict[str, str]:
    """An environment with an editor that writes these texts, one each time it is started."""
    script = tmp_path / "editor.py"
    script.write_text(
        f"""#!{sys.executable}
import sys
from pathlib import Path
texts, count = {texts!r}, Path({str(tmp_path / "count")!r})
number = int(count.read_text()) if count.exists() else 0
count.write_text(str(number + 1))
if texts[number] is not None:
    Path(sys.argv[-1]).write_text(texts[number], encoding="utf-8")
""",
        encoding="utf-8",
    )
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return environment(EDITOR=str(script), VISUAL=None)


def test_new_makes_a_file_that_runs_as_it_stands(mine: Path) -> None:
    made = run("new", "my-neck")
    assert (made.returncode, made.stderr) == (0, "")
    assert f"Made {mine / 'my-neck.yaml'}" in made.stdout
    assert run("check", "my-neck").stdout == "In order: my-neck\n"
    assert run("my-neck", "--speed", "100", "--no-sound").returncode == 0
    assert (mine / "routine.schema.json").exists()


def test_new_from_copies_a_routine_with_its_comments(mine: Path) -> None:
    assert run("new", "copy", "--from", "upper-back").returncode == 0
    assert (mine / "copy.yaml").read_bytes() == UPPER_BACK.read_bytes()


def test_a_variation_made_with_extend_takes_three_lines_to_be_ones_own(mine: Path) -> None:
    assert run("new", "mine", "--extend", "upper-back").returncode == 0
    with (mine / "mine.yaml").open("a", encoding="utf-8") as file:
        file.write("positions:\n  hip: {hold: 50s}\n  chest: null\n")
    shown = run("show", "mine").stdout
    assert "Varies: upper-back" in shown
    assert "Changed: title, positions.hip.hold, positions.chest (left out)" in shown
    assert "Left arm · Hip height, 50 s" in shown


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("My_Neck", "'My_Neck' is no name"),
        ("list", "'list' is a command"),
        ("a--b", "'a--b' is no name"),
        ("../up", "'../up' is no name"),
        ("nul", "'nul' is a device on Windows"),
        ("com1", "'com1' is a device on Windows"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused(name: str, says: str, mine: Path) -> None:
    refused = run("new", name)
    assert refused.returncode == 1
    assert says in refused.stderr
    assert not mine.exists()


def test_new_does_not_overwrite(mine: Path) -> None:
    run("new", "mine")
    (mine / "mine.yaml").write_text("precious", encoding="utf-8")
    refused = run("new", "mine", "--from", "upper-back")
    assert (refused.returncode, "already" in refused.stderr) == (1, True)
    assert (mine / "mine.yaml").read_text(encoding="utf-8") == "precious"


def test_new_leaves_a_file_of_the_name_that_ends_in_yml(mine: Path) -> None:
    mine.mkdir()
    (mine / "mine.yml").write_text("precious", encoding="utf-8")
    refused = run("new", "mine")
    assert (refused.returncode, "already" in refused.stderr) == (1, True)
    assert [path.name for path in mine.iterdir()] == ["mine.yml"]


@pytest.mark.parametrize("option", ["--from", "--extend"])
def test_a_routine_with_faults_is_no_beginning_of_another(option: str, mine: Path) -> None:
    mine.mkdir()
    (mine / "it.yaml").write_text("titel: It\n", encoding="utf-8")
    refused = run("new", "x", option, "it")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert f"{mine / 'it.yaml'}:1:1: the key 'titel' is not known" in refused.stderr
    assert left_in(mine) == ["it.yaml"]


def put_nothing_readable(path: Path, what: str) -> None:
    if what == "latin-1":
        path.write_bytes("title: é".encode("latin-1"))
    elif what == "a film":
        path.touch()
        os.truncate(path, 300 << 20)
    else:
        os.mkfifo(path)


UNREADABLE = {"latin-1": "not UTF-8", "a film": "larger than 1 MiB"}
if sys.platform != "win32":
    UNREADABLE["a pipe"] = "is a pipe or a device"


@pytest.mark.parametrize(("what", "says"), UNREADABLE.items(), ids=UNREADABLE)
@pytest.mark.parametrize(
    "command",
    [
        ("new", "copy", "--from", "it"),
        ("new", "copy", "--extend", "it"),
        ("add", "it"),
        ("edit", "it"),
    ],
)
def test_a_file_that_is_no_text_is_told_as_a_fault(
    command: tuple[str, ...], what: str, says: str, mine: Path
) -> None:
    mine.mkdir()
    put_nothing_readable(mine / "it.yaml", what)
    if command[0] == "add":
        command = ("add", str(mine / "it.yaml"), "--yes")
    refused = run(*command, env=environment(EDITOR="true", VISUAL=None))
    assert (refused.returncode, says in refused.stderr) == (1, True)
    assert [path.name for path in mine.iterdir()] == ["it.yaml"]


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("false", "The editor 'false' ended with 1."),
        ("sh -c 'kill -9 $$'", "The editor 'sh' ended with -9."),
        ("no-such-editor", "The editor 'no-such-editor' was not found."),
        ("vi 'x", 'The editor "vi \'x" was not found.'),
        ("''", "The editor \"''\" was not found."),
        (None, "No editor is set."),
    ],
)
def test_an_editor_that_fails_leaves_no_copy_that_hides_the_built_in_routine(
    command: str | None, says: str, mine: Path
) -> None:
    refused = run("edit", "calves", env=environment(EDITOR=command, VISUAL=None))
    first, hint = refused.stderr.splitlines()
    assert (refused.returncode, first) == (1, says)
    assert "copy it (stretch new my-calves --from calves)" in hint
    assert left_in(mine) in ([], ["routine.schema.json"])


def test_what_was_typed_is_kept_when_the_editor_fails_after(mine: Path) -> None:
    env = environment(EDITOR="sh -c 'sed -i s/^title:.*/title:\\ T/ $0; exit 1'", VISUAL=None)
    refused = run("edit", "calves", env=env)
    assert (refused.returncode, f"Made {mine / 'calves.yaml'}" in refused.stdout) == (1, True)
    assert "\ntitle: T\n" in (mine / "calves.yaml").read_text(encoding="utf-8")
    assert left_in(mine) == ["calves.yaml", "routine.schema.json"]


def test_a_faulty_copy_hides_no_built_in_routine_when_the_editor_fails_after(mine: Path) -> None:
    env = environment(EDITOR="sh -c 'echo \"title: T\" >$0; exit 1'", VISUAL=None)
    draft = mine / ".calves.yaml"
    refused = run("edit", "calves", env=env)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines() == [
        f"What you wrote has faults. It is kept in {draft}",
        "The editor 'sh' ended with 1.",
        "Set EDITOR, and go on with: stretch edit calves",
    ]
    assert draft.read_text(encoding="utf-8") == "title: T\n"
    assert left_in(mine) == [".calves.yaml", "routine.schema.json"]
    assert "yours" not in run("list").stdout
    assert run("show", "calves").returncode == 0
    # The next time begins with it.
    again = run("edit", "calves", env=environment(EDITOR="sh -c 'cat $0; exit 1'", VISUAL=None))
    assert again.stdout == "title: T\n"
    assert draft.read_text(encoding="utf-8") == "title: T\n"


def test_what_was_typed_before_all_was_killed_is_gone_on_with(mine: Path) -> None:
    typed = UPPER_BACK.read_text(encoding="utf-8").replace("title: Upper back", "title: Typed")
    kills = environment(EDITOR="sh -c 'kill -9 $PPID'", VISUAL=None)
    assert run("edit", "upper-back", env=kills).returncode == -9
    assert "yours" not in run("list").stdout
    (mine / ".upper-back.yaml").write_text(typed, encoding="utf-8")
    assert run("edit", "upper-back", env=environment(EDITOR="true", VISUAL=None)).returncode == 0
    assert (mine / "upper-back.yaml").read_text(encoding="utf-8") == typed
    assert left_in(mine) == ["routine.schema.json", "upper-back.yaml"]


@pytest.mark.parametrize(
    ("editor", "windows", "words"),
    [
        ("vi", False, ["vi"]),
        ("code --wait", False, ["code", "--wait"]),
        ("'/opt/my editor' -w", False, ["/opt/my editor", "-w"]),
        ("vi 'x", False, []),
        (r"C:\vim\vim.exe -n", True, [r"C:\vim\vim.exe", "-n"]),
        (r'"C:\My Programs\vim.exe" -n', True, [r"C:\My Programs\vim.exe", "-n"]),
        ('notepad "', True, []),
    ],
)
def test_an_editor_is_a_command_as_the_system_quotes_it(
    editor: str, windows: bool, words: list[str]
) -> None:
    assert editor_command(editor, windows=windows) == words


def test_the_path_of_an_editor_may_have_blanks_without_quotes(tmp_path: Path) -> None:
    program = tmp_path / "my editor"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    assert editor_command(str(program), windows=False) == [str(program)]


def test_edit_copies_a_built_in_routine_and_checks_it_after(mine: Path, tmp_path: Path) -> None:
    text = UPPER_BACK.read_text(encoding="utf-8").replace("title: Upper back", "title: My back")
    edited = run("edit", "upper-back", env=editor(tmp_path, text))
    assert (edited.returncode, "is in order" in edited.stdout) == (0, True)
    assert (mine / "upper-back.yaml").read_text(encoding="utf-8") == text
    assert "yours, over built-in  My back" in run("list").stdout


def test_edit_shows_the_faults_and_keeps_what_was_typed(mine: Path, tmp_path: Path) -> None:
    edited = run("edit", "upper-back", env=editor(tmp_path, "titel: typed\n"))
    assert edited.returncode == 1
    assert "upper-back.yaml:1:1: the key 'titel' is not known" in edited.stderr
    assert "What you wrote is kept." in edited.stderr
    assert (mine / "upper-back.yaml").read_text(encoding="utf-8") == "titel: typed\n"


def test_a_copy_that_nobody_changed_is_not_kept(mine: Path, tmp_path: Path) -> None:
    text = UPPER_BACK.read_text(encoding="utf-8")
    edited = run("edit", "upper-back", env=editor(tmp_path, text))
    assert (edited.returncode, "Nothing was changed" in edited.stdout) == (0, True)
    assert not (mine / "upper-back.yaml").exists()


def test_edit_extend_begins_with_a_variation(mine: Path, tmp_path: Path) -> None:
    text = "extends: upper-back\ntitle: Varied\n"
    assert run("edit", "upper-back", "--extend", env=editor(tmp_path, text)).returncode == 0
    assert (mine / "upper-back.yaml").read_text(encoding="utf-8") == text


@pytest.mark.parametrize("command", [None, "no-such-editor --wait", "false"])
def test_without_an_editor_that_works_edit_says_where_the_file_is(
    command: str | None, mine: Path
) -> None:
    run("new", "mine")
    refused = run("edit", "mine", env=environment(EDITOR=command, VISUAL=None))
    assert refused.returncode == 1
    assert f"open the file yourself: {mine / 'mine.yaml'}" in refused.stderr
    assert (mine / "mine.yaml").exists()


def test_add_checks_shows_and_copies(mine: Path, tmp_path: Path) -> None:
    strange = tmp_path / "from-a-friend.yaml"
    strange.write_bytes(UPPER_BACK.read_bytes())
    added = run("add", str(strange), "--yes")
    assert added.returncode == 0
    assert "Source: mal-au-dos.be" in added.stdout
    assert (mine / "from-a-friend.yaml").read_bytes() == strange.read_bytes()


def test_add_never_overwrites_unasked(mine: Path, tmp_path: Path) -> None:
    run("new", "same")
    before = (mine / "same.yaml").read_bytes()
    strange = tmp_path / "same.yaml"
    strange.write_bytes(UPPER_BACK.read_bytes())
    refused = run("add", str(strange), "--yes")
    assert (refused.returncode, "Replace your own same?" in refused.stderr) == (1, True)
    assert (mine / "same.yaml").read_bytes() == before


def test_add_asks_and_where_nobody_answers_adds_nothing(mine: Path, tmp_path: Path) -> None:
    strange = tmp_path / "other.yaml"
    strange.write_bytes(UPPER_BACK.read_bytes())
    refused = run("add", str(strange))
    assert (refused.returncode, "--yes" in refused.stderr) == (1, True)
    assert not mine.exists()


def test_add_refuses_a_faulty_file(mine: Path, tmp_path: Path) -> None:
    strange = tmp_path / "bad.yaml"
    strange.write_text("title: only\n", encoding="utf-8")
    refused = run("add", str(strange), "--yes")
    assert (refused.returncode, "bad.yaml:1:1:" in refused.stderr) == (1, True)
    assert not mine.exists()


def test_add_says_what_cannot_be_written(home: Path) -> None:
    (home / "routines").write_text("a file where the folder should be", encoding="utf-8")
    refused = run("add", str(UPPER_BACK), "--yes")
    assert (refused.returncode, "cannot be written" in refused.stderr) == (1, True)
    assert "Traceback" not in refused.stderr


def test_where_prints_the_folders(mine: Path) -> None:
    lines = run("where").stdout.splitlines()
    assert lines[0] == f"yours     {mine}"
    names = [line.split()[0] for line in lines]
    assert names == ["yours", "built-in", "settings", "data", "cache", "log"]
