"""The bytes of a document and its text: what is read is normal, what is written back is what was there.

A byte-order mark and front matter are cut off, line ends are `\\n`, bytes that are no UTF-8 are kept
as surrogates. An edit is a span of the text; all bytes outside of it stay.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..core.errors import Failure

_BOM = "\ufeff"
# A rule at the very top is none: below the first mark there is no blank line (as pandoc has it).
_FRONT = re.compile(r"---[ \t]*\n(?![ \t]*\n)(?:.*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_MOST_OF_FRONT = 20_000  # characters; no front matter is longer
START = 4 * (_MOST_OF_FRONT + 2)
"""How many bytes of a document tell its front matter: a character has at most four."""


LARGEST = 4_000_000
"""Bytes of the longest document that is read: nobody reads a longer one at the start of a session."""

_MOST = ((b"\n", 40_000), (b"|", 150_000), (b"](", 20_000), (b"\n#", 10_000))


def is_too_much(data: bytes) -> bool:
    """Whether a document is longer than anybody reads, or has more lines, cells, links or headings.

    All of them take time: what is larger is nobody's state, and may be meant to keep a hook busy.
    """
    return len(data) > LARGEST or any(data.count(mark) > most for mark, most in _MOST)


class Edit(NamedTuple):
    """Put `text`, with `\\n` as line end, in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


class Source(NamedTuple):
    """A document as it is read.

    `text` is what comes after the byte-order mark and the front matter; `front` is the latter, its
    marks included, "" where there is none. `newline` is the line end that most lines have, `raw` all
    of it as it was, `shift` where `text` begins in `raw`.
    """

    text: str
    front: str
    newline: str
    raw: str
    shift: int

    @property
    def data(self) -> bytes:
        """The bytes again."""
        return self.raw.encode("utf-8", "surrogateescape")

    def line(self, offset: int) -> int:
        """The number of the file's line, from 1, that has an offset of `text`."""
        return self.front.count("\n") + 1 + self.text.count("\n", 0, offset)

    def edited(self, edits: Sequence[Edit]) -> "Source":
        """The document with some spans replaced; every byte outside of them is what it was.

        Edits at one offset are taken in their order. Raises Failure for spans that overlap or lie outside,
        and for a text that no file can hold.
        """
        edits = sorted(edits, key=lambda edit: edit[:2])
        if any(one.end > other.start for one, other in pairwise(edits)):
            raise Failure("edits of a document overlap")
        if any(not 0 <= edit.start <= edit.end <= len(self.text) for edit in edits):
            raise Failure("an edit lies outside its document")
        places = self._places([offset for edit in edits for offset in edit[:2]])
        pieces, at = [], 0
        for edit, start, end in zip(edits, places[::2], places[1::2], strict=True):
            pieces += [self.raw[at:start], self._written(edit.text, start, end)]
            at = end
        return _again("".join([*pieces, self.raw[at:]]))

    def with_front(self, front: str) -> "Source":
        """The document with other front matter, its marks included; all else is what it was.

        Raises Failure where it would not be read so.
        """
        mark = _BOM if self.raw.startswith(_BOM) else ""
        changed = _again(mark + front.replace("\n", self.newline) + self.raw[self.shift :])
        if (changed.front, changed.text) != (front, self.text):
            raise Failure("the front matter of the document cannot be changed safely")
        return changed

    def _written(self, text: str, start: int, end: int) -> str:
        """A text with the document's line ends; none of them becomes one with another next to it."""
        text = text.replace("\n", self.newline)
        if text.startswith("\n") and self.raw.endswith("\r", 0, start):
            text = f"\r{text}"
        if text.endswith("\r") and self.raw.startswith("\n", end):
            text = f"{text}\n"
        return text

    def _places(self, offsets: list[int]) -> list[int]:
        """Where offsets of `text` are in `raw`: a line end of two characters counts for one in `text`."""
        pairs = re.finditer("\r\n", self.raw[self.shift :]) if "\r\n" in self.raw else ()
        ends = [pair.start() - number for number, pair in enumerate(pairs)]
        return [self.shift + offset + bisect_left(ends, offset) for offset in offsets]


def read(data: bytes) -> Source:
    """The document of these bytes. Never fails: what is no UTF-8 is kept as surrogates."""
    raw = data.decode("utf-8", "surrogateescape")
    shift = len(_BOM) if raw.startswith(_BOM) else 0
    text = normal(raw[shift:])
    front = _front(text)
    return Source(text[len(front) :], front, _newline(raw), raw, shift + _length(raw[shift:], len(front)))


def front(start: bytes) -> str:
    """The front matter of a document as `read` has it, from its first `START` bytes."""
    text = start[:START].decode("utf-8", "surrogateescape").removeprefix(_BOM)
    return _front(normal(text)) if text.startswith("---") else ""


def _front(text: str) -> str:
    found = _FRONT.match(text, 0, _MOST_OF_FRONT) if text.startswith("---") else None
    cut = found is not None and not found.group().endswith("\n") and found.end() < len(text)
    return found.group() if found and not cut else ""


def normal(text: str) -> str:
    """The text with `\\n` as line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _again(raw: str) -> Source:
    try:
        return read(raw.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:
        raise Failure("the text has a character that no file can hold") from None


def _length(raw: str, size: int) -> int:
    """How many characters of `raw` make the first `size` ones of its normal form."""
    if "\r" not in raw[:size]:
        return size
    at = 0
    for _ in range(size):
        at += 2 if raw.startswith("\r\n", at) else 1
    return at


def _newline(raw: str) -> str:
    """The line end of most lines, `\\n` where there is none."""
    pairs = raw.count("\r\n")
    counts = {"\n": raw.count("\n") - pairs, "\r\n": pairs, "\r": raw.count("\r") - pairs}
    return max(counts, key=lambda end: counts[end])
