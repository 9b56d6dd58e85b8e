"""Sessions of the history with all that is known of them: sizes, copies, records."""

from collections.abc import Sequence

from .. import config, git, history, logbook, profiles, records, treeconfig
from ..errors import GitError
from ..logbook import Log
from ..objects import Absent, Objects
from ..records import Stored
from ..trees import CommitTree, WorkTree
from .latest import every


def told(logs: Sequence[Log], revision: str) -> list[Log]:
    """The sessions with their sizes, their records at a revision, and copies folded."""
    once = logbook.folded(logs, history.patch_ids)
    oids = [point.oid for log in once for point in log.checkpoints]
    known = {stored.record.id: stored.record for stored in stored_at(revision)} if once else {}
    whole = logbook.with_sizes(once, history.sizes(oids))
    return [log._replace(record=known.get(log.id)) for log in whole]


def stored_at(revision: str) -> list[Stored]:
    """The records of the work tree for HEAD, else those of a commit, the one that was started last first.

    Their documents end with the front matter. Raises Failure as the settings and the profiles do.
    """
    if revision == "HEAD":
        try:
            top = git.top()
        except GitError:
            if not git.is_bare():
                raise
        else:
            active = profiles.active(config.load(top).settings, top)
            return every(WorkTree(top), records.places(active))
    with Objects() as objects:
        try:
            commit = objects.commit(revision)
        except Absent:
            return []
        tree = CommitTree(objects, commit.tree)
        active = profiles.active_in(treeconfig.load(objects, commit.oid).settings, tree)
        return every(tree, records.places(active))
