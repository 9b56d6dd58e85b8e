"""The line that an entry of a backlog begins with, in the ways that people write it.

#7  JWT refresh bug          - [x] **Fix #7**: JWT refresh bug       ### 2.3 JWT refresh bug (Rank #7)
#7    2.3    JWT refresh bug                     small               7. JWT refresh bug
"""

import re
import string
from typing import NamedTuple

from ..core import fix_ids
from . import estimates
from .rows import Row

RANK, SECTION, ITEM, NUMBER, CHAPTER = "rank", "section", "item", "number", "chapter"
"""What an entry is known by: `#7` or `Fix 7`, a section `2.3`, that in an item only, the number `7.`, the
number of a heading."""

_LEAD = re.compile(
    r"[ \t>]*(?P<bullet>(?:[-*+•]|(?P<number>[0-9]{1,4})[.)])[ \t]+)?(?:\[(?P<mark>[^\]\w]|[xX])\][ \t]+)?"
    r"(?:[*_`~(\[ \t]|[^\x00-\x7f\w§]){0,8}"
)
_RANK_WORD = r"(?i:(?:fix(?:es)?|improvements?|items?|issues?|rank|entry)\b[ \t:]{0,3}(?:no\.?[ \t]*)?)"
_RANKED = re.compile(rf"(?P<word>{_RANK_WORD})?(?=#?[0-9]|(?P<code>{fix_ids.CODED})(?!\w))")
_NUMBERED = re.compile(rf"({fix_ids.ID})(?![.]?\w)(?=[.)\]:]?[*_`]{{0,2}}[ \t])")
_SEPARATOR = re.compile(r"[*_`~)\]]{0,4}[ \t]*(?P<mark>[:.)\]|–—]|-{1,2}(?=[ \t]))?[*_`~)\]]{0,4}[ \t]*")
_NO_TITLE = re.compile(r"(?:and|or|is|are|was|were|to|must|should|first|before|after)\b|[&,;+/]")
_SECTION_WORD = r"(?i:section|sec\.?|§)[ \t:]*"
_DOTTED = r"[0-9]{1,9}(?:\.[0-9]{1,9}){1,5}"
_ASIDE = re.compile(
    rf"[\[(]?{_SECTION_WORD}(?P<sure>{fix_ids.ID})[\])]?(?:[ \t]*[:,|–—-]+)?[ \t]+"
    rf"|[\[(](?P<boxed>{_DOTTED})[\])](?:[ \t]*[:,|–—-]+)?[ \t]+"
    rf"|(?P<bare>{_DOTTED})(?:[ \t]{{2,}}|[ \t]*[:–—-]+[ \t])"
)
_TAIL = re.compile(
    r"(?<![ \t])[ \t]*[\[(]"
    r"(?P<word>(?i:(?:rank|fix|improvement|item|priority|section|sec\.?|see|§)[ \t:]*)*)"
    rf"(?P<sign>#?)(?P<id>{fix_ids.ID})[\])]"
)
_RANK_AT_END = re.compile(rf"(?<![ \t])[ \t]*[-–—|·,:][ \t]*(?i:rank)[ \t:]*#?(?P<id>{fix_ids.ID})[ \t]*$")
_DONE = re.compile(
    r"(?i)(?<![ \t])[ \t]*(?:[-–—:|][ \t]*|[\[(])(done|completed?|fixed|shipped|closed)[\])]?[ \t]*$"
)
_TICKS = ("✅", "✓", "✔", "☑")
_BEHIND = re.compile(
    r"(?i)(?<![ \t])[ \t]*[\[(](?:small|medium|large|critical|high|low|urgent|p[0-4]|"
    r"(?:if time permits|optional)[^()\[\]]{0,40})[\])]$"
)
_TEMPLATE = re.compile(r"[\[<][^\]>\d#]{1,60} [^\]>\d#]{1,60}[\]>]")
_COLUMNS = re.compile(r"[ \t]{3,}|\t")
_FIRST = frozenset("#0123456789fire" + string.ascii_uppercase)  # of an id, or of the word before it
_LONGEST = 300


class Head(NamedTuple):
    """The beginning of an entry.

    `ids` are its own, `aliases` others of the same, `doubtful` those that are so only where there is such a
    section. `cells` are what stands behind the title in columns of its own, `is_empty` is a box to tick.
    """

    row: Row
    kind: str
    ids: tuple[str, ...]
    title: str
    aliases: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    says: str = ""
    cells: tuple[str, ...] = ()
    is_item: bool = False
    is_empty: bool = False


def head(row: Row, kinds: frozenset[str], previous: Head | None = None) -> Head | None:
    """The entry that a line begins, None for a line that begins none.

    `previous` is the head in the line above: in a list of bare lines each is one.
    """
    text = (row.title if row.level else row.text)[:_LONGEST]
    if "|" in text[:4] and text.lstrip().startswith("|"):
        return None
    lead = _LEAD.match(text)
    assert lead is not None  # all of it is optional
    by_number = NUMBER in kinds or (CHAPTER in kinds and row.level > 0)
    if not by_number and text[lead.end() : lead.end() + 1] not in _FIRST:
        return None
    found = _ranked(row, text, lead, previous)
    if found is None and (SECTION in kinds or (ITEM in kinds and not row.level)):
        found = _sectioned(row, text, lead)
    if found is None and by_number:
        found = _numbered(row, text, lead, NUMBER if NUMBER in kinds else CHAPTER)
    if found is None:
        return None
    says = _says(text, lead["mark"] or "")
    empty = lead["mark"] is not None and not lead["mark"].strip()
    return _titled(found)._replace(says=says, is_item=bool(lead["bullet"]), is_empty=empty)


def _ranked(row: Row, text: str, lead: re.Match[str], previous: Head | None) -> Head | None:
    """An entry that begins with `#7`, `Fix #7`, `Fix 7:` or `T-001`."""
    word = _RANKED.match(text, lead.end())
    if not word or not (word["word"] or word["code"] or text.startswith("#", word.end())):
        return None
    listed = fix_ids.listed(text, word.end(), bare=True)
    mark = _SEPARATOR.match(text, listed.end)
    if not listed.ids or mark is None:
        return None
    rest = text[mark.end() :].strip()
    if is_template(rest):
        return None
    parted = bool(mark["mark"]) or ")" in mark.group() or "]" in mark.group() or not rest
    blanks = sum(map(str.isspace, mark.group()))
    apart = parted or (blanks > 0 and not _NO_TITLE.match(rest))
    starts = row.level or lead["bullet"] or row.after != "text" or parted or blanks > 1 or previous
    has_sign = text.startswith("#", word.end()) or bool(word["code"])
    if not apart or not starts or not (has_sign or parted or row.level):
        return None
    return Head(row, RANK, listed.ids, rest)


def _sectioned(row: Row, text: str, lead: re.Match[str]) -> Head | None:
    """An entry that begins with a section's number, `2.3`."""
    number = _NUMBERED.match(text, lead.end())
    if not number or "." not in number[1]:
        return None
    mark = _SEPARATOR.match(text, number.end())
    rest = text[mark.end() :].strip() if mark else ""
    starts = row.level or lead["bullet"] or (row.after != "text" and row.indent < 4)
    if not rest or not starts or (not row.level and rest[0].islower()):
        return None
    return Head(row, SECTION, (number[1],), rest)


def _numbered(row: Row, text: str, lead: re.Match[str], kind: str) -> Head | None:
    """An entry that begins with the number of an item at the margin, or of a heading."""
    if row.level:
        number = _NUMBERED.match(text, lead.start("number") if lead["number"] else lead.end())
        at = number.end() if number else 0
        id = number[1] if number else ""
    else:
        id, at = (lead["number"] or "", lead.end("bullet")) if row.indent < 2 else ("", 0)
    rest = text[at:].lstrip(" \t.):*_`") if id else ""
    return Head(row, kind, (id,), rest) if rest else None


def _titled(found: Head) -> Head:
    """The head with what stands around its title taken out of it."""
    title, *cells = _COLUMNS.split(found.title)
    aside = _ASIDE.match(found.title) if found.kind == RANK else None
    aliases, doubtful = [], []
    if aside:
        aliases += [aside["sure"]] if aside["sure"] else []
        doubtful += [id for id in (aside["boxed"], aside["bare"]) if id]
        title, *cells = _COLUMNS.split(found.title[aside.end() :])
    for tail in _TAIL.finditer(title) if "(" in title or "[" in title else ():
        is_section = fix_ids.is_section(tail["id"]) or "sec" in tail["word"].lower() or "§" in tail["word"]
        if found.kind == RANK and is_section:
            (aliases if tail["word"] else doubtful).append(tail["id"])
        elif found.kind != RANK and not is_section and (tail["word"] or tail["sign"]):
            aliases.append(tail["id"])
    if found.kind != RANK and (rank := _RANK_AT_END.search(title)):
        aliases.append(rank["id"])
        title = title[: rank.start()]
    return found._replace(
        title=plain(
            _TAIL.sub(lambda tail: "" if tail["id"] in (*aliases, *doubtful) else tail.group(), title)
        ),
        aliases=tuple(aliases),
        doubtful=tuple(doubtful),
        cells=tuple(cell.strip() for cell in cells if cell.strip()),
    )


def is_template(rest: str) -> bool:
    """Whether what stands behind an id is a place to fill in: `Fix 1: [Section X.X from the analysis]`."""
    return bool(_TEMPLATE.match(rest.lstrip(" \t:.–—-")))


def plain(title: str) -> str:
    """A title in one line without marks around it, and without the size or the status behind it."""
    text = _DONE.sub("", title[:_LONGEST].strip().strip("".join(_TICKS)))
    behind = _BEHIND.search(text)
    text = text[: behind.start()] if behind else text
    text = " ".join(text.replace("**", "").replace("__", "").split())
    return text.strip("~*_ \t").rstrip(":–—-|, \t").strip()


def _says(text: str, mark: str) -> str:
    """The status that the line itself gives: the mark of a ticked box, a tick, a word at the end."""
    if mark.strip():
        return mark
    tick = next((tick for tick in _TICKS if tick in text), "")
    done = _DONE.search(text)
    return tick or (done[1] if done else "")


def size_of(head: Head) -> str:
    """The size that the line itself gives, in brackets or in a column."""
    in_cells = (
        estimates.size(cell) for cell in head.cells if re.fullmatch(r"[\W_]*[A-Za-z]{1,8}[\W_]*", cell)
    )
    return estimates.size_in(head.row.text[:_LONGEST]) or next(filter(None, in_cells), "")
