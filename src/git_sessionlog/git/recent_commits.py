"""The last commits, with the paths that each changed: one git process for all that is wanted of them."""

from collections.abc import Mapping
from typing import NamedTuple

from . import log
from . import run as git
from .log import Commit

MOST = 500
"""Commits that are looked at: a brief must not take longer in a long history."""

_FIELDS: tuple[log.Field, ...] = ("parents", "committed", "author", "checkpoint", "subject", "paths")


class Recent(NamedTuple):
    """The last commits of HEAD, the newest first, and for each path the one that changed it last.

    `complete` is whether there are no older ones; of a shallow clone nobody knows.
    """

    commits: tuple[Commit, ...] = ()
    changed: Mapping[str, Commit] = {}
    complete: bool = False

    def find(self, start: str) -> Commit | None:
        """The commit whose id begins so."""
        return next((commit for commit in self.commits if commit.oid.startswith(start)), None)


def ask(revision: str = "HEAD", cwd: str | None = None) -> git.Question:
    """The question that `seen` takes the answer of."""
    return log.ask(_query(revision), cwd)


def seen(question: git.Question, *, shallow: bool = False) -> Recent:
    """The answer. Raises GitError where there is no commit.

    In a shallow clone a commit without parents may be one whose parents are missing: git would name all
    its files as changed by it.
    """
    commits = log.answered(_query(), question)
    changed: dict[str, Commit] = {}
    for commit in commits:
        for path in commit.paths if commit.parents or not shallow else ():
            changed.setdefault(path, commit)
    return Recent(tuple(commits), changed, not shallow and len(commits) < MOST)


def _query(revision: str = "HEAD") -> log.Query:
    return log.Query(_FIELDS, (revision,), (f"-{MOST}",))
