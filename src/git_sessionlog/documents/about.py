"""Which fixes an entry is about: those whose ids stand for it, never those that it merely mentions.

An id stands for an entry as its first word, in its id cell, or in a tag:

    - [ ] **Fix 2.3**: refuse expired tokens
    | #7 | login |
    - refuse expired tokens [Fix 2.3, #7]

`Lower the timeout from 2.3 s`, `the writer waits for #6` and `closes #7` in a text below are about no fix.
"""

import re

from ..core import fix_ids, fix_tag
from . import columns
from .entries import Entry

_LEAD = re.compile(
    rf"(?:[^\w#§>]|_)*(?:\d{{1,3}}[.)]\s+(?:[^\w#§>]|_)*(?=(?i:fix)|#\d|{fix_ids.CODED}|\d+\.\d))?"
)  # what is quoted is about nothing
_BARE = re.compile(  # 2.3, alone or before a text; but no date, no amount, no version of something
    rf"(?P<id>(?=\d+\.\d){fix_ids.NUMBER})(?![\w.]*\d)[.):\]*`~]*"
    r"(?=$|\s*[—–:|-]|\s+(?!(?:%|[kMGT]?i?[bB]|[mµn]?s|secs?|seconds?|min|minutes?|h|hours?|days?|px|em|x)\b|%)\S)"
)
_REFERS = re.compile(
    r"(?i)\b(?:for|on|of|by|after|before|see|until|with|as|to|from|in|than|like|since|via|and|or|not)\W*$"
)
_ALONE = re.compile(r"[.*_`~ \t]*(?:$|[:;,)\]}]|[—–-](?!\w)|\(|\[|\|)|\.\s|[*_`~]|→|=")
_OTHER = re.compile(r"(?i)\s+(?:priority|reason|goal|cause|risk|rule|thing|most|in the list)\b")
_GOES_ON = re.compile(r"[,;:.]?\s+\w")
_ID_COLUMNS = columns.NUMBERS | {"", "fix", "section", "issue", "bug", "task id", "key", "ref"}


def ids(entry: Entry) -> tuple[str, ...]:
    """The ids of the fixes that an entry is about, in their order, as `fix_ids.normal` has them."""
    if not entry.cells:
        return of_text(entry.text)
    texts = []
    kinds = columns.of_table(tuple(entry.cells))
    for at, (name, cell) in enumerate(entry.cells.items()):
        column = kinds[at]
        is_id = column == "fix" if "fix" in kinds else column in _ID_COLUMNS or (name == "1" and not at)
        if is_id and (found := of_cell(cell)):
            return found
        if column in ("fix", "text") or (column not in columns.KNOWN and not of_cell(cell)):
            texts.append(cell)
    return next((found for text in texts if (found := of_text(text))), ())


def is_about(entry: Entry, fix: str) -> bool:
    """Whether an entry is about a fix, alone or with others."""
    return fix_ids.normal(fix) in ids(entry)


def of_text(text: str) -> tuple[str, ...]:
    """The ids that stand for an entry with a text: its first words, else its tags."""
    return listed(text).ids or _tagged(text)


def of_cell(text: str) -> tuple[str, ...]:
    """The ids that an id cell holds; none where it holds anything else."""
    at = _skipped(text)
    found = fix_ids.listed(text, at, bare=True)
    rest = text[found.end :].strip(" \t*`_~)]}")
    return () if rest else found.ids


def listed(text: str) -> fix_ids.Listed:
    """The list of ids with which a text begins, and where that ends; without ids where there is none."""
    at = _skipped(text)
    found = fix_ids.listed(text, at)
    if found.ids:
        return found if len(found.ids) > 1 or _stands(text, at, found.end) else fix_ids.Listed()
    bare = _BARE.match(text, at)
    if not bare:
        return fix_ids.Listed()
    several = fix_ids.listed(text, at, bare=True)
    return several if several.ids else fix_ids.Listed((bare["id"],), bare.end("id"))


def without(text: str, done: frozenset[str], *, bare: bool = False) -> tuple[str, str] | None:
    """The beginning of a text with several ids, and that without some: `Fixes #24-30`, `Fixes #25-30`.

    `bare` is for the text of an id cell. None where no other id would be left, or where no id begins it.
    """
    start = _skipped(text)
    found = fix_ids.listed(text, start, bare=True) if bare else listed(text)
    left = [id for id in found.ids if id not in done]
    if not left or len(left) == len(found.ids):
        return None
    old = text[start : found.end]
    word = re.match(r"(?i)(?:[^\W\d_]+[.: \t]+(?=#?\d|[A-Z][\w-]*\d)|§[ \t]*)?", old)
    spans = fix_ids.spans(left) if "#" in old else fix_ids.spans(left).replace("#", "")
    return old, f"{word[0] if word else ''}{spans}"


def _skipped(text: str) -> int:
    """Where the first word of a text begins: behind its marks, pictures and opening brackets."""
    lead = _LEAD.match(text)
    return lead.end() if lead else 0


def _stands(text: str, start: int, end: int) -> bool:
    """Whether a list of ids is what the text is about: not the number of `Fix 3 failing tests`.

    Nor are `Section 2.3 of the handbook` and `#1 priority`; behind `Fix #3` and `Fix 2.3` all may come.
    """
    if _ALONE.match(text, end):
        return True
    said = text[start:end]
    certain = said[0] == "#" or (said[:3].lower() == "fix" and ("#" in said or "." in said or "-" in said))
    return (certain or fix_ids.is_id(said)) and not _OTHER.match(text, end)


def _tagged(text: str) -> tuple[str, ...]:
    """The ids of the tags of a text; a tag that a sentence refers to, or goes on behind, does not count."""
    found: dict[str, None] = {}
    for start, end, tagged in fix_tag.tags_in(text):
        if not _REFERS.search(text, max(start - 40, 0), start) and not _GOES_ON.match(text, end):
            found.update(dict.fromkeys(tagged))
    return tuple(found)
