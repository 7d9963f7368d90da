"""The tags of an .mp3, as ID3v2.3: title, chapters, captions and a cover.

https://id3.org/id3v2.3.0, and https://id3.org/id3v2-chapters-1.0 for the chapters.
"""

import struct
from collections.abc import Sequence

from stretchcoach.audio.tags import Tags
from stretchcoach.core.aloud import Caption

_UTF16, _LATIN1 = b"\x01", b"\x00"
_MARK, _END = b"\xff\xfe", b"\x00\x00"
_MS, _LYRICS, _FRONT_COVER = b"\x02", b"\x01", b"\x03"
# Flags: the table at the top level, and ordered.
_CHAPTERS = b"\x03"
_NO_OFFSET = b"\xff" * 8
_NO_LANGUAGE = b"XXX"
_LANGUAGES = {"en": b"eng"}


def id3(tags: Tags) -> bytes:
    """All bytes before the sound itself."""
    frames = [_text("TIT2", tags.title)]
    if tags.author:
        frames.append(_text("TPE1", tags.author))
    frames.append(_text("TLEN", str(tags.length_ms)))
    names = [f"chapter{number}".encode() + b"\0" for number in range(len(tags.chapters))]
    frames.append(_frame("CTOC", b"toc\0" + _CHAPTERS + bytes([len(names)]) + b"".join(names)))
    for name, (start_ms, end_ms, title) in zip(names, tags.spans(), strict=True):
        span = struct.pack(">II", start_ms, end_ms)
        frames.append(_frame("CHAP", name + span + _NO_OFFSET + _text("TIT2", title)))
    if tags.captions:
        frames.append(_lyrics(tags.captions, tags.language))
    if tags.cover:
        picture = _LATIN1 + b"image/png\0" + _FRONT_COVER + b"\0" + tags.cover
        frames.append(_frame("APIC", picture))
    body = b"".join(frames)
    return b"ID3\x03\x00\x00" + _in_sevens(len(body)) + body


def _lyrics(captions: Sequence[Caption], language: str) -> bytes:
    head = _UTF16 + _LANGUAGES.get(language.partition("-")[0], _NO_LANGUAGE) + _MS + _LYRICS
    told = (_coded(one.words) + struct.pack(">I", one.start_ms) for one in captions)
    return _frame("SYLT", head + _MARK + _END + b"".join(told))


def _text(name: str, text: str) -> bytes:
    return _frame(name, _UTF16 + _coded(text))


def _coded(text: str) -> bytes:
    return _MARK + text.encode("utf-16-le", "replace") + _END


def _frame(name: str, body: bytes) -> bytes:
    return name.encode() + struct.pack(">IH", len(body), 0) + body


def _in_sevens(size: int) -> bytes:
    """A size in four bytes of seven bits each."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
