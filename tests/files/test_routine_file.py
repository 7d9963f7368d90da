"""A routine file is read, or every fault in it is told with its place."""

import os
import sys
from pathlib import Path

import pytest

from stretchcoach.core.breath import Breath
from stretchcoach.core.routine import (
    Answer,
    OtherHold,
    Position,
    Routine,
    Safety,
    Side,
    Times,
    WrittenCue,
)
from stretchcoach.errors import EXIT_FAULT, CoachError
from stretchcoach.files.format import routine_record
from stretchcoach.files.regular import FILE_MAX_BYTES
from stretchcoach.files.routine_file import read_routine
from tests.files.texts import GOOD, changed, faults, put, read

FEWEST = """\
title: T
safety: {before: [a], stop_signs: [b], during: c}
positions: {p: {title: P, hand: H}}
"""


def test_a_routine_is_read_as_its_author_meant_it(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD) == Routine(
        name="made",
        title="Made",
        safety=Safety(("Go slowly.",), ("sharp pain",), "Any pain: stop."),
        positions=(
            Position(
                "hip",
                "Hip",
                "Hand at the hip.",
                cues=(WrittenCue(2_000, "Stay tall."),),
                drawing=("ab",),
            ),
        ),
        sides=(Side.LEFT, Side.RIGHT),
        breath=Breath(4_000, 6_000),
        times=Times(10_000, 30_000, 12_000, 20_000),
        finish="Done.",
    )


def test_everything_else_is_as_it_is_by_itself(tmp_path: Path) -> None:
    made = read(tmp_path, FEWEST)
    assert made == Routine("made", "T", Safety(("a",), ("b",), "c"), (Position("p", "P", "H"),))
    assert (made.sides, made.breath, made.times) == ((), Breath(), Times())


def test_words_for_the_hours_between_the_view_the_other_side_and_the_wrong_way_are_read(
    tmp_path: Path,
) -> None:
    text = """\
posture: [Change position., Lift the phone.]
view: from behind
other_side: Go round.
wrong_way: Turn back.
"""
    made = read(tmp_path, GOOD.replace("      ab", "      ab\n    view: from above") + text)
    assert made.posture == ("Change position.", "Lift the phone.")
    assert (made.other_side, made.wrong_way) == ("Go round.", "Turn back.")
    (hip,) = made.positions
    assert (made.view, hip.view, made.view_of(hip)) == ("from behind", "from above", "from above")
    assert made.view_of(hip._replace(view="")) == "from behind"


def test_a_routine_may_go_without_them(tmp_path: Path) -> None:
    made = read(tmp_path, GOOD)
    assert (made.posture, made.view, made.other_side, made.wrong_way) == ((), "", "", "")
    assert made.view_of(made.positions[0]) == ""


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (f"posture: [{', '.join('a' * 9)}]", "posture: 9 entries; 1 to 8 are allowed"),
        ("posture: []", "posture: 0 entries; 1 to 8 are allowed"),
        (f"posture: [{'x' * 81}]", "posture[1]: 81 characters long; at most 80 are shown"),
        (f"view: {'x' * 61}", "view: 61 characters long; at most 60 are shown"),
        (f"other_side: {'x' * 81}", "other_side: 81 characters long; at most 80 are shown"),
        (f"wrong_way: {'x' * 121}", "wrong_way: 121 characters long; at most 120 are shown"),
        ("wrong_way: Turn to the {sid} side.", "wrong_way: "),
    ],
)
def test_they_have_their_limits(tmp_path: Path, line: str, fault: str) -> None:
    (told,) = faults(tmp_path, GOOD + line + "\n")
    assert told.split(": ", 1)[1].startswith(fault)


AFTER = """\
after:
  a: {key: n, felt: neck, offer: upper-back-neck}
  b: {key: 0, felt: nowhere, step: yes, warn: on, order: [hip], positions: {hip: {hold: 45s}}}
"""


def test_answers_to_where_it_was_felt_are_read(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD + AFTER).after == (
        Answer("a", "n", "neck", offer="upper-back-neck"),
        Answer("b", "0", "nowhere", "", (OtherHold("hip", 45_000),), ("hip",), True, True),
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("key: n", "key: N", "after.a.key: 'N' is no key; use a letter or digit"),
        ("key: n", "key: 0", "after.b.key: a is by '0', too"),
        ("key: n, ", "", "after.a: the key 'key' is missing"),
        ("[hip]", "[hap]", "after.b.order: there is no position 'hap'; did you mean 'hip'?"),
        (
            "{hip: {",
            "{hap: {",
            "after.b.positions: there is no position 'hap'",
        ),
        ("45s", "5s", "after.b.positions.hip.hold: 5s is out of range; use 10s to 1m"),
        ("felt: neck", f"felt: {'x' * 41}", "after.a.felt: 41 characters long; at most 40 are"),
    ],
)
def test_faults_of_answers_have_their_place(tmp_path: Path, old: str, new: str, fault: str) -> None:
    (told,) = faults(tmp_path, GOOD + AFTER.replace(old, new))
    assert told.split(": ", 1)[1].startswith(fault)


def test_an_inherited_answer_may_name_a_position_that_is_left_out(home: Path) -> None:
    two = GOOD.replace("positions:", "positions:\n  other: {title: O, hand: H}")
    mine = home / "routines"
    mine.mkdir()
    put(mine, two + AFTER, "base.yaml")
    assert read(mine, "extends: base\npositions: {hip: null}\n").after


def test_the_line_that_is_said_on_the_way_into_a_position_has_room_for_what_to_do(
    tmp_path: Path,
) -> None:
    longest = "x" * 80
    text = changed("hand: Hand at the hip.", f"hand: {longest}")
    assert read(tmp_path, text).positions[0].hand == longest
    (told,) = faults(tmp_path, text.replace(longest, longest + "x"))
    assert told.endswith("positions.hip.hand: 81 characters long; at most 80 are shown")


def test_every_fault_of_a_file_is_told_at_once_in_order(tmp_path: Path) -> None:
    text = """\
titel: Made
sides: [left, lft]
breath: {in: 4s}
times:
  ready: soon
  hold: 1:30
  hold: 30s
safety:
  before: Go slowly.
positions:
  Hip:
    title: Hip
    cues:
      - at: 2s
        sya: Stay tall.
    drawing: "日"
"""
    assert faults(tmp_path, text) == [
        "1:1: the key 'titel' is not known; did you mean 'title'?",
        "1:1: the key 'title' is missing",
        "2:15: sides[2]: 'lft' is not known; did you mean 'left'?",
        "3:9: breath: the key 'out' is missing",
        "5:10: times.ready: 'soon' is not a duration; write 30s, 1m30s or 1:30",
        "6:9: times.hold: 1:30 is out of range; use 10s to 1m",
        "7:3: times: the key 'hold' stands twice; first in line 6",
        "9:3: safety: the key 'during' is missing",
        "9:3: safety: the key 'stop_signs' is missing",
        "9:11: safety.before: a list is needed here, not text",
        "11:3: positions: 'Hip' is no name; use lower case, digits and hyphens",
        "12:5: positions.Hip: the key 'hand' is missing",
        "14:9: positions.Hip.cues[1]: the key 'say' is missing",
        "15:9: positions.Hip.cues[1]: the key 'sya' is not known; did you mean 'say'?",
        "16:14: positions.Hip.drawing: a drawing takes only characters that are one column wide",
    ]


MORE = len(routine_record().fields) - 6
TITLE = "title: Made"
UNSURE = "is drawn differently by each terminal; leave it out"
CONTROLS = "control characters and tabs are not allowed in text"
NARROW = "a drawing takes only characters that are one column wide"
DRAWN = "18:14: positions.hip.drawing: "


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            TITLE,
            "zz: 1\n" + TITLE,
            "1:1: the key 'zz' is not known; "
            f"there are extends, title, summary, author, source, caution and {MORE} more",
        ),
        (TITLE, TITLE + "\n" + TITLE, "2:1: the key 'title' stands twice; first in line 1"),
        (TITLE, "[a]: b\n" + TITLE, "1:1: a key must be a word"),
        (TITLE, "{a: b}: c\n" + TITLE, "1:1: a key must be a word"),
        (TITLE, "title: [a]", "1:8: title: text is needed here, not a list"),
        (TITLE, "title: {a: b}", "1:8: title: text is needed here, not a mapping of keys"),
        (TITLE, "title:", "1:7: title: text is needed here, not nothing"),
        (TITLE, "title: ~", "1:8: title: text is needed here, not nothing"),
        (TITLE, f"title: {'x' * 33}", "1:8: title: 33 characters long; at most 32 are shown"),
        ("[left, right]", "left", "2:8: sides: a list is needed here, not text"),
        ("[left, right]", "[left, left]", "2:8: sides: the same side twice"),
        ("[left, right]", "[left, right, left]", "2:8: sides: 3 entries; 0 to 2 are allowed"),
        ("[left, right]", "[no]", "2:9: sides[1]: 'no' is not known; there are left, right"),
        ("ready: 10s", "ready: 2.9s", "5:10: times.ready: 2.9s is out of range; use 3s to 1m"),
        ("ready: 10s", "ready: 61", "5:10: times.ready: 61 is out of range; use 3s to 1m"),
        ("hold: 30s", "hold: 1:30", "6:9: times.hold: 1:30 is out of range; use 10s to 1m"),
        ("hold: 30s", "hold: [30]", "6:9: times.hold: a duration is needed here, not a list"),
        (
            "hold: 30s",
            "hold: no",
            "6:9: times.hold: 'no' is not a duration; write 30s, 1m30s or 1:30",
        ),
        ("in: 4s", "in: 6.001s", "3:27: breath.out: the exhale is shorter than the inhale"),
        ("{in: 4s, out: 6s}", "4s", "3:9: breath: a mapping of keys is needed here, not text"),
        ("at: 2s", "at: 30s", "16:7: positions.hip.cues: a cue at or after the hold's end (30s)"),
        (
            "- at: 2s",
            "- {at: half, say: a}\n      - at: 15s",
            "16:7: positions.hip.cues: two cues at the same moment",
        ),
        (
            "  hip:",
            "  a b:",
            "12:3: positions: 'a b' is no name; use lower case, digits and hyphens",
        ),
        ("  hip:", "  ? [a]\n  : b\n  hip:", "12:5: positions: a key must be a word"),
        ("      ab", "      a\tb", DRAWN + CONTROLS),
        ("      ab", f"      {'a' * 37}", DRAWN + "37 columns wide; at most 36 are shown"),
        ("      ab", "      a\n" * 12 + "      b", DRAWN + "13 rows tall; at most 12 are shown"),
        ("      ab", "      日", DRAWN + NARROW),
        ("      ab", "      e\u0301", DRAWN + NARROW),
        ("      ab", "      a\u00ad", DRAWN + NARROW),
        (TITLE, 'title: "a\\e[2J"', f"1:8: title: {CONTROLS}"),
        (TITLE, 'title: "a\\0"', f"1:8: title: {CONTROLS}"),
        (TITLE, 'title: "a\\u202eb"', f"1:8: title: {CONTROLS}"),
        *(
            (TITLE, f"title: a{text} b", f"1:8: title: U+{code} {UNSURE}")
            for text, code in (
                ("\U0001f44d\U0001f3fd", "1F3FD"),  # a skin tone
                ("\U0001f468\u200d\U0001f469", "200D"),  # two people joined
                ("\u26a0\ufe0f", "FE0F"),  # a sign as a picture
                ("\U0001f1e9\U0001f1ea", "1F1E9"),  # a flag
                ("1\u20e3", "20E3"),  # a keycap
                ("\u0301" * 9, "0301 U+0301 U+0301"),
            )
        ),
        (TITLE, 'title: "a\\u061cb"', f"1:8: title: {CONTROLS}"),
        (TITLE, "title: a\x1b[2J", "1:9: the control character U+001B is not allowed in a routine"),
        (TITLE, "title: é\u202e", "1:9: the control character U+202E is not allowed in a routine"),
        (
            TITLE,
            "title: !!str Made",
            "1:8: tags such as tag:yaml.org,2002:str are not used in routines",
        ),
        (TITLE, "title: *nope", "1:8: no earlier anchor &nope"),
        (TITLE, "title: &a [*a]", "1:12: no earlier anchor &a"),
        (
            TITLE,
            "title: a: b",
            '1:9: a second ": " in one line; put the text in "quotes" if it has a colon in it',
        ),
        ("finish: Done.", "---\na: b", "20:1: a second document; a file is one routine"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert faults(tmp_path, changed(old, new)) == [fault]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1: the file is empty"),
        ("# nothing but a comment\n", "1:1: the file is empty"),
        ("just text", "1:1: a mapping of keys is needed here, not text"),
        ("- a\n- b\n", "1:1: a mapping of keys is needed here, not a list"),
        ("~", "1:1: a mapping of keys is needed here, not nothing"),
        (b"title: \xff\xfe", "1:8: not UTF-8; save the file as UTF-8"),
        (b"a: b\n\xc3\xa9\xe9", "2:2: not UTF-8; save the file as UTF-8"),
        ("title: a".encode("utf-16"), "1:1: not UTF-8; save the file as UTF-8"),
        (b"\x00", "1:1: the control character U+0000 is not allowed in a routine"),
        ("[" * 100_000, "1:21: nested more than 20 deep"),
        ("{a: " * 100_000, "1:81: nested more than 20 deep"),
        ("- " * 100_000, "1:41: nested more than 20 deep"),
        (b"#" * (FILE_MAX_BYTES + 1), "1:1: larger than 1 MiB, which no routine needs to be"),
    ],
    ids=lambda value: repr(value[:16]),
)
def test_what_is_no_routine_at_all_is_told_so(
    tmp_path: Path, text: str | bytes, fault: str
) -> None:
    assert faults(tmp_path, text) == [fault]


def test_a_routine_without_safety_is_none(tmp_path: Path) -> None:
    text = GOOD.replace(GOOD[GOOD.index("safety:") : GOOD.index("positions:")], "")
    assert faults(tmp_path, text) == ["1:1: the key 'safety' is missing"]


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("safety:\n", "7:8: safety: a mapping of keys is needed here, not nothing"),
        (
            "safety: {before: [], stop_signs: [b], during: c}\n",
            "7:18: safety.before: 0 entries; 1 to 12 are allowed",
        ),
        (
            "safety: {before: [a], stop_signs: [''], during: c}\n",
            "7:36: safety.stop_signs[1]: text is needed here, not ",
        ),
    ],
)
def test_safety_cannot_be_left_empty(tmp_path: Path, lines: str, fault: str) -> None:
    text = GOOD.replace(GOOD[GOOD.index("safety:") : GOOD.index("positions:")], lines)
    (told,) = faults(tmp_path, text)
    assert told.startswith(fault)


@pytest.mark.parametrize("indented", ["safety:\n\tbefore: [a]\n", "title: T\n\tsafety: {}\n"])
def test_a_tab_that_indents_is_told_by_its_name(tmp_path: Path, indented: str) -> None:
    (told,) = faults(tmp_path, indented)
    assert told.startswith("2:1: ")
    assert "tab" in told


def test_a_file_as_large_as_may_be_is_read(tmp_path: Path) -> None:
    padded = GOOD.encode() + b"#" * (FILE_MAX_BYTES - len(GOOD.encode()))
    assert read(tmp_path, padded) == read(tmp_path, GOOD)


@pytest.mark.parametrize(
    "text", [b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n")], ids=["BOM", "CRLF"]
)
def test_files_as_other_systems_write_them_are_read(tmp_path: Path, text: str | bytes) -> None:
    assert read(tmp_path, text) == read(tmp_path, GOOD)


@pytest.mark.parametrize("word", ["No", "yes", "off", "1:30", "0x10", "1e3", "2024-01-01", "007"])
def test_words_that_yaml_takes_for_something_else_stay_words(tmp_path: Path, word: str) -> None:
    assert read(tmp_path, changed(TITLE, f"title: {word}")).title == word


@pytest.mark.parametrize(
    ("written", "ms"), [("30", 30_000), ("0:30", 30_000), ("45s", 45_000), ("1m", 60_000)]
)
def test_a_hold_is_written_as_people_write_durations(tmp_path: Path, written: str, ms: int) -> None:
    assert read(tmp_path, changed("hold: 30s", f"hold: {written}")).times.hold_ms == ms


@pytest.mark.parametrize("markup", ["[bold]x[/bold]", "[/]", "[link=a]b", ":smile:", "%s"])
def test_markup_in_text_stays_text(tmp_path: Path, markup: str) -> None:
    assert read(tmp_path, changed(TITLE, f"title: '{markup}'")).title == markup


def test_line_breaks_and_blanks_in_text_are_one_blank(tmp_path: Path) -> None:
    text = changed("hand: Hand at the hip.", 'hand: "Hand\\n\\t at  the\\rhip. "')
    assert read(tmp_path, text).positions[0].hand == "Hand at the hip."


def test_an_anchor_may_be_used_again(tmp_path: Path) -> None:
    text = changed("[Go slowly.]", "&lines [Go slowly.]").replace("[sharp pain]", "*lines")
    assert read(tmp_path, text).safety.stop_signs == ("Go slowly.",)


def test_a_cue_may_be_as_late_as_its_own_positions_hold_allows(tmp_path: Path) -> None:
    text = changed("    hand:", "    hold: 40s\n    hand:").replace("at: 2s", "at: 39.999s")
    assert read(tmp_path, text).positions[0].cues[0].at_ms == 39_999


def of_positions(count: int, sides: str) -> str:
    listed = ", ".join(f"p{number}: {{title: P, hand: H, hold: 60s}}" for number in range(count))
    return FEWEST.replace("{p: {title: P, hand: H}}", f"{{{listed}}}") + f"sides: {sides}\n"


def test_there_are_at_most_twenty_positions(tmp_path: Path) -> None:
    assert len(read(tmp_path, of_positions(20, "[left, right]")).positions) == 20
    assert faults(tmp_path, of_positions(21, "[]")) == [
        "3:12: positions: 21 entries; 1 to 20 are allowed"
    ]
    assert faults(tmp_path, FEWEST.replace("{p: {title: P, hand: H}}", "{}")) == [
        "3:12: positions: 0 entries; 1 to 20 are allowed"
    ]


@pytest.mark.parametrize("name", ["nothing.yaml", "no/folder.yaml", "x" * 300 + ".yaml"])
def test_a_file_that_is_not_there_is_told_by_its_path(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with pytest.raises(CoachError) as caught:
        read_routine(path)
    assert caught.value.message.startswith(f"{path} cannot be read: ")
    assert (caught.value.hint, caught.value.exit_code) == ("Check the path.", EXIT_FAULT)


def test_a_path_with_a_nought_in_it_is_told_as_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match="cannot be read"):
        read_routine(tmp_path / "a\0b.yaml")


def test_a_folder_is_no_routine(tmp_path: Path) -> None:
    with pytest.raises(CoachError) as caught:
        read_routine(tmp_path)
    assert caught.value.message == f"{tmp_path} is a folder, where a file is needed."
    assert caught.value.hint == "Check the path."


if sys.platform != "win32":

    def test_a_link_to_itself_is_told_as_a_fault(tmp_path: Path) -> None:
        path = tmp_path / "round.yaml"
        path.symlink_to(path)
        with pytest.raises(CoachError):
            read_routine(path)

    def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
        path = tmp_path / "pipe.yaml"
        os.mkfifo(path)
        with pytest.raises(CoachError) as caught:
            read_routine(path)
        assert caught.value.message == f"{path} is a pipe or a device, where a file is needed."


def test_a_faulty_file_ends_with_the_exit_code_of_a_fault(tmp_path: Path) -> None:
    with pytest.raises(CoachError) as caught:
        read_routine(put(tmp_path, ""))
    assert caught.value.exit_code == EXIT_FAULT
