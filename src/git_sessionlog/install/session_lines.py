"""The line about the last session, in the state documents that a repository has already."""

from collections.abc import Iterator

from ..core.errors import Failure
from ..core.paths import place_of
from ..documents import document_set, entries, scaffold, session_line
from ..documents.document import Document
from ..documents.document_set import Paper
from ..documents.edit import Unsafe
from ..documents.profiles import registry
from ..documents.profiles.model import DocumentType
from ..documents.source import LARGEST, is_too_much
from ..git import worktree
from ..git.trees import FILE, WorkTree
from ..settings.model import STATE_DOCUMENTS, Settings
from .action import Step, same


def add(top: str, settings: Settings) -> Iterator[Step]:
    """Add the line where none is there, so that each session can say in each document that it was.

    Raises Failure where the system does not let us.
    """
    tree = WorkTree(top)
    for one in _states(tree, settings):
        data = tree.start(one.path, LARGEST, LARGEST)
        if data is None or is_too_much(data):
            continue
        document = Document.of(data, one.path)
        if _has_place(document, one.kind):
            continue
        try:
            changed = session_line.prepared(document, registry.concepts())
        except Unsafe:
            yield same("left", one.path, "a line for the last session has no certain place")
            continue
        try:
            worktree.write(place_of(top, one.path), changed.source.data)
        except OSError as error:
            raise Failure(f"{one.path} cannot be written: {error.strerror}") from None
        yield Step("edited", one.path, "a line that says which session was last")


def _states(tree: WorkTree, settings: Settings) -> list[Paper]:
    """The state documents that all sessions share, and are there."""
    papers = document_set.papers(tree, document_set.rules(settings, tree))
    found = [one for one in papers if one.kind.state and not one.kind.per_session]
    known = [one.path for one in found]
    others = [] if settings.documents else [path for path in STATE_DOCUMENTS if path not in known]
    return found + [Paper(path, DocumentType("state", path)) for path in others if tree.kind(path) == FILE]


def _has_place(document: Document, kind: DocumentType) -> bool:
    """Whether the line is there, or a checkpoint, which each session writes, or it is new and our own."""
    return (
        session_line.find(document, registry.concepts()) is not None
        or entries.section(document, kind, "checkpoint") is not None
        or document.source.data == scaffold.text(kind, {}).encode()
    )
