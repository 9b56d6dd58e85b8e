"""Rows or items that both sides added at one place: all of them, ours first.

An item goes with what is nested in it, whatever its number. What one side took away is gone, and a line
that says that there is none gives way to what the other side added. An entry that neither side has any more
may have become one of the new ones: then these are a conflict.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from typing import NamedTuple

from ..entries import says_nothing
from . import numbers
from .hunks import Around, Hunk
from .numbers import Entry

_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}(?P<end>[.)]))[ \t]+\S.*", re.DOTALL)
_BREAK = re.compile(r"\s*(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})")
_DELIMITER = re.compile(r"[\s|:-]+")
HEADING = re.compile(r" {0,3}#{1,6}(?:\s|$)")
_FIELD = re.compile(r"\s*\S+\s+(?:\*\*|__)([^*_]+)(?:(?:\*\*|__)\s*[:：]|[:：](?:\*\*|__))")
_WORD = re.compile(r"[^\W_]")
_MOST = 3
"""Columns of indentation; with one more it may be code."""


class _Side(NamedTuple):
    """The entries of a side, and how many blank lines it has above and below them.

    `nothing` has the lines instead that say that there are none.
    """

    entries: list[Entry]
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
    united = _united(ours, base, theirs)
    if united is None:
        return None
    below = around.after[-1] if around.after else ""
    sides = (side.entries for side in (ours, base, theirs))
    united = numbers.running(united, sides, around.before, below)
    return ended(_lines(united, ours, theirs))


def owed(base: int, ours: int, theirs: int) -> int:
    """How often a merge has to have what there is so often: what both kept, and what either added."""
    kept = base - max(base - ours, 0) - max(base - theirs, 0)
    return max(kept, 0) + max(ours - base, theirs - base, 0)


def _united(ours: _Side, base: _Side, theirs: _Side) -> list[Entry] | None:
    """The entries that there are to be, in their order; None where both sides changed one."""
    b, o, t = (Counter(map(_said, side.entries)) for side in (base, ours, theirs))
    gone = (b - o) & (b - t)
    if gone and o - b != t - b and not _became_alike(ours.entries, base.entries, theirs.entries, gone):
        return None  # one of the new ones may be what became of it
    if _names(o - b - t) & _names(t - b - o):  # one field, set by both
        return None
    wanted = {entry: owed(b[entry], o[entry], t[entry]) for entry in (*o, *t)}
    united = []
    for entry in _in_order(ours.entries, base.entries, theirs.entries):
        if wanted[_said(entry)] > 0:
            wanted[_said(entry)] -= 1
            united.append(entry)
    return united


def _became_alike(ours: list[Entry], base: list[Entry], theirs: list[Entry], gone: Counter[Entry]) -> bool:
    """Whether what neither side has any more became the same on both: what comes first in its place."""
    places: dict[int, int] = {}
    kept = -1
    for at, entry in enumerate(base):
        if _said(entry) in gone:
            places[kept] = places.get(kept, 0) + 1
        else:
            kept = at
    firsts = [[_new_at(side, base, at, count) for side in (ours, theirs)] for at, count in places.items()]
    return all(mine == other and mine for mine, other in firsts)


def _new_at(side: list[Entry], base: list[Entry], at: int, count: int) -> list[Entry]:
    """The first new entries of a side behind an entry of the base, as they are said."""
    there = zip(_places(side, base), side, strict=True)
    return [_said(one) for (last, is_kept), one in there if last == at and not is_kept][:count]


def _in_order(ours: list[Entry], base: list[Entry], theirs: list[Entry]) -> list[Entry]:
    """What both kept, and behind it what each side has there that is new or has another place; ours first.

    What both kept has the number that a side gave it.
    """
    placed: list[tuple[int, bool, Entry]] = []
    kept: dict[int, Entry] = {}
    for (at, is_kept), entry in zip(_places(ours, base), ours, strict=True):
        if is_kept:
            kept[at] = entry
        else:
            placed.append((at, True, entry))
    for (at, is_kept), entry in zip(_places(theirs, base), theirs, strict=True):
        if not is_kept:
            placed.append((at, True, entry))
        elif at in kept:
            placed.append((at, False, entry if kept[at] == base[at] else kept[at]))
    return [entry for _, _, entry in sorted(placed, key=lambda each: each[:2])]


def _places(side: list[Entry], base: list[Entry]) -> Iterator[tuple[int, bool]]:
    """For each entry of a side the last one of the base up to it, -1 for none, and whether it is that."""
    known: dict[Entry, deque[int]] = {}
    for at, entry in enumerate(base):
        known.setdefault(_said(entry), deque()).append(at)
    last = -1
    for entry in side:
        there = known.get(_said(entry), deque())
        while there and there[0] <= last:
            there.popleft()
        if there:
            last = there[0]
        yield last, bool(there)


def _said(entry: Entry) -> Entry:
    """An entry without its number and its line ends."""
    head, *nested = (line.rstrip("\r\n") for line in entry)
    return (numbers.without(head), *nested)


def _lines(united: list[Entry], ours: _Side, theirs: _Side) -> list[str]:
    """The lines of the entries, or those that say that there are none, and the blank ones around them."""
    nothing = [] if united else [*ours.nothing, *theirs.nothing]
    above, below = (max(pair, key=len) for pair in ((ours.above, theirs.above), (ours.below, theirs.below)))
    return [*above, *nothing, *(line for entry in united for line in entry), *below]


def ended(lines: list[str]) -> list[str]:
    """Lines of both sides, each but the last one with a line end: a side may have ended with its text."""
    end = next((line[len(line.rstrip("\r\n")) :] for line in lines if line.endswith("\n")), "\n")
    return [line if line.endswith("\n") else line + end for line in lines[:-1]] + lines[-1:]


def _side(part: list[str]) -> _Side:
    inked = [at for at, line in enumerate(part) if line.strip()]
    if not inked:
        return _Side([], [], part, [])
    first, last = inked[0], inked[-1] + 1
    above, below = part[:first], part[last:]
    if is_nothing(part):
        return _Side([], above, below, part[first:last])
    return _Side(_entries(part[first:last]), above, below, [])


def _entries(lines: list[str]) -> list[Entry]:
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
    if not below.strip() or HEADING.match(below):
        return True
    column = min(_columns(line) for part in hunk for line in part if line.strip())
    is_next = len(around.after) == 1
    return _columns(below) <= column and (_kind(below) == kind or not is_next)


def _has_prose(hunk: Hunk) -> bool:
    """Whether a side says in a paragraph that there is nothing: it may be a part of a longer one."""
    lines = (line for part in hunk if is_nothing(part) for line in part if line.strip())
    return any(not _kind(line) and not line.lstrip().startswith("|") for line in lines)


def _is_apart(line: str) -> bool:
    return not line.strip() or bool(HEADING.match(line))


def _is_delimiter(text: str) -> bool:
    return bool(_DELIMITER.fullmatch(text)) and "-" in text


def _has_gap(part: list[str]) -> bool:
    """Whether blank lines part the lines of a side."""
    text = "".join(part).strip()
    return any(not line.strip() for line in text.split("\n")) if text else False


def _names(entries: Counter[Entry]) -> set[str]:
    """The names of the entries that are fields: `- **Due**: 2026-03-01`."""
    return {field[1].casefold() for entry in entries if (field := _FIELD.match(entry[0]))}


def _columns(line: str) -> int:
    """How many columns a line is indented by."""
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))
