"""The tags of a sound file."""

from collections.abc import Iterator
from typing import NamedTuple

from stretchcoach.core.aloud import Caption, Chapter


class Tags(NamedTuple):
    """Title, chapters, timed captions, and a cover as PNG (b"" for none)."""

    title: str
    length_ms: int
    chapters: tuple[Chapter, ...] = ()
    captions: tuple[Caption, ...] = ()
    author: str = ""
    language: str = "en"
    cover: bytes = b""

    def spans(self) -> Iterator[tuple[int, int, str]]:
        """Each chapter's begin, end and title."""
        ends = [chapter.at_ms for chapter in self.chapters[1:]] + [self.length_ms]
        for chapter, end_ms in zip(self.chapters, ends, strict=True):
            yield chapter.at_ms, end_ms, chapter.title
