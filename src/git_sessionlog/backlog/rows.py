"""The lines of a document, and which of them are headings: in markdown, and in plain text.

    ====================          2.3 JWT refresh bug          ## 2.3 JWT refresh bug
    2. SECURITY                   -------------------
    ====================

A line that is underlined, or between two bars, is a heading in either; what is in code is left out.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..documents.document import Document

_BAR = re.compile(r"[ \t]*(=+|-+|~+|\*+|#+|_+)[ \t]*")
_LEAST = 3  # marks of a bar
_ATX = re.compile(r" {0,3}(#{1,6})[ \t]+(?=\S)")
_NUMBER = re.compile(r"\W{0,4}[0-9]{1,3}((?:\.[0-9]{1,3})*)[.)]?[ \t]")
_FRAMES = ("---", "===")
_LONGEST = 1000


class Row(NamedTuple):
    """A line: its text, its number in the file, where it stands in the document's text.

    A heading has a level from 1, and its words as `title`. `after` tells what is above: `text`, `gap` for
    a blank line, a bar or the top, `heading`.
    """

    text: str
    number: int
    start: int
    level: int = 0
    title: str = ""
    after: str = "gap"

    @property
    def indent(self) -> int:
        """How many columns it is indented by."""
        return len(self.text[: len(self.text) - len(self.text.lstrip(" \t"))].expandtabs(4))

    @property
    def end(self) -> int:
        """Where it ends, before its line end."""
        return self.start + len(self.text)


def rows(document: Document) -> list[Row]:
    """The lines of a document that say something, without bars."""
    return list(_rows(document))


def _rows(document: Document) -> Iterator[Row]:
    lines = list(_lines(document))
    after = "gap"
    for at, (text, number, start) in enumerate(lines):
        if not text or text.isspace():
            after = "gap"
            continue
        if _is_bar(text):
            after = "gap" if after != "heading" else after
            continue
        below = lines[at + 1][0] if at + 1 < len(lines) else ""
        level, title = _heading(text, below, after)
        yield Row(text, number, start, level, title, after)
        after = "heading" if level else "text"


def _lines(document: Document) -> Iterator[tuple[str, int, int]]:
    """Each line with its number and its place, blank ones too; in the place of code one blank line."""
    kinds = ("code",) if document.path.casefold().endswith(".txt") else ("code", "html")
    hidden = iter([block for block in document.blocks if block.kind in kinds])
    block = next(hidden, None)
    number, at = document.line(0), 0
    for text in document.text.split("\n"):
        while block and block.end <= at:
            block = next(hidden, None)
        covered = block is not None and block.start <= at < block.end
        yield "" if covered else text, number, at
        number, at = number + 1, at + len(text) + 1


def _heading(text: str, below: str, after: str) -> tuple[int, str]:
    """The level of a heading and its words; (0, "") for a line that is none."""
    if atx := _ATX.match(text):
        title = text[atx.end() : _LONGEST].rstrip()
        closed = title.rstrip("#")
        return len(atx[1]), closed.rstrip() if closed.endswith((" ", "\t")) else title
    if len(text) > _LONGEST:
        return 0, ""
    bare = text.strip()
    framed = bare.strip("-= \t") if bare[:_LEAST] in _FRAMES and bare[-_LEAST:] in _FRAMES else ""
    if framed[:1].isalnum():
        return 2, framed  # ---- TEMPLATE 1 ----
    bar = _BAR.fullmatch(below) if after != "text" and _is_bar(below) else None
    if bar is None or bare[0] in "|>-*+" or text.startswith(("    ", "\t")):
        return 0, ""
    number = _NUMBER.match(text)
    depth = number[1].count(".") if number else 0
    return max(depth + 1, 1 if bar[1][0] == "=" else 2), bare


def _is_bar(text: str) -> bool:
    bar = _BAR.fullmatch(text)
    return bar is not None and len(bar[1]) >= _LEAST
