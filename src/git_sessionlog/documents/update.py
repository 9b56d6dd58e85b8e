"""One more entry under a concept, one less, a field's new value: in the form that a document has there.

Where it has none, in the form that the profile declares. Each change is proved before anybody gets it
(`edit.applied`), and made twice it is made once.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ..errors import Failure
from . import edit, forms, lines, removal
from .document import Document, Section
from .entries import Entry, entries, held, mentions, says_nothing, section
from .lines import Table
from .profile import DocumentType, SectionType, filled
from .source import Edit


def add(document: Document, kind: DocumentType, concept: str, values: Mapping[str, str]) -> Document:
    """The document with one more entry under a concept; as it was, where the entry is there.

    The section is made where it is missing. Raises Failure where the document has no place for the
    concept, there is nothing to say, or it cannot be edited safely.
    """
    declared = _declared(kind, concept)
    values = {name: edit.one_line(value) for name, value in values.items()}
    if not values.get("text"):
        raise Failure(f"an entry of {concept} needs a text")
    fix = values.get("fix", "")
    if fix and any(mentions(entry, fix) for entry in entries(document, kind, concept)):
        return document
    place = _Place(_with_section(document, kind, declared), kind, declared)
    where = place.where
    listed = lines.items(place.document, where.body, where.own)
    rows = [row for row in place.table.rows if not all(map(says_nothing, row.texts))] if place.table else []
    if rows or (not listed and (place.table or declared.shape == "table")):
        return _with_row(place, values)
    deepest = where.level == 6
    if not (listed or deepest) and (declared.shape == "subsections" or place.document.below(where)):
        return _with_section_below(place, values)
    return _with_item(place, values)


def remove(
    document: Document, kind: DocumentType, concept: str, matches: Callable[[Entry], bool]
) -> Document:
    """The document without the entries that match; the declared stand-in comes where none is left.

    Entries that are numbered from 1 on stay so.
    """
    there = entries(document, kind, concept)
    gone = [entry for entry in there if matches(entry)]
    if not gone:
        return document
    edits = removal.edits(document, there, gone, _declared(kind, concept).empty)
    places = {entry.start for entry in gone}
    left = [_said(entry) for entry in there if entry.start not in places]

    def meant(new: Document) -> bool:
        now = [_said(entry) for entry in entries(new, kind, concept)]
        return now == left if left else not set(now) & set(map(_said, gone))  # there may be a text below

    return edit.applied(document, edits, meant)


def write(document: Document, kind: DocumentType, concept: str, text: str) -> Document:
    """The document with a text in the place of what stands under a concept, up to the next heading."""
    document = _with_section(document, kind, _declared(kind, concept))
    where = section(document, kind, concept)
    assert where is not None
    edits = edit.replace_text(document, where, text)
    return edit.applied(document, edits, lambda new: section(new, kind, concept) is not None)


def set_fields(
    document: Document, kind: DocumentType, values: Mapping[str, str], concept: str = ""
) -> Document:
    """The document with the fields of its header, or of a section, that `values` has something for.

    A field that is not there is added, as `**Name**: value`, in a section as an item.
    """
    declared = _declared(kind, concept) if concept else None
    if declared is not None:
        document = _with_section(document, kind, declared)
    for field in declared.fields if declared else kind.fields:
        value = edit.one_line(filled(field.entry or f"{{{field.concept}}}", values))
        if value and (field.concept in values or value != edit.one_line(filled(field.entry, {}))):
            document = _with_field(document, kind, concept, ((field.name, *field.aliases), value))
    return document


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

    def of(self, document: Document) -> "_Place":
        """The same place in another document."""
        return self._replace(document=document)


def _declared(kind: DocumentType, concept: str) -> SectionType:
    declared = kind.section(concept)
    if declared is None:
        raise Failure(f"{kind.path} has no place for {concept}", "see `git sessionlog config profiles`")
    return declared


def _with_section(document: Document, kind: DocumentType, declared: SectionType) -> Document:
    """The document with the section, before the next one of the profile that it has, else at the end."""
    if section(document, kind, declared.concept):
        return document
    order = [one.concept for one in kind.sections]
    later = order[order.index(declared.concept) + 1 :]
    before = next((found for one in later if (found := section(document, kind, one))), None)
    heading = f"{'#' * (before.level if before else declared.level)} {declared.heading}"
    text = edit.head(declared.columns) if declared.shape == "table" else ""
    edits = edit.add_section(document, heading, text, before=before)
    return edit.applied(document, edits, lambda new: section(new, kind, declared.concept) is not None)


def _with_item(place: _Place, values: Mapping[str, str]) -> Document:
    document, where, before = place.document, place.where, place.entries
    there = lines.items(document, where.body, where.own) if before else []
    text = forms.item(there, document, place.declared, values)
    said = forms.text_of(text)
    if any(one.text == said for one in (there or before)):
        return document
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
    edits = edits or edit.add_text(document, where._replace(own=where.end), text)

    def meant(new: Document) -> bool:
        now = place.of(new).entries
        return len(now) == len(before) + 1 and _keeps(before, now)

    return edit.applied(document, edits, meant)


def _instead(place: _Place, text: str) -> list[Edit]:
    """A text in the place of what says that there is nothing, where that is all there is."""
    document, where = place.document, place.where
    empty = place.declared.empty.strip()
    if empty and document.text[where.body : where.end].strip() == empty:
        return edit.replace_text(document, where._replace(own=where.end), text)
    only = list(held(document, where))
    if len(only) != 1:
        return []
    old = document.text[only[0].start : only[0].end]
    return [Edit(only[0].start, only[0].end, text + old[len(old.rstrip()) :])]


def _said(entry: Entry) -> tuple[object, ...]:
    """What an entry says, whatever its number."""
    text = re.sub(r"\d{1,9}[.)]\s", "", entry.text, count=1)
    return text, entry.mark, entry.detail, tuple(entry.cells.items())


def _keeps(before: list[Entry], now: list[Entry]) -> bool:
    """Whether all entries are still there."""
    return not Counter(map(_said, before)) - Counter(map(_said, now))


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


def _with_field(
    document: Document, kind: DocumentType, concept: str, wanted: tuple[tuple[str, ...], str]
) -> Document:
    names, value = wanted
    if concept:
        where = section(document, kind, concept)
        assert where is not None
        start, end = where.body, where.own
    else:
        start, end = 0, _header_end(document)
    there = lines.field(document, start, end, names)
    if there:
        glued = not there.value and document.text[there.start - 1] in ":*："  # "**Name**:" and no blank
        edits = [Edit(there.start, there.end, f" {value}")] if glued else edit.set_field(there, value)
    elif concept:
        edits = edit.add_item(document, where, f"- **{names[0]}**: {value}") if where else []
    else:
        edits = _new_header_field(document, kind, f"**{names[0]}**: {value}")

    def meant(new: Document) -> bool:
        limit = _header_end(new) if not concept else len(new.text)
        found = lines.field(new, start, limit, names)
        return found is not None and found.value == value

    return edit.applied(document, edits, meant)


def _header_end(document: Document) -> int:
    """Where the header ends: with the first section below the title."""
    at = 2 if document.sections[1:] and document.sections[1].level == 1 else 1
    return document.sections[at].start if at < len(document.sections) else len(document.text)


def _new_header_field(document: Document, kind: DocumentType, line: str) -> list[Edit]:
    """Below the last field of the header, else below the title."""
    end = _header_end(document)
    names = [name for field in kind.fields for name in (field.name, *field.aliases)]
    fields = [each for each in document.lines(0, end) if lines.field(document, each.start, each.end, names)]
    if fields:
        lead = re.match(r"[ \t>]*(?:[-*+][ \t]+)?", fields[-1].text)
        return [Edit(fields[-1].end, fields[-1].end, f"\n{lead[0] if lead else ''}{line}")]
    title = document.sections[1] if document.sections[1:] and document.sections[1].level == 1 else None
    at = title.body if title else 0
    return [Edit(at, at, f"\n{line}\n" if at else f"{line}\n\n")]
