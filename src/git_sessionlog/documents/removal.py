"""How entries are taken away, and what is left in good order."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from . import about, edit, lines
from .document import Document, Section
from .entries import Entry, entries, said, section
from .lines import Item
from .profiles.model import DocumentType, SectionType
from .source import Edit

_NUMBER = re.compile(r"[ \t]*(?:#{2,6}[ \t]+)?(\d{1,9})[.)][ \t]")


def remove(
    document: Document, kind: DocumentType, concept: str, matches: Callable[[Entry], bool]
) -> Document:
    """The document without the entries that match; the declared stand-in comes where none is left.

    Entries that are numbered from 1 on stay so.
    """
    there = entries(document, kind, concept)
    gone = [entry for entry in there if matches(entry)]
    return _changed(document, kind, kind.place_for(concept), _Gone(there, gone))


def close(
    document: Document,
    kind: DocumentType,
    concept: str,
    done: frozenset[str],
    may_go: Callable[[Entry], bool] = lambda entry: True,
) -> Document:
    """The document without the entries that are about no other fixes than those that are `done`.

    An entry that is about more of them loses the ids that are done, where they begin it. Of those that are
    about `done` alone only those go that `may_go`; what is nested in one and has an open box, or is about
    another fix, takes its place.
    """
    there = entries(document, kind, concept)
    about_done = [entry for entry in there if (ids := about.ids(entry)) and done.issuperset(ids)]
    gone = [entry for entry in about_done if may_go(entry) and not _holds_others(document, entry, done)]
    lifted = [(one, found) for one in gone if (found := _lifted(document, one, done))]
    gone = [entry for entry in gone if entry not in [one for one, _ in lifted]]
    others = (entry for entry in there if entry not in about_done)
    shorter = [(entry, found) for entry in others if (found := _shorter(document, entry, done))]
    return _changed(document, kind, kind.place_for(concept), _Gone(there, gone, [*shorter, *lifted]))


class _Gone(NamedTuple):
    """The entries of a section, those that go, and those that lose ids, each with the edit for that."""

    there: list[Entry]
    gone: list[Entry]
    shorter: Sequence[tuple[Entry, Edit]] = ()


def _changed(document: Document, kind: DocumentType, declared: SectionType, what: _Gone) -> Document:
    """The document without what goes; the declared stand-in comes where nothing at all is left."""
    if not what.gone and not what.shorter:
        return document
    where = section(document, kind, declared.concept)
    empty = declared.empty if where and _is_all(document, where, what.gone) else ""
    edits = _edits(document, what.there, what.gone, empty)
    edits += (one for _, one in what.shorter)
    places = {entry.start for entry in (*what.gone, *(entry for entry, _ in what.shorter))}
    left = [said(entry) for entry in what.there if entry.start not in places]

    def meant(new: Document) -> bool:
        now = Counter(said(entry) for entry in entries(new, kind, declared.concept))
        if left or what.shorter:
            return now.total() >= len(left) + len(what.shorter) and not Counter(left) - now
        return not now.keys() & set(map(said, what.gone))  # there may be a text below

    return edit.applied(document, edits, meant)


def _shorter(document: Document, entry: Entry, done: frozenset[str]) -> Edit | None:
    """The edit of an entry that begins with several ids, by which it loses those that are done."""
    for text in entry.cells.values() or (entry.text,):
        found = about.without(text, done, bare=bool(entry.cells and about.of_cell(text)))
        at = document.text.find(found[0], entry.start, entry.end) if found else -1
        if found and at >= 0:
            return Edit(at, at + len(found[0]), found[1])
    return None


def _holds_others(document: Document, entry: Entry, done: frozenset[str]) -> bool:
    """Whether a section below has an entry of its own that is open, or about another fix."""
    if not any(one.start == entry.start for one in document.sections):
        return False
    inside = [one for one in document.sections if entry.start < one.start < entry.end]
    return any(set(about.of_text(one.title)) - done for one in inside) or any(
        _is_open(item, done) for item in lines.items(document, entry.start, entry.end)
    )


def _lifted(document: Document, entry: Entry, done: frozenset[str]) -> Edit | None:
    """The edit that puts what is open in an item, or about another fix, in the place of the item."""
    items = lines.items(document, entry.start, entry.end)
    if entry.cells or not items or items[0].start != entry.start or len(items) < 2:
        return None
    own, least = items[0].indent, min(one.indent for one in items[1:])
    outer = [one for one in items[1:] if one.indent == least]
    kept = [
        one
        for one in outer
        if any(_is_open(each, done) for each in items if one.start <= each.start < one.end)
    ]
    text = "".join(document.text[one.start : one.end] for one in kept)
    lines_of_it = text.splitlines(keepends=True)
    shift = least - own
    return (
        Edit(entry.start, entry.end, "".join(_dedented(line, shift) for line in lines_of_it))
        if kept
        else None
    )


def _is_open(item: Item, done: frozenset[str]) -> bool:
    return item.mark == " " or bool(set(about.of_text(item.text)) - done)


def _dedented(line: str, columns: int) -> str:
    blank = len(line) - len(line.lstrip(" "))
    return line[min(columns, blank) :]


def _edits(document: Document, there: list[Entry], gone: list[Entry], empty: str) -> list[Edit]:
    """The edits that take some entries away from those that are there.

    Where none is left, `empty` comes in their place, if it is of their form. What was numbered from 1 on
    stays so; two blank lines become one.
    """
    runs = _runs(document, gone)
    if len(gone) == len(there) and empty and _form(document.text[gone[-1].start :]) == _form(empty):
        runs[-1] = runs[-1]._replace(text=empty + "\n")
    tidy = [one if one.text else _with_a_blank_line(document, one) for one in runs]
    return tidy + _renumbered(document, there, gone)


def _is_all(document: Document, where: Section, gone: list[Entry]) -> bool:
    """Whether some entries are all that a section holds, but for the head of their table."""
    rest, at = [], where.body
    for entry in gone:
        rest.append(document.text[at : entry.start])
        at = max(at, entry.end)
    lines = "".join([*rest, document.text[at : document.before_rule(where.body, where.end)]]).split("\n")
    return all(not line.strip() or line.lstrip().startswith("|") for line in lines)


def _runs(document: Document, gone: list[Entry]) -> list[Edit]:
    """Edits that take entries away, one for those that stand together."""
    edits: list[Edit] = []
    for entry in gone:
        if edits and not document.text[edits[-1].end : entry.start].strip():
            edits[-1] = edits[-1]._replace(end=entry.end)
        else:
            edits.append(Edit(entry.start, entry.end, ""))
    return edits


def _with_a_blank_line(document: Document, one: Edit) -> Edit:
    """What is taken away between two blank lines, or one and the end, goes with one of them."""
    if document.text.endswith("\n\n", 0, one.start):
        if document.text.startswith("\n", one.end):
            return one._replace(end=one.end + 1)
        if one.end == len(document.text):
            return one._replace(start=one.start - 1)
    return one


def _form(text: str) -> str:
    """`|` for a row, `#` for a section, "" for anything else that begins a text."""
    return next((mark for mark in "|#" if re.match(rf"\s*{re.escape(mark)}", text)), "")


def _renumbered(document: Document, there: list[Entry], gone: list[Entry]) -> list[Edit]:
    """The numbers of what is left, where all were numbered from 1 on."""
    found = [_NUMBER.match(document.text, entry.start) for entry in there]
    numbers = [match for match in found if match]
    if [int(match[1]) for match in numbers] != list(range(1, len(there) + 1)):
        return []
    pairs = zip(there, numbers, strict=True)
    places = {entry.start for entry in gone}
    kept = [match for entry, match in pairs if entry.start not in places]
    edits = (Edit(*match.span(1), str(number)) for number, match in enumerate(kept, 1))
    return [one for one, match in zip(edits, kept, strict=True) if one.text != match[1]]
