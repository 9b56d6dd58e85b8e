"""What a document says for a brief: what blocks, what is in progress, what is next, what not to retry."""

import re
import textwrap
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from ...core import dates, done_words, fix_ids
from ...documents import about, columns, entries, headings, lines
from ...documents.document import Document
from ...documents.entries import Entry
from ...documents.profiles.model import DocumentType
from .model import Item, Part

MOST = 60
"""Entries of a section that are read closely; the others are counted."""

_BOLD = re.compile(r"\*\*(?=\S)([^*\n]{1,500})(?<=\S)\*\*")
_LIST = re.compile(r"[-*+]\s|\d{1,9}[.)]\s")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")
_NUMBER = re.compile(r"^\d{1,3}[.)]\s+(?=\S)")


class Recorded(NamedTuple):
    """What a document has written down of git's state: "" where it has not."""

    branch: str = ""
    commit: str = ""
    changes: str = ""


def recorded(document: Document, kind: DocumentType) -> Recorded:
    """The fields of a git checkpoint, wherever the document is declared to have them.

    Their form tells them from others of that name: the changes of the last session are no state of git's.
    """
    found = {name: _field(document, kind, name) for name in Recorded._fields}
    return Recorded(**{name: "" if entries.says_nothing(value) else value for name, value in found.items()})


def blockers(document: Document, kind: DocumentType) -> Part:
    """What blocks now: what is not resolved, with its impact and its mitigation."""
    return unfinished(document, kind, "blockers")


def unfinished(
    document: Document, kind: DocumentType, concept: str, begun: frozenset[str] = frozenset()
) -> Part:
    """The entries under a concept that are not ticked off, and not about fixes that a session has begun."""
    found = [entry for entry in _entries(document, kind, concept) if _is_open(entry)]
    return _part(document, [entry for entry in found if not begun or not _is_of(entry, begun)])


def failed(document: Document, kind: DocumentType) -> Part:
    """What was tried in vain, and why it failed."""
    return _part(document, _entries(document, kind, "failed"))


def completed(document: Document, kind: DocumentType, undone: frozenset[str] = frozenset()) -> Part:
    """The last thing that was completed, and is not about fixes that are undone; the others are counted."""
    every = _entries(document, kind, "completed")
    found = [entry for entry in every if not undone or not _is_of(entry, undone)]
    declared = kind.section("completed")
    grows = declared is not None and declared.shape in ("table", "tasks")
    one = found[-1:] if grows and _is_last(found) else found[:1]
    return _part(document, one)._replace(more=len(found) - len(one))


def phase(document: Document, kind: DocumentType) -> str:
    """The phase that the work is in, "" where the document has none."""
    where = entries.section(document, kind, "phase") if kind.state else None
    said = document.lines(where.body, where.own) if where else ()
    return ", ".join(plain(line.text) for line in said if not entries.says_nothing(line.text))


def logged(document: Document, kind: DocumentType) -> str:
    """The last row of the log of sessions, which may stand at either end; "" where there is none."""
    found = _entries(document, kind, "log")
    if not found:
        return ""
    row = item(document, found[-1 if _is_last(found) else 0])
    return " — ".join((*row.notes.values(), row.text))


def item(document: Document, entry: Entry) -> Item:
    """An entry as a brief has it."""
    is_heading = document.text.startswith("#", entry.start)
    text, notes = entry.text, {}
    if entry.cells:
        kinds = columns.of_table(tuple(entry.cells))
        held = dict(reversed(list(zip(kinds, entry.cells, strict=True))))
        own, fix = (entry.cells[held[what]].strip() if what in held else "" for what in ("text", "fix"))
        if own:
            word = "Fix {}: {}" if fix_ids.is_id(fix) and _is_of_fixes(held["fix"]) else "{} {}"
            text = word.format(fix, own) if fix and not entries.says_nothing(fix) else own
            others = (
                pair for pair in entry.cells.items() if pair[0] not in (held["text"], held.get("fix"))
            )
            notes = {name: plain(cell) for name, cell in others if _tells(cell)}
    below = entry.detail if is_heading else _dedented(entry.detail)
    detail = "\n".join(line.rstrip() for line in below.split("\n") if line.strip())
    group = is_heading and bool(_LIST.match(detail))
    return Item(_NUMBER.sub("", plain(text)), notes, detail, group)


@lru_cache(200)
def holds(column: str) -> str:
    """What a column of that name holds, as `columns.holds`."""
    return columns.holds(headings.name(column))


def plain(text: str) -> str:
    """A line without the marks of bold type."""
    return _BOLD.sub(r"\1", " ".join(text.split())).removeprefix("> ")


def _field(document: Document, kind: DocumentType, concept: str) -> str:
    for field in kind.fields:
        if field.concept == field.form == concept:
            found = lines.field(document, 0, len(document.text), (field.name, *field.aliases))
            if found:
                return found.value
    for section in kind.sections:
        for field in section.fields:
            if field.concept == field.form == concept:
                where = entries.section(document, kind, section.concept)
                names = (field.name, *field.aliases)
                found = lines.field(document, where.body, where.end, names) if where else None
                if found:
                    return found.value
    return ""


def _entries(document: Document, kind: DocumentType, concept: str) -> list[Entry]:
    return entries.entries(document, kind, concept) if kind.section(concept) else []


def _part(document: Document, found: Sequence[Entry]) -> Part:
    items = tuple(item(document, entry) for entry in found[:MOST])
    return Part(document.path, items, len(found) - len(items))


def _is_last(found: Sequence[Entry]) -> bool:
    """Whether the newest of them stands at the end, as far as dates tell."""
    ends = [entry.text for entry in (*found[-1:], *found[:1])]
    days = [day[0] for text in ends if (day := _DAY.search(text))]
    if len(days) < 2:  # not written as most are: what reads all forms takes time to load
        read = [dates.read(text) for text in ends]
        days = [date.when.isoformat() for date in read if date]
    return len(days) < 2 or days[0] >= days[1]


def is_commit(name: str) -> bool:
    """Whether a column of that name holds commits."""
    return holds(name) == "commit"


def _is_of_fixes(name: str) -> bool:
    return headings.name(name).startswith("fix")


def _tells(cell: str) -> bool:
    """Whether a cell says something that nobody takes for granted."""
    return not entries.says_nothing(cell) and done_words.plain(cell) != "open"


def _dedented(detail: str) -> str:
    """What stands below an item, whose first line has lost its indentation."""
    first, _, rest = detail.partition("\n")
    return f"{first}\n{textwrap.dedent(rest)}"


def _is_of(entry: Entry, fixes: frozenset[str]) -> bool:
    ids = about.ids(entry)
    return bool(ids) and fixes.issuperset(ids)


def _is_open(entry: Entry) -> bool:
    """Not ticked, struck out, or with a status that says it is done."""
    for name, cell in entry.cells.items():
        if holds(name) == "status":
            return not done_words.is_done(cell)
    return entry.mark != "x" and not entry.text.startswith("~~") and not done_words.is_done(entry.text[:1])
