"""The backlog's documents in a tree, and the register that they make."""

import posixpath
from collections.abc import Iterator

from . import papers
from .backlog import read
from .backlog.register import Register
from .documents.document import Document
from .trees import FILE, Tree

NAMES = (
    "improvement-analysis",
    "improvements",
    "backlog",
    "prompting-strategy",
    "tracker",
    "implementation_phases",
)
"""What the documents of a backlog are called, without their ending, in the order in which they are read."""

_ENDINGS = (".txt", ".md", ".markdown")
_PLACES = (".", "docs")


def load(tree: Tree, rules: papers.Rules) -> Register:
    """The register of the backlog in a tree; an empty one where it has none."""
    found = ((path, tree.read(path)) for path in paths(tree, rules))
    return read.register(Document.of(data, path) for path, data in found if data is not None)


def paths(tree: Tree, rules: papers.Rules) -> list[str]:
    """The documents of the backlog, in the order in which they are read."""
    return sorted(_found(tree), key=lambda path: NAMES.index(_stem(path)))


def _found(tree: Tree) -> Iterator[str]:
    for directory in _PLACES:
        for name in tree.names(directory):
            path = name if directory == "." else f"{directory}/{name}"
            if name.casefold().endswith(_ENDINGS) and _stem(path) in NAMES and tree.kind(path) == FILE:
                yield path


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0].casefold()
