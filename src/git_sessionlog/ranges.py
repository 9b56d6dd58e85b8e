"""The commits of a range, through one git process, streamed. Never a short answer for a full one."""

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, NamedTuple

from . import git, gitstream
from .commit import Commit
from .errors import Failure, GitError

_FORMAT = "--format=%H%x00%P%x00%an%x00%ae%x00%B"
_FIELDS = 5
_FULL_CLONE = (
    "fetch the whole history: git fetch --unshallow (GitHub Actions: fetch-depth: 0; "
    "GitLab CI: GIT_DEPTH: 0)"
)


class Range(NamedTuple):
    """Commits reachable from `tip` and from none of `without`; `shallow` are the cut-off ones.

    `single` is whether it is `tip` alone. All are full object ids.
    """

    tip: str
    without: tuple[str, ...] = ()
    single: bool = False
    shallow: frozenset[str] = frozenset()


def resolve(spec: str, *, since: str = "", root: bool = False) -> Range:
    """The range that `A..B` names, or the single commit that a revision names.

    `since` leaves out a commit and all before it; with `root`, a revision stands for all its
    history. Raises Failure when a commit of it is not in this clone: that is never an empty range.
    """
    base, dots, tip = spec.partition("..")
    if tip.startswith("."):
        raise Failure(f"{spec}: three dots are no range here", f"write {base}..{tip[1:]}")
    cut = _shallow()
    tip_id = _commit((tip if dots else base) or "HEAD", cut)
    without = [_commit(base or "HEAD", cut)] if dots else []
    if without and cut and not _related(without[0], tip_id):
        raise Failure(f"{spec}: where the two part is not in this shallow clone", _FULL_CLONE)
    if since:
        try:
            without.append(_commit(since, cut))
        except Failure:
            if not cut:  # in a shallow clone it lies behind the boundary, which is checked anyway
                raise
    return Range(tip_id, tuple(without), not dots and not root, cut)


def read(span: Range) -> Iterator[Commit]:
    """The commits of a range, the oldest first, merges included.

    Raises Failure at the end when the history was cut off inside the range, and GitError before
    the first commit when git cannot read one of them (see `salvage`): without the commit-graph git
    reads them all before it writes one.
    """
    which = [span.tip, *(f"^{oid}" for oid in span.without)]
    alone = ["--max-count=1"] if span.single else []
    options = ["-z", "--reverse", "--no-show-signature", "--no-color", "--encoding=UTF-8", _FORMAT]
    met_boundary = False
    log = ("-c", "core.commitGraph=false", "log")
    with gitstream.stream(*log, *options, *alone, *which, "--") as pipe:
        for commit in _parsed(pipe):
            met_boundary = met_boundary or commit.oid in span.shallow
            yield commit
    if met_boundary and not span.single:
        raise Failure("the history of the range is cut off by a shallow clone", _FULL_CLONE)


def salvage(span: Range) -> Iterator[Commit | str]:
    """The commits that can be read where git gave up on a range; the id alone of one that cannot.

    git's own list is taken where the commit-graph still gives one, else the parents are followed
    from the tip: what lies behind an unreadable commit is found if another way leads to it.
    """
    without = {oid for base in span.without for oid in _listed(base)}
    try:
        todo = _listed(span.tip, *(f"^{oid}" for oid in span.without))
    except GitError:
        todo = [span.tip]
    done = set(without)
    with RawCommits() as raw:
        while todo:
            oid = todo.pop()
            if oid in done:
                continue
            done.add(oid)
            found = raw.read(oid)
            if found is None:
                yield oid
                continue
            commit, parents = found
            todo += parents
            yield commit


class RawCommits:
    """Commit objects by id, through `git cat-file --batch`, which is started again when one kills it."""

    def __enter__(self) -> "RawCommits":
        self._talk = gitstream.Conversation("cat-file", "--batch")
        return self

    def __exit__(self, *_: object) -> None:
        self._talk.close()

    def read(self, oid: str) -> tuple[Commit, list[str]] | None:
        """The commit and its parents, None when it cannot be read."""
        answer = self._talk.ask(oid).split()
        if len(answer) != 3 or answer[1] != b"commit":
            if not answer:
                self._talk.close()
                self._talk = gitstream.Conversation("cat-file", "--batch")
            return None
        raw = self._talk.read(int(answer[2]) + 1)[:-1]
        head, _, message = raw.partition(b"\n\n")
        lines = [line.partition(b" ") for line in head.split(b"\n")]
        parents = [value.decode() for key, _, value in lines if key == b"parent"]
        author = next((value for key, _, value in lines if key == b"author"), b"")
        name, _, email = author.rpartition(b">")[0].decode("utf-8", "replace").partition(" <")
        encoding = next((value for key, _, value in lines if key == b"encoding"), b"utf-8")
        with suppress(LookupError, UnicodeError):
            message = message.decode(encoding.decode()).encode()
        return Commit(oid, len(parents), name, email, message), parents


def _listed(*which: str) -> list[str]:
    return os.fsdecode(git.ask("rev-list", *which, "--")).split()


def _parsed(pipe: IO[bytes]) -> Iterator[Commit]:
    fields: list[bytes] = []
    rest = b""
    while chunk := pipe.read(1 << 16):
        *whole, rest = (rest + chunk).split(b"\0")
        fields += whole
        end = len(fields) - len(fields) % _FIELDS
        for at in range(0, end, _FIELDS):
            yield _commit_of(fields[at : at + _FIELDS])
        del fields[:end]


def _commit_of(fields: list[bytes]) -> Commit:
    oid, parents, author, email, message = fields
    return Commit(
        oid.decode(),
        parents.count(b" ") + bool(parents),
        author.decode("utf-8", "replace"),
        email.decode("utf-8", "replace"),
        message,
    )


def _commit(revision: str, cut: frozenset[str]) -> str:
    """The full id of a revision's commit."""
    if revision.startswith("-"):
        raise Failure(f'"{revision}" is no revision')
    name = f"{revision}^{{commit}}"
    out = git.ask("rev-parse", "-q", "--verify", "--end-of-options", name, no=(1, 128))
    if not out:
        hint = _FULL_CLONE if cut else "git fetch, or mend the name"
        raise Failure(f'"{revision}" is no commit of this clone', hint)
    return out.decode().strip()


def _shallow() -> frozenset[str]:
    """The commits whose parents a shallow clone does not have (gitformat: the file `shallow`)."""
    path = os.fsdecode(git.ask("rev-parse", "--git-path", "shallow"))[:-1]
    try:
        with open(path) as file:
            return frozenset(file.read().split())
    except FileNotFoundError:
        return frozenset()


def _related(one: str, other: str) -> bool:
    return bool(git.ask("merge-base", one, other, no=(1,)))
