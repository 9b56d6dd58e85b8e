"""The fields of a document: a new value where the old one is, and what people wrote behind it stays."""

import re
from collections.abc import Iterable, Iterator, Mapping

from ..core import dates
from ..core import done_words as status
from . import edit, entries, lines
from .document import Document
from .entries import section
from .profiles.model import DocumentType, Field, filled
from .source import Edit
from .update import with_section

_UNFILLED = re.compile(r"[\[<{].*[\]>}]|[YMDHSTZymdhs:/+ .-]{4,}")
TAIL = re.compile(r"\s+(?:[-–—;]\s|[(（]).*$")
"""What people set off behind a value: in brackets, or by a dash."""

_REST = re.compile(rf"\s*,\s.*$|{TAIL.pattern}")
_WRITTEN = re.compile(r"(?:\d+ h)?(?: ?\d+ min)?|\+\d+ -\d+ lines|[-+\d.,% ]+|session \S+", re.IGNORECASE)
_STATES = frozenset(
    ("in progress", "on hold", "to do", "not started", "work in progress", "ready for review")
)


def set_fields(
    document: Document, kind: DocumentType, values: Mapping[str, str], concept: str = ""
) -> Document:
    """The document with the fields of its header, or of a section, that `values` has something for.

    A field that is not there is added, as `**Name**: value`, in a section as an item.
    """
    declared = kind.place_for(concept) if concept else None
    said = list(_said(declared.fields if declared else kind.fields, values))
    if declared is not None and said:
        document = with_section(document, kind, declared)
    for field, value in said:
        document = _with_field(document, kind, concept, (field, value))
    return document


def _said(fields: Iterable[Field], values: Mapping[str, str]) -> Iterator[tuple[Field, str]]:
    """The fields that `values` has something for, and their values."""
    for field in fields:
        value = edit.one_line(filled(field.entry or f"{{{field.concept}}}", values))
        if value and (field.concept in values or value != edit.one_line(filled(field.entry, {}))):
            yield field, value


def renewed(old: str, value: str, form: str) -> str:
    """The new value of a field, with the text that people wrote around the old one.

    Of a date it is all but the date: `November 11, 2025 - freeze until the 20th` keeps the freeze. Else it
    is what is set off behind the value, in brackets, by a dash or a comma; a commit is one whole, with its
    subject. A status and a figure that are in words of their own are nobody's to replace: they stay.
    """
    if entries.says_nothing(old) or _UNFILLED.fullmatch(old):
        return value
    if form == "date":
        date = dates.read(old)
        return f"{old[: date.start]}{value}{old[date.end :]}" if date else f"{value} — {old}"
    if form in ("commit", "changes"):
        return value
    tail = _REST.search(old)
    core = old[: tail.start()] if tail else old
    is_ours = (
        form == "branch" or " " not in core or _WRITTEN.fullmatch(core) or status.plain(core) in _STATES
    )
    if not is_ours:
        return old
    return value + (tail[0] if tail and tail[0].strip() not in value else "")


def _with_field(
    document: Document, kind: DocumentType, concept: str, wanted: tuple[Field, str]
) -> Document:
    declared, value = wanted
    names = (declared.name, *declared.aliases)
    if concept:
        where = section(document, kind, concept)
        assert where is not None
        start, end = where.body, where.own
    else:
        start, end = 0, header_end(document)
    there = lines.field(document, start, end, names)
    if there:
        value = renewed(there.value, value, declared.form)
        glued = not there.value and document.text[there.start - 1] in ":*："  # "**Name**:" and no blank
        edits = [Edit(there.start, there.end, f" {value}")] if glued else edit.set_field(there, value)
    elif concept:
        edits = edit.add_item(document, where, f"- **{names[0]}**: {value}") if where else []
    else:
        edits = _new_header_field(document, kind, f"**{names[0]}**: {value}")

    def meant(new: Document) -> bool:
        limit = header_end(new) if not concept else len(new.text)
        found = lines.field(new, start, limit, names)
        return found is not None and found.value == value

    return edit.applied(document, edits, meant)


def header_end(document: Document) -> int:
    """Where the header of a document ends: with the first section below the title."""
    at = 2 if document.sections[1:] and document.sections[1].level == 1 else 1
    return document.sections[at].start if at < len(document.sections) else len(document.text)


def _new_header_field(document: Document, kind: DocumentType, line: str) -> list[Edit]:
    """Below the last field of the header, else below the title."""
    end = header_end(document)
    names = [name for field in kind.fields for name in (field.name, *field.aliases)]
    fields = [each for each in document.lines(0, end) if lines.field(document, each.start, each.end, names)]
    if fields:
        lead = re.match(r"[ \t>]*(?:[-*+][ \t]+)?", fields[-1].text)
        return [Edit(fields[-1].end, fields[-1].end, f"\n{lead[0] if lead else ''}{line}")]
    title = document.sections[1] if document.sections[1:] and document.sections[1].level == 1 else None
    at = title.body if title else 0
    return [Edit(at, at, f"\n{line}\n" if at else f"{line}\n\n")]
