"""The documents of a session in the work tree: as they are there, and as they are to be."""

import difflib
import os
import shlex
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress

from ..core import journal, regular_files
from ..core.errors import Failure
from ..core.paths import is_of_git, place_of
from ..documents.document import Document
from ..documents.profiles.model import DocumentType
from ..documents.source import LARGEST
from ..git import worktree


class Papers:
    """Documents by their paths from the top; nothing is written before `write`."""

    def __init__(self, top: str) -> None:
        self.top = top
        self._before: dict[str, bytes | None] = {}
        self._now: dict[str, Document] = {}
        self._kinds: dict[str, DocumentType] = {}

    @property
    def paths(self) -> list[str]:
        """The paths of all documents, in the order in which they were opened."""
        return list(self._now)

    def open(self, path: str, kind: DocumentType, new: Callable[[], str]) -> None:
        """Take a document up; one that is not there is to have the text that `new` makes.

        Raises Failure for what is no file of the work tree.
        """
        data = self._read(path)
        self._before[path] = data
        self._now[path] = Document.of(new().encode("utf-8", "replace") if data is None else data, path)
        self._kinds[path] = kind

    def bring(self, path: str, data: bytes) -> None:
        """Have a file as these bytes; also where it is so it counts as changed, for it is not committed."""
        self._before[path] = None
        self._now[path] = Document.of(data, path)

    def forget(self, path: str) -> None:
        """Leave a document as it is in the work tree."""
        for known in (self._now, self._before, self._kinds):
            known.pop(path, None)

    def kind(self, path: str) -> DocumentType:
        """How a document is declared."""
        return self._kinds[path]

    def __getitem__(self, path: str) -> Document:
        return self._now[path]

    def __setitem__(self, path: str, document: Document) -> None:
        self._now[path] = document

    def changed(self) -> list[str]:
        """The paths of the documents that are other than in the work tree."""
        return [path for path, now in self._now.items() if now.source.data != self._before[path]]

    def write(self) -> None:
        """Write what has changed, each file at once.

        Raises Failure before the first one where a file is read-only, and where the system refuses one.
        """
        changed = self.changed()
        for path in changed:
            with suppress(FileNotFoundError):
                if not os.lstat(place_of(self.top, path)).st_mode & 0o222:
                    raise Failure(f"{path} is read-only", f"chmod u+w {shlex.quote(path)}")
        for path in changed:
            place = place_of(self.top, path)
            try:
                os.makedirs(os.path.dirname(place), exist_ok=True)
                worktree.write(place, self._now[path].source.data)
            except OSError as error:
                raise Failure(
                    f"{path} cannot be written: {error.strerror}", "mend that, and run it again"
                ) from None
            self._before[path] = self._now[path].source.data
            journal.note(f"wrote {path}")

    def reread(self) -> None:
        """Take up again what somebody else has changed in the work tree."""
        for path in self.paths:
            data = self._read(path)
            if data is not None:
                self._before[path] = data
                self._now[path] = Document.of(data, path)

    def as_found(self) -> dict[str, bytes]:
        """The documents that are there, as they are in the work tree."""
        return {path: data for path, data in self._before.items() if data is not None}

    def contents(self) -> dict[str, bytes]:
        """All documents as they are to be, by their paths, those that the tool leaves as they are too."""
        return {path: document.source.data for path, document in self._now.items()}

    def diff(self) -> Iterator[str]:
        """The changes as a unified diff, line by line."""
        for path in self.changed():
            before = self._before[path]
            old = _lines(before or b"")
            head = "/dev/null" if before is None else f"a/{path}"
            yield from difflib.unified_diff(
                old, _lines(self._now[path].source.data), head, f"b/{path}", lineterm=""
            )

    def _read(self, path: str) -> bytes | None:
        """The bytes of a document, None where there is none."""
        place = place_of(self.top, path)
        self._must_be_inside(path)
        try:
            found = os.lstat(place)
            if not stat.S_ISREG(found.st_mode):
                what = regular_files.what(found.st_mode)
                raise Failure(
                    f"{path} is {what}, not a file", f"put a file there, or name another: {_NAMED}"
                )
            return regular_files.read(place, LARGEST)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise Failure(f"{path} cannot be read: {error.strerror}") from None

    def _must_be_inside(self, path: str) -> None:
        """A link in the way could lead anywhere, and what is in a git directory git may run."""
        if any(map(is_of_git, path.split("/"))):
            raise Failure(f"{path} is in a git directory", f"name another: {_NAMED}")
        place = self.top
        for part in path.split("/")[:-1]:
            place = os.path.join(place, part)
            if os.path.islink(place):
                shown = os.path.relpath(place, self.top)
                raise Failure(f"{shown} is a symbolic link, and what is written there could go anywhere")


_NAMED = "the setting documents of git sessionlog config"


def _lines(data: bytes) -> list[str]:
    return data.decode("utf-8", "replace").removesuffix("\n").split("\n") if data else []
