"""The commits that name fixes, of HEAD and of all branches: read once, as a stream, in flat memory."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ...core import fix_ids
from ...core.errors import Failure, GitError
from ...core.stamps import LATEST
from ...git import diffs, log, ranges
from ...git import run as git
from ...messages.reverts import without_number
from ...settings.model import Settings
from .. import lookup, state_documents
from ..landings import Landing
from . import commit_message, reverts
from .commit_message import Said, Target
from .reverts import Commit, Named, Revert

MOST, OF_ONE = 10, 1000
"""Commits of a fix that are kept in a table, and of one that is asked for; the others are counted."""

# git looks for the words, and only what may name a fix comes through the pipe.
_WORDS = (
    *("-F", "-i", "--grep=fix", "--grep=This reverts commit "),
    *('--grep=Revert "', "--grep=Revert^", '--grep=Reapply "'),
)

Counted = Callable[[Iterable[log.Commit]], Iterable[log.Commit]]
"""What shows how far the reading has come: it gives what it is given."""


class Evidence(NamedTuple):
    """What git knows of fixes, by their ids as commits have them.

    `cut` is whether the clone is shallow: then a fix without a commit may have one beyond its end.
    """

    fixes: Mapping[str, Named] = {}
    cut: bool = False


def gathered(
    settings: Settings,
    counted: Counted,
    only: Collection[str] = (),
    *,
    whole: bool = False,
    landed: Sequence[Landing] = (),
) -> Evidence:
    """The commits of all fixes; with `only`, more commits of these ids, and none of others.

    With `whole`, all commits come by `counted`: one pass is enough for whoever wants more. What a record
    calls done, and no commit of its session names, is named by the commit that brought the record: `landed`
    are those of HEAD. Raises GitError where git cannot read a commit.
    """
    brought = [one._replace(commit=one.commit._replace(source="HEAD")) for one in landed]
    kept = _Kept(settings, only, brought)
    for commit in counted(_all(() if whole else _words(only), [one.commit for one in brought])):
        kept.add(commit)
    kept.add_landed()
    settled = settle(kept.commits, kept.reverts)
    found = {id: bucket.named(id, settled) for id, bucket in kept.buckets.items()}
    return Evidence(
        {id: named for id, named in found.items() if named.commits}, state_documents.is_shallow()
    )


def settle(commits: Mapping[str, Commit], taken: Mapping[str, Revert]) -> "reverts.Settler":
    """What became of commits, with all that git is asked for it. Raises GitError as `gathered`."""
    settled = reverts.Settler(commits, taken)
    settled.find(reverts.Asked(lookup.spelled, diffs.patch_ids, _brought, lookup.reached, _titled))
    return settled


def named_in(span: ranges.Range, settings: Settings) -> tuple[str, ...]:
    """The ids that the commits of a range name, those of the newest first. Raises as `gathered`."""
    found: dict[str, None] = {}
    try:
        for commit in log.commits(log.Query(("message",), (), (*_WORDS, *span.options), span.revisions)):
            said = commit_message.read(commit.message, settings)
            found |= dict.fromkeys((*said.ids, *said.below))
    except GitError:
        for revision in span.without:
            ranges.commit(revision)  # says it better
        raise
    return tuple(found)


def branches(oid: str) -> tuple[str, ...]:
    """The branches, those of remotes too, that have a commit."""
    form = "--format=%(refname)%00%(symref)"
    out = git.ask("for-each-ref", f"--contains={oid}", form, "refs/heads", "refs/remotes")
    names = (line.partition("\0") for line in out.decode("utf-8", "replace").splitlines())
    return tuple(name.split("/", 2)[2] for name, _, symbolic in names if not symbolic)


class _Bucket:
    """The commits of one fix on their way: of HEAD and beside it, and how many more may be kept there.

    `here` are the sessions that have commits of HEAD among them.
    """

    __slots__ = ("first", "free", "here", "kept", "more", "sessions")

    def __init__(self, most: int) -> None:
        self.kept: tuple[list[str], list[str]] = [], []
        self.free = [most, most]
        self.more, self.first = 0, LATEST
        self.sessions: dict[str, None] = {}
        self.here: set[str] = set()

    def named(self, id: str, settled: "reverts.Settler") -> Named:
        commits = settled.commits((*self.kept[0], *self.kept[1]), id)
        return Named(commits, self.more, self.first, tuple(self.sessions))


class _Kept:
    """What is kept of the stream: for each id the newest commits, on HEAD and beside it; all reverts.

    What a revert that came before takes back is kept beside them, so that there is one in force if any is.
    """

    def __init__(self, settings: Settings, only: Collection[str], landed: Sequence[Landing]) -> None:
        self.buckets: dict[str, _Bucket] = {}
        self.commits: dict[str, Commit] = {}
        self.reverts: dict[str, Revert] = {}
        self._settings, self._only, self._landed = settings, only, landed
        self._most = OF_ONE if only else MOST
        self._brought: dict[str, list[str]] = {}
        for one in landed:
            self._brought.setdefault(one.commit.oid, []).extend([one.record.id] if one.is_work else ())
        self._at = dict.fromkeys(self._brought, 0)
        self._taken: set[str] = set()
        self._count = 0

    def add(self, commit: log.Commit) -> None:
        """Keep what a commit names."""
        self._count += 1
        said = commit_message.read(commit.message, self._settings)
        if said.targets:
            self._revert(commit, said)
        sessions: tuple[str, ...] = ()
        if commit.oid in self._brought:
            self._at[commit.oid] = self._count
            sessions = tuple(self._brought[commit.oid])
        ids = said.ids + said.below if said.below else said.ids
        wanted = [id for id in ids if id in self._only] if self._only else ids
        if wanted:
            sessions = sessions or commit_message.sessions(commit.message)
            self._keep(self._commit(commit, said, sessions, self._count), wanted)

    def add_landed(self) -> None:
        """Let each commit that brought a record name what that calls done, and nothing else of it names."""
        for one in self._landed:
            at, oid, id = self._at[one.commit.oid], one.commit.oid, one.record.id
            done = [
                fix for fix in map(fix_ids.normal, one.record.done) if not self._only or fix in self._only
            ]
            ids = tuple(fix for fix in done if not self._is_named(fix, one))
            if ids and at:
                known = self.commits.get(oid) or self._commit(one.commit, Said(), (), at)
                sessions = tuple(dict.fromkeys((*known.sessions, id)))
                self._keep(known._replace(below=(*known.below, *ids), sessions=sessions), ids)

    def _is_named(self, fix: str, one: Landing) -> bool:
        """Whether a commit of HEAD names a fix; one of the session's, where a squash brought that."""
        bucket = self.buckets.get(fix)
        if not bucket:
            return False
        return one.record.id in bucket.here if one.is_work else bool(bucket.kept[0])

    def _keep(self, commit: Commit, ids: Iterable[str]) -> None:
        """Keep a commit with some of the ids that it names, or count it."""
        taken, side = commit.oid in self._taken, 0 if commit.merged else 1
        for id in ids:
            bucket = self.buckets.get(id) or self.buckets.setdefault(id, _Bucket(self._most))
            bucket.first = min(bucket.first, commit.when)
            bucket.sessions.update(dict.fromkeys(commit.sessions))
            if commit.merged:
                bucket.here.update(commit.sessions)
            if taken or bucket.free[side]:
                bucket.kept[side].append(commit.oid)
                bucket.free[side] -= not taken
                self.commits[commit.oid] = commit
            else:
                bucket.more += 1

    def _revert(self, commit: log.Commit, said: Said) -> None:
        oid, subject = commit.oid, commit_message.subject(commit.message)
        self._taken.update(target.name for target in said.targets if target.name)
        self.reverts[oid] = Revert(oid, subject, is_merged(commit), self._count, said.targets, said.quoted)

    def _commit(self, commit: log.Commit, said: Said, sessions: tuple[str, ...], at: int) -> Commit:
        merged = is_merged(commit)
        return Commit(
            oid=commit.oid,
            when=commit.authored,
            author=commit.author,
            subject=commit_message.subject(commit.message),
            merged=merged,
            branches=() if merged else (commit.source,),
            ids=said.ids,
            below=said.below,
            merge=commit.is_merge,
            sessions=sessions,
            at=at,
        )


def _words(only: Collection[str]) -> tuple[str, ...]:
    """What makes git look for the messages that can name these ids, any where there are none."""
    if not only:
        return _WORDS
    ids = (f"--grep=[^0-9.]{re.escape(id)}([^0-9]|$)" for id in only)
    return ("-E", "--grep=This reverts commit ", "--grep=^(Revert|Reapply)[ ^]", *ids)


def is_merged(commit: log.Commit) -> bool:
    """Whether HEAD has a commit that came by: what only other branches have comes by their names."""
    return commit.source == "HEAD"


def _all(words: tuple[str, ...], landed: Iterable[log.Commit]) -> Iterator[log.Commit]:
    """All that HEAD has, then what only other branches have: each commit once."""
    has_head = bool(lookup.head())
    if has_head:
        yield from _with_landed(_read(*words, "HEAD"), landed)
    yield from _read(*words, "--branches", "--remotes", *(("--not", "HEAD") if has_head else ()))


def _with_landed(commits: Iterator[log.Commit], landed: Iterable[log.Commit]) -> Iterator[log.Commit]:
    """The commits of HEAD, and at their dates those that brought records: git need not have found them."""
    every = {one.oid: one for one in landed}
    waiting = sorted(every.values(), key=lambda one: one.committed)
    given: set[str] = set()
    for commit in commits:
        while waiting and waiting[-1].committed > commit.committed:
            early = waiting.pop()
            if early.oid not in given:
                given.add(early.oid)
                yield early
        if commit.oid not in given:
            if commit.oid in every:
                given.add(commit.oid)
            yield commit
    yield from (one for one in reversed(waiting) if one.oid not in given)


def _read(*options: str) -> Iterator[log.Commit]:
    fields: tuple[log.Field, ...] = ("parents", "authored", "committed", "source", "author", "message")
    return log.commits(log.Query(fields, (), options))


def _brought(merge: str, since: str) -> Iterator[str]:
    """The commits that a merge brought in, as far as they are here: what the one before does not have."""
    try:
        span = ranges.Range(ranges.commit(merge), (ranges.commit(since),))
    except Failure:
        return
    yield from ranges.listed(span)


def _titled(revert: str, title: str) -> Target | None:
    """The last merge before a revert that has a title as a line of its message, as forges write it."""
    plain = without_number(title)
    query = log.Query(("parents", "message"), (revert,), ("--merges", "-F", f"--grep={plain}"))
    for merge in log.commits(query) if plain else ():
        lines = merge.message.decode("utf-8", "replace").splitlines()
        if merge.oid != revert and any(without_number(line) == plain for line in lines):
            return Target(merge.oid, merge.parents[0])
    return None
