"""A made-up language: the English words with Cyrillic letters, so that one of ours stands out."""

import re
from typing import Any

from stretchcoach.core.english import ENGLISH
from stretchcoach.core.templates import Words


def _marked(value: Any) -> Any:
    """The value with each Latin letter outside of braces made a Cyrillic one."""
    if isinstance(value, str):
        parts = re.split(r"(\{\w+\})", value)
        return "".join(
            part if part.startswith("{") else re.sub("[A-Z]", "Ж", re.sub("[a-z]", "ж", part))
            for part in parts
        )
    if isinstance(value, dict):
        return {key: _marked(part) for key, part in value.items()}
    return tuple(map(_marked, value)) if isinstance(value, tuple) else value


MARKED = Words._make(map(_marked, ENGLISH))._replace(large_stop="000", large_call="111")


def english(text: str) -> set[str]:
    """The words in it that have Latin letters."""
    return set(re.findall("[A-Za-z]+", text))
