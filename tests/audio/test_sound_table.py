"""What docs/sound.md says of the chimes is what they are, and that is what small ears need."""

import re

from scripts.make_sound_table import PAGE, with_table


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
    loud = [loud for name, (loud, *_) in rows().items() if not name.endswith("-soft")]
    assert max(loud) - min(loud) <= 4
    assert max(peak for _, peak, *_ in rows().values()) <= -1


def test_a_laptop_plays_nearly_all_of_each_chime_and_old_ears_hear_it() -> None:
    assert all(laptop >= 90 and old <= 10 for _, _, laptop, old, _, _ in rows().values())


def test_in_and_out_are_apart_by_half_an_octave_of_colour_on_a_phone_too() -> None:
    for centre in (4, 5):
        assert rows()["inhale"][centre] > 1.5 * rows()["exhale"][centre]
