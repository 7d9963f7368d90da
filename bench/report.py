"""The results: each figure with its floor and its reach, and the table of all."""

import math
import statistics
from collections.abc import Sequence
from typing import Any, NamedTuple


class MeasureError(Exception):
    """A figure could not be measured; the text says why."""


class Figure(NamedTuple):
    """One row. `limit` is the reach, times the floor if it is `relative`; None if none is set.

    With a `fault` (for example, the terminal was not restored) it is always out of reach.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    floor_name: str = ""
    limit: float | None = None
    relative: bool = False
    fault: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.floor if self.floor else None

    @property
    def reached(self) -> bool | None:
        """Whether the figure is within its reach; None where there is none."""
        if self.fault:
            return False
        compared = self.ratio if self.relative else self.value
        return None if self.limit is None or compared is None else compared <= self.limit


def median_ms(seconds: Sequence[float]) -> float:
    return statistics.median(seconds) * 1_000


def percentile_ms(seconds: Sequence[float], percent: int) -> float:
    """The percentile of these values; with few values, the largest."""
    rank = math.ceil(len(seconds) * percent / 100)
    return sorted(seconds)[max(0, rank - 1)] * 1_000


def spread(
    name: str,
    late_s: Sequence[float],
    floor_s: Sequence[float],
    floor_name: str,
    limits: dict[int, float],
) -> list[Figure]:
    """Median, p99 and largest lateness as rows; `limits` are the reaches by percentage."""
    if not late_s:
        raise MeasureError(f"{name}: nothing was seen")
    return [
        Figure(
            f"{name}, {'max' if percent == 100 else f'p{percent}'}"
            + (f" of {len(late_s)}" if percent == 50 else ""),
            percentile_ms(late_s, percent),
            "ms",
            percentile_ms(floor_s, percent),
            floor_name,
            limits.get(percent),
        )
        for percent in (50, 99, 100)
    ]


def as_record(figure: Figure) -> dict[str, Any]:
    return {**figure._asdict(), "ratio": figure.ratio, "reached": figure.reached}


def table(figures: Sequence[Figure]) -> str:
    """The rows as text, in columns."""
    heads = ("figure", "measured", "floor", "ratio", "reach", "reached", "the floor is")
    rows = [heads, *map(_cells, figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heads))]
    lines = []
    for row in rows:
        cells = [
            cell.rjust(width) if 0 < column < 5 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    reach = ""
    if figure.limit is not None:
        reach = f"≤ {figure.limit:g} " + ("×" if figure.relative else figure.unit)
    reached = {None: "", True: "yes", False: "NO"}[figure.reached]
    return (
        figure.name,
        f"{_short(figure.value)} {figure.unit}",
        "" if figure.floor is None else f"{_short(figure.floor)} {figure.unit}",
        "" if figure.ratio is None else f"{figure.ratio:.2f}",
        reach,
        f"{reached} {figure.fault}".strip(),
        figure.floor_name,
    )


def _short(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}"
