"""Read what is a regular file, and nothing else: what comes with a clone may be a link to a device.

A FIFO would be waited for until somebody writes to it, and `/dev/zero` has no end.
"""

import errno
import os
import stat
from typing import IO

SETTINGS = 1_000_000
"""Bytes that a file of settings may have, ours or another tool's."""

# Neither flag is there on Windows, which has no FIFO in a directory either.
_FLAGS = sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY", "O_CLOEXEC"))
_NOFOLLOW = getattr(os, "O_NOFOLLOW", 0)


def read(path: str, most: int, *, follow: bool = False) -> bytes:
    """The content of a regular file of at most so many bytes; a link to one only with `follow`.

    Raises OSError as `opened` does, and where the file is longer; its `strerror` says so.
    """
    with opened(path, follow=follow) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, f"it is longer than {most:,} bytes", path)
    return data


def opened(path: str, *, follow: bool = False) -> IO[bytes]:
    """A regular file, open for reading; a link to one only with `follow`.

    Raises OSError, with what is there in its `strerror`; for a device, before it is opened: that may
    do something to it.
    """
    if "\0" in path:
        raise FileNotFoundError(errno.ENOENT, "no file has such a name", path)
    _must_be_regular(os.stat(path) if follow else os.lstat(path), path)
    file = os.fdopen(os.open(path, os.O_RDONLY | _FLAGS | (0 if follow else _NOFOLLOW)), "rb")
    try:
        _must_be_regular(os.fstat(file.fileno()), path)  # it may be another one by now
    except OSError:
        file.close()
        raise
    return file


def what(mode: int) -> str:
    """What a file is that is no regular one, by its mode."""
    if stat.S_ISLNK(mode):
        return "a symbolic link"
    return "a directory" if stat.S_ISDIR(mode) else "a special file"


def _must_be_regular(found: os.stat_result, path: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, f"it is {what(found.st_mode)}, not a regular file", path)
