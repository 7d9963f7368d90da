"""A hold is cut into whole breaths."""

from hypothesis import given

from stretchcoach.core.breath import Breath, Phase, Way, phases
from tests.making import breaths, holds


def test_thirty_seconds_of_four_in_and_six_out_are_three_breaths() -> None:
    assert phases(Breath(4_000, 6_000), 30_000) == (
        Phase(Way.IN, 0, 4_000),
        Phase(Way.OUT, 4_000, 10_000),
        Phase(Way.IN, 10_000, 14_000),
        Phase(Way.OUT, 14_000, 20_000),
        Phase(Way.IN, 20_000, 24_000),
        Phase(Way.OUT, 24_000, 30_000),
    )


def test_a_hold_shorter_than_a_breath_still_has_a_whole_one() -> None:
    assert phases(Breath(12_000, 12_000), 10_000) == (
        Phase(Way.IN, 0, 5_000),
        Phase(Way.OUT, 5_000, 10_000),
    )


@given(breath=breaths(), hold_ms=holds())
def test_the_phases_cover_the_hold_exactly(breath: Breath, hold_ms: int) -> None:
    cut = phases(breath, hold_ms)
    assert [phase.start_ms for phase in cut] == [0, *(phase.end_ms for phase in cut[:-1])]
    assert cut[-1].end_ms == hold_ms
    assert all(phase.start_ms < phase.end_ms for phase in cut)


@given(breath=breaths(), hold_ms=holds())
def test_a_hold_begins_with_an_inhale_and_ends_with_an_exhale(breath: Breath, hold_ms: int) -> None:
    cut = phases(breath, hold_ms)
    assert [phase.way for phase in cut] == [Way.IN, Way.OUT] * (len(cut) // 2)
    assert cut


@given(breath=breaths(), hold_ms=holds())
def test_every_exhale_is_at_least_as_long_as_its_inhale(breath: Breath, hold_ms: int) -> None:
    lengths = [phase.end_ms - phase.start_ms for phase in phases(breath, hold_ms)]
    assert all(out_ms >= in_ms for in_ms, out_ms in zip(lengths[::2], lengths[1::2], strict=True))


@given(breath=breaths(), hold_ms=holds())
def test_no_other_number_of_breaths_is_nearer_to_the_pattern(breath: Breath, hold_ms: int) -> None:
    count = len(phases(breath, hold_ms)) // 2
    off_ms = abs(count * breath.length_ms - hold_ms)
    assert off_ms <= abs((count + 1) * breath.length_ms - hold_ms)
    assert count == 1 or off_ms <= abs((count - 1) * breath.length_ms - hold_ms)
