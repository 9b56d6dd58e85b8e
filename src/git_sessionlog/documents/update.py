"""One more entry under a concept, or another text: in the form that a document has there.

Where it has none, in the form that the profile declares. Each change is proved before anybody gets it
(`edit.applied`), and made twice it is made once.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ..core.errors import Failure
from . import about, edit, forms, lines
from .document import Document, Section
from .entries import Entry, entries, held, said, says_nothing, section
from .lines import Table
from .profiles.model import DocumentType, SectionType
from .source import Edit

_FIRST = re.compile(r".*(?:\n(?![ \t]*(?:$|\n|[-*+][ \t]|\d{1,9}[.)][ \t]|```|~~~|>|\|)).*)*")
"""The first paragraph of an item."""


def add(document: Document, kind: DocumentType, concept: str, values: Mapping[str, str]) -> Document:
    """The document with one more entry under a concept; as it was, where the entry is there.

    The section is made where it is missing. Raises Failure where the document has no place for the
    concept, there is nothing to say, or it cannot be edited safely.
    """
    declared = kind.place_for(concept)
    below = values.get("below", "")
    values = {name: edit.one_line(value) for name, value in values.items() if name != "below"}
    if not values.get("text"):
        raise Failure(f"an entry of {concept} needs a text")
    fix = values.get("fix", "")
    if fix and any(about.is_about(entry, fix) for entry in entries(document, kind, concept)):
        return document
    place = _Place(with_section(document, kind, declared), kind, declared)
    shape = place.shape
    if shape == "row":
        return _with_row(place, values)
    if shape == "section":
        return _with_section_below(place, values)
    return _with_item(place, values, below)


def takes_items(document: Document, kind: DocumentType, concept: str) -> bool:
    """Whether a new entry under a concept would be an item of a list, which may have lines `below` it."""
    declared = kind.section(concept)
    if declared is None:
        return False
    if section(document, kind, concept) is None:
        return declared.shape not in ("table", "subsections")
    return _Place(document, kind, declared).shape == "item"


def complete(
    document: Document, kind: DocumentType, concept: str, entry: Entry, values: Mapping[str, str]
) -> Document:
    """The document in which an entry has the reasons of `values` too: in its cells, else behind its text.

    All that is there stays: a cell that says another reason has both then.
    """
    values = {name: edit.one_line(values[name]) for name in forms.REASONS if values.get(name)}
    place = _Place(document, kind, kind.place_for(concept))
    others = [one for one in place.entries if one.start != entry.start]
    row = next((one for one in _rows(place) if one.start == entry.start), None) if entry.cells else None
    if row:
        edits = edit.set_row(row, forms.completed(concept, entry, values))
    else:
        edits = _behind(document, concept, entry, values)
    return edit.applied(document, edits, lambda new: _keeps(others, place.of(new).entries))


def write(document: Document, kind: DocumentType, concept: str, text: str) -> Document:
    """The document with a text in the place of what stands under a concept, up to the next heading."""
    document = with_section(document, kind, kind.place_for(concept))
    where = section(document, kind, concept)
    assert where is not None
    edits = edit.replace_text(document, where, text)
    return edit.applied(document, edits, lambda new: section(new, kind, concept) is not None)


class _Place(NamedTuple):
    """A section that is there, and what the profile says of it."""

    document: Document
    kind: DocumentType
    declared: SectionType

    @property
    def where(self) -> Section:
        found = section(self.document, self.kind, self.declared.concept)
        assert found is not None
        return found

    @property
    def entries(self) -> list[Entry]:
        return entries(self.document, self.kind, self.declared.concept)

    @property
    def table(self) -> Table | None:
        return edit.table_of(self.document, self.where)

    @property
    def shape(self) -> str:
        """What a new entry is here: a "row", a "section" below, or an "item"."""
        where, table = self.where, self.table
        listed = lines.items(self.document, where.body, where.own)
        rows = [row for row in table.rows if not all(map(says_nothing, row.texts))] if table else []
        if rows or (not listed and (table or self.declared.shape == "table")):
            return "row"
        has_sections = self.declared.shape == "subsections" or bool(self.document.below(where))
        return "section" if has_sections and not listed and where.level < 6 else "item"

    def of(self, document: Document) -> "_Place":
        """The same place in another document."""
        return self._replace(document=document)


def with_section(document: Document, kind: DocumentType, declared: SectionType) -> Document:
    """The document with a section, empty if it is made."""
    if section(document, kind, declared.concept):
        return document
    before, level = neighbour(document, kind, declared)
    text = edit.head(declared.columns) if declared.shape == "table" else ""
    edits = edit.add_section(document, f"{'#' * level} {declared.heading}", text, before=before)
    return edit.applied(document, edits, lambda new: section(new, kind, declared.concept) is not None)


def neighbour(document: Document, kind: DocumentType, declared: SectionType) -> tuple[Section | None, int]:
    """Before which section a new one goes, None for the end of the document, and its level.

    It goes before the next one of the profile that the document has, into nobody else's section: its
    neighbours are the outermost ones.
    """
    outermost = document.outermost
    order = [one.concept for one in kind.sections]
    later = order[order.index(declared.concept) + 1 :]
    known = (section(document, kind, one) for one in later)
    before = next((found for found in known if found and found in outermost), None)
    level = before.level if before else min((one.level for one in outermost), default=declared.level)
    return before, level


def _with_item(place: _Place, values: Mapping[str, str], below: str = "") -> Document:
    document, where, before = place.document, place.where, place.entries
    there = lines.items(document, where.body, where.own) if before else []
    text = forms.item(there, document, place.declared, values)
    said = forms.text_of(text)
    if any(one.text == said for one in (there or before)):
        return document
    text = forms.with_below(text, below)
    edits = [] if before else _instead(place, text)
    edits = edits or edit.add_item(document, where, text)

    def meant(new: Document) -> bool:
        now = place.of(new).entries
        return any(entry.text == said for entry in now) and (not there or _keeps(before, now))

    return edit.applied(document, edits, meant)


def _with_section_below(place: _Place, values: Mapping[str, str]) -> Document:
    document, where, before = place.document, place.where, place.entries
    there = document.below(where) if before else []
    text = forms.below(there, where, place.declared, values)
    if forms.is_there(there, text):
        return document
    edits = [] if before else _instead(place, text)
    if edits and document.text[edits[0].end : where.end].strip():
        edits = []  # what comes behind would be below the new heading
    edits = edits or edit.add_text(document, where._replace(own=where.end), text)

    def meant(new: Document) -> bool:
        now = place.of(new).entries
        return len(now) == len(before) + 1 and _keeps(before, now)

    return edit.applied(document, edits, meant)


def _rows(place: _Place) -> Iterator[lines.Row]:
    for table in lines.tables(place.document, place.where.body, place.where.end):
        yield from table.rows


def _behind(document: Document, concept: str, entry: Entry, values: Mapping[str, str]) -> list[Edit]:
    """The reasons that an entry does not say yet, behind its first paragraph, or below its heading."""
    said = f"{entry.text}\n{entry.detail}"
    new = {name: text for name, text in values.items() if not _is_said(text, said)}
    if not new:
        return []
    text = document.text[entry.start : entry.end]
    if any(entry.start == one.start for one in document.sections):
        at = entry.start + len(text.rstrip())
        gap = "\n" if entry.detail.split("\n")[-1].lstrip().startswith(("-", "*")) else "\n\n"
        return [Edit(at, at, gap + forms.reasons_below(concept, new))]
    first = _FIRST.match(text)
    at = entry.start + len(first[0].rstrip() if first else text.rstrip())
    return [Edit(at, at, f" — {forms.with_reasons(concept, new, ()).removeprefix(' — ')}")]


def _is_said(reason: str, text: str) -> bool:
    """Whether a text has a reason as whole words, behind the first of its own words."""
    return bool(re.search(rf"(?<=[^\w]){re.escape(reason)}(?!\w)", text))


def _instead(place: _Place, text: str) -> list[Edit]:
    """A text in the place of what says that there is nothing, where that is all there is."""
    document, where = place.document, place.where
    empty = place.declared.empty.strip()
    if empty and document.text[where.body : where.end].strip() == empty:
        return edit.replace_text(document, where._replace(own=where.end), text)
    only = held(document, where)
    if len(only) != 1:
        return []
    old = document.text[only[0].start : only[0].end]
    return [Edit(only[0].start, only[0].end, text + old[len(old.rstrip()) :])]


def _keeps(before: list[Entry], now: list[Entry]) -> bool:
    """Whether all entries are still there."""
    return not Counter(map(said, before)) - Counter(map(said, now))


def _with_row(place: _Place, values: Mapping[str, str]) -> Document:
    table = place.table
    if table is None:
        edits = edit.add_text(place.document, place.where, edit.head(place.declared.columns))
        there = edit.applied(place.document, edits, lambda new: place.of(new).table is not None)
        place = place.of(there)
        table = place.table
        assert table is not None
    texts = forms.cells(table, place.declared, values)
    before = place.entries

    def meant(new: Document) -> bool:
        found = place.of(new).table
        shown = tuple(map(edit.shown, texts))
        return (
            found is not None
            and any(row.texts == shown for row in found.rows)
            and _keeps(before, place.of(new).entries)
        )

    return edit.applied(place.document, _row_edits(table, texts), meant)


def _row_edits(table: Table, texts: list[str]) -> list[Edit]:
    """A row more; in the place of the only row, where that says that there is none."""
    only = table.rows[0] if len(table.rows) == 1 else None
    if only and all(says_nothing(text) for text in only.texts):
        return [Edit(only.start, only.end, edit.row(texts))]
    return edit.add_row(table, texts)
