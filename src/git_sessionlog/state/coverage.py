"""Do records describe a commit? By the numbers and the patches that they name, never by when they came.

A record describes a commit where it names its checkpoint and was not written before it: the commit does not
descend from the commit that wrote that number. Or where it names its patch, of a merge its id. Or where the
commit, which is no merge, brings the record itself: that is what a squash does.
"""

from collections.abc import Iterable
from functools import cached_property

from ..git import checkpoints, diffs, session_state, trailers
from ..git import run as git
from ..git.objects import Object, Objects
from ..records.tree_index import Described, TreeIndex


class Coverage:
    """What the records in the tree of a commit, the `tip`, describe. All raise Absent, GitError."""

    def __init__(self, objects: Objects, tip: str, directories: Iterable[str]) -> None:
        self._objects = objects
        self._directories = tuple(directories)
        self._index = TreeIndex(objects, self._directories)
        self._tip = objects.commit(tip)
        self._also = frozenset[str]().union(*(one.coverage.also for one in self._index.at(self._tip.tree)))
        self._after: dict[tuple[str, int], frozenset[str]] = {}

    def describes(self, commit: Object) -> bool:
        """Whether a commit below the tip is described."""
        named = {*trailers.values(commit.message, trailers.KEY), *checkpoints.anywhere(commit.message)}
        points = [session_state.parts(value) for value in named]
        known = [point for point in points if point]
        if known and len(known) == len(points) and all(self._covers(commit, *one) for one in known):
            return True
        return self._names_patch(commit) or self._brings(commit, known)

    def _covers(self, commit: Object, id: str, number: int) -> bool:
        if number not in self._index.numbers(self._tip.tree, id):
            return False
        if (id, number) not in self._after:
            self._after[id, number] = self._since(id, number)
        return commit.oid not in self._after[id, number]

    def _since(self, id: str, number: int) -> frozenset[str]:
        """The commits that descend from those which wrote the number of a session, and these."""
        found: set[str] = set()
        for writer in self._writers(id, number):
            span = ("--ancestry-path", f"{writer}..{self._tip.oid}")
            found |= {writer, *git.ask("rev-list", *span, "--").decode().split()}
        return frozenset(found)

    def _writers(self, id: str, number: int) -> list[str]:
        """The commits below the tip that have the number, and no parent of theirs has.

        Where a record was taken away and came back there are several: it still says what it said at first.
        """
        return [one.oid for one in self._changes if self._wrote(one, id, number)]

    def _wrote(self, commit: Object, id: str, number: int) -> bool:
        if number not in self._index.numbers(commit.tree, id):
            return False
        parents = (self._objects.commit(oid) for oid in commit.parents)
        return not any(number in self._index.numbers(one.tree, id) for one in parents)

    @cached_property
    def _changes(self) -> list[Object]:
        """The commits below the tip that changed the records; merges that differ so from each parent."""
        paths = [f":(top,literal){path}" for path in self._directories]
        oids = git.ask("rev-list", "--full-history", self._tip.oid, "--", *paths).decode().split()
        return [self._objects.commit(oid) for oid in oids]

    def _names_patch(self, commit: Object) -> bool:
        if not self._also:
            return False
        if len(commit.parents) > 1:
            return commit.oid in self._also
        return diffs.patch_ids([commit.oid]).get(commit.oid) in self._also

    def _brings(self, commit: Object, points: list[tuple[str, int]]) -> bool:
        """Whether a commit brings a record with what that describes.

        One that was amended onto the commit of a record, after its end, has the next number of the session.
        """
        if len(commit.parents) > 1:
            return False
        before = self._objects.commit(commit.parents[0]).tree if commit.parents else ""
        there = self._index.at(before) if before else frozenset[Described]()
        new = self._index.at(commit.tree) - there
        return any(not _is_left_over(one, points) for one in new)


def _is_left_over(record: Described, points: list[tuple[str, int]]) -> bool:
    """Whether a commit's one trailer is of the record's session, with a number that it does not have."""
    if len(points) != 1:
        return False
    id, number = points[0]
    return id == record.id and number not in record.coverage.numbers
