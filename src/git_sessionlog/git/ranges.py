"""The commits of a range, through one git process, streamed. Never a short answer for a full one."""

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import Failure, GitError
from . import log, partial, streams
from . import run as git
from .log import Commit
from .objects import Absent, Objects

# Without the commit-graph git finds an unreadable commit before it writes the first one.
_CAREFUL = ("core.commitGraph=false",)
_UNSHALLOW = "git fetch --unshallow"
_IN_CI = " (GitHub Actions: fetch-depth: 0; GitLab CI: GIT_DEPTH: 0)"


class Range(NamedTuple):
    """Commits reachable from `tip`, or from one of `more`, and from none of `without`.

    `single` is whether it is `tip` alone; `shallow` are the commits at which the clone is cut off;
    `remotes` what to leave out as known to a remote: its name, or "*" for all. `tip`, `more` and
    `shallow` are full ids, `without` revisions.
    """

    tip: str
    without: tuple[str, ...] = ()
    single: bool = False
    shallow: frozenset[str] = frozenset()
    more: tuple[str, ...] = ()
    remotes: str = ""

    @property
    def revisions(self) -> bytes:
        """What names it to `git log --stdin`, a revision a line: there may be thousands."""
        lines = [self.tip, *self.more]
        if not self.single:
            lines += (f"^{_peeled(revision)}" for revision in self.without)
        return os.fsencode("".join(f"{line}\n" for line in lines))

    @property
    def options(self) -> tuple[str, ...]:
        """What goes with the revisions, behind `--stdin`."""
        if self.single:
            return ("--stdin", "--no-walk")
        return ("--stdin", "--not", f"--remotes={self.remotes}") if self.remotes else ("--stdin",)


def resolve(spec: str, *, since: str = "", root: bool = False) -> Range:
    """The range that `A..B` names, or the single commit that a revision names.

    `since` leaves out a commit and all before it; with `root`, a revision stands for all its
    history. Raises Failure when a commit of it is not in this clone: that is never an empty range.
    """
    base, dots, tip = spec.partition("..")
    if tip.startswith("."):
        raise Failure(f"{spec}: three dots are no range here", f"write {base}..{tip[1:]}")
    if dots and not base and tip in ("", "HEAD"):
        raise Failure(f"{spec}: the range has no start", "write <base>..HEAD; is a variable empty?")
    cut = boundary()
    tip_id = commit((tip if dots else base) or "HEAD")
    without = []
    if dots:
        without.append(_revision(base or "HEAD"))
        if cut and not _related(commit(without[0]), tip_id):
            raise Failure(f"{spec}: where the two part is not in this shallow clone", _whole_history())
    return Range(tip_id, (*without, *_since(since, cut)), not dots and not root, cut)


def pushed(
    tips: Sequence[str],
    without: Iterable[str],
    *,
    since: str = "",
    remotes: str = "",
    cut: frozenset[str] | None = None,
) -> Range:
    """The commits that are new where these tips go: reachable from none of `without`.

    All are full ids of commits that are here, one tip at least; `remotes` is as in `Range`. `cut` is the
    boundary of the clone, where it is known.
    """
    cut = boundary() if cut is None else cut
    return Range(tips[0], (*without, *_since(since, cut)), False, cut, tuple(tips[1:]), remotes)


def whole(*, in_ci: bool = True) -> str:
    """What to type, or to set if it may be `in_ci`, where a clone has not all that is asked for.

    git takes `--unshallow` in a shallow clone that has a remote only.
    """
    has_remote = bool(git.ask("remote").strip())
    if not boundary():
        return "git fetch" if has_remote and partial.promisor() else "git fsck"
    if not has_remote:
        return f"git remote add origin URL, then: {_UNSHALLOW}"
    return _UNSHALLOW + (_IN_CI if in_ci else "")


def _whole_history() -> str:
    return f"fetch the whole history: {whole()}"


def boundary() -> frozenset[str]:
    """The commits whose parents a shallow clone does not have (gitformat: the file `shallow`)."""
    path = os.fsdecode(git.ask("rev-parse", "--git-path", "shallow"))[:-1]
    try:
        with open(path) as file:
            return frozenset(file.read().split())
    except FileNotFoundError:
        return frozenset()


def _since(since: str, cut: frozenset[str]) -> tuple[str, ...]:
    try:
        return (commit(since),) if since else ()
    except Failure:
        if not cut:  # in a shallow clone it lies behind the boundary, which is checked anyway
            raise
        return ()


def commit(revision: str) -> str:
    """The full id of a revision's commit. Raises Failure when it is not in this clone."""
    name = _peeled(_revision(revision))
    out = git.ask("rev-parse", "-q", "--verify", "--end-of-options", name, no=(1, 128))
    if not out:
        hint = _whole_history() if boundary() else "git fetch, or mend the name"
        raise Failure(f'"{revision}" is no commit of this clone', hint)
    return out.decode().strip()


def read(span: Range) -> Iterator[Commit]:
    """The commits of a range, the oldest first, merges included.

    Raises Failure at the end when the history was cut off inside the range, and GitError before
    the first commit when git cannot read one of them: see `salvage`.
    """
    met_boundary = False
    options = ("--reverse", *span.options)
    query = log.Query(("parents", "author", "email", "message"), (), options, span.revisions, _CAREFUL)
    try:
        for found in log.commits(query):
            if span.shallow and found.oid in span.shallow:
                met_boundary = True
                found = _unshallowed(found)
            yield found
    except GitError:
        for revision in span.without:  # asked only now: main~99999 takes git as long as the log
            commit(revision)
        raise
    if met_boundary and not span.single:
        raise Failure("the history of the range is cut off by a shallow clone", _whole_history())


def count(span: Range) -> int:
    """How many commits a range has, merges left out. Raises GitError where git cannot read one."""
    asked = ("rev-list", "--count", "--no-merges", *span.options)
    with streams.stream(*asked, given=span.revisions) as pipe:
        answer = pipe.read()
    return int(answer)


def listed(span: Range, *, topological: bool = False) -> list[str]:
    """The ids of the commits of a range, the newest first. Raises GitError where git cannot read one.

    By dates, which may say anything, or with `topological` none after one of its ancestors.
    """
    order = ("--topo-order",) if topological else ()
    with streams.stream("rev-list", *order, *span.options, given=span.revisions) as pipe:
        return pipe.read().decode().split()


def touched(span: Range) -> frozenset[str]:
    """The paths that the commits of a range change; of a merge those that differ from all of its parents.

    Raises GitError where git cannot read one.
    """
    query = log.Query(("paths",), (), ("-c", *span.options), span.revisions)
    return frozenset(path for one in log.commits(query) for path in one.paths)


def salvage(span: Range) -> Iterator[Commit | str]:
    """The commits that can be read where git gave up on a range; the id alone of one that cannot.

    git's own list is taken where the commit-graph still gives one, else the parents are followed
    from the tip: what lies behind an unreadable commit is found if another way leads to it.
    """
    with Objects() as objects:
        try:
            oids = listed(span)
        except GitError:
            oids = _followed(span, objects)
        yield from read_each(objects, reversed(oids))


def read_each(objects: Objects, oids: Iterable[str]) -> Iterator[Commit | str]:
    """The commit of each id; the id itself where it cannot be read."""
    for oid in oids:
        try:
            found = objects.commit(oid)
        except Absent:
            yield oid
        else:
            yield Commit(
                found.oid,
                parents=found.parents,
                author=found.author,
                email=found.email,
                message=found.message,
            )


def _unshallowed(commit: Commit) -> Commit:
    """The same commit with its parents: a shallow clone hides them, even a merge's."""
    with Objects() as objects, suppress(Absent):
        return commit._replace(parents=objects.commit(commit.oid).parents)
    return commit


def _followed(span: Range, objects: Objects) -> list[str]:
    """The ids found from the tip by parents and not from `without`, the newest first."""
    done: set[str] = set()
    for revision in span.without:
        _follow(commit(revision), objects, done)
    found = {o: when for tip in (span.tip, *span.more) for o, when in _follow(tip, objects, done).items()}
    return sorted(found, key=lambda oid: found[oid], reverse=True)


def _follow(oid: str, objects: Objects, done: set[str]) -> dict[str, int]:
    """The ids found from one by parents, with their times; an unreadable one has its child's."""
    found: dict[str, int] = {}
    todo = [(oid, 0)]
    while todo:
        oid, time = todo.pop()
        if oid in done:
            continue
        done.add(oid)
        found[oid] = time
        with suppress(Absent):
            read = objects.commit(oid)
            found[oid] = read.when
            todo += ((parent, read.when) for parent in read.parents)
    return found


def _revision(revision: str) -> str:
    """The revision, which must name something: git would take these for something else."""
    if revision.startswith(("-", "^")):  # an option, or what is left out
        raise Failure(f'"{revision}" is no revision')
    return revision


def _peeled(revision: str) -> str:
    return f"{revision}^{{commit}}"


def _related(one: str, other: str) -> bool:
    return bool(git.ask("merge-base", one, other, no=(1,)))
