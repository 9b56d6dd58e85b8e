"""What `git push` would send, asked of this clone: no remote is asked."""

import os
from collections.abc import Iterator
from typing import NamedTuple

from ...core.errors import GitError
from ...git import run as git
from ...state.ref_updates import BRANCHES, Update
from . import git_command
from .git_command import Asked
from .shell_grammar import UNKNOWN


class Push(NamedTuple):
    """The refs of a push, and the arguments that pre-push gets: the remote's name, and its URL."""

    updates: tuple[Update, ...]
    args: tuple[str, ...]


def of(args: tuple[str, ...]) -> Push | None:
    """The push that `git push *args` is here; None where it sends no branch, or it cannot be told which."""
    asked = git_command.of_push(args)
    if any(UNKNOWN in word for word in args) or asked.has(
        "-n", "--dry-run", "-d", "--delete", "-h", "--help"
    ):
        return None
    if asked.has("--all", "--branches", "--mirror"):
        updates = tuple(_all())
    elif asked.rest[1:]:
        updates = tuple(_named(asked))
    elif asked.has("--tags"):
        return None
    else:
        updates = tuple(_current())
    remote = next(iter(asked.rest[:1]), "") or next(iter(asked.values("--repo")), "") or _remote()
    is_url = ":" in remote or "/" in remote or remote.startswith(".")
    return Push(updates, (remote, remote) if is_url else (remote,)) if updates else None


def _all() -> Iterator[Update]:
    out = git.ask("for-each-ref", "--format=%(refname)%00%(objectname)", BRANCHES)
    for line in out.decode("utf-8", "surrogateescape").splitlines():
        name, _, oid = line.partition("\0")
        yield Update(name, "", oid)


def _current() -> Iterator[Update]:
    """The branch at HEAD, by the name that it has on the remote."""
    branch = _ask("symbolic-ref", "-q", "HEAD")
    default = _ask("config", "--get", "push.default")
    if branch and default not in ("nothing", "matching"):
        kind = "upstream" if default in ("upstream", "tracking") else "push"
        to = _ask("for-each-ref", f"--format=%({kind}:remoteref)", branch)
        yield Update(to or branch, "", _ask("rev-parse", "-q", "--verify", "HEAD"))


def _named(asked: Asked) -> Iterator[Update]:
    """The refspecs; what is deleted, a tag, or not there, is no branch to judge."""
    specs = list(asked.rest[1:])
    while specs:
        spec = specs.pop(0)
        if spec == "tag" and specs:
            specs.pop(0)
            continue
        source, _, to = spec.removeprefix("+").partition(":")
        if not source or source.startswith("-"):
            continue
        oid = _ask("rev-parse", "-q", "--verify", "--end-of-options", f"{source}^{{commit}}")
        full = _ask("rev-parse", "-q", "--symbolic-full-name", "--end-of-options", source)
        full = full.removeprefix("--end-of-options\n")  # git before 2.42 gives it back
        if full == "HEAD" or source in ("HEAD", "@"):
            full = _ask("symbolic-ref", "-q", "HEAD")
        if not to:
            name = full
        else:
            name = to if to.startswith("refs/") or full.startswith("refs/tags/") else BRANCHES + to
        if oid and name:
            yield Update(name, "", oid)


def _remote() -> str:
    """The remote that the branch at HEAD is pushed to."""
    branch = _ask("symbolic-ref", "-q", "HEAD")
    name = _ask("for-each-ref", "--format=%(push:remotename)", branch) if branch else ""
    return name or "origin"


def _ask(*question: str) -> str:
    try:
        return os.fsdecode(git.ask(*question, no=(1, 128))).strip()
    except GitError:
        return ""
