"""Lists that a side numbered anew: git, which merges lines, takes `2. Fix 8` and `1. Fix 8` for two things.

It may then put one entry in the place of another, without a conflict. So the texts are merged with the
same number everywhere, and numbered again where all three had numbers that run on from 1.
"""

import re
from collections.abc import Iterator

from .. import quoted
from .hunks import split

_NUMBERED = re.compile(
    r"(?P<lead>[ \t]*(?P<marks>#{1,6}[ \t]+)?)(?P<number>[0-9]{1,9})(?P<rest>[.)][ \t]+\S)"
)
_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s|$)")


def is_renumbered(base: str, side: str) -> bool:
    """Whether a side gave an entry of its base another number."""
    old, new = set(split(base)), set(split(side))
    gone = {plain for line in old - new if (plain := _plain(line)) is not None}
    return any(_plain(line) in gone for line in new - old)


def bare(text: str) -> str:
    """The text with the number 1 at each entry that has one, but where that is quoted."""
    return "".join(line if is_quoted else _plain(line) or line for line, is_quoted in _lines(text))


def numbered(text: str) -> str | None:
    """A bare text with numbers that run on from 1 in each list, and in the headings of each section.

    None where a number would be too wide for what is nested below it.
    """
    found: list[str] = []
    counts: dict[int, int] = {}  # headings by their level below 0, items by the column they begin in
    column = width = 0
    for line, is_quoted in _lines(text):
        if not line.strip():
            found.append(line)
            continue
        indent = _indent(line)
        if column < indent < width and width - column > len("1. "):
            return None
        item = None if is_quoted else _NUMBERED.match(line)
        place = _place(line)
        counts = {at: count for at, count in counts.items() if at < place or (item and at == place)}
        column = width = 0
        if item:
            counts[place] = counts.get(place, 0) + 1
            line = f"{item['lead']}{counts[place]}{line[item.end('number') :]}"
            column, width = indent, indent + len(f"{counts[place]}. ")
        found.append(line)
    return "".join(found)


def conflict(ours: str, theirs: str, size: int, labels: tuple[str, str]) -> str:
    """A conflict of all that is between what the sides have in common above and below."""
    one, other = split(ours), split(theirs)
    top = _common(one, other)
    end = _common(one[top:][::-1], other[top:][::-1])
    eol = "\r\n" if "\r\n" in ours else "\n"
    first, second = ("".join(lines[top : len(lines) - end]) for lines in (one, other))
    first, second = (text if not text or text.endswith("\n") else text + eol for text in (first, second))
    marks = (f"{'<' * size} {labels[0]}{eol}", f"{'=' * size}{eol}", f"{'>' * size} {labels[1]}{eol}")
    return "".join([*one[:top], marks[0], first, marks[1], second, marks[2], *one[len(one) - end :]])


def _plain(line: str) -> str | None:
    item = _NUMBERED.match(line)
    return f"{item['lead']}1{line[item.end('number') :]}" if item else None


def _lines(text: str) -> Iterator[tuple[str, bool]]:
    """The lines as git has them, each with whether it is quoted; where they cannot be told, all are."""
    lines, shown = split(text), quoted.lines(text)
    known = shown if len(lines) <= len(shown) <= len(lines) + 1 else [True] * len(lines)
    return zip(lines, known, strict=False)


def _place(line: str) -> int:
    heading = _HEADING.match(line)
    return len(heading[1]) - 7 if heading else _indent(line)


def _indent(line: str) -> int:
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))


def _common(one: list[str], other: list[str]) -> int:
    """How many lines two texts begin with in common."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
