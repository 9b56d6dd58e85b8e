"""A commit of documents that is under way: a mark in the git directory, for who is killed in it."""

import os
from collections.abc import Collection
from contextlib import suppress
from typing import NamedTuple

from ..git import log, streams, worktree
from ..git import run as git

_FILE = "saving"


class Saving(NamedTuple):
    """What is committed: on which commit, by which subject, the documents, and why.

    `parent` is the commit before; `why` tells one command, with all that it was given, from another.
    """

    parent: str
    subject: str
    paths: tuple[str, ...]
    why: str = ""


def begin(state: str, one: Saving) -> None:
    """Note that a commit is about to be made; raises OSError."""
    os.makedirs(state, exist_ok=True)
    worktree.write(os.path.join(state, _FILE), os.fsencode("\0".join((*one[:2], one.why, *one.paths))))


def over(state: str) -> None:
    """Note that nothing more is to be done for it."""
    with suppress(OSError):
        os.unlink(os.path.join(state, _FILE))


def under_way(state: str) -> Saving | None:
    """The commit that somebody was about to make who did not come to the end of it, None for none."""
    words = worktree.read(os.path.join(state, _FILE)).split("\0")
    return Saving(words[0], words[1], tuple(words[3:]), words[2]) if len(words) > 2 else None


def finish(state: str) -> bool:
    """Put the index right where who made a commit was killed before that; whether there was one."""
    one = under_way(state)
    if not one or not one.paths or not is_made(one):
        return False
    take_over(one.paths)
    begin(state, one._replace(paths=()))
    return True


def is_made(one: Saving) -> bool:
    """Whether the commit is there, and is HEAD."""
    head = next(log.commits(log.Query(("parents", "subject"), ("HEAD",), ("-1",))))
    return (head.parents, head.subject) == ((one.parent,), one.subject)


def take_over(paths: Collection[str]) -> str:
    """Put into the index what a hook has added to the commit of some paths; what git said where it did not.

    `git commit --only` gives hooks an index of its own, so what they add is in the commit and not in the
    index. What the user has staged differs from the commit before too, and is left.
    """
    out = git.ask("diff-index", "--cached", "--name-only", "-z", "HEAD", "--")
    behind = {os.fsdecode(path) for path in git.fields(out)}
    if behind - {*paths}:
        staged = git.ask("diff-index", "--cached", "--name-only", "-z", "HEAD^", "--")
        behind -= {os.fsdecode(path) for path in git.fields(staged)} - {*paths}
    if not behind:
        return ""
    done = streams.done("reset", "-q", "--", *(f":(top,literal){path}" for path in sorted(behind)))
    return done.words if done.code else ""
