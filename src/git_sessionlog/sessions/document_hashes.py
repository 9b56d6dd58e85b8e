"""The hashes of fixes in the state documents of a clone, put right as `state/hashes.py` says."""

from collections.abc import Collection
from datetime import UTC, datetime

from ..documents.document import Document
from ..documents.rules.rule import Facts, Page
from ..documents.source import LARGEST
from ..git.trees import WorkTree
from ..state import hashes
from . import document_locations
from .clone import Clone
from .document_buffer import Papers


def put_right(
    clone: Clone, papers: Papers, known: Collection[str] = ()
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Put them right in the documents of all sessions; gives in words what was done, and what was left.

    `known` are ids of commits that HEAD leads to. Raises GitError where git cannot read the history,
    Failure for a document that cannot be written.
    """
    tree, now = WorkTree(clone.top), datetime.now(UTC)
    kinds = {
        one.path: one.kind
        for one in document_locations.shared(clone)
        if document_locations.is_there(clone, one.path)
    }
    texts = {
        path: papers[path]
        if path in papers.paths
        else Document.of(tree.start(path, LARGEST, LARGEST) or b"", path)
        for path in kinds
    }
    pages = [Page(text, kinds[path], Facts(now)) for path, text in texts.items()]
    done, left = list[str](), list[str]()
    for found in hashes.put_right(pages, clone.head, known):
        path = found.document.path
        if found.done:
            papers.open(path, kinds[path], str)
            papers[path] = found.document
        done += (f"{path}: {words}" for words in found.done)
        left += found.left
    return tuple(done), tuple(left)
