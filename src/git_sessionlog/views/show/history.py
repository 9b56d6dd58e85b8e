"""Sessions of the history with all that is known of them: sizes, copies, records."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ...documents import tree_settings
from ...documents.profiles import registry as profiles
from ...git import diffs
from ...git import run as git
from ...git.objects import Absent, Objects
from ...git.trees import CommitTree, WorkTree
from ...records import store
from ...records.store import Records
from ...settings import config
from ...state import session_log
from ...state.session_log import Log


def told(logs: Sequence[Log], revision: str) -> list[Log]:
    """The sessions with their sizes, their records at a revision, and copies folded."""
    once = session_log.folded(logs, diffs.patch_ids)
    if not once:
        return []
    oids = [point.oid for log in once for point in log.checkpoints]
    whole = session_log.with_sizes(once, diffs.all_sizes(oids))
    with records_at(revision) as records:
        stored = [records.find(log.id) for log in whole]
    return [
        log._replace(record=one.record if one else None) for log, one in zip(whole, stored, strict=True)
    ]


@contextmanager
def records_at(revision: str) -> Iterator[Records]:
    """The records of the work tree for HEAD, else those of a commit; none where there is no such commit.

    Raises Failure as the settings and the profiles do.
    """
    top = git.top_if_any() if revision == "HEAD" else ""
    if top:
        here = WorkTree(top)
        yield store.of(here, profiles.active(config.load(top).settings, here))
        return
    with Objects() as objects:
        try:
            commit = objects.commit(revision)
        except Absent:
            yield Records(CommitTree(objects, ""), ())
            return
        tree = CommitTree(objects, commit.tree)
        settings = tree_settings.load(objects, commit.oid).settings
        yield store.of(tree, profiles.active(settings, tree))
