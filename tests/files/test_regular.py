"""Only regular files are opened, and never more of one than the limit is read."""

import io
import os
import sys
from pathlib import Path

import pytest

from stretchcoach.errors import CoachError
from stretchcoach.files import regular
from stretchcoach.files.regular import FILE_MAX_BYTES, TooLargeError, read_regular, read_text


def test_a_file_is_read_with_what_tells_that_it_has_changed(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_bytes(b"title: x\r\n")
    os.utime(path, ns=(5, 7 * 10**9))
    opened = read_regular(path)
    assert opened.data == b"title: x\r\n"
    assert opened.stamp == regular.stamp_of(str(path)) == (str(path), 10, 7 * 10**9)


def test_of_a_file_of_two_gigabytes_no_more_than_the_limit_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "film.yaml"
    path.touch()
    os.truncate(path, 2 << 30)
    asked: list[int | None] = []

    class Counting(io.FileIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.append(size)
            return super().read(size) or b""

    monkeypatch.setattr(os, "fdopen", Counting)
    with pytest.raises(TooLargeError, match="larger than 1 MiB"):
        read_regular(path)
    assert asked == [FILE_MAX_BYTES + 1]


def test_what_is_no_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("title: é".encode("latin-1"))
    with pytest.raises(CoachError, match=r"latin\.yaml is not UTF-8\."):
        read_text(path)


def test_a_message_about_a_path_cannot_steer_the_terminal(tmp_path: Path) -> None:
    with pytest.raises(CoachError, match=r"\?\[2J"):
        read_regular(tmp_path / "a\x1b[2J.yaml")


if sys.platform != "win32":

    def test_a_pipe_that_took_the_files_place_is_not_waited_for(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "one.yaml"
        path.touch()
        regular_mode = path.stat()
        path.unlink()
        os.mkfifo(path)
        monkeypatch.setattr(Path, "stat", lambda _: regular_mode)
        with pytest.raises(CoachError, match="is a pipe or a device"):
            read_regular(path)
