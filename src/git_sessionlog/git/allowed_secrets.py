"""The list of what is no secret, as a commit has it."""

import os
from contextlib import suppress
from functools import cached_property

from ..core.errors import ConfigError, Failure
from ..core.secrets.allowed import ALLOWED_FILE, Allowed, allowed_from
from . import run as git
from .objects import Absent, Objects
from .trees import CommitTree, Tree

_LARGEST = 1_000_000


class AtHead:
    """The list of the last commit, read when something is found that may be on it."""

    def has(self, value: str) -> bool:
        """As `Allowed.has`. Raises Failure where the list cannot be used."""
        return self._allowed.has(value)

    @cached_property
    def _allowed(self) -> Allowed:
        return at_head()


def at_head() -> Allowed:
    """The list in the last commit, an empty one where there is none. Raises ConfigError as `allowed_from`.

    What is in the work tree and not committed does not count: nobody has looked at it.
    """
    try:
        asked = ("rev-parse", "-q", "--verify", "HEAD^{commit}")
        head = os.fsdecode(git.ask(*asked, no=(1, 128))).strip()
    except Failure:
        return Allowed()
    with Objects() as objects, suppress(Absent):
        return in_tree(CommitTree(objects, objects.commit(head).tree)) if head else Allowed()
    return Allowed()


def in_tree(tree: Tree) -> Allowed:
    """The list in a tree, an empty one where there is none; a link is none. Errors as `allowed_from`."""
    return in_file(tree.read(ALLOWED_FILE))


def in_file(data: bytes | None) -> Allowed:
    """The list in a file's content, an empty one for None. Errors as `allowed_from`."""
    if data and len(data) > _LARGEST:
        raise ConfigError(f"{ALLOWED_FILE} has {len(data):,} bytes: more than {_LARGEST:,}")
    return allowed_from(data.decode("utf-8", "replace")) if data else Allowed()
