"""The files that HEAD and the tips of all branches have at some paths.

Many branches have nearly the same trees. So git is asked for what differs between each tip and the next
one, the newest first: what it writes, and what is read of it, grows with what is different, and not with
the branches times the files.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import IO, NamedTuple

from . import run as git
from . import streams

_REFS = ("refs/heads", "refs/remotes")
_PLAIN = ("--raw", "-z", "--no-abbrev", "--no-renames", "--no-relative", "--diff-filter=d")


class File(NamedTuple):
    """A file of a tip: its path from the top, the mode and the id of what is there."""

    path: str
    mode: bytes
    oid: str


class Tips(NamedTuple):
    """The files of HEAD, and those versions of files that other tips have, each once.

    What HEAD has, too, may be among the latter.
    """

    head: frozenset[File]
    others: frozenset[File]


def at(pathspecs: Iterable[str], cwd: str | None = None) -> Tips:
    """The files at HEAD and at all tips that are known here, those of remotes too.

    Raises GitError before the first commit, and where git cannot read a tip.
    """
    empty = git.ask("hash-object", "-t", "tree", "--stdin", cwd=cwd).decode().strip()
    head = git.ask("rev-parse", "--verify", "--end-of-options", "HEAD^{tree}", cwd=cwd).decode().strip()
    every = ("for-each-ref", "--sort=-committerdate", "--format=%(tree) %(*tree)", *_REFS)
    trees = list(dict.fromkeys((empty, head, *git.ask(*every, cwd=cwd).decode().split())))
    given = "".join(f"{old} {new}\n" for old, new in pairwise(trees)).encode()
    found: tuple[set[File], set[File]] = set(), set()
    for tree, file in _changes(given, pathspecs):
        found[tree != head].add(file)
    return Tips(frozenset(found[0]), frozenset(found[1]))


def beside_head(revisions: Sequence[str], pathspecs: Iterable[str]) -> dict[str, list[File]]:
    """The files that some revisions have and HEAD has not. Raises GitError where git lacks one."""
    names = [f"{one}^{{tree}}" for one in ("HEAD", *revisions)]
    head, *trees = git.ask("rev-parse", "--end-of-options", *names).decode().split()[-len(names) :]
    given = "".join(f"{head} {tree}\n" for tree in dict.fromkeys(trees)).encode()
    found: dict[str, list[File]] = {}
    for tree, file in _changes(given, pathspecs):
        found.setdefault(tree, []).append(file)
    return {one: found.get(tree, []) for one, tree in zip(revisions, trees, strict=True)}


def _changes(pairs: bytes, pathspecs: Iterable[str]) -> Iterator[tuple[str, File]]:
    """The files that the second tree of each pair has and the first has not, each with that tree."""
    tree = ""
    with streams.stream("diff-tree", "--stdin", "-r", *_PLAIN, "--", *pathspecs, given=pairs) as pipe:
        fields = _fields(pipe)
        for what, path in zip(fields, fields, strict=False):
            *heads, line = what.split(b"\n")  # "<old> <new>", a line for each pair of trees
            tree = heads[-1].split()[1].decode() if heads else tree
            _, mode, _, oid, _ = line.split()
            yield tree, File(os.fsdecode(path), mode, oid.decode())


def anywhere(path: str) -> str:
    """A path, or a directory with a `/` at its end, as a pathspec for which letter case does not count."""
    return f":(top,literal,icase){path}"


def _fields(pipe: IO[bytes]) -> Iterator[bytes]:
    """What is before each NUL; branches that have nothing in common make a long answer."""
    rest = b""
    while piece := pipe.read(1 << 20):
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole
