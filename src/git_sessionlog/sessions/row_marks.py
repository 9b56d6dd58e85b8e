"""What stands before the goal in the row of a session: what has become of it since the row was written."""

from collections.abc import Iterator

from ..core.errors import Failure
from ..documents import edit
from ..documents.document import Document
from ..documents.entries import Entry, entries
from ..documents.source import Edit
from ..records.record import Record
from . import session_rows, taken_up
from .document_locations import Place
from .session_documents import Desk
from .session_rows import Known

REVERTED, OPEN = "reverted: ", "in progress: "
"""The marks of a session that was taken back, and of one that goes on, as `incomplete: ` is one."""


def has(entry: Entry, record: Record, mark: str) -> bool:
    """Whether a row has a mark."""
    said = mark + (record.goal or record.title)
    return any(said in text for text in (entry.text, *entry.cells.values()))


def put(desk: Desk, record: Record, known: Known, mark: str) -> Iterator[str]:
    """Put a mark into the rows that have it not; gives what could not be done, in words."""
    yield from _each(desk, record, known, ("", mark))


def take_away(desk: Desk, record: Record, known: Known, mark: str) -> Iterator[str]:
    """Take a mark out of the rows that have it; gives what could not be done, in words."""
    yield from _each(desk, record, known, (mark, ""))


def _each(desk: Desk, record: Record, known: Known, marks: tuple[str, str]) -> Iterator[str]:
    before, after = marks
    logs = taken_up.logs(desk.clone, desk.papers.__getitem__)
    for place, entry in ((place, entry) for place, rows in logs for entry in rows if known.is_in(entry)):
        if has(entry, record, before) and not (after and has(entry, record, after)):
            try:
                document = desk.papers[place.path]
                desk.papers[place.path] = _replaced(document, (place, entry), record, known, marks)
            except Failure as failure:
                yield f"session {record.label}: {failure.message}"


def _replaced(
    document: Document, row: tuple[Place, Entry], record: Record, known: Known, marks: tuple[str, str]
) -> Document:
    (place, entry), (before, after) = row, marks
    goal = record.goal or record.title
    raw = document.text[entry.start : entry.end]
    at = raw.find(before + (edit.cell(goal) if entry.cells else edit.one_line(goal))) if goal else -1
    if at < 0:
        raise Failure(f"its row in {place.path} cannot be marked")
    start = entry.start + at

    def meant(new: Document) -> bool:
        there = entries(new, place.kind, session_rows.concept(place))
        same = [one for one in there if known.is_in(one)]
        return any(has(one, record, after) and not (before and has(one, record, before)) for one in same)

    return edit.applied(document, [Edit(start, start + len(before), after)], meant)
