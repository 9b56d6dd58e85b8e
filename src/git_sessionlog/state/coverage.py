"""Do records describe a commit? By the numbers and the patches that they name, never by when they came.

A record describes a commit where it names its checkpoint and was not written before it: the commit does not
descend from the commit that wrote that number. Or where it names its patch, of a merge its id. Or where the
commit, which is no merge, brings the record itself: that is what a squash does. A record that was there
before is not brought, unless the commit takes back exactly what took the record away.
"""

from collections.abc import Iterable
from functools import cached_property

from ..git import checkpoints, diffs, session_state, trailers
from ..git import run as git
from ..git.objects import Object, Objects
from ..records.tree_index import Described, TreeIndex


class Coverage:
    """What the records in the tree of a commit, the `tip`, describe. All raise Absent, GitError.

    `back` are records that are to come back into it.
    """

    def __init__(
        self, objects: Objects, tip: str, directories: Iterable[str], back: Iterable[Described] = ()
    ) -> None:
        self._objects = objects
        self._directories = tuple(directories)
        self._index = TreeIndex(objects, self._directories)
        self._tip = objects.commit(tip)
        self._records = self._index.at(self._tip.tree) | frozenset(back)
        self._also = frozenset[str]().union(*(one.coverage.also for one in self._records))
        self._after: dict[tuple[str, int], frozenset[str]] = {}
        self._known_earlier: dict[str, frozenset[str]] = {}

    def describes(self, commit: Object) -> bool:
        """Whether a commit below the tip is described."""
        named = {*trailers.values(commit.message, trailers.KEY), *checkpoints.anywhere(commit.message)}
        points = [session_state.parts(value) for value in named]
        known = [point for point in points if point]
        if known and len(known) == len(points) and all(self._covers(commit, *one) for one in known):
            return True
        return self._names_patch(commit) or self._brings(commit, known)

    def _covers(self, commit: Object, id: str, number: int) -> bool:
        if not any(one.id == id and number in one.coverage.numbers for one in self._records):
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
        return [self._objects.commit(oid) for oid in self._changing(self._tip.oid)]

    def _changing(self, revision: str) -> list[str]:
        paths = [f":(top,literal){path}" for path in self._directories]
        return git.ask("rev-list", "--full-history", revision, "--", *paths).decode().split()

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
        new = self._index.at(commit.tree) - self._before(commit)
        own = [one for one in new if not _is_left_over(one, points)]
        return any(not self._was_there(one, commit) or self._undoes(one, commit) for one in own)

    def _before(self, commit: Object) -> frozenset[Described]:
        """The records in the trees of a commit's parents."""
        trees = (self._objects.commit(oid).tree for oid in commit.parents)
        return frozenset[Described]().union(*map(self._index.at, trees))

    def _was_there(self, record: Described, commit: Object) -> bool:
        """Whether a record that a commit brings was in a commit before it."""
        others = {one.oid for one in self._came[record]} - {commit.oid}
        return bool(others and others & self._earlier(commit))

    def _undoes(self, record: Described, commit: Object) -> bool:
        """Whether a commit is the reverse of one before it that took a record away."""
        went = [one.oid for one in self._changes if record in self._before(one) - self._index.at(one.tree)]
        earlier = self._earlier(commit)
        patches = diffs.patch_ids([oid for oid in went if oid in earlier], reverse=True)
        return diffs.patch_ids([commit.oid]).get(commit.oid) in patches.values()

    def _earlier(self, commit: Object) -> frozenset[str]:
        """The commits before one that changed the records."""
        if commit.oid not in self._known_earlier:
            self._known_earlier[commit.oid] = frozenset(self._changing(f"{commit.oid}^@"))
        return self._known_earlier[commit.oid]

    @cached_property
    def _came(self) -> dict[Described, list[Object]]:
        """The commits below the tip by the records that they have, and no parent of theirs has."""
        found: dict[Described, list[Object]] = {}
        for commit in self._changes:
            for record in self._index.at(commit.tree) - self._before(commit):
                found.setdefault(record, []).append(commit)
        return found


def _is_left_over(record: Described, points: list[tuple[str, int]]) -> bool:
    """Whether a commit's one trailer is of the record's session, with a number that it does not have."""
    if len(points) != 1:
        return False
    id, number = points[0]
    return id == record.id and number not in record.coverage.numbers
