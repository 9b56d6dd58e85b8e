"""Records that are not in any commit yet: kept in the common git directory, by their paths from the top.

A session that was only started leaves nothing in the work tree. Its record is here until a checkpoint or
the end of the session commits it, for all work trees of the repository, and each reader of records sees it
at its path.
"""

import os
from contextlib import suppress
from typing import NamedTuple

from ..core.errors import Failure, system_words
from ..core.paths import place_of
from ..git import worktree
from ..git.trees import Tree, WorkTree

_DIRECTORY = "drafts"
_WRITTEN = "written"


class Overlaid(NamedTuple):
    """A work tree, and behind it the drafts: a file of the work tree hides the draft at its path."""

    top: Tree
    drafts: Tree

    def read(self, path: str) -> bytes | None:
        """As `Tree`."""
        return self._holder(path).read(path)

    def start(self, path: str, count: int, limit: int) -> bytes | None:
        """As `Tree`."""
        return self._holder(path).start(path, count, limit)

    def size(self, path: str) -> int | None:
        """As `Tree`."""
        return self._holder(path).size(path)

    def names(self, directory: str) -> list[str]:
        """As `Tree`."""
        return sorted({*self.top.names(directory), *self.drafts.names(directory)})

    def kind(self, path: str) -> str:
        """As `Tree`."""
        return self._holder(path).kind(path)

    def _holder(self, path: str) -> Tree:
        return self.top if self.top.kind(path) else self.drafts


def tree(top: str, state: str) -> Tree:
    """The files of a work tree with the drafts of its repository; `state` as `worktree.seen` has it."""
    root = _root(state)
    return Overlaid(WorkTree(top), WorkTree(root)) if os.path.isdir(root) else WorkTree(top)


def holds(tree: Tree, path: str) -> bool:
    """Whether the record at a path of such a tree is a draft."""
    return isinstance(tree, Overlaid) and not tree.top.kind(path)


def alone(tree: Tree) -> Tree | None:
    """The drafts of such a tree without the work tree, None where there are none."""
    return tree.drafts if isinstance(tree, Overlaid) else None


def keep(state: str, path: str, data: bytes) -> None:
    """Keep the record of a path. Raises Failure where it cannot be written."""
    place = place_of(_root(state), path)
    try:
        os.makedirs(os.path.dirname(place), exist_ok=True)
        worktree.write(place, data)
    except OSError as error:
        raise Failure(f"the session cannot be kept: {system_words(error)}") from None


def drop(state: str, path: str) -> None:
    """Forget the draft of a path, if there is one."""
    for place in (place_of(_root(state), path), _mark(state, path)):
        with suppress(OSError):
            os.unlink(place)


def written(state: str, path: str) -> None:
    """Note of the draft of a path, if there is one, that all that its session begins with is written."""
    if os.path.lexists(place_of(_root(state), path)):
        with suppress(OSError):  # then it is written once more, as it is
            os.makedirs(os.path.dirname(_mark(state, path)), exist_ok=True)
            worktree.write(_mark(state, path), b"")


def begins(tree: Tree, state: str, path: str) -> bool:
    """Whether what the session of a draft begins with is still to be written."""
    if not isinstance(tree, Overlaid) or not tree.drafts.kind(path):
        return False
    return not tree.top.kind(path) or not os.path.lexists(_mark(state, path))


def _mark(state: str, path: str) -> str:
    return os.path.join(worktree.common(state), _WRITTEN, os.path.basename(path))


def _root(state: str) -> str:
    return os.path.join(worktree.common(state), _DIRECTORY)
