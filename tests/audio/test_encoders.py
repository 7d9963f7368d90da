"""Sound files that say what is in them, read back by others than those who wrote them."""

import errno
import io
import shutil
import struct
import sys
import wave
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import mutagen.id3
import pytest
from mutagen.mp3 import MP3

from stretchcoach.audio import encoders
from stretchcoach.audio.children import Child, Children
from stretchcoach.audio.encoders import KINDS, EncoderError, Order
from stretchcoach.audio.tags import Tags
from stretchcoach.core.aloud import Caption, Chapter

RATE, FRAMES = 22_050, 4 * 22_050
TAGS = Tags(
    "Upper “back”",
    4_000,
    (Chapter(0, "Before; = #"), Chapter(1_500, "Left arm · Chest"), Chapter(2_000, "Right")),
    (Caption(500, 900, "Breathe in"), Caption(2_500, 3_000, "Wörter.")),
    author="Somebody",
    cover=b"\x89PNG\r\n\x1a\n" + bytes(8) + struct.pack(">II", 600, 600),
)


def made(path: Path, tags: Tags = TAGS, by: Children | None = None) -> Path:
    with by or Children() as children:
        order = Order(path, RATE, FRAMES, tags)
        with closing(KINDS[path.suffix].begin(order, children)) as encoder:
            for _ in range(4):
                encoder.write(bytes(2 * RATE))
            encoder.finish()
    return path


def chunks(data: bytes) -> dict[bytes, bytes]:
    """The parts of a RIFF file or list by their names; of a list by name and kind."""
    found, at = {}, 0
    while at < len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        body = data[at + 8 : at + 8 + size]
        assert len(body) == size
        found[name + (body[:4] if name == b"LIST" else b"")] = body
        at += 8 + size + size % 2
    return found


def test_a_wav_has_its_chapters_as_cue_points_with_labels(tmp_path: Path) -> None:
    path = made(tmp_path / "s.wav")
    with wave.open(str(path)) as file:
        assert (file.getframerate(), file.getnframes(), file.getnchannels()) == (RATE, FRAMES, 1)
    data = path.read_bytes()
    assert struct.unpack_from("<4sI4s", data) == (b"RIFF", len(data) - 8, b"WAVE")
    parts = chunks(data[12:])
    cues = parts[b"cue "]
    points = [struct.unpack_from("<II4sIII", cues, 4 + 24 * n) for n in range(3)]
    assert struct.unpack_from("<I", cues) == (3,)
    assert [at for _, at, *_ in points] == [0, round(1.5 * RATE), 2 * RATE]
    labels, rest = [], parts[b"LISTadtl"][4:]
    while rest:
        name, size, number = struct.unpack_from("<4sII", rest)
        assert name == b"labl"
        labels.append((number, rest[12 : 8 + size].rstrip(b"\0").decode()))
        rest = rest[8 + size + size % 2 :]
    assert labels == [(n, chapter.title) for n, chapter in enumerate(TAGS.chapters, start=1)]
    assert b"Upper \xe2\x80\x9cback\xe2\x80\x9d\0" in parts[b"LISTINFO"]


def test_an_mp3_says_title_author_chapters_words_and_cover(tmp_path: Path) -> None:
    path = made(tmp_path / "s.mp3")
    told = mutagen.id3.ID3(path)
    assert told.version == (2, 3, 0)
    read = MP3(path)
    assert read.info.length == pytest.approx(4, abs=0.1)
    assert (read.info.sample_rate, read.info.channels) == (RATE, 1)
    assert str(told["TIT2"]) == TAGS.title
    assert str(told["TPE1"]) == "Somebody"
    (contents,) = told.getall("CTOC")
    by_id = {chapter.element_id: chapter for chapter in told.getall("CHAP")}
    spans = [
        (by_id[id_].start_time, by_id[id_].end_time, str(by_id[id_].sub_frames["TIT2"]))
        for id_ in contents.child_element_ids
    ]
    assert spans == list(TAGS.spans())
    assert contents.flags == mutagen.id3.CTOCFlags.TOP_LEVEL | mutagen.id3.CTOCFlags.ORDERED
    (words,) = told.getall("SYLT")
    assert (words.lang, words.format, words.type) == ("eng", 2, 1)
    assert words.text == [("Breathe in", 500), ("Wörter.", 2_500)]
    (cover,) = told.getall("APIC")
    assert (cover.mime, cover.type, cover.data) == ("image/png", 3, TAGS.cover)


def test_what_there_is_none_of_is_left_out(tmp_path: Path) -> None:
    path = made(tmp_path / "s.mp3", Tags("T", 4_000, TAGS.chapters[:1], language="xx"))
    assert set(mutagen.id3.ID3(path)) == {"TIT2", "TLEN", "CTOC:toc", "CHAP:chapter0"}
    path = made(tmp_path / "t.mp3", TAGS._replace(language="xx"))
    assert mutagen.id3.ID3(path).getall("SYLT")[0].lang == "XXX"


class Instead(Children):
    """In the place of ffmpeg it starts a Python that does this: so it does on each system."""

    def __init__(self, does: str) -> None:
        super().__init__()
        self._does = does

    def start(self, command: Sequence[str], *, talks: bool = False) -> Child:
        assert command[0] == "ffmpeg"
        program = (sys.executable, "-c", f"import sys\n{self._does}")
        return super().start([*program, *command[1:]], talks=talks)


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: name)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("does", "told"),
    [
        ("sys.exit('first\\nUnknown encoder')", "ffmpeg: Unknown encoder"),
        (
            "sys.stdin.buffer.read(); sys.exit(f'Error closing {sys.argv[-1]}: No space left')",
            "^ffmpeg: No space left",
        ),
        ("sys.stdin.buffer.read(); sys.exit(3)", "ffmpeg: it ended with 3"),
        ("sys.stdin.close()", "ffmpeg ended too soon"),
    ],
)
def test_what_ffmpeg_complains_of_is_told_whenever_it_ends(
    does: str, told: str, tmp_path: Path
) -> None:
    with pytest.raises(EncoderError, match=told):
        made(tmp_path / "s.m4b", by=Instead(does))


class EndedOnWindows(io.BytesIO):
    """What a program reads from there, when it has ended."""

    def write(self, _data: object, /) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")


@pytest.mark.usefixtures("installed")
def test_that_ffmpeg_has_ended_is_known_by_windows_word_for_it_too(tmp_path: Path) -> None:
    class Windows(Instead):
        def start(self, command: Sequence[str], *, talks: bool = False) -> Child:
            child = super().start(command, talks=talks)
            assert child.stdin
            child.stdin.close()
            child.stdin = EndedOnWindows()
            return child

    with pytest.raises(EncoderError, match="ffmpeg ended too soon"):
        made(tmp_path / "s.m4b", by=Windows("sys.stdin.buffer.read()"))


@pytest.mark.usefixtures("installed")
def test_ffmpeg_is_told_of_any_path_as_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    does = f"open({str(log)!r}, 'w').write(chr(10).join(sys.argv)); sys.stdin.buffer.read()"
    monkeypatch.chdir(tmp_path)
    made(Path("-y; rm %d.flac"), by=Instead(does))
    assert log.read_text().splitlines()[-1] == "file:-y; rm %d.flac"


def test_what_is_missing_is_told_with_the_command_that_gets_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    there = {"lameenc": False, "pip": True}
    monkeypatch.setattr(encoders, "find_spec", there.get)
    monkeypatch.setattr(sys, "executable", "/py")
    what, how = KINDS[".mp3"].lacks()
    assert (what[:7], how) == ("An .mp3", "Try: /py -m pip install lameenc")
    there["pip"] = False
    assert KINDS[".mp3"].lacks()[1] == "Try: uv pip install --python /py lameenc"
    there["lameenc"] = True
    assert KINDS[".mp3"].lacks() == ("", "")
    monkeypatch.setattr(shutil, "which", {}.get)
    assert "ffmpeg" in KINDS[".m4b"].lacks()[0]
    assert KINDS[".flac"].lacks()[1].startswith(("See: https://", "Try: brew"))
    monkeypatch.setattr(shutil, "which", {"apt": "/apt"}.get)
    monkeypatch.setattr(sys, "platform", "linux")
    assert KINDS[".opus"].lacks()[1] == "Try: sudo apt install ffmpeg"
    assert KINDS[".wav"].lacks() == ("", "")
