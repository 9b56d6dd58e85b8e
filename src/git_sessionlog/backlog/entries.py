"""The entries of a backlog's document: each from its first line to where another thing begins."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from ..core import fix_ids
from ..documents.document import Document
from . import estimates, fields, heads, paths
from .heads import CHAPTER, ITEM, NUMBER, RANK, SECTION, Head
from .model import Fix, Place
from .rows import Row

ANALYSIS, TRACKER, PHASES, PLAN = "analysis", "tracker", "phases", "plan"
"""What a document is for: to describe fixes, to follow them, to plan phases, to put them into batches."""

_KINDS = {
    ANALYSIS: frozenset({RANK, SECTION}),
    TRACKER: frozenset({RANK, ITEM}),
    PHASES: frozenset({RANK}),
    PLAN: frozenset({RANK}),
}
_WAITS = re.compile(
    rf"(?i)\b(?:depends on|blocked by|requires|needs|waits for|after|must follow)[ \t:]+"
    rf"(?=(?:fix(?:es)?|section|§)[ \t#]*{fix_ids.ID}|#{fix_ids.NUMBER}|{fix_ids.CODED})"
)
_PROSE = re.compile(
    r"(?i)(?:executive )?(?:summary|overview|introduction|background|method(?:ology)?|scope|criteria|"
    r"scoring|legend|purpose|goals?|conclusion|notes?|how (?:to|this)|effort|priorit(?:y|ies)|"
    r"ranking|rationale|appendix|references?)\b"
)
_SUBSTANCE = frozenset({"files", "verify", "change"})  # the fields that make an entry of a chapter
_LONGEST = 20_000  # characters of one entry
_MOST = 10_000  # entries of one document


class Entry(NamedTuple):
    """An entry as one place has it; `doubtful` are aliases where there is a section with that number.

    `weak` is one that says little more than an id: a row of a ranking, a line of a batch.
    """

    fix: Fix
    doubtful: tuple[str, ...] = ()
    weak: bool = False


def entries(document: Document, rows: Sequence[Row], role: str) -> list[Entry]:
    """The entries of a document, in their order. Linear in its size."""
    found = list(islice(_entries(document, rows, _KINDS[role], role), _MOST))
    if not found and role == ANALYSIS:
        numbered = list(islice(_entries(document, rows, frozenset({NUMBER}), role), _MOST))
        found = list({entry.fix.id: entry for entry in reversed(numbered)}.values())[::-1]
    if role != ANALYSIS:
        return found
    ranked = any(map(_has_rank, found))
    return list(_without_prose(found if ranked else _with_chapters(document, rows, found), ranked=ranked))


def _entries(document: Document, rows: Sequence[Row], kinds: frozenset[str], role: str) -> Iterator[Entry]:
    for head, at, end in _spans(rows, kinds):
        body = rows[at + 1 : end]
        stop = body[-1].end if body else head.row.end
        text = document.text[head.row.start : min(stop, head.row.start + _LONGEST)]
        place = Place(document.path, head.row.number)
        first = _entry(head, body, text, place)
        for id in head.ids:
            shared = len(head.ids) > 1
            if not (shared and role == PLAN):
                fix = first.fix._replace(id=id, aliases=() if shared else first.fix.aliases)
                yield first._replace(fix=fix, weak=first.weak or shared)


def _spans(rows: Sequence[Row], kinds: frozenset[str]) -> Iterator[tuple[Head, int, int]]:
    """Each head, the place of its row, and that of the first row that is no part of its entry."""
    headings = {at: head for at, row in enumerate(rows) if row.level and (head := heads.head(row, kinds))}
    titled = frozenset(id for head in headings.values() for id in (*head.ids, *head.aliases))
    open_: tuple[Head, int] | None = None
    previous: Head | None = None
    waiting = -1  # the indent of a field whose value, a list of ids, is still to come
    for at, row in enumerate(rows):
        is_of_field = waiting >= 0 and row.indent >= waiting and not row.level and _is_bullet(row)
        found = headings.get(at)
        if not (row.level or (open_ and is_of_field)):
            steps_out = open_ and at and row.indent <= open_[0].row.indent < rows[at - 1].indent
            found = heads.head(row._replace(after="gap") if steps_out else row, kinds, previous)
        if found and open_ and not row.level and open_[0].row.level and titled.issuperset(found.ids):
            found = None  # speaks of another one
        if open_ and (found or not _goes_on(open_[0], row)):
            yield *open_, at
            open_, waiting = None, -1
        if found:
            open_ = (found, at)
        if open_ and not is_of_field:
            waiting = row.indent if fields.is_open(row) and fields.kind(row) == "needs" else -1
        previous = found if found and not row.level else None
    if open_:
        yield *open_, len(rows)


def _is_bullet(row: Row) -> bool:
    return row.text.lstrip()[:2] in ("- ", "* ", "+ ", "• ")


def _goes_on(head: Head, row: Row) -> bool:
    """Whether a line is part of the entry above."""
    if row.level:
        return 0 < head.row.level < row.level
    if head.row.level or row.indent > head.row.indent:
        return True
    if head.is_item:
        return False
    return row.after == "text" or bool(fields.kind(row))


def _entry(head: Head, body: Sequence[Row], text: str, place: Place) -> Entry:
    told = fields.fields(body)
    others = [*_ids_of(told, head), *head.aliases]
    aliases = tuple(dict.fromkeys(id for id in others if id not in head.ids))
    effort = told.get("effort", "")
    first_line = head.row.text[:1000]
    says = head.says or told.get("status", "").split("\n")[0]
    fix = Fix(
        head.ids[0],
        _title(head, told),
        text,
        aliases,
        _files(told, first_line, text),
        estimates.size(effort) or estimates.size_in(effort) or heads.size_of(head),
        _needs(told, text),
        " ".join(told.get("verify", "").split()),
        says,
        (place,),
        " ".join(told.get("change", "").split()),
        estimates.minutes(effort) if effort else estimates.minutes(" ".join(head.cells)),
        ((said, place),) if (said := says or ("[ ]" if head.is_empty else "")) else (),
    )
    own = told.keys() & _SUBSTANCE if head.kind == CHAPTER else head.row.level or told
    return Entry(fix, head.doubtful, weak=not own)


def _title(head: Head, told: fields.Fields) -> str:
    return head.title[:200] or told.get("change", "").split("\n")[0][:200]


def _ids_of(told: fields.Fields, head: Head) -> Iterator[str]:
    """The other ids that the fields give: the rank of a section, the section of a rank."""
    for kind in ("rank", "section"):
        said = told.get(kind, "")
        listed = fix_ids.listed(said, bare=True)
        is_section = any(map(fix_ids.is_section, listed.ids))
        if len(listed.ids) == 1 and (kind == "section" or is_section or head.kind != RANK):
            yield listed.ids[0]


def _files(told: fields.Fields, first_line: str, text: str) -> tuple[str, ...]:
    """The files that the entry names: in its fields, else in its first line, else anywhere in it."""
    listed = paths.named(told["files"], directories=True) if "files" in told else ()
    rest = text[len(first_line) :]
    return listed or paths.named(first_line) or (paths.named(rest[:4000]) if rest else ())


def _needs(told: fields.Fields, text: str) -> tuple[str, ...]:
    found = list(fix_ids.named(told["needs"], bare=True)) if "needs" in told else []
    for waits in _WAITS.finditer(text[:4000]):
        found += fix_ids.listed(text, waits.end()).ids
    return tuple(dict.fromkeys(found))


def _with_chapters(document: Document, rows: Sequence[Row], found: list[Entry]) -> list[Entry]:
    """Sections, and the chapters that are entries themselves: what only tells of those is part of them."""
    if not any(_chapters(rows)):
        return found
    every = list(islice(_entries(document, rows, frozenset({SECTION, CHAPTER}), ANALYSIS), _MOST))
    chapters = {entry.fix.id for entry in every if _has_rank(entry) and not entry.weak}
    whole = [entry for entry in every if entry.fix.id in chapters]
    others = (
        entry
        for entry in found
        if entry.fix.id.partition(".")[0] not in chapters or not _says_nothing(entry)
    )
    return sorted((*whole, *others), key=lambda entry: entry.fix.places[0].line)


def _chapters(rows: Sequence[Row]) -> Iterator[bool]:
    """For each line whether it is a field below the number of a chapter: few documents have that."""
    is_chapter = False
    for row in rows:
        if row.level:
            found = heads.head(row, frozenset({CHAPTER}))
            is_chapter = found is not None and found.kind == CHAPTER and "." not in found.ids[0]
        yield is_chapter and fields.kind(row) in _SUBSTANCE


def _without_prose(found: Iterable[Entry], *, ranked: bool) -> Iterator[Entry]:
    """Without the sections that only tell of entries: those with no field, where others have ranks."""
    for entry in found:
        is_prose = not _has_rank(entry) and _says_nothing(entry)
        if not (is_prose and (ranked or _PROSE.match(entry.fix.title))):
            yield entry


def _has_rank(entry: Entry) -> bool:
    return not all(map(fix_ids.is_section, (entry.fix.id, *entry.fix.aliases)))


def _says_nothing(entry: Entry) -> bool:
    fix = entry.fix
    return entry.weak or not (fix.files or fix.verify or fix.change or fix.size)
