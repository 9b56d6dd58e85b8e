"""A list of tasks in which a fix is ticked off, whatever it looks like there."""

from collections.abc import Iterator, Mapping

from ..documents import columns, edit, headings, lines, status, update
from ..documents.document import Document
from ..documents.entries import Entry, mentions, says_nothing
from ..documents.lines import Row, Table
from ..documents.profile import DocumentType


def done(document: Document, kind: DocumentType, values: Mapping[str, str]) -> Document:
    """The document in which a fix is done: its box ticked, its row filled in, else a new row.

    Raises Failure where it cannot be edited safely.
    """
    fix = values["fix"]
    edits, known = [], False
    for item in lines.items(document, 0, len(document.text)):
        if mentions(Entry(item.text, item.start, item.end, item.mark), fix):
            known = True
            edits += edit.tick(document, item) if item.mark else []
    for table in lines.tables(document, 0, len(document.text)):
        for row in table.rows:
            if _is_about(table, row, fix):
                known = True
                edits += edit.set_row(row, list(_filled(table, row, values)))
    if known:
        return edit.applied(document, edits, lambda new: True)
    return update.add(document, kind, "tasks", {**values, "status": "Done"})


def _is_about(table: Table, row: Row, fix: str) -> bool:
    names = table.header.texts if table.header else ()
    cells = dict(zip(names, row.texts, strict=False))
    return mentions(Entry(" — ".join(row.texts), row.start, row.end, cells=cells), fix)


def _filled(table: Table, row: Row, values: Mapping[str, str]) -> Iterator[str]:
    """The texts of a row that is done: its status, and what it has no text for."""
    names = table.header.texts if table.header else ()
    for at, text in enumerate(row.texts):
        holds = columns.holds(headings.name(names[at])) if at < len(names) else ""
        if holds == "status" and not status.is_done(text):
            yield "Done"
        elif holds in ("date", "commit") and says_nothing(text):
            yield values.get(holds, text)
        else:
            yield text
