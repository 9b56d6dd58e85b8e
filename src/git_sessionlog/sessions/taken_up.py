"""Which records the state documents have taken up: each has a row in them, or had one once.

A row that somebody has removed since is not written again, so the history of the documents is read for the
records that have none.
"""

import os
from collections.abc import Iterable, Iterator, Sequence

from ..documents.document import Document
from ..documents.entries import Entry, entries
from ..git import log
from ..git import run as git
from ..git.trees import WorkTree
from ..records.record import Record
from ..records.store import Stored
from . import document_locations, end_documents
from .clone import Clone
from .document_locations import Place


def pending(clone: Clone, back: Iterable[str] = ()) -> list[Stored]:
    """The records in HEAD's tree that describe commits, or have ended, and were not taken up, in order.

    Those at the paths `back` count as there. Raises GitError where git cannot read the history of the
    documents.
    """
    there = landed(clone).union(back)
    ended = [
        one for one in clone.records if one.path in there and (one.front.coverage or not one.record.is_open)
    ]
    states = places(clone)
    left = [one for one in ended if not _has_row(clone, states, one.record)]
    known = _was_there(left, [place.path for place in states]) if left else set[str]()
    return [one for one in reversed(left) if one.record.id not in known]


def places(clone: Clone) -> list[Place]:
    """The state documents that tell of all sessions."""
    return [one for one in document_locations.states(clone, Record("")) if not one.kind.per_session]


def landed(clone: Clone) -> frozenset[str]:
    """The paths below the directories of records that HEAD has."""
    asked = ("ls-tree", "-r", "-z", "--name-only", "--full-tree", "HEAD", "--", *clone.records.directories)
    return frozenset(map(os.fsdecode, git.fields(git.ask(*asked))))


def _has_row(clone: Clone, states: Iterable[Place], record: Record) -> bool:
    return any(end_documents.tells_of(entry, record) for place in states for entry in _rows(clone, place))


def _rows(clone: Clone, place: Place) -> Iterator[Entry]:
    concept = end_documents.log_of(place)
    data = WorkTree(clone.top).read(place.path) if place.kind.section(concept) else None
    if data is not None:
        yield from entries(Document.of(data, place.path), place.kind, concept)


def _was_there(records: Sequence[Stored], paths: Sequence[str]) -> set[str]:
    """The ids of those records whose row was added to a document at some time."""
    found: set[str] = set()
    asked = [
        (one.record.id, end_documents.row(one.record)["date"], one.record.goal or one.record.title)
        for one in records
    ]
    with log.patches("HEAD", paths=[f":(top,literal){path}" for path in paths], given=b"") as pipe:
        for line in pipe:
            if line.startswith(b"+"):
                text = line.decode("utf-8", "replace").replace("\\|", "|")
                found |= {id for id, date, goal in asked if date in text and goal in text}
    return found
