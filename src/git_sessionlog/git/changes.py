"""How a work tree differs from HEAD, and its branch from the one it follows: `git status`, read.

Also as documents write it: `M src/models.py, ?? notes.txt`, or `None`.
"""

import os
import re
from typing import NamedTuple

from . import run as git


class Change(NamedTuple):
    """A path that differs from HEAD; `code` is git's letter for how, `??` for one that is not tracked."""

    code: str
    path: str


class Changes(NamedTuple):
    """What `git status` says.

    `oid` is "" before the first commit, `branch` on a detached HEAD, `upstream` where none is set. `ahead`
    and `behind` are None where the upstream is not there.
    """

    oid: str = ""
    branch: str = ""
    upstream: str = ""
    ahead: int | None = None
    behind: int | None = None
    paths: tuple[Change, ...] = ()


def ask(cwd: str | None = None) -> git.Question:
    """The question that `seen` takes the answer of; what the user configures for status does not count."""
    options = (
        "--porcelain=v2",
        "-z",
        "--branch",
        "--ahead-behind",
        "--untracked-files=normal",
        "--no-renames",
    )
    return git.Question("status", *options, cwd=cwd)


def seen(question: git.Question) -> Changes:
    """The answer. Raises GitError in a bare repository."""
    heads: dict[str, str] = {}
    paths = []
    for field in git.fields(question.answer()):
        line = os.fsdecode(field)
        kind, _, rest = line.partition(" ")
        if kind == "#":
            name, _, value = rest.partition(" ")
            heads[name] = value
        elif kind == "?":
            paths.append(Change("??", rest))
        elif kind in _BEFORE_PATH:
            *words, path = rest.split(" ", _BEFORE_PATH[kind])
            paths.append(Change(_code(words[0]), path))
    counts = re.fullmatch(r"\+(\d+) -(\d+)", heads.get("branch.ab", ""))
    ahead, behind = (int(counts[1]), int(counts[2])) if counts else (None, None)
    oid = heads.get("branch.oid", "").replace("(initial)", "")
    branch = heads.get("branch.head", "").replace("(detached)", "")
    return Changes(oid, branch, heads.get("branch.upstream", ""), ahead, behind, tuple(paths))


def written(paths: tuple[Change, ...]) -> str:
    """The changes as documents write them, "None" where there is none."""
    return ", ".join(f"{change.code} {change.path}" for change in paths) or "None"


def read(text: str) -> frozenset[str] | None:
    """The paths in a text of changes, whatever the letters; None where it is no list of them.

    A path with a comma and a blank in it is not known as one.
    """
    found: set[str] = set()
    for piece in text.replace("`", "").split(", "):
        change = re.fullmatch(r"\s*(?:[MADRCTU]{1,2}|\?\?)\s+(\S.*?)\s*", piece)
        if not change:
            return None
        found.update(change[1].split(" -> "))
    return frozenset(found)


_BEFORE_PATH = {"1": 7, "2": 8, "u": 9}  # fields before the path (git-status(1), porcelain format 2)


def _code(pair: str) -> str:
    """`M` for `.M`, `M.` and `MM`; `AM` for what was added and then changed."""
    return "".join(dict.fromkeys(pair.replace(".", "")))
