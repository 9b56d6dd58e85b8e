"""What git could not merge in a text: the answer of git-merge-file(1), read without a guess at a marker."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

LABELS = ("ours", "base", "theirs")
"""The labels to have git merge with."""

_SMALLEST = 7
_RUN = re.compile(r"^(?:<+|\|+|=+|>+)", re.MULTILINE)


class Hunk(NamedTuple):
    """A place that git could not merge: the lines of each side and of their base, line ends included."""

    ours: list[str]
    base: list[str]
    theirs: list[str]


class Around(NamedTuple):
    """What is around a hunk, the same in all three texts.

    `before` is the line above it, "" at the top of the text; `after` has the lines below it, as far as the
    first one that is not blank. It is None where there is another hunk before that line.
    """

    before: str
    after: list[str] | None


def free_size(texts: Iterable[str]) -> int:
    """A size of conflict markers that no line of the texts has: one with markers of it is git's own."""
    taken = {len(run.group()) for text in texts for run in _RUN.finditer(text)}
    return next(size for size in range(_SMALLEST, _SMALLEST + len(taken) + 1) if size not in taken)


def pieces(merged: str, size: int) -> Iterator[str | Hunk]:
    """The lines that git merged, and what it could not, in their order.

    The markers in `merged` are of a size that is free in the three texts; a base it may have or not.
    """
    ours, base, theirs = LABELS
    marks = {
        f"{'<' * size} {ours}": 0,
        f"{'|' * size} {base}": 1,
        "=" * size: 2,
        f"{'>' * size} {theirs}": 3,
    }
    parts: list[list[str]] | None = None
    at = 0
    for line in split(merged):
        part = marks.get(line.rstrip("\r\n"))
        if part == 0:
            parts, at = [[], [], []], 0
        elif part == 3 and parts is not None:
            yield Hunk(*parts)
            parts = None
        elif part is not None:
            at = part
        elif parts is not None:
            parts[at].append(line)
        else:
            yield line


def around(there: list[str | Hunk], at: int) -> Around:
    """What is around the hunk at a place among the pieces."""
    above = there[at - 1] if at else ""
    before = above if isinstance(above, str) else ""
    after: list[str] = []
    for place in range(at + 1, len(there)):
        piece = there[place]
        if not isinstance(piece, str):
            return Around(before, None)
        after.append(piece)
        if piece.strip():
            break
    return Around(before, after)


def split(text: str) -> list[str]:
    """The lines of a text as git has them, their ends included."""
    return [line for line in re.split(r"(?<=\n)", text) if line]
