"""Numbers of sessions that two branches gave out at a time. They are labels, and can be given anew."""

from collections.abc import Iterable
from typing import NamedTuple

from ..documents import edit, entries, lines
from ..documents.document import Document
from ..documents.profiles.model import DocumentType
from ..documents.source import Edit
from . import front, record
from .record import Record


class Twice(NamedTuple):
    """A record whose number an earlier session has, and a number that none has."""

    document: Document
    record: Record
    free: int


def twice(documents: Iterable[Document]) -> list[Twice]:
    """The records among documents that have an earlier session's number, the earliest first."""
    read = [(found, document) for document in documents if (found := record.read(document))]
    read.sort(key=lambda one: front.Front(one[1].source.front).age)
    last = max((found.number for found, _ in read), default=0)
    taken: set[int] = set()
    again = []
    for found, document in read:
        if found.number in taken:
            last += 1
            again.append(Twice(document, found, last))
        elif found.number:
            taken.add(found.number)
    return again


def renumbered(one: Twice) -> Document:
    """The record with the free number. Raises Failure as `edit.applied`."""
    return record.written(one.document, one.record._replace(number=one.free))


def in_log(document: Document, kind: DocumentType, one: Twice) -> Document:
    """A state document with the free number in the session's row of its log, known by number and title."""
    where = entries.section(document, kind, "log")
    if where is None or not one.record.title:
        return document
    edits = [
        Edit(cell.start, cell.end, str(one.free))
        for table in lines.tables(document, where.body, where.own)
        for row in table.rows
        if any(one.record.title in text for text in row.texts)
        for cell in row.cells
        if cell.text == str(one.record.number)
    ]
    return edit.applied(document, edits, lambda new: True)
