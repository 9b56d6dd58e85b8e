"""A list of tasks in which a fix is ticked off, whatever it looks like there."""

from collections.abc import Iterator, Mapping

from ..core import done_words
from ..documents import about, columns, edit, lines, update
from ..documents.document import Document
from ..documents.entries import Entry, says_nothing
from ..documents.lines import Row, Table
from ..documents.profiles.model import DocumentType


def done(document: Document, kind: DocumentType, values: Mapping[str, str]) -> Document:
    """The document in which a fix is done: its box ticked, its row filled in, else a new row.

    Raises Failure where it cannot be edited safely.
    """
    fix = values["fix"]
    edits, known = [], False
    for item in lines.items(document, 0, len(document.text)):
        ids = about.of_text(item.text)
        if fix in ids:  # of a range there is more to do, so its box stays empty
            known = True
            edits += edit.tick(document, item) if item.mark and len(ids) == 1 else []
    for table in lines.tables(document, 0, len(document.text)):
        for row in table.rows:
            ids = _ids(table, row)
            if fix in ids:
                known = True
                edits += edit.set_row(row, list(_filled(table, row, values))) if len(ids) == 1 else []
    if known:
        return edit.applied(document, edits, lambda new: True)
    return update.add(document, kind, "tasks", {**values, "status": "Done"})


def _ids(table: Table, row: Row) -> tuple[str, ...]:
    """The fixes that a row is about; a column without a name is known by its number."""
    names = table.header.texts if table.header else ()
    named = {(names[at] if at < len(names) else str(at + 1)): text for at, text in enumerate(row.texts)}
    return about.ids(Entry(" — ".join(row.texts), row.start, row.end, cells=named))


def _filled(table: Table, row: Row, values: Mapping[str, str]) -> Iterator[str]:
    """The texts of a row that is done: its status, and what it has no text for."""
    kinds = columns.of_table(table.header.texts) if table.header else ()
    for at, text in enumerate(row.texts):
        holds = kinds[at] if at < len(kinds) else ""
        if holds == "status" and not done_words.is_done(text):
            yield "Done"
        elif holds in ("date", "commit") and says_nothing(text):
            yield values.get(holds, text)
        else:
            yield text
