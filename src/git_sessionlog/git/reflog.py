"""What the reflog of HEAD says: which commits were made in this worktree, and not brought by a pull."""

import re

from . import run as git

_MADE = re.compile(
    r"(?:commit|am|cherry-pick|revert)\b(?! --)"
    r"|(?:\S+ )*\S*\((?:pick|reword|edit|squash|fixup|continue)\)"
    r"|rebase: (?!checkout |aborting|fast-forward)"
)
"""How entries of what makes a commit begin; git before 2.26 wrote `rebase: SUBJECT` for each one."""


def made_here() -> frozenset[str]:
    """The ids of the commits that were made in this worktree, as long as its reflog goes back.

    Raises GitError where git cannot read it.
    """
    out = git.ask("reflog", "show", "--no-abbrev", "--no-decorate", "HEAD", "--")
    lines = out.decode("utf-8", "replace").split("\n")
    entries = (re.match(r"([0-9a-f]+) HEAD@\{[^}]*\}: (.*)", line) for line in lines)
    return frozenset(entry[1] for entry in entries if entry and _MADE.match(entry[2]))
