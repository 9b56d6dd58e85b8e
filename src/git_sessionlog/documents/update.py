"""One more entry under a concept, one less, a field's new value: in the form that a document has there.

Where it has none, in the form that the profile declares. Each change is proved before anybody gets it
(`edit.applied`), and made twice it is made once.
"""

import re
from collections.abc import Callable, Mapping

from ..errors import Failure
from . import edit, headings, lines
from .document import Document, Section
from .entries import Entry, entries, mentions, says_nothing, section
from .lines import Row, Table
from .profile import DocumentType, SectionType, filled
from .source import Edit

_NUMBER = re.compile(r"[ \t]*(?:#{2,6}[ \t]+)?(\d{1,9})[.)][ \t]")
_MARK = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?")
_COLUMNS = {
    "fix": ("fix", "fix id", "id", "#"),
    "text": ("description", "item", "task", "what", "text", "summary", "blocker", "progress", "name"),
    "commit": ("commit", "hash"),
    "date": ("date", "completed", "when"),
    "session": ("session",),
    "status": ("status", "state"),
    "why": ("why", "reason", "cause"),
    "impact": ("impact",),
    "mitigation": ("mitigation", "workaround"),
    "duration": ("duration", "time"),
}


def add(document: Document, kind: DocumentType, concept: str, values: Mapping[str, str]) -> Document:
    """The document with one more entry under a concept; as it was, where the entry is there.

    The section is made where it is missing. Raises Failure where the document has no place for the
    concept, or cannot be edited safely.
    """
    declared = kind.section(concept)
    if declared is None:
        raise Failure(f"{kind.path} has no place for {concept}", "see `git sessionlog config profiles`")
    if values.get("fix") and any(mentions(e, values["fix"]) for e in entries(document, kind, concept)):
        return document
    document = _with_section(document, kind, declared)
    where = section(document, kind, concept)
    assert where is not None
    table = edit.table_of(document, where)
    if table or (declared.shape == "table" and not lines.items(document, where.body, where.own)):
        return _with_row(document, where, declared, values)
    stands_in = bool(declared.empty) and _text(document, where) == declared.empty.strip()
    count = 0 if stands_in else len(entries(document, kind, concept))
    template = declared.entry[0] if declared.shape != "table" and declared.entry else "- {text}"
    text = filled(template, {**values, "index": str(count + 1)}).strip()
    if stands_in:
        edits = edit.replace_text(document, where._replace(own=where.end), text)
        return edit.applied(document, edits, lambda new: len(entries(new, kind, concept)) == 1)
    if "\n" in text or text.startswith("#"):
        there_already = document.text[where.body : where.end]
        every = (filled(template, {**values, "index": str(at)}).strip() for at in range(1, count + 2))
        if any(f"{one}\n" in there_already for one in every):
            return document
        return edit.applied(document, _below(document, where, text), lambda new: text in new.text)
    there = lines.items(document, where.body, where.own)
    if any(item.text == _MARK.sub("", edit.one_line(text)) for item in there):
        return document
    if declared.shape == "numbered" and not re.match(r"\d", text):
        last = [item.number for item in there if item.number]
        text = f"{(last[-1] if last else 0) + 1}. {text}"
    empty = declared.empty if declared.shape != "table" else ""
    edits = edit.add_item(document, where, edit.one_line(text), empty=empty)
    return edit.applied(document, edits, lambda new: _has_line(new, kind, concept, edit.one_line(text)))


def remove(
    document: Document, kind: DocumentType, concept: str, matches: Callable[[Entry], bool]
) -> Document:
    """The document without the entries that match; the declared stand-in comes where none is left.

    Entries that are numbered from 1 on stay so.
    """
    where = section(document, kind, concept)
    if where is None:
        return document
    there = entries(document, kind, concept)
    gone = [entry for entry in there if matches(entry)]
    if not gone:
        return document
    edits = [Edit(entry.start, entry.end, "") for entry in gone]
    declared = kind.section(concept)
    if len(gone) == len(there) and declared and declared.empty:
        edits[-1] = edits[-1]._replace(text=declared.empty + "\n")
    elif document.text.endswith("\n\n", 0, gone[0].start) and document.text.startswith("\n", gone[-1].end):
        edits[-1] = edits[-1]._replace(end=gone[-1].end + 1)  # one blank line is enough
    edits += _renumbered(document, there, gone)
    left = len(there) - len(gone)
    return edit.applied(document, edits, lambda new: len(entries(new, kind, concept)) == left)


def _renumbered(document: Document, there: list[Entry], gone: list[Entry]) -> list[Edit]:
    """The numbers of what is left, where all were numbered from 1 on."""
    found = [_NUMBER.match(document.text, entry.start) for entry in there]
    numbers = [match for match in found if match]
    if [int(match[1]) for match in numbers] != list(range(1, len(there) + 1)):
        return []
    pairs = zip(there, numbers, strict=True)
    kept = [match for entry, match in pairs if entry not in gone]
    edits = (Edit(*match.span(1), str(number)) for number, match in enumerate(kept, 1))
    return [one for one, match in zip(edits, kept, strict=True) if one.text != match[1]]


def write(document: Document, kind: DocumentType, concept: str, text: str) -> Document:
    """The document with a text in the place of what stands under a concept, up to the next heading."""
    declared = kind.section(concept)
    if declared is None:
        raise Failure(f"{kind.path} has no place for {concept}")
    document = _with_section(document, kind, declared)
    where = section(document, kind, concept)
    assert where is not None
    return edit.applied(
        document, edit.replace_text(document, where, text), lambda new: text.strip() in new.text
    )


def set_fields(
    document: Document, kind: DocumentType, values: Mapping[str, str], concept: str = ""
) -> Document:
    """The document with the fields of its header, or of a section, that `values` has something for.

    A field that is not there is added, as `**Name**: value`, in a section as an item.
    """
    declared = kind.section(concept) if concept else None
    if concept and declared is None:
        raise Failure(f"{kind.path} has no place for {concept}")
    if declared is not None:
        document = _with_section(document, kind, declared)
    for field in declared.fields if declared else kind.fields:
        value = edit.one_line(filled(field.entry or f"{{{field.concept}}}", values))
        if value and (field.concept in values or value != edit.one_line(filled(field.entry, {}))):
            document = _with_field(document, kind, concept, ((field.name, *field.aliases), value))
    return document


def _text(document: Document, where: Section) -> str:
    return document.text[where.body : where.end].strip()


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


def _with_row(
    document: Document, where: Section, declared: SectionType, values: Mapping[str, str]
) -> Document:
    table = edit.table_of(document, where)
    if table is None:
        edits = edit.add_text(document, where, edit.head(declared.columns))
        document = edit.applied(document, edits, lambda new: True)
        where = next(each for each in document.sections if each.start == where.start)
        table = edit.table_of(document, where)
        assert table is not None
    texts = _cells(table, declared, values)
    start = where.start
    edits = _row_edits(table, texts)
    return edit.applied(document, edits, lambda new: _has_row(new, start, texts))


def _row_edits(table: Table, texts: list[str]) -> list[Edit]:
    """A row more; in the place of the only row, where that says that there is none."""
    only = table.rows[0] if len(table.rows) == 1 else None
    if only and all(says_nothing(text) for text in only.texts):
        return [Edit(only.start, only.end, edit.row(texts))]
    return edit.add_row(table, texts)


def _cells(table: Table, declared: SectionType, values: Mapping[str, str]) -> list[str]:
    """The texts of a row, for the columns that a table has: by their names, else in the declared order."""
    pairs = zip(declared.columns, declared.entry, strict=False) if declared.shape == "table" else ()
    templates = {headings.name(name): template for name, template in pairs}
    if table.header is None:
        width = len(table.rows[0].cells)
        texts = [filled(template, values) for template in templates.values()] or [values.get("text", "")]
        return [*texts, *[""] * width][: max(width, len(texts))]
    texts = []
    for name in map(headings.name, table.header.texts):
        value = next((key for key, names in _COLUMNS.items() if name in names), "")
        texts.append(filled(templates[name], values) if name in templates else values.get(value, ""))
    return [edit.one_line(text) for text in texts]


def _below(document: Document, where: Section, text: str) -> list[Edit]:
    """Lines at the end of a section, below the sections in it."""
    whole = where._replace(own=where.end) if where.end > where.own else where
    return edit.add_text(document, whole, text)


def _has_line(document: Document, kind: DocumentType, concept: str, text: str) -> bool:
    where = section(document, kind, concept)
    found = document.lines(where.body, where.own) if where else ()
    return any(line.text.strip() == text for line in found)


def _has_row(document: Document, start: int, texts: list[str]) -> bool:
    where = next((each for each in document.sections if each.start == start), None)
    table = edit.table_of(document, where) if where else None
    return table is not None and any(_same(row, texts) for row in table.rows)


def _same(row: Row, texts: list[str]) -> bool:
    return list(row.texts) == [edit.shown(text) for text in texts]


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
    last = -1
    for each in document.lines(0, end):
        one = lines.field(document, each.start, each.end, names)
        last = each.end if one else last
    if last >= 0:
        return [Edit(last, last, f"\n{line}")]
    title = document.sections[1] if document.sections[1:] and document.sections[1].level == 1 else None
    at = title.body if title else 0
    return [Edit(at, at, f"\n{line}\n" if at else f"{line}\n\n")]
