"""How much a figure may write: a slow line has other things to carry, and shows them late."""

from collections import deque
from typing import Final

# In any second no more than 6 kB in all.
MOST_BYTES: Final = 5_750
# Of that the rest of the screen needs its part, also in the second after a picture. One large
# picture has to come at some time; several wait for one another.
MOST_FIGURE_BYTES: Final = 4_750
_SEVERAL_BYTES: Final = 4_300
_WINDOW_MS: Final = 1_050
# Of this a figure's pictures take no more, one after the other: large ones come less often.
_FIGURE_BYTES_A_SECOND: Final = 4_500


class Pace:
    """What was written in the last second, and when the next picture of a figure may be."""

    def __init__(self) -> None:
        self._written: deque[tuple[int, int, int]] = deque()
        self.next_ms = 0

    def allows(self, now_ms: int, others: int, figure: int, written: int = 0) -> bool:
        """Whether a picture of a figure may be written now, beside so many other bytes.

        `written` are those of a picture that goes with it.
        """
        self._forget(now_ms)
        before = written + sum(one for *_, one in self._written)
        others += sum(one for _, one, _ in self._written)
        most = min(_SEVERAL_BYTES if before else MOST_FIGURE_BYTES, MOST_BYTES - others)
        return before + figure <= most

    def wrote(self, now_ms: int, others: int, figure: int) -> None:
        """Take down what was written at this moment."""
        self._forget(now_ms)
        if others + figure:
            self._written.append((now_ms, others, figure))
        if figure:
            self.next_ms = now_ms + figure * 1_000 // _FIGURE_BYTES_A_SECOND

    def _forget(self, now_ms: int) -> None:
        while self._written and self._written[0][0] <= now_ms - _WINDOW_MS:
            self._written.popleft()
