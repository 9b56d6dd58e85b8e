"""The headings and the opaque blocks of a text, and where they are. The owner of mistune.

mistune tells what is a heading, and what only looks like one inside a fence, a comment or HTML; it
keeps no positions, so they are noted while it reads. Lists and tables are left to `lines.py`: mistune
gives up a whole table for one row with another number of cells, and takes most of its time for lists.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from mistune.block_parser import BlockParser
from mistune.core import BlockState

_RULES = ["fenced_code", "atx_heading", "setex_heading", "thematic_break", "raw_html", "blank_line"]
_KINDS = {"fenced_code": "code", "thematic_break": "break", "raw_html": "html"}
# Under one of these a row of dashes is a thematic break, or the rest of a table or of a conflict.
_NO_TITLE = re.compile(r"\s*(?:[-+*>|]|\d+[.)]\s|<<<<<<<|>>>>>>>)|.*\|")


class Block(NamedTuple):
    """What stands from `start` to `end` of the text, whole lines: a `heading`, `code`, `html`, a `break`.

    `level` and `title` are a heading's. All that is in no block is text: paragraphs, lists, tables.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    title: str = ""


def blocks(text: str) -> list[Block]:
    """The blocks of a text with `\\n` as line end, in their order. Linear in its size; never fails."""
    parser, state = _Spans(), BlockState()
    state.process(text if text.endswith("\n") else text + "\n")
    parser.parse(state, _RULES)
    return list(_within(parser.found, len(text)))


class _Spans(BlockParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Block] = []
        self._paragraph = 0

    def parse_method(self, m: re.Match[str], state: BlockState) -> int | None:
        """What mistune does with a match, and where it was."""
        start, last = state.cursor, state.last_token()
        name = m.lastgroup or ""
        if name == "setex_heading":
            return self._underlined(m, state)
        end = super().parse_method(m, state)
        if end and name == "atx_heading":
            token = state.last_token()
            self.found.append(Block("heading", start, end, token["attrs"]["level"], token["text"]))
        elif end and name in _KINDS and state.last_token() is not last:
            self.found.append(Block(_KINDS[name], start, end))
        return end

    def _underlined(self, m: re.Match[str], state: BlockState) -> int | None:
        """A heading where one line of text is underlined; else a break, or nothing."""
        last: Any = state.last_token()
        text = last["text"] if last and last["type"] == "paragraph" else ""
        line = text.rstrip("\n")
        mark = m.group("setext_1")
        if line and "\n" not in line and not _NO_TITLE.match(line) and m.group().strip() != "=======":
            end = m.end() + 1
            start = state.cursor - len(text)
            state.append_token({"type": "heading"})
            self.found.append(Block("heading", start, end, 1 if mark == "=" else 2, line.strip()))
            return end
        if len(m.group().strip()) > 2 and mark == "-":
            state.append_token({"type": "thematic_break"})
            self.found.append(Block("break", state.cursor, m.end() + 1))
            return m.end() + 1
        return None


def _within(found: list[Block], size: int) -> Iterator[Block]:
    """The blocks without the line end that was added to the last line."""
    for block in found:
        yield block._replace(end=min(block.end, size)) if block.end > size else block
