"""The sessions that go on elsewhere: on other branches of this repository, and on those of remotes.

Of remotes it is what was fetched last. A session is looked for on the branch that its record names.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ..core.errors import GitError
from ..git import branch_tips, log, streams, tracked_branches
from ..git.branch_sessions import Sessions
from ..git.branch_tips import File
from ..git.log import Commit
from ..git.objects import FILES, Objects
from ..git.tracked_branches import Remotes
from ..records import places, store
from ..records.record import Record
from ..records.store import LARGEST, Records, Stored

MOST = 100
"""Branches of remotes that are looked at, those with the latest commits first."""

_RECENT = 50  # records of a branch that are read, the last by their names


class OpenSession(NamedTuple):
    """A session that has not ended: its record, and where it goes on (`topic`, `origin/topic`).

    `by` is the author of the last commit there; "" for a session of this repository.
    """

    record: Record
    branch: str
    by: str = ""


class Elsewhere(NamedTuple):
    """The sessions that go on elsewhere, and why they could not be looked at, "" where they could."""

    sessions: tuple[OpenSession, ...] = ()
    unread: str = ""


class _Tip(NamedTuple):
    name: str
    branch: str
    revision: str
    id: str = ""


def elsewhere(records: Records, sessions: Sessions, remotes: Remotes) -> Elsewhere:
    """The sessions that go on on branches other than the one at hand, that of `remotes`.

    `records` and `sessions` are those that are seen from there.
    """
    try:
        tips = list(_tips(sessions, remotes))
        return Elsewhere(tuple(_found(tips, records, sessions))) if tips else Elsewhere()
    except GitError as error:
        return Elsewhere(unread=error.message)


def _tips(sessions: Sessions, remotes: Remotes) -> Iterator[_Tip]:
    """The branches that may have one: those of this repository that have a key, and those of remotes."""
    for one in sessions.others():
        if not one.auto:
            yield _Tip(one.branch, one.branch, f"refs/heads/{one.branch}", one.id)
    known = remotes.tracked
    for there in known if len(known) <= MOST else tracked_branches.newest(MOST):
        if there.branch != remotes.branch:
            yield _Tip(f"{there.remote}/{there.branch}", there.branch, there.oid)


def _found(tips: Sequence[_Tip], records: Records, sessions: Sessions) -> Iterator[OpenSession]:
    here = sessions.here()
    known = {one.id for one in (here, *sessions.others()) if one}
    heads = _heads([tip.revision for tip in tips if not tip.id])
    last = {tip: heads[tip.revision].committed for tip in tips if tip.revision in heads}
    own, others = [tip for tip in tips if tip.id], [tip for tip in tips if not tip.id]
    ordered = (*own, *sorted(others, key=lambda tip: last.get(tip, 0), reverse=True))
    for tip, there in _records(ordered, records):
        for one in _open(there):
            if (one.id == tip.id) if tip.id else (one.id not in known):
                known |= set() if tip.id else {one.id}
                yield OpenSession(one, tip.name, _author(heads.get(tip.revision)))


def _records(tips: Sequence[_Tip], records: Records) -> Iterator[tuple[_Tip, list[Stored]]]:
    """The records at each tip that are of its own session, whether HEAD has them too or not."""
    specs = [f":(top,literal){directory}" for directory in records.directories]
    beside = branch_tips.beside_head([tip.revision for tip in tips], specs)
    new = {tip: _recent(beside[tip.revision], records.directories) for tip in tips}
    with Objects() as objects:
        oids = [file.oid for files in new.values() for file in files]
        texts = dict(objects.contents(oids, LARGEST))
    recent = records.recent(_RECENT)
    at_head = {tip: list(_at_head(tip, records, recent)) for tip in tips}
    same = _unchanged([(tip, one) for tip, some in at_head.items() for one in some])
    for tip in tips:
        read = (store.stored(file.path, texts[file.oid]) for file in new[tip] if file.oid in texts)
        every = [*(one for one in at_head[tip] if (tip, one.path) in same), *(one for one in read if one)]
        yield tip, [one for one in every if tip.id or one.front.text("branch") == tip.branch]


def _recent(files: Iterable[File], directories: Sequence[str]) -> list[File]:
    """The records among files, the last by their names."""
    own = [one for one in files if one.mode in FILES and f"{one.path.rpartition('/')[0]}/" in directories]
    return sorted(own, key=lambda one: places.natural(one.path))[-_RECENT:]


def _at_head(tip: _Tip, records: Records, recent: Iterable[Stored]) -> Iterator[Stored]:
    """The records that are seen here and may be of a tip: that of its id, else those that name it."""
    if tip.id:
        mine = records.find(tip.id)
        yield from (mine,) if mine else ()
        return
    yield from (one for one in recent if one.front.text("branch") == tip.branch)


def _unchanged(asked: Sequence[tuple[_Tip, Stored]]) -> set[tuple[_Tip, str]]:
    """Those of some records that a tip has as HEAD has them, and the drafts of sessions."""
    drafts = {(tip, one.path) for tip, one in asked if tip.id}
    there = [(tip, one.path) for tip, one in asked if not tip.id and "\n" not in one.path]
    names = [name for tip, path in there for name in (f"HEAD:{path}", f"{tip.revision}:{path}")]
    given = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    if not given:
        return drafts
    with streams.stream("cat-file", "--batch-check=%(objectname)", given=given) as pipe:
        oids = [line.rstrip(b"\n") for line in pipe]
    pairs = zip(there, oids[::2], oids[1::2], strict=True)
    return drafts | {one for one, old, new in pairs if old == new}


def _open(there: Iterable[Stored]) -> Iterator[Record]:
    """Those that have not ended; a session may have gone on in a second file."""
    last: Mapping[str, Stored] = {one.front.id: one for one in sorted(there, key=lambda one: one.front.age)}
    return (one.record for one in last.values() if one.record.is_open)


def _author(head: Commit | None) -> str:
    return head.author if head else ""


def _heads(oids: Sequence[str]) -> Mapping[str, Commit]:
    """The commits, by their ids: who made them, and when."""
    query = log.Query(("author", "committed"), tuple(dict.fromkeys(oids)), ("--no-walk=unsorted",))
    return {one.oid: one for one in log.commits(query)} if oids else {}
