"""Which commits brought the records of sessions into the tree: one `git log` for a whole history.

The squash of a request need not name the checkpoints that it took together: then only the record that it
brings tells whose work it is. A merge and a rebase bring records too, in a commit of our own files.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..documents import source
from ..documents.document_set import Rules
from ..git import log
from ..git.log import Change, Commit
from ..git.objects import Objects
from ..records.front import Front
from ..records.record import Record
from ..records.store import LARGEST, Stored
from . import own_files, records_at, state_documents
from .fixes import commit_message

_OPTIONS = ("--no-merges", "--full-history", "--full-diff", "--topo-order")

Described = tuple[str, frozenset[int], frozenset[str]]
"""What makes a record another one: its session, the checkpoints and the patches that it describes."""


class Landing(NamedTuple):
    """A commit that brought the record of a session, which is at `path`.

    `is_work` is whether it changes more than our own files: where the commits of the session are not in the
    history, it is their squash. `is_shared` is whether it brought other sessions as well.
    """

    commit: Commit
    record: Record
    path: str
    is_work: bool = False
    is_shared: bool = False


class _Event(NamedTuple):
    """A commit that changed records: those that it brought, by their paths, and what it took away."""

    commit: Commit
    brought: Mapping[str, Record]
    gone: frozenset[Described]
    is_work: bool


def find(revision: str, objects: Objects, by: Rules) -> list[Landing]:
    """The landings in the history of a revision, or in a range of it, the last one first.

    A session that went on after its branch had landed has several. A record that is moved, copied or
    reformatted has not landed again, nor has one that a revert takes back or restores, where the commit
    that brought it is there. Raises GitError where git cannot read the history.
    """
    events = _events(revision, objects, by)
    every: dict[Described, list[tuple[int, Landing | None]]] = {}
    for at, event in enumerate(events):
        for described in event.gone:
            every.setdefault(described, []).append((at, None))
        shared = len({one.id for one in event.brought.values()}) > 1
        for path, one in event.brought.items():
            landing = Landing(event.commit, one, path, event.is_work, shared)
            every.setdefault(_described(one), []).append((at, landing))
    chosen = (found for some in every.values() if (found := _landed(some)))
    return list(_current(landing for _, landing in sorted(chosen, key=lambda one: one[0])))


def commits(revision: str, by: Rules) -> list[str]:
    """The ids of the commits that `find` looks at."""
    query = log.Query((), (revision,), _OPTIONS, under=records_at.directories(by.profiles))
    return [one.oid for one in log.commits(query)]


def _events(revision: str, objects: Objects, by: Rules) -> list[_Event]:
    """The commits that changed records, the last one first."""
    below = records_at.directories(by.profiles)
    is_ours = own_files.matcher(by.settings, by.profiles)
    fields: tuple[log.Field, ...] = (
        *("parents", "author", "authored", "committed", "subject", "message", "changes"),
    )
    query = log.Query(fields, (revision,), _OPTIONS, under=below)
    changed = [_changed(one, below, is_ours) for one in log.commits(query)]
    files = _Files(objects, (one for commit, _ in changed for one in commit.changes))
    if any(not commit.parents for commit, _ in changed) and state_documents.is_shallow():
        # what is at the boundary of a shallow clone need not have come there
        changed = [(commit, is_work) for commit, is_work in changed if commit.parents]
    return [_event(commit, files, is_work=is_work) for commit, is_work in changed]


def _changed(commit: Commit, below: tuple[str, ...], is_ours: Callable[[str], bool]) -> tuple[Commit, bool]:
    """A commit with what it changed of records, and whether it changed more than our own files."""
    came = {one.after for one in commit.changes if one.path.startswith(below)}
    kept = (one for one in commit.changes if one.path.startswith(below) or one.before in came)
    is_work = any(not is_ours(one.path) for one in commit.changes)
    return commit._replace(changes=tuple(kept)), is_work


def _event(commit: Commit, files: "_Files", *, is_work: bool) -> _Event:
    gone = {_described(one) for one in files.before(commit.changes).values()}
    came = files.after(commit.changes)
    new = {path: one for path, one in came.items() if _described(one) not in gone}
    gone -= {_described(one) for one in came.values()}
    return _Event(commit._replace(changes=()), new, frozenset(gone), is_work)


class _Files:
    """The records in files that commits changed, each read once."""

    def __init__(self, objects: Objects, changes: Iterable[Change]) -> None:
        oids = dict.fromkeys(oid for one in changes for oid in (one.before, one.after) if oid)
        self._found = {
            oid: found
            for oid, data in objects.contents(list(oids), LARGEST)
            if (found := _record(data)) is not None
        }

    def before(self, changes: Sequence[Change]) -> dict[str, Record]:
        """Those that were there before, by their paths."""
        return {one.path: self._found[one.before] for one in changes if one.before in self._found}

    def after(self, changes: Sequence[Change]) -> dict[str, Record]:
        """Those that are there after them."""
        return {one.path: self._found[one.after] for one in changes if one.after in self._found}


def _record(data: bytes) -> Record | None:
    if not Front(source.front(data[: source.START])).id:
        return None
    return Stored.read("", data).record


def _described(one: Record) -> Described:
    return one.id, one.numbers, one.coverage.also


def _landed(some: Sequence[tuple[int, Landing | None]]) -> tuple[int, Landing] | None:
    """The landing of what came and went, the last one first; None for what was there before all of it.

    What comes twice was copied the second time. A revert that brings a record back, and the commit of ours
    that restores one, count where nothing else brought it.
    """
    before = [*(landing for _, landing in some[1:]), None]
    came = [(at, one) for (at, one), older in zip(some, before, strict=True) if one and not older]
    real = [(at, one) for at, one in came if not one.commit.message.startswith(commit_message.MADE)]
    works = [(at, one) for at, one in real if one.is_work]
    return next(iter((*works, *reversed(real), *came)), None)


def _current(landings: Iterable[Landing]) -> Iterator[Landing]:
    """The landings without those of our own files that a later one of the session makes obsolete."""
    later: dict[str, set[int]] = {}
    for one in landings:
        id, numbers = one.record.id, one.record.numbers
        if one.is_work or id not in later or not numbers <= later[id]:
            yield one
        later.setdefault(id, set()).update(numbers)
