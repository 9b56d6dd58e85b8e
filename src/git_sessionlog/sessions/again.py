"""What a command has written already that failed before its commit, and is run again."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from ..documents.document import Document
from ..documents.entries import Entry, entries
from ..documents.profiles.model import DocumentType
from .document_locations import NOTES, Place, committed

_TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


def is_said(old: Document, new: Document, kind: DocumentType, when: str) -> bool:
    """Whether the remark that `new` has more than `old` is in `old` and not committed, at another time.

    One that is equal to a committed one is said once more.
    """
    there = _remarks(old, kind)
    added = next(iter(_remarks(new, kind) - there), "")
    same = re.escape(added).replace(re.escape(when), _TIME)
    if not any(re.fullmatch(same, remark) for remark in there):
        return False
    before = committed(old.path)
    waiting = there - (_remarks(before, kind) if before else Counter[str]())
    return any(re.fullmatch(same, remark) for remark in waiting)


def taken_away(places: Iterable[Place], concept: str) -> Iterator[Entry]:
    """The entries under a concept in documents as HEAD has them."""
    for place in places:
        before = committed(place.path)
        if before and place.kind.section(concept):
            yield from entries(before, place.kind, concept)


def _remarks(document: Document, kind: DocumentType) -> Counter[str]:
    return Counter(entry.text for entry in entries(document, kind, NOTES))
