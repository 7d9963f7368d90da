"""One voice at a time: whether and when words are said. The seconds may be of any clock."""

from typing import NamedTuple

from stretchcoach.core.timeline import Rank

# Words that would come later than this are dropped.
LATEST_S = 1.5


class Saying(NamedTuple):
    """Words on their way to the ear, or being said, from `start_s` until `end_s`."""

    rank: Rank
    start_s: float
    end_s: float


class Wish(NamedTuple):
    """Words of this rank, wanted at `due_s`, that must be over by `end_by_s`."""

    rank: Rank
    due_s: float
    length_s: float
    end_by_s: float


def arbitrate(saying: Saying | None, wish: Wish, now_s: float) -> Saying | None:
    """When the wished words are said, or None if they are not.

    Words of a higher rank cut off words of a lower one. Other words wait until the voice is free,
    and are dropped if they would then begin or end too late. There is no queue.
    """
    start_s = max(wish.due_s, now_s)
    if saying is not None and wish.rank <= saying.rank:
        start_s = max(start_s, saying.end_s)
    end_s = start_s + wish.length_s
    if start_s - wish.due_s > LATEST_S or end_s > wish.end_by_s:
        return None
    return Saying(wish.rank, start_s, end_s)
