"""The files that a session has of its own, beside its record."""

from collections.abc import Iterable, Iterator

from ...documents.profiles.model import DocumentType, Profile, documents_of_all, filled, placeholders
from ...git.trees import Tree
from ...records import places
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
        values = places.values(stored.record)
        if not stored.record.number:
            del values["number"]  # its files would be those of any other without one
        tasks = tests = b""
        fields: list[tuple[bytes, DocumentType | None]] = [(self._read(stored.path), None)]
        for kind, path in self._paths(values):
            if kind.form == "json":
                tasks = tasks or self._read(path)
            elif kind.id == "tests":
                tests = tests or self._read(path)
            elif kind.section("metrics"):
                fields.append((self._read(path), kind))
        return written(tasks, tests, fields)

    def _paths(self, values: dict[str, str]) -> Iterator[tuple[DocumentType, str]]:
        for kind in self._kinds:
            path = filled(kind.path, values)
            is_whole = all(name in values for name in placeholders(kind.path))
            if is_whole and ".." not in path.split("/"):  # the record of a stranger fills it
                yield kind, path

    def _read(self, path: str) -> bytes:
        size = self._tree.size(path)
        return (self._tree.read(path) or b"") if size and size <= _LARGEST else b""
