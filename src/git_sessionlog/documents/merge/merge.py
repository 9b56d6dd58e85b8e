"""What becomes of a state document when two branches have changed it at the same place.

git merges line by line; what it leaves is taken up here, all of it or nothing. Rows and items that both
sides added are all kept, and what one side took away is gone. The fields of a session are those of the
side that was updated later. All else stays git's conflict: two people wrote about the same thing, and
one of them has to read it.

Of what is merged here no line is lost but a stand-in for entries and the older value of a field, and
nothing that was quoted is said now, nor the other way round. Both are looked at again at the end.
"""

import re
from collections import Counter
from typing import Generic, NamedTuple, TypeVar

from .. import quoted
from ..source import normal
from . import entries, hunks, numbers, sections
from . import fields as merge_fields
from .hunks import Around, Hunk

T = TypeVar("T")

# What may quote the lines below it, and a line end of Markdown's that is none of git's.
_UNSAFE = re.compile(r"<!--|-->|\r(?!\n)")
_MOST_FIELDS = 2  # hunks with the fields of a session: a document has a header and a checkpoint


class Texts(NamedTuple, Generic[T]):
    """Something of the whole document, on each side and in their base."""

    ours: T
    base: T
    theirs: T


_Line = tuple[str, bool]
"""A line without its end and without the number of an item, and whether it is quoted."""


class _Union(NamedTuple):
    """The lines of the merged text, the hunks that had fields of a session, and what may have given way."""

    lines: list[str]
    fields: list[Hunk]
    gone: Counter[_Line]


def united(texts: Texts[str], diff3: str, size: int) -> str | None:
    """The three texts as one, None where a conflict has to be left.

    `diff3` is what git made of them (`git merge-file --diff3`, with the labels of `hunks`), with markers
    of `size`, which is one that `hunks.free_size` gave.
    """
    there = list(hunks.pieces(diff3, size))
    lines = Texts(*map(_lines, texts))
    shown = {line for text in lines for line, is_quoted in text if is_quoted}
    union = _Union([], [], Counter())
    for at, piece in enumerate(there):
        if isinstance(piece, str):
            union.lines.append(piece)
            continue
        around = hunks.around(there, at)
        if _is_unsafe(piece, around, shown) or not _unite(union, piece, around):
            return None
    merged = "".join(union.lines)
    return merged if _is_sound(_lines(merged), lines, union.gone) else None


def _unite(union: _Union, hunk: Hunk, around: Around) -> bool:
    """Add what becomes of a hunk to the merged text; False where it stays a conflict."""
    lines = None
    if len(union.fields) < _MOST_FIELDS:
        lines = merge_fields.merged(hunk, "".join(union.lines))
    if lines is not None:
        union.fields.append(hunk)
        gone = [hunk.ours, hunk.theirs]
    else:
        lines = entries.merged(hunk, around)
        if lines is None:
            lines = sections.merged(hunk, around)
        gone = [side for side in (hunk.ours, hunk.theirs) if entries.is_nothing(side)]
    if lines is None:
        return False
    union.lines.extend(lines)
    union.gone.update((_bare(line), False) for side in gone for line in side)
    return True


def _is_unsafe(hunk: Hunk, around: Around, shown: set[str]) -> bool:
    """Whether a hunk touches what quotes, or has a line that is quoted anywhere in the three texts."""
    lines = [line for part in hunk for line in part if line.strip()]
    if any(_UNSAFE.search(line) or quoted.is_fence(line) or _bare(line) in shown for line in lines):
        return True
    return any(map(quoted.is_fence, (around.before, *(around.after or ()))))


def _is_sound(merged: Counter[_Line], texts: Texts[Counter[_Line]], gone: Counter[_Line]) -> bool:
    """Whether each line is as often there as it is owed, and quoted only where it was, and live so."""
    if merged.keys() - texts.ours.keys() - texts.theirs.keys():
        return False
    there = merged + gone
    return all(
        there[line] >= entries.owed(texts.base[line], texts.ours[line], texts.theirs[line])
        for line in texts.ours | texts.theirs
    )


def _lines(text: str) -> Counter[_Line]:
    """How often there is each line, whatever its number; blank ones left out."""
    each = zip(normal(text).split("\n"), quoted.lines(text), strict=True)
    return Counter((numbers.without(line), is_quoted) for line, is_quoted in each if line.strip())


def _bare(line: str) -> str:
    return numbers.without(line.rstrip("\r\n"))
