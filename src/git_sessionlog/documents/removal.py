"""How entries are taken away, and what is left in good order."""

import re

from .document import Document
from .entries import Entry
from .source import Edit

_NUMBER = re.compile(r"[ \t]*(?:#{2,6}[ \t]+)?(\d{1,9})[.)][ \t]")


def edits(document: Document, there: list[Entry], gone: list[Entry], empty: str) -> list[Edit]:
    """The edits that take some entries away from those that are there.

    Where none is left, `empty` comes in their place, if it is of their form. What was numbered from 1 on
    stays so; two blank lines become one.
    """
    runs = _runs(document, gone)
    if len(gone) == len(there) and empty and _form(document.text[gone[-1].start :]) == _form(empty):
        runs[-1] = runs[-1]._replace(text=empty + "\n")
    tidy = [one if one.text else _with_a_blank_line(document, one) for one in runs]
    return tidy + _renumbered(document, there, gone)


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
