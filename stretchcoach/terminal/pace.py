"""Limits the bytes a second of a figure, so that on a slow line the rest is not late."""

from collections import deque
from typing import Final

# In all, no more than 6 kB in any second.
MOST_BYTES: Final = 5_750
# The rest of the screen needs its share of that, also in the second after a picture. A single
# picture may be larger than several together, since it has to come at some time.
MOST_FIGURE_BYTES: Final = 4_750
_SEVERAL_BYTES: Final = 4_300
_WINDOW_MS: Final = 1_050
# The rate of a figure's pictures: after a large one the next comes later.
_FIGURE_BYTES_A_SECOND: Final = 4_500


class Pace:
    """The bytes of the last second, and when the next picture of a figure may come."""

    def __init__(self) -> None:
        self._written: deque[tuple[int, int, int]] = deque()
        self.next_ms = 0

    def allows(self, now_ms: int, others: int, figure: int, written: int = 0) -> bool:
        """Whether `figure` bytes of a picture may be written now, beside `others`.

        `written` are the bytes of the other view, just before it.
        """
        self._forget(now_ms)
        before = written + sum(one for *_, one in self._written)
        others += sum(one for _, one, _ in self._written)
        most = min(_SEVERAL_BYTES if before else MOST_FIGURE_BYTES, MOST_BYTES - others)
        return before + figure <= most

    def wrote(self, now_ms: int, others: int, figure: int) -> None:
        """Note the bytes that were written at this moment."""
        self._forget(now_ms)
        if others + figure:
            self._written.append((now_ms, others, figure))
        if figure:
            self.next_ms = now_ms + figure * 1_000 // _FIGURE_BYTES_A_SECOND

    def _forget(self, now_ms: int) -> None:
        while self._written and self._written[0][0] <= now_ms - _WINDOW_MS:
            self._written.popleft()
