"""Does what git says match what the documents say? Each thing that was looked at, as a value."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ...git.changes import Change, Changes, read, written
from ...git.log import Commit
from ...git.objects import Absent
from ...git.recent_commits import MOST, Recent
from ...git.worktree import Situation
from ...state.freshness import Freshness
from .model import Check
from .sections import Recorded

SHOWN = 5
"""Changed paths that are named before the rest is a count."""


class Git(NamedTuple):
    """What git says: `tree` is None in a bare repository, whose branch is in `branch` then.

    `is_document` is whether a path is a state document, a record, or left out by the settings. `since`
    gives the first few paths that changed since a commit and are none, and raises Absent; `there` a commit
    for a hash that is not among the recent ones, "" where it is not in this clone. `may_be_behind` is
    whether documents are written after a merge only.
    """

    recent: Recent
    tree: Changes | None
    branch: str
    situation: Situation
    shallow: bool
    is_document: Callable[[str], bool]
    since: Callable[[str], list[str]]
    there: Callable[[str], str]
    may_be_behind: bool = False

    @property
    def head(self) -> Commit:
        """The commit that HEAD is."""
        return self.recent.commits[0]


def checks(git: Git, recorded: Recorded) -> Iterator[Check]:
    """What is recorded of git's state, compared with it."""
    yield _branch(git, recorded.branch)
    yield _commit(git, recorded.commit)
    if git.tree:
        yield _changes(git, git.tree, recorded.changes)
        yield from _operation(git.situation)
        yield _remote(git.tree)


def documents(
    verdicts: Iterable[Freshness], changed: Sequence[str], *, may_be_behind: bool = False
) -> Iterator[Check]:
    """Whether each state document describes HEAD, and which of them are other than there.

    Where documents are written after a merge, one that is behind has not taken that up yet.
    """
    states = {"fresh": "ok", "unknown": "unknown"} | ({"stale": "note"} if may_be_behind else {})
    for verdict in verdicts:
        state = states.get(verdict.state, "bad")
        yield Check("document", state, f"{verdict.path}: {_said(verdict)}")
    if changed:
        yield Check("document", "note", f"uncommitted changes in {', '.join(changed)}")


def missing(paths: Sequence[str], *, wanted: bool) -> Iterator[Check]:
    """The documents that must be there and are not; it is only said where nobody asked for the profile."""
    if paths:
        yield Check("files", "bad" if wanted else "note", f"missing: {', '.join(paths)}")


def changed_paths(paths: Sequence[Change]) -> str:
    """The changes as documents have them, the first few."""
    more = len(paths) - SHOWN
    return written(tuple(paths[:SHOWN])) + (f", and {more:,} more" if more > 0 else "")


def _branch(git: Git, expected: str) -> Check:
    actual = git.branch or "none, HEAD is detached"
    wanted = expected.strip("`* ").partition(" ")[0].strip("`")
    return Check("branch", "ok" if wanted in ("", git.branch) else "bad", actual, wanted)


def _commit(git: Git, expected: str) -> Check:
    """The recorded commit is HEAD, or one after which only documents changed: its record comes later."""
    head = f"{git.head.oid[:10]}  {git.head.subject}"
    if not expected:
        return Check("commit", "ok", head)
    start, subjects = _named(expected)
    same = next((one for one in git.recent.commits if one.subject.strip() in subjects), None)
    known = git.recent.find(start) if start else same
    if known:
        return _after(git, known.oid, Check("commit", "ok", head, known.oid[:10]))
    if not start:
        return Check("commit", "bad", f"{head}; no commit of HEAD has that subject", expected)
    hint = f"; {same.oid[:10]} has its subject" if same else ""
    state = "bad"
    if git.there(start):
        where = (
            "not in the history of HEAD" if git.recent.complete else f"not among the last {MOST:,} of HEAD"
        )
    else:
        where, state = "not in this clone", "unknown" if git.shallow else "bad"
    return Check("commit", state, f"{head}; {start} is {where}{hint}", start)


def _named(expected: str) -> tuple[str, tuple[str, ...]]:
    """The hash that is recorded, "" where there is none, and what may be the subject."""
    whole = expected.strip("`\"“”*' ")
    hashed = re.search(r"(?<![0-9A-Za-z])[0-9a-f]{7,64}(?![0-9A-Za-z])", expected)
    rest = re.sub(r"^\W*[0-9A-Za-z]{7,64}\W+", "", expected, count=1).strip("`\"“”*' ")
    return (hashed[0] if hashed else ""), tuple(text for text in (whole, rest) if text)


def _after(git: Git, oid: str, check: Check) -> Check:
    """Where other things than documents changed since the recorded commit."""
    try:
        paths = git.since(oid)
    except Absent:
        said = f"{check.actual}; what changed since {oid[:10]} cannot be read"
        return check._replace(state="unknown", actual=said)
    if not paths:
        after = "" if oid == git.head.oid else f"; only documents changed since {oid[:10]}"
        return check._replace(actual=check.actual + after)
    more = ", …" if len(paths) > SHOWN else ""
    said = f"{check.actual}; changed since {oid[:10]}: {', '.join(paths[:SHOWN])}{more}"
    return check._replace(state="note" if git.may_be_behind else "bad", actual=said)


def _changes(git: Git, tree: Changes, expected: str) -> Check:
    paths = [change for change in tree.paths if not git.is_document(change.path)]
    actual = changed_paths(paths)
    wanted = read(expected) if expected else frozenset()
    if wanted is None:  # words, such as "2 files": nobody can tell
        return Check("changes", "note", actual, expected)
    wanted = frozenset(path for path in wanted if not git.is_document(path))
    same = wanted == {change.path for change in paths}
    return Check("changes", "ok" if same else "bad", actual, "" if same else expected or "none")


def _operation(situation: Situation) -> Iterator[Check]:
    names = {
        "merging": "a merge",
        "picking": "a cherry-pick",
        "reverting": "a revert",
        "rebasing": "a rebase",
        "sequencing": "a sequence of commits",
        "bisecting": "a bisect",
    }
    going = [name for field, name in names.items() if getattr(situation, field)]
    if going:
        yield Check("operation", "bad", f"git is in the middle of {' and '.join(going)}", "none")


def _remote(tree: Changes) -> Check:
    """Behind is what others have pushed, as far as the last fetch knows; ahead is nowhere but here."""
    if not tree.upstream:
        return Check(
            "remote", "note", "this branch follows none of a remote" if tree.branch else "HEAD is detached"
        )
    if tree.ahead is None or tree.behind is None:
        return Check("remote", "note", f"{tree.upstream} is not there")
    counts = [
        f"{number:,} {way}" for number, way in ((tree.behind, "behind"), (tree.ahead, "ahead of")) if number
    ]
    if not counts:
        return Check("remote", "ok", f"as {tree.upstream}")
    said = f"{' and '.join(counts)} {tree.upstream}"
    return Check("remote", "bad" if tree.behind else "note", said, "not behind" if tree.behind else "")


def _said(verdict: Freshness) -> str:
    if verdict.why:
        return verdict.why
    if not verdict.commits:
        return "describes HEAD"
    count = len(verdict.commits)
    least = "" if verdict.complete else "at least "
    return f"{least}{count:,} {'commit' if count == 1 else 'commits'} behind"
