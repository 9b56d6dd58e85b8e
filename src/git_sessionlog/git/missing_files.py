"""What git tracks and the work tree has not: left out of a checkout, or deleted."""

import os
import posixpath
import re
import shlex
import tempfile
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..core.errors import Failure, GitError
from ..core.paths import place_of
from . import run as git

_SKIPPED, _STAGED = b"S", b"M"  # git-ls-files(1), -t; what is in HEAD alone counts as unmerged


class Missing(NamedTuple):
    """A path that git tracks, and that is not in the work tree.

    `skipped` is whether git was told to leave it out (the skip-worktree bit, which a sparse checkout
    sets), `staged` whether it is in HEAD and no more in the index.
    """

    path: str
    skipped: bool = False
    staged: bool = False


def missing(top: str, paths: Iterable[str]) -> list[Missing]:
    """What is tracked at some paths, or below those that end with `/`, and is not in the work tree."""
    literal = [f":(top,literal){path}" for path in paths]
    asked = ("--", *literal)
    try:
        out = git.ask("ls-files", "-z", "-t", "--with-tree=HEAD", *asked, cwd=top) if literal else b""
    except GitError as error:  # there is no commit yet, or no repository
        outside = "not a git repository" in error.message
        out = b"" if outside else git.ask("ls-files", "-z", "-t", *asked, cwd=top)
    found: dict[str, Missing] = {}
    for line in git.fields(out):
        tag, _, name = line.partition(b" ")
        path = os.fsdecode(name)
        if not os.path.lexists(place_of(top, path)):
            found[path] = Missing(path, tag == _SKIPPED, tag == _STAGED)
    return list(found.values())


def must_be_there(top: str, reads: Iterable[str] = (), makes: Sequence[str] = ()) -> None:
    """Raise Failure, before anything is written, where a tracked file would be taken for absent.

    `reads` are files, or directories with a `/` at their end, that may be absent or deleted, and not left
    out of the checkout. `makes` are files that are about to be made: none may be tracked, and each must be
    inside of a sparse checkout, since `git add` refuses what is not. The hint checks them out.
    """
    lost = missing(top, [*reads, *makes])
    known = {one.path for one in lost}
    outside = _outside(top, [path for path in makes if path not in known])
    refuse(top, [one for one in lost if one.skipped or one.path in makes], outside)


def refuse(top: str, lost: Sequence[Missing], outside: Sequence[str] = ()) -> None:
    """Raise Failure for what is missing, and for new files `outside` of the sparse checkout, if any."""
    if not lost and not outside:
        return
    if lost:
        first = lost[0]
        what = "is tracked, and not checked out here" if first.skipped else "is tracked, and was deleted"
        if not _has_index(top):
            raise Failure(f"{first.path} is tracked, and nothing is checked out here", "git checkout")
    count = len(lost) + len(outside) - 1
    more = f" (and {count} more)" if count else ""
    message = f"{first.path} {what}" if lost else f"{outside[0]} is outside of the sparse checkout"
    raise Failure(message + more, " && ".join(_remedies(top, lost, outside)))


def _remedies(top: str, lost: Sequence[Missing], outside: Sequence[str]) -> list[str]:
    """The commands that bring it all into the work tree, from the current directory."""
    skipped = [one.path for one in lost if one.skipped]
    left_out = _outside(top, skipped)
    by_hand = [path for path in skipped if path not in left_out]  # a bit that no pattern has set
    deleted = [one.path for one in lost if not one.skipped and not one.staged]
    staged = [one.path for one in lost if one.staged]
    here = os.path.relpath(top)
    program = "git" if here == "." else f"git -C {shlex.quote(here)}"
    commands = []
    if left_out or outside:
        commands.append(f"{program} sparse-checkout add {_patterns(top, [*left_out, *outside])}")
    if by_hand:
        commands.append(f"{program} update-index --no-skip-worktree -- {_quoted(by_hand)}")
    if by_hand or deleted:
        commands.append(f"{program} restore -- {_pathspecs([*by_hand, *deleted])}")
    if staged:
        commands.append(f"{program} restore --staged --worktree -- {_pathspecs(staged)}")
    return commands


def _outside(top: str, paths: Sequence[str]) -> list[str]:
    """Those of some paths that the patterns of a sparse checkout leave out, none where it is not sparse.

    `git sparse-checkout check-rules` is younger than the git that we run with. `git add` knows the
    rules, so it is asked in an empty repository with the same patterns, where it can change nothing.
    """
    if not paths or not _is(top, "core.sparseCheckout"):
        return []
    place = os.path.join(top, os.fsdecode(git.ask("rev-parse", "--git-path", _PATTERNS, cwd=top))[:-1])
    try:
        with open(place, "rb") as file:
            patterns = file.read()
    except OSError:
        return []  # git takes it for a checkout of everything
    with tempfile.TemporaryDirectory(prefix="sessionlog-") as empty:
        where = (f"--git-dir={empty}/.git", f"--work-tree={empty}")
        git.ask("init", "-q", "--template=", empty)
        for path, data in ((f".git/{_PATTERNS}", patterns), *((path, b"") for path in paths)):
            os.makedirs(os.path.dirname(place_of(empty, path)), exist_ok=True)
            with open(place_of(empty, path), "wb") as file:
                file.write(data)
        sparse = ("-c", "core.sparseCheckout=true", "-c", f"core.sparseCheckoutCone={_is_cone(top)}")
        return [
            path
            for path in paths
            if not git.ask(
                *where, *sparse, "add", "-n", "-f", "--", f":(literal){path}", cwd=empty, no=(1,)
            )
        ]


_PATTERNS = "info/sparse-checkout"


def _patterns(top: str, paths: Sequence[str]) -> str:
    """What `git sparse-checkout add` takes: directories in cone mode, else patterns of .gitignore.

    A directory is added as a whole in both: the next session has another file there.
    """
    if _is_cone(top):
        return _quoted(dict.fromkeys(posixpath.dirname(path) or "." for path in paths))
    named = (f"{at}/" if (at := posixpath.dirname(path)) else path for path in paths)
    return _quoted(dict.fromkeys("/" + re.sub(r"([*?\[\\ ])", r"\\\1", path) for path in named))


def _is_cone(top: str) -> bool:
    told = git.ask("config", "--type=bool", "--get", "core.sparseCheckoutCone", cwd=top, no=(1,))
    return told == b"true\n" if told else git.version() >= (2, 37)


def _is(top: str, key: str) -> bool:
    return git.ask("config", "--type=bool", "--get", key, cwd=top, no=(1,)) == b"true\n"


def _has_index(top: str) -> bool:
    """Whether there is an index: a clone that was made without a checkout has none."""
    path = os.fsdecode(git.ask("rev-parse", "--git-path", "index", cwd=top))[:-1]
    return os.path.lexists(os.path.join(top, path))


def _quoted(paths: Iterable[str]) -> str:
    return " ".join(map(shlex.quote, paths))


def _pathspecs(paths: Iterable[str]) -> str:
    """Paths as git takes them for themselves (gitglossary(7), pathspec)."""
    return _quoted(map(git.literal, paths))
