"""The sessions that go on elsewhere: on other branches of this repository, and on those of remotes.

Of remotes it is what was fetched last. A session is looked for on the branch that its record names.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..git import log, tracked_branches
from ..git.branch_sessions import Sessions
from ..git.objects import FILES, Absent, Objects
from ..records import store
from ..records.record import Record
from ..records.store import LARGEST, Records, Stored

MOST = 100
"""Branches of remotes that are looked at, those with the latest commits first."""

_Files = Mapping[str, str]


class OpenSession(NamedTuple):
    """A session that has not ended: its record, and where it goes on (`topic`, `origin/topic`).

    `by` is the author of the last commit that wrote the record; "" for a session of this repository.
    """

    record: Record
    branch: str
    by: str = ""


class Elsewhere(NamedTuple):
    """The sessions that go on elsewhere, and the branches that could not be looked at."""

    sessions: tuple[OpenSession, ...] = ()
    unread: tuple[str, ...] = ()


class _Tip(NamedTuple):
    name: str
    branch: str
    revision: str
    id: str = ""


def elsewhere(records: Records, sessions: Sessions, branch: str) -> Elsewhere:
    """The sessions that go on on branches other than `branch`, which is the one at hand.

    `records` and `sessions` are those that are seen from there. Raises GitError where git cannot list the
    branches.
    """
    own = [one for one in sessions.others() if not one.auto]
    here = sessions.here()
    known = {one.id for one in own} | ({here.id} if here else set())
    tips = [_Tip(one.branch, one.branch, f"refs/heads/{one.branch}", one.id) for one in own]
    tips += [
        _Tip(f"{one.remote}/{one.branch}", one.branch, one.oid)
        for one in tracked_branches.tracked(newest=MOST)
        if one.branch != branch
    ]
    if not tips:
        return Elsewhere()
    found: dict[str, OpenSession] = {}
    unread = []
    with Objects() as objects:
        head = _files(objects, "HEAD", records.directories)
        objects.gather(tip.revision for tip in tips)
        for tip in tips:
            try:
                there = list(_records(objects, tip, records, head))
            except Absent:
                unread.append(tip.name)
                continue
            for one in _open(there):
                if (one.record.id == tip.id) if tip.id else (one.record.id not in known):
                    by = "" if tip.id else _author(tip.revision, one.path)
                    found.setdefault(one.record.id, OpenSession(one.record, tip.name, by))
    return Elsewhere(tuple(found.values()), tuple(unread))


def _records(objects: Objects, tip: _Tip, records: Records, head: _Files) -> Iterator[Stored]:
    """The records of a tip that may be of its own session; most are those that HEAD has, too."""
    files = _files(objects, tip.revision, records.directories)
    if tip.id:
        draft = records.find(tip.id)
        yield from (draft,) if draft and draft.path not in files else ()
    for one in records if any(head.get(path) == oid for path, oid in files.items()) else ():
        if one.front.text("branch") == tip.branch and files.get(one.path, "") == head.get(one.path):
            yield one
    new = {oid: path for path, oid in files.items() if head.get(path) != oid}
    for oid, data in objects.contents(list(new), LARGEST):
        one_there = store.stored(new[oid], data)
        if one_there and (tip.id or one_there.front.text("branch") == tip.branch):
            yield one_there


def _open(there: Iterable[Stored]) -> Iterator[Stored]:
    """Those that have not ended; a session may have gone on in a second file."""
    last: dict[str, Stored] = {}
    for one in sorted(there, key=lambda one: one.front.age):
        last[one.front.id] = one
    return (one for one in last.values() if one.record.is_open)


def _files(objects: Objects, revision: str, directories: Iterable[str]) -> _Files:
    """The files in the directories of a commit's tree, by their paths; raises Absent."""
    tree = objects.commit(revision).tree
    found: dict[str, str] = {}
    for directory in directories:
        there = objects.entry(tree, os.fsencode(directory.rstrip("/")))
        entries = objects.tree(there.oid) if there and there.mode not in FILES else {}
        found |= {directory + os.fsdecode(name): e.oid for name, e in entries.items() if e.mode in FILES}
    return found


def _author(revision: str, path: str) -> str:
    given = os.fsencode(f"{revision}\n--\n:(top,literal){path}\n")
    query = log.Query(("author",), (), ("-1", "--stdin"), given)
    return next((commit.author for commit in log.commits(query)), "")
