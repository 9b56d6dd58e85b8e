"""The records of sessions in a tree: one reader, one limit, one order."""

import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from ..documents import source
from ..documents.profiles.model import Profile
from ..git import run as git
from ..git.branch_tips import Tips
from ..git.objects import FILES, Objects
from ..git.trees import Tree, WorkTree
from . import record
from .front import Front
from .places import directories, natural
from .record import Record

LARGEST = 2_000_000
"""Bytes of a record; what is longer is none."""


class Stored:
    """A record where it is: its path from the top, its front matter, what was read of the text below."""

    def __init__(self, path: str, front: Front, text: str = "") -> None:
        self.path = path
        self.front = front
        self._text = text

    @classmethod
    def of(cls, path: str, record: Record) -> "Stored":
        """A record that was read elsewhere, at the path that it had there."""
        made = cls(path, Front(""))
        made.record = record
        return made

    @classmethod
    def read(cls, path: str, data: bytes) -> "Stored":
        """The whole of a file; one without an id in its front matter is no record."""
        now = source.read(data)
        return cls(path, Front(now.front), now.text)

    @cached_property
    def record(self) -> Record:
        """The record, with the checkpoints that are in the text: `Records.whole` has all of them."""
        return record.of(self.front, self._text)


class Records:
    """The records in some directories of a tree, the one that was started last first.

    A file is read when it is needed, and once: another one of these is needed to see what has changed. What
    is a link, a directory or a special file is no record. All raise Failure for a file that cannot be read.
    """

    def __init__(self, tree: Tree, directories: Iterable[str]) -> None:
        self.tree = tree
        self.directories = tuple(directories)
        self._read: dict[str, Stored | None] = {}

    def __iter__(self) -> Iterator[Stored]:
        return iter(self._every)

    def find(self, id: str) -> Stored | None:
        """The record of a session, the last one of several."""
        return next(iter(self.parts(id)), None)

    def parts(self, id: str) -> list[Stored]:
        """The records of a session, which has several where it went on after its branch had landed.

        The files that have the id in their names, or where there are none, all that say so themselves.
        """
        named = [path for path in self._paths if id in path] if id else []
        found = [one for one in self._of(named) if one.front.id == id]
        return found or [one for one in (self if id else ()) if one.front.id == id]

    def numbered(self, number: int) -> list[Stored]:
        """The records with a number, by which people call a session: two branches may have given it out."""
        return [one for one in self._of(self._paths) if one.front.number("number") == number]

    def recent(self, count: int) -> list[Stored]:
        """So many of the records, the last by the names of their files; no other one is read."""
        return self._of(sorted(self._paths, key=natural)[-count:])

    def last(self) -> Stored | None:
        """The record of the session that was started last."""
        return next(iter(self), None)

    def whole(self, stored: Stored) -> Stored:
        """A record with its checkpoints, as it is now."""
        now = Stored.read(stored.path, self.tree.start(stored.path, LARGEST, LARGEST) or b"")
        return now if now.front.id else stored

    @cached_property
    def _every(self) -> list[Stored]:
        return self._of(self._paths)

    @cached_property
    def _paths(self) -> list[str]:
        every = (directory + name for directory in self.directories for name in self.tree.names(directory))
        return list(dict.fromkeys(every))

    def _of(self, paths: Iterable[str]) -> list[Stored]:
        found = [one for path in paths if (one := self._stored(path))]
        return sorted(found, key=lambda one: one.front.age, reverse=True)

    def _stored(self, path: str) -> Stored | None:
        if path not in self._read:
            start = self.tree.start(path, source.START, LARGEST)
            self._read[path] = stored(path, start) if start else None
        return self._read[path]


def next_number(top: str, records: Records, tips: Tips) -> int:
    """One more than the highest number in a work tree, in its siblings, and at the tips of all branches.

    `records` are those of the work tree, `tips` have the files in their directories. Two people may come to
    the same number: it is a label. Raises GitError as `git.ask`, Failure for a file that cannot be read.
    """
    files = [one for one in tips.others if one.mode in FILES]
    oids = [one.oid for one in files if one.path.rpartition("/")[0] + "/" in records.directories]
    others = (Records(WorkTree(tree), records.directories) for tree in siblings(top))
    with Objects() as objects:
        known = (one for data in objects.blobs(oids, LARGEST) if (one := stored("", data)))
        return max((one.front.number("number") for one in chain(records, *others, known)), default=0) + 1


def siblings(top: str) -> list[str]:
    """The tops of the other work trees of the repository."""
    fields = git.fields(git.ask("worktree", "list", "--porcelain", "-z"))
    tops = [os.fsdecode(field[9:]) for field in fields if field.startswith(b"worktree ")]
    return [other for other in tops if os.path.realpath(other) != os.path.realpath(top)]


def of(tree: Tree, profiles: Sequence[Profile]) -> Records:
    """The records in a tree, in the directories that profiles have for them."""
    return Records(tree, directories(profiles))


def stored(path: str, start: bytes) -> Stored | None:
    """The record in a file, of which the first `source.START` bytes are enough; None where it is none."""
    front = Front(source.front(start))
    return Stored(path, front) if front.id else None
