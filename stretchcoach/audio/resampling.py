"""Samples at another rate. Nothing is moved in time: the filter is as long before as after."""

from array import array
from math import ceil, cos, floor, gcd, pi, sin
from operator import add

# How many samples of the lower rate count on either side, and the share of its band that is kept.
_REACH, _KEPT = 10, 0.94


def resampled(samples: "array[int]", rate: int, new_rate: int) -> "array[int]":
    """The same sound, as 16 bits at the new rate."""
    if rate == new_rate:
        return samples
    common = gcd(rate, new_rate)
    # Each so-many-th of the new samples lies in the same way between old ones.
    ways, step = new_rate // common, rate // common
    width = min(1.0, new_rate / rate) * _KEPT
    reach = ceil(_REACH / min(1.0, new_rate / rate))
    count = ceil(len(samples) * new_rate / rate)
    padded = array("h", bytes(2 * reach)) + samples + array("h", bytes(2 * (reach + step)))
    new = array("h", bytes(2 * count))
    for way in range(ways):
        middle = way * step / ways
        first = floor(middle) - reach + 1
        many = len(range(way, count, ways))
        taps = [_tap(middle - first - number, width, reach) for number in range(2 * reach)]
        whole = sum(taps)
        total: list[float] = [0.0] * many
        for number, tap in enumerate(taps):
            begin = first + number + reach
            old = padded[begin : begin + many * step : step]
            total = list(map(add, total, map((tap / whole).__mul__, old)))
        new[way::ways] = array("h", map(_held, total))
    return new


def _tap(away: float, width: float, reach: int) -> float:
    """How much an old sample counts that is so far away."""
    if abs(away) >= reach:
        return 0.0
    band = pi * width * away
    return (sin(band) / band if band else 1.0) * (0.5 + 0.5 * cos(pi * away / reach))


def _held(value: float) -> int:
    return max(-32_768, min(32_767, round(value)))
