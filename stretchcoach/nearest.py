"""Finds known words that are spelt like a mistyped one."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache

_LISTED_AT_MOST = 8
# No name is longer, and comparing a longer text would be slow.
_NAME_AT_MOST = 100


@lru_cache(maxsize=256)  # an alias is decoded, and misspelt, again and again
def nearest(text: str, known: tuple[str, ...]) -> list[str]:
    """Up to three known words that are spelt much alike, the nearest first."""
    if len(text) > _NAME_AT_MOST:
        return []
    return get_close_matches(text.lower(), known, n=3, cutoff=0.5)


def some(known: Iterable[str]) -> str:
    """The end of a sentence that lists all names, or the first few and how many more."""
    names = list(known)
    if len(names) <= _LISTED_AT_MOST:
        return f"there are {', '.join(names)}"
    shown = names[: _LISTED_AT_MOST - 2]
    return f"there are {', '.join(shown)} and {len(names) - len(shown)} more"


def meant(text: str, known: Iterable[str]) -> str:
    """The end of a message about a word that is not known."""
    names = tuple(known)
    near = nearest(text, names)
    return f"; did you mean {near[0]!r}?" if near else f"; {some(names)}"
