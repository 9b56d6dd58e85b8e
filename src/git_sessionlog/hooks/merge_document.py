"""merge-document: git's merge driver for state documents (gitattributes(5), "Defining a custom merge")."""

import os

from .. import git, worktree
from ..documents import merge
from ..errors import CLEAN, FINDINGS, Failure


def run(args: list[str]) -> int:
    """Merge `%O %A %B %L %P`: the base, ours, theirs, the marker size, the path; into the second file.

    Returns 0, or 1 when conflicts are left. Raises Failure, with the file as it was, where git
    cannot merge it at all.
    """
    if len(args) != 5 or not args[3].isdigit():
        raise Failure("merge-document takes %O %A %B %L %P", "git sessionlog install")
    base, ours, theirs, size, path = args
    options = ("-p", "--diff3", f"--marker-size={merge.SIZE}", "-L", "ours", "-L", "base", "-L", "theirs")
    conflicts = tuple(range(1, 128))  # the exit code is their number (git-merge-file(1))
    text = git.ask("merge-file", *options, "--", ours, base, theirs, no=conflicts)
    try:
        merged, left = merge.resolved(text.decode("utf-8", "surrogateescape"), int(size))
        worktree.write(ours, merged.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise Failure(f"{os.path.basename(path)} cannot be written: {error.strerror}") from None
    return FINDINGS if left else CLEAN
