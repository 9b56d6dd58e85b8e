"""Files that the work tree has not: git has them in the index, in HEAD, or on the default branch only."""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from . import default_ref
from . import run as git

_TREE = ("ls-tree", "-z", "--full-tree")


class Source(NamedTuple):
    """Where files are: `branch` in short where that is the default one, "" for the index and HEAD.

    `files` has the mode and the id of each, by its name at the top; `commit` the tip of the branch.
    """

    files: Mapping[str, tuple[bytes, str]]
    branch: str = ""
    commit: str = ""


def sources(names: Sequence[str]) -> Iterator[Source]:
    """Where some files at the top of the work tree are, the nearest place first.

    HEAD is looked at where the index has none: what is about to be deleted holds still. The default branch
    comes last. Raises GitError where git cannot look.
    """
    literal = (f":(top,literal){name}" for name in names)
    index = git.Question("ls-files", "-s", "-z", "--full-name", "--", *literal)
    head, refs = git.Question(*_TREE, "HEAD", "--", *names), default_ref.ask()
    found = _files(index.answer()) or _files(
        head.answer(no=(128,))
    )  # before the first commit there is none
    if found:
        yield Source(found)
    known = default_ref.read(refs)
    ref = known.remote if known.remote.oid else known.local
    if ref.oid and ref.oid != known.here:
        found = _files(git.ask(*_TREE, ref.oid, "--", *names))
        if found:
            yield Source(found, ref.short, ref.oid)


def _files(out: bytes) -> dict[str, tuple[bytes, str]]:
    """The files of an answer: mode first, id before the stage or last, the name behind a tab."""
    found: dict[str, tuple[bytes, str]] = {}
    for line in git.fields(out):
        about, _, name = line.partition(b"\t")
        words = about.split()
        oid = words[2] if words[1] == b"blob" else words[1]
        found.setdefault(os.fsdecode(name), (words[0], oid.decode()))
    return found
