"""Rows or items that both sides added at one place: all of them, ours first.

An item goes with what is nested in it. What one side took away is gone, and a line that says that there
is none gives way to what the other side added.
"""

import re
from collections import Counter
from typing import NamedTuple

from ..entries import says_nothing
from .hunks import Around, Hunk

_Entry = tuple[str, ...]

_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}(?P<end>[.)]))[ \t]+\S.*", re.DOTALL)
_BREAK = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})")
_DELIMITER = re.compile(r"[\s|:-]+")
_HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_FIELD = re.compile(r"\s*\S+\s+(?:\*\*|__)([^*_]+)(?:(?:\*\*|__)\s*[:：]|[:：](?:\*\*|__))")
_WORD = re.compile(r"[^\W_]")
_MOST = 3
"""Columns of indentation; with one more it may be code."""


class _Side(NamedTuple):
    """The entries of a side, and how many blank lines it has above and below them.

    `nothing` has the lines instead that say that there are none.
    """

    entries: list[_Entry]
    above: list[str]
    below: list[str]
    nothing: list[str]


def merged(hunk: Hunk, around: Around) -> list[str] | None:
    """The entries of both sides; None where there is anything else, or one would not stay what it is."""
    entries = [line for part in hunk if not is_nothing(part) for line in part if line.strip()]
    kinds = {_kind(line) for line in entries}
    if len(kinds) != 1 or None in kinds or not _fits(hunk, around, _kind(entries[0])):
        return None
    ours, base, theirs = map(_side, hunk)
    heads = {_columns(entry[0]) for side in (ours, base, theirs) for entry in side.entries}
    if len(heads) > 1 or max(heads) > _MOST or (ours.nothing and theirs.nothing):
        return None
    if "row" in kinds and any(_has_gap(part) for part in hunk):
        return None
    if ours.entries and theirs.entries and bool(ours.above) != bool(theirs.above):
        return None
    return _all(ours, base, theirs)


def _all(ours: _Side, base: _Side, theirs: _Side) -> list[str] | None:
    b, o, t = (Counter(side.entries) for side in (base, ours, theirs))
    if _names(o - b - t) & _names(t - b - o):  # one field, set by both
        return None
    wanted = {
        entry: max(b[entry] - max(b[entry] - o[entry], 0) - max(b[entry] - t[entry], 0), 0)
        + max(o[entry] - b[entry], t[entry] - b[entry], 0)
        for entry in (*o, *t)
    }
    lines: list[str] = []
    for entry in (*ours.entries, *theirs.entries):
        if wanted[entry] > 0:
            wanted[entry] -= 1
            lines += entry
    added = (t - b) if ours.nothing else (o - b)
    nothing = [] if added else [*ours.nothing, *theirs.nothing]
    above, below = (max(pair, key=len) for pair in ((ours.above, theirs.above), (ours.below, theirs.below)))
    return [*above, *nothing, *lines, *below]


def _side(part: list[str]) -> _Side:
    inked = [at for at, line in enumerate(part) if line.strip()]
    if not inked:
        return _Side([], [], part, [])
    first, last = inked[0], inked[-1] + 1
    above, below = part[:first], part[last:]
    if is_nothing(part):
        return _Side([], above, below, part[first:last])
    return _Side(_entries(part[first:last]), above, below, [])


def _entries(lines: list[str]) -> list[_Entry]:
    """Each row, each item with what is indented deeper below it; blank lines between them are left out."""
    found: list[list[str]] = []
    blank: list[str] = []
    for line in lines:
        if not line.strip():
            blank.append(line)
            continue
        if found and _kind(line) != "row" and _columns(line) > _columns(found[-1][0]):
            found[-1] += [*blank, line]
        else:
            found.append([line])
        blank = []
    return [tuple(entry) for entry in found]


def _kind(line: str) -> str | None:
    """What a line is that can be united: a row, an item of some kind of list; None for all else."""
    text = line.strip()
    if text.startswith("|") and len(text) > 1:
        return None if _is_delimiter(text) else "row"
    item = _ITEM.fullmatch(line)
    if not item or _BREAK.fullmatch(line):
        return None
    return item["end"] or "bullet"


def is_nothing(part: list[str]) -> bool:
    """Whether all lines of a side only say that there is nothing: `None`, `_(None)_`, a row of dashes."""
    lines = [line for line in part if line.strip()]
    return bool(lines) and all(map(_says_nothing, lines))


def _says_nothing(line: str) -> bool:
    text = line.strip()
    if _columns(line) > _MOST:
        return False
    if text.startswith("|"):
        return not _is_delimiter(text) and all(map(says_nothing, text.strip("|").split("|")))
    return says_nothing(text) and bool(_WORD.search(text))


def _fits(hunk: Hunk, around: Around, kind: str | None) -> bool:
    """Whether what is around a hunk means the same when there are more entries between it."""
    if around.after is None:
        return False
    below = around.after[-1] if around.after else ""
    if _has_prose(hunk) and not all(map(_is_apart, (around.before, *around.after[:1]))):
        return False
    if not below.strip() or _HEADING.match(below):
        return True
    column = min(_columns(line) for part in hunk for line in part if line.strip())
    is_next = len(around.after) == 1
    return _columns(below) <= column and (_kind(below) == kind or not is_next)


def _has_prose(hunk: Hunk) -> bool:
    """Whether a side says in a paragraph that there is nothing: it may be a part of a longer one."""
    lines = (line for part in hunk if is_nothing(part) for line in part if line.strip())
    return any(not _kind(line) and not line.lstrip().startswith("|") for line in lines)


def _is_apart(line: str) -> bool:
    return not line.strip() or bool(_HEADING.match(line))


def _is_delimiter(text: str) -> bool:
    return bool(_DELIMITER.fullmatch(text)) and "-" in text


def _has_gap(part: list[str]) -> bool:
    """Whether blank lines part the lines of a side."""
    text = "".join(part).strip()
    return any(not line.strip() for line in text.split("\n")) if text else False


def _names(entries: Counter[_Entry]) -> set[str]:
    """The names of the entries that are fields: `- **Due**: 2026-03-01`."""
    return {field[1].casefold() for entry in entries if (field := _FIELD.match(entry[0]))}


def _columns(line: str) -> int:
    """How many columns a line is indented by."""
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))
