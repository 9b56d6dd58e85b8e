"""Sessions whose record a revert took along: what the record said, by whom it was, and how it is now.

A record that people take away, or put elsewhere, is none of these. Such a session is reverted as long as
its work is: a revert of the revert, or the same work landed again, brings it back, whatever became of the
record.
"""

import os
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ..core.errors import Failure
from ..core.stamps import day
from ..git import checkpoints, log, ranges, session_state, trailers
from ..git import run as git
from ..git.objects import FILES, Absent, Objects
from ..records.front import Front
from ..records.record import Record
from ..records.store import LARGEST, Stored, stored
from ..records.tree_index import Described, TreeIndex
from ..settings.model import Settings
from .fixes import commit_message, commit_scan
from .fixes.reverts import Commit, Revert, Settler

_WORDS = ("-i", "-E", "--grep=^(Revert|Reapply)[ ^(:!]", "--grep=This reverts commit ")
_FORM = re.compile(rb"(?i)(?:revert|reapply)[ ^(:!]")
_GIVEN = re.compile(
    r"(?mi)^(?:This reverts (?:commit|merge request) .*(?:\nchanges made to .*)?|Reverts \S+#\d+"
    rf"|[\w-]+-by: .*|{trailers.KEY}: .*)$"
)
_TAKER = "\0"  # what stands for an id of a fix where it is asked what became of the revert itself

IsWork = Callable[[str], bool]
"""Whether a path is work, and no document."""


class Taken(NamedTuple):
    """A session whose record a revert took along.

    `data` is the file as it was before, `is_reverted` whether its work is taken back now, `works` are the
    commits of that. `by` is the revert, `author` and `when` (seconds since 1970) are its own, `why` is its
    body, "" where nobody said.
    """

    path: str
    data: bytes
    stored: Stored
    is_reverted: bool
    works: frozenset[str]
    by: str
    author: str
    when: int
    why: str

    @property
    def record(self) -> Record:
        """What the file says."""
        return self.stored.record

    @property
    def words(self) -> str:
        """By which commit it was taken back, by whom, when and why."""
        why = f": {self.why}" if self.why else ""
        return f"reverted in {self.by[:10]} by {self.author} on {day(self.when)}{why}"


def look(directories: Sequence[str], settings: Settings, is_work: IsWork) -> list[Taken]:
    """All such sessions of HEAD, the one that was taken back last first.

    Raises GitError where git cannot read the history, Failure for what is not in this clone.
    """
    try:
        with Objects() as objects:
            seen = _History(objects, settings, is_work)
            sessions = list(_sessions(seen, directories))
            settled = _settled(seen, sessions) if sessions else None
            return [_taken(seen, one, settled) for one in sessions if settled]
    except Absent as absent:
        what = f"{absent.name[:10]} is not in this clone: it is shallow, partial or damaged"
        raise Failure(what, ranges.whole()) from None


class _History(NamedTuple):
    objects: Objects
    settings: Settings
    is_work: IsWork

    def changing(self, how: str, paths: Sequence[str]) -> Iterator[log.Commit]:
        """The commits of HEAD that added, changed or took away files, the last first; without merges."""
        fields: tuple[log.Field, ...] = ("parents", "author", "authored", "subject", "message", "paths")
        options = ("--full-history", "--topo-order", f"--diff-filter={how}")
        return log.commits(log.Query(fields, ("HEAD",), options, under=tuple(paths)))

    def is_revert(self, message: bytes) -> bool:
        """Whether a message says that it takes something back, in the words of git, a forge or a type."""
        return bool(_FORM.match(message) or commit_message.read(message, self.settings).targets)

    def has_work(self, oid: str) -> bool:
        """Whether a commit changes more than documents; a merge does not."""
        commit = self.objects.commit(oid)
        before = self.objects.commit(commit.parents[0]).tree if commit.parents else ""
        paths = map(os.fsdecode, self.objects.changes(before, commit.tree))
        return len(commit.parents) < 2 and any(map(self.is_work, paths))

    def data(self, oid: str, path: str) -> bytes:
        """A file in a commit, b"" where there is none."""
        entry = self.objects.entry(self.objects.commit(oid).tree, os.fsencode(path))
        return self.objects.read(entry.oid, LARGEST)[2] if entry and entry.mode in FILES else b""


class _Session(NamedTuple):
    """A record as it was before the revert `by` took it away.

    `landed` are the commits of work that brought it, `after` all that came after the revert.
    """

    path: str
    data: bytes
    front: Front
    by: log.Commit
    landed: tuple[log.Commit, ...]
    after: frozenset[str]

    def covers(self, message: bytes) -> bool:
        """Whether a message has the trailer of a commit that the record covers."""
        named = (*trailers.values(message, trailers.KEY), *checkpoints.anywhere(message))
        points = filter(None, map(session_state.parts, named))
        numbers = self.front.coverage.numbers
        return any(id == self.front.id and number in numbers for id, number in points)


def _sessions(seen: _History, directories: Sequence[str]) -> Iterator[_Session]:
    """The sessions, each with the last version of its record that no revert wrote."""
    gone = dict(_gone(seen, directories))
    every = list(seen.changing("AM", list(gone))) if gone else []
    since = {
        oid: frozenset(git.ask("rev-list", "HEAD", f"^{oid}", "--").decode().split())
        for oid in {by.oid for by in gone.values()}
    }
    for path, by in gone.items():
        after = since[by.oid]
        wrote = [one for one in every if path in one.paths and not seen.is_revert(one.message)]
        landed = tuple(one for one in wrote if seen.has_work(one.oid))
        last = next((one.oid for one in wrote if one.oid not in after), by.parents[0])
        data = seen.data(last, path)
        found = stored(path, data)
        if found:
            yield _Session(path, data, found.front, by, landed, after)


def _gone(seen: _History, directories: Sequence[str]) -> Iterator[tuple[str, log.Commit]]:
    """The records that were taken away, each with the last commit that did: those of reverts only."""
    known: set[str] = set()
    index = TreeIndex(seen.objects, directories)
    for commit in seen.changing("D", directories):
        new = [path for path in commit.paths if path not in known]
        known.update(new)
        if not new or not commit.parents or not seen.is_revert(commit.message):
            continue
        left = index.at(seen.objects.commit(commit.oid).tree)
        for path in new:
            found = stored(path, seen.data(commit.parents[0], path))
            if found and found.front.coverage and _described(found.front) not in left:
                yield path, commit


def _described(front: Front) -> Described:
    return Described(front.id, front.coverage)


class _Settled(NamedTuple):
    """What became of commits, and the work of each session by the path of its record."""

    settler: Settler
    works: dict[str, list[str]]


def _settled(seen: _History, sessions: Sequence[_Session]) -> _Settled:
    ids = "|".join({one.front.id for one in sessions})
    words = (*_WORDS, f"--grep={trailers.KEY}: ({ids})/")
    query = log.Query(("parents", "author", "authored", "subject", "message"), ("HEAD",), words)
    listed = dict(enumerate(log.commits(query)))
    reverts: dict[str, Revert] = {}
    works: dict[str, list[str]] = {one.path: [each.oid for each in one.landed] for one in sessions}
    for at, one in listed.items():
        said = commit_message.read(one.message, seen.settings)
        if said.targets:
            reverts[one.oid] = Revert(one.oid, one.subject, True, at, said.targets, said.quoted)
        own = [each for each in sessions if each.covers(one.message)]
        if own and not seen.is_revert(one.message) and seen.has_work(one.oid):
            for each in own:
                if not each.landed or one.oid in each.after:  # a squash has all that came before
                    works[each.path].append(one.oid)
    places = {one.oid: at for at, one in listed.items()}
    commits = {
        one.oid: Commit(one.oid, one.authored, one.author, one.subject, at=places.get(one.oid, len(listed)))
        for one in (*listed.values(), *(each for one in sessions for each in (one.by, *one.landed)))
    }
    wanted = {*(one.by.oid for one in sessions), *(oid for some in works.values() for oid in some)}
    kept = {oid: one for oid, one in commits.items() if oid in wanted}
    return _Settled(commit_scan.settle(kept, reverts), works)


def _taken(seen: _History, one: _Session, settled: _Settled) -> Taken:
    whole = Stored.read(one.path, one.data)
    why = " ".join(_GIVEN.sub("", one.by.message.decode("utf-8", "replace").partition("\n")[2]).split())
    is_reverted, works = _is_reverted(seen, one, settled), frozenset(settled.works[one.path])
    by = one.by
    return Taken(one.path, one.data, whole, is_reverted, works, by.oid, by.author, by.authored, why)


def _is_reverted(seen: _History, one: _Session, settled: _Settled) -> bool:
    """Whether all work of a session is taken back.

    A revert in words of its own names no commit: then it counts as long as nobody took it back, and the
    work did not land again.
    """
    works = settled.settler.commits(list(dict.fromkeys(settled.works[one.path])), one.path)
    live = [each for each in works if each.is_live]
    if works and not live:
        return True
    targets = commit_message.read(one.by.message, seen.settings).targets
    if works and (any(each.name for each in targets) or not seen.has_work(one.by.oid)):
        return False
    (by,) = settled.settler.commits([one.by.oid], _TAKER)
    return by.is_live and not any(one.after & {each.oid, *each.copies} for each in live)
