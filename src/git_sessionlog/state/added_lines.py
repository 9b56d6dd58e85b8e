"""The lines that commits add to texts, read from the patches of `git log`."""

import codecs
import os
from collections.abc import Iterator, Sequence
from typing import IO, NamedTuple

from ..core.secrets.decoding import decoded
from ..git import log
from ..git.ranges import Range
from ..settings.model import Settings

LARGEST = 1_000_000
"""Bytes of a document that are searched."""

_MOST = 16_000_000  # bytes that are searched of a range
_ENDINGS = ("md", "markdown", "txt", "tmp", "rst", "json", "html")
# A merge shows what none of its parents has. All history: git would leave out a side whose changes a merge
# has dropped, and what is in a commit is published.
_WHOLE = ("--cc", "--reverse", "--text", "--no-renames", "--full-history")


class Added(NamedTuple):
    """The lines that a commit adds to a file, with their numbers, one after another in `text`."""

    commit: str
    parents: tuple[str, ...]
    path: str
    numbers: Sequence[int]
    text: str
    complete: bool = True


def of_range(span: Range, settings: Settings) -> Iterator[Added]:
    """What the commits of a range add to texts, the oldest first, up to a size."""
    paths = [f":(top,glob)**/*.{ending}" for ending in _ENDINGS]
    paths += [f":(top,literal){path}" for path in settings.documents]
    left = _MOST
    with log.patches(*_WHOLE, *span.options, paths=paths, given=span.revisions) as pipe:
        for added in _parsed(pipe):
            left -= len(added.text)
            yield added if left > 0 else added._replace(text="", numbers=(), complete=False)


def _parsed(pipe: IO[bytes]) -> Iterator[Added]:
    """The patches of git log, with NUL before each commit; combined ones have a column for each parent."""
    commit, parents, path = "", tuple[str, ...](), ""
    numbers, lines, size = list[int](), list[bytes](), 0
    width, number = 0, 0  # of the columns before a line; 0 outside of a hunk
    for raw in pipe:
        if raw.startswith((b"\0", b"diff --")):
            if lines:
                yield Added(commit, parents, path, numbers, decoded(b"\n".join(lines)), size <= LARGEST)
            numbers, lines, size, width = [], [], 0, 0
            if raw.startswith(b"\0"):
                commit, *more = raw[1:].decode().split()
                parents = tuple(more)
        elif raw.startswith(b"@@"):
            width, number = _hunk(raw)
        elif not width and raw.startswith(b"+++ "):
            path = _path(raw[4:].rstrip(b"\n"))
        elif width and b"-" not in raw[:width] and not raw.startswith(b"\\"):
            if raw[:width] == b"+" * width:
                size += len(raw)
                if size <= LARGEST:
                    numbers.append(number)
                    lines.append(raw[width:].rstrip(b"\n"))
            number += 1
    if lines:
        yield Added(commit, parents, path, numbers, decoded(b"\n".join(lines)), size <= LARGEST)


def _path(name: bytes) -> str:
    """The path in `b/PATH`, quoted as in C where it holds odd bytes (git-config(1), core.quotePath)."""
    if name.startswith(b'"'):
        return os.fsdecode(codecs.escape_decode(name[1:-1])[0]).removeprefix("b/")
    return os.fsdecode(name).rstrip("\t").removeprefix("b/")


def _hunk(raw: bytes) -> tuple[int, int]:
    """The columns before each line of a hunk, and the number of its first line: `@@ -1,2 +3,4 @@`."""
    marks, *sides = raw.split(b" ")
    new = next((side for side in sides if side.startswith(b"+")), b"+1")
    return len(marks) - 1, int(new[1:].partition(b",")[0])
