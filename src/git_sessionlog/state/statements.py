"""What a document says: its lines without blanks and comments, for whoever asks whether it says more."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property

_BOM = "\ufeff"
_FENCE = re.compile(r"[ \t>]*(?:[-*+][ \t]+)?(`{3,}|~{3,})([^`]*)$")
_BLOCK = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*<!--")
_MARK = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)|<!--")
# Markdown has no comments: people write a link that nothing leads to.
_LINK = re.compile(r" {0,3}\[[^\]]*\]: ?(?:#(?:$| )|<>)")
# What shows nothing: characters without a shape, entities for blanks, tags without text.
_NOTHING = re.compile(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]|&(?:nbsp|#160|#xa0|zwnj|zwj|shy);|"
    r"</?[A-Za-z][^<>]*>|<\?[^<>]*\?>"
)

_NUMBER = re.compile(r"\d{1,9}[.)](?!\d)")
_FIELD = re.compile(r"(?:[-*+])?(\*\*[^*:]+(?::\*\*|\*\*:))")


def outline(data: bytes) -> int:
    """A number that is the same for documents that say the same, but for odd comments: a fast look."""
    return hash(b"".join(re.sub(rb"(?s)<!--.*?-->", b"", data).split()))


class Statements:
    """The lines of a document that are neither blank nor comment, each without its blanks.

    Two documents say the same where they differ in blanks, line ends and comments alone.
    """

    def __init__(self, data: bytes) -> None:
        self.lines = tuple(_lines(data))

    @cached_property
    def text(self) -> str:
        """All of it in one: line ends are blanks, too."""
        return "".join(self.lines)

    def adds_to(self, before: "Statements") -> bool:
        """Whether there is a line more than before; one that was moved is none."""
        return bool(Counter(self.lines) - Counter(before.lines))

    @cached_property
    def entries(self) -> frozenset[str]:
        """The lines without the numbers of lists: these change when another entry comes before."""
        return frozenset(_NUMBER.sub("", line) for line in self.lines)

    def keeps(self, other: "Statements") -> bool:
        """Whether all lines of another one are in it."""
        return other.entries <= self.entries

    def keeps_own(self, side: "Statements", base: "Statements", beside: "Statements") -> bool:
        """Whether a merge of two sides keeps what one of them said since their base.

        What the other side took away is gone by its will, and of a field that both changed one value stays;
        but of what was said on the side something has to be there. Where it said nothing since, all of it
        has to be: what was taken away may be what described its commits.
        """
        lost = side.entries - self.entries
        own = side.entries - base.entries
        taken = base.entries - beside.entries
        held = {_name(line) for line in self.entries & beside.entries} - {""}
        if any(line not in taken and _name(line) not in held for line in lost):
            return False
        return bool(own & self.entries) if own else not lost


def _name(line: str) -> str:
    """The name of the field that a line is, "" where it is none."""
    found = _FIELD.match(line)
    return found[1] if found else ""


def _lines(data: bytes) -> Iterator[str]:
    text = data.decode("utf-8", "surrogateescape").removeprefix(_BOM)
    for line in _without_comments(re.split(r"\r\n|\r|\n", text)):
        said = "".join(line.split())
        if said and _NOTHING.sub("", said):
            yield said


def _without_comments(lines: list[str]) -> Iterator[str]:
    """The lines, or what is left of them; in a fence there is no comment."""
    fence, number = "", 0
    while number < len(lines):
        line = lines[number]
        number += 1
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2].strip():
                fence = ""
            yield line
        elif mark:
            fence = mark[1]
            yield line
        elif not _LINK.match(line):
            left, number = _cut(lines, number - 1)
            yield left


def _cut(lines: list[str], number: int) -> tuple[str, int]:
    """What is left of a line without comments, and where to go on: one may be of several lines."""
    line, at = lines[number], 0
    while found := _MARK.search(line, at):
        if found[1]:  # code
            at = found.end()
            continue
        end = line.find("-->", found.start() + 4)
        if end >= 0:
            line, at = line[: found.start()] + line[end + 3 :], found.start()
            continue
        last = _end(lines, number + 1, is_block=bool(_BLOCK.match(line)))
        if not last:
            break  # it is never closed: text
        rest = lines[last - 1].partition("-->")[2] if last <= len(lines) else ""
        lines[last - 1 : last] = [rest]
        return line[: found.start()], last - 1
    return line, number + 1


def _end(lines: list[str], number: int, *, is_block: bool) -> int:
    """Behind which line a comment ends; 0 where it is none, since its paragraph ends before.

    A block goes on to the end of the document where nothing closes it (CommonMark, HTML blocks).
    """
    for at in range(number, len(lines)):
        if "-->" in lines[at]:
            return at + 1
        if not is_block and not lines[at].strip():
            return 0
    return len(lines) + 1 if is_block else 0
