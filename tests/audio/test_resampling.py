"""Another rate is the same sound, at the same moment."""

import math
from array import array

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchcoach.audio.resampling import resampled

RATES = (16_000, 22_050, 24_000, 44_100, 48_000)


def tone(rate: int, hertz: float, count: int) -> "array[int]":
    return array(
        "h", (int(12_000 * math.sin(2 * math.pi * hertz * n / rate)) for n in range(count))
    )


@pytest.mark.parametrize("new_rate", RATES)
@pytest.mark.parametrize("rate", RATES)
def test_a_tone_is_the_same_tone_and_is_not_moved(rate: int, new_rate: int) -> None:
    new = np.array(resampled(tone(rate, 1_000, rate // 4), rate, new_rate), dtype=float)
    wanted = np.array(tone(new_rate, 1_000, len(new)), dtype=float)
    edge = new_rate // 100
    assert np.abs(new - wanted)[edge:-edge].max() < 12


@pytest.mark.parametrize("rate", [44_100, 48_000])
def test_what_a_lower_rate_cannot_have_is_gone_and_not_another_tone(rate: int) -> None:
    new = np.array(resampled(tone(rate, 14_000, rate // 4), rate, 22_050), dtype=float)
    edge = 22_050 // 100
    assert np.abs(new[edge:-edge]).max() < 60


@given(st.sampled_from(RATES), st.sampled_from(RATES), st.integers(0, 3_000))
def test_it_is_as_long_and_never_too_loud(rate: int, new_rate: int, count: int) -> None:
    loud = array("h", (32_767 if n // 7 % 2 else -32_768 for n in range(count)))
    assert len(resampled(loud, rate, new_rate)) == math.ceil(count * new_rate / rate)
