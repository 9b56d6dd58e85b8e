"""Sessions of the history with all that is known of them: sizes, copies, records."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ...documents import tree_settings
from ...documents.document import Document
from ...documents.profiles import registry as profiles
from ...documents.profiles.model import Profile
from ...git import diffs
from ...git import run as git
from ...git.objects import Absent, Objects
from ...git.trees import CommitTree, Tree, WorkTree
from ...records import store
from ...records.latest import every
from ...records.record import read
from ...records.store import Stored
from ...settings import config
from ...state import session_log
from ...state.session_log import Log


def told(logs: Sequence[Log], revision: str) -> list[Log]:
    """The sessions with their sizes, their records at a revision, and copies folded."""
    once = session_log.folded(logs, diffs.patch_ids)
    oids = [point.oid for log in once for point in log.checkpoints]
    known = {stored.record.id: stored.record for stored in stored_at(revision)} if once else {}
    whole = session_log.with_sizes(once, diffs.sizes(oids))
    return [log._replace(record=known.get(log.id)) for log in whole]


def stored_at(revision: str) -> list[Stored]:
    """The records of the work tree for HEAD, else those of a commit, the one that was started last first.

    Their documents end with the front matter. Raises Failure as the settings and the profiles do.
    """
    with _files(revision) as (tree, active):
        return every(tree, store.places(active)) if tree else []


def whole(stored: Stored) -> Stored:
    """A record of `stored_at("HEAD")` with all of its document."""
    with _files("HEAD") as (tree, _):
        data = tree.read(stored.path) if tree else None
    document = Document.of(data or b"", stored.path)
    return Stored(read(document) or stored.record, document)


@contextmanager
def _files(revision: str) -> Iterator[tuple[Tree | None, tuple[Profile, ...]]]:
    """The files, and the profiles in force there; None where there is no such commit."""
    top = git.top_if_any() if revision == "HEAD" else ""
    if top:
        here = WorkTree(top)
        yield here, profiles.active(config.load(top).settings, here)
        return
    with Objects() as objects:
        try:
            commit = objects.commit(revision)
        except Absent:
            yield None, ()
            return
        tree = CommitTree(objects, commit.tree)
        yield tree, profiles.active(tree_settings.load(objects, commit.oid).settings, tree)
