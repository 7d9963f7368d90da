"""What docs/sound.md says of the chimes is what they are, and that is what small ears need."""

import re

import pytest

from scripts.make_sound_table import PAGE, with_table
from tests.making import built_in_files


def rows() -> dict[str, list[float]]:
    """The figures of each chime, as the table has them: from loudness to the centre on a phone."""
    lines = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines()]
    found = {line[0]: line[2:] for line in lines if len(line) == 8 and "LUFS" in line[2]}
    return {
        name: [float(re.sub(r"[^-.\d]", "", cell)) for cell in cells]
        for name, cells in found.items()
    }


def test_the_table_is_what_the_script_measures() -> None:
    page = PAGE.read_text("utf-8")
    assert with_table(page) == page


def test_no_chime_is_much_louder_than_another_and_no_peak_is_cut_off() -> None:
    loud = [loud for name, (loud, *_) in rows().items() if "-" not in name]
    assert max(loud) - min(loud) <= 4
    assert max(peak for _, peak, *_ in rows().values()) <= -1


def test_a_laptop_plays_nearly_all_of_each_chime_and_old_ears_hear_it() -> None:
    assert all(laptop >= 90 and old <= 10 for _, _, laptop, old, _, _ in rows().values())


def test_breath_tones_are_softer_than_marks_and_what_they_go_on_with_is_far_softer() -> None:
    loud = {name: loud for name, (loud, *_) in rows().items()}
    marks = min(loud[name] for name in ("begin", "half", "switch", "change", "finish", "stop"))
    for way in ("inhale", "exhale"):
        assert loud[way] <= marks - 2.9
        assert marks - 16 <= loud[f"{way}-swell"] <= marks - 10
        assert loud[f"{way}-swell-soft"] == pytest.approx(loud[f"{way}-swell"] - 9, abs=0.2)


def test_in_and_out_are_apart_by_half_an_octave_of_colour_on_a_phone_too() -> None:
    for centre in (4, 5):
        for end in ("", "-swell"):
            assert rows()[f"inhale{end}"][centre] > 1.5 * rows()[f"exhale{end}"][centre]


def test_the_table_of_the_voices_has_each_built_in_routine_and_all_of_them() -> None:
    _, _, after = PAGE.read_text("utf-8").partition("<!-- table: scripts/make_voice_table.py -->")
    table, _, _ = after.partition("<!-- end of the voices -->")
    names = [line.strip("| ").split(" | ")[0] for line in table.strip().splitlines()[2:]]
    assert names == [
        *(f"`{name}`" for name in sorted(path.stem for path in built_in_files())),
        "all of them",
    ]
