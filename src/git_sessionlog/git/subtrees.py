"""The commits of `git subtree --squash`: made by plumbing, without a hook, and read back by their text."""

import re
from collections.abc import Callable
from contextlib import suppress

from ..core.errors import GitError
from . import run as git
from . import streams
from .cleanup import decoded
from .log import Commit
from .ranges import Range

# git-subtree.sh, squash_msg: nothing in it is anybody's words but the titles of the commits put together.
_FORM = (
    r"Squashed '(?P<dir>[^\n]+)/' (?:content from commit (?P<of>[0-9a-f]{4,64})"
    r"|changes from (?P<old>[0-9a-f]{4,64})\.\.(?P<new>[0-9a-f]{4,64}))\n\n"
    r"(?(old)(?:(?:REVERT: )?[0-9a-f]{4,64} [^\n]*\n)*\n)"
    r"git-subtree-dir: (?P=dir)\ngit-subtree-split: (?P<split>[0-9a-f]{40,64})\n?"
)


def of(span: Range) -> Callable[[Commit], bool]:
    """What tells of a commit of a range whether it is one: by its text, and by the merge that it is for.

    That merge has it as its second parent and changes nothing outside of the directory; the first of its
    kind is that directory, and any other goes on from one with the same text. Where git cannot tell, it is
    none.
    """
    merges: dict[str, list[tuple[str, str]]] = {}

    def is_one(commit: Commit) -> bool:
        found = _read(commit.message)
        if not found:
            return False
        with suppress(GitError):
            if not merges:
                merges.update(_merges(span, commit.oid))
            return _continues(commit, found) and any(
                _is_for(commit, found["dir"], *merge) for merge in merges.get(commit.oid, ())
            )
        return False

    return is_one


def _read(message: bytes) -> "re.Match[str] | None":
    found = re.fullmatch(_FORM, decoded(message).text + "\n") if message.startswith(b"Squashed '") else None
    return found if found and found["split"].startswith(found["of"] or found["new"]) else None


def _continues(commit: Commit, found: "re.Match[str]") -> bool:
    """Whether the first of its kind has no parent, and any other one that tells of the same directory."""
    if found["of"]:
        return not commit.parents
    if len(commit.parents) != 1:
        return False
    before = _read(git.ask("cat-file", "commit", commit.parents[0]).partition(b"\n\n")[2])
    return bool(before and before["dir"] == found["dir"] and before["split"].startswith(found["old"]))


def _merges(span: Range, oid: str) -> dict[str, list[tuple[str, str]]]:
    """The merges of a range by their second parents, each with its first; of a single commit up to HEAD."""
    given = f"HEAD\n^{oid}\n".encode() if span.single else span.revisions
    options = ("--stdin",) if span.single else span.options
    found: dict[str, list[tuple[str, str]]] = {}
    with streams.stream("rev-list", "--merges", "--parents", *options, given=given) as pipe:
        for line in pipe:
            merge, first, second, *more = line.decode().split()
            if not more:
                found.setdefault(second, []).append((merge, first))
    return found


def _is_for(commit: Commit, directory: str, merge: str, first: str) -> bool:
    """Whether a merge puts the files of a commit into a directory, and does nothing else."""
    changed = git.fields(git.ask("diff-tree", "-r", "-z", "--name-only", "--no-renames", first, merge))
    inside = all(path.startswith(f"{directory}/".encode("utf-8", "surrogateescape")) for path in changed)
    if not inside or commit.parents:
        return inside
    trees = git.ask("rev-parse", "--verify", f"{merge}:{directory}", no=(128,))
    return trees == git.ask("rev-parse", "--verify", f"{commit.oid}^{{tree}}")
