"""The pushes that somebody let pass with a reason, kept in a file of the repository's git directory."""

import os
from typing import NamedTuple

from ..core.stamps import stamp
from ..git import worktree

VARIABLE = "SESSIONLOG_SKIP"
"""The variable of the environment that lets a push pass; its value is the reason."""

_FILE = "skipped"


class Skip(NamedTuple):
    """One push: `when` as `YYYY-MM-DDTHH:MM:SSZ`, the reason, the branches."""

    when: str
    reason: str
    branches: str


def record(state: str, reason: str, branches: list[str]) -> None:
    """Add a push to the log in a state directory. Raises OSError when it cannot be written."""
    when = stamp()
    line = "\t".join(" ".join(field.split()) for field in (when, reason, " ".join(branches)))
    with worktree.Lock(state), open(os.path.join(state, _FILE), "ab") as file:
        file.write(os.fsencode(line) + b"\n")


def recorded(state: str) -> list[Skip]:
    """The pushes of the log, the last one last; what is no line of ours is left out."""
    try:
        with open(os.path.join(state, _FILE), encoding="utf-8", errors="surrogateescape") as file:
            lines = [line.rstrip("\n").split("\t") for line in file]
    except FileNotFoundError:
        return []
    return [Skip(*fields) for fields in lines if len(fields) == 3]
