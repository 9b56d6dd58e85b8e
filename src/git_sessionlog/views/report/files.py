"""The files that a session has of its own, beside its record."""

from collections.abc import Iterable

from ...documents.profiles.model import DocumentType, Profile, documents_of_all
from ...git.trees import Tree
from ...records import places
from ...records.record import Record
from ...records.store import Stored
from .notes import Written, written

_LARGEST = 1_000_000  # bytes; what is longer was not written for a session


class Files:
    """Reads them in a tree, by the profiles in force."""

    def __init__(self, tree: Tree, profiles: Iterable[Profile]) -> None:
        self._tree = tree
        self._kinds = [kind for kind in documents_of_all(profiles) if kind.per_session]

    def written(self, stored: Stored | None) -> Written:
        """The figures that people wrote down of the session of a record; nothing without one."""
        if stored is None:
            return Written()
        tasks = tests = b""
        fields: list[tuple[bytes, DocumentType | None]] = [(self._read(stored.path), None)]
        for kind in self._kinds:
            if kind.form == "json":
                tasks = tasks or self._own(kind, stored.record)
            elif kind.id == "tests":
                tests = tests or self._own(kind, stored.record)
            elif kind.section("metrics"):
                fields.append((self._own(kind, stored.record), kind))
        return written(tasks, tests, fields)

    def _own(self, kind: DocumentType, record: Record) -> bytes:
        """What a session has as a document of a kind."""
        for path in places.own_paths(kind, record):
            if ".." not in path.split("/") and (found := self._read(path)):  # a stranger's record fills it
                return found
        return b""

    def _read(self, path: str) -> bytes:
        size = self._tree.size(path)
        return (self._tree.read(path) or b"") if size and size <= _LARGEST else b""
