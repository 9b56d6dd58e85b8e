"""Files by their paths from the top, of the work tree, the index or a commit. Links are not followed."""

import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple, Protocol

from ..core import regular_files
from ..core.errors import Failure
from ..core.paths import place_of
from . import run as git
from .objects import FILES, LINK, TREE, Absent, Entry, Objects

FILE, DIRECTORY, BEYOND = "file", "directory", "beyond"
"""What can be at a path: `beyond` is a link, a submodule, or what one of them leads to: not followed."""

_SUBMODULE = b"160000"
_MOST = 64_000_000  # bytes of a file that is read whole; a sparse one may claim any length


class Tree(Protocol):
    """Where files are read from; a path has `/` between its parts."""

    def read(self, path: str) -> bytes | None:
        """The content of a file, None where there is none, or nothing but a link.

        Raises Failure for a file of the work tree that is too large for the memory.
        """

    def start(self, path: str, count: int, limit: int) -> bytes | None:
        """So many bytes of a file from its start; None as for `read`, and where it is longer than a limit.

        Raises Failure for a file of the work tree that is there and cannot be read.
        """

    def size(self, path: str) -> int | None:
        """The bytes of a file, None as for `read`."""

    def names(self, directory: str) -> list[str]:
        """The names in a directory, sorted; none where there is no such directory. `.` is the top."""

    def kind(self, path: str) -> str:
        """What is at a path: `FILE`, `DIRECTORY` or `BEYOND`, "" for nothing. `.` is the top."""


class WorkTree(NamedTuple):
    """The files of a work tree, which may be anybody's: a link in it could lead to any file."""

    top: str

    def read(self, path: str) -> bytes | None:
        """As `Tree`."""
        size = self.size(path)
        if size is None:
            return None
        if size > _MOST:
            raise Failure(f"{path} cannot be read: it has {size:,} bytes, more than {_MOST:,}")
        with suppress(OSError):
            return regular_files.read(place_of(self.top, path), _MOST)
        return None

    def start(self, path: str, count: int, limit: int) -> bytes | None:
        """As `Tree`."""
        size = self.size(path)
        if size is None or size > limit:
            return None
        try:
            with regular_files.opened(place_of(self.top, path)) as file:
                return file.read(min(count, size))
        except FileNotFoundError:  # it has gone since
            return None
        except OSError as error:
            raise Failure(f"{path} cannot be read: {error.strerror}") from None

    def size(self, path: str) -> int | None:
        """As `Tree`."""
        found = self._seen(path)
        return found.st_size if found and stat.S_ISREG(found.st_mode) else None

    def names(self, directory: str) -> list[str]:
        """As `Tree`."""
        found = self._seen(directory.rstrip("/"))
        if found and stat.S_ISDIR(found.st_mode):
            with suppress(OSError):
                return sorted(os.listdir(place_of(self.top, directory.rstrip("/"))))
        return []

    def kind(self, path: str) -> str:
        """As `Tree`."""
        found = self._seen(path)
        if found:
            return (
                FILE
                if stat.S_ISREG(found.st_mode)
                else DIRECTORY
                if stat.S_ISDIR(found.st_mode)
                else BEYOND
            )
        try:
            os.stat(place_of(self.top, path))
        except (OSError, ValueError):
            return BEYOND if os.path.islink(place_of(self.top, path)) else ""
        return BEYOND

    def _seen(self, path: str) -> os.stat_result | None:
        """What is at a path, None where a part of it is a link or not there."""
        found, place = None, self.top
        for part in path.split("/"):
            place = os.path.join(place, part)
            try:
                found = os.lstat(place)
            except (OSError, ValueError):
                return None
            if stat.S_ISLNK(found.st_mode):
                return None
        return found


class Files(NamedTuple):
    """Files that are in the memory alone."""

    data: Mapping[str, bytes]

    def read(self, path: str) -> bytes | None:
        """As `Tree`."""
        return self.data.get(path)

    def start(self, path: str, count: int, limit: int) -> bytes | None:
        """As `Tree`."""
        data = self.data.get(path)
        return None if data is None or len(data) > limit else data[:count]

    def size(self, path: str) -> int | None:
        """As `Tree`."""
        return len(self.data[path]) if path in self.data else None

    def names(self, directory: str) -> list[str]:
        """As `Tree`."""
        above = directory.rstrip("/") + "/" if directory != "." else ""
        below = (path.removeprefix(above) for path in self.data if path.startswith(above))
        return sorted({path.partition("/")[0] for path in below})

    def kind(self, path: str) -> str:
        """As `Tree`."""
        return FILE if path in self.data else DIRECTORY if self.names(path) else ""


class CommitTree(NamedTuple):
    """The files of a commit's tree. What cannot be read is not there."""

    objects: Objects
    tree: str

    def read(self, path: str) -> bytes | None:
        """As `Tree`."""
        return self.start(path)

    def start(self, path: str, count: int | None = None, limit: int | None = None) -> bytes | None:
        """As `Tree`."""
        with suppress(Absent):
            entry = self.objects.entry(self.tree, os.fsencode(path))
            if entry and entry.mode in FILES:
                return self.objects.read(entry.oid, limit)[2][:count]
        return None

    def size(self, path: str) -> int | None:
        """As `Tree`; the file is read for it."""
        data = self.read(path)
        return None if data is None else len(data)

    def names(self, directory: str) -> list[str]:
        """As `Tree`."""
        top = directory in (".", "./")
        with suppress(Absent):
            entry = (
                Entry(TREE, self.tree)
                if top
                else self.objects.entry(self.tree, os.fsencode(directory.rstrip("/")))
            )
            if entry and entry.mode == TREE:
                return sorted(os.fsdecode(name) for name in self.objects.tree(entry.oid))
        return []

    def kind(self, path: str) -> str:
        """As `Tree`."""
        if path == ".":
            return DIRECTORY
        parts = path.split("/")
        with suppress(Absent):
            for count in range(1, len(parts) + 1):
                entry = self.objects.entry(self.tree, os.fsencode("/".join(parts[:count])))
                found = _kind(entry.mode) if entry else ""
                if found != DIRECTORY:
                    return found if count == len(parts) or found == BEYOND else ""
            return DIRECTORY
        return BEYOND


class IndexTree:
    """The files of the index: what the next commit will have."""

    def __init__(self, objects: Objects) -> None:
        """As git has it now. Raises GitError where there is no index that can be read."""
        self._objects = objects
        self._files: dict[str, Entry] = {}
        self._names: dict[str, dict[str, None]] = {}
        for line in git.fields(git.ask("ls-files", "-s", "-z")):
            about, _, name = line.partition(b"\t")
            mode, oid, stage = about.split()
            if stage in b"02":  # 2 is ours, where a merge is not resolved
                self._files[os.fsdecode(name)] = Entry(mode.rjust(6, b"0"), oid.decode())

    def read(self, path: str) -> bytes | None:
        """As `Tree`."""
        return self.start(path)

    def start(self, path: str, count: int | None = None, limit: int | None = None) -> bytes | None:
        """As `Tree`."""
        entry = self._files.get(path)
        if entry and entry.mode in FILES:
            with suppress(Absent):
                return self._objects.read(entry.oid, limit)[2][:count]
        return None

    def size(self, path: str) -> int | None:
        """As `Tree`; the file is read for it."""
        data = self.read(path)
        return None if data is None else len(data)

    def names(self, directory: str) -> list[str]:
        """As `Tree`."""
        return sorted(
            self._directories().get("" if directory in (".", "./") else directory.rstrip("/"), ())
        )

    def kind(self, path: str) -> str:
        """As `Tree`."""
        entry = self._files.get(path)
        if entry:
            return _kind(entry.mode)
        if path == "." or path in self._directories():
            return DIRECTORY
        above = path
        while "/" in above:
            above = above.rpartition("/")[0]
            if above in self._files:
                return _kind(self._files[above].mode).replace(FILE, "")
        return ""

    def _directories(self) -> dict[str, dict[str, None]]:
        """The names in each directory."""
        for path in () if self._names else self._files:
            below, name = path.rpartition("/")[::2]
            while name and name not in self._names.setdefault(below, {}):
                self._names[below][name] = None
                below, name = below.rpartition("/")[::2]
        return self._names


def _kind(mode: bytes) -> str:
    if mode in FILES:
        return FILE
    return BEYOND if mode in (LINK, _SUBMODULE) else DIRECTORY
