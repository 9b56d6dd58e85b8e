"""What a document holds under a concept, whatever it looks like there.

A section is found by its heading in any of its names. What people wrote is read as it is: rows, items,
paragraphs, sections below.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from . import headings, lines
from .document import Document, Line, Section
from .profiles.model import DocumentType

# A thing that is not there, and no more said of it: "no access to staging" is a blocker.
_LATELY = r"(?: yet| so far| for now| right now| at this time| [a-z]+ed| found| known| open| here){0,3}"
_THING = (
    "items?|blockers?|issues?|entries|changes|tasks?|problems?|fixes|sessions?|bugs?|steps?|decisions?|"
    "risks?|approaches|actions?|limitations?"
)
_KIND = "known|open|current|active|pending|new|other|more|completed|further|next|failed"
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:\s*\S")
_NOTHING = rf"(?i)(?:(?:none|nothing(?: to \w+)?|no (?:(?:{_KIND}) ){{0,2}}(?:{_THING})){_LATELY}|n/a|tbd|)"


class Entry(NamedTuple):
    """One thing that a section holds, from `start` to `end` of the document's text.

    `text` is a row in words, the first line of an item, a paragraph, or the title of a section below;
    `cells` are a row's, by its columns' names; `detail` is what stands below it. `mark` is a task's,
    as `lines.Item` has it.
    """

    text: str
    start: int
    end: int
    mark: str = ""
    cells: Mapping[str, str] = {}
    detail: str = ""


def section(document: Document, kind: DocumentType, concept: str) -> Section | None:
    """The section for a concept: with its whole heading, else with its name, else one that begins so."""
    declared = (one for one in kind.sections if one.concept == concept)
    whole, names = _known(tuple(title for one in declared for title in (one.heading, *one.aliases)))
    there = [each for at, each in enumerate(document.sections) if each.name and (each.level > 1 or at > 1)]
    finds: tuple[Callable[[Section], bool], ...] = (
        lambda each: each.name in names and headings.whole(each.title) in whole,
        lambda each: each.name in names,
        lambda each: headings.means(each.name, names),
    )
    return next((each for finds_it in finds for each in there if finds_it(each)), None)


@lru_cache(512)
def _known(titles: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a heading with one of some titles may be, with its notes and without."""
    return tuple(map(headings.whole, titles)), tuple(map(headings.name, titles))


def entries(document: Document, kind: DocumentType, concept: str) -> list[Entry]:
    """The entries under a concept, in their order; what only says that there is none is left out."""
    where = section(document, kind, concept)
    stands_in = stand_in(document, kind, concept)
    found = held(document, where) if where else ()
    return [entry for entry in found if not is_nothing(entry) and not stands_in(entry)]


def stand_in(document: Document, kind: DocumentType, concept: str) -> Callable[[Entry], bool]:
    """Tells whether an entry is what the profile puts where there is none."""
    declared = (one for one in kind.sections if one.concept == concept)
    known = {"", *(line.strip() for one in declared for line in one.empty.split("\n"))}

    def stands_in(entry: Entry) -> bool:
        lines_of_it = document.text[entry.start : entry.end].split("\n")
        return known.issuperset(map(str.strip, lines_of_it))

    return stands_in


def held(document: Document, where: Section) -> tuple[Entry, ...]:
    """All that a section holds: its rows, else its items, else its paragraphs; then the sections below.

    Rows that say nothing give way to items.
    """
    return document.once(_held, where)


def _held(document: Document, where: Section) -> tuple[Entry, ...]:
    rows = list(_rows(document, where))
    items = [] if any(not is_nothing(row) for row in rows) else list(_items(document, where))
    found = [*(items or rows or _paragraphs(document, where))]
    for below in document.below(where):
        end = _end_of(document, below)
        found.append(Entry(below.title, below.start, end, detail=document.text[below.body : end].strip()))
    return tuple(found)


def _end_of(document: Document, below: Section) -> int:
    """Where a section ends as an entry: before a rule, and before the link definitions behind it."""
    rules = (
        one.start for one in document.blocks if one.kind == "break" and below.body <= one.start < below.end
    )
    end = next(rules, below.end)
    found = list(document.lines(below.body, end))
    while found and (not found[-1].text.strip() or _DEFINITION.match(found[-1].text)):
        last = found.pop()
        end = last.start if _DEFINITION.match(last.text) else end
    return end


def _rows(document: Document, where: Section) -> Iterator[Entry]:
    for table in lines.tables(document, where.body, where.own):
        names = _names(table)
        for row in table.rows:
            numbered = enumerate(row.texts, 1)
            cells = {(names[at - 1] if at <= len(names) else str(at)): text for at, text in numbered}
            text = " — ".join(text for text in row.texts if not says_nothing(text))
            yield Entry(text, row.start, min(row.end + 1, len(document.text)), cells=cells)


def _names(table: lines.Table) -> list[str]:
    """The names of the columns; one that has none of its own is known by its number."""
    names: dict[str, None] = {}
    for at, text in enumerate(table.header.texts if table.header else (), 1):
        own = text and text not in names
        names[text if own else f"{at}" if f"{at}" not in names else f"{at}. {text}"] = None
    return list(names)


def _items(document: Document, where: Section) -> Iterator[Entry]:
    end = where.body
    for item in lines.items(document, where.body, where.own):
        if item.start >= end:
            end = item.end
            stop = document.text.find("\n", item.text_start)
            detail = document.text[stop:end].strip() if 0 <= stop < end else ""
            yield Entry(item.text, item.start, end, item.mark, detail=detail)


def _paragraphs(document: Document, where: Section) -> Iterator[Entry]:
    if lines.tables(document, where.body, where.own):
        return  # a table that has no rows yet
    text: list[Line] = []
    for line in (*document.lines(where.body, where.own), Line("", where.own)):
        if line.text.strip():
            text.append(line)
        elif text:
            words = " ".join(each.text.strip() for each in text)
            yield Entry(words, text[0].start, min(text[-1].end + 1, len(document.text)))
            text = []


def said(entry: Entry) -> tuple[object, ...]:
    """What an entry says, whatever its number."""
    text = re.sub(r"^\d{1,9}[.)]\s", "", entry.text)
    return text, entry.mark, entry.detail, tuple(entry.cells.items())


def is_nothing(entry: Entry) -> bool:
    """Whether an entry only says that there is none."""
    texts = entry.cells.values() if entry.cells else (entry.text,)
    return all(says_nothing(text) for text in texts) and not entry.detail


def says_nothing(text: str) -> bool:
    """Whether a text only stands in for one: `_(None identified)_`, `—`, `N/A`."""
    return bool(re.fullmatch(_NOTHING, text.strip(" \t*_()[]`.-–—…")))
