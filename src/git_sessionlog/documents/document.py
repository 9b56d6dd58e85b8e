"""A document as its readers see it: sections, and the lines in them that are text."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from . import headings
from .parse import Block, blocks
from .source import Edit, Source, read

T = TypeVar("T")


class Section(NamedTuple):
    """A heading and what it stands over.

    The heading is from `start` to `body`; `own` is where the next heading of any level begins,
    `end` where the next one of its own level or above does. `name` is what the title says
    (`headings.name`). The part before the first heading is a section of level 0 without a title.
    """

    title: str
    name: str
    level: int
    start: int
    body: int
    own: int
    end: int


class Line(NamedTuple):
    """A line of text, from `start` on; its line end is not in it."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends, before its line end."""
        return self.start + len(self.text)


class Document:
    """A document, parsed. A value: a change makes another one."""

    def __init__(self, source: Source, path: str = "") -> None:
        self.source = source
        self.path = path
        self._known: dict[tuple[object, ...], Any] = {}

    @classmethod
    def of(cls, data: bytes, path: str = "") -> "Document":
        """The document of these bytes. Never fails."""
        return cls(read(data), path)

    @property
    def text(self) -> str:
        """The text without byte-order mark and front matter."""
        return self.source.text

    @cached_property
    def blocks(self) -> list[Block]:
        """What is no text, and the headings, in their order."""
        return blocks(self.source.text)

    @cached_property
    def sections(self) -> list[Section]:
        """The sections in their order, the part before the first heading too."""
        heads = [Block("heading", 0, 0), *(block for block in self.blocks if block.kind == "heading")]
        size = len(self.text)
        ends = [size] * len(heads)
        open_ones: list[int] = []
        for at, head in enumerate(heads):
            while open_ones and heads[open_ones[-1]].level >= head.level:
                ends[open_ones.pop()] = head.start
            open_ones.append(at)
        owns = [*(head.start for head in heads[1:]), size]
        ends[0] = owns[0]
        return [
            Section(head.title, headings.name(head.title), head.level, head.start, head.end, own, end)
            for head, own, end in zip(heads, owns, ends, strict=True)
        ]

    @cached_property
    def outermost(self) -> list[Section]:
        """The sections that are in no other one but in that of the title, which holds all of them."""
        first = self.sections[1] if self.sections[1:] else None
        title = first if first and first.level == 1 and first.end == len(self.text) else None
        found, end = [], 0
        for each in self.sections[1:]:
            if each is not title and each.start >= end:
                found.append(each)
                end = each.end
        return found

    def once(self, read: Callable[..., T], *place: object) -> T:
        """`read(document, *place)`, read once: what it gives is changed by nobody, as this is not."""
        key = (read, *place)
        if key not in self._known:
            self._known[key] = read(self, *place)
        found: T = self._known[key]
        return found

    def called(self, names: Iterable[str]) -> list[Section]:
        """The sections whose heading means one of some names, as `headings.means` has it."""
        wanted = tuple(names)
        return [s for s in self.sections if s.name and headings.means(s.name, wanted)]

    def below(self, section: Section) -> list[Section]:
        """The sections in a section, without those in them."""
        found = []
        at = bisect_left(self.sections, section.own, key=lambda each: each.start)
        while at < len(self.sections) and self.sections[at].start < section.end:
            found.append(self.sections[at])
            at = bisect_left(self.sections, found[-1].end, lo=at + 1, key=lambda each: each.start)
        return found

    def before_rule(self, start: int, end: int) -> int:
        """Where the rule begins that is the last thing between two offsets; `end` where there is none."""
        last = bisect_left(self.blocks, end, key=lambda block: block.start) - 1
        block = self.blocks[last] if last >= 0 else None
        closes = block and block.kind == "break" and block.start >= start
        return block.start if block and closes and not self.text[block.end : end].strip() else end

    def lines(self, start: int, end: int) -> Iterator[Line]:
        """The lines of text between two offsets: none of a fence, a comment, HTML or a heading."""
        for begin, stop in self._texts(start, end):
            at = begin
            for text in self.text[begin:stop].split("\n"):
                if at < stop:
                    yield Line(text, at)
                at += len(text) + 1

    def line(self, offset: int) -> int:
        """The number, from 1, of the file's line at an offset. O(log n) after the first call."""
        return bisect_right(self._starts, offset) + self.source.front.count("\n")

    def edited(self, edits: list[Edit]) -> "Document":
        """Another document with some spans replaced; errors as `Source.edited`."""
        return Document(self.source.edited(edits), self.path)

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def _texts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The spans between the blocks."""
        at = start
        first = bisect_right(self.blocks, start, key=lambda block: block.end)
        last = bisect_left(self.blocks, end, key=lambda block: block.start)
        for block in self.blocks[first:last]:
            if block.start > at:
                yield at, block.start
            at = max(at, block.end)
        if at < end:
            yield at, end
