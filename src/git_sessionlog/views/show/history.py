"""Sessions of the history with all that is known of them: sizes, copies, records."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

from ...documents import document_set, tree_settings
from ...documents.document_set import Rules
from ...git import checkpoints, diffs, log, partial
from ...git import run as git
from ...git.objects import Absent, Objects
from ...git.trees import CommitTree, WorkTree
from ...records import store
from ...records.record import Record
from ...records.store import Records
from ...settings.model import Settings
from ...state import landings, own_files, session_log
from ...state.landings import Landing
from ...state.session_log import Log


class Place(NamedTuple):
    """The records at a revision, and the settings and profiles there."""

    objects: Objects
    records: Records
    by: Rules

    def landings(self, revision: str) -> list[Landing]:
        """The commits of a history, or of a range of it, that brought records. Raises GitError."""
        return landings.find(revision, self.objects, self.by)

    def bring(self, revision: str) -> None:
        """In a partial clone, fetch what `landings` and `told` read of a history, in one go.

        Raises GitError where it cannot be had.
        """
        if remote := partial.promisor():
            points = log.commits(checkpoints.query(revision, named="[0-9]"))
            oids = [*(one.oid for one in points), *landings.commits(revision, self.by)]
            partial.fetch(remote, diffs.blobs(list(dict.fromkeys(oids))))

    def told(self, logs: Sequence[Log], landed: Callable[[], Sequence[Landing]] = tuple) -> list[Log]:
        """The sessions with their sizes and their records, and copies folded.

        The record of one that is not there any more is the one that landed: they are asked for then.
        Raises GitError.
        """
        once = session_log.folded(logs, diffs.patch_ids)
        if not once:
            return []
        oids = [point.oid for one in once for point in one.checkpoints]
        is_ours = own_files.matcher(self.by.settings, self.by.profiles)
        return [
            one._replace(records=self._records(one.id, landed))
            for one in session_log.with_sizes(once, diffs.all_sizes(oids), is_ours)
        ]

    def _records(self, id: str, landed: Callable[[], Sequence[Landing]]) -> tuple[Record, ...]:
        there = tuple(one.record for one in self.records.parts(id))
        return there or tuple(one.record for one in landed() if one.record.id == id)


@contextmanager
def at(revision: str) -> Iterator[Place]:
    """The work tree for HEAD, else the tree of a commit; none where there is no such commit.

    Raises Failure as the settings and the profiles do.
    """
    top = git.top_if_any() if revision == "HEAD" else ""
    with Objects() as objects:
        if top:
            here = WorkTree(top)
            by = document_set.rules(tree_settings.here(top).settings, here)
            yield Place(objects, store.of(here, by.profiles), by)
            return
        try:
            commit = objects.commit(revision)
        except Absent:
            yield Place(objects, Records(CommitTree(objects, ""), ()), Rules(Settings(), ()))
            return
        tree = CommitTree(objects, commit.tree)
        by = document_set.rules(tree_settings.load(objects, commit.oid).settings, tree)
        yield Place(objects, store.of(tree, by.profiles), by)
