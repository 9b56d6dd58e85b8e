"""Only regular files are read, and none that is longer than what it may be."""

import os
import socket
from pathlib import Path

import pytest

from git_sessionlog.core import regular_files


def make(path: Path, kind: str) -> None:
    """Put something at a path that is no file which anybody should read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "a FIFO":
        os.mkfifo(path)
    elif kind == "a link to a FIFO":
        os.mkfifo(path.parent / "fifo")
        path.symlink_to("fifo")
    elif kind == "a directory":
        path.mkdir()
    elif kind == "a socket":
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(str(path))
    elif kind == "a sparse file":
        with path.open("wb") as file:
            file.truncate(1 << 40)
    else:
        path.symlink_to(kind)


KINDS = [
    *("/dev/zero", "/dev/stdin", "/dev/tty", "/proc/self/mem", "a FIFO", "a link to a FIFO", "a directory"),
    *("a sparse file", "a socket", "itself"),
]


@pytest.mark.parametrize("follow", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, *, follow: bool) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    make(Path("itself"), kind)
    with pytest.raises(OSError) as caught:
        regular_files.read("itself", 1000, follow=follow)
    assert caught.value.strerror


def test_read(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "empty").touch()
    assert regular_files.read(str(tmp_path / "file"), 5) == b"12345"
    assert regular_files.read(str(tmp_path / "link"), 5, follow=True) == b"12345"
    assert regular_files.read(str(tmp_path / "empty"), 5) == b""
    with pytest.raises(OSError, match="longer than 4 bytes"):
        regular_files.read(str(tmp_path / "file"), 4)
    with pytest.raises(OSError, match="a symbolic link"):
        regular_files.read(str(tmp_path / "link"), 5)
    with pytest.raises(FileNotFoundError):
        regular_files.read(str(tmp_path / "gone"), 5)
