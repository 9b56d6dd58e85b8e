"""What the records in the trees of commits describe, without reading a tree or a file twice."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..documents import source
from ..git.objects import FILES, TREE, Objects
from .front import Coverage, Front
from .store import LARGEST

_DEEPEST = 8  # directories below each other; the limit is for hostile trees
_AT_ONCE = 2000  # files of one directory that are read ahead


class Described(NamedTuple):
    """A record that describes commits: its session, and which."""

    id: str
    coverage: Coverage


class TreeIndex:
    """The records below some directories, by the id of a commit's tree.

    All raise Absent for what is not in this clone: a record that cannot be read may describe anything.
    """

    def __init__(self, objects: Objects, directories: Iterable[str]) -> None:
        self._objects = objects
        self._directories = tuple(dict.fromkeys(path.strip("/") for path in directories))
        self._of_file: dict[str, Described | None] = {}
        self._of_directory: dict[str, frozenset[Described]] = {}

    def at(self, tree: str) -> frozenset[Described]:
        """The records that describe commits, in the tree of a commit."""
        found: set[Described] = set()
        for path in self._directories:
            entry = self._objects.entry(tree, path.encode("utf-8", "surrogateescape"))
            if entry and entry.mode == TREE:
                found |= self._below(entry.oid, _DEEPEST)
        return frozenset(found)

    def numbers(self, tree: str, id: str) -> frozenset[int]:
        """The numbers of the checkpoints of a session that records in a tree describe."""
        none = frozenset[int]()
        return none.union(*(one.coverage.numbers for one in self.at(tree) if one.id == id))

    def _below(self, oid: str, levels: int) -> frozenset[Described]:
        if oid not in self._of_directory:
            entries = list(self._objects.tree(oid).values())
            self._read_ahead([one.oid for one in entries if one.mode in FILES])
            found = set(self._files(one.oid for one in entries if one.mode in FILES))
            for one in entries if levels else ():
                if one.mode == TREE:
                    found |= self._below(one.oid, levels - 1)
            self._of_directory[oid] = frozenset(found)
        return self._of_directory[oid]

    def _files(self, oids: Iterable[str]) -> Iterator[Described]:
        for oid in oids:
            if oid not in self._of_file:
                self._of_file[oid] = self._read(oid)
            if found := self._of_file[oid]:
                yield found

    def _read(self, oid: str) -> Described | None:
        size, kind, data = self._objects.read(oid)
        return _described(data) if size and kind == b"blob" and len(data) <= LARGEST else None

    def _read_ahead(self, oids: list[str]) -> None:
        """Read many files together; what cannot be read so is read alone, and says so."""
        new = [oid for oid in oids if oid not in self._of_file]
        if len(new) > 1:
            for oid, data in self._objects.contents(new[:_AT_ONCE], LARGEST):
                self._of_file[oid] = _described(data)


def _described(data: bytes) -> Described | None:
    front = Front(source.front(data))
    return Described(front.id, front.coverage) if front.id and front.coverage else None
