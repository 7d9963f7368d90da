"""What one is told in a session does not end unseen: it is whole, or a mark says there is more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from stretchcoach.core.frame import Frame
from stretchcoach.terminal.draw import draw
from stretchcoach.terminal.lines import Line
from tests.terminal.scenes import scene_frame, text_of

_HAND = "Put the left hand against the wall at shoulder height, thumb up, but not once."
_DURING = "Any pain at all, any numbness or any pricking in the arm or the hand: stop, and press x."
_HAND_JA = "左手を肩の高さで壁につき、肘を軽く曲げて、手のひらを広げ、肩の力をゆっくりと抜きます。"
_DURING_JA = "少しでも痛みやしびれを感じたら、すぐに止めてください。我慢をしてはいけません。"
_TOLD = ((_HAND, _DURING), (_HAND_JA, _DURING_JA), (_DURING, _HAND), (_DURING_JA, _HAND_JA))


def _telling(name: str, instruction: str, caption: str, *, pictured: bool = True) -> Frame:
    """The frame of a scene that tells this; the caption is what to stop at, as in a hold."""
    shown = scene_frame(name)
    safety = shown.routine.safety._replace(during=caption)
    return shown._replace(
        instruction=instruction,
        caption=caption,
        routine=shown.routine._replace(safety=safety),
        figure=shown.figure if pictured else None,
    )


def _told_of(text: str, lines: list[Line]) -> tuple[str, str]:
    """As much of the text as the picture has, without blanks, and the character behind it."""
    joined = "".join("".join(map(text_of, lines)).split())
    text = "".join(text.split())
    count = max(n for n in range(len(text) + 1) if text[:n] in joined)
    return text[:count], joined[joined.index(text[:count]) + count]


@given(
    st.sampled_from(("hold-in", "ready", "switch", "paused", "lead-in")),
    st.sampled_from(_TOLD),
    st.booleans(),
    st.integers(12, 120),
    st.integers(6, 50),
)
def test_nothing_that_is_told_ends_without_a_sign(
    name: str, told: tuple[str, str], pictured: bool, columns: int, rows: int
) -> None:
    lines = draw(_telling(name, *told, pictured=pictured), columns, rows, True, None)

    for text in told:
        shown, behind = _told_of(text, lines)
        assert shown
        assert behind == "…" or shown == "".join(text.split())


@given(st.integers(20, 120), st.integers(6, 50))
def test_in_ascii_three_dots_are_the_sign(columns: int, rows: int) -> None:
    lines = draw(_telling("hold-in", _HAND, _DURING), columns, rows, False, None)

    joined = "".join("".join(map(text_of, lines)).split())
    for text in (_HAND, _DURING):
        shown, _ = _told_of(text, lines)
        assert shown == "".join(text.split()) or f"{shown}..." in joined


@pytest.mark.parametrize("text", [_DURING, _DURING_JA, f"{_DURING} {_DURING}"])
@pytest.mark.parametrize("pictured", [True, False])
@pytest.mark.parametrize("muted", [True, False])
@pytest.mark.parametrize("name", ["hold-in", "hold-mirrored-out"])
def test_what_to_stop_at_is_whole_where_it_can_be_wrapped(
    name: str, muted: bool, pictured: bool, text: str
) -> None:
    shown = _telling(name, _HAND, text, pictured=pictured)
    shown = shown._replace(muted=muted, note="No sound: no player.")
    lines = draw(shown, 80, 24, True, None)

    assert _told_of(text, lines)[0] == "".join(text.split())


@pytest.mark.parametrize("text", [_HAND, _HAND_JA])
def test_an_instruction_has_a_second_row_where_there_is_one(text: str) -> None:
    for columns, rows, pictured in ((80, 24, False), (60, 30, False), (100, 40, True)):
        lines = draw(_telling("hold-in", text, "", pictured=pictured), columns, rows, True, None)

        assert _told_of(text, lines)[0] == "".join(text.split())


@given(
    st.sampled_from(("hold-in", "ready", "switch", "paused")),
    st.sampled_from(_TOLD),
    st.booleans(),
    st.integers(8, 200),
    st.integers(1, 60),
)
def test_no_words_move_anything_else(
    name: str, told: tuple[str, str], pictured: bool, columns: int, rows: int
) -> None:
    long, short = (
        draw(_telling(name, *texts, pictured=pictured), columns, rows, True, None)
        for texts in (told, ("|", "|"))
    )

    assert {sum(cell_len(text) for text, _ in line) for line in long} == {columns}
    for row, (one, other) in enumerate(zip(long, short, strict=True)):
        # What differs is a line of words, or it is a blank one that they were given.
        if one != other:
            assert text_of(other).strip() in ("", "|") or text_of(other).strip().startswith(
                "Then: "
            ), row


def test_a_step_of_the_setup_that_has_no_room_ends_in_the_sign() -> None:
    for text in (_HAND, _DURING_JA):
        shown = scene_frame("setup")._replace(caption=text)

        for columns, rows in ((80, 24), (40, 12), (20, 6), (12, 5)):
            told, behind = _told_of(text, draw(shown, columns, rows, True))
            assert told
            assert behind == "…" or told == "".join(text.split())
