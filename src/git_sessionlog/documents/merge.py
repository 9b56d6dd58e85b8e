"""What becomes of a state document when two branches have changed it at the same place.

git merges line by line; what it leaves is taken up here. Rows and items that both sides added are all
kept, and what one side took away is gone. Fields are those of the side that was updated later. All
else stays a conflict: two people wrote about the same thing, and one of them has to read it.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from .. import dates
from .entries import says_nothing

SIZE = 40
"""The marker size to have git merge with (git-merge-file(1)): longer than any in a document."""

_ROW = re.compile(r"[ \t]*\|.*")
_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+.*")
_FIELD = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(?:\*\*|__)[^*_]{1,60}(?:\*\*|__)?[ \t]*[:：].*")
_NUMBER = re.compile(r"(\d{1,9})([.)][ \t])")
_UPDATED = re.compile(r"(?i)\W*(?:last[ _]updated|updated|timestamp|date)\W*:.*")


class Hunk(NamedTuple):
    """A place that git could not merge: the lines of each side and of their base, line ends included."""

    ours: list[str]
    base: list[str]
    theirs: list[str]


def resolved(text: str, size: int = 7) -> tuple[str, int]:
    """A text that git merged with `--diff3` and markers of `SIZE`, and how many conflicts are left.

    Those have markers of `size`, without the base, as git writes them.
    """
    whole = [*_pieces(text)]
    newer = _newer_side(whole)
    out, left = [], 0
    for piece in whole:
        if isinstance(piece, str):
            out.append(piece)
            continue
        lines = _merged(piece, newer)
        if lines is None:
            left += 1
            out += ["<" * size + " ours\n", *piece.ours, "=" * size + "\n", *piece.theirs]
            out.append(">" * size + " theirs\n")
        else:
            out += lines
    return "".join(out), left


def _pieces(text: str) -> Iterator[str | Hunk]:
    """The lines that git merged, and what it could not, in their order."""
    marks = {char * SIZE: part for char, part in (("<", 0), ("|", 1), ("=", 2), (">", 3))}
    parts: list[list[str]] | None = None
    at = 0
    for line in _lines(text):
        part = marks.get(line[:SIZE]) if line[SIZE : SIZE + 1] in (" ", "\n", "\r", "") else None
        if part == 0:
            parts, at = [[], [], []], 0
        elif part == 3 and parts:
            yield Hunk(*parts)
            parts = None
        elif part and parts:
            at = part
        elif parts:
            parts[at].append(line)
        else:
            yield line


def _lines(text: str) -> list[str]:
    return [line for line in re.split(r"(?<=\n)", text) if line]


def _merged(hunk: Hunk, newer: str) -> list[str] | None:
    lines = [line for side in hunk for line in side if line.strip()]
    if lines and all(_FIELD.match(line) for line in lines):
        side = _later(hunk) or newer
        return {"ours": hunk.ours, "theirs": hunk.theirs}.get(side)
    if all(_ROW.match(line) or _ITEM.match(line) or _says_none(line) for line in lines):
        return _union(hunk)
    return None


def _union(hunk: Hunk) -> list[str]:
    """Ours without what they took away, then what they added."""
    base, there = set(hunk.base), set(hunk.theirs)
    ours = [line for line in hunk.ours if line not in base or line in there or not line.strip()]
    known = base | set(hunk.ours)
    added = [line for line in hunk.theirs if line.strip() and line not in known]
    end = len(ours)
    while end and not ours[end - 1].strip():
        end -= 1
    if added and end and not ours[end - 1].endswith("\n"):
        ours[end - 1] += "\n"
    lines = [*ours[:end], *added, *ours[end:]]
    said = [line for line in lines if not line.strip() or not _says_none(line)]
    return _numbered(said if any(line.strip() for line in said) else lines)


def _says_none(line: str) -> bool:
    cells = line.strip().strip("|").split("|")
    return all(says_nothing(cell) for cell in cells) and not re.fullmatch(r"[\s|:-]+", line)


def _numbered(lines: list[str]) -> list[str]:
    """The lines with numbers that go on from the first one, where all are of one numbered list."""
    numbers = [_NUMBER.match(line) for line in lines if line.strip()]
    if not numbers or not all(numbers) or numbers[0] is None:
        return lines
    number = int(numbers[0][1])
    out = []
    for line in lines:
        out.append(_NUMBER.sub(rf"{number}\2", line, count=1))
        number += bool(line.strip())
    return out


def _later(hunk: Hunk) -> str:
    """The side whose fields have the later date, "" where that cannot be told."""
    return _of_two(_latest(hunk.ours), _latest(hunk.theirs))


def _newer_side(whole: list[str | Hunk]) -> str:
    """The side whose document was updated later, by what stands in the hunks."""
    sides: tuple[list[str], list[str]] = ([], [])
    for piece in whole:
        if isinstance(piece, Hunk):
            sides[0].extend(line for line in piece.ours if _UPDATED.match(line))
            sides[1].extend(line for line in piece.theirs if _UPDATED.match(line))
    return _of_two(_latest(sides[0]), _latest(sides[1]))


def _of_two(ours: datetime | None, theirs: datetime | None) -> str:
    if ours is None or theirs is None or ours == theirs:
        return ""
    return "ours" if ours > theirs else "theirs"


def _latest(lines: list[str]) -> datetime | None:
    found = (dates.read(line) for line in lines)
    return max((date.when for date in found if date), default=None)
