"""The headings and the opaque blocks of a text, and where they are. The owner of mistune.

mistune tells what is a heading, and what only looks like one inside a fence, a comment or HTML; it
keeps no positions, so they are noted while it reads. Lists and tables are left to `lines.py`: mistune
gives up a whole table for one row with another number of cells, and takes most of its time for lists.
"""

import re
import string
from collections.abc import Iterator
from typing import Any, NamedTuple

from mistune.block_parser import BlockParser
from mistune.core import BlockState

_RULES = ["fenced_code", "atx_heading", "setex_heading", "thematic_break", "raw_html"]
_KINDS = {"fenced_code": "code", "thematic_break": "break", "raw_html": "html"}
_ITEM = r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]+"
# A line that may be more than text: a blank one, one that a rule of mistune's could match, and two that
# it knows in a list only: a fence that is the first thing in an item, one that is indented by four.
_SPECIAL = re.compile(
    r"\n(?:(?P<blank>(?:[ \t\v\f]*\n)++)| {0,3}(?:[#<=]|```|~~~|-[ \t]*[-\n]|[*_][ \t]*[*_])"
    rf"|(?P<item>{_ITEM}(?:```|~~~))|(?P<deep>(?: {{4}}| {{0,3}}\t)[ \t]*(?:```|~~~)))"
)
_FENCE = re.compile(rf"(?:{_ITEM})?[ \t]*(`{{3,}}(?=[^`\n]*\n)|~{{3,}})[^\n]*\n")
# Under one of these a row of dashes is a thematic break, or the rest of a table or of a conflict.
_NO_TITLE = re.compile(r"\s|[-+*>|]|\d+[.)]\s|\[[^\[\]]*\]:|<<<<<<<|>>>>>>>|[^|]*\|")


class Block(NamedTuple):
    """What stands from `start` to `end` of the text, whole lines: a `heading`, `code`, `html`, a `break`.

    `level` and `title` are a heading's. All that is in no block is text: paragraphs, lists, tables, and
    the first line of an item whose first thing is a fence.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    title: str = ""


def blocks(text: str) -> list[Block]:
    """The blocks of a text with `\\n` as line end, in their order. Linear in its size; never fails."""
    parser, state = _Spans(), _State()
    state.process(f"\n{text}" if text.endswith("\n") else f"\n{text}\n")  # each line between line ends
    state.cursor = 1
    parser.parse(state)
    return list(_within(parser.found, len(text)))


class _State(BlockState):
    """What mistune knows while it reads. Of a paragraph it is the place only, or -1: the text of one,
    which mistune would keep, is copied for each line that is added to it.
    """

    paragraph = -1

    def append_token(self, token: dict[str, Any]) -> None:
        """Something that is no paragraph; only the last one is kept."""
        self.tokens = [token]
        self.paragraph = -1

    def append_paragraph(self) -> int | None:
        """Where the line ends, if there is a paragraph that it goes on with."""
        return self.find_line_end() if self.paragraph >= 0 else None


class _Spans(BlockParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self._conflict = 0

    def parse(self, state: BlockState, rules: list[str] | None = None) -> None:
        """What mistune does, for the lines that may be more than text."""
        assert isinstance(state, _State)
        rule = self.compile_sc(_RULES)
        self._conflict = state.src.find("\n<<<<<<<")
        while special := _SPECIAL.search(state.src, state.cursor - 1):
            start = special.start() + 1
            if state.paragraph < 0 and start > state.cursor:
                state.paragraph = state.cursor
            state.cursor = start
            end: int | None
            if special["blank"] is not None:
                state.paragraph, end = -1, special.end()
            elif special["item"] or special["deep"]:
                end = self._in_item(state, first=special["deep"] is None)
            else:
                match = rule.match(state.src, start)
                end = self.parse_method(match, state) if match else None
            if not end and state.paragraph < 0:
                state.paragraph = start
            state.cursor = end or state.find_line_end()

    def parse_method(self, m: re.Match[str], state: BlockState) -> int | None:
        """Where a match ends, None for text; what it is has been noted."""
        assert isinstance(state, _State)
        if m.lastgroup == "setex_heading":
            return self._underlined(m, state)
        if m.lastgroup == "atx_heading":
            return self._add(state, "heading", m.end() + 1, len(m["atx_1"]), _title(m["atx_2"]))
        start, last = state.cursor, state.last_token()
        end = super().parse_method(m, state)
        if end and state.last_token() is not last:
            self.found.append(Block(_KINDS[m.lastgroup or ""], start, end))
        return end

    def _underlined(self, m: re.Match[str], state: _State) -> int | None:
        """A heading where one line of text is underlined; else a break, or nothing."""
        at, mark = state.cursor, m.group().strip()
        one = state.paragraph >= 0 and state.src.find("\n", state.paragraph) == at - 1
        line = state.src[state.paragraph : at - 1] if one else ""
        of_conflict = mark == "=======" and 0 <= self._conflict < at
        if line and not of_conflict and not _NO_TITLE.match(line):
            state.cursor = state.paragraph
            return self._add(state, "heading", m.end() + 1, 1 if m["setext_1"] == "=" else 2, line.strip())
        if len(mark) > 2 and m["setext_1"] == "-":
            return self._add(state, "break", m.end() + 1)
        return None

    def _in_item(self, state: _State, *, first: bool) -> int | None:
        """Code in an item, where it may be the first thing; it ends before a line that is less indented."""
        opening = _FENCE.match(state.src, state.cursor)
        if not opening:
            return None
        indent = _indent(opening.group())
        state.cursor = opening.end() if first else opening.start()
        least = indent + 2 if first else max(indent - 3, 4)
        end = _end_of_code(state.src, opening.end(), opening[1], least)
        return self._add(state, "code", end) if end > state.cursor else end

    def _add(self, state: _State, kind: str, end: int, level: int = 0, title: str = "") -> int:
        self.found.append(Block(kind, state.cursor, end, level, title))
        state.append_token({"type": kind})
        return end


def _title(text: str) -> str:
    """The text of a heading without the marks that may close it."""
    bare = text.rstrip().rstrip("#")
    closed = bare != text.rstrip() and (not bare or bare[-1].isspace())
    return bare.strip() if closed else text.strip(string.whitespace)


def _end_of_code(text: str, at: int, fence: str, least: int) -> int:
    """Behind the closing fence, else behind the last line that is indented by `least` columns."""
    end = at
    while at < len(text):
        stop = text.index("\n", at) + 1
        line = text[at:stop].strip(" \t\v\f\n")
        if line and _indent(text[at:stop]) < least:
            break
        end = stop if line else end
        if line.startswith(fence) and not line.strip(fence[0]):
            break
        at = stop
    return end


def _indent(line: str) -> int:
    """How many columns a line is indented by."""
    return len(line[: len(line) - len(line.lstrip(" \t"))].expandtabs(4))


def _within(found: list[Block], size: int) -> Iterator[Block]:
    """The blocks as they are in the text, without the line ends put around it."""
    for block in found:
        yield block._replace(start=block.start - 1, end=min(block.end - 1, size))
