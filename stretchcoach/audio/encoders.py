"""The kinds of sound files: for each file ending, its encoder and what that needs.

`.wav` is written with the standard library, `.mp3` by lameenc, and the others by ffmpeg, which
gets a list of arguments, and the samples through a pipe.
"""

import base64
import shutil
import struct
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, NamedTuple, Protocol

from stretchcoach.audio.children import Children, listen
from stretchcoach.audio.id3 import id3
from stretchcoach.audio.packages import to_install
from stretchcoach.audio.tags import Tags
from stretchcoach.core.aloud import stamp

# How many samples an MP3 encoder and decoder add before the sound. No field of the file makes all
# players skip them. Each session begins with more silence, and so many samples of it are left out.
MP3_DELAY = 1_105
# The first is usual for a voice on one channel. Bells at their full rate get nearly twice that.
_MP3_KBITS, _MP3_KBITS_FULL, _FULL_RATE = 64, 112, 32_000
# Of 0 (best) to 9. Below 2 there is no difference; 5 takes a third of the time of 2.
_MP3_QUALITY = 5
_COMPLAINT_CHARS = 200


class EncoderError(Exception):
    """The encoder did not write the file; the text says why."""


class Encoder(Protocol):
    """Writes a file, in pieces: 16-bit little-endian samples of one channel."""

    def write(self, samples: bytes) -> None: ...

    def finish(self) -> None:
        """The file is whole when this returns. Raises EncoderError, OSError."""

    def close(self) -> None:
        """Free all resources, whether the file is whole or not."""


class Order(NamedTuple):
    """A file to write: its path, its rate, the number of its samples, and its tags."""

    path: Path
    rate: int
    frames: int
    tags: Tags


class FileKind(NamedTuple):
    """A kind of file. `lacks` says what is missing for it, and what to do: "" if nothing."""

    begin: Callable[[Order, Children], Encoder]
    lacks: Callable[[], tuple[str, str]]


class _Wav:
    """A RIFF file; its chapters are cue points with labels, as audio editors show them."""

    def __init__(self, order: Order, children: Children) -> None:
        del children
        rate, size = order.rate, 2 * order.frames
        form = _chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, rate, 2 * rate, 2, 16))
        told = _cue_points(order.tags, rate)
        head = form + b"data" + struct.pack("<I", size)
        whole = 4 + len(head) + size + len(told)
        self._file = order.path.open("wb")
        self._told = told
        self._file.write(b"RIFF" + struct.pack("<I", whole) + b"WAVE" + head)

    def write(self, samples: bytes) -> None:
        self._file.write(samples)

    def finish(self) -> None:
        self._file.write(self._told)
        self._file.flush()

    def close(self) -> None:
        _close(self._file)


def _cue_points(tags: Tags, rate: int) -> bytes:
    points, labels = b"", b""
    for number, chapter in enumerate(tags.chapters, start=1):
        at = round(chapter.at_ms * rate / 1_000)
        points += struct.pack("<II4sIII", number, at, b"data", 0, 0, at)
        label = struct.pack("<I", number) + _ended(chapter.title)
        labels += _chunk(b"labl", label)
    cues = _chunk(b"cue ", struct.pack("<I", len(tags.chapters)) + points)
    about = _chunk(b"INAM", _ended(tags.title))
    about += _chunk(b"IART", _ended(tags.author)) if tags.author else b""
    return cues + _chunk(b"LIST", b"adtl" + labels) + _chunk(b"LIST", b"INFO" + about)


def _ended(text: str) -> bytes:
    return text.encode("utf-8", "replace") + b"\0"


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


class _Mp3:
    def __init__(self, order: Order, children: Children) -> None:
        del children
        # It has no type hints, and may not be installed.
        import lameenc

        full = order.rate > _FULL_RATE
        self._lame: Any = lameenc.Encoder()
        self._lame.silence()
        self._lame.set_channels(1)
        self._lame.set_in_sample_rate(order.rate)
        self._lame.set_out_sample_rate(order.rate)
        self._lame.set_bit_rate(_MP3_KBITS_FULL if full else _MP3_KBITS)
        self._lame.set_quality(_MP3_QUALITY)
        self._left_out = 2 * MP3_DELAY
        self._file = order.path.open("wb")
        self._file.write(id3(order.tags))

    def write(self, samples: bytes) -> None:
        left_out = min(self._left_out, len(samples))
        self._left_out -= left_out
        if len(samples) > left_out:
            self._file.write(self._lame.encode(samples[left_out:]))

    def finish(self) -> None:
        self._file.write(self._lame.flush())
        self._file.flush()

    def close(self) -> None:
        _close(self._file)


def _close(file: BinaryIO) -> None:
    with suppress(OSError):  # on a full disk, to close a file tries to write once more
        file.close()


# The options of ffmpeg for each kind. The slower modes of AAC and Opus take four and three times as
# long. Nobody hears the difference in a voice and some bells.
_AAC = ("-c:a", "aac", "-aac_coder", "fast", "-b:a", "80k")
_M4A = (*_AAC, "-movflags", "+faststart", "-f", "ipod")
_FFMPEG = {
    ".m4b": _M4A,
    ".m4a": _M4A,
    ".opus": ("-c:a", "libopus", "-compression_level", "5", "-b:a", "48k", "-f", "opus"),
    ".flac": ("-c:a", "flac", "-f", "flac"),
}
# ffmpeg (5.1) writes no chapters into a .flac, and chapters in Ogg up to half a second off. So both
# have them as text. Ogg has its cover as text, too.
_COVER_AS_TEXT, _CHAPTERS_AS_TEXT = {".opus"}, {".opus", ".flac"}


class _Ffmpeg:
    def __init__(self, order: Order, children: Children, ending: str) -> None:
        program = shutil.which("ffmpeg")
        if program is None:
            raise EncoderError("ffmpeg is not here any more")
        self._children = children
        self._path = order.path
        self._folder = TemporaryDirectory()
        try:
            told = Path(self._folder.name) / "told.txt"
            told.write_text(_told(order.tags, ending), encoding="utf-8", newline="\n")
            sound = ("-f", "s16le", "-ar", str(order.rate), "-ac", "1", "-i", "pipe:0")
            command = [program, "-v", "error", "-nostats", *sound]
            command += ["-f", "ffmetadata", "-i", str(told)]
            maps = ["-map", "0:a", "-map_metadata", "1", "-map_chapters", "1"]
            if order.tags.cover and ending not in _COVER_AS_TEXT:
                cover = Path(self._folder.name) / "cover.png"
                cover.write_bytes(order.tags.cover)
                command += ["-i", str(cover)]
                maps += ["-map", "2:v", "-c:v", "copy", "-disposition:v:0", "attached_pic"]
            command += [*maps, *_FFMPEG[ending], "-y", f"file:{order.path}"]
            self._child = children.start(command, talks=True)
        except BaseException:
            self._folder.cleanup()
            raise
        self._said = bytearray()
        self._listener = threading.Thread(
            target=listen, args=(self._child, self._said), daemon=True
        )
        self._listener.start()

    def write(self, samples: bytes) -> None:
        assert self._child.stdin is not None
        left = memoryview(samples)
        while left:
            try:
                left = left[self._child.stdin.write(left) :]
            except OSError:  # a broken pipe, which is another error on Windows
                self.finish()
                raise EncoderError("ffmpeg ended too soon") from None

    def finish(self) -> None:
        assert self._child.stdin is not None
        self._child.stdin.close()
        self._listener.join()
        code = self._child.wait()
        if code:
            said = self._said.decode("utf-8", "replace").strip().splitlines()
            complaint = said[-1] if said else f"it ended with {code}"
            # This path is a temporary one: the person does not know it.
            complaint = complaint.rpartition(f"{self._path}: ")[2][:_COMPLAINT_CHARS]
            raise EncoderError(f"ffmpeg: {complaint}")

    def close(self) -> None:
        self._children.forget(self._child)
        self._folder.cleanup()


def _told(tags: Tags, ending: str) -> str:
    """The tags, as ffmpeg reads them."""
    lines = [";FFMETADATA1", f"title={_escaped(tags.title)}"]
    if tags.author:
        lines.append(f"artist={_escaped(tags.author)}")
    if tags.cover and ending in _COVER_AS_TEXT:
        lines.append(f"METADATA_BLOCK_PICTURE={_escaped(_picture(tags.cover))}")
    if ending in _CHAPTERS_AS_TEXT:
        for number, chapter in enumerate(tags.chapters):
            lines.append(f"CHAPTER{number:03}={stamp(chapter.at_ms)}")
            lines.append(f"CHAPTER{number:03}NAME={_escaped(chapter.title)}")
        return "\n".join(lines) + "\n"
    for start_ms, end_ms, title in tags.spans():
        lines += ["[CHAPTER]", "TIMEBASE=1/1000", f"START={start_ms}", f"END={end_ms}"]
        lines.append(f"title={_escaped(title)}")
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in "=;#\\\n" else char for char in text)


def _picture(png: bytes) -> str:
    """A picture for the comments of Ogg: a FLAC picture block in base64."""
    width, height = struct.unpack(">II", png[16:24])
    kind = b"image/png"
    head = struct.pack(">II", 3, len(kind)) + kind + struct.pack(">I", 0)
    data = struct.pack(">IIIII", width, height, 24, 0, len(png)) + png
    return base64.b64encode(head + data).decode()


def _nothing() -> tuple[str, str]:
    return "", ""


def _lacks_lameenc() -> tuple[str, str]:
    if find_spec("lameenc"):
        return "", ""
    # A Python without pip is in an environment made by uv.
    pip = "-m pip install" if find_spec("pip") else ""
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    install = f"{python} {pip} lameenc" if pip else f"uv pip install --python {python} lameenc"
    return "An .mp3 is made by lameenc, which is not installed.", f"Try: {install}"


def _lacks_ffmpeg() -> tuple[str, str]:
    if shutil.which("ffmpeg"):
        return "", ""
    install = to_install({"": "ffmpeg"}) or (
        "brew install ffmpeg" if sys.platform == "darwin" else ""
    )
    told = f"Try: {install}" if install else "See: https://ffmpeg.org/download.html"
    return f"{', '.join(_FFMPEG)} are made by ffmpeg, which is not on the path.", told


def _by_ffmpeg(ending: str) -> FileKind:
    return FileKind(lambda order, children: _Ffmpeg(order, children, ending), _lacks_ffmpeg)


KINDS = {
    ".wav": FileKind(_Wav, _nothing),
    ".mp3": FileKind(_Mp3, _lacks_lameenc),
    **{ending: _by_ffmpeg(ending) for ending in _FFMPEG},
}
