"""Files by their paths from the top, of the work tree or of a commit. Links are not followed."""

import os
import stat
from contextlib import suppress
from typing import NamedTuple, Protocol

from .objects import FILES, TREE, Absent, Objects


class Tree(Protocol):
    """Where files are read from; a path has `/` between its parts."""

    def read(self, path: str) -> bytes | None:
        """The content of a file, None where there is none, or nothing but a link."""

    def size(self, path: str) -> int | None:
        """The bytes of a file, None as for `read`."""

    def names(self, directory: str) -> list[str]:
        """The names in a directory, sorted; none where there is no such directory."""


class WorkTree(NamedTuple):
    """The files of a work tree, which may be anybody's: a link in it could lead to any file."""

    top: str

    def read(self, path: str) -> bytes | None:
        """As `Tree`."""
        if self.size(path) is None:
            return None
        with suppress(OSError), open(self._place(path), "rb") as file:
            return file.read()
        return None

    def size(self, path: str) -> int | None:
        """As `Tree`."""
        found = self._seen(path)
        return found.st_size if found and stat.S_ISREG(found.st_mode) else None

    def names(self, directory: str) -> list[str]:
        """As `Tree`."""
        found = self._seen(directory.rstrip("/"))
        if found and stat.S_ISDIR(found.st_mode):
            with suppress(OSError):
                return sorted(os.listdir(self._place(directory.rstrip("/"))))
        return []

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

    def _place(self, path: str) -> str:
        return os.path.join(self.top, *path.split("/"))


class CommitTree(NamedTuple):
    """The files of a commit's tree. What cannot be read is not there."""

    objects: Objects
    tree: str

    def read(self, path: str) -> bytes | None:
        """As `Tree`."""
        with suppress(Absent):
            entry = self.objects.entry(self.tree, os.fsencode(path))
            if entry and entry.mode in FILES:
                return self.objects.read(entry.oid)[2]
        return None

    def size(self, path: str) -> int | None:
        """As `Tree`; the file is read for it."""
        data = self.read(path)
        return None if data is None else len(data)

    def names(self, directory: str) -> list[str]:
        """As `Tree`."""
        with suppress(Absent):
            entry = self.objects.entry(self.tree, os.fsencode(directory.rstrip("/")))
            if entry and entry.mode == TREE:
                return sorted(os.fsdecode(name) for name in self.objects.tree(entry.oid))
        return []
