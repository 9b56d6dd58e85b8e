"""Whether somebody here trusts the gates: their commands come with a clone, and are not run unasked.

As direnv has it: what is trusted is a table as it is, in this repository. Each change asks anew.
"""

import hashlib
import json
import os
from collections.abc import Mapping

from ..git import run as git
from ..git import worktree

HINT = "git sessionlog trust"
"""The command that shows the gates, and asks."""

_FILE = "trusted-gates"


def is_trusted(gates: Mapping[str, str]) -> bool:
    """Whether this table was trusted last in this repository; an empty one needs no trust."""
    if not gates:
        return True
    path = _path()
    return worktree.read(path) == _digest(gates, path)


def trust(gates: Mapping[str, str]) -> None:
    """Trust this table from now on, in place of any other one."""
    path = _path()
    os.makedirs(os.path.dirname(path), exist_ok=True)
    worktree.write(path, _digest(gates, path).encode())


def revoke() -> bool:
    """Trust no table any more; whether one was trusted."""
    path = _path()
    if not os.path.lexists(path):
        return False
    os.unlink(path)
    return True


def _path() -> str:
    """In the directory that all work trees share, where nothing of a clone comes: no commit, no setting."""
    shared = os.fsdecode(git.ask("rev-parse", "--git-common-dir")).removesuffix("\n")
    return os.path.join(os.path.realpath(shared), worktree.STATE, _FILE)


def _digest(gates: Mapping[str, str], path: str) -> str:
    """The place is part of it: a git directory that came from elsewhere brings no trust along."""
    return hashlib.sha256(json.dumps([path, sorted(gates.items())]).encode("utf-8")).hexdigest()
